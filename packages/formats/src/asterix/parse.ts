/**
 * Reads the records of one data block: CAT, LEN and records to the end (EUROCONTROL-SPEC-0149 Part 1, 4.2 and 4.3).
 *
 * A record says in its field specification which items it has; nothing says how long it is. An item that cannot be
 * read therefore hides where the next record begins, and the rest of the block is lost with it.
 */
import type { Reject } from '../codec/index.ts'
import { bitsAt } from './bits.ts'
import { NO_SLOT, type Layout, type Node, type Profile } from './layout.ts'
import { selectorOf, type Selector } from './reader.ts'
import type { AsterixRecord } from './record.ts'

/** CAT and LEN. */
export const HEADER_OCTETS = 3
/** Records whose spans share one allocation. */
const ARENA_RECORDS = 32
/** Random field sequencing inside itself is refused, and tables are no deeper than this. */
const MAX_DEPTH = 8

/** What reading a block is given: the block's place in `data`, and in the feed. */
interface Block {
  readonly data: Uint8Array
  readonly start: number
  readonly end: number
  readonly offset: number
}

/** Reads blocks of one category by one edition. */
export class BlockReader {
  private readonly layout: Layout
  private readonly selector: Selector | undefined
  private arena = new Uint32Array(0)
  private used = 0
  // The record being read; kept here so that reading allocates nothing per item.
  private data: Uint8Array = new Uint8Array(0)
  private end = 0
  private start = 0
  private base = 0
  private profile: Profile
  private fault = ''
  private faultAt = 0
  private why = ''

  constructor(layout: Layout) {
    this.layout = layout
    const [first] = layout.profiles
    if (first === undefined)
      throw new Error(`ASTERIX ${layout.cat} ${layout.edition} has no profile`)
    this.profile = first
    this.selector = selectorOf(layout)
  }

  /** Adds the block's records and, where one cannot be read, the reject that takes the rest with it. */
  read(block: Block, records: AsterixRecord[], rejects: Reject[]): void {
    this.data = block.data
    this.end = block.end
    let at = block.start + HEADER_OCTETS
    const shift = block.offset - block.start
    if (at >= block.end) {
      rejects.push({
        offset: block.offset,
        length: block.end - block.start,
        reason: 'empty-block',
        detail: `a data block of category ${this.layout.cat} without a record`,
      })
    }
    while (at < block.end) {
      this.makeRoom()
      const next = this.readRecord(at)
      if (next < 0) {
        const first = at === block.start + HEADER_OCTETS
        const lost = first ? block.start : at
        rejects.push({
          offset: lost + shift,
          length: block.end - lost,
          reason: this.fault,
          detail: this.describe(at),
        })
        return
      }
      records.push({
        cat: this.layout.cat,
        layout: this.layout,
        profile: this.profile,
        data: block.data,
        start: at,
        end: next,
        offset: at + shift,
        blockOffset: block.offset,
        spans: this.arena,
        base: this.base,
      })
      this.used += this.layout.slots
      at = next
    }
  }

  private describe(recordAt: number): string {
    const where = `octet ${this.faultAt - recordAt} of the record`
    return `category ${this.layout.cat} edition ${this.layout.edition}, ${where}: ${this.why}; the rest of the block is lost with it`
  }
  private fail(reason: string, at: number, why: string): -1 {
    this.fault = reason
    this.faultAt = at
    this.why = why
    return -1
  }
  private makeRoom(): void {
    if (this.used + this.layout.slots > this.arena.length) {
      this.arena = new Uint32Array(this.layout.slots * ARENA_RECORDS)
      this.used = 0
    } else this.arena.fill(0, this.used, this.used + this.layout.slots)
    this.base = this.used
  }

  /** The octet after the record that starts at `start`, or -1. */
  private readRecord(start: number): number {
    const { data, end, selector } = this
    this.start = start
    let at = start
    while (at < end && ((data[at] ?? 0) & 1) === 1) at += 1
    if (at >= end)
      return this.fail('truncated', start, 'its field specification runs past the end of the block')
    at += 1
    const places = (at - start) * 7
    this.profile = this.layout.profiles[0] ?? this.profile
    let chosen = selector === undefined
    let any = false
    for (let index = 0; index < places; index += 1) {
      const octet = data[start + ((index / 7) | 0)] ?? 0
      if ((octet & (0x80 >>> (index % 7))) === 0) continue
      if (!chosen && selector !== undefined && index >= selector.shared) {
        return this.fail(
          'no-profile',
          start,
          `item ${selector.item}, which says which profile is meant, is absent`,
        )
      }
      const node = this.profile.frns[index]
      if (node === null || node === undefined)
        return this.fail('unknown-item', at, `FRN ${index + 1} is not used`)
      const next = this.skip(node, at, 0)
      if (next < 0) return next
      any = true
      if (selector !== undefined && node.name === selector.item) {
        const picked = selector.profiles[bitsAt(data, at * 8 + selector.bit, selector.bits)]
        if (picked === undefined)
          return this.fail('no-profile', at, `item ${selector.item} chooses no profile`)
        this.profile = picked
        chosen = true
      }
      at = next
    }
    return any ? at : this.fail('empty-record', start, 'its field specification names no item')
  }

  /** The octet after what `node` describes from `at`, noting its span; or -1. */
  private skip(node: Node, at: number, depth: number): number {
    const next = this.pass(node, at, depth)
    if (next < 0) return next
    if (next > this.end)
      return this.fail('truncated', at, `item ${node.name} runs past the end of the block`)
    if (node.slot !== NO_SLOT && depth < MAX_DEPTH) {
      this.arena[this.base + node.slot] = ((at - this.start) << 16) | (next - at)
    }
    return next
  }
  private pass(node: Node, at: number, depth: number): number {
    const { data, end } = this
    switch (node.kind) {
      case 'fixed':
        return at + node.octets
      case 'chained': {
        let next = at
        for (let part = 0; part < node.parts.length; part += 1) {
          next += node.parts[part] ?? 0
          if (next > end) return next
          if (((data[next - 1] ?? 0) & 1) === 0) return next
        }
        if (node.lastWithoutFx) return next
        return this.fail(
          'unknown-extension',
          at,
          `item ${node.name} has a further extension, of another edition?`,
        )
      }
      case 'marked': {
        let next = at + node.octets
        while (next <= end && ((data[next - 1] ?? 0) & 1) === 1) next += node.octets
        return next
      }
      case 'counted':
        return this.passCounted(node, at, depth)
      case 'chosen':
        return this.passChosen(node, at, depth)
      case 'lengthed': {
        const octets = at < end ? (data[at] ?? 0) : 1
        return octets === 0
          ? this.fail(
              'bad-length',
              at,
              `item ${node.name} has length 0, which its own octet exceeds`,
            )
          : at + octets
      }
      case 'ordered':
        return this.passOrdered(node, at, depth)
    }
  }
  private passCounted(node: Extract<Node, { kind: 'counted' }>, at: number, depth: number): number {
    if (at + node.by > this.end) return at + node.by
    const count = bitsAt(this.data, at * 8, node.by * 8)
    let next = at + node.by
    if (node.of.kind === 'fixed') return next + count * node.of.octets
    for (let index = 0; index < count; index += 1) {
      next = this.skip(node.of, next, depth + 1)
      if (next < 0) return next
    }
    return next
  }
  private passChosen(node: Extract<Node, { kind: 'chosen' }>, at: number, depth: number): number {
    const { data, end } = this
    let next = at
    while (next < end && ((data[next] ?? 0) & 1) === 1) next += 1
    if (next >= end) return end + 1
    next += 1
    const places = (next - at) * 7
    for (let index = 0; index < places; index += 1) {
      const octet = data[at + ((index / 7) | 0)] ?? 0
      if ((octet & (0x80 >>> (index % 7))) === 0) continue
      const sub = node.of[index]
      if (sub === null || sub === undefined) {
        return this.fail('unknown-item', at, `item ${node.name} has no subitem ${index + 1}`)
      }
      next = this.skip(sub, next, depth + 1)
      if (next < 0) return next
    }
    return next
  }
  /** Random field sequencing; items in it get no slots, as one may come twice. */
  private passOrdered(node: Node, at: number, depth: number): number {
    if (depth > 0)
      return this.fail('nested-sequence', at, `item ${node.name} is inside another of its kind`)
    if (at >= this.end) return this.end + 1
    const count = this.data[at] ?? 0
    let next = at + 1
    for (let index = 0; index < count; index += 1) {
      if (next >= this.end) return this.end + 1
      const inner = this.profile.frns[(this.data[next] ?? 0) - 1]
      if (inner === null || inner === undefined) {
        return this.fail(
          'unknown-item',
          next,
          `item ${node.name} names FRN ${this.data[next] ?? 0}, which is not used`,
        )
      }
      next = this.skip(inner, next + 1, MAX_DEPTH)
      if (next < 0) return next
    }
    return next
  }
}
