// Who is sent where is decided by people; the machine only puts first what it would cost most not to look at: the events
// that are to be expected there, times the share of the day in which nobody would see them. The expectation is the rate
// seen while somebody looked, drawn towards the mean of all areas where they looked little (a gamma prior of one watched
// day), so that a blind area is neither taken for a quiet one nor for the worst. Assumptions: tomorrow is as blind as the
// day before, and events come at a steady rate. Nothing of it is published: counts stay raw.
import { DAY_MS, HOUR_MS } from '../units/index.ts'
import type { DurationMs } from '../units/index.ts'
import type { BlindCause, BlindWindow, Deficit } from './deficit.ts'
import type { Task } from './types.ts'

/** What an area's own record weighs as much as: so much time of somebody looking at the mean of all areas. */
export const PRIOR_MS: DurationMs = DAY_MS
/** Most proposals of one ranking. */
export const PROPOSALS_MAX = 60

/** What was seen of an area over the days before, and for how long somebody looked. */
export interface AreaRecord {
  readonly events: number
  readonly watchedMs: DurationMs
}
/** What the machine would have looked at tomorrow; people make a task of it or do not. */
export interface Proposal {
  readonly area: string
  readonly title: string
  /** What may close the deficit: a drone where patrols are denied, a patrol where a drone would be jammed or see nothing. */
  readonly kind: Task['kind']
  /** Share of the day before in which nobody looked, in [0, 1]. */
  readonly blindness: number
  /** Events expected in a day, by what was seen while somebody looked. */
  readonly expected: number
  /** Events expected that nobody would see: `expected` times `blindness`. */
  readonly unseen: number
  /** The blind stretches of the day before, moved on by `shiftMs`. */
  readonly windows: readonly BlindWindow[]
  readonly because: string
}

const CAUSE_WORD: Readonly<Record<BlindCause, string>> = {
  down: 'down',
  jammed: 'jammed',
  obscured: 'obscured',
  denied: 'denied access',
  unknown: 'of which nobody said how it stood',
  noReach: 'out of reach of every source',
}

function causesOf({ windows }: Deficit): readonly BlindCause[] {
  const total = new Map<BlindCause, number>()
  for (const { fromMs, toMs, causes } of windows)
    for (const cause of causes) total.set(cause, (total.get(cause) ?? 0) + toMs - fromMs)
  return [...total].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([cause]) => cause)
}

/** Jamming and weather blind a drone as well; who was denied access flies. */
function kindOf(causes: readonly BlindCause[]): Task['kind'] {
  const [first] = causes
  return first === 'jammed' || first === 'obscured' || first === 'noReach' ? 'patrol' : 'drone'
}

const fixed = (n: number): string => n.toFixed(1)

const wordsOf = (expected: number, blindness: number): string =>
  expected === 0
    ? 'nothing is on record that more could be expected from'
    : `${fixed(expected)} events a day are to be expected, ${fixed(expected * blindness)} of them unseen`

/** That nobody looked is said only where every source in reach was stated not to; else it is not known. */
function lookedOf({ windows }: Deficit): string {
  const hours = (isUnknown: boolean): number =>
    windows
      .filter(({ causes }) => causes.includes('unknown') === isUnknown)
      .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / HOUR_MS
  const [stated, unknown] = [hours(false), hours(true)]
  return [
    ...(stated > 0 ? [`nobody looked for ${fixed(stated)} h`] : []),
    ...(unknown > 0 ? [`not known whether anybody looked for ${fixed(unknown)} h`] : []),
  ].join(', ')
}

/**
 * The proposals, the most unseen events first, of equals the blinder one, then in the order given. Areas that somebody
 * looked at all day are left out. `shiftMs` moves the blind stretches into the day that is planned.
 */
export function rankTasking(
  deficits: readonly Deficit[],
  records: ReadonlyMap<string, AreaRecord>,
  shiftMs: DurationMs,
): readonly Proposal[] {
  const all = [...records.values()]
  const watchedMs = all.reduce((sum, one) => sum + one.watchedMs, 0)
  const events = all.reduce((sum, one) => sum + one.events, 0)
  // A watched day more, or a few watched minutes would make a rate of whatever else was reported.
  const meanPerMs = events / (watchedMs + PRIOR_MS)
  return deficits
    .filter(({ blindness }) => blindness > 0)
    .map((deficit): Proposal => {
      const { area, blindness } = deficit
      const own = records.get(area.id) ?? { events: 0, watchedMs: 0 }
      const perMs = (own.events + meanPerMs * PRIOR_MS) / (own.watchedMs + PRIOR_MS)
      const expected = perMs * DAY_MS
      const causes = causesOf(deficit)
      return {
        area: area.id,
        title: area.title,
        kind: kindOf(causes),
        blindness,
        expected,
        unseen: expected * blindness,
        windows: deficit.windows.map((one) => ({
          ...one,
          fromMs: one.fromMs + shiftMs,
          toMs: one.toMs + shiftMs,
        })),
        because: `${lookedOf(deficit)} (${causes.map((one) => CAUSE_WORD[one]).join(', ')}); ${wordsOf(expected, blindness)}`,
      }
    })
    .toSorted((a, b) => b.unseen - a.unseen || b.blindness - a.blindness)
    .slice(0, PROPOSALS_MAX)
}
