import type { DocumentReader } from '../../units/index.ts'

/** Most ids that a message lists: beyond them it says how many there are. */
export const NAMES_TOLD_MAX = 30

/** What the ids of one kind are called: one of them, and many where it is not the noun with an s. */
export interface Names {
  readonly noun: string
  readonly many?: string
  readonly known: ReadonlySet<string>
}

const listOf = (known: ReadonlySet<string>): string => {
  const told = [...known].slice(0, NAMES_TOLD_MAX)
  const rest = known.size - told.length
  return told.length === 0
    ? 'none is defined'
    : `${told.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** A reference names something of the document, or is told with what it could have named. */
export function checkName(
  r: DocumentReader,
  { id, path }: { readonly id: string; readonly path: string },
  { noun, many, known }: Names,
): void {
  if (!known.has(id))
    r.refuse(
      path,
      `there is no ${noun} ${id}; define it, or name one of the ${many ?? `${noun}s`}: ${listOf(known)}`,
    )
}

/** The same for a list of references; `path` is the list's. */
export function checkNames(
  r: DocumentReader,
  { ids, path }: { readonly ids: readonly string[]; readonly path: string },
  names: Names,
): void {
  ids.forEach((id, i) => checkName(r, { id, path: `${path}.${i}` }, names))
}

/** The ids of a list as a set. */
export const idsOf = (items: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(items.map(({ id }) => id))

/** Refuses ids of one list that stand twice; `path` is the list's. */
export const checkRepeats = (
  r: DocumentReader,
  items: readonly { readonly id: string }[],
  path: string,
): void =>
  r.refuseRepeats(
    items.map(({ id }) => id),
    (i) => `${path}.${i}.id`,
  )
