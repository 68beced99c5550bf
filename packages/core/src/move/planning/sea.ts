/** The sea part of a plan told: mine clearance, task forces, and passages held against the Montreux Convention. */
import {
  assessSea,
  parseSeaPlan,
  type ClearanceAssessment,
  type SeaAssessment,
  type SeaPlan,
  type StraitsAssessment,
} from '../sea/index.ts'
import type { PlanKind, PrintTable } from './plan-kind.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const range = ([min, max]: readonly [number, number], show: (value: number) => string): string =>
  `${show(min)} to ${show(max)}`

function tellClearance(one: ClearanceAssessment, print: PrintTable): void {
  const reached =
    one.passes === null || one.days === null
      ? 'the goal is out of reach of this gear'
      : `${one.passes} passes in ${one.days.toFixed(1)} days; ${one.passesAtRandom.toFixed(1)} if tracks fall at random`
  print(
    `${one.id}, ${one.title}: ${one.areaKm2.toFixed(1)} km2, ${one.tracks} tracks, ${one.contacts.toFixed(0)} contacts; ${reached}`,
    [
      'pass',
      'day',
      'cleared',
      'at random',
      'mines left',
      'first ship hit',
      'at random, at the most',
    ],
    one.states.map((state) => [
      state.pass,
      state.day.toFixed(1),
      percent(state.cleared),
      percent(state.clearedAtRandom),
      range(state.minesLeft, (mines) => mines.toFixed(1)),
      range(state.threat, percent),
      percent(state.threatAtRandomMax),
    ]),
  )
}

function tellStraits(
  { aggregateLimitTons, onePowerLimitTons, days, findings }: StraitsAssessment,
  print: PrintTable,
): void {
  const most = Math.max(0, ...days.map(({ aggregateTons }) => aggregateTons))
  print(
    `the Straits (Montreux Convention 1936): at the most ${most} t of ${aggregateLimitTons} t in the sea, ` +
      `${onePowerLimitTons} t for one Power`,
    ['article', '', 'passages', 'days', 'what', 'to mend it', 'checked'],
    findings.map((one) => [
      one.article,
      one.weight,
      one.passages.join(' '),
      one.days === null ? '' : one.days.join(' to '),
      one.what,
      one.mend,
      one.checked,
    ]),
    "checked: text, read in the Convention's words; reports, from public accounts that agree. Turkey says what it means",
  )
}

function tell(
  _plan: SeaPlan,
  { clearance, taskForces, straits }: SeaAssessment,
  print: PrintTable,
): void {
  for (const one of clearance) tellClearance(one, print)
  print(
    'task forces',
    ['force', 'title', 'on task of its time', 'ships for one', 'ships', 'bound by'],
    taskForces.map((one) => [
      one.id,
      one.title,
      percent(one.onTaskShare),
      one.shipsPerOnTask?.toFixed(2) ?? 'never',
      one.ships ?? 'never',
      one.boundBy,
    ]),
  )
  if (straits !== null) tellStraits(straits, print)
}

/** Days until the last clearance is done, one task after the other with the ships of each; infinite where one never is. */
const clearedAfterDays = (plan: SeaPlan): number =>
  Math.max(0, ...assessSea(plan).clearance.map(({ days }) => days ?? Number.POSITIVE_INFINITY))
const shipsOf = (plan: SeaPlan): number =>
  assessSea(plan).taskForces.reduce(
    (sum, { ships }) => sum + (ships ?? Number.POSITIVE_INFINITY),
    0,
  )

/** The kind of document that `holdfast plan sea` and the page work out. */
export const seaKind: PlanKind<SeaPlan, SeaAssessment> = {
  name: 'sea',
  kind: 'sea',
  description:
    'mine clearance in passes, days and risk left; ships for task forces; passages held against the Montreux Convention',
  parse: parseSeaPlan,
  assess: assessSea,
  weighed: [
    { result: 'the longest clearance, days,', resultOf: clearedAfterDays },
    { result: 'the number of ships of task forces', resultOf: shipsOf },
  ],
  tell,
}
