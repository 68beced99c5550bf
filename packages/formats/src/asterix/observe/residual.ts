import { bytesOf, type AsterixRecord } from '../record.ts'
import type { Content, Nested, Scalar } from '../content.ts'
import { LIMITS } from '../../observation/index.ts'
import type { Draft } from './items.ts'

/**
 * What no member of an observation holds, as the record says it: one member `I040` for each item, its text the item's
 * content as JSON. A quantity is given in the unit of its table, everything else as the number that was sent.
 */

/** Members beside those of items: notes, the basis of the error, the edition. */
const EXTRAS_MAX = 8
/** Members that one record's octets need as hexadecimal digits, when its items are too many or too long. */
const OCTETS_A_MEMBER = LIMITS.residualValue / 2

function isScalar(content: Content): content is Scalar {
  return 'raw' in content && (typeof content.raw === 'number' || typeof content.raw === 'string')
}
function plain(content: Content): unknown {
  if (Array.isArray(content)) return content.map(plain)
  if (isScalar(content)) return content.value ?? content.raw
  if ('hex' in content && typeof content.hex === 'string') return content.hex
  return Object.fromEntries(
    Object.entries(content as Nested).map(([name, inner]) => [name, plain(inner)]),
  )
}
const hasSpare = (content: Content): boolean =>
  !Array.isArray(content) && Object.keys(content).some((name) => name.startsWith('spare'))

/** The member's name: `I` and the item's number; RE, SP and RFS keep theirs. */
const nameOf = (item: string): string => (/^\d/.test(item) ? `I${item}` : item)

function hexOf(octets: Uint8Array): string {
  let hex = ''
  for (const octet of octets) hex += octet.toString(16).padStart(2, '0')
  return hex
}
/** The whole record as digits: for records that no reasonable sender makes, so that nothing is lost of them either. */
function digits(record: AsterixRecord): Readonly<Record<string, string>> {
  const members: Record<string, string> = {}
  const octets = bytesOf(record)
  for (let at = 0; at < octets.length; at += OCTETS_A_MEMBER)
    members[`record.${at / OCTETS_A_MEMBER + 1}`] = hexOf(octets.subarray(at, at + OCTETS_A_MEMBER))
  return members
}

/** The residual of a record: at most 64 members of at most 4,000 characters, whatever the record holds. */
export function residualOf(
  record: AsterixRecord,
  draft: Draft,
  extras: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const members: Record<string, string> = { edition: `${record.cat} ${record.layout.edition}` }
  let fits = true
  for (const [item, content] of Object.entries(draft.items)) {
    if (draft.held.has(item) && !hasSpare(content)) continue
    const text = JSON.stringify(plain(content))
    if (text.length > LIMITS.residualValue) fits = false
    members[nameOf(item)] = text
  }
  if (Object.keys(members).length > LIMITS.residualMembers - EXTRAS_MAX) fits = false
  const notes = draft.notes.length === 0 ? {} : { notes: draft.notes.join('; ') }
  if (fits) return { ...members, ...extras, ...notes }
  return { ...digits(record), edition: members['edition'] ?? '', ...extras, ...notes }
}
