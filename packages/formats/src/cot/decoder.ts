import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { decodeUtf8 } from '../observation/index.ts'
import { eventOfXml } from './event.ts'
import type { EventContent } from './event.ts'
import { EVENT_BYTES_MAX } from './limits.ts'
import { CotSplitter, lastStart } from './splitter.ts'
import type { Cut } from './splitter.ts'
import { readTak } from './tak.ts'
import type { CotEncoding, CotFault, CotRecord, TakControl } from './types.ts'

const TOLD: Readonly<Record<Extract<Cut, { reason: string }>['reason'], string>> = {
  'no-start': 'neither XML nor a TAK header (0xbf) begins here',
  'too-long': `no event ends within ${EVENT_BYTES_MAX} bytes; send shorter events`,
  truncated: 'the feed ended within an event',
  'bad-protobuf': 'the length after 0xbf is none',
}

type Content = EventContent | Omit<TakControl, 'encoding' | 'offset' | 'bytes'>
const isFault = (read: Content | CotFault): read is CotFault => 'reason' in read

function xmlOf(bytes: Uint8Array): Content | CotFault {
  const text = decodeUtf8(bytes)
  return typeof text === 'string' ? eventOfXml(text) : { reason: 'bad-utf8', detail: text.refused }
}

/** Where the message begins after the header of its framing. */
function messageOf(encoding: CotEncoding, bytes: Uint8Array): Uint8Array {
  if (encoding === 'mesh') return bytes.subarray(3)
  let begin = 1
  while ((bytes[begin] ?? 0) >= 0x80) begin += 1
  return bytes.subarray(begin + 1)
}

class CotDecoder implements Decoder<CotRecord> {
  readonly #isDatagram: boolean
  readonly #splitter = new CotSplitter()

  constructor(isDatagram: boolean) {
    this.#isDatagram = isDatagram
  }

  push(chunk: Uint8Array): Decoded<CotRecord> {
    const cuts = this.#splitter.push(chunk)
    // A datagram is a stream that is over: usually it is one record, and what else it holds is told.
    return this.#read(this.#isDatagram ? [...cuts, ...this.#splitter.end()] : cuts)
  }

  end(): Decoded<CotRecord> {
    return this.#read(this.#splitter.end())
  }

  #read(cuts: readonly Cut[]): Decoded<CotRecord> {
    const records: CotRecord[] = []
    const rejects: Reject[] = []
    for (const cut of cuts)
      if ('reason' in cut) rejects.push({ ...cut, detail: TOLD[cut.reason] })
      else this.#record(cut, records, rejects)
    return { records, rejects }
  }

  #record(
    { encoding, offset, bytes }: Extract<Cut, { encoding: string }>,
    records: CotRecord[],
    rejects: Reject[],
  ): void {
    const read = encoding === 'xml' ? xmlOf(bytes) : readTak(messageOf(encoding, bytes))
    if (!isFault(read)) {
      records.push({ ...read, encoding, offset, bytes })
      return
    }
    // An event that was cut off swallows the next one up to its end: what began last may still be whole. A document
    // that declares a type or an encoding is refused as a whole, never searched for a part that would pass.
    const isCut = encoding === 'xml' && (read.reason === 'bad-xml' || read.reason === 'bad-utf8')
    const start = isCut ? lastStart(bytes) : -1
    const rest = start > 0 ? bytes.slice(start) : null
    const again = rest === null ? null : xmlOf(rest)
    if (rest === null || again === null || isFault(again)) {
      rejects.push({ offset, length: bytes.length, ...read })
      return
    }
    rejects.push({ offset, length: start, ...read })
    records.push({ ...again, encoding, offset: offset + start, bytes: rest })
  }
}

/** A decoder of one feed. Holds at most one event (`EVENT_BYTES_MAX`) between chunks. */
export const cotDecoder = (framing: 'stream' | 'datagram'): Decoder<CotRecord> =>
  new CotDecoder(framing === 'datagram')
