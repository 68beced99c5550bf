/**
 * Finds the COSE_Sign1 in the bytes of a signed batch in JSON without parsing them: parsed, rows that nobody signed would cost
 * far more than this one pass.
 */
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
// "signed"
const NAME = [0x73, 0x69, 0x67, 0x6e, 0x65, 0x64]

/** Where the string that begins before `from` has its closing quote; the end of the bytes where it has none. */
function closingQuote(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)
    at += 1
  return at
}

/**
 * The text of the first member `signed` of the outermost object, where it is a string of at most so many bytes; null where
 * there is none. Says nothing of whether the bytes are JSON; what is written with escapes is not found. Never throws.
 */
export function signedMember(bytes: Uint8Array, bytesMax: number): string | null {
  let depth = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) depth -= 1
    else if (byte === QUOTE) {
      const [begin, end] = [at + 1, closingQuote(bytes, at + 1)]
      at = end
      if (depth !== 1 || end - begin !== NAME.length) continue
      if (NAME.some((char, i) => bytes[begin + i] !== char)) continue
      const colon = afterSpace(bytes, end + 1)
      if (bytes[colon] !== COLON) continue
      const open = afterSpace(bytes, colon + 1)
      const close = closingQuote(bytes, open + 1)
      if (bytes[open] !== QUOTE || close - open > bytesMax) return null
      return String.fromCharCode(...bytes.subarray(open + 1, close))
    }
  }
  return null
}
