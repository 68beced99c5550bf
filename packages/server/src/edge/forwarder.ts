/**
 * Sends what the spool holds to the centre: sources at once, but of each only one run of batches in their order, and the
 * next run only when the one before it was answered and the answers are durable. So a source's batches arrive in their
 * order, many that waited share a journey and a flush, and sources do not wait for each other.
 *
 * While the link is down one batch at a time is tried, with pauses that grow and vary; while a source is stuck (the
 * centre does not know its key, or refuses its statement) that source alone is tried again slowly.
 */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { InstantMs } from '@holdfast/core/units'
import { BATCH_ROWS_MAX } from '@holdfast/engine/intake'
import { encodeSignedBatch } from '@holdfast/formats/signed-batch'
import { REJECTED_KEPT, type AnswerLog, type Settled } from './answers.ts'
import type { Entry } from './backlog.ts'
import { judgeAnswers, type Outcome } from './judge-answer.ts'
import type { Link } from './link.ts'
import type { SpoolRecord } from './record.ts'
import type { Spool } from './spool.ts'

/** Pauses, milliseconds: each is drawn between half and all of a bound that doubles from the first to the second. */
export interface Pauses {
  readonly again: { readonly minMs: number; readonly maxMs: number }
  readonly stuck: { readonly minMs: number; readonly maxMs: number }
}
/** Half a second to a minute for the link, one to ten minutes for a stuck source. */
export const PAUSES: Pauses = {
  again: { minMs: 500, maxMs: 60_000 },
  stuck: { minMs: 60_000, maxMs: 600_000 },
}

/** Why a source is not forwarded. */
export interface Stuck {
  readonly sinceMs: InstantMs
  readonly status: number
  readonly why: string
  readonly tries: number
  readonly nextMs: InstantMs
}
/** How the link stands, as the last batch found it. */
export interface LinkState {
  /** Null: nothing was sent yet. */
  readonly isUp: boolean | null
  readonly sinceMs: InstantMs
  readonly problem: string | null
  /** Earliest next try; null while nothing holds it up. */
  readonly nextMs: InstantMs | null
}
/** What a forwarder works with. */
export interface ForwarderPorts {
  readonly spool: Spool
  readonly answers: AnswerLog
  readonly link: Link
  readonly inFlightMax: number
  readonly pauses: Pauses
  readonly nowMs: () => InstantMs
  readonly report: (text: string) => void
}

const gzipped = promisify(gzip)
/** Batches of one run, and bytes of them in the spool. */
const RUN_BATCHES_MAX = 128
const RUN_BYTES_MAX = 4 * 1024 * 1024
/** Time for what is under way when the edge closes. */
const CLOSE_MS = 3_000

/** Forwards until it is closed. */
export class Forwarder {
  readonly #ports: ForwarderPorts
  /** Sources with something to send, in the order of their turns. */
  readonly #ready = new Set<string>()
  readonly #sending = new Set<string>()
  readonly #stuck = new Map<string, Stuck>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #underWay = new Set<Promise<void>>()
  #link: LinkState
  #tries = 0
  #runMax = RUN_BATCHES_MAX
  #isClosed = false

  constructor(ports: ForwarderPorts) {
    this.#ports = ports
    this.#link = { isUp: null, sinceMs: ports.nowMs(), problem: null, nextMs: null }
    for (const source of ports.spool.sources) this.wake(source)
  }

  get link(): LinkState {
    return this.#link
  }
  stuckOf(source: string): Stuck | null {
    return this.#stuck.get(source) ?? null
  }

  /** Something of this source is durable. */
  wake(source: string): void {
    if (this.#isClosed || this.#sending.has(source) || this.#timers.has(source)) return
    if (this.#ports.spool.firsts(source, 1).length === 0) return
    this.#ready.add(source)
    this.#pump()
  }

  #pump(): void {
    while (!this.#isClosed && this.#link.nextMs === null) {
      // A link that is not known to be up is tried with one batch.
      const limit = this.#link.isUp === true ? this.#ports.inFlightMax : 1
      if (this.#sending.size >= limit) return
      const [source] = this.#ready
      if (source === undefined) return
      this.#ready.delete(source)
      this.#sending.add(source)
      const sent = this.#send(source)
        .catch((error: unknown) => this.#pause(messageOf(error), null))
        .finally(() => {
          this.#underWay.delete(sent)
          this.#sending.delete(source)
          this.wake(source)
          this.#pump()
        })
      this.#underWay.add(sent)
    }
  }

  async #send(source: string): Promise<void> {
    const { spool, link, report } = this.#ports
    // A link or a source of which nothing good is known is tried with one batch.
    const isTrial = this.#link.isUp !== true || this.#stuck.has(source)
    const entries = runOf(spool.firsts(source, isTrial ? 1 : this.#runMax))
    const records: SpoolRecord[] = []
    for (const entry of entries) {
      const record = await spool.read(entry)
      if (record === null) break
      records.push(record)
    }
    const [first] = entries
    if (first === undefined) return
    if (records.length === 0) {
      report(
        `spool: statement ${first.sequence} of ${source} is damaged and cannot be sent; the centre will see the gap`,
      )
      await this.#settle([first], [{ status: 0, accepted: 0, rejected: [] }], [false])
      return
    }
    const sent = entries.slice(0, records.length)
    const heard = await link.post(await bodyOf(records))
    const outcomes = judgeAnswers(
      heard,
      sent.map(({ root }) => root),
    )
    const settled = outcomes.filter((one) => one.kind === 'settled')
    if (settled.length > 0) {
      this.#isUp()
      if (this.#stuck.delete(source)) report(`${source}: the centre takes its batches again`)
      const wereDropped = records.map(({ texts }) => texts === null)
      await this.#settle(sent.slice(0, settled.length), settled, wereDropped)
      return
    }
    const [refused] = outcomes
    if (refused?.kind === 'again') this.#pause(refused.why, refused.afterMs)
    if (refused?.kind !== 'stuck') return
    this.#isUp()
    if (refused.status === 413 && sent.length > 1) {
      // Something on the way takes less at once than the centre itself.
      this.#runMax = Math.floor(sent.length / 2)
      report(
        `the centre refuses ${sent.length} batches at once; from now on at most ${this.#runMax}`,
      )
    } else this.#hold(first, refused)
  }

  async #settle(
    entries: readonly Entry[],
    outcomes: readonly Pick<Settled, 'status' | 'accepted' | 'rejected'>[],
    wereDropped: readonly boolean[],
  ): Promise<void> {
    const { spool, answers, nowMs } = this.#ports
    const atMs = nowMs()
    await Promise.all(
      outcomes.map(({ status, accepted, rejected }, i) => {
        const entry = entries[i]
        if (entry === undefined) throw new Error('more answers than batches')
        const { source, ordinal, sequence, hash, root, rows } = entry
        return answers.add({
          atMs,
          source,
          ordinal,
          sequence,
          hash,
          root,
          rows,
          status,
          accepted,
          // The rows of a batch may have gone before they were dropped here: then this is the stored answer to them.
          isDropped: wereDropped[i] === true && accepted === 0 && rejected.length === 0,
          rejectedRows: rejected.length,
          rejected: rejected.slice(0, REJECTED_KEPT),
        })
      }),
    )
    for (const entry of entries) spool.settle(entry)
  }

  #isUp(): void {
    this.#tries = 0
    if (this.#link.isUp === false) this.#ports.report('forwarding to the centre goes on')
    if (this.#link.isUp !== true)
      this.#link = { isUp: true, sinceMs: this.#ports.nowMs(), problem: null, nextMs: null }
  }

  #pause(why: string, afterMs: number | null): void {
    if (this.#isClosed) return
    const { nowMs, pauses, report } = this.#ports
    if (this.#link.isUp !== false) report(`forwarding to the centre pauses: ${why}`)
    const sinceMs = this.#link.isUp === false ? this.#link.sinceMs : nowMs()
    // Others that were under way with the first that failed make no pause of their own.
    if (this.#link.nextMs !== null) return
    const { maxMs } = pauses.again
    const pauseMs = Math.max(jittered(pauses.again, this.#tries), Math.min(afterMs ?? 0, maxMs))
    this.#tries += 1
    this.#link = { isUp: false, sinceMs, problem: why, nextMs: nowMs() + pauseMs }
    this.#after('', pauseMs, () => {
      this.#link = { ...this.#link, nextMs: null }
      this.#pump()
    })
  }

  #hold(entry: Entry, { status, why }: Extract<Outcome, { kind: 'stuck' }>): void {
    const { source, sequence } = entry
    const { nowMs, pauses, report } = this.#ports
    const before = this.#stuck.get(source)
    const tries = before?.tries ?? 0
    const pauseMs = jittered(pauses.stuck, tries)
    if (before?.why !== why)
      report(
        `${source}: the centre refuses statement ${sequence} (${status}: ${why}); nothing is dropped, and it is sent again later`,
      )
    this.#stuck.set(source, {
      sinceMs: before?.sinceMs ?? nowMs(),
      status,
      why,
      tries: tries + 1,
      nextMs: nowMs() + pauseMs,
    })
    this.#after(source, pauseMs, () => this.wake(source))
  }

  #after(name: string, ms: number, step: () => void): void {
    if (this.#isClosed) return
    clearTimeout(this.#timers.get(name))
    const timer = setTimeout(() => {
      this.#timers.delete(name)
      step()
    }, ms)
    this.#timers.set(name, timer)
  }

  /** Sends nothing more, waits a little for what is under way, and ends. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    const patience = setTimeout(() => this.#ports.link.close(), CLOSE_MS)
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
    clearTimeout(patience)
    this.#ports.link.close()
  }
}

/** As many of the first as make one run: rows as a centre takes them at once, and a body that a thin link can carry. */
function runOf(entries: readonly Entry[]): readonly Entry[] {
  let [rows, bytes] = [0, 0]
  const end = entries.findIndex((entry, i) => {
    rows += entry.rows
    bytes += entry.length
    return i > 0 && (rows > BATCH_ROWS_MAX || bytes > RUN_BYTES_MAX)
  })
  return end === -1 ? entries : entries.slice(0, end)
}

async function bodyOf(records: readonly SpoolRecord[]): Promise<Uint8Array> {
  return await gzipped(Buffer.concat(records.map((record) => encodedOf(record))))
}

// Ids are left out: the centre works them out of the rows, and they are half of what a thin link would carry.
function encodedOf({ sign1, rows, texts }: SpoolRecord): Uint8Array {
  if (texts === null) return encodeSignedBatch(sign1, rows)
  const read = JSON.parse(`[${Buffer.from(texts).toString('utf8')}]`) as readonly object[]
  return encodeSignedBatch(
    sign1,
    read.map((row) => Object.fromEntries(Object.entries(row).filter(isNoId))),
  )
}
const isNoId = ([name]: readonly [string, unknown]): boolean => name !== 'id'

const jittered = ({ minMs, maxMs }: { minMs: number; maxMs: number }, tries: number): number => {
  const bound = Math.min(maxMs, minMs * 2 ** Math.min(tries, 30))
  return Math.round(bound * (0.5 + Math.random() / 2))
}
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
