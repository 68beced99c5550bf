import type { Candidate } from '../agreement/index.ts'
import type { Event } from '../fuse/index.ts'
import type { Observation, Source } from '../observe/index.ts'
import type { CandidateSnapshot } from './command.ts'

/**
 * A candidate as it is taken up, with who reported what its event came from. Observations that are not at hand are
 * left out, and one whose source is not registered counts under the source's own id and no nation (`ZZZ`, which
 * ISO 3166-1 reserves for private use).
 */
export function snapshotOf(
  candidate: Candidate,
  event: Event | null,
  observations: ReadonlyMap<string, Observation>,
  sources: ReadonlyMap<string, Source>,
): CandidateSnapshot {
  const reported = (event?.observations ?? []).flatMap((id) => observations.get(id) ?? [])
  const fromMs = event?.observed.fromMs
  return {
    candidate,
    occurrence: event?.probability ?? null,
    ...(fromMs === undefined || fromMs === candidate.atMs ? {} : { fromMs }),
    testimony: reported.map((observation) => {
      const source = sources.get(observation.source)
      return {
        observation: observation.id,
        source: observation.source,
        group: source?.group ?? observation.source,
        nation: source?.nation ?? 'ZZZ',
        means: observation.means,
      }
    }),
  }
}
