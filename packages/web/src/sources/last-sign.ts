import type { FeedRow, SeenObservation, SourceRow } from '../api/index.ts'

/** The last that was had of a source, and what it was. */
export interface LastSign {
  readonly atMs: number
  readonly what: string
}

/** What the signs of life say: an interval after the last one the source counted as down. */
function signOfLife({ stands, heartbeatMs }: SourceRow): readonly LastSign[] {
  if (stands === null || stands.basis !== 'heartbeat') return []
  return stands.state === 'down' && heartbeatMs !== undefined
    ? [{ atMs: stands.fromMs - heartbeatMs, what: 'sign of life' }]
    : [{ atMs: stands.fromMs, what: 'sign of life; later ones are not kept' }]
}

/**
 * The latest of what the page knows of a source: bytes of its feeds since the server started, its newest observation in
 * the picture, its signs of life. Null where there is none of these.
 */
export function lastSignOf(
  source: SourceRow,
  feeds: readonly FeedRow[],
  newest: ReadonlyMap<string, number>,
): LastSign | null {
  const observedMs = newest.get(source.id)
  const signs: readonly LastSign[] = [
    ...feeds.flatMap(({ spec, counts }) =>
      spec.source === source.id && counts.lastMs !== null
        ? [{ atMs: counts.lastMs, what: `bytes by feed ${spec.id}` }]
        : [],
    ),
    ...(observedMs === undefined ? [] : [{ atMs: observedMs, what: 'observation' }]),
    ...signOfLife(source),
  ]
  return signs.reduce<LastSign | null>(
    (last, one) => (last === null || one.atMs > last.atMs ? one : last),
    null,
  )
}

/** When the newest observation of each source was made. */
export function newestOf(observations: readonly SeenObservation[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>()
  for (const { source, observed } of observations)
    if (source !== null)
      newest.set(source, Math.max(newest.get(source) ?? -Infinity, observed.toMs))
  return newest
}
