/** From what a caller asks to record to the bytes of a group, and back. */
import { commitmentOf, envelopeBytes, leafBytes, leafHash } from '@holdfast/core/evidence'
import type { Draft, Entry, Json, Sealed } from '@holdfast/core/evidence'
import { encodeLogRecord, encodeSealed, ENVELOPE_BYTES_MAX, PAYLOAD_BYTES_MAX } from './format.ts'
import { statedChain } from './format.ts'
import { nodeHash } from './hash.ts'
import { JournalError } from './journal-error.ts'
import type { EntryPlace } from './segments.ts'
import type { GroupBytes } from './segment-writer.ts'

/** What `append` takes: an entry without its index. */
export interface JournalRecord extends Draft {
  readonly actor: Entry['actor']
  readonly atMs: Entry['atMs']
  readonly label: Entry['label']
  readonly exercise?: string
  /**
   * The payload as it is to be stored, JSON in UTF-8, where the caller has it as bytes already. `payload` is then only
   * what the entry that `append` gives back bears in memory.
   */
  readonly encoded?: Uint8Array
}

/** A record whose payload is already text, so that its size counts against the limits while it waits. */
export interface PreparedRecord {
  readonly record: JournalRecord
  readonly payload: Uint8Array
}

/** Most entries that a record may rest on. */
const REFS_MAX = 10_000

/** Serialises and checks a record; throws a `JournalError` (`refused`) that says what is wrong with which one. */
export function prepareRecord(record: JournalRecord, position: number): PreparedRecord {
  const refuse = (why: string): never => {
    throw new JournalError('refused', `record ${position} (${record.kind}): ${why}`)
  }
  if (!/^[a-z]+\.[a-z-]+$/.test(record.kind)) refuse('a kind reads <step>.<past-participle>')
  if (!Number.isSafeInteger(record.atMs))
    refuse(`atMs must be whole milliseconds, not ${record.atMs}`)
  if (record.refs.length > REFS_MAX) refuse(`${record.refs.length} refs are over ${REFS_MAX}`)
  const text = record.encoded ?? (JSON.stringify(record.payload) as string | undefined)
  if (text === undefined) return refuse('the payload is no JSON value')
  const payload = typeof text === 'string' ? Buffer.from(text, 'utf8') : text
  if (payload.length > PAYLOAD_BYTES_MAX)
    refuse(
      `the payload has ${payload.length} bytes; ${PAYLOAD_BYTES_MAX} are allowed. Split the batch`,
    )
  return { record, payload }
}

/** A group, ready to be written, and what memory has to know once it is durable. */
export interface Group {
  readonly bytes: GroupBytes
  readonly entries: readonly Entry[]
  readonly leafHashes: readonly Uint8Array[]
  readonly places: readonly EntryPlace[]
  readonly chain: Uint8Array
}

/** Where a group goes, and its source of salts. */
export interface GroupStart {
  readonly index: number
  readonly segment: number
  readonly payloadEnd: number
  readonly chain: Uint8Array
  readonly salt: (index: number) => Uint8Array
}

/** Builds a group's bytes: seals each record under its index and chains the log records. */
export function buildGroup(records: readonly PreparedRecord[], start: GroupStart): Group {
  const [logs, payloads, entries, leafHashes, places] = [
    [] as Uint8Array[],
    [] as Uint8Array[],
    [] as Entry[],
    [] as Uint8Array[],
    [] as EntryPlace[],
  ]
  let chain = start.chain
  let offset = start.payloadEnd
  for (const [i, { record, payload }] of records.entries()) {
    const index = start.index + i
    const entry = entryOf(record, index)
    const envelope = envelopeBytes(entry)
    const sealed: Sealed = { salt: start.salt(index), envelope, payload }
    const leaf = leafBytes(commitmentOf(sealed, nodeHash))
    const stored = encodeSealed(index, sealed)
    const place = { offset, length: stored.length }
    const log = encodeLogRecord({ index, groupFirst: start.index, ...place, leaf }, chain)
    chain = statedChain(log)
    offset += stored.length
    logs.push(log)
    payloads.push(stored)
    entries.push(entry)
    leafHashes.push(leafHash(leaf))
    places.push({ segment: start.segment, ...place })
  }
  const bytes = { log: Buffer.concat(logs), payload: Buffer.concat(payloads) }
  return { bytes, entries, leafHashes, places, chain }
}

function entryOf(record: JournalRecord, index: number): Entry {
  const { kind, payload, refs, actor, atMs, label, exercise } = record
  const entry = { index, kind, payload, refs, actor, atMs, label }
  return exercise === undefined ? entry : { ...entry, exercise }
}

/** Size of the envelope that a record will have, with room for the longest index; throws when over the limit. */
export function requireEnvelope(prepared: PreparedRecord, position: number): void {
  const { length } = envelopeBytes(entryOf(prepared.record, Number.MAX_SAFE_INTEGER))
  if (length > ENVELOPE_BYTES_MAX)
    throw new JournalError(
      'refused',
      `record ${position} (${prepared.record.kind}): its envelope has ${length} bytes; ${ENVELOPE_BYTES_MAX} are allowed`,
    )
}

const parse = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'))

/** The entry that was sealed. */
export function entryIn({ envelope, payload }: Sealed): Entry {
  return { ...(parse(envelope) as Omit<Entry, 'payload'>), payload: parse(payload) as Json }
}
