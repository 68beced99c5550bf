/**
 * What takes batches at an edge, in the place of a deployment: rows of a source that the edge has a key for are signed in
 * batches of their own, and batches that a sensor signed are passed on as they are. Nothing is judged that needs the
 * record: the centre finds duplicates and says what it took. What no centre would take is rejected here at once, so
 * that whoever sent it hears of it.
 */
import type { Draft } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import {
  DUPLICATE,
  keyInForce,
  takesUnsigned,
  type Answer,
  type Rejected,
  type RejectsRecorded,
  type Source,
  type Via,
} from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { PreparedBatch } from '@holdfast/engine/batch'
import type { Taker } from '@holdfast/engine/intake'
import type { Overrun } from '@holdfast/engine/runtime'
import { statementToSign } from '@holdfast/formats/signed-batch'
import type { Entry } from './backlog.ts'
import type { SourceSigner } from './keys.ts'
import { piecesOf, type Piece } from './pieces.ts'
import type { Offered, Put, Spool } from './spool.ts'

/** Batches that are remembered, so that one that is sent again is not signed again. */
const REMEMBERED_MAX = 65_536

/** What an edge works with. */
export interface EdgePorts {
  readonly spool: Spool
  readonly sources: ReadonlyMap<string, Source>
  readonly signers: ReadonlyMap<string, SourceSigner>
  readonly exercise: string | null
  readonly nowMs: () => InstantMs
  /** Something of this source is durable and may be forwarded. */
  readonly kept: (source: string) => void
}

/** An edge's taker of batches. */
export class Edge implements Taker {
  readonly #ports: EdgePorts
  readonly #remembered = new Map<string, Promise<Put>>()
  readonly #records: Record<string, number> = {}
  readonly #notUnderstood: Record<string, number> = {}

  constructor(ports: EdgePorts) {
    this.#ports = ports
    for (const entry of ports.spool.waiting())
      if (!entry.isDropped)
        for (const name of namesOf(entry)) this.#remember(name, Promise.resolve({ entry }))
  }

  get nowMs(): InstantMs {
    return this.#ports.nowMs()
  }
  get exercise(): string | null {
    return this.#ports.exercise
  }
  get sources(): ReadonlyMap<string, Source> {
    return this.#ports.sources
  }
  /** What feeds said that a deployment would journal: drafts by kind, and rejects by reason. An edge counts it only. */
  get said(): {
    readonly drafts: Readonly<Record<string, number>>
    readonly rejects: Readonly<Record<string, number>>
  } {
    return { drafts: { ...this.#records }, rejects: { ...this.#notUnderstood } }
  }

  /** Rows of these were dropped: if they come again, they are taken again. */
  forget(entries: readonly Entry[]): void {
    for (const entry of entries) for (const name of namesOf(entry)) this.#remembered.delete(name)
  }

  /** Counts what a deployment would journal; an edge has no journal, and only signed batches cross the link. */
  async record(drafts: readonly Draft[]): Promise<void> {
    for (const { kind, payload } of drafts) {
      this.#records[kind] = (this.#records[kind] ?? 0) + 1
      if (kind !== 'observe.rejects-recorded') continue
      const { counts } = payload as unknown as RejectsRecorded
      for (const [reason, n] of Object.entries(counts))
        this.#notUnderstood[reason] = (this.#notUnderstood[reason] ?? 0) + n
    }
  }

  /** Resolves once every row that is good is durable here, signed; or refused as a whole. */
  async take(batch: PreparedBatch, _actor: Actor, _via: Via): Promise<Answer | Overrun> {
    return batch.signed === undefined ? await this.#sign(batch) : await this.#passOn(batch)
  }

  async #sign(batch: PreparedBatch): Promise<Answer | Overrun> {
    const rejected = [...batch.malformed]
    const good = new Map<string, number[]>()
    const seen = new Set<string>()
    for (const [i, { id, source, fault, index }] of batch.rows.entries()) {
      const reason = seen.has(id) ? DUPLICATE : (this.#sourceFault(source) ?? fault)
      seen.add(id)
      if (reason !== null) rejected.push({ index, reason })
      else {
        const places = good.get(source) ?? []
        places.push(i)
        good.set(source, places)
      }
    }
    const puts = [...good].flatMap(([source, rows]) =>
      piecesOf(batch, rows).map((piece) => this.#keepPiece(source, piece)),
    )
    const refused = (await Promise.all(puts)).find((put) => 'refused' in put)
    if (refused !== undefined && 'refused' in refused)
      return { refused: refused.refused, status: 503 }
    return answerOf(batch, rejected)
  }

  #sourceFault(id: string): string | null {
    const { sources, signers } = this.#ports
    const source = sources.get(id)
    if (source === undefined)
      return `/source: ${JSON.stringify(id)} is not in this edge's document of sources; add it, then send again`
    if (!takesUnsigned(source))
      return `/source: ${JSON.stringify(id)} signs its batches, and this one is not signed`
    return signers.has(id)
      ? null
      : `/source: this edge has no key for ${JSON.stringify(id)}; make one with \`holdfast edge key\`, and start it again`
  }

  async #keepPiece(source: string, { rows, texts, root }: Piece): Promise<Put> {
    const { signers, nowMs } = this.#ports
    const signer = signers.get(source)
    if (signer === undefined) return { refused: `this edge has no key for ${source}` }
    const seal: Offered['seal'] = async (head) => {
      const sequence = (head?.sequence ?? 0) + 1
      const previous = head?.hash ?? null
      const unsigned = { source, sequence, previous, root, signedAtMs: nowMs() }
      const { signedBytes, hash, finish } = statementToSign(unsigned, signer.keyId)
      return { sequence, hash, root, sign1: finish(await signer.sign(signedBytes)) }
    }
    return await this.#once(`${source} ${root}`, { source, rows, texts, seal })
  }

  async #passOn(batch: PreparedBatch): Promise<Answer | Overrun> {
    const { signed, dropped, rows, texts } = batch
    const { sources, signers, spool } = this.#ports
    const source = signed && sources.get(signed.source)
    if (signed === undefined || source === undefined)
      return { refused: 'nobody known signed this batch', status: 403 }
    if (signers.has(source.id))
      return {
        refused: `this edge signs for ${source.id} with its own key, and a source has one chain of batches; send them unsigned, or take the edge's key away`,
        status: 409,
      }
    for (const atMs of [signed.signedAtMs, this.nowMs]) {
      const key = keyInForce(source, signed.keyId, atMs)
      if ('refused' in key) return { refused: key.refused, status: 403 }
    }
    if (dropped === undefined && signed.root !== batch.root)
      return {
        refused: `the statement names the root ${signed.root}; the rows that came with it have ${batch.root}`,
        status: 403,
      }
    if (texts.length > spool.rowsBytesMax)
      return {
        refused: `the batch takes ${texts.length} bytes; this edge's spool takes ${spool.rowsBytesMax} at once`,
        status: 403,
      }
    const { sequence, hash, root } = signed
    const sign1 = Buffer.from(signed.sign1, 'base64url')
    const put = await this.#once(hash, {
      source: source.id,
      rows: dropped ?? rows.length,
      texts: dropped === undefined ? texts : null,
      sign1Bytes: sign1.length,
      seal: async () => ({ sequence, hash, root, sign1 }),
    })
    if ('refused' in put) return { refused: put.refused, status: 503 }
    const faulty = rows.flatMap(({ index, fault }) =>
      fault === null ? [] : [{ index, reason: fault }],
    )
    return answerOf({ ...batch, root }, [...batch.malformed, ...faulty])
  }

  // A sender that heard nothing sends again: it waits for the first one's flush, and no second statement is made.
  async #once(name: string, offered: Offered): Promise<Put> {
    const known = this.#remembered.get(name)
    if (known !== undefined) return await known
    const kept = this.#ports.spool.put(offered).catch((error: unknown) => ({
      refused: error instanceof Error ? error.message : String(error),
    }))
    this.#remember(name, kept)
    const done = await kept
    if ('refused' in done) this.#remembered.delete(name)
    else this.#ports.kept(offered.source)
    return done
  }

  #remember(name: string, put: Promise<Put>): void {
    this.#remembered.set(name, put)
    if (this.#remembered.size <= REMEMBERED_MAX) return
    for (const oldest of this.#remembered.keys()) {
      this.#remembered.delete(oldest)
      break
    }
  }
}

const namesOf = ({ source, root, hash }: Entry): readonly string[] => [`${source} ${root}`, hash]

function answerOf(
  { root, rows, malformed }: Pick<PreparedBatch, 'root' | 'rows' | 'malformed'>,
  rejected: readonly Rejected[],
): Answer {
  const accepted = rows.length + malformed.length - rejected.length
  return {
    batch: root,
    accepted,
    rejected: rejected.toSorted((a, b) => a.index - b.index),
  }
}
