// What is known beside the reports of an event, and what it comes to: who could have noticed and did not, what else may
// have made the reports, and what models take the thing to be. Nothing is said where nothing is known, so that an event
// of a record without coverage reads as it always did.
import { kindOf } from '../../observe/index.ts'
import type { CoveragePeriod, Observation, Source } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { classify, silentAt, weighOccurrence } from '../confidence/index.ts'
import type { Explanation, Silence } from '../confidence/index.ts'
import type { Association } from './associate.ts'
import { SAME_TIME_SCALE_MS } from './assumptions.ts'
import { isClaim } from './claim.ts'
import type { Event } from './types.ts'

/** What fusion may be told beside the reports; every part may be left out, and then nothing is made of it. */
export interface Beside {
  /** How each source stood; a source without periods was not up, and its silence says nothing. */
  readonly coverage?: ReadonlyMap<string, readonly CoveragePeriod[]>
  /** When this is asked: who may still report is not silent. Left out: long after. */
  readonly nowMs?: InstantMs
  /** Benign activities that were notified, or seen by other means. */
  readonly explanations?: readonly Explanation[]
}
/** What one event is weighed with: `near` are the reports that were fused with its own. */
export interface Scene {
  readonly sources: ReadonlyMap<string, Source>
  readonly near: readonly Observation[]
  readonly beside: Beside
}
/** How sure an event is; `weighAgainMs` is when one more source will be silent, Infinity where none will. */
export interface Weighed {
  readonly says: Pick<
    Event,
    'probability' | 'interval' | 'silence' | 'benign' | 'unexplained' | 'classes'
  >
  readonly weighAgainMs: InstantMs
}

/**
 * Sources of the reports near an event that may have been of it, though they were held to be of another: they are not
 * silent about it. `near` are the reports that were fused with its own.
 */
export const reportersOf = (
  { kind, observed }: Pick<Event, 'kind' | 'observed'>,
  near: readonly Observation[],
): readonly string[] =>
  near
    .filter(
      ({ category, observed: { fromMs, toMs } }) =>
        fromMs - SAME_TIME_SCALE_MS <= observed.toMs &&
        toMs + SAME_TIME_SCALE_MS >= observed.fromMs &&
        kindOf(category) === kind,
    )
    .map(({ source }) => source)

const told = (
  silent: readonly Silence[],
  reports: readonly Observation[],
): NonNullable<Event['silence']> => ({
  reported: new Set(reports.map(({ source }) => source)).size,
  silent: silent.length,
  sources: silent.map(({ source }) => source),
})

/**
 * Weighs an association's reports with all that is known beside them: prior odds times one likelihood ratio for each group
 * of sources, the strongest of the group, bounded by family; against what was silent, and against benign explanations.
 */
export function weigh(association: Association, { sources, near, beside }: Scene): Weighed {
  const { members, estimate, observed } = association
  const { coverage, nowMs, explanations = [] } = beside
  const kind = members[0] === undefined ? '' : kindOf(members[0].category)
  const own = members.map(({ source }) => source)
  const { silent, dueMs } =
    coverage === undefined || coverage.size === 0
      ? { silent: [], dueMs: Infinity }
      : silentAt(
          { kind, estimate, observed },
          {
            sources,
            coverage,
            reported: new Set([...own, ...reportersOf({ kind, observed }, near)]),
            ...(nowMs === undefined ? {} : { nowMs }),
          },
        )
  const known = { silent, estimate, observed }
  const { probability, low, high, benign } = weighOccurrence(members, sources, {
    ...known,
    explanations,
  })
  const bare = benign.length === 0 ? null : weighOccurrence(members, sources, known)
  const opinions = members.flatMap(({ source, assessment }) =>
    assessment === undefined ? [] : [{ source, assessment }],
  )
  return {
    says: {
      probability,
      interval: { low, high },
      ...(silent.length === 0
        ? {}
        : {
            silence: told(
              silent,
              members.filter((one) => !isClaim(one, sources)),
            ),
          }),
      ...(bare === null
        ? {}
        : {
            benign,
            unexplained: {
              probability: bare.probability,
              interval: { low: bare.low, high: bare.high },
            },
          }),
      ...(opinions.length === 0 ? {} : { classes: classify(opinions, sources).classes }),
    },
    weighAgainMs: dueMs,
  }
}
