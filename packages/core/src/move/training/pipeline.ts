/**
 * Throughput of a training pipeline. Classes are counted week by week, because what a month brings hangs on when a class
 * ends and not on an average: with eight-week courses nobody passes in the first month, whatever the rate. A class begins
 * as soon as there is room, instructors and enough students, takes as many as it has seats for, and its graduates queue
 * for the next course. What does not pass is rounded up: the plan errs low.
 */
import type { Course, TrainingPlan } from './types.ts'

const WEEKS_PER_YEAR = 52
const MONTHS_PER_YEAR = 12

/** Weeks of so many months, rounded down: 12 months are 52 weeks. */
export const weeksOf = (months: number): number =>
  Math.floor((months * WEEKS_PER_YEAR) / MONTHS_PER_YEAR)

/** One month of one course. */
export interface CourseMonth {
  readonly month: number
  readonly began: number
  readonly passed: number
  /** In a class at the month's end. */
  readonly inTraining: number
  /** Waiting for a class at the month's end. */
  readonly waiting: number
}
/** What one course comes to. */
export interface CourseAssessment {
  readonly id: string
  readonly title: string
  /** Classes at one time: rooms, or what the instructors suffice for. */
  readonly classes: number
  readonly classesBoundBy: 'rooms' | 'instructors'
  /** Graduates of the last course a month that this course can feed, if its classes are always full. */
  readonly ratePerMonth: number
  readonly months: readonly CourseMonth[]
  /** More graduates of the last course by the goal's month with one class more (its room and its instructors). */
  readonly oneClassMore: number
}
/** Everything that the training part comes to. */
export interface TrainingAssessment {
  readonly courses: readonly CourseAssessment[]
  /** Cumulative graduates of the last course by the end of each month. */
  readonly graduates: readonly number[]
  readonly byGoalMonth: number
  /** Month by the end of which the goal is reached; null: not within the horizon. */
  readonly goalMonth: number | null
  /** The course with the least rate; what goes before and after it cannot make up for it. */
  readonly bottleneck: string
}

/** Classes that a course can hold at one time. */
export const classesOf = ({ rooms, instructors, instructorsPerClass }: Course): number =>
  Math.min(rooms, Math.floor(instructors / instructorsPerClass))

/** Those of a class who pass. */
const passOf = (students: number, { wastage }: Course): number =>
  Math.floor(students * (1 - wastage) + 1e-9)

interface Line {
  readonly course: Course
  /** Classes now running: when each ends, and with how many. */
  running: { readonly endsWeek: number; readonly students: number }[]
  /** Weeks from which a class may begin, one for each that can be held. */
  freeFrom: number[]
  waiting: number
}

/** Ends and begins what is due in a week; gives what began and passed. */
function step(line: Line, week: number): { readonly began: number; readonly passed: number } {
  const { course } = line
  const ended = line.running.filter(({ endsWeek }) => endsWeek <= week)
  line.running = line.running.filter(({ endsWeek }) => endsWeek > week)
  let began = 0
  line.freeFrom = line.freeFrom.map((free) => {
    const students = Math.min(course.seats, line.waiting)
    if (free > week || students < course.classMin) return free
    line.waiting -= students
    line.running.push({ endsWeek: week + course.weeks, students })
    began += students
    return week + course.weeks + course.gapWeeks
  })
  return { began, passed: ended.reduce((sum, { students }) => sum + passOf(students, course), 0) }
}

/** Runs a pipeline; for each course the months in order. A class that ends with the last week of a month counts to it. */
export function runPipeline({
  months,
  intake,
  courses,
}: TrainingPlan): readonly (readonly CourseMonth[])[] {
  const lines = courses.map((course): Line => ({
    course,
    running: [],
    freeFrom: Array.from({ length: classesOf(course) }, () => 0),
    waiting: 0,
  }))
  const told = courses.map((): CourseMonth[] => [])
  let week = 0
  for (let month = 1; month <= months; month += 1) {
    const sums = courses.map(() => ({ began: 0, passed: 0 }))
    const [first] = lines
    if (first !== undefined)
      for (const { fromMonth, toMonth, perMonth } of intake)
        if (fromMonth <= month && month <= toMonth) first.waiting += perMonth
    for (; week < weeksOf(month); week += 1)
      for (const [i, line] of lines.entries()) {
        const { began, passed } = step(line, week)
        const sum = sums[i]
        if (sum !== undefined) [sum.began, sum.passed] = [sum.began + began, sum.passed + passed]
        const next = lines[i + 1]
        if (next !== undefined) next.waiting += passed
      }
    for (const [i, line] of lines.entries())
      told[i]?.push({
        month,
        began: sums[i]?.began ?? 0,
        passed: sums[i]?.passed ?? 0,
        inTraining: line.running.reduce((sum, { students }) => sum + students, 0),
        waiting: line.waiting,
      })
  }
  return told
}

function graduatesOf(plan: TrainingPlan): readonly number[] {
  let sum = 0
  return (runPipeline(plan).at(-1) ?? []).map(({ passed }) => {
    sum += passed
    return sum
  })
}

/** Graduates of the last course a month that a course can feed when its classes are always full. */
function rateOf(course: Course, later: readonly Course[]): number {
  const perWeek =
    (classesOf(course) * course.seats * (1 - course.wastage)) / (course.weeks + course.gapWeeks)
  const survive = later.reduce((share, { wastage }) => share * (1 - wastage), 1)
  return (perWeek * survive * WEEKS_PER_YEAR) / MONTHS_PER_YEAR
}

/** Works a pipeline of at least one course out. */
export function assessTraining(plan: TrainingPlan): TrainingAssessment {
  const { courses, goal } = plan
  const months = runPipeline(plan)
  const graduates = graduatesOf(plan)
  const byGoalMonth = graduates[goal.byMonth - 1] ?? 0
  const more = (id: string): TrainingPlan => ({
    ...plan,
    courses: courses.map((course) =>
      course.id === id
        ? {
            ...course,
            rooms: classesOf(course) + 1,
            instructors: (classesOf(course) + 1) * course.instructorsPerClass,
          }
        : course,
    ),
  })
  const assessed = courses.map((course, i): CourseAssessment => ({
    id: course.id,
    title: course.title,
    classes: classesOf(course),
    classesBoundBy: classesOf(course) < course.rooms ? 'instructors' : 'rooms',
    ratePerMonth: rateOf(course, courses.slice(i + 1)),
    months: months[i] ?? [],
    oneClassMore: (graduatesOf(more(course.id))[goal.byMonth - 1] ?? 0) - byGoalMonth,
  }))
  const [bottleneck] = assessed.toSorted((a, b) => a.ratePerMonth - b.ratePerMonth)
  const reached = graduates.findIndex((sum) => sum >= goal.graduates)
  return {
    courses: assessed,
    graduates,
    byGoalMonth,
    goalMonth: reached < 0 ? null : reached + 1,
    bottleneck: bottleneck?.id ?? '',
  }
}
