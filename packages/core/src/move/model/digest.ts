import { canonicalJson, sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { Json } from '../../evidence/index.ts'

/** SHA-256 of a document's canonical JSON (RFC 8785), lowercase hex: by it a person says which model or plan is meant. */
export const documentDigest = (document: object): string =>
  toHex(sha256(utf8(canonicalJson(document as unknown as Json))))
