/** The training part of a plan told: who passes by which month. */
import {
  assessTraining,
  parseTrainingPlan,
  type TrainingAssessment,
  type TrainingPlan,
} from '../training/index.ts'
import type { PlanKind, PrintTable } from './plan-kind.ts'

function tell(
  { goal }: TrainingPlan,
  { courses, graduates, byGoalMonth, goalMonth, bottleneck }: TrainingAssessment,
  print: PrintTable,
): void {
  print(
    `courses; the bottleneck is ${bottleneck}`,
    ['course', 'title', 'classes at once', 'bound by', 'can feed a month', 'one class more brings'],
    courses.map((one) => [
      one.id,
      one.title,
      one.classes,
      one.classesBoundBy,
      one.ratePerMonth.toFixed(0),
      one.oneClassMore,
    ]),
    `brings: graduates of the last course by month ${goal.byMonth}`,
  )
  print(
    `${byGoalMonth} of ${goal.graduates} by month ${goal.byMonth}; the goal is reached ` +
      (goalMonth === null ? 'not within the horizon' : `in month ${goalMonth}`),
    ['month', 'graduates', ...courses.map(({ id }) => `${id}: passed, in class, waiting`)],
    graduates.map((sum, i) => [
      i + 1,
      sum,
      ...courses.map(({ months }) => {
        const month = months[i]
        return `${month?.passed ?? 0}, ${month?.inTraining ?? 0}, ${month?.waiting ?? 0}`
      }),
    ]),
  )
}

/** The kind of document that `holdfast plan training` and the page work out. */
export const trainingKind: PlanKind<TrainingPlan, TrainingAssessment> = {
  name: 'training',
  kind: 'training',
  description:
    'throughput of a training pipeline by month, its bottleneck, and what one class more is worth',
  parse: parseTrainingPlan,
  assess: assessTraining,
  weighed: [
    { result: 'graduates by the goal month', resultOf: (one) => assessTraining(one).byGoalMonth },
  ],
  tell,
}
