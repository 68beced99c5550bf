import { WORTH_AUC } from './assumptions.ts'
import { dateOf } from './calendar.ts'
import { aucGain, aucOf, foundAt, shareAtLeast } from './score.ts'
import type { Estimate, Scored } from './score.ts'
import { WAYS } from './trial.ts'
import type { Trial, Way } from './trial.ts'

/** Known events: days since 1970-01-01 by cell. */
export type Events = ReadonlyMap<number, ReadonlySet<number>>
/**
 * What events are told apart from, in the cells that have some: all other days; other days of those months in which any
 * event is known, because where nobody recorded events a day without one says nothing; other days of months with an event
 * in the same cell; days of a reference period; and those of its days that are in the calendar months of events in the same
 * cell, because a season alone must not tell one year from another.
 */
export type Other =
  | 'otherDays'
  | 'otherDaysOfRecordedMonths'
  | 'otherDaysOfTheMonth'
  | 'reference'
  | 'referenceOfTheMonth'

/** How well one way tells events from one kind of others. Each case is the highest score of its day and those either side. */
export interface Assessment {
  readonly others: number
  readonly auc: Estimate
  /** Share of events found at the score that one in twenty of the others exceeds. */
  readonly foundAtOneInTwenty: number
  /** Share of events, and of the others, that reach 0.95; null where the score is no probability. */
  readonly found: number | null
  readonly falseAlarm: number | null
  /** The same of single days, without those either side. */
  readonly falseAlarmOfDay: number | null
}
/** The whole account. */
export interface Account {
  readonly events: number
  readonly cells: number
  /** Months of the period in which an event is known, as year and month (0 to 11). */
  readonly recordedMonths: readonly (readonly [year: number, month: number])[]
  readonly ways: Readonly<Record<Way, Readonly<Partial<Record<Other, Assessment>>>>>
  /** Whether the watch is worth using against each kind of others: the low end of its interval reaches 0.7. */
  readonly isWorthUsing: Readonly<Partial<Record<Other, boolean>>>
}

const THRESHOLD = 0.95
const highest = (row: Float64Array, at: number): number =>
  Math.max(row[at - 1] ?? -Infinity, row[at] as number, row[at + 1] ?? -Infinity)

/** The month of a day as one number. */
const monthKey = (day: number): number => {
  const { year, month } = dateOf(day)
  return year * 12 + month
}

interface Case {
  readonly cell: number
  readonly day: number
}
/** Days without an event on them or either side. */
function quietDays(trial: Trial, events: Events, keep: (of: Case) => boolean): Case[] {
  const out: Case[] = []
  for (const [cell, days] of events)
    for (let day = trial.first; day <= trial.last; day += 1) {
      if (days.has(day) || days.has(day - 1) || days.has(day + 1)) continue
      if (keep({ cell, day })) out.push({ cell, day })
    }
  return out
}

function scored(
  events: { trial: Trial; cases: readonly Case[] },
  others: { trial: Trial; cases: readonly Case[] },
  of: {
    readonly way: Way
    readonly days: 'around' | 'single'
  },
): Scored {
  const n = events.cases.length + others.cases.length
  const out = { score: new Float64Array(n), isEvent: new Uint8Array(n), cell: new Int32Array(n) }
  let i = 0
  for (const [isEvent, { trial, cases }] of [others, events].entries())
    for (const { cell, day } of cases) {
      const row = trial.scores[of.way].get(cell) ?? new Float64Array(0)
      out.score[i] =
        of.days === 'around' ? highest(row, day - trial.first) : (row[day - trial.first] as number)
      out.isEvent[i] = isEvent
      out.cell[i] = cell
      i += 1
    }
  return out
}

function assess(
  events: { trial: Trial; cases: readonly Case[] },
  others: { trial: Trial; cases: readonly Case[] },
  way: Way,
): Assessment {
  const around = scored(events, others, { way, days: 'around' })
  const single = scored(events, others, { way, days: 'single' })
  const share = (of: Scored, isEvent: boolean): number | null =>
    way === 'scan' ? null : shareAtLeast(of, THRESHOLD, isEvent)
  return {
    others: others.cases.length,
    auc: aucOf(around),
    foundAtOneInTwenty: foundAt(around, 0.05),
    found: share(around, true),
    falseAlarm: share(around, false),
    falseAlarmOfDay: share(single, false),
  }
}

/** Cells that have an event in the range, ascending. */
export const cellsWithEvents = (
  events: Events,
  { first, last }: { first: number; last: number },
): readonly number[] =>
  [...events]
    .filter(([, days]) => [...days].some((day) => day >= first && day <= last))
    .map(([cell]) => cell)
    .toSorted((a, b) => a - b)

function referenceKinds(
  trial: Trial,
  events: Events,
  cellMonths: ReadonlySet<string>,
): Readonly<Record<'reference' | 'referenceOfTheMonth', { trial: Trial; cases: readonly Case[] }>> {
  const ofYear = new Set([...cellMonths].map((key) => calendarMonth(key)))
  const isOfMonth = ({ cell, day }: Case): boolean =>
    ofYear.has(calendarMonth(`${cell}/${monthKey(day)}`))
  return {
    reference: { trial, cases: quietDays(trial, events, () => true) },
    referenceOfTheMonth: { trial, cases: quietDays(trial, events, isOfMonth) },
  }
}
/** The cell and the month of any year, of a cell and a month. */
function calendarMonth(key: string): string {
  const [cell, month] = key.split('/')
  return `${cell}/${Number(month) % 12}`
}

/** A trial, and that of a reference period where there is one. Both hold the cells with events. */
export interface Trials {
  readonly trial: Trial
  readonly reference: Trial | null
}
interface Cases {
  readonly trial: Trial
  readonly cases: readonly Case[]
}

/** The events of the trial's days, and what they are told from. */
function casesOf(
  all: Events,
  { trial, reference }: Trials,
): {
  readonly cells: readonly number[]
  readonly events: Cases
  readonly kinds: Partial<Record<Other, Cases>>
} {
  const cells = cellsWithEvents(all, trial)
  const events: Events = new Map(cells.map((cell) => [cell, all.get(cell) ?? new Set<number>()]))
  const isIn = (day: number): boolean => day >= trial.first && day <= trial.last
  const cases = cells.flatMap((cell) =>
    [...(events.get(cell) ?? [])]
      .filter(isIn)
      .toSorted((a, b) => a - b)
      .map((day) => ({ cell, day })),
  )
  const months = new Set(cases.map(({ day }) => monthKey(day)))
  const cellMonths = new Set(cases.map(({ cell, day }) => `${cell}/${monthKey(day)}`))
  const kinds: Partial<Record<Other, Cases>> = {
    otherDays: { trial, cases: quietDays(trial, events, () => true) },
    otherDaysOfRecordedMonths: {
      trial,
      cases: quietDays(trial, events, ({ day }) => months.has(monthKey(day))),
    },
    otherDaysOfTheMonth: {
      trial,
      cases: quietDays(trial, events, ({ cell, day }) =>
        cellMonths.has(`${cell}/${monthKey(day)}`),
      ),
    },
    ...(reference === null ? {} : referenceKinds(reference, events, cellMonths)),
  }
  return { cells, events: { trial, cases }, kinds }
}

/**
 * How much better the watch tells events from others in one run than in another, say with the weather and without: the
 * difference of the areas, of the same cases.
 */
export function gainOf(
  all: Events,
  of: Trials,
  than: Trials,
): Readonly<Partial<Record<Other, Estimate>>> {
  const [a, b] = [casesOf(all, of), casesOf(all, than)]
  const how = { way: 'state', days: 'around' } as const
  return Object.fromEntries(
    (Object.keys(a.kinds) as Other[]).flatMap((kind) => {
      const [others, plainer] = [a.kinds[kind], b.kinds[kind]]
      if (others === undefined || plainer === undefined) return []
      return [[kind, aucGain(scored(a.events, others, how), scored(b.events, plainer, how))]]
    }),
  )
}

/** Assesses a trial, and a reference period where there is one, against events. */
export function accountOf(all: Events, trials: Trials): Account {
  const { cells, events, kinds } = casesOf(all, trials)
  const months = new Set(events.cases.map(({ day }) => monthKey(day)))
  const of = (way: Way): Partial<Record<Other, Assessment>> =>
    Object.fromEntries(
      Object.entries(kinds).map(([kind, others]) => [kind, assess(events, others, way)]),
    )
  const ways = Object.fromEntries(WAYS.map((way) => [way, of(way)])) as Account['ways']
  return {
    events: events.cases.length,
    cells: cells.length,
    recordedMonths: [...months]
      .toSorted((a, b) => a - b)
      .map((key) => [Math.floor(key / 12), key % 12]),
    ways,
    isWorthUsing: Object.fromEntries(
      Object.entries(ways.state).map(([kind, { auc }]) => [kind, auc.low >= WORTH_AUC]),
    ),
  }
}
