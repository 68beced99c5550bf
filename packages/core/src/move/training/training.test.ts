/**
 * Goal: nobody is trained who did not come, nobody is lost, and full classes bring what their rate says. Method: a closed
 * form for one course that is always full; conservation over random pipelines; more of anything never brings less at the
 * end of a long run of one course.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assessTraining, classesOf, runPipeline, weeksOf } from './index.ts'
import type { Course, TrainingPlan } from './index.ts'

const courseOf = fc.record({
  weeks: fc.integer({ min: 1, max: 20 }),
  gapWeeks: fc.integer({ min: 0, max: 3 }),
  seats: fc.integer({ min: 5, max: 100 }),
  classMin: fc.integer({ min: 1, max: 5 }),
  rooms: fc.integer({ min: 1, max: 5 }),
  instructors: fc.integer({ min: 4, max: 30 }),
  instructorsPerClass: fc.integer({ min: 1, max: 4 }),
  wastage: fc.constantFrom(0, 0.1, 0.25),
})
const planOf = (
  courses: readonly Omit<Course, 'id' | 'title' | 'after'>[],
  perMonth: number,
): TrainingPlan => ({
  id: 't',
  title: '',
  notice: '',
  assumptions: [],
  months: 24,
  intake: [{ fromMonth: 1, toMonth: 24, perMonth }],
  courses: courses.map((course, i) => ({
    id: `c-${i}`,
    title: '',
    after: i === 0 ? null : `c-${i - 1}`,
    ...course,
  })),
  goal: { graduates: 100, byMonth: 12 },
})

test('one course that is always full: classes that ended, times those who pass of each', () => {
  fc.assert(
    fc.property(courseOf, (course) => {
      const plan = planOf([course], 1_000_000)
      const told = assessTraining(plan)
      for (const [i, sum] of told.graduates.entries()) {
        // A class that ends in week w is counted in w, so before the month's last week is over.
        const weeks = weeksOf(i + 1) - 1
        const turns =
          weeks < course.weeks
            ? 0
            : Math.floor((weeks - course.weeks) / (course.weeks + course.gapWeeks)) + 1
        const [only] = plan.courses
        if (only === undefined) throw new Error('no course')
        expect(sum).toBe(
          turns * classesOf(only) * Math.floor(course.seats * (1 - course.wastage) + 1e-9),
        )
      }
    }),
  )
})

test('everybody is somewhere: passed, in class, waiting, or did not pass', () => {
  fc.assert(
    fc.property(
      fc.array(courseOf, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 300 }),
      (courses, perMonth) => {
        const plan = planOf(courses, perMonth)
        const told = runPipeline(plan)
        for (let month = 1; month <= plan.months; month += 1) {
          let came = perMonth * month
          for (const [i, months] of told.entries()) {
            const past = months.slice(0, month)
            const began = past.reduce((sum, one) => sum + one.began, 0)
            const passed = past.reduce((sum, one) => sum + one.passed, 0)
            const last = past.at(-1)
            expect(began + (last?.waiting ?? 0)).toBe(came)
            const ended = began - (last?.inTraining ?? 0)
            expect(passed).toBeLessThanOrEqual(ended * (1 - (courses[i]?.wastage ?? 0)) + 1e-6)
            // Each class that ended loses less than one whole student to rounding.
            expect(passed).toBeGreaterThanOrEqual(
              ended * (1 - (courses[i]?.wastage ?? 0)) - ended - 1e-6,
            )
            expect(last?.inTraining ?? 0).toBeLessThanOrEqual(
              (courses[i]?.seats ?? 0) * (courses[i]?.rooms ?? 0),
            )
            came = passed
          }
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('the rate is never passed in the long run, and the bottleneck has the least', () => {
  fc.assert(
    fc.property(fc.array(courseOf, { minLength: 1, maxLength: 3 }), (courses) => {
      const told = assessTraining(planOf(courses, 10_000))
      const least = Math.min(...told.courses.map(({ ratePerMonth }) => ratePerMonth))
      expect(told.courses.find(({ id }) => id === told.bottleneck)?.ratePerMonth).toBe(least)
      const oneTurn = Math.max(...courses.map(({ seats, rooms }) => seats * rooms))
      expect(told.graduates.at(-1) ?? 0).toBeLessThanOrEqual(24 * least + oneTurn)
    }),
    { numRuns: 60 },
  )
})

test('one class more never does harm where students wait, and the goal is reached in the month it is', () => {
  fc.assert(
    fc.property(courseOf, (course) => {
      const told = assessTraining(planOf([course], 1_000_000))
      const [only] = told.courses
      expect(only?.oneClassMore).toBeGreaterThanOrEqual(0)
      if ((told.graduates[11] ?? 0) > 0) expect(only?.oneClassMore).toBeGreaterThan(0)
      const month = told.goalMonth
      if (month === null) expect(told.graduates.at(-1)).toBeLessThan(100)
      else {
        expect(told.graduates[month - 1]).toBeGreaterThanOrEqual(100)
        expect(told.graduates[month - 2] ?? 0).toBeLessThan(100)
      }
    }),
    { numRuns: 60 },
  )
})
