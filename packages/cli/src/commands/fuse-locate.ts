/**
 * `holdfast fuse locate CASES.json OUT.json`: where sounds came from, by their times of arrival, for measurement. The
 * solver is the one of a deployment and is told nothing of how the cases were made.
 */
import { earshotOf, Locator, SENSORS_MAX, type Arrivals } from '@holdfast/core/fuse/locate'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Command } from 'commander'
import { needWritable, readJson, writeWhole } from '../files/index.ts'
import { CommandRefused } from '../output/index.ts'

/** Longest file that one string can hold. */
const BYTES_MAX = 500_000_000
/** Cases after which the solver counts as compiled, for the second of the two rates. */
const WARM_AFTER = 2_000

interface SoundCase {
  readonly id: string | number
  readonly sensors: readonly (readonly [number, number])[]
  readonly t: readonly number[]
  readonly sigma_t: readonly number[] | number
  readonly c0: number
  readonly sigma_c: number
}
interface SoundAnswer {
  /** The case's; null where it has none. */
  readonly id: string | number | null
  readonly x: number
  readonly y: number
  readonly cov: readonly (readonly number[])[]
  /** Probability that it was the other place that fits; left out where there is none. */
  readonly elsewhere?: number
  /** Why the arrivals gave no place; x, y and cov are then the sensors' middle and earshot. */
  readonly refused?: string
}

/** `holdfast fuse locate`. */
export function addFuseLocate(fuse: Command): void {
  fuse
    .command('locate')
    .argument(
      '<cases>',
      'JSON: [{id, sensors: [[x,y]…] m, t: [s], sigma_t: [s], c0 m/s, sigma_c m/s}]',
    )
    .argument(
      '<out>',
      'where to write [{id, x, y, cov}], metres; one without a place has a vast cov, and refused says why',
    )
    .description('place sounds by their times of arrival; prints what it cost to stderr as JSON')
    .addHelpText('after', '\nExample:\n  $ holdfast fuse locate cases.json places.json\n')
    .action((casesFile: string, outFile: string) => {
      needWritable(outFile, [casesFile])
      const cases = readCases(casesFile)
      const { answers, ...cost } = solve(cases)
      writeWhole(outFile, `${JSON.stringify(answers)}\n`)
      const refused = answers.filter((answer) => answer.refused !== undefined).length
      process.stderr.write(`${JSON.stringify({ cases: cases.length, refused, ...cost })}\n`)
    })
}

function readCases(file: string): readonly unknown[] {
  const how = 'give the path of a list of cases; `holdfast fuse scenario clean8` makes one'
  const cases = readJson(file, { how, bytesMax: BYTES_MAX })
  if (!Array.isArray(cases)) throw new CommandRefused(`${file} is no list of cases; ${how}`)
  return cases
}

/** What a case must be before the solver can be asked. */
function caseOf(value: unknown): SoundCase | Refused {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { refused: `the case is ${told(value)}; write {id, sensors, t, sigma_t, c0, sigma_c}` }
  const one = value as Partial<Record<keyof SoundCase, unknown>>
  const { id, sensors, t, sigma_t: sigma } = one
  if (typeof id !== 'string' && typeof id !== 'number')
    return { refused: `id is ${told(id)}; write a text or a number` }
  if (!Array.isArray(sensors))
    return { refused: `sensors is ${told(sensors)}; write [[x, y], …] in metres` }
  const odd = sensors.findIndex((place) => !Array.isArray(place) || place.length !== 2)
  if (odd >= 0)
    return { refused: `sensors[${odd}] is ${told(sensors[odd])}; write [x, y] in metres` }
  if (!Array.isArray(t) || t.length !== sensors.length)
    return {
      refused: `t is ${howMany(t)}, sensors are ${sensors.length}; write one of each a sensor`,
    }
  if (typeof sigma !== 'number' && (!Array.isArray(sigma) || sigma.length !== sensors.length))
    return {
      refused: `sigma_t is ${howMany(sigma)}, sensors are ${sensors.length}; write one a sensor, or one for all`,
    }
  const { c0, sigma_c: sigmaC } = one
  if (typeof c0 !== 'number' || !(c0 > 0))
    return { refused: `c0 is ${told(c0)}; write the speed of sound in m/s, above 0` }
  if (typeof sigmaC !== 'number' || !(sigmaC >= 0))
    return { refused: `sigma_c is ${told(sigmaC)}; write the deviation of c0 in m/s, 0 or more` }
  return value as SoundCase
}

const howMany = (value: unknown): string =>
  Array.isArray(value) ? `${value.length} values` : told(value)

function told(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Columns that every case is read into. */
const columns = {
  eastM: new Float64Array(SENSORS_MAX),
  northM: new Float64Array(SENSORS_MAX),
  atS: new Float64Array(SENSORS_MAX),
  sigmaS: new Float64Array(SENSORS_MAX),
}

/** A number, or no number: texts that look like one are none. */
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

/** The arrivals of a case; of more than are solved at once, so many evenly spread over its rows. */
function arrivalsOf({ sensors, t, sigma_t: sigma }: SoundCase): Arrivals {
  const count = Math.min(sensors.length, SENSORS_MAX)
  for (let i = 0; i < count; i += 1) {
    const row = Math.floor((i * sensors.length) / count)
    columns.eastM[i] = numberOf(sensors[row]?.[0])
    columns.northM[i] = numberOf(sensors[row]?.[1])
    columns.atS[i] = numberOf(t[row])
    columns.sigmaS[i] = numberOf(typeof sigma === 'number' ? sigma : sigma[row])
  }
  return { count, ...columns }
}

/** The row of a case without a place: earshot around what sensors it names. */
function unplaced(value: unknown, refused: string): SoundAnswer {
  const one: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {}
  const { id, sensors } = one
  const places: readonly unknown[] = Array.isArray(sensors) ? sensors.slice(0, SENSORS_MAX) : []
  for (const [i, place] of places.entries()) {
    columns.eastM[i] = Array.isArray(place) ? numberOf(place[0]) : Number.NaN
    columns.northM[i] = Array.isArray(place) ? numberOf(place[1]) : Number.NaN
  }
  const { eastM, northM, covarianceM2 } = earshotOf({ count: places.length, ...columns })
  const { ee, en, nn } = covarianceM2
  const isId = typeof id === 'string' || typeof id === 'number'
  return { id: isId ? id : null, x: eastM, y: northM, cov: covarianceOf(ee, en, nn), refused }
}

const covarianceOf = (xx: number, xy: number, yy: number): SoundAnswer['cov'] => [
  [xx, xy],
  [xy, yy],
]

function answerOf(locator: Locator, value: unknown): SoundAnswer {
  const one = caseOf(value)
  if (isRefused(one)) return unplaced(value, one.refused)
  if (!locator.solve(arrivalsOf(one), { speedMps: one.c0, sigmaMps: one.sigma_c }))
    return unplaced(value, locator.reason)
  const { eastM, northM, ee, en, nn, elsewhere } = locator
  if (!Number.isFinite(eastM + northM + ee + en + nn))
    return unplaced(value, 'the arrivals are of no size that can be worked with')
  const placed = { id: one.id, x: eastM, y: northM, cov: covarianceOf(ee, en, nn) }
  return elsewhere > 0.001 ? { ...placed, elsewhere } : placed
}

interface Cost {
  /** CPU-seconds of all cases, from the first on: compiling is in it, reading and writing files is not. */
  readonly cpu: number
  readonly casesPerCpuSecond: number | null
  /** The same of the cases after the first `WARM_AFTER`; left out where there are none. */
  readonly warm?: {
    readonly cases: number
    readonly cpu: number
    readonly casesPerCpuSecond: number
  }
}

function solve(cases: readonly unknown[]): Cost & { readonly answers: readonly SoundAnswer[] } {
  const locator = new Locator()
  const answers: SoundAnswer[] = []
  const start = process.cpuUsage()
  let first = 0
  for (const one of cases) {
    if (answers.length === WARM_AFTER) first = secondsSince(start)
    answers.push(answerOf(locator, one))
  }
  const cpu = secondsSince(start)
  const warm = cases.length - WARM_AFTER
  return {
    answers,
    cpu,
    casesPerCpuSecond: cases.length > 0 && cpu > 0 ? rate(cases.length, cpu) : null,
    ...(warm > 0 && cpu > first
      ? { warm: { cases: warm, cpu: cpu - first, casesPerCpuSecond: rate(warm, cpu - first) } }
      : {}),
  }
}

const rate = (count: number, seconds: number): number => Math.round(count / seconds)

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
