/** What the bytes of one push come to: each record an observation, a reject, or counted as what else it is. */
import type { Unidentified } from '@holdfast/core/observe'
import type {
  Codec,
  Decoded,
  Decoder,
  FeedContext,
  Observed,
  RecordSignature,
  Reject,
} from '@holdfast/formats/codec'
import type { FeedReject, FeedSpec } from './work.ts'

/** Bytes of one reject that are kept for whoever looks at it. */
const REJECT_BYTES_MAX = 1_024
/** Rejects of one push that are kept one by one; the counts tell of all. */
const REJECTS_MAX = 1_000
/** Bytes before the newest chunk that are at hand to show what a reject was. */
const TAIL_BYTES = 65_536

/** A feed's decoder and reader, and the last of its bytes. */
export interface OpenFeed {
  readonly spec: FeedSpec
  readonly decoder: Decoder<never>
  readonly observe: (record: never, context: FeedContext) => Observed
  readonly signatureOf: Codec<never>['signatureOf']
  readonly json: Codec<never>['json']
  /** Offset of the first byte of `tail`. */
  from: number
  tail: Uint8Array
}

/** One push, as it is worked through. */
export class Gathering {
  readonly observations: Unidentified[] = []
  readonly nothings: Record<string, number> = {}
  records = 0
  readonly #feed: OpenFeed
  readonly #context: FeedContext
  readonly #prove: (signed: RecordSignature) => string | null
  readonly #rejects: FeedReject[] = []
  #unlisted = 0

  constructor(
    feed: OpenFeed,
    context: FeedContext,
    prove: (signed: RecordSignature) => string | null,
  ) {
    this.#feed = feed
    this.#context = context
    this.#prove = prove
  }

  /** Works through one chunk of a stream, or one datagram. */
  push(chunk: Uint8Array): void {
    keepTail(this.#feed, chunk)
    this.#take(this.#feed.decoder.push(chunk))
  }

  /** Settles what waited for more bytes. */
  end(): void {
    this.#take(this.#feed.decoder.end())
  }

  /** The rejects, those beyond `REJECTS_MAX` as one that counts them. */
  listed(): readonly FeedReject[] {
    if (this.#unlisted === 0) return this.#rejects
    const detail = `${this.#unlisted} more rejects of these bytes are not listed one by one`
    const rest = { offset: this.#feed.from, length: 0, reason: 'unlisted', detail }
    return [...this.#rejects, { ...rest, times: this.#unlisted, bytes: new Uint8Array() }]
  }

  #take({ records, rejects }: Decoded<never>): void {
    for (const reject of rejects) this.#reject(() => withBytes(reject, this.#feed))
    this.records += records.length
    for (const record of records) this.#observe(record)
  }

  #observe(record: never): void {
    const { signatureOf, observe, from, tail } = this.#feed
    const unproven = signatureOf === undefined ? null : this.#prove(signatureOf(record))
    if (unproven !== null) {
      const reject = {
        offset: from,
        length: tail.length,
        reason: 'bad-signature',
        detail: unproven,
      }
      this.#reject(() => withBytes(reject, this.#feed))
      return
    }
    const observed = observe(record, this.#context)
    if ('observations' in observed)
      for (const one of observed.observations) this.observations.push(one)
    else if (observed.isRefused === true)
      this.#reject(() => refusedRecord(this.#feed, record, observed.nothing))
    else {
      const kind = kindOfNothing(observed.nothing, this.nothings)
      this.nothings[kind] = (this.nothings[kind] ?? 0) + 1
    }
  }

  #reject(made: () => FeedReject): void {
    if (this.#rejects.length < REJECTS_MAX) this.#rejects.push(made())
    else this.#unlisted += 1
  }
}

// What a record is may name a ship or a time; counted by such words, memory would grow with every ship.
const NUMBERS = /\d{3,}/g
const KINDS_MAX = 64
function kindOfNothing(nothing: string, known: Readonly<Record<string, number>>): string {
  const kind = nothing.slice(0, 120).replaceAll(NUMBERS, '#')
  return Object.hasOwn(known, kind) || Object.keys(known).length < KINDS_MAX ? kind : 'other'
}

function keepTail(feed: OpenFeed, chunk: Uint8Array): void {
  const kept = feed.tail.subarray(Math.max(0, feed.tail.length - TAIL_BYTES))
  feed.from += feed.tail.length - kept.length
  const tail = new Uint8Array(kept.length + chunk.length)
  tail.set(kept)
  tail.set(chunk, kept.length)
  feed.tail = tail
}

// A record has no bytes of its own here; what it says as JSON shows as well what it was.
function refusedRecord(feed: OpenFeed, record: never, detail: string): FeedReject {
  const json = Buffer.from(JSON.stringify(feed.json(record)) ?? '', 'utf8')
  return {
    offset: feed.from,
    length: 0,
    reason: 'refused',
    detail,
    bytes: Uint8Array.from(json.subarray(0, REJECT_BYTES_MAX)),
  }
}

function withBytes(reject: Reject, { from, tail }: OpenFeed): FeedReject {
  const begin = Math.max(0, reject.offset - from)
  const length = Math.min(Math.max(reject.length, 1), REJECT_BYTES_MAX)
  return { ...reject, bytes: tail.slice(begin, begin + length) }
}
