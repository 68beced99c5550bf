/**
 * Each sensor's windows: are its errors as large as it says, is it biased, is its clock right?
 *
 * Three tests a window, each of which a good sensor fails with probability α; a sensor errs when one of them fails `RUN`
 * windows in a row. Windows share no innovation, and innovations of a consistent filter are white (Bar-Shalom, Li &
 * Kirubarajan 2001, 5.4.2), so that a good sensor raises at most windows-a-day × 3 × α^RUN false alarms a day. A test
 * also asks that what it found matters: with enough data every filter is inconsistent by some per cent.
 */
import type { EvidenceKind, HealthEvidence } from '../../observe/index.ts'
import { EVIDENCE_OBSERVATIONS_MAX } from '../../observe/index.ts'
import { DAY_MS } from '../../units/index.ts'
import {
  ALPHA,
  COUNT_MIN,
  EFFECT_SIGMAS,
  MOST_SHARE,
  NIS_RATIO_HIGH,
  NIS_RATIO_LOW,
  RATIO_APART,
  RECENT_MS,
  RUN,
  TRACKS_MIN,
  WINDOW_MS,
} from './assumptions.ts'
import { Biases } from './biases.ts'
import type { BiasEstimate } from './biases.ts'
import { SENSORS_MAX, TRACKS_COUNTED_MAX } from './bounds.ts'
import { chiSquareQuantile } from './chi-square.ts'
import { RecentlyUsed } from './recently-used.ts'
import { sampled } from './sample.ts'
import type { Benign, HealthOptions, Innovation, SensorHealth } from './types.ts'

const TESTS = ['innovation', 'bias', 'clock'] as const
type TestKind = (typeof TESTS)[number]
/** What failed, in a run of windows that goes on. */
export interface Failing {
  readonly source: string
  /** Windows in a row. */
  readonly run: number
  readonly evidence: HealthEvidence
  readonly benign: Benign | null
}
/** False alarms of one good sensor in a day, by all three tests. */
export function falseAlarmsPerDay({ alpha = ALPHA, run = RUN }: HealthOptions): number {
  let chance = TESTS.length
  for (let i = 0; i < run; i += 1) chance *= alpha
  return (DAY_MS / WINDOW_MS) * chance
}

interface Window {
  count: number
  nis: number
  freedom: number
  /** Sums over its places: variance a side, square of the range, square of the speed; and how many. */
  places: number
  variance: number
  range: number
  speed: number
  tracks: number[]
  observations: string[]
}
const empty = (): Window => ({
  count: 0,
  nis: 0,
  freedom: 0,
  places: 0,
  variance: 0,
  range: 0,
  speed: 0,
  tracks: [],
  observations: [],
})
interface Sensor {
  readonly source: string
  readonly windows: [Window, Window]
  failing: Partial<Record<TestKind, Failing>>
  health: SensorHealth | null
}

/** One sensor's window, with the bounds of its mean NIS. */
interface Judged {
  readonly sensor: Sensor
  readonly window: number
  readonly sum: Window
  readonly bias: BiasEstimate | undefined
  readonly ratio: number
  readonly low: number
  readonly high: number
  readonly isHigh: boolean
  readonly isLow: boolean
}

/** The sensors that were heard last. */
export class Sensors {
  readonly #alpha: number
  readonly #run: number
  readonly #biases = new Biases()
  readonly #sensors = new RecentlyUsed<string, Sensor>(SENSORS_MAX)

  constructor({ alpha = ALPHA, run = RUN }: HealthOptions) {
    this.#alpha = alpha
    this.#run = run
  }

  get sizes(): { readonly sensors: number; readonly biases: number; readonly tracks: number } {
    const { sensors, tracks } = this.#biases.sizes
    return { sensors: this.#sensors.size, biases: sensors, tracks }
  }

  /** As of the last window of each that could be judged, in the order of their names. */
  health(): readonly SensorHealth[] {
    return [...this.#sensors.values()]
      .flatMap(({ health }) => health ?? [])
      .toSorted((a, b) => (a.source < b.source ? -1 : 1))
  }

  /** Tests that failed so often that the sensor errs; benign ones too. */
  failing(): readonly Failing[] {
    return [...this.#sensors.values()].flatMap(({ failing }) =>
      TESTS.flatMap((kind) => {
        const one = failing[kind]
        return one !== undefined && one.run >= this.#run ? one : []
      }),
    )
  }

  push(window: number, innovation: Innovation): void {
    const { source, nis, degreesOfFreedom, track, observation, place } = innovation
    if (!(nis >= 0 && nis < Infinity)) return
    const sensor = this.#sensors.use(source, () => ({
      source,
      failing: {},
      health: null,
      windows: [empty(), empty()],
    }))
    const sum = sensor.windows[window & 1 ? 1 : 0]
    sum.count += 1
    sum.nis += nis
    sum.freedom += degreesOfFreedom
    if (sum.tracks.length < TRACKS_COUNTED_MAX && !sum.tracks.includes(track))
      sum.tracks.push(track)
    sampled(sum.observations, observation, EVIDENCE_OBSERVATIONS_MAX)
    if (place === undefined) return
    const { fromSite, measurement, eastMps, northMps } = place
    sum.places += 1
    sum.variance += (measurement.ee + measurement.nn) / 2
    if (fromSite !== null)
      sum.range += fromSite.eastM * fromSite.eastM + fromSite.northM * fromSite.northM
    sum.speed += eastMps * eastMps + northMps * northMps
    this.#biases.push(window, innovation, place)
  }

  /** Judges a window that is over. */
  close(window: number): void {
    const side = window & 1 ? 1 : 0
    const scaleOf = (source: string): number => {
      const sum = this.#sensors.peek(source)?.windows[side]
      return sum === undefined || sum.freedom === 0 ? 1 : Math.max(1, sum.nis / sum.freedom)
    }
    const biases = new Map(
      this.#biases.close(window, scaleOf, this.#alpha).map((one) => [one.source, one]),
    )
    const judged: Judged[] = []
    for (const sensor of this.#sensors.values()) {
      const sum = sensor.windows[side]
      sensor.windows[side] = empty()
      if (sum.count >= COUNT_MIN && sum.tracks.length >= TRACKS_MIN)
        judged.push(this.#judged(sensor, { window, sum, bias: biases.get(sensor.source) }))
      else forgetOld(sensor, window)
    }
    const excuse = excuseOf(judged)
    for (const one of judged) this.#judge(one, excuse(one))
  }

  /** Forgets what failed: a person looked, and it is judged anew. */
  forget(source: string): void {
    const sensor = this.#sensors.peek(source)
    if (sensor !== undefined) sensor.failing = {}
  }

  #judged(sensor: Sensor, of: Pick<Judged, 'window' | 'sum' | 'bias'>): Judged {
    const { freedom, nis } = of.sum
    const ratio = nis / freedom
    const low = chiSquareQuantile(this.#alpha / 2, freedom) / freedom
    const high = chiSquareQuantile(1 - this.#alpha / 2, freedom) / freedom
    const isHigh = ratio > Math.max(high, NIS_RATIO_HIGH)
    const isLow = ratio < Math.min(low, NIS_RATIO_LOW)
    return { sensor, ...of, ratio, low, high, isHigh, isLow }
  }

  #judge(judged: Judged, excuse: Benign | null): void {
    const { sensor, window, sum, bias, ratio, low, high, isHigh, isLow } = judged
    const tally = { window, sum }
    const orElse = (bias?.orElse.length ?? 0) > 0 ? 'otherSensor' : null
    fail(sensor, 'innovation', isHigh || isLow, {
      ...tally,
      statistic: isHigh ? ratio : low,
      threshold: isHigh ? high : ratio,
      benign: isLow ? 'overstatedErrors' : excuse,
      says: `mean NIS ${ratio.toFixed(2)} per degree of freedom, bounds ${low.toFixed(2)} to ${high.toFixed(2)}`,
    })
    const matters = bias === undefined ? null : effects(bias, sum)
    for (const kind of ['bias', 'clock'] as const) {
      const threshold = chiSquareQuantile(1 - this.#alpha, kind === 'bias' ? 2 : 1)
      const statistic = bias?.[`${kind}Statistic`] ?? 0
      const isBeyond = bias?.isWrong === true && statistic > threshold && matters?.[kind] === true
      const says = bias === undefined ? '' : saying(bias, kind)
      fail(sensor, kind, isBeyond, { ...tally, statistic, threshold, says, benign: orElse })
    }
    const failed = (kind: TestKind): number => sensor.failing[kind]?.run ?? 0
    sensor.health = {
      source: sensor.source,
      fromMs: window * WINDOW_MS,
      toMs: (window + 1) * WINDOW_MS,
      count: sum.count,
      tracks: sum.tracks.length,
      nisRatio: ratio,
      nisLow: low,
      nisHigh: high,
      frame: bias?.frame ?? 'eastNorth',
      bias: bias?.bias ?? null,
      clockS: bias?.clockS ?? null,
      orElse: bias?.orElse ?? [],
      failed: { innovation: failed('innovation'), bias: failed('bias'), clock: failed('clock') },
    }
  }
}

// Whether an error is large beside the sensor's own deviation.
function effects({ frame, bias, clockS }: BiasEstimate, sum: Window) {
  const n = Math.max(1, sum.places)
  const enoughM = EFFECT_SIGMAS * Math.sqrt(sum.variance / n)
  const arm = frame === 'rangeAzimuth' ? Math.sqrt(sum.range / n) : 1
  return {
    bias: Math.hypot(bias[0].value, bias[1].value * arm) > enoughM,
    clock: Math.abs(clockS.value) * Math.sqrt(sum.speed / n) > enoughM,
  }
}

const plusMinus = ({ value, standardError }: BiasEstimate['clockS'], digits: number): string =>
  `${value.toFixed(digits)} ± ${(1.96 * standardError).toFixed(digits)}`
function saying({ frame, bias: [a, b], clockS }: BiasEstimate, kind: 'bias' | 'clock'): string {
  if (kind === 'clock') return `clock ahead by ${plusMinus(clockS, 2)} s (95 %)`
  return frame === 'eastNorth'
    ? `bias ${plusMinus(a, 0)} m east, ${plusMinus(b, 0)} m north (95 %)`
    : `bias ${plusMinus(a, 0)} m of range, ${plusMinus(b, 4)} rad of azimuth (95 %)`
}

interface Verdict {
  readonly window: number
  readonly sum: Window
  readonly statistic: number
  readonly threshold: number
  readonly says: string
  readonly benign: Benign | null
}

// One window more in a row, or the end of the row.
function fail({ source, failing }: Sensor, kind: TestKind, isFailed: boolean, by: Verdict): void {
  if (!isFailed) {
    delete failing[kind]
    return
  }
  const { window, sum, statistic, threshold, says, benign } = by
  const before = failing[kind]
  const continues = before !== undefined && before.benign === benign ? before : undefined
  const observations = [...(continues?.evidence.observations ?? [])]
  for (const one of sum.observations) sampled(observations, one, EVIDENCE_OBSERVATIONS_MAX)
  failing[kind] = {
    source,
    run: (continues?.run ?? 0) + 1,
    benign,
    evidence: {
      kind: kind satisfies EvidenceKind,
      statistic,
      threshold,
      says,
      observations,
      fromMs: continues?.evidence.fromMs ?? window * WINDOW_MS,
      toMs: (window + 1) * WINDOW_MS,
      count: (continues?.evidence.count ?? 0) + sum.count,
    },
  }
}

/**
 * Whose fault large innovations are. A noisy or biased sensor disturbs the tracks, so that the others' innovations grow
 * too, but less than its own; what grows alike for most is what they look at: things that manoeuvre beyond the filter's
 * model. One sensor alone cannot be told from that.
 */
function excuseOf(judged: readonly Judged[]): (one: Judged) => Benign | null {
  const isAnyWrong = judged.some(({ bias }) => bias?.isWrong === true)
  const worst = Math.max(0, ...judged.map(({ ratio }) => ratio))
  const isClear = ({ ratio }: Judged): boolean => ratio * RATIO_APART > worst
  const clear = judged.filter((one) => one.isHigh && isClear(one)).length
  const isCommon = !isAnyWrong && clear >= MOST_SHARE * judged.length
  return (one) => {
    if (isCommon) return 'manoeuvres'
    const isOthers = isAnyWrong ? one.bias?.isWrong !== true : !isClear(one)
    return isOthers || (one.bias?.orElse.length ?? 0) > 0 ? 'otherSensor' : null
  }
}

// What failed long ago in a sensor that has been silent since says nothing of it now.
function forgetOld(sensor: Sensor, window: number): void {
  for (const kind of TESTS) {
    const toMs = sensor.failing[kind]?.evidence.toMs
    if (toMs !== undefined && (window + 1) * WINDOW_MS - toMs > RECENT_MS)
      delete sensor.failing[kind]
  }
}
