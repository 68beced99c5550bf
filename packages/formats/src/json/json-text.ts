import type { Refused } from '@holdfast/core/units'
import { decodeUtf8 } from '../observation/index.ts'

/**
 * Where the parts of a JSON text (RFC 8259) stand. A parser gives values; the bytes of each record are needed too, for
 * their hash, and its words as they were written, for the residual. So the text is parsed once, which says that it is
 * sound, and then walked, which says where its members are. Neither recurses: depth is counted.
 */

/** The deepest nesting of a JSON text that is read. */
export const JSON_DEPTH_MAX = 64

/** A value within a sound text: closed start, open end, in characters of that text. */
export interface Extent {
  readonly from: number
  readonly to: number
}
/** A member of an object. */
export interface Member extends Extent {
  readonly key: string
}

/** The text of bytes that are sound JSON of bearable depth, or what is wrong with them. */
export function soundJson(bytes: Uint8Array): { text: string; value: unknown } | Refused {
  const text = decodeUtf8(bytes)
  if (typeof text !== 'string') return text
  if (isDeep(text)) return { refused: `nested deeper than ${JSON_DEPTH_MAX}; flatten it` }
  try {
    const value: unknown = JSON.parse(text)
    return { text, value }
  } catch {
    return { refused: 'not JSON; look for a bracket, quote or comma too many or too few' }
  }
}

function isDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 34) at = textEnd(text, at) - 1
    else if (code === 91 || code === 123) {
      depth += 1
      if (depth > JSON_DEPTH_MAX) return true
    } else if (code === 93 || code === 125) depth -= 1
  }
  return false
}

/** Behind the quote that closes the one here, or the end of the text. */
function textEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 92) at += 1
    else if (code === 34) return at + 1
  }
  return text.length
}

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9
function skip(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

/** Behind the value that begins here, in a text that is known to be sound. */
function valueEnd(text: string, from: number): number {
  const first = text.charCodeAt(from)
  if (first === 34) return textEnd(text, from)
  let at = from
  if (first !== 91 && first !== 123) {
    while (at < text.length && !',]} \t\r\n'.includes(text.charAt(at))) at += 1
    return at
  }
  for (let depth = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 34) at = textEnd(text, at) - 1
    else if (code === 91 || code === 123) depth += 1
    else if (code === 93 || code === 125) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return at
}

/** The elements of the array that begins here in a sound text, at most `max`; null where there is no array. */
export function elementsOf(text: string, from: number, max: number): readonly Extent[] | null {
  let at = skip(text, from)
  if (text[at] !== '[') return null
  const found: Extent[] = []
  at = skip(text, at + 1)
  while (at < text.length && text[at] !== ']' && found.length < max) {
    const to = valueEnd(text, at)
    found.push({ from: at, to })
    at = skip(text, to)
    if (text[at] === ',') at = skip(text, at + 1)
  }
  return found
}

/** The members of the object that begins here in a sound text, in its order; null where there is no object. */
export function membersOf(text: string, from = 0): readonly Member[] | null {
  let at = skip(text, from)
  if (text[at] !== '{') return null
  const found: Member[] = []
  at = skip(text, at + 1)
  while (at < text.length && text[at] !== '}') {
    const keyEnd = textEnd(text, at)
    const key: unknown = JSON.parse(text.slice(at, keyEnd))
    const begin = skip(text, skip(text, keyEnd) + 1)
    const to = valueEnd(text, begin)
    found.push({ key: String(key), from: begin, to })
    at = skip(text, to)
    if (text[at] === ',') at = skip(text, at + 1)
  }
  return found
}

/** A string's own characters, any other value as it was written. */
export function wordOf(text: string, { from, to }: Extent): string {
  const written = text.slice(from, to)
  if (!written.startsWith('"')) return written
  const value: unknown = JSON.parse(written)
  return String(value)
}

/** The line, from 1, that the value at a pointer (RFC 6901) begins in; that of the deepest part found. */
export function lineOf(text: string, pointer: string): number {
  let at = skip(text, 0)
  for (const escaped of pointer.split('/').slice(1)) {
    const token = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    const next =
      membersOf(text, at)?.findLast(({ key }) => key === token) ??
      elementsOf(text, at, Number(token) + 1)?.[Number(token)]
    if (next === undefined) break
    at = next.from
  }
  return text.slice(0, at).split('\n').length
}

/** Bytes in UTF-8 of the characters from a place up to another. */
function bytesBetween(text: string, { from, to }: Extent): number {
  let bytes = 0
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at)
    // Each half of a surrogate pair counts two of the pair's four.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return bytes
}

/** Where parts of a text stand in the stream: their own texts, each with the offset of its first byte and its length. */
export function placed(
  text: string,
  offset: number,
  extents: readonly Extent[],
): readonly { readonly offset: number; readonly length: number; readonly text: string }[] {
  let at = 0
  let bytes = offset
  return extents.map((extent) => {
    bytes += bytesBetween(text, { from: at, to: extent.from })
    const length = bytesBetween(text, extent)
    const part = { offset: bytes, length, text: text.slice(extent.from, extent.to) }
    bytes += length
    at = extent.to
    return part
  })
}
