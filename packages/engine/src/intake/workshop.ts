/**
 * The work itself: bytes in, prepared batches out. It knows the registry and each feed's decoder, and nothing of the
 * record; so it runs in a worker thread, or in the thread of whoever asks where there is none.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { keyInForce, standing } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import { CODECS } from '@holdfast/formats/catalogue'
import type { FeedContext, RecordSignature } from '@holdfast/formats/codec'
import { readRequest, readValues } from '@holdfast/formats/observation'
import type { LabelOf } from '@holdfast/formats/observation'
import type { ReadStatement } from '@holdfast/formats/signed-batch'
import { nodeHashing, prepareBatch, type PreparedBatch, type Preparing } from '../batch/index.ts'
import { bodyIn, boundsOf, tooMany, type Bounds } from './bodies.ts'
import { Gathering, type OpenFeed } from './gathering.ts'
import type { Done, FeedSpec, Job, NotDone, Pushed } from './work.ts'

const refuse = (refused: string, status: NotDone['status'] = 400): NotDone => ({ refused, status })
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes that begin with a batch, and what may be read of them. */
type Offered = Pick<Extract<Job, { kind: 'batch' }>, 'media' | 'bytes' | 'preparing'> & {
  readonly bounds: Bounds
}
/** A batch, and where in the bytes it ends. */
type Cut = { readonly batch: PreparedBatch; readonly end: number }

/** Batches of one run, at the most. */
const RUN_BATCHES_MAX = 256

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
      case 'run':
        return this.#run(job)
      case 'open':
        return this.#open(job.feed)
      case 'push':
        return this.#push(job)
    }
  }

  #batch({ rowsMax, ...job }: Extract<Job, { kind: 'batch' }>): Done {
    const cut = this.#prepared({ ...job, bounds: boundsOf(rowsMax) })
    if ('refused' in cut) return cut
    const left = job.bytes.length - cut.end
    return left > 0
      ? refuse(`the body is not CBOR: ${left} bytes follow the value`)
      : { batch: cut.batch }
  }

  // Batch by batch: what stands behind one that is refused is not looked at.
  #run({ bytes, rowsMax, preparing }: Extract<Job, { kind: 'run' }>): Done {
    const media = 'application/vnd.holdfast.signed-batch+cbor' as const
    const run: (PreparedBatch | NotDone)[] = []
    const { budget } = boundsOf(rowsMax)
    let rowsLeft = rowsMax
    for (let at = 0; at < bytes.length;) {
      const cut =
        run.length === RUN_BATCHES_MAX
          ? refuse(`the run has more than ${RUN_BATCHES_MAX} batches; send it in parts`, 413)
          : this.#prepared({
              media,
              bytes: bytes.subarray(at),
              bounds: { rowsMax: rowsLeft, budget },
              preparing,
            })
      if ('refused' in cut) {
        run.push(cut)
        break
      }
      const { batch, end } = cut
      run.push(batch)
      at += end
      rowsLeft -= batch.rows.length + batch.malformed.length
    }
    return { run }
  }

  #prepared({ media, bytes, bounds, preparing }: Offered): Cut | NotDone {
    const body = bodyIn(media, bytes, bounds)
    if ('refused' in body) return refuse(body.refused, body.status ?? 400)
    const { signed } = body
    // Before a row is looked at: who has no key must not have us work.
    if (signed !== undefined) {
      const fault = this.#signatureFault(signed)
      if (fault !== null) return refuse(fault, 401)
    }
    const read = body.read()
    if ('refused' in read) return refuse(read.refused, read.status ?? 400)
    const { end } = read
    const rows = typeof read.rows === 'number' ? [] : read.rows
    // What a signature covers is as its sender made it; whoever signs says the label of each row, or leaves it to the monitor.
    const labelOf: LabelOf | null = signed ? null : (id) => this.#sources.get(id)?.label
    const request =
      'bytes' in rows
        ? readRequest(rows.bytes, nodeHashing, labelOf)
        : readValues(rows, nodeHashing, labelOf)
    const received = request.rows.length + request.malformed.length
    if (received > bounds.rowsMax) return refuse(tooMany(`${received}`, bounds.rowsMax), 413)
    const batch = prepareBatch(request, preparing, signed?.statement)
    return { batch: typeof read.rows === 'number' ? { ...batch, dropped: read.rows } : batch, end }
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
    const tail = new Uint8Array()
    this.#feeds.set(spec.id, { spec, decoder, observe, signatureOf, json, from: 0, tail })
    return { done: true }
  }

  #push({ feed: id, chunks, receivedMs, ends, preparing }: Extract<Job, { kind: 'push' }>): Done {
    const feed = this.#feeds.get(id)
    const source = feed && this.#sources.get(feed.spec.source)
    if (feed === undefined) return refuse(`there is no open feed ${id}`)
    if (ends) this.#feeds.delete(id)
    if (source === undefined)
      return refuse(`feed ${id}: its source ${feed.spec.source} is not in the registry`, 403)
    // Of a source that moves the place that it was at when this came.
    const context: FeedContext = { source: standing(source, receivedMs), receivedMs, sha256 }
    const prove = (signed: RecordSignature): string | null =>
      this.#unproven(signed, source, receivedMs)
    const gathering = new Gathering(feed, context, prove)
    for (const chunk of chunks) gathering.push(chunk)
    if (ends) gathering.end()
    const { observations, records, nothings } = gathering
    const rejects = gathering.listed()
    const batch = observations.length === 0 ? null : batchOf(observations, preparing)
    const pushed: Pushed = { batch, records, rejects, nothings }
    return { pushed }
  }
}

function batchOf(observations: readonly Unidentified[], preparing: Preparing): PreparedBatch {
  const { exercise } = preparing
  const rows = observations.map((observation, index) => ({
    index,
    observation: exercise === null ? observation : { ...observation, exercise },
  }))
  return prepareBatch({ rows, malformed: [] }, preparing)
}
