import type { Event } from '../../fuse/index.ts'
import { coverageOf } from '../../observe/index.ts'
import type { ObserveState } from '../../observe/index.ts'
import type { Looker, Reported } from './coverage.ts'

/**
 * What each source told that an event was made of, placed where the event is: so it can be laid beside a claim. `sourceOf`
 * gives an observation's source; observations that are not at hand are left out, and so are those that only claim.
 */
export function reportedIn(
  { kind, observed, estimate, observations, claims = [] }: Event,
  sourceOf: (observation: string) => string | undefined,
): readonly Reported[] {
  const sources = new Set(
    observations.flatMap((id) => (claims.includes(id) ? [] : (sourceOf(id) ?? []))),
  )
  return [...sources].map((source) => ({
    source,
    kind,
    fromMs: observed.fromMs,
    toMs: observed.toMs,
    position: estimate?.position ?? null,
    errorM: estimate?.ellipse95.semiMajorM ?? 0,
  }))
}

/** Every source of the registry with how it stood, what fusion left out of use laid over what was stated. */
export const lookersOf = (
  state: Pick<ObserveState, 'sources' | 'coverage' | 'quarantines'>,
): readonly Looker[] =>
  [...state.sources.values()].map((source) => ({ source, periods: coverageOf(state, source.id) }))
