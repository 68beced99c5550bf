/**
 * A sender's own tool: signs observations batch by batch and posts them, so that a sensor without a program of its own
 * can keep the chain that the deployment checks. It needs no login; the signatures vouch.
 */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import {
  DUPLICATE,
  prepare,
  SOURCE_ID,
  type Answer,
  type Unidentified,
} from '@holdfast/core/observe'
import { nodeHashing } from '@holdfast/engine/batch'
import { readValues } from '@holdfast/formats/observation'
import { statementToSign } from '@holdfast/formats/signed-batch'
import { rowsOf } from '../files/index.ts'
import { CommandRefused, progress, progressDone, Rejections } from '../output/index.ts'
import {
  lockSenderChain,
  readSenderChain,
  writeSenderChain,
  type PendingBatch,
  type SenderChain,
} from './sender-chain.ts'

/** Rows of one batch, and characters of its body: what a signature covers is lost or taken as one. */
const ROWS_MAX = 256
const BODY_CHARACTERS_MAX = 4 * 1024 * 1024
/** Pauses before the same batch is offered again, milliseconds: doubling, and no longer than the last. */
const PAUSE_MS = { first: 250, longest: 10_000 }
const TIMEOUT_MS = 30_000

interface SendOptions {
  readonly source: string
  readonly key: string
  readonly to: string
  readonly sequence?: string
  readonly attempts: string
  readonly json?: boolean
}

/** `holdfast source send`. */
export function addSourceSend(source: Command): void {
  source
    .command('send')
    .argument('<file>', 'NDJSON or a JSON array of observations')
    .description(
      'sign observations with a source’s key, batch by batch, and post them to a deployment',
    )
    .requiredOption('--source <id>', 'the source that signs; every row must be of it')
    .requiredOption('--key <file>', 'its private key, as `holdfast source key` wrote it')
    .requiredOption('--to <url>', 'the deployment, for instance https://holdfast.example')
    .option('--sequence <n>', 'begin at this number, where the chain file was lost')
    .option('--attempts <n>', 'how often a batch is offered before this gives up', '20')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nThe chain (number and hash of the latest batch, and a batch that was not answered yet) is kept in SOURCE.chain.json\nbeside the key. Run it again after a failure: the batch that was under way is sent first, then FILE from its start;\nrows that were taken already are told as duplicates.\n\nExample:\n  $ holdfast source send rows.ndjson --source mast-7 --key mast-7.pem --to http://127.0.0.1:8080\n',
    )
    .action(async (file: string, options: SendOptions) => {
      if (!existsSync(file)) throw new CommandRefused(`there is no file ${file}`)
      if (statSync(file).isDirectory())
        throw new CommandRefused(`${file} is a directory; give the path of one file`)
      if (!SOURCE_ID.test(options.source))
        throw new CommandRefused(`--source ${options.source}: give the id of a source`)
      const path = join(dirname(options.key), `${options.source}.chain.json`)
      const key = keyIn(options.key)
      const release = lockSenderChain(path)
      try {
        await send(file, { path, key, options })
      } finally {
        progressDone()
        release()
      }
    })
}

async function send(
  file: string,
  { path, key, options }: { path: string; key: KeyObject; options: SendOptions },
): Promise<void> {
  const rejections = new Rejections(file, options.json === true)
  const sender = new Sender({ path, key, options, rejections })
  try {
    await sender.sendFile(file)
  } finally {
    progressDone()
    // What was taken before a failure is on record, so it is told in any case.
    await rejections.end(sender.taken)
  }
  if (sender.taken.accepted === 0 && sender.isRefused) process.exitCode = 1
}

function keyIn(file: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(readFileSync(file))
  } catch {
    throw new CommandRefused(
      `${file} holds no private key; make one with \`holdfast source key --out ${file}\``,
    )
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new CommandRefused(`${file} holds a key of ${key.asymmetricKeyType}; Ed25519 is needed`)
  return key
}

function count(option: string, text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (value < 1) throw new CommandRefused(`${option} ${text}: give a whole number from 1`)
  return value
}

/** What a deployment said to one batch. */
type Said =
  | { readonly answer: Answer }
  | { readonly refused: string; readonly status: number }
  | { readonly again: string; readonly afterMs: number | null }

interface SenderParts {
  readonly path: string
  readonly key: KeyObject
  readonly options: SendOptions
  readonly rejections: Rejections
}

/** Signs and delivers the rows of files under one chain. */
class Sender {
  readonly #path: string
  readonly #key: KeyObject
  readonly #keyId: string
  readonly #options: SendOptions
  readonly #url: string
  readonly #attempts: number
  #chain: SenderChain
  readonly #rejections: Rejections
  readonly taken = { accepted: 0, batches: [] as string[] }
  /** Whether a row was rejected for more than being known already. */
  isRefused = false

  constructor({ path, key, options, rejections }: SenderParts) {
    this.#rejections = rejections
    const { source, to, sequence, attempts } = options
    if (!URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol))
      throw new CommandRefused(`--to ${to}: give an address such as https://holdfast.example`)
    this.#url = new URL('/api/v1/observations', to).href
    this.#attempts = count('--attempts', attempts)
    this.#path = path
    this.#key = key
    this.#options = options
    const x = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url')
    this.#keyId = createHash('sha256').update(x).digest('hex')
    const found = readSenderChain(path, source)
    if (found !== null && sequence !== undefined)
      throw new CommandRefused(
        `${path} is there and says what comes next; leave --sequence out, or move the file away`,
      )
    const begin = sequence === undefined ? 1 : count('--sequence', sequence)
    this.#chain = found ?? { source, sequence: begin - 1, previous: null, pending: null }
  }

  /** What was under way first, then the file. */
  async sendFile(file: string): Promise<void> {
    const { pending } = this.#chain
    if (pending !== null) await this.#deliver(pending, { rows: [], mayBeTaken: true })
    let rows: { row: string; value: Unidentified; text: string }[] = []
    let characters = 0
    const flush = async (): Promise<void> => {
      const sent = rows
      rows = []
      characters = 0
      if (sent.length > 0) await this.#send(sent)
    }
    for await (const item of rowsOf(file)) {
      const read = 'reason' in item ? item : this.#read(item.row, item.value)
      if ('reason' in read) {
        await this.#reject(read.row, read.reason)
        continue
      }
      rows.push(read)
      characters += read.text.length
      if (rows.length >= ROWS_MAX || characters >= BODY_CHARACTERS_MAX) await flush()
    }
    await flush()
  }

  // As the deployment will read it, so that both work out the same root.
  #read(
    row: string,
    value: unknown,
  ): { row: string; value: Unidentified; text: string } | { row: string; reason: string } {
    const { rows, malformed } = readValues([value], nodeHashing)
    const [read] = rows
    if (read === undefined) return { row, reason: malformed[0]?.reason ?? 'cannot be read' }
    const { observation } = read
    return observation.source === this.#options.source
      ? { row, value: observation, text: JSON.stringify(observation) }
      : {
          row,
          reason: `/source: ${JSON.stringify(observation.source)} is not ${this.#options.source}, who signs; send it with its own key`,
        }
  }

  async #send(rows: readonly { row: string; value: Unidentified; text: string }[]): Promise<void> {
    const nowMs = Date.now()
    const request = {
      rows: rows.map(({ value }, index) => ({ index, observation: value })),
      malformed: [],
    }
    const { root } = prepare(request, { nowMs, hashing: nodeHashing })
    const { source, sequence, previous } = this.#chain
    const unsigned = { source, sequence: sequence + 1, previous, root, signedAtMs: nowMs }
    const { signedBytes, hash, finish } = statementToSign(unsigned, this.#keyId)
    const sign1 = Buffer.from(finish(sign(null, signedBytes, this.#key))).toString('base64url')
    const body = `{"signed":"${sign1}","observations":[${rows.map(({ text }) => text).join(',')}]}`
    const pending = { sequence: sequence + 1, hash, body }
    this.#keep({ ...this.#chain, pending })
    await this.#deliver(pending, { rows: rows.map(({ row }) => row), mayBeTaken: false })
  }

  #keep(chain: SenderChain): void {
    writeSenderChain(this.#path, chain)
    this.#chain = chain
  }

  /** Offers the same bytes until there is an answer. */
  async #deliver(
    pending: PendingBatch,
    { rows, mayBeTaken }: { readonly rows: readonly string[]; readonly mayBeTaken: boolean },
  ): Promise<void> {
    const { sequence, hash, body } = pending
    let unsure = mayBeTaken
    for (let attempt = 1; ; attempt += 1) {
      const said = await this.#post(body)
      if ('answer' in said) {
        this.#keep({ ...this.#chain, sequence, previous: hash, pending: null })
        await this.#take(said.answer, rows)
        return
      }
      if ('refused' in said) {
        // Refused for certain, its number is free; where an earlier attempt may have been taken, it counts as used.
        const after = unsure && said.status !== 409 ? { sequence, previous: hash } : {}
        if (said.status !== 409 || !unsure) this.#keep({ ...this.#chain, ...after, pending: null })
        throw new CommandRefused(this.#refusal(sequence, said))
      }
      unsure ||= said.afterMs === null
      if (attempt >= this.#attempts)
        throw new CommandRefused(
          `batch ${sequence} was offered ${attempt} times and not answered (${said.again}); it is kept in ${this.#path}: run this again when ${this.#url} answers`,
        )
      progress(`batch ${sequence}: ${said.again}; attempt ${attempt}`)
      const pauseMs = Math.min(PAUSE_MS.first * (1 << Math.min(attempt - 1, 10)), PAUSE_MS.longest)
      await new Promise((resolve) => {
        setTimeout(resolve, said.afterMs ?? pauseMs)
      })
    }
  }

  #refusal(sequence: number, { refused, status }: { refused: string; status: number }): string {
    return status === 409
      ? `batch ${sequence} was refused: ${refused}. Another sender signs for ${this.#options.source}, or ${this.#path} is an old copy: look at \`holdfast source show ${this.#options.source}\` before anything else is sent; then move the file away and begin with --sequence N, N two above the head that it tells`
      : `batch ${sequence} was refused and nothing of it was taken: ${refused}`
  }

  async #post(body: string): Promise<Said> {
    let response: Response
    let text: string
    try {
      response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/vnd.holdfast.signed-batch+json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      text = await response.text()
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { again: cause instanceof Error ? cause.message : 'no connection', afterMs: null }
    }
    const value = parsed(text)
    if ((response.status === 201 || response.status === 422) && isAnswer(value))
      return { answer: value }
    const why =
      [value['title'], value['detail']].filter(Boolean).join(': ') || `HTTP ${response.status}`
    if (response.status === 503 || response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? '')
      return {
        again: why,
        afterMs: seconds > 0 ? Math.min(seconds * 1_000, 60_000) : PAUSE_MS.first,
      }
    }
    // A fault between here and the record: nobody knows what became of it.
    if (response.status >= 500) return { again: why, afterMs: null }
    return { refused: why, status: response.status }
  }

  async #take({ batch, accepted, rejected }: Answer, rows: readonly string[]): Promise<void> {
    this.taken.accepted += accepted
    this.taken.batches.push(batch)
    for (const { index, reason } of rejected)
      await this.#reject(rows[index] ?? `row ${index} of the batch sent again`, reason)
    progress(`${this.taken.accepted} accepted`)
  }

  async #reject(row: string, reason: string): Promise<void> {
    if (reason !== DUPLICATE) this.isRefused = true
    await this.#rejections.add({ row, reason })
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const isAnswer = (value: object): value is Answer =>
  'batch' in value && 'accepted' in value && 'rejected' in value && Array.isArray(value.rejected)
