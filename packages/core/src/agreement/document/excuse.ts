/**
 * Excuses of a clause. A list of them is read as "any one of these"; what excuses only together is one excuse with `all`.
 * Return fire shows why: that it was ordered excuses nothing by itself, and neither does that it was reported.
 */

interface ExcuseHead {
  /** Stands once in a clause, at whatever depth. */
  readonly id: string
  readonly title: string
}
/** One point that a person decides, or that an announcement under a rule of notified activities holds. */
export type ExcusePoint = ExcuseHead & {
  /** A rule of notified activities. */
  readonly notified?: string
  readonly all?: never
  readonly any?: never
}
/** Several excuses as one: it holds while `all` of them hold together, or while `any` one of them does. */
export type ExcuseGroup = ExcuseHead & { readonly notified?: never } & (
    | { readonly all: readonly Excuse[]; readonly any?: never }
    | { readonly any: readonly Excuse[]; readonly all?: never }
  )
/** What may excuse an act that a clause prohibits. */
export type Excuse = ExcusePoint | ExcuseGroup

/** How a group binds its members, and which they are; null for a single point. */
export function partsOf(
  excuse: Excuse,
): { readonly how: 'all' | 'any'; readonly members: readonly Excuse[] } | null {
  if (excuse.all !== undefined) return { how: 'all', members: excuse.all }
  return excuse.any === undefined ? null : { how: 'any', members: excuse.any }
}

/** Every excuse with its path and how deep it lies (0: in the list itself), each group before its members. */
export function everyExcuse(
  excuses: readonly Excuse[] | undefined,
  path: string,
  depth = 0,
): readonly { readonly excuse: Excuse; readonly path: string; readonly depth: number }[] {
  return (excuses ?? []).flatMap((excuse, i) => {
    const own = `${path}.${i}`
    const parts = partsOf(excuse)
    const within =
      parts === null ? [] : everyExcuse(parts.members, `${own}.${parts.how}`, depth + 1)
    return [{ excuse, path: own, depth }, ...within]
  })
}

/** The single points of excuses, at whatever depth, in the order of the document. */
export const excusePointsOf = (excuses: readonly Excuse[] | undefined): readonly ExcusePoint[] =>
  everyExcuse(excuses, '').flatMap(({ excuse }) =>
    partsOf(excuse) === null ? [excuse as ExcusePoint] : [],
  )
