/**
 * What one name says of the quality of its positions, graded report by report. A receiver that is jammed tells so in
 * several ways, by what it sends: a worse accuracy (NACp), no containment (NIC), no monitoring (RAIM, SIL), or another
 * means of fixing its position (AIS: reckoned, entered by hand). Each is graded alone, as no format has all of them.
 *
 * A loss is the step from steadily good to bad, in two reports in a row: many sets flicker, and many never were good.
 * A name that loses and regains the same thing over and over is a bad set and shows nothing of its surroundings.
 */
import type { PositionQuality } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import {
  BAD_CONTAINMENT_M,
  BAD_ERROR_M,
  GOOD_CONTAINMENT_M,
  GOOD_ERROR_M,
  HABIT_COUNT,
  HABIT_MS,
  LOSS_COUNT,
  RECENT_MS,
  STEADY_COUNT,
  STEADY_MS,
} from './assumptions.ts'
import type { Loss, PositionReport } from './types.ts'

/** One thing of one name, changed in place. Instants are null where it never was. */
interface Grade {
  goodSinceMs: InstantMs
  goodMs: InstantMs | null
  goodCount: number
  /** Bad reports in a row, and when they began if it was steadily good before. */
  badCount: number
  suspectMs: InstantMs | null
  regainedMs: InstantMs | null
  regainedCount: number
}
/** What was ever said of one name; at most one grade for each kind of loss. */
export type Grades = Map<Loss, Grade>

/** True: good; false: bad; undefined: not said, or between. */
type Verdict = boolean | undefined
const between = (valueM: number | null, goodM: number, badM: number): Verdict =>
  valueM === null ? undefined : valueM <= goodM ? true : valueM >= badM ? false : undefined
const IS_BY_SATELLITE: Readonly<Record<NonNullable<PositionQuality['positioning']>, Verdict>> = {
  gnss: true,
  combined: true,
  terrestrial: false,
  inertial: false,
  manual: false,
  // What was surveyed does not move and needs no satellites.
  surveyed: undefined,
}

function verdictOf(loss: Loss, { errorM, quality }: PositionReport): Verdict {
  switch (loss) {
    case 'accuracy':
      return between(quality?.accuracyM ?? errorM, GOOD_ERROR_M, BAD_ERROR_M)
    case 'containment':
      return between(quality?.containmentM ?? null, GOOD_CONTAINMENT_M, BAD_CONTAINMENT_M)
    case 'monitoring':
      return quality?.isMonitored ?? undefined
    case 'positioning': {
      const by = quality?.positioning ?? null
      return by === null ? undefined : IS_BY_SATELLITE[by]
    }
  }
}

/** The kinds of loss, in the order in which they are told. */
export const LOSSES: readonly Loss[] = ['accuracy', 'containment', 'monitoring', 'positioning']

const WITHOUT_QUALITY: readonly Loss[] = ['accuracy']

/** Takes one more report of the name, in order of time. */
export function grade(grades: Grades, report: PositionReport): void {
  for (const loss of report.quality === undefined ? WITHOUT_QUALITY : LOSSES) {
    const isGood = verdictOf(loss, report)
    if (isGood === undefined) continue
    let held = grades.get(loss)
    if (held === undefined) grades.set(loss, (held = begun(report.atMs)))
    if (isGood) better(held, report.atMs)
    else worse(held, report.atMs)
  }
}
const begun = (atMs: InstantMs): Grade => ({
  goodSinceMs: atMs,
  goodMs: null,
  goodCount: 0,
  badCount: 0,
  suspectMs: null,
  regainedMs: null,
  regainedCount: 0,
})

function better(held: Grade, atMs: InstantMs): void {
  if (lostMsOf(held) !== null) {
    held.regainedCount = isHabitFresh(held, atMs) ? held.regainedCount + 1 : 1
    held.regainedMs = atMs
  }
  const goesOn = held.badCount === 0 && held.goodMs !== null && atMs - held.goodMs <= RECENT_MS
  held.goodSinceMs = goesOn ? held.goodSinceMs : atMs
  held.goodCount = goesOn ? held.goodCount + 1 : 1
  held.goodMs = atMs
  held.badCount = 0
  held.suspectMs = null
}

function worse(held: Grade, atMs: InstantMs): void {
  if (held.badCount === 0) {
    const { goodMs, goodSinceMs, goodCount } = held
    const wasSteady =
      goodMs !== null &&
      atMs - goodMs <= RECENT_MS &&
      goodCount >= STEADY_COUNT &&
      goodMs - goodSinceMs >= STEADY_MS
    const isHabit = isHabitFresh(held, atMs) && held.regainedCount >= HABIT_COUNT
    held.suspectMs = wasSteady && !isHabit ? atMs : null
  }
  held.badCount += 1
}
const isHabitFresh = ({ regainedMs }: Grade, atMs: InstantMs): boolean =>
  regainedMs !== null && atMs - regainedMs <= HABIT_MS
const lostMsOf = ({ badCount, suspectMs }: Grade): InstantMs | null =>
  badCount >= LOSS_COUNT ? suspectMs : null

/** When the name lost one thing, where it has not regained it; null: it has not lost it. */
export function lostMs(grades: Grades, loss: Loss): InstantMs | null {
  const held = grades.get(loss)
  return held === undefined ? null : lostMsOf(held)
}
