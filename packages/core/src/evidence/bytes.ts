/** Text forms of bytes. Every decoder is strict: one text per value, so that a flipped bit cannot hide in a spelling. */

const HEX = '0123456789abcdef'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Lower-case hexadecimal, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX.charAt(byte >>> 4) + HEX.charAt(byte & 15)
  return text
}

/** The bytes of lower-case hexadecimal, or null when the text is anything else (upper case included). */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  )
}

/** Base64 of RFC 4648, section 4: standard alphabet, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]]
    text += BASE64.charAt(a >>> 2) + BASE64.charAt(((a & 3) << 4) | ((b ?? 0) >>> 4))
    text += b === undefined ? '=' : BASE64.charAt(((b & 15) << 2) | ((c ?? 0) >>> 6))
    text += c === undefined ? '=' : BASE64.charAt(c & 63)
  }
  return text
}

/** The bytes of padded standard base64, or null; unused bits of the last digit must be zero (RFC 4648, 3.5). */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null
  const digits = text.replace(/={1,2}$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const character of digits) {
    const digit = BASE64.indexOf(character)
    if (digit < 0) return null
    held = ((held << 6) | digit) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >>> bits) & 0xff
  }
  return toBase64(bytes) === text ? bytes : null
}

/** UTF-8 of a string; a lone surrogate becomes U+FFFD, as the WHATWG encoder does it. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let at = 0
  for (const character of text) {
    const raw = character.codePointAt(0) ?? 0
    const code = raw >= 0xd800 && raw <= 0xdfff ? 0xfffd : raw
    if (code < 0x80) bytes[at++] = code
    else {
      const [lead, extra] = code < 0x800 ? [0xc0, 1] : code < 0x1_0000 ? [0xe0, 2] : [0xf0, 3]
      bytes[at++] = lead | (code >>> (6 * extra))
      for (let shift = 6 * (extra - 1); shift >= 0; shift -= 6)
        bytes[at++] = 0x80 | ((code >>> shift) & 0x3f)
    }
  }
  return bytes.slice(0, at)
}

/** One array holding the parts in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Whether two byte strings are equal. Not constant-time: nothing secret is compared with it. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
