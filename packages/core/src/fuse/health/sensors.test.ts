/**
 * Goal: a good sensor is left alone for as long as is stated, a bad one is found within minutes and for what is wrong
 * with it, its bias and clock lie in their intervals, and its neighbours are not blamed.
 * Method: things with white acceleration noise, a Kalman filter that knows all of the model, sensors with faults planted;
 * the filter's innovations go to the monitor. Planted in the method itself: plain means of innovations, which forget what
 * the tracks took over, blame the neighbours.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { ALPHA, COUNT_MIN, LATE_MS, RUN, WINDOW_MS } from './assumptions.ts'
import { chiSquareCdf, chiSquareQuantile } from './chi-square.ts'
import { HealthMonitor } from './index.ts'
import type { Innovation, Proposal } from './index.ts'

const T0 = 28_000_000 * WINDOW_MS
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

interface Faults {
  readonly biasEastM?: number
  readonly biasNorthM?: number
  readonly rangeM?: number
  readonly azimuthRad?: number
  readonly clockS?: number
  /** Errors are so many times as large as stated. */
  readonly noise?: number
  readonly site?: { readonly eastM: number; readonly northM: number }
}
/** Acceleration noise, m²/s³, and the deviation that every sensor states, m (across the line of sight too). */
const [Q, SIGMA] = [1, 20]
const EVERY_S = 5

class Filter {
  readonly x: Float64Array
  // Covariance of one axis; both are alike while the measurement is the same both ways.
  p = [SIGMA * SIGMA, 0, 400]
  atS: number
  constructor(atS: number, x: Float64Array) {
    this.atS = atS
    this.x = x
  }
  predict(atS: number): void {
    const dt = atS - this.atS
    this.atS = atS
    const { x } = this
    x[0] = (x[0] ?? 0) + dt * (x[2] ?? 0)
    x[1] = (x[1] ?? 0) + dt * (x[3] ?? 0)
    const [a = 0, b = 0, c = 0] = this.p
    this.p = [
      a + 2 * dt * b + dt * dt * c + (Q * dt * dt * dt) / 3,
      b + dt * c + (Q * dt * dt) / 2,
      c + Q * dt,
    ]
  }
  update(east: number, north: number): void {
    const { x } = this
    const [a = 0, b = 0, c = 0] = this.p
    const s = a + SIGMA * SIGMA
    for (const [i, v] of [east, north].entries()) {
      x[i] = (x[i] ?? 0) + (a / s) * v
      x[i + 2] = (x[i + 2] ?? 0) + (b / s) * v
    }
    this.p = [a - (a * a) / s, b - (a * b) / s, c - (b * b) / s]
  }
}

interface Scene {
  readonly seed: number
  readonly things?: number
  readonly minutes: number
  /** The things' true acceleration noise, m²/s³. */
  readonly drifting?: number
}
/** Runs the sensors over the things for some windows and gives each innovation. */
function scene(
  { seed, things = 12, minutes, drifting = Q }: Scene,
  sensors: Readonly<Record<string, Faults>>,
  give: (innovation: Innovation) => void,
): void {
  const random = seededRandom(seed)
  const names = Object.keys(sensors)
  const truths = Array.from({ length: things }, () => {
    const [course, speed] = [2 * Math.PI * random(), 15 + 25 * random()]
    return Float64Array.from([
      40_000 * (random() - 0.5),
      40_000 * (random() - 0.5),
      speed * Math.sin(course),
      speed * Math.cos(course),
    ])
  })
  const filters = truths.map((truth) => {
    const x = Float64Array.from(truth)
    for (let i = 0; i < 2; i += 1) x[i] = (x[i] ?? 0) + SIGMA * normal(random)
    for (let i = 2; i < 4; i += 1) x[i] = (x[i] ?? 0) + 20 * normal(random)
    return new Filter(0, x)
  })
  const stepS = EVERY_S / names.length
  for (let k = 1; k * stepS < minutes * 60; k += 1) {
    const source = names[k % names.length] ?? ''
    const faults = sensors[source] ?? {}
    for (const [track, truth] of truths.entries()) {
      drift(truth, { dt: stepS, q: drifting, random })
      const filter = filters[track]
      if (filter !== undefined)
        give(look(filter, { truth, atS: k * stepS, source, faults, track, random }))
    }
  }
}
interface Drift {
  readonly dt: number
  readonly q: number
  readonly random: Random
}
function drift(truth: Float64Array, { dt, q, random }: Drift): void {
  for (let i = 0; i < 2; i += 1) {
    const [u, w] = [normal(random), normal(random)]
    // Position and velocity noise of white acceleration, correlated as its integrals are.
    const dv = Math.sqrt(q * dt) * u
    const dp = dt * (dv / 2) + Math.sqrt((q * dt * dt * dt) / 12) * w
    truth[i] = (truth[i] ?? 0) + dt * (truth[i + 2] ?? 0) + dp
    truth[i + 2] = (truth[i + 2] ?? 0) + dv
  }
}
interface Looked {
  readonly truth: Float64Array
  readonly atS: number
  readonly source: string
  readonly faults: Faults
  readonly track: number
  readonly random: Random
}
function look(filter: Filter, { truth, atS, source, faults, track, random }: Looked): Innovation {
  const {
    biasEastM = 0,
    biasNorthM = 0,
    rangeM = 0,
    azimuthRad = 0,
    clockS = 0,
    noise = 1,
  } = faults
  const { site } = faults
  filter.predict(atS)
  const [x = 0, y = 0, vx = 0, vy = 0] = truth
  let [east, north] = [x - clockS * vx + biasEastM, y - clockS * vy + biasNorthM]
  const fromSite = site === undefined ? null : { eastM: x - site.eastM, northM: y - site.northM }
  if (fromSite !== null) {
    const r = Math.hypot(fromSite.eastM, fromSite.northM)
    east += (rangeM * fromSite.eastM) / r + azimuthRad * fromSite.northM
    north += (rangeM * fromSite.northM) / r - azimuthRad * fromSite.eastM
  }
  east += noise * SIGMA * normal(random)
  north += noise * SIGMA * normal(random)
  const [eastM, northM] = [east - (filter.x[0] ?? 0), north - (filter.x[1] ?? 0)]
  const s = (filter.p[0] ?? 0) + SIGMA * SIGMA
  const [eastMps, northMps] = [filter.x[2] ?? 0, filter.x[3] ?? 0]
  filter.update(eastM, northM)
  return {
    atMs: T0 + Math.round(atS * 1_000),
    source,
    track,
    nis: (eastM * eastM + northM * northM) / s,
    degreesOfFreedom: 2,
    observation: `${source}-${track}-${Math.round(atS * 1_000)}`.padStart(64, '0'),
    place: {
      eastM,
      northM,
      covariance: { ee: s, en: 0, nn: s },
      measurement: { ee: SIGMA * SIGMA, en: 0, nn: SIGMA * SIGMA },
      eastMps,
      northMps,
      fromSite,
    },
  }
}

/** Runs a scene through a monitor; after each window `watch` is told. Gives the first window with a proposal, from 1. */
function watched(
  of: Scene,
  sensors: Readonly<Record<string, Faults>>,
  watch: (monitor: HealthMonitor, proposals: readonly Proposal[]) => void = () => {},
): {
  readonly monitor: HealthMonitor
  readonly first: number | null
  readonly blamed: Set<string>
} {
  const monitor = new HealthMonitor(T0)
  const blamed = new Set<string>()
  let [done, first] = [0, null as number | null]
  scene(of, sensors, (innovation) => {
    const window = Math.floor((innovation.atMs - T0 - LATE_MS) / WINDOW_MS)
    while (window > done) {
      done += 1
      const proposals = monitor.proposals(T0 + done * WINDOW_MS + LATE_MS)
      for (const { source, evidence } of proposals)
        for (const { kind } of evidence) blamed.add(`${source} ${kind}`)
      if (proposals.length > 0) first ??= done
      watch(monitor, proposals)
    }
    monitor.pushInnovation(innovation)
  })
  return { monitor, first, blamed }
}

describe('χ²', () => {
  test('agrees with tables and with its own inverse', () => {
    // Abramowitz & Stegun, table 26.8.
    expect(chiSquareQuantile(0.95, 1)).toBeCloseTo(3.84146, 4)
    expect(chiSquareQuantile(0.99, 2)).toBeCloseTo(9.21034, 4)
    expect(chiSquareQuantile(0.005, 10)).toBeCloseTo(2.15586, 4)
    expect(chiSquareQuantile(0.999, 100)).toBeCloseTo(149.449, 2)
    fc.assert(
      fc.property(
        fc.double({ min: 0.0005, max: 0.9995, noNaN: true }),
        fc.integer({ min: 1, max: 5_000 }),
        (p, n) => {
          expect(chiSquareCdf(chiSquareQuantile(p, n), n)).toBeCloseTo(p, 6)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('good sensors', () => {
  test('fail the χ² bounds as often as α says and are never proposed', () => {
    const random = seededRandom(11)
    const monitor = new HealthMonitor(T0, { alpha: 0.05 })
    let [outside, judged, proposed] = [0, 0, 0]
    for (let minute = 0; minute < 1_440; minute += 1) {
      for (let source = 0; source < 4; source += 1)
        for (let i = 0; i < 2 * COUNT_MIN; i += 1) {
          const [u, v] = [normal(random), normal(random)]
          monitor.pushInnovation({
            atMs: T0 + minute * WINDOW_MS + Math.floor(random() * WINDOW_MS),
            source: `s${source}`,
            track: i % 5,
            nis: u * u + v * v,
            degreesOfFreedom: 2,
            observation: '',
          })
        }
      const nowMs = T0 + (minute + 1) * WINDOW_MS + LATE_MS
      for (const { nisRatio, nisLow, nisHigh } of monitor.report(nowMs).sensors) {
        judged += 1
        if (nisRatio < nisLow || nisRatio > nisHigh) outside += 1
      }
      proposed += monitor.proposals(nowMs).length
    }
    expect(judged).toBe(4 * 1_440)
    // 5 % of 5,760: the deviation is 0.3 %.
    expect(outside / judged).toBeGreaterThan(0.04)
    expect(outside / judged).toBeLessThan(0.06)
    expect(proposed).toBe(0)
  })

  test('state their false alarms: a day of windows, three tests, α by the length of a run', () => {
    const monitor = new HealthMonitor(T0)
    const { falseAlarmsPerDay } = monitor.report(T0)
    expect(RUN).toBe(3)
    expect(falseAlarmsPerDay).toBeCloseTo(1_440 * 3 * ALPHA * ALPHA * ALPHA, 12)
    expect(new HealthMonitor(T0, { alpha: 0.1, run: 1 }).report(T0).falseAlarmsPerDay).toBeCloseTo(
      432,
      9,
    )
  })

  test('are left alone for hours, and their intervals hold nought as often as they say', () => {
    let [judged, outside] = [0, 0]
    const { first, monitor } = watched({ seed: 5, minutes: 240 }, { a: {}, b: {}, c: {} }, (m) => {
      for (const { bias, clockS } of m.report(0).sensors)
        for (const one of [...(bias ?? []), clockS]) {
          if (one === null) continue
          judged += 1
          if (Math.abs(one.value) > 1.96 * one.standardError) outside += 1
        }
    })
    expect(first).toBeNull()
    expect(monitor.report(0).findings).toEqual([])
    expect(judged).toBeGreaterThan(2_000)
    expect(outside / judged).toBeGreaterThan(0.02)
    expect(outside / judged).toBeLessThan(0.07)
  })
})

describe('a bad sensor among good ones', () => {
  const site = { eastM: -30_000, northM: 5_000 }
  test.each<readonly [string, Faults, string]>([
    ['bias', { biasEastM: 30, biasNorthM: -15 }, 'bad bias'],
    ['great bias', { biasEastM: 400 }, 'bad bias'],
    ['bias of range', { site, rangeM: 60 }, 'bad bias'],
    ['bias of azimuth', { site, azimuthRad: 0.002 }, 'bad bias'],
    ['clock ahead', { clockS: 1.5 }, 'bad clock'],
    ['clock behind', { clockS: -4 }, 'bad clock'],
    ['noise', { noise: 3 }, 'bad innovation'],
  ])('%s is found in four windows, and nobody else is blamed', (_, faults, blame) => {
    for (const seed of [1, 2, 3]) {
      const sensors = { a: {}, b: {}, bad: faults, c: {} }
      const { first, blamed } = watched({ seed, minutes: 12 }, sensors)
      expect(first).toBeLessThanOrEqual(RUN + 1)
      expect(first).toBeGreaterThanOrEqual(RUN)
      expect([...blamed]).toContain(blame)
      expect([...blamed].filter((one) => !one.startsWith('bad '))).toEqual([])
    }
  })

  test('its bias and clock lie in their intervals', () => {
    const planted = { biasEastM: 60, biasNorthM: -40, clockS: 2 }
    let [judged, inside] = [0, 0]
    watched({ seed: 8, minutes: 120 }, { a: {}, bad: planted, b: {}, c: {} }, (monitor) => {
      const health = monitor.report(0).sensors.find(({ source }) => source === 'bad')
      const [east, north] = health?.bias ?? []
      const told = [
        [east, planted.biasEastM],
        [north, planted.biasNorthM],
        [health?.clockS, planted.clockS],
      ] as const
      for (const [one, truth] of told) {
        if (one === undefined || one === null) continue
        judged += 1
        if (Math.abs(one.value - truth) <= 1.96 * one.standardError) inside += 1
      }
    })
    expect(judged).toBeGreaterThan(300)
    expect(inside / judged).toBeGreaterThan(0.9)
  })
})

describe('who is to blame', () => {
  test.each<readonly [string, Readonly<Record<string, Faults>>, readonly string[]]>([
    [
      'two biased of five',
      { a: {}, b: {}, x: { biasEastM: 60 }, y: { biasNorthM: -90 }, c: {} },
      ['x bias', 'y bias'],
    ],
    [
      'bias and clock of one',
      { a: {}, b: {}, x: { biasEastM: 60, clockS: 2 } },
      ['x bias', 'x clock'],
    ],
    ['the noisy one of three', { a: {}, b: {}, x: { noise: 3 } }, ['x innovation']],
    ['the noisy one of two', { a: {}, x: { noise: 3 } }, ['x innovation']],
  ])('%s', (_, sensors, blame) => {
    for (const seed of [1, 2, 3]) {
      const { blamed } = watched({ seed, minutes: 8 }, sensors)
      expect([...blamed]).toEqual(expect.arrayContaining([...blame]))
      expect([...blamed].filter((one) => !/^[xy] /.test(one))).toEqual([])
    }
  })

  test('nobody, where the things move as no filter expected', () => {
    for (const sensors of [{ a: {} }, { a: {}, b: {} }, { a: {}, b: {}, c: {} }]) {
      const { first, monitor } = watched({ seed: 2, minutes: 8, drifting: 500 }, sensors)
      expect(first).toBeNull()
      const { findings } = monitor.report(0)
      expect([...new Set(findings.map(({ kind, benign }) => `${kind} ${benign}`))]).toEqual([
        'innovation manoeuvres',
      ])
    }
  })

  test('is told by what the tracks took over: plain means blame the neighbours', () => {
    const sums = new Map<string, { n: number; east: number; variance: number }>()
    scene({ seed: 4, minutes: 5 }, { a: {}, bad: { biasEastM: 60 }, b: {} }, (innovation) => {
      const { eastM = 0, covariance } = innovation.place ?? {}
      const sum = sums.get(innovation.source) ?? { n: 0, east: 0, variance: 0 }
      sums.set(innovation.source, sum)
      sum.n += 1
      sum.east += eastM
      sum.variance += covariance?.ee ?? 0
    })
    const z = (source: string): number => {
      const { east = 0, variance = 1 } = sums.get(source) ?? {}
      return Math.abs(east) / Math.sqrt(variance)
    }
    expect(z('a')).toBeGreaterThan(5)
    expect(z('b')).toBeGreaterThan(5)
  })

  test('is forgotten when a person lifted it: what is proposed next began after', () => {
    const { monitor } = watched({ seed: 1, minutes: 8 }, { a: {}, b: {}, bad: { biasEastM: 60 } })
    expect(monitor.proposals(0).map(({ source }) => source)).toEqual(['bad'])
    monitor.restored('bad')
    expect(monitor.proposals(0)).toEqual([])
  })
})

describe('what cannot be told', () => {
  test('of two sensors, which one is wrong: found, named, and left to a person', () => {
    const { first, monitor } = watched({ seed: 3, minutes: 10 }, { a: {}, bad: { biasEastM: 80 } })
    expect(first).toBeNull()
    const found = monitor.report(0).findings.filter(({ kind }) => kind === 'bias')
    expect(found).toHaveLength(1)
    expect(found[0]?.benign).toBe('otherSensor')
    const health = monitor.report(0).sensors.filter(({ orElse }) => orElse.length > 0)
    expect(health).toHaveLength(1)
  })

  test('the bias of a sensor that alone sees: no estimate, no alarm', () => {
    const { first, monitor } = watched({ seed: 3, minutes: 10 }, { bad: { biasEastM: 500 } })
    expect(first).toBeNull()
    const [health] = monitor.report(0).sensors
    expect(health?.bias === null || (health?.bias[0].standardError ?? 0) > 100).toBe(true)
  })
})
