/** Exceptions that no announcement can ever hold. */
import { everyExcuse, excusePointsOf, partsOf } from './excuse.ts'
import type { Excuse } from './excuse.ts'
import type { Found } from './remark.ts'
import type { Agreement } from './types.ts'

/** Kinds of event; null: every kind. */
type Kinds = ReadonlySet<string> | null

const shared = (a: Kinds, b: Kinds): Kinds =>
  a === null ? b : b === null ? a : new Set([...a].filter((one) => b.has(one)))

/** The kinds that an exception can hold for; one that people decide, or whose rule is not there, may hold for every one. */
function kindsOf(rules: Agreement['notified'], excuse: Excuse): Kinds {
  const parts = partsOf(excuse)
  if (parts === null) {
    const rule = rules.find(({ id }) => id === excuse.notified)
    return rule === undefined || rule.explains.length === 0 ? null : new Set(rule.explains)
  }
  const members = parts.members.map((one) => kindsOf(rules, one))
  if (parts.how === 'all') return members.reduce(shared, null)
  return members.includes(null) ? null : new Set(members.flatMap((one) => [...(one ?? [])]))
}

/**
 * Exceptions that hold for no kind of event that the clause means. Of one that others make up, it is told once: of the whole
 * where each of its members could hold alone, and else of the member.
 */
export const excusesThatCannotBe = (agreement: Agreement): readonly Found[] =>
  agreement.provisions.flatMap(({ clause, act, unless }, i) => {
    const meant: Kinds = act.kinds.length === 0 ? null : new Set(act.kinds)
    const isLost = (excuse: Excuse): boolean =>
      shared(meant, kindsOf(agreement.notified, excuse))?.size === 0
    return everyExcuse(unless, `provisions.${i}.unless`).flatMap(({ excuse, path }) => {
      const isInside = excusePointsOf(partsOf(excuse)?.members).some(isLost)
      if (!isLost(excuse) || isInside) return []
      const what =
        excuse.notified === undefined
          ? `what ${excusePointsOf([excuse])
              .flatMap(({ notified }) => notified ?? [])
              .join(' and ')} explain has no kind in common that ${clause} means`
          : `${excuse.notified} explains no kind of event that ${clause} means`
      return [
        {
          path,
          problem: `the exception ${excuse.id} never holds: ${what}; name another rule, or add the kind to its explains`,
        },
      ]
    })
  })
