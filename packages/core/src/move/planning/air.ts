/** The air part of a plan told: airframes for orbits, what they see of the line, conditions for reopening airspace. */
import {
  assessAir,
  parseAirPlan,
  type AirAssessment,
  type AirPlan,
  type Reopening,
} from '../air/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { PlanKind, PrintTable } from './plan-kind.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const km = (value: number | null): string => (value === null ? '' : value.toFixed(0))

/** Hours that are alike as one row, `from to until`. */
function spansOf(byHour: readonly (readonly string[])[]): (readonly string[])[] {
  const rows: string[][] = []
  let from = 0
  for (const [hour, cells] of byHour.entries()) {
    const next = byHour[hour + 1]
    if (next !== undefined && next.join() === cells.join()) continue
    rows.push([`${from} to ${hour + 1}`, ...cells])
    from = hour + 1
  }
  return rows
}

function tellReopening({ asOfMs, allMet, answers }: Reopening, print: PrintTable): void {
  print(
    `conditions for reopening airspace as of ${tellInstant(asOfMs)}: ${allMet ? 'all met' : 'not all met'}`,
    ['condition', 'title', 'met', 'by or against', 'missing', 'source'],
    answers.map(({ id, title, met, entries, missing, source }) => [
      id,
      title,
      met ? 'yes' : 'no',
      entries.join(' '),
      missing ?? '',
      source,
    ]),
    'the State whose airspace it is decides; this list replaces no risk assessment',
  )
}

function tell(
  _plan: AirPlan,
  { orbits, airframes, crews, coverage, reopening }: AirAssessment,
  print: PrintTable,
): void {
  print(
    `orbits: ${airframes} airframes and ${crews} crews in all, none shared between orbits`,
    [
      'orbit',
      'transit h',
      'flight h',
      'cycle h',
      'a day h',
      'sorties',
      'airframes',
      'crews',
      'sees km',
      'horizon km',
      'not flyable',
    ],
    orbits.map((one) => [
      one.id,
      one.transitHours.toFixed(2),
      one.flightHours.toFixed(2),
      one.cycleHours.toFixed(2),
      one.dutyHoursPerDay,
      one.sortiesPerDay.toFixed(1),
      one.airframes,
      one.crews,
      km(one.seesKm),
      km(one.horizonKm),
      one.notFlyable ?? '',
    ]),
  )
  print(
    `the line of ${coverage.lineKm.toFixed(0)} km: ${percent(coverage.meanSeen)} seen on average, ` +
      `the least from ${coverage.worstHour} h UTC`,
    ['hours UTC', 'seen', 'seen twice'],
    spansOf(coverage.hours.map(({ seen, seenTwice }) => [percent(seen), percent(seenTwice)])),
    'no terrain, no weather: the most that can be seen',
  )
  print(
    'never seen, kilometres along the line',
    ['from', 'to'],
    coverage.neverSeen.map(({ fromKm, toKm }) => [fromKm.toFixed(0), toKm.toFixed(0)]),
  )
  print(
    'what goes if one orbit does not fly',
    ['orbit', 'of the line, on average'],
    coverage.without.map(({ orbit, lost }) => [orbit, percent(lost)]),
  )
  if (reopening !== null) tellReopening(reopening, print)
}

/** The kind of document that `holdfast plan air` and the page work out. */
export const airKind: PlanKind<AirPlan, AirAssessment> = {
  name: 'air',
  kind: 'air',
  description:
    'airframes and crews for orbits, the share of the line that they see by the hour, conditions for reopening airspace',
  parse: parseAirPlan,
  assess: assessAir,
  weighed: [
    { result: 'the number of airframes', resultOf: (one) => assessAir(one).airframes },
    {
      result: 'the share of the line seen',
      resultOf: (one) => assessAir(one).coverage.meanSeen,
      isShare: true,
    },
  ],
  tell,
}
