/**
 * Cuts a feed into data blocks and reads them. TCP and files run on, so a block may lie across chunks; a UDP datagram
 * holds whole blocks, and what is left of one that was cut short must not be joined to the next.
 */
import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import type { Layouts } from './editions.ts'
import { BlockReader, HEADER_OCTETS } from './parse.ts'
import type { AsterixRecord } from './record.ts'

/** LEN has two octets: no block is longer, and a decoder keeps no more between two chunks. */
const MAX_BLOCK_OCTETS = 65_535
const NOTHING = new Uint8Array(0)

interface Output {
  readonly records: AsterixRecord[]
  readonly rejects: Reject[]
}

/** A decoder of a stream, or of datagrams. Octets are copied, so the caller may use its chunk again. */
export function asterixDecoder(
  layouts: Layouts,
  framing: 'stream' | 'datagram',
): Decoder<AsterixRecord> {
  const cutter = new Cutter(layouts)
  if (framing === 'datagram') {
    return {
      push: (chunk) => {
        const output: Output = { records: [], rejects: [] }
        cutter.take(chunk, output)
        cutter.finish(output)
        return output
      },
      end: () => ({ records: [], rejects: [] }),
    }
  }
  return {
    push: (chunk) => {
      const output: Output = { records: [], rejects: [] }
      cutter.take(chunk, output)
      return output
    },
    end: (): Decoded<AsterixRecord> => {
      const output: Output = { records: [], rejects: [] }
      cutter.finish(output)
      return output
    },
  }
}

class Cutter {
  private readonly readers: ReadonlyMap<number, BlockReader>
  /** The start of a block that is not all here yet. */
  private kept = NOTHING
  private keptOctets = 0
  /** Octets of the feed before the next to be cut. */
  private passed = 0
  /** No block starts where one should: a plausible one is looked for, and what is skipped is one reject. */
  private lost = false
  private lostFrom = 0

  constructor(layouts: Layouts) {
    this.readers = new Map([...layouts].map(([cat, layout]) => [cat, new BlockReader(layout)]))
  }

  take(chunk: Uint8Array, output: Output): void {
    let rest = chunk
    while (this.keptOctets > 0 && rest.length > 0) rest = this.complete(rest, output)
    if (rest.length === 0) return
    this.cut(rest.slice(), output)
  }
  /** Adds to the block that was begun; the rest of the chunk is returned once that block is whole. */
  private complete(chunk: Uint8Array, output: Output): Uint8Array {
    const wanted = this.keptOctets < HEADER_OCTETS ? HEADER_OCTETS : this.keptLength()
    const octets = Math.min(chunk.length, Math.max(wanted - this.keptOctets, 0))
    this.keep(chunk.subarray(0, octets))
    const rest = chunk.subarray(octets)
    if (this.keptOctets < wanted) return rest
    const length = this.keptLength()
    const whole = length >= HEADER_OCTETS && !this.lost && this.keptOctets >= length
    if (whole || length < HEADER_OCTETS || this.lost) {
      const data = this.kept.slice(0, this.keptOctets)
      this.keptOctets = 0
      if (whole) this.cut(data, output)
      else return joined(data, rest, this, output)
    }
    return rest
  }
  private keptLength(): number {
    return ((this.kept[1] ?? 0) << 8) | (this.kept[2] ?? 0)
  }
  private keep(octets: Uint8Array): void {
    if (this.kept.length === 0) this.kept = new Uint8Array(MAX_BLOCK_OCTETS)
    this.kept.set(octets, this.keptOctets)
    this.keptOctets += octets.length
  }
  /** Cuts octets that this decoder owns, and keeps what is left of a block at their end. */
  cut(data: Uint8Array, output: Output): void {
    let at = 0
    while (at + HEADER_OCTETS <= data.length) {
      const cat = data[at] ?? 0
      const length = ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
      const reader = this.readers.get(cat)
      if (
        length < HEADER_OCTETS ||
        (this.lost && (reader === undefined || length === HEADER_OCTETS))
      ) {
        if (!this.lost) this.lostFrom = this.passed + at
        this.lost = true
        at += 1
        continue
      }
      if (at + length > data.length) break
      this.found(this.passed + at, output)
      const block = { data, start: at, end: at + length, offset: this.passed + at }
      if (reader === undefined) output.rejects.push(unknown(block.offset, length, cat))
      else reader.read(block, output.records, output.rejects)
      at += length
    }
    this.passed += at
    if (at < data.length) this.keep(data.subarray(at))
  }
  /** Ends the run of octets in which no block started. */
  private found(offset: number, output: Output): void {
    if (!this.lost) return
    this.lost = false
    const length = offset - this.lostFrom
    const detail = `LEN is below ${HEADER_OCTETS}: no data block starts here; looked on for the next that may be one`
    if (length > 0)
      output.rejects.push({ offset: this.lostFrom, length, reason: 'bad-length', detail })
  }
  /** The feed is over. */
  finish(output: Output): void {
    const left = this.keptOctets
    this.keptOctets = 0
    const end = this.passed + left
    if (this.lost) this.found(end, output)
    else if (left > 0) {
      const detail = `${left} octets are left of a data block that is cut short or has a wrong LEN`
      output.rejects.push({ offset: this.passed, length: left, reason: 'truncated', detail })
    }
    this.passed = end
  }
}
/** The few octets kept, which are no block's start, with those that follow. */
function joined(data: Uint8Array, rest: Uint8Array, cutter: Cutter, output: Output): Uint8Array {
  const both = new Uint8Array(data.length + rest.length)
  both.set(data)
  both.set(rest, data.length)
  cutter.cut(both, output)
  return NOTHING
}
const unknown = (offset: number, length: number, cat: number): Reject => ({
  offset,
  length,
  reason: 'unknown-category',
  detail: `category ${cat} is not read here`,
})
