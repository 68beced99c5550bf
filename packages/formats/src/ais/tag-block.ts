import { latin1 } from './bits.ts'
import type { TagBlock } from './types.ts'

/**
 * Tag blocks: `\s:r3669961,c:1428451253*hh\` before a sentence (NMEA 0183 4.10, 7; IEC 61162-450, 7.2.3). Lines of one
 * group (`g:1-2-4711`) share what its first line says, so the last groups are remembered.
 */

/** How many groups are remembered. */
export const GROUPS_MAX = 64
/** `c` from here on is in milliseconds; as seconds it would lie beyond the year 5100. */
const MILLISECONDS_FROM = 100_000_000_000
const TIME_DIGITS_MAX = 15
const COMMA = 0x2c
const COLON = 0x3a
const STAR = 0x2a

/** Value of a hexadecimal digit, or far below every byte, so that a sum with it equals none. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 70) return code - 55
  return code >= 97 && code <= 102 ? code - 87 : -4_096
}
/** Value of the two hexadecimal digits at `at`; negative where they are none. */
export const hexByte = (bytes: Uint8Array, at: number): number =>
  hexDigit(bytes[at] ?? 0) * 16 + hexDigit(bytes[at + 1] ?? 0)

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function timeOf(text: string): number | null {
  if (text === '' || text.length > TIME_DIGITS_MAX) return null
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return null
  }
  return Number(text)
}

/** `1-2-05649`: line 1 of 2 of group 05649. */
function groupOf(text: string): TagBlock['group'] {
  const first = text.indexOf('-')
  const second = text.indexOf('-', first + 1)
  if (first < 1 || second < 0) return null
  const part = timeOf(text.slice(0, first))
  const total = timeOf(text.slice(first + 1, second))
  const id = text.slice(second + 1)
  return part === null || total === null || id === '' ? null : { part, total, id }
}

/** Puts one field where it belongs; false where it is none of the known ones or has no value of its kind. */
function take(tag: Mutable<TagBlock>, code: string, value: string): boolean {
  if (code === 's') tag.source = value
  else if (code === 'd') tag.destination = value
  else if (code === 'n') tag.line = value
  else if (code === 'r') tag.relativeTime = value
  else if (code === 't' || code === 'i') tag.text = value
  else if (code === 'g') tag.group = groupOf(value)
  else if (code === 'c') {
    const time = timeOf(value)
    if (time === null) return false
    tag.timeIsMs = time >= MILLISECONDS_FROM
    tag.timeMs = tag.timeIsMs ? time : time * 1000
  } else return false
  return code !== 'g' || tag.group !== null
}

const empty = (): Mutable<TagBlock> => ({
  source: null,
  destination: null,
  timeMs: null,
  timeIsMs: false,
  group: null,
  line: null,
  relativeTime: null,
  text: null,
  other: null,
})

/** Reads what stands between the backslashes, [start, end); null where its checksum is missing or wrong. */
export function readTagBlock(bytes: Uint8Array, start: number, end: number): TagBlock | null {
  const star = end - 3
  if (star < start || bytes[star] !== STAR) return null
  let sum = 0
  for (let i = start; i < star; i += 1) sum ^= bytes[i] ?? 0
  if (sum !== hexByte(bytes, star + 1)) return null
  const tag = empty()
  let at = start
  while (at < star) {
    let to = at
    while (to < star && bytes[to] !== COMMA) to += 1
    const text = latin1(bytes, at, to)
    const isField = bytes[at + 1] === COLON
    if (!isField || !take(tag, text.charAt(0), text.slice(2)))
      tag.other = tag.other === null ? text : `${tag.other},${text}`
    at = to + 1
  }
  return tag
}

/** One tag block out of two of the same message: what the first leaves out, the second says. */
export function merged(first: TagBlock | null, second: TagBlock | null): TagBlock | null {
  if (first === null || second === null) return first ?? second
  const hasTime = first.timeMs !== null
  return {
    source: first.source ?? second.source,
    destination: first.destination ?? second.destination,
    timeMs: hasTime ? first.timeMs : second.timeMs,
    timeIsMs: hasTime ? first.timeIsMs : second.timeIsMs,
    group: first.group ?? second.group,
    line: first.line ?? second.line,
    relativeTime: first.relativeTime ?? second.relativeTime,
    text: first.text ?? second.text,
    other: first.other ?? second.other,
  }
}

/** Remembers what groups said. */
export class Groups {
  readonly #said = new Map<string, TagBlock>()

  /** How many are remembered. */
  get size(): number {
    return this.#said.size
  }

  /** The tag block with what its group's earlier lines said of source and time. */
  complete(tag: TagBlock): TagBlock {
    if (tag.group === null) return tag
    const { id, part } = tag.group
    const before = part === 1 ? undefined : this.#said.get(id)
    const full =
      before === undefined || (tag.source !== null && tag.timeMs !== null)
        ? tag
        : {
            ...tag,
            source: tag.source ?? before.source,
            timeMs: tag.timeMs ?? before.timeMs,
            timeIsMs: tag.timeMs === null ? before.timeIsMs : tag.timeIsMs,
          }
    this.#said.delete(id)
    this.#said.set(id, full)
    if (this.#said.size > GROUPS_MAX)
      for (const oldest of this.#said.keys()) {
        this.#said.delete(oldest)
        break
      }
    return full
  }
}
