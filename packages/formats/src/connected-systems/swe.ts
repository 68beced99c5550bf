import type { Reject } from '../codec/index.ts'
import { elementsOf, membersOf } from '../json/index.ts'
import type { JsonPiece } from '../json/index.ts'
import { observation, partsOf, refusedPart } from '../sensorthings/index.ts'
import type { OgcRecord, Part } from '../sensorthings/index.ts'

/**
 * Records in `application/swe+json` (23-002, SWE Common JSON encoding): the values alone, as objects or as arrays, and
 * what they mean stands in the datastream's schema, which does not travel with them. So the feed says where in a
 * record the time is; the whole record is the result.
 */

const POINTER = /^(?:\/(?:[^~/]|~[01])*){1,16}$/
/** Whether a text is a pointer (RFC 6901) that is read: not the empty one. */
export const isPointer = (text: string): boolean => text.length <= 500 && POINTER.test(text)

/** The JSON text at a pointer within a sound text, or null where there is none. */
export function textAt(text: string, pointer: string): string | null {
  let part = text
  for (const escaped of pointer.split('/').slice(1)) {
    const token = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    const index = /^(?:0|[1-9]\d{0,5})$/.test(token) ? Number(token) : -1
    const found =
      membersOf(part)?.findLast(({ key }) => key === token) ??
      (index < 0 ? undefined : elementsOf(part, 0, index + 1)?.[index])
    if (found === undefined) return null
    part = part.slice(found.from, found.to)
  }
  return part
}

/** The time as ISO 8601 in JSON; numbers are seconds since 1970, UTC. */
function timeText(text: string | null): string | null {
  const value: unknown = text === null ? null : JSON.parse(text)
  if (typeof value === 'string') return text
  const isInstant = typeof value === 'number' && value >= 0 && value <= 253_402_300_799
  return isInstant ? JSON.stringify(new Date(Math.floor(value * 1_000)).toISOString()) : null
}

function record(part: Part, pointer: string): OgcRecord | Reject {
  const time = timeText(textAt(part.text, pointer))
  return time === null
    ? refusedPart(part, 'bad-time', `no time at ${pointer}; give the feed the pointer of the time`)
    : observation(
        part,
        new Map([
          ['phenomenonTime', time],
          ['result', part.text],
        ]),
      )
}

/** A record, or an array of records: of objects, or of arrays of values. */
export function* sweRecords(piece: JsonPiece, pointer: string): Generator<OgcRecord | Reject> {
  const { offset, length, value } = piece
  const [first]: readonly unknown[] = Array.isArray(value) ? value : []
  const isMany =
    Array.isArray(value) && (value.length === 0 || (typeof first === 'object' && first !== null))
  if (!isMany) {
    yield record(piece, pointer)
    return
  }
  yield { kind: 'around', offset, length, text: '', members: new Map() }
  const { parts, over } = partsOf(piece, null)
  for (const part of parts) yield record(part, pointer)
  yield* over
}
