// What was put aside is told like what was found: how much, on which ground, and resting on which entries. Otherwise a
// mission could make a quiet day by dismissing. The words of it are typed by people, who name places: the monitor's alone.
import { DISMISSAL_GROUNDS } from '../verify/index.ts'
import type { Dismissal, Incident } from '../verify/index.ts'
import { basisOfEntries } from './basis.ts'
import { withheldBy } from './edition.ts'
import type { DismissedRow, Edition, Period } from './types.ts'

type Dismissed = Incident & { readonly dismissal: Dismissal & { readonly atMs: number } }

/** Whether the incident stands dismissed since an instant of the period. */
export const isDismissedIn = (
  incident: Incident,
  { fromMs, toMs }: Period,
): incident is Dismissed => {
  const atMs = incident.status === 'dismissed' ? (incident.dismissal?.atMs ?? null) : null
  return atMs !== null && atMs > fromMs && atMs <= toMs
}

/** Incidents that were dismissed in the period and stand so, by ground; a ground without any has no row. */
export function dismissedRows(
  incidents: readonly Incident[],
  { edition, period }: { readonly edition: Edition; readonly period: Period },
): readonly DismissedRow[] {
  const all = incidents.filter((one): one is Dismissed => isDismissedIn(one, period))
  return DISMISSAL_GROUNDS.flatMap((ground): DismissedRow[] => {
    const own = all.filter(({ dismissal }) => dismissal.ground === ground)
    if (own.length === 0) return []
    const isMonitor = edition === 'monitor'
    return [
      {
        ground,
        incidents: own.length,
        reasons: isMonitor
          ? own.map(({ id, dismissal: { moved } }) => ({
              incident: id,
              nations: moved.map(({ nation }) => nation),
              words: moved.map(({ reason }) => reason),
            }))
          : [],
        withheld: isMonitor ? [] : [withheldBy('dismissal.moved.reason')],
        from: basisOfEntries(
          own.flatMap(({ dismissal: { moved } }) => moved.map(({ entry }) => entry)),
        ),
      },
    ]
  })
}
