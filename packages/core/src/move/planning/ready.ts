/** The ready part of a plan told: which units are ready, and what each still waits for. */
import {
  assessReadiness,
  parseReadinessPlan,
  type ReadinessAssessment,
  type ReadinessPlan,
} from '../readiness/index.ts'
import type { PlanKind, PrintTable } from './plan-kind.ts'

const day = (value: number | null): string => (value === null ? 'never so' : String(value))

function tell(
  { today }: ReadinessPlan,
  { units, gates, costs }: ReadinessAssessment,
  print: PrintTable,
): void {
  print(
    `units on day ${today}: ready only with every line`,
    [
      'unit',
      'title',
      'nation',
      'IOC day',
      'in time',
      'FOC day',
      'in time',
      'waits for',
      'without a line for',
    ],
    units.map((one) => [
      one.id,
      one.title,
      one.nation,
      one.iocNow ? 'ready' : day(one.iocDay),
      one.iocInTime ? 'yes' : 'no',
      one.focNow ? 'ready' : day(one.focDay),
      one.focInTime ? 'yes' : 'no',
      one.waitsFor ?? '',
      one.withoutLine.join(' '),
    ]),
  )
  print(
    'what is missing, and who can give it; the least time to spare first',
    ['line', 'title', 'units', 'for', 'giver', 'earliest', 'begin by', 'to spare', 'missing'],
    gates
      .filter(({ status }) => status !== 'done')
      .toSorted(
        (a, b) =>
          (a.spareDays ?? Number.MIN_SAFE_INTEGER) - (b.spareDays ?? Number.MIN_SAFE_INTEGER),
      )
      .map((one) => [
        one.id,
        one.title,
        one.units.join(' '),
        one.neededFor.toUpperCase(),
        one.giver,
        day(one.earliestDay),
        one.latestBeginDay,
        one.spareDays ?? '',
        one.missing ?? '',
      ]),
  )
  print(
    'done, by entry',
    ['line', 'title', 'entry'],
    gates
      .filter(({ status }) => status === 'done')
      .map(({ id, title, entry }) => [id, title, entry ?? '']),
  )
  print(
    'costs',
    ['nation', 'currency', 'needed', 'promised'],
    costs.map(({ nation, currency, needed, promised }) => [
      nation,
      currency,
      needed.toFixed(1),
      promised.toFixed(1),
    ]),
  )
}

/** Day on which the last unit has its full capability; infinite where one never has. */
const lastFocDay = (plan: ReadinessPlan): number =>
  Math.max(...assessReadiness(plan).units.map(({ focDay }) => focDay ?? Number.POSITIVE_INFINITY))
/** Units that have their initial capability in time. */
const inTime = (plan: ReadinessPlan): number =>
  assessReadiness(plan).units.filter(({ iocInTime }) => iocInTime).length

/** The kind of document that `holdfast plan ready` and the page work out. */
export const readyKind: PlanKind<ReadinessPlan, ReadinessAssessment> = {
  name: 'ready',
  kind: 'readiness',
  description:
    'units with transfer of authority, reception, onward movement, status of forces, medical evacuation and costs: ' +
    'what is missing, who can give it, by when',
  parse: parseReadinessPlan,
  assess: assessReadiness,
  weighed: [
    { result: 'the number of units with IOC in time', resultOf: inTime },
    { result: 'the day of the last FOC', resultOf: lastFocDay },
  ],
  tell,
}
