// A mean over "the sources" tells how well the line was watched only if all of them watch the line. A liaison office that
// tells, a receiver that hears who transmits, a satellite that looks for some minutes of a day and what a machine tells
// again do not: counted in, they make the watch look better or worse than it was. So it is said once which sources count.
import type { Source, SourceKind } from './types.ts'

/**
 * What a source is to the coverage. `looks`: it watches by itself, and counts. `overhead`: it looks while it passes and not in
 * between. `transponder`: it hears who transmits. `tells`: it passes on what others say. `synthetic`: made up, or told again.
 */
export type CoverageRole = 'looks' | 'overhead' | 'transponder' | 'tells' | 'synthetic'
/** Every role, those that count first. */
export const COVERAGE_ROLES: readonly CoverageRole[] = [
  'looks',
  'overhead',
  'transponder',
  'tells',
  'synthetic',
]

const ROLE_OF: Readonly<Record<SourceKind, Exclude<CoverageRole, 'synthetic'>>> = {
  patrol: 'looks',
  camera: 'looks',
  acoustic: 'looks',
  radar: 'looks',
  uav: 'looks',
  inspection: 'looks',
  satellite: 'overhead',
  ais: 'transponder',
  adsb: 'transponder',
  gateway: 'tells',
  party: 'tells',
  media: 'tells',
  public: 'tells',
  foreign: 'tells',
}

/** The role of a source: synthetic ones first, whatever kind they imitate. */
export const coverageRole = ({
  kind,
  synthetic,
}: Pick<Source, 'kind' | 'synthetic'>): CoverageRole =>
  synthetic === true ? 'synthetic' : ROLE_OF[kind]

/** Whether a source counts in a mean of the coverage: only what watches by itself. */
export const countsAsEyes = (source: Pick<Source, 'kind' | 'synthetic'>): boolean =>
  coverageRole(source) === 'looks'

/** How many sources have each role. */
export function rolesOf(
  sources: Iterable<Pick<Source, 'kind' | 'synthetic'>>,
): Readonly<Record<CoverageRole, number>> {
  const counts = { looks: 0, overhead: 0, transponder: 0, tells: 0, synthetic: 0 }
  for (const source of sources) counts[coverageRole(source)] += 1
  return counts
}
