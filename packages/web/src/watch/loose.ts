import type { Candidate } from '@holdfast/core/agreement'
import type { Engagement } from '@holdfast/core/fuse'
import type { Picture } from '../api/index.ts'

/** Candidates of one engagement that stand together; null where they belong to none. */
export interface LooseGroup {
  readonly engagement: Engagement | null
  readonly candidates: readonly Candidate[]
}

/** Newest first; of one instant those with nothing undecided first, then the likelier. */
const byNewest = (a: Candidate, b: Candidate): number =>
  b.atMs - a.atMs ||
  Number(a.undecided.length > 0) - Number(b.undecided.length > 0) ||
  b.probability - a.probability ||
  (a.id < b.id ? -1 : 1)

/** Candidates that no incident has taken up, newest first; those of one engagement stand where its newest one does. */
export function looseOf({
  candidates,
  incidents,
  engagements,
}: Pick<Picture, 'candidates' | 'incidents' | 'engagements'>): readonly LooseGroup[] {
  const taken = new Set(incidents.flatMap((incident) => incident.candidates))
  const engagementOf = new Map(
    engagements.flatMap((engagement) => engagement.events.map((event) => [event, engagement])),
  )
  const groups: { readonly engagement: Engagement | null; readonly candidates: Candidate[] }[] = []
  const groupOf = new Map<string, Candidate[]>()
  for (const candidate of candidates.filter(({ id }) => !taken.has(id)).toSorted(byNewest)) {
    const engagement = candidate.event === null ? undefined : engagementOf.get(candidate.event)
    const known = engagement === undefined ? groups.at(-1) : undefined
    if (engagement === undefined) {
      if (known?.engagement === null) known.candidates.push(candidate)
      else groups.push({ engagement: null, candidates: [candidate] })
    } else if (groupOf.has(engagement.id)) groupOf.get(engagement.id)?.push(candidate)
    else {
      const own = [candidate]
      groupOf.set(engagement.id, own)
      groups.push({ engagement, candidates: own })
    }
  }
  return groups
}
