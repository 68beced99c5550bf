import type { Agreement, AgreementPhase } from './types.ts'
import type { Found } from './remark.ts'

/** Why a phase is never in force; null where it can be. Facts are declared by people: whatever is defined can hold. */
function hindranceOf({ facts }: Agreement, phase: AgreementPhase, index: number): string | null {
  const { entry, exit, lastsMs } = phase
  if (entry.length === 0 && index > 0)
    return 'it has no fact to enter it by, and only the first phase begins with the first version'
  const lost = entry.find((one) => facts.every(({ id }) => id !== one))
  if (lost !== undefined) return `nobody may declare ${lost}, because no fact of that name is there`
  const both = entry.find((one) => exit.includes(one))
  if (both !== undefined) return `${both} enters it and ends it`
  return lastsMs !== undefined && lastsMs <= 0 ? 'it lasts no time' : null
}

/** Ids of the phases that can be reached. */
export const reachedPhases = (agreement: Agreement): ReadonlySet<string> =>
  new Set(
    agreement.phases
      .filter((phase, i) => hindranceOf(agreement, phase, i) === null)
      .map(({ id }) => id),
  )

/** Phases that are never in force. */
export const unreachedPhases = (agreement: Agreement): readonly Found[] =>
  agreement.phases.flatMap((phase, i) => {
    const hindrance = hindranceOf(agreement, phase, i)
    return hindrance === null
      ? []
      : [
          {
            path: `phases.${i}`,
            problem: `phase ${phase.id} is never reached: ${hindrance}; mend its entry, or remove the phase`,
          },
        ]
  })

/** Duties whose deadline never begins to run. */
export function lostDeadlines(agreement: Agreement): readonly Found[] {
  const reached = reachedPhases(agreement)
  const isFact = (what: string): boolean => agreement.facts.some(({ id }) => id === what)
  return agreement.obligations.flatMap(({ clause, due }, i) =>
    due.kind === 'at' || reached.has(due.what) || isFact(due.what)
      ? []
      : [
          {
            path: `obligations.${i}.due.after`,
            problem:
              `${clause} has no deadline: it runs from ${due.what}, which is never reached and which nobody may declare; ` +
              'name a phase or fact that can come, or an instant',
          },
        ],
  )
}

/** Provisions that bind only from so long after something that never comes. */
export function lostBeginnings(agreement: Agreement): readonly Found[] {
  const { facts, versions } = agreement
  const known = new Set([
    ...reachedPhases(agreement),
    ...[...facts, ...versions].map(({ id }) => id),
  ])
  return agreement.provisions.flatMap(({ clause, after }, i) =>
    after === undefined || known.has(after.what)
      ? []
      : [
          {
            path: `provisions.${i}.from.after`,
            problem:
              `${clause} never binds: its time runs from ${after.what}, which is never reached and which nobody may declare; ` +
              'name a version, phase or fact that can come, or an instant',
          },
        ],
  )
}

/** Gates that fighting does not bar. */
export const gatesWithoutBar = ({ gates }: Agreement): readonly Found[] =>
  gates.flatMap(({ id, barredBy }, i) =>
    barredBy.length > 0
      ? []
      : [
          {
            path: `gates.${i}.barredBy`,
            problem:
              `gate ${id} opens while fighting goes on, because no fact bars it; ` +
              'name the fact that hostilities go on under barredBy',
          },
        ],
  )

/** Facts that nothing hangs on. */
export function unusedFacts({
  facts,
  phases,
  gates,
  obligations,
  provisions,
}: Agreement): readonly Found[] {
  const used = new Set([
    ...phases.flatMap(({ entry, exit, renewal }) => [...entry, ...exit, renewal ?? '']),
    ...gates.flatMap(({ needs, barredBy }) => [...needs, ...barredBy]),
    ...obligations.map(({ due }) => (due.kind === 'after' ? due.what : '')),
    ...provisions.map(({ after }) => after?.what ?? ''),
  ])
  return facts.flatMap(({ id }, i) =>
    used.has(id)
      ? []
      : [
          {
            path: `facts.${i}`,
            problem: `no phase, gate, clause or duty hangs on ${id}; let one name it, or remove it`,
          },
        ],
  )
}
