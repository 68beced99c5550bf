/**
 * What became of the incidents that issued reports told. A report names no incident but a spot report's; which it told is
 * the incidents that moved in its period, as they stood for it. So the entries of those incidents that something was changed
 * of, a few, are read and folded as far as the report rests on.
 */
import type { Entry, Tombstone } from '@holdfast/core/evidence'
import { isTold, sinceThen, sourcesSince } from '@holdfast/core/report'
import type { Act, Change, Issued, ReportState, Since, Told } from '@holdfast/core/report'
import { evolve, incidentIn, initial } from '@holdfast/core/verify'
import type { Incident, VerifyState } from '@holdfast/core/verify'

/** Gives the entries of these log indexes, rising. */
export type EntriesAt = (indexes: readonly number[]) => Promise<readonly (Entry | Tombstone)[]>

/** One incident as it stood before an entry, and when it moved until then; null where it was not there. */
function asOf(
  entries: readonly (Entry | Tombstone)[],
  id: string,
  size: number,
): { readonly was: Incident; readonly acts: readonly Act[] } | null {
  const before = entries.filter(({ index }) => index < size)
  const was = before.reduce(evolve, initial).incidents.get(id)
  if (was === undefined) return null
  const acts = before.flatMap((entry): Act[] =>
    'tombstone' in entry || incidentIn(entry) !== id
      ? []
      : [{ entry: entry.index, atMs: entry.atMs }],
  )
  return { was, acts }
}

/** Incidents of which something was changed after the report was made. */
const changedSince = (changes: readonly Change[], { logSize }: Issued): readonly string[] => [
  ...new Set(changes.filter(({ entry }) => entry >= logSize).map(({ incident }) => incident)),
]

/** The incidents of these ids and all that one of them was merged with or split from: alone none of them can be folded. */
function together(
  incidents: VerifyState['incidents'],
  ids: Iterable<string>,
): ReadonlyMap<string, Incident> {
  const found = new Map<string, Incident>()
  const open = [...ids]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const one = found.has(id) ? undefined : incidents.get(id)
    if (one === undefined) continue
    found.set(id, one)
    const into = one.mergedInto === null ? [] : [one.mergedInto]
    open.push(...(one.links ?? []).map(({ incident }) => incident), ...into)
  }
  return found
}

/** What became since of what each issued report told and of the sources that it counts, in the order of the log; reports of which nothing changed are there too. */
export async function toldIn(
  { issued, changes: { made }, sources }: Pick<ReportState, 'issued' | 'changes' | 'sources'>,
  { incidents }: Pick<VerifyState, 'incidents'>,
  entriesAt: EntriesAt,
): Promise<readonly Told[]> {
  const reports = [...issued.values()]
  const ids = new Set(reports.flatMap((one) => changedSince(made, one)))
  const all = [...together(incidents, ids).values()]
  const wanted = new Set(all.flatMap(({ entries }) => entries))
  const entries = wanted.size === 0 ? [] : await entriesAt([...wanted].toSorted((a, b) => a - b))
  return reports.map((one): Told => {
    const since = changedSince(made, one).flatMap((id): readonly Since[] => {
      const now = incidents.get(id)
      const known = asOf(entries, id, one.logSize)
      const about = { ...one, incident: one.incident ?? null }
      // Which incident an older spot report is of was not put on record.
      const isNamed = one.kind !== 'spot' || about.incident !== null
      return now === undefined ||
        known === null ||
        !isNamed ||
        !isTold(known.was, known.acts, about)
        ? []
        : sinceThen(known.was, now, made)
    })
    return {
      issued: one,
      since: since.toSorted((a, b) => a.entry - b.entry),
      sources: sourcesSince(sources, one),
    }
  })
}
