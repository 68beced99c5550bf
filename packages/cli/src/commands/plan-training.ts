/** `holdfast plan training FILE`: who passes by which month. */
import type { Command } from 'commander'
import {
  assessTraining,
  parseTrainingPlan,
  type TrainingAssessment,
  type TrainingPlan,
} from '@holdfast/core/move/training'
import { printTable } from '../output/index.ts'
import { addPlanCommand } from './plan-document.ts'

function tell(
  { goal }: TrainingPlan,
  { courses, graduates, byGoalMonth, goalMonth, bottleneck }: TrainingAssessment,
): void {
  printTable(
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
  printTable(
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

/** `holdfast plan training`. */
export const addPlanTraining = (plan: Command): void =>
  addPlanCommand(plan, {
    name: 'training',
    example: 'data/plans/training.yaml',
    description:
      'throughput of a training pipeline by month, its bottleneck, and what one class more is worth',
    parse: parseTrainingPlan,
    assess: assessTraining,
    weighed: [
      { result: 'graduates by the goal month', resultOf: (one) => assessTraining(one).byGoalMonth },
    ],
    tell,
  })
