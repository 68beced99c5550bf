/**
 * Everything that comes in, by whatever way: authenticate, decode, normalise, deduplicate, make durable, acknowledge.
 * The ways (HTTP, MQTT, sockets, folders, a broker) carry bytes here and carry answers back; they decide nothing.
 */
import {
  takesUnsigned,
  type Answer,
  type SignedStatement,
  type Source,
  type Via,
} from '@holdfast/core/observe'
import type { Actor } from '@holdfast/core/nations'
import { isRefused, type Refused } from '@holdfast/core/units'
import { CODECS } from '@holdfast/formats/catalogue'
import type { RejectRow, RejectsLedger } from '@holdfast/store/rejects'
import type { PreparedBatch } from '../batch/index.ts'
import { SYSTEM, type Overrun } from '../runtime/index.ts'
import { RejectsAccount, type RejectsOf } from './rejects-account.ts'
import type { Taker } from './taker.ts'
import { ClosedFeeds } from './closed-feeds.ts'
import { Crew } from './crew.ts'
import { Feed, type FeedCounts } from './feed.ts'
import type { Done, FeedReject, FeedSpec, MediaType, NotDone } from './work.ts'

/** The most rows of one batch. */
export const BATCH_ROWS_MAX = 10_000
/** The most feeds that may be open at once. */
export const FEEDS_MAX = 1_024

/** A refusal with the HTTP status that says it best. */
export type IntakeRefusal = Refused & { readonly status: 400 | 401 | 403 | 409 | 413 | 415 | 503 }

/** A batch as a sender made it. */
export interface OfferedBatch {
  readonly media: MediaType
  readonly bytes: Uint8Array
  readonly via: Via
  /** Who logged in to send it; null where only a signature can vouch for it. */
  readonly actor: Actor | null
  /** Where the way itself names a source (an MQTT topic): rows or a signature of any other refuse the batch. */
  readonly onlySource?: string
}

/** Signed batches of an edge, one after the other, as a CBOR sequence. */
export interface OfferedRun {
  readonly bytes: Uint8Array
  readonly via: Via
}

/** Bytes of a format that a person sends for a source. */
export interface OfferedRecords extends Omit<FeedSpec, 'id'> {
  readonly bytes: Uint8Array
  readonly actor: Actor
}
/** What became of them. `rejects` are the first `REJECTS_TOLD_MAX`; the ledger has all. */
export interface TakenRecords {
  readonly records: number
  readonly accepted: number
  readonly duplicates: number
  readonly nothings: Readonly<Record<string, number>>
  readonly rejects: readonly Pick<RejectRow, 'offset' | 'length' | 'reason' | 'detail'>[]
}
/** Rejects that are told at once. */
export const REJECTS_TOLD_MAX = 100

/** What is known of an open or closed feed. */
export interface FeedStatus {
  readonly spec: FeedSpec
  readonly isOpen: boolean
  readonly counts: FeedCounts
}

/** Intake of one deployment, or of one edge. */
export class Intake {
  readonly #taker: Taker
  readonly #rejects: RejectsLedger
  readonly #crew: Crew
  /** Open feeds, and those that are being closed. */
  readonly #feeds = new Map<string, { readonly feed: Feed; ending: Promise<void> | null }>()
  readonly #closed = new ClosedFeeds()
  /** Feeds that are being opened. */
  readonly #opening = new Set<string>()
  readonly #accounts = new Map<string, RejectsAccount>()
  #places = 0
  #told: ReadonlyMap<string, Source> | null = null

  constructor(taker: Taker, rejects: RejectsLedger, threads: number) {
    this.#taker = taker
    this.#rejects = rejects
    this.#crew = new Crew(threads)
  }

  /** Threads that had to be replaced, and why the last one: an operator should hear of it. */
  get threads(): { readonly count: number; readonly last: string | null } {
    return this.#crew.replaced
  }

  /** Whether what comes in is kept waiting: then whoever else works on this machine should do less. */
  get isPressed(): boolean {
    return this.#crew.isPressed
  }

  /** The ledger of what was not understood. */
  get rejects(): RejectsLedger {
    return this.#rejects
  }

  // Each thread has the registry as it was when the job before it was given.
  #tell(): void {
    const { sources } = this.#taker
    if (sources === this.#told) return
    this.#told = sources
    this.#crew.tell(sources.values())
  }

  /** Takes a batch in. Resolves only once it is durable, or refused as a whole. */
  async batch({
    media,
    bytes,
    via,
    actor,
    onlySource,
  }: OfferedBatch): Promise<Answer | IntakeRefusal> {
    const done = await this.#prepared({ kind: 'batch', media, bytes })
    if ('refused' in done) return done
    if (!('batch' in done)) return SOMETHING_ELSE
    const { batch } = done
    const { signed } = batch
    const other =
      onlySource === undefined
        ? undefined
        : [signed ?? { source: onlySource }, ...batch.rows].find(
            ({ source }) => source !== onlySource,
          )
    if (other !== undefined)
      return {
        refused: `it was sent for the source ${JSON.stringify(onlySource)} and holds what ${JSON.stringify(other.source)} reports; send that for its own source`,
        status: 403,
      }
    return await this.#taken(batch, via, { actor })
  }

  /**
   * Takes signed batches in, in their order. Gives the answers of those that were taken and last the refusal of the first
   * that was not; what comes after it is not tried. Resolves only once what was taken is durable.
   */
  async run({ bytes, via }: OfferedRun): Promise<readonly (Answer | IntakeRefusal)[]> {
    const done = await this.#prepared({ kind: 'run', bytes })
    if ('refused' in done) return [done]
    if (!('run' in done)) return [SOMETHING_ELSE]
    const answers: Promise<Answer | IntakeRefusal>[] = []
    let isRefusedOne = false
    let before: SignedStatement | undefined
    for (const batch of done.run) {
      const { promise: placed, resolve: decided } = withResolvers()
      const answer =
        'refused' in batch
          ? Promise.resolve(batch)
          : this.#taken(batch, via, { actor: null, decided })
      answers.push(answer)
      void answer.then((one) => (isRefusedOne ||= isRefused(one))).catch(() => undefined)
      const signed = 'refused' in batch ? undefined : batch.signed
      const isNext =
        before !== undefined && signed?.previous === before.hash && signed.keyId === before.keyId
      // What goes on from a batch that has its place waits for the disk together with it; all else is settled by itself first.
      await (isNext ? Promise.race([placed, answer]) : answer)
      if (isRefusedOne) break
      before = signed
    }
    const settled = await Promise.all(answers)
    const end = settled.findIndex(isRefused)
    return end === -1 ? settled : settled.slice(0, end + 1)
  }

  async #prepared(
    job:
      | { readonly kind: 'batch'; readonly media: MediaType; readonly bytes: Uint8Array }
      | { readonly kind: 'run'; readonly bytes: Uint8Array },
  ): Promise<Exclude<Done, NotDone> | IntakeRefusal> {
    if (this.#crew.isFull)
      return {
        refused: 'too many bytes wait to be read; send this batch again in a moment',
        status: 503,
      }
    this.#tell()
    const { nowMs, exercise } = this.#taker
    return await this.#crew
      .batch({ ...job, rowsMax: BATCH_ROWS_MAX, preparing: { nowMs, exercise } })
      .catch((error: Error): IntakeRefusal => ({ refused: error.message, status: 503 }))
  }

  async #taken(
    batch: PreparedBatch,
    via: Via,
    { actor, decided }: { readonly actor: Actor | null; readonly decided?: () => void },
  ): Promise<Answer | IntakeRefusal> {
    const { signed } = batch
    if (signed === undefined && actor === null) {
      const fault = this.#unsignedFault(new Set(batch.rows.map(({ source }) => source)))
      if (fault !== null) return { refused: fault, status: 401 }
    }
    const answer = await this.#taker.take(
      batch,
      signed === undefined ? (actor ?? SYSTEM) : this.#signer(signed.source, signed.keyId),
      via,
      decided,
    )
    if (isRefused(answer)) return statusOf(answer)
    const { batch: root, accepted, rejected } = answer
    return { batch: root, accepted, rejected }
  }

  // Over a channel where nobody logs in, an unsigned batch needs a source that says it may.
  #unsignedFault(ids: ReadonlySet<string>): string | null {
    for (const id of ids) {
      const source = this.#taker.sources.get(id)
      if (source?.unsigned !== 'accepted')
        return `the source ${JSON.stringify(id)} does not say in the registry that its unsigned batches are taken; sign the batch, or register it with "unsigned": "accepted"`
    }
    return null
  }

  #signer(id: string, keyId: string): Actor {
    const nation = this.#taker.sources.get(id)?.nation ?? SYSTEM.nation
    return { name: id, nation, role: 'system', office: 'monitor', keyId }
  }

  /** Opens a feed. Its source is registered and says that it may report unsigned, since such formats carry no signature. */
  async open(spec: FeedSpec, actor: Actor | null = null): Promise<Feed | Refused> {
    if (this.#feeds.has(spec.id) || this.#opening.has(spec.id))
      return { refused: `the feed ${spec.id} is open already` }
    if (this.#feeds.size + this.#opening.size >= FEEDS_MAX)
      return { refused: `${FEEDS_MAX} feeds are open; close one` }
    this.#opening.add(spec.id)
    try {
      return await this.#open(spec, actor)
    } finally {
      this.#opening.delete(spec.id)
    }
  }

  async #open(spec: FeedSpec, actor: Actor | null): Promise<Feed | Refused> {
    const source = this.#taker.sources.get(spec.source)
    if (source === undefined)
      return {
        refused: `feed ${spec.id}: its source ${JSON.stringify(spec.source)} is not in the registry; register it first`,
      }
    const areRecordsSigned = CODECS.get(spec.format)?.signatureOf !== undefined
    if (areRecordsSigned && source.kind !== 'foreign')
      return {
        refused: `feed ${spec.id}: ${spec.format} holds what other mechanisms signed; its source ${source.id} is of kind ${source.kind}, not foreign`,
      }
    // A person who logged in answers for what they send; bytes on a wire have nobody but the registry's word.
    const isTaken = actor === null ? source.unsigned === 'accepted' : takesUnsigned(source)
    if (!areRecordsSigned && !isTaken)
      return {
        refused: `feed ${spec.id}: ${spec.format} carries no signature, and the source ${source.id} does not say that it may report without; register it with "unsigned": "accepted"`,
      }
    this.#tell()
    const place = this.#places
    this.#places += 1
    const done = await this.#crew.open(spec, place)
    if (isRefused(done)) return { refused: done.refused }
    const ports = {
      taker: this.#taker,
      crew: this.#crew,
      account: this.#accountOf({
        via: { channel: spec.channel, feed: spec.id, format: spec.format },
        source: spec.source,
      }),
      tell: () => this.#tell(),
      areRecordsSigned,
      actor: actor ?? SYSTEM,
      place,
    }
    const feed = new Feed(spec, ports)
    this.#feeds.set(spec.id, { feed, ending: null })
    return feed
  }

  /** Ends a feed; what it brought stays to be seen, and its id may be used again when this resolves. */
  async close(id: string): Promise<void> {
    const held = this.#feeds.get(id)
    if (held === undefined) return
    held.ending ??= held.feed.end().finally(() => {
      this.#feeds.delete(id)
      this.#closed.add(held.feed)
    })
    await held.ending
  }

  /** Takes a document, or some bytes of a format, that a person sends: all of it is settled when this resolves. */
  async records({ bytes, actor, ...what }: OfferedRecords): Promise<TakenRecords | IntakeRefusal> {
    const id = `${what.channel}/records-${this.#places}`
    const feed = await this.open({ ...what, id }, actor)
    if (isRefused(feed)) return { refused: feed.refused, status: 403 }
    await feed.push([bytes])
    await this.close(id)
    const { records, accepted, duplicates, nothings } = feed.counts
    const { rows } = await this.#rejects.list({ feed: id, limit: REJECTS_TOLD_MAX })
    const rejects = rows
      .toReversed()
      .map(({ offset, length, reason, detail }) => ({ offset, length, reason, detail }))
    return { records, accepted, duplicates, nothings, rejects }
  }

  /** Keeps what a way could not take, with its bytes; what it comes to is recorded like a feed's rejects. */
  async keepRejects(of: RejectsOf, rejects: readonly FeedReject[]): Promise<void> {
    const account = this.#accountOf(of)
    await account.add(rejects.map((reject) => ({ ...reject, feed: of.via.feed })))
    await account.record(false)
  }

  // One for each way, format and source, whatever number of connections or files it has; over the limit all share one.
  #accountOf({ via, source }: RejectsOf): RejectsAccount {
    const [way = ''] = via.feed.split('/')
    const name = `${via.channel} ${way} ${via.format} ${source}`
    const isRoom = this.#accounts.has(name) || this.#accounts.size < FEEDS_MAX
    const key = isRoom ? name : via.channel
    const whose = isRoom
      ? { via: { ...via, feed: way }, source }
      : { via: { ...via, feed: 'others', format: '' }, source: '' }
    const account = this.#accounts.get(key) ?? new RejectsAccount(whose, this.#taker, this.#rejects)
    this.#accounts.set(key, account)
    return account
  }

  /** Records what was not understood so far, however new it is. */
  async recordRejects(): Promise<void> {
    for (const account of this.#accounts.values()) await account.record(true)
  }

  /** Records the rejects that are a minute old; called every few seconds. */
  async tick(): Promise<void> {
    for (const account of this.#accounts.values()) await account.record(false)
  }

  /** How the ways in stand, as those who run them tell; none until they do. */
  ways: () => readonly object[] = () => []

  /** How the feeds stand: of those that were closed the last one by one, and sums of those before them. */
  feeds(): readonly FeedStatus[] {
    return [
      ...this.#closed.list().map(({ spec, counts }) => ({ spec, isOpen: false, counts })),
      ...[...this.#feeds.values()].map(({ feed, ending }) => ({
        spec: feed.spec,
        isOpen: ending === null,
        counts: feed.counts,
      })),
    ]
  }

  /** Ends every feed and the threads. */
  async end(): Promise<void> {
    for (const id of this.#feeds.keys()) await this.close(id).catch(() => undefined)
    for (const account of this.#accounts.values()) await account.record(true).catch(() => undefined)
    await this.#crew.close()
  }
}

/** A promise and what settles it. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  const settle: (() => void)[] = []
  const promise = new Promise<void>((resolve) => settle.push(resolve))
  return { promise, resolve: () => settle[0]?.() }
}

const SOMETHING_ELSE: IntakeRefusal = { refused: 'the thread answered something else', status: 503 }

const statusOf = ({ refused, status }: Overrun): IntakeRefusal => ({
  refused,
  status: status ?? 503,
})
