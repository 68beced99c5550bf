/**
 * The work itself: bytes in, prepared batches out. It knows the registry and each feed's decoder, and nothing of the
 * record; so it runs in a worker thread, or in the thread of whoever asks where there is none.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { keyInForce } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import { CODECS } from '@holdfast/formats/catalogue'
import { decodeCbor } from '@holdfast/formats/cbor'
import type {
  Codec,
  Decoder,
  FeedContext,
  Observed,
  RecordSignature,
  Reject,
} from '@holdfast/formats/codec'
import { readRequest, readValues } from '@holdfast/formats/observation'
import { readSignedBatch, type ReadStatement } from '@holdfast/formats/signed-batch'
import { nodeHashing, prepareBatch, type PreparedBatch, type Preparing } from '../batch/index.ts'
import type { Done, FeedReject, FeedSpec, Job, MediaType, Pushed } from './work.ts'

/** Bytes of one reject that are kept for whoever looks at it. */
const REJECT_BYTES_MAX = 1_024
/** Rejects of one push that are kept one by one; the counts tell of all. */
const REJECTS_MAX = 1_000
/** Bytes before the newest chunk that are at hand to show what a reject was. */
const TAIL_BYTES = 65_536

interface OpenFeed {
  readonly spec: FeedSpec
  readonly decoder: Decoder<never>
  readonly observe: (record: never, context: FeedContext) => Observed
  readonly signatureOf: Codec<never>['signatureOf']
  readonly json: Codec<never>['json']
  /** Offset of the first byte of `tail`. */
  from: number
  tail: Uint8Array
}

const refuse = (refused: string, status: 400 | 401 | 403 | 413 | 415 = 400): Done => ({
  refused,
  status,
})
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The registry, the open feeds, and how their bytes become batches. */
export class Workshop {
  #sources = new Map<string, Source>()
  readonly #keys = new Map<string, KeyObject>()
  readonly #feeds = new Map<string, OpenFeed>()

  /** Does a job. Never throws on anything that a sender can send. */
  do(job: Job): Done {
    switch (job.kind) {
      case 'sources':
        this.#sources = new Map(job.sources.map((source) => [source.id, source]))
        return { done: true }
      case 'batch':
        return this.#batch(job)
      case 'open':
        return this.#open(job.feed)
      case 'push':
        return this.#push(job)
    }
  }

  #batch({ media, bytes, rowsMax, preparing }: Extract<Job, { kind: 'batch' }>): Done {
    const body = bodyIn(media, bytes, rowsMax)
    if ('refused' in body) return refuse(body.refused, body.status ?? 400)
    const { signed } = body
    // Before a row is looked at: who has no key must not have us work.
    if (signed !== undefined) {
      const fault = this.#signatureFault(signed)
      if (fault !== null) return refuse(fault, 401)
    }
    const rows = typeof body.rows === 'number' ? [] : body.rows
    const request =
      'bytes' in rows ? readRequest(rows.bytes, nodeHashing) : readValues(rows, nodeHashing)
    const received = request.rows.length + request.malformed.length
    if (received > rowsMax) return refuse(tooMany(`${received}`, rowsMax), 413)
    const batch = prepareBatch(request, preparing, signed?.statement)
    return { batch: typeof body.rows === 'number' ? { ...batch, dropped: body.rows } : batch }
  }

  #signatureFault({ statement, signedBytes, signature }: ReadStatement): string | null {
    const { source, keyId } = statement
    const found = this.#sources.get(source)
    if (found === undefined)
      return `the source ${JSON.stringify(source)} is not in the registry; register it with its key, then send again`
    const enrolled = found.keys?.find((key) => key.keyId === keyId)
    if (enrolled === undefined)
      return `the key ${keyId} is not enrolled for the source ${source}; enrol it first`
    return verify(null, signedBytes, this.#key(enrolled.publicKey), signature)
      ? null
      : `the signature is not good for the key ${keyId} of ${source}`
  }

  #unproven(
    { bytes, publicKey, signature }: RecordSignature,
    source: Source,
    nowMs: InstantMs,
  ): string | null {
    const enrolled = source.keys?.find((key) => key.publicKey === publicKey)
    if (enrolled === undefined)
      return `the key ${publicKey} is not enrolled for ${source.id}; enrol it after its owner has confirmed it`
    const inForce = keyInForce(source, enrolled.keyId, nowMs)
    if ('refused' in inForce) return inForce.refused
    return verify(null, bytes, this.#key(publicKey), Buffer.from(signature, 'base64url'))
      ? null
      : `the signature is not good for the key ${publicKey}`
  }

  #key(publicKey: string): KeyObject {
    const known = this.#keys.get(publicKey)
    if (known !== undefined) return known
    const x = Buffer.from(publicKey, 'hex').toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    this.#keys.set(publicKey, key)
    return key
  }

  #open(spec: FeedSpec): Done {
    const codec = CODECS.get(spec.format)
    if (codec === undefined)
      return refuse(
        `feed ${spec.id}: there is no format ${JSON.stringify(spec.format)}; say one of ${[...CODECS.keys()].join(', ')}`,
      )
    const unknown = Object.keys(spec.options).find((name) => !Object.hasOwn(codec.options, name))
    if (unknown !== undefined)
      return refuse(
        `feed ${spec.id}: ${spec.format} has no option ${unknown}; it has ${Object.keys(codec.options).join(', ') || 'none'}`,
      )
    const decoder = codec.decoder(spec.options)
    if ('refused' in decoder) return refuse(`feed ${spec.id}: ${decoder.refused}`)
    const observe = codec.observer(spec.options)
    const { signatureOf, json } = codec
    this.#feeds.set(spec.id, {
      spec,
      decoder,
      observe,
      signatureOf,
      json,
      from: 0,
      tail: new Uint8Array(),
    })
    return { done: true }
  }

  #push({ feed: id, chunks, receivedMs, ends, preparing }: Extract<Job, { kind: 'push' }>): Done {
    const feed = this.#feeds.get(id)
    const source = feed && this.#sources.get(feed.spec.source)
    if (feed === undefined) return refuse(`there is no open feed ${id}`)
    if (ends) this.#feeds.delete(id)
    if (source === undefined)
      return refuse(`feed ${id}: its source ${feed.spec.source} is not in the registry`, 403)
    const context: FeedContext = { source, receivedMs, sha256 }
    const rejects: FeedReject[] = []
    const nothings: Record<string, number> = {}
    const observations: Unidentified[] = []
    let records = 0
    let unlisted = 0
    const take = (decoded: ReturnType<Decoder<never>['push']>): void => {
      for (const reject of decoded.rejects)
        if (rejects.length < REJECTS_MAX) rejects.push(withBytes(reject, feed))
        else unlisted += 1
      records += decoded.records.length
      for (const record of decoded.records) {
        const unproven =
          feed.signatureOf && this.#unproven(feed.signatureOf(record), source, receivedMs)
        if (unproven) {
          const { from, tail } = feed
          rejects.push(
            withBytes(
              { offset: from, length: tail.length, reason: 'bad-signature', detail: unproven },
              feed,
            ),
          )
          continue
        }
        const observed = feed.observe(record, context)
        if ('nothing' in observed && observed.isRefused === true) {
          rejects.push(refusedRecord(feed, record, observed.nothing))
        } else if ('nothing' in observed) {
          const what = kindOfNothing(observed.nothing, nothings)
          nothings[what] = (nothings[what] ?? 0) + 1
        } else for (const one of observed.observations) observations.push(one)
      }
    }
    for (const chunk of chunks) {
      keepTail(feed, chunk)
      take(feed.decoder.push(chunk))
    }
    if (ends) {
      take(feed.decoder.end())
    }
    if (unlisted > 0)
      rejects.push({
        offset: feed.from,
        length: 0,
        reason: 'unlisted',
        detail: `${unlisted} more rejects of these bytes are not listed one by one`,
        bytes: new Uint8Array(),
      })
    const batch = observations.length === 0 ? null : batchOf(observations, preparing)
    const pushed: Pushed = { batch, records, rejects, nothings }
    return { pushed }
  }
}

// What a record is may name a ship or a time; counted by such words, memory would grow with every ship.
const NUMBERS = /\d{3,}/g
const KINDS_MAX = 64
function kindOfNothing(nothing: string, known: Readonly<Record<string, number>>): string {
  const kind = nothing.slice(0, 120).replaceAll(NUMBERS, '#')
  return Object.hasOwn(known, kind) || Object.keys(known).length < KINDS_MAX ? kind : 'other'
}

function batchOf(observations: readonly Unidentified[], preparing: Preparing): PreparedBatch {
  const { exercise } = preparing
  const rows = observations.map((observation, index) => ({
    index,
    observation: exercise === null ? observation : { ...observation, exercise },
  }))
  return prepareBatch({ rows, malformed: [] }, preparing)
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

interface ReadBody {
  /** Values that are not read yet, NDJSON that is not cut yet, or the number of rows that an edge dropped. */
  readonly rows: readonly unknown[] | { readonly bytes: Uint8Array } | number
  readonly signed?: ReadStatement
}
type RefusedBody = { readonly refused: string; readonly status?: 413 }

const tooMany = (rows: string, rowsMax: number): string =>
  `the batch has ${rows} rows; send at most ${rowsMax} at once`
/** Braces, or lines of indented JSON, that a row has at the most, on average over a batch; over it nothing is parsed. */
const BRACES_A_ROW_MAX = 64

function isOvercrowded(bytes: Uint8Array, rowsMax: number): boolean {
  let [braces, lines] = [0, 0]
  for (const byte of bytes) {
    if (byte === 0x7b || byte === 0x5b) braces += 1
    if (byte === 0x0a) lines += 1
  }
  return Math.max(braces, lines) > rowsMax * BRACES_A_ROW_MAX
}

/** The rows of a body as they came, and what was signed with them. */
function bodyIn(media: MediaType, bytes: Uint8Array, rowsMax: number): ReadBody | RefusedBody {
  if (!media.endsWith('cbor') && isOvercrowded(bytes, rowsMax))
    return { refused: tooMany('too many', rowsMax), status: 413 }
  if (media === 'application/x-ndjson') return { rows: { bytes } }
  const parsed = media.endsWith('cbor') ? decodeCbor(bytes) : parseJson(bytes)
  if ('refused' in parsed) return parsed
  const { value } = parsed
  const body: ReadBody | RefusedBody = media.startsWith('application/vnd.holdfast.signed-batch')
    ? readSignedBatch(value)
    : Array.isArray(value)
      ? { rows: value as readonly unknown[] }
      : { refused: 'the body is not an array; send an array of observations, or NDJSON' }
  if ('refused' in body) return body
  return Array.isArray(body.rows) && body.rows.length > rowsMax
    ? { refused: tooMany(`${body.rows.length}`, rowsMax), status: 413 }
    : body
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
// Written in full or as an escape: parsed, it would be an own property that a careless merge turns into a prototype.
const PROTOTYPE = /"(?:_|\\u005f){2}proto(?:_|\\u005f){2}"\s*:/iu

function parseJson(bytes: Uint8Array): { readonly value: unknown } | { readonly refused: string } {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { refused: 'the body is not UTF-8; convert it and send it again' }
  }
  if (PROTOTYPE.test(text)) return { refused: 'the body has a member named __proto__; remove it' }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return {
      refused: `the body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    }
  }
}
