import type { PlanHead } from '../figures/index.ts'

/** One course of a pipeline. */
export interface Course {
  readonly id: string
  readonly title: string
  /** The course whose graduates it takes; null: it takes the intake. */
  readonly after: string | null
  readonly weeks: number
  /** Weeks between two classes in the same rooms. */
  readonly gapWeeks: number
  /** Most students of a class. */
  readonly seats: number
  /** Fewest students that a class begins with. */
  readonly classMin: number
  /** Classes that there are rooms, ranges and equipment for at one time. */
  readonly rooms: number
  readonly instructors: number
  readonly instructorsPerClass: number
  /** Share of a class that does not pass, [0, 1). */
  readonly wastage: number
}
/** People who come to be trained, in every month of a span, both ends included. */
export interface Intake {
  readonly fromMonth: number
  readonly toMonth: number
  readonly perMonth: number
}
/** A chain of courses over months; month 1 is the first. */
export interface TrainingPlan extends PlanHead {
  readonly months: number
  readonly intake: readonly Intake[]
  /** In the order of the chain. */
  readonly courses: readonly Course[]
  /** How many are to have passed the last course, and by the end of which month. */
  readonly goal: { readonly graduates: number; readonly byMonth: number }
}
