import type { Observation, Source, SourceKind } from '../../observe/index.ts'

// What a party, a newspaper or a public channel says of an event is a claim: somebody has to examine it, and it may be
// made to be counted. It goes with the event that it is about, and moves nothing: not whether it occurred, nor when or where.

const CLAIMING: ReadonlySet<SourceKind> = new Set(['party', 'media', 'public'])

/** Whether a report only claims: by how it is known, or by who says it. */
export const isClaim = (
  { means, source }: Observation,
  sources: ReadonlyMap<string, Source>,
): boolean => {
  const kind = sources.get(source)?.kind
  if (kind !== undefined && CLAIMING.has(kind)) return true
  return means.length > 0 && means.every((how) => how === 'claimed')
}

/** The reports that are more than claims; all of them where there are only claims. */
export function evidenceOf(
  members: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
): readonly Observation[] {
  const evidence = members.filter((member) => !isClaim(member, sources))
  return evidence.length > 0 ? evidence : members
}
