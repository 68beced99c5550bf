// Who is sent where is decided by people; the machine only puts first what it would cost most not to look at: the events
// that are to be expected there, times the share of the day in which nobody would see them. The expectation is the rate
// seen while somebody looked, drawn towards the mean of all areas where they looked little (a gamma prior of one watched
// day), so that a blind area is neither taken for a quiet one nor for the worst. Nobody is sent to where it is not known
// whether anybody looked: what is proposed there is to put on record what nobody said, and that stands first, for it may
// change all that follows. Assumptions: tomorrow is as blind as the day before, and events come at a steady rate. Nothing
// of it is published: counts stay raw.
import { DAY_MS, HOUR_MS } from '../units/index.ts'
import type { DurationMs } from '../units/index.ts'
import type { BlindAnswer, BlindCause, BlindWindow, Deficit } from './deficit.ts'
import type { Need } from './sight.ts'
import type { Task } from './types.ts'

/** What an area's own record weighs as much as: so much time of somebody looking at the mean of all areas. */
export const PRIOR_MS: DurationMs = DAY_MS
/** Most proposals of one ranking. */
export const PROPOSALS_MAX = 60
/** Sources that the words of a proposal name; the rest is counted, and all of them are in its `sources`. */
export const SOURCES_NAMED = 5

/** What was seen of an area over the days before, and for how long somebody looked, or may have. */
export interface AreaRecord {
  readonly events: number
  readonly watchedMs: DurationMs
}
/** What the machine would have done tomorrow; people make a task of it or do not. */
export interface Proposal {
  /** The area to look at; null where something is to be registered that several areas wait for. */
  readonly area: string | null
  /** How many areas it is about. */
  readonly areas: number
  readonly title: string
  /**
   * What may close the deficit: a drone where patrols are denied, a patrol where a drone would be jammed or see nothing. `register`:
   * nobody is sent, because it is not known whether anybody looks; something is to be put on record first.
   */
  readonly kind: Task['kind'] | 'register'
  /** Share of the day before in which it is known that nobody looked, in [0, 1]; over its areas. */
  readonly blindness: number
  /** Share of the day before of which that is not known, in [0, 1]; over its areas. */
  readonly unknown: number
  /** Events expected in a day, by what was seen while somebody looked; over its areas. */
  readonly expected: number
  /** Events expected that nobody would see: `expected` times `blindness`; null where that is not known. */
  readonly unseen: number | null
  /** The stretches of the day before in which nobody looked, moved on by `shiftMs`. */
  readonly windows: readonly BlindWindow[]
  /** What is to be registered or stated, source by source; empty where somebody is sent. */
  readonly sources: readonly string[]
  readonly because: string
}

const CAUSE_WORD: Readonly<Record<BlindCause, string>> = {
  down: 'down',
  jammed: 'jammed',
  obscured: 'obscured',
  denied: 'denied access',
  noReach: 'out of reach of every source',
  unknown: 'nobody said how the sources in reach stood',
  notPlaced: 'sources without a registered reach or place may have looked',
  noSource: 'no source that looks is registered',
}
const NEEDS: readonly Need['what'][] = ['source', 'reach', 'place', 'standing']
const ASK_WORD: Readonly<Record<Need['what'], string>> = {
  source: 'register the sources that look',
  reach: 'register the reach of these sources',
  place: 'register the place of these sources',
  standing: 'state how these sources stood',
}

function causesOf({ windows }: Deficit, answer: BlindAnswer): readonly BlindCause[] {
  const total = new Map<BlindCause, number>()
  for (const { fromMs, toMs, causes, answer: of } of windows)
    if (of === answer)
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

const hoursOf = ({ windows }: Deficit, answer: BlindAnswer): number =>
  windows
    .filter((one) => one.answer === answer)
    .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / HOUR_MS

const causeWords = (deficit: Deficit, answer: BlindAnswer): string =>
  causesOf(deficit, answer)
    .map((one) => CAUSE_WORD[one])
    .join(', ')

/** That nobody looked is said only where that is known; what is not known is said apart from it. */
function lookedOf(deficit: Deficit): string {
  const unknown = hoursOf(deficit, 'unknown')
  const known = `nobody looked for ${fixed(hoursOf(deficit, 'none'))} h (${causeWords(deficit, 'none')})`
  return unknown === 0
    ? known
    : `${known}; not known whether anybody looked for ${fixed(unknown)} h more (${causeWords(deficit, 'unknown')})`
}

/** A deficit with what is to be expected there. */
interface Weighed {
  readonly deficit: Deficit
  readonly expected: number
}

function sending({ deficit, expected }: Weighed, shiftMs: DurationMs): Proposal {
  const { area, blindness, unknown, windows } = deficit
  return {
    area: area.id,
    areas: 1,
    title: area.title,
    kind: kindOf(causesOf(deficit, 'none')),
    blindness,
    unknown,
    expected,
    unseen: expected * blindness,
    windows: windows
      .filter(({ answer }) => answer === 'none')
      .map((one) => ({ ...one, fromMs: one.fromMs + shiftMs, toMs: one.toMs + shiftMs })),
    sources: [],
    because: `${lookedOf(deficit)}; ${wordsOf(expected, blindness)}`,
  }
}

function named(sources: readonly string[]): string {
  const more = sources.length - SOURCES_NAMED
  return `${sources.slice(0, SOURCES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** What is to be put on record, once for all areas that wait for it. */
function registering(all: readonly Weighed[], what: Need['what']): readonly Proposal[] {
  const waiting = all.filter(({ deficit }) => deficit.needs.some((need) => need.what === what))
  if (waiting.length === 0) return []
  const sources = [
    ...new Set(
      waiting.flatMap(({ deficit }) =>
        deficit.needs.flatMap((need) =>
          need.what === what && need.source !== null ? [need.source] : [],
        ),
      ),
    ),
  ].toSorted()
  const mean = (of: (deficit: Deficit) => number): number =>
    waiting.reduce((sum, { deficit }) => sum + of(deficit), 0) / waiting.length
  const expected = waiting.reduce((sum, one) => sum + one.expected, 0)
  const most = Math.max(...waiting.map(({ deficit }) => hoursOf(deficit, 'unknown')))
  const areas = `${waiting.length} ${waiting.length === 1 ? 'area' : 'areas'}`
  return [
    {
      area: null,
      areas: waiting.length,
      title: sources.length === 0 ? ASK_WORD[what] : `${ASK_WORD[what]}: ${named(sources)}`,
      kind: 'register',
      blindness: mean(({ blindness }) => blindness),
      unknown: mean(({ unknown }) => unknown),
      expected,
      unseen: null,
      windows: [],
      sources,
      because: `until then nobody knows whether anybody looked at ${areas}, for up to ${fixed(most)} h of the day; nobody is sent for that`,
    },
  ]
}

/**
 * The proposals: first what is to be registered or stated; then whom to send where it is known that nobody looked, the most
 * unseen events first, of equals the blinder area, then in the order given. Areas that somebody looked at all day are left
 * out. `shiftMs` moves the blind stretches into the day that is planned.
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
  const weighed = deficits.map((deficit): Weighed => {
    const own = records.get(deficit.area.id) ?? { events: 0, watchedMs: 0 }
    const perMs = (own.events + meanPerMs * PRIOR_MS) / (own.watchedMs + PRIOR_MS)
    return { deficit, expected: perMs * DAY_MS }
  })
  const sent = weighed
    .filter(({ deficit }) => deficit.blindness > 0)
    .toSorted(
      (a, b) =>
        b.expected * b.deficit.blindness - a.expected * a.deficit.blindness ||
        b.deficit.blindness - a.deficit.blindness,
    )
    .map((one) => sending(one, shiftMs))
  return [...NEEDS.flatMap((what) => registering(weighed, what)), ...sent].slice(0, PROPOSALS_MAX)
}
