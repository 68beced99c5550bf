import { leafHash, nodeHash, sha256, toHex, utf8 } from '../evidence/index.ts'

/**
 * SHA-256 as this step needs it: once for every observation that arrives and twice more for its place in the batch's
 * tree. Core's own is the default; a platform with a native one hands it in, which is several times as fast on texts
 * of this length and changes no result (a test holds that).
 */
export interface Hashing {
  /** Hex SHA-256 of the text's UTF-8. */
  readonly hexOfText: (text: string) => string
  /** SHA-256 of a leaf's bytes after the prefix 0x00 (RFC 6962, 2.1). */
  readonly leaf: (bytes: Uint8Array) => Uint8Array
  /** SHA-256 of two hashes after the prefix 0x01 (RFC 6962, 2.1). */
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code > 127) return utf8(text)
    bytes[i] = code
  }
  return bytes
}

/** The hashing of core itself: no dependency, the same everywhere. */
export const OWN_HASHING: Hashing = {
  hexOfText: (text) => toHex(sha256(bytesOf(text))),
  leaf: leafHash,
  node: nodeHash,
}
