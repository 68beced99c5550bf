/**
 * Where the elements of one array of a JSON document lie, in bytes: each aircraft of a list is then read, hashed and
 * refused by itself. It only counts brackets and strings, one byte at a time, and leaves the judgement to the parser.
 */
export interface Elements {
  readonly key: string
  /** Of the opening and the closing bracket. */
  readonly open: number
  readonly close: number
  readonly spans: readonly (readonly [from: number, to: number])[]
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const isOpen = (byte: number): boolean => byte === 0x5b || byte === 0x7b
const isClose = (byte: number): boolean => byte === 0x5d || byte === 0x7d
const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return Math.min(at + 1, bytes.length)
}

function trimmed(bytes: Uint8Array, from: number, to: number): readonly [number, number] {
  let [a, b] = [from, to]
  while (a < b && isSpace(bytes[a] ?? 0)) a += 1
  while (b > a && isSpace(bytes[b - 1] ?? 0)) b -= 1
  return [a, b]
}

function elementsFrom(
  bytes: Uint8Array,
  open: number,
  { key, max }: { readonly key: string; readonly max: number },
): Elements | null {
  const spans: (readonly [number, number])[] = []
  let depth = 0
  let from = open + 1
  for (let at = open; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      at = endOfString(bytes, at)
      continue
    }
    if (isOpen(byte)) depth += 1
    else if (isClose(byte)) depth -= 1
    if (depth === 0 || (depth === 1 && byte === COMMA)) {
      const span = trimmed(bytes, from, at)
      if (span[1] > span[0] || byte === COMMA) spans.push(span)
      from = at + 1
      // One beyond the limit tells that there are too many.
      if (depth === 0 || spans.length > max) return { key, open, close: at, spans }
    }
    at += 1
  }
  return null
}

/** The elements of the first array with one of these keys in the outermost object, or null where there is none that ends. */
export function elementsOf(
  bytes: Uint8Array,
  { keys, max }: { readonly keys: readonly string[]; readonly max: number },
): Elements | null {
  let depth = 0
  let key: string | null = null
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      const end = endOfString(bytes, at)
      const text = end - at <= 34 ? String.fromCharCode(...bytes.subarray(at + 1, end - 1)) : null
      if (depth === 1) key = text
      at = end
      continue
    }
    if (byte === 0x5b && depth === 1 && key !== null && keys.includes(key))
      return elementsFrom(bytes, at, { key, max })
    if (isOpen(byte)) depth += 1
    else if (isClose(byte)) depth -= 1
    else if (byte !== COLON && !isSpace(byte)) key = null
    at += 1
  }
  return null
}
