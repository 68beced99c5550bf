/** Reads the exceptions of a clause: single points, and those that others make up. */
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'
import type { Excuse } from './excuse.ts'
import { given, readId, readTitle } from './fields.ts'
import { AGREEMENT_LIMITS, EXCUSE_DEPTH_MAX } from './limits.ts'

interface At {
  readonly f: Fields
  readonly key: string
  readonly depth: number
}

function readList(r: DocumentReader, { f, key, depth }: At): readonly Excuse[] {
  if (depth > EXCUSE_DEPTH_MAX) {
    r.refuse(
      pathOf(f, key),
      `lies ${depth} deep; the most is ${EXCUSE_DEPTH_MAX}: write what lies deeper as one point, in words`,
    )
    return []
  }
  return r.maps(f, key, AGREEMENT_LIMITS.exceptions).map((item) => readExcuse(r, item, depth))
}

function readExcuse(r: DocumentReader, f: Fields, depth: number): Excuse {
  const head = { id: readId(r, f, 'id'), title: readTitle(r, f) }
  const kinds = (['notified', 'all', 'any'] as const).filter((key) => f.value[key] !== undefined)
  if (kinds.length > 1)
    r.refuse(
      f.path,
      `has ${kinds.join(' and ')}; keep one of them, or make each an exception of its own`,
    )
  const [kind] = kinds
  if (kind === 'all') return { ...head, all: readList(r, { f, key: 'all', depth: depth + 1 }) }
  if (kind === 'any') return { ...head, any: readList(r, { f, key: 'any', depth: depth + 1 }) }
  return { ...head, ...given(f, 'notified', 'notified', (key) => readId(r, f, key)) }
}

/** The exceptions under a key; whether what they name exists, and whether they say anything, is judged afterwards. */
export const readUnless = (r: DocumentReader, f: Fields, key: string): readonly Excuse[] =>
  readList(r, { f, key, depth: 0 })
