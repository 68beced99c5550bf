import { pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { FigureReader } from '../figures/index.ts'
import type { Changes } from '../figures/index.ts'
import type { Course, Intake, TrainingPlan } from './types.ts'

/** Longest horizon of a pipeline, months. */
export const TRAINING_MONTHS_MAX = 120
/** Most courses of a pipeline. */
export const COURSES_MAX = 50

const COURSE_KEYS = [
  'id',
  'title',
  'after',
  'weeks',
  'gap',
  'seats',
  'classMin',
  'rooms',
  'instructors',
  'instructorsPerClass',
  'wastage',
]

function readMonth(reader: FigureReader, fields: Fields, key: string, months: number): number {
  const month = reader.whole(fields, key, TRAINING_MONTHS_MAX)
  if (month < 1 || month > months)
    reader.refuse(pathOf(fields, key), `is ${month}; write a month from 1 to ${months}`)
  return month
}

function readIntake(reader: FigureReader, fields: Fields, months: number): Intake {
  reader.only(fields, ['fromMonth', 'toMonth', 'perMonth'])
  const intake = {
    fromMonth: readMonth(reader, fields, 'fromMonth', months),
    toMonth: readMonth(reader, fields, 'toMonth', months),
    perMonth: reader.wholeFigure(fields, 'perMonth', {
      unit: 'students/month',
      min: 0,
      max: 1_000_000,
    }),
  }
  if (intake.toMonth < intake.fromMonth)
    reader.refuse(
      pathOf(fields, 'toMonth'),
      `is ${intake.toMonth}, before fromMonth (${intake.fromMonth}); swap the two`,
    )
  return intake
}

/** A course; `before` is the one that stands before it, whose graduates it takes. */
function readCourse(reader: FigureReader, fields: Fields, before: string | null): Course {
  reader.only(fields, COURSE_KEYS)
  const after = reader.has(fields, 'after') ? reader.id(fields, 'after') : null
  if (after !== before)
    reader.refuse(
      pathOf(fields, 'after'),
      before === null
        ? 'stands at the first course, which takes the intake; leave it out'
        : `is ${after === null ? 'missing' : `"${after}"`}; the courses are a chain: write ${before}, the one before it`,
    )
  const whole = (key: string, unit: string, [min, max]: readonly [number, number]): number =>
    reader.wholeFigure(fields, key, { unit, min, max })
  const course: Course = {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    after,
    weeks: whole('weeks', 'weeks', [1, 520]),
    gapWeeks: whole('gap', 'weeks', [0, 52]),
    seats: whole('seats', 'students', [1, 100_000]),
    classMin: whole('classMin', 'students', [1, 100_000]),
    rooms: whole('rooms', 'classes', [1, 1_000]),
    instructors: whole('instructors', 'instructors', [1, 100_000]),
    instructorsPerClass: whole('instructorsPerClass', 'instructors', [1, 10_000]),
    wastage: reader.figure(fields, 'wastage', { unit: 'share', min: 0, max: 0.95 }),
  }
  if (course.classMin > course.seats)
    reader.refuse(
      pathOf(fields, 'classMin'),
      `is ${course.classMin}, more than the seats (${course.seats}); no class would ever begin`,
    )
  if (course.instructors < course.instructorsPerClass)
    reader.refuse(
      pathOf(fields, 'instructors'),
      `is ${course.instructors}, and one class takes ${course.instructorsPerClass}; no class would ever begin`,
    )
  return course
}

/** Reads the training part of a plan (`kind: training`); `changes` put other values in the place of assumptions. */
export function parseTrainingPlan(
  value: unknown,
  at: At,
  changes?: Changes,
): TrainingPlan | Refused {
  const reader = new FigureReader(at, changes)
  const root = reader.open(value, 'training', ['months', 'intake', 'courses', 'goal'])
  const months = Math.max(1, reader.whole(root, 'months', TRAINING_MONTHS_MAX))
  const intake = reader.maps(root, 'intake', 1_000).map((one) => readIntake(reader, one, months))
  let before: string | null = null
  const courses: Course[] = []
  for (const one of reader.maps(root, 'courses', COURSES_MAX)) {
    const course = readCourse(reader, one, before)
    before = course.id
    courses.push(course)
  }
  if (courses.length === 0) reader.refuse('courses', 'is empty; write at least one course')
  reader.refuseRepeats(
    courses.map(({ id }) => id),
    (i) => `courses.${i}.id`,
  )
  const fields = reader.map(root, 'goal')
  reader.only(fields, ['graduates', 'byMonth'])
  const goal = {
    graduates: reader.wholeFigure(fields, 'graduates', {
      unit: 'students',
      min: 1,
      max: 10_000_000,
    }),
    byMonth: readMonth(reader, fields, 'byMonth', months),
  }
  return reader.finish((head) => ({ ...head, months, intake, courses, goal }))
}
