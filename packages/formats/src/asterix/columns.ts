/**
 * All elements of a record at once, as numbers in a row: what a consumer of many records reads. Everything that a table
 * says of an element (octets, shift, mask, sign, scale) is worked out once into flat arrays, so that reading one is a
 * few operations on numbers and never looks at the table.
 */
import { bitsAt, numberAt, signedOf, powerOfTwo } from './bits.ts'
import type { Layout } from './layout.ts'
import { allPlaces, type Place } from './reader.ts'
import type { AsterixRecord } from './record.ts'
import type { Rule } from './table.ts'

/** What turns an element's bits into its value. */
interface Scale {
  readonly signed: boolean
  readonly factor: number
  /** Divides where 1 / lsb is whole but no power of two, so that 1/1000 comes out exact; else 0. */
  readonly divisor: number
}
/** Shifting left by 24 bits and more would reach the sign. */
const MAX_SHIFTED_OCTETS = 3

function scaleOf(rule: Rule): Scale {
  const lsb = rule.kind === 'quantity' ? rule.lsb : 1
  const signed = (rule.kind === 'quantity' || rule.kind === 'integer') && rule.signed
  const inverse = 1 / lsb
  const divides = Number.isInteger(inverse) && !Number.isInteger(Math.log2(inverse))
  return { signed, factor: lsb, divisor: divides ? inverse : 0 }
}

const octetsOf = ({ bit, bits }: Place): number => ((bit & 7) + bits + 7) >>> 3
const isSimple = (place: Place): boolean =>
  octetsOf(place) <= MAX_SHIFTED_OCTETS && place.rule.kind !== 'case'

// What is known of a column lies side by side, so that reading it touches one or two lines of the cache.
const INTS = 8
const NEEDS = 0
const FIRST = 1
const OCTETS = 2
const SHIFT = 3
const MASK = 4
const IS_SCALED = 5
const DOUBLES = 4
const HALF = 0
const WRAP = 1
const FACTOR = 2
const DIVISOR = 3

/** The columns of a layout. */
class Columns {
  /** Three a slot: its number, its first column and the one after its last. */
  private readonly slots: Int32Array
  /** INTS a column: octets that the slot must have, and where the element lies; OCTETS is 0 for an exception. */
  private readonly ints: Int32Array
  /** DOUBLES a column: raws from HALF on are negative, less by WRAP; times FACTOR, or by DIVISOR. */
  private readonly doubles: Float64Array
  private readonly exceptions: readonly (Exception | undefined)[]

  constructor(places: readonly Place[]) {
    const slots: number[] = []
    for (const [column, { slot }] of places.entries()) {
      if (slots.at(-3) === slot) slots[slots.length - 1] = column + 1
      else slots.push(slot, column, column + 1)
    }
    this.slots = Int32Array.from(slots)
    this.ints = new Int32Array(places.length * INTS)
    this.doubles = new Float64Array(places.length * DOUBLES)
    for (const [column, place] of places.entries()) {
      const { bit, bits, octets, rule } = place
      const { signed, factor, divisor } = scaleOf(rule)
      const simple = isSimple(place)
      const shift = octetsOf(place) * 8 - (bit & 7) - bits
      const scaled = signed || factor !== 1 ? 1 : 0
      const mask = simple ? (1 << bits) - 1 : 0
      this.ints.set(
        [octets, bit >>> 3, simple ? octetsOf(place) : 0, shift, mask, scaled],
        column * INTS,
      )
      this.doubles.set(
        [signed ? powerOfTwo(bits - 1) : Infinity, powerOfTwo(bits), factor, divisor],
        column * DOUBLES,
      )
    }
    this.exceptions = places.map((place) => (isSimple(place) ? undefined : exceptionOf(place)))
  }

  read(record: AsterixRecord, into: Float64Array): void {
    const { data, spans, base, start } = record
    const { slots, ints } = this
    for (let index = 0; index < slots.length; index += 3) {
      const span = spans[base + (slots[index] ?? 0)] ?? 0
      const to = slots[index + 2] ?? 0
      const octets = span & 0xffff
      const from = start + (span >>> 16)
      for (let column = slots[index + 1] ?? 0; column < to; column += 1) {
        // An absent slot has no octets, and every element needs one.
        into[column] =
          octets < (ints[column * INTS + NEEDS] ?? 0) ? Number.NaN : this.value(column, data, from)
      }
    }
  }
  private value(column: number, data: Uint8Array, from: number): number {
    const { ints } = this
    const int = column * INTS
    const octets = ints[int + OCTETS] ?? 0
    const at = from + (ints[int + FIRST] ?? 0)
    let word = data[at] ?? 0
    if (octets === 2) word = (word << 8) | (data[at + 1] ?? 0)
    else if (octets === 3) word = (word << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
    else if (octets === 0) return this.exceptions[column]?.(data, from * 8) ?? Number.NaN
    const raw = (word >>> (ints[int + SHIFT] ?? 0)) & (ints[int + MASK] ?? 0)
    return ints[int + IS_SCALED] === 0 ? raw : this.scale(column, raw)
  }
  private scale(column: number, raw: number): number {
    const { doubles } = this
    const double = column * DOUBLES
    const number = raw >= (doubles[double + HALF] ?? 0) ? raw - (doubles[double + WRAP] ?? 0) : raw
    const divisor = doubles[double + DIVISOR] ?? 0
    return divisor === 0 ? number * (doubles[double + FACTOR] ?? 1) : number / divisor
  }
}

/** Reads an element that is wide, or whose rule hangs on a sibling, from its slot's first bit. */
type Exception = (data: Uint8Array, from: number) => number
function exceptionOf({ bit, bits, rule, on }: Place): Exception {
  const scaled = ({ signed, factor, divisor }: Scale, raw: number): number => {
    const number = signed ? signedOf(raw, bits) : raw
    return divisor === 0 ? number * factor : number / divisor
  }
  const plain = scaleOf(rule)
  if (rule.kind !== 'case' || on === undefined) {
    return (data, from) => scaled(plain, numberAt(data, from + bit, bits))
  }
  const cases = new Map(Object.entries(rule.of).map(([raw, one]) => [Number(raw), scaleOf(one)]))
  return (data, from) =>
    scaled(
      cases.get(bitsAt(data, from + on.bit, on.bits)) ?? plain,
      numberAt(data, from + bit, bits),
    )
}

/**
 * Makes a reader of all elements outside repetitions into `into`, in the order of pathsOf and as readerOf reads them;
 * NaN where one is absent. `into` has as many places as pathsOf has paths.
 */
export function allReaderOf(layout: Layout): (record: AsterixRecord, into: Float64Array) => void {
  const columns = new Columns(allPlaces(layout))
  return (record, into) => {
    columns.read(record, into)
  }
}
