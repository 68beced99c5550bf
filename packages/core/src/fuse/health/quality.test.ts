/**
 * Goal: planted jamming is found, whatever a format has to tell of it; a bad set, a turn, a flicker, a hole in the
 * constellation, a receiver that lies and a busy day are not taken for it.
 * Method: scripted names in one area, a table of what each loses; seeded days of good traffic with everything that good
 * traffic does, of which the false alarms are counted; the same days with a jammer planted.
 */
import { describe, expect, test } from 'vitest'
import { frameAt } from '../../geo/index.ts'
import type { PositionQuality } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import { LATE_MS, MANY_MIN, WINDOW_MS } from './assumptions.ts'
import { HealthMonitor } from './index.ts'
import type { Finding, PositionReport } from './index.ts'

const T0 = 28_000_000 * WINDOW_MS
const frame = frameAt({ lonDeg: 24, latDeg: 60 })
const NONE_M = 20_037_508
const GOOD: PositionQuality = {
  accuracyM: 30,
  containmentM: 185.2,
  isMonitored: true,
  positioning: 'gnss',
}
const JAMMED: PositionQuality = {
  accuracyM: NONE_M,
  containmentM: NONE_M,
  isMonitored: false,
  positioning: null,
}
const report = (change: Partial<PositionReport> & { eastM?: number; northM?: number }) => {
  const { eastM = 0, northM = 0, ...rest } = change
  return {
    observation: '',
    source: 'r1',
    identity: 'icao24:000001',
    atMs: T0,
    position: frame.toPosition({ eastM, northM }),
    errorM: 30,
    speedMps: null,
    speedMaxMps: 1_000,
    isOwn: true,
    isFixed: false,
    ...rest,
  } satisfies PositionReport
}

/** Findings of losses after reports of any order, the clock going on window by window. */
function lossesOf(reports: readonly PositionReport[]): readonly Finding[] {
  const monitor = new HealthMonitor(T0)
  let lastMs = T0
  for (const one of reports.toSorted((a, b) => a.atMs - b.atMs)) {
    lastMs = Math.max(lastMs, one.atMs)
    monitor.advance(lastMs)
    monitor.pushReport(one)
  }
  const { findings } = monitor.report(lastMs + WINDOW_MS + LATE_MS)
  return findings.filter(({ kind }) => kind === 'qualityLoss')
}

type At = (atS: number) => PositionQuality | undefined
/** One name that reports every 5 s for five minutes, resting. */
const told = (i: number, at: At, change: Partial<PositionReport> = {}): PositionReport[] =>
  Array.from({ length: 60 }, (_, k) => {
    const quality = at(k * 5)
    return report({
      identity: `icao24:${i}`,
      observation: `${i}-${k}`,
      atMs: T0 + k * 5_000 + i,
      northM: 900 * i,
      ...(quality === undefined ? {} : { quality }),
      ...change,
    })
  })
const names = (n: number, at: At, change: Partial<PositionReport> = {}, from = 0) =>
  Array.from({ length: n }, (_, i) => told(from + i, at, change)).flat()
/** Good for two and a half minutes, then something else. */
const then =
  (quality: Partial<PositionQuality>, fromS = 150, toS = Infinity): At =>
  (atS) =>
    atS >= fromS && atS < toS ? { ...GOOD, ...quality } : GOOD

const allThenIntegrity: At = (atS) =>
  atS < 220 ? then(JAMMED)(atS) : { ...GOOD, containmentM: NONE_M }
const integrityThenAll: At = (atS) => (atS < 220 ? then({ containmentM: NONE_M })(atS) : JAMMED)

describe('what many lose at once is found', () => {
  test.each<readonly [string, Partial<PositionQuality>, object, string | null]>([
    ['all of it', JAMMED, { accuracy: 8, containment: 8, monitoring: 8, positioning: 0 }, null],
    ['accuracy', { accuracyM: 18_520 }, { accuracy: 8, containment: 0 }, null],
    ['reckoned', { positioning: 'inertial' }, { positioning: 8, monitoring: 0 }, null],
    ['entered by hand', { positioning: 'manual' }, { positioning: 8 }, null],
    ['another system on land', { positioning: 'terrestrial' }, { positioning: 8 }, null],
    ['integrity alone', { containmentM: NONE_M }, { containment: 8 }, 'satelliteGeometry'],
    ['monitoring alone', { isMonitored: false }, { monitoring: 8 }, 'satelliteGeometry'],
  ])('%s', (_desc, lost, losses, benign) => {
    const found = lossesOf(names(8, then(lost)))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ source: null, losses, benign })
    expect(found[0]?.identities).toHaveLength(8)
    expect(found[0]?.fromMs).toBe(T0 + 150_000)
    expect(found[0]?.area?.radiusM).toBeLessThan(60_000)
    expect(found[0]?.observations.length).toBeGreaterThan(0)
  })

  test.each<readonly [string, Partial<PositionQuality>]>([
    ['a little worse', { accuracyM: 926, containmentM: 1_111.2 }],
    ['satellites with something else', { positioning: 'combined' }],
    ['surveyed', { positioning: 'surveyed' }],
    [
      'no longer said',
      { accuracyM: null, containmentM: null, isMonitored: null, positioning: null },
    ],
  ])('%s is none', (_desc, lost) => {
    expect(lossesOf(names(8, then(lost)))).toEqual([])
  })

  test('an explanation that fails once is not given again', () => {
    for (const at of [integrityThenAll, allThenIntegrity])
      expect(lossesOf(names(8, at))).toMatchObject([
        { benign: null, losses: { accuracy: 8, containment: 8 } },
      ])
  })

  test('in the window in which it began, and not in the one before that is judged meanwhile', () => {
    const monitor = new HealthMonitor(T0)
    for (const one of names(8, then(JAMMED, 185)).toSorted((a, b) => a.atMs - b.atMs)) {
      monitor.advance(one.atMs)
      monitor.pushReport(one)
      const isOver = one.atMs >= T0 + 4 * WINDOW_MS + LATE_MS
      expect(monitor.report(one.atMs).findings).toHaveLength(isOver ? 1 : 0)
    }
  })

  test('ships beyond the horizon of a jammer do not hide the aircraft that it reaches', () => {
    const ships = Array.from({ length: 40 }, (_, i) =>
      told(i, () => GOOD, { identity: `mmsi:2110000${10 + i}`, source: 'ais' }),
    ).flat()
    const found = lossesOf([...names(6, then(JAMMED)), ...ships])
    expect(found).toMatchObject([{ benign: null }])
    expect(found[0]?.identities.every((name) => name.startsWith('icao24:'))).toBe(true)
  })
})

describe('what is none', () => {
  test('one bad transponder, and fewer than many, are no area', () => {
    for (const n of [1, MANY_MIN - 1])
      expect(lossesOf([...names(n, then(JAMMED)), ...names(3, () => GOOD, {}, 50)])).toEqual([])
    // Many, but fewer than half of those there.
    expect(lossesOf([...names(6, then(JAMMED)), ...names(7, () => GOOD, {}, 50)])).toEqual([])
  })

  test('many that never had it, or had it for a moment', () => {
    expect(lossesOf(names(9, () => JAMMED))).toEqual([])
    expect(lossesOf(names(9, (atS) => (atS > 30 ? JAMMED : GOOD)))).toEqual([])
    expect(lossesOf(names(9, () => undefined))).toEqual([])
  })

  test('one report each that is bad', () => {
    expect(lossesOf(names(9, then(JAMMED, 150, 155)))).toEqual([])
    // The window to 180 s is judged at 200 s, when the bad report of 175 s is the last that is known.
    const seldom = (badS: readonly number[]) =>
      Array.from({ length: 9 }, (_, i) =>
        [0, 25, 50, 75, 100, 125, 150, 175, 200, 225].map((atS) =>
          report({
            identity: `icao24:${i}`,
            atMs: T0 + atS * 1_000 + i,
            northM: 900 * i,
            quality: badS.includes(atS) ? JAMMED : GOOD,
          }),
        ),
      ).flat()
    expect(lossesOf(seldom([175]))).toEqual([])
    expect(lossesOf(seldom([150, 175]))).toHaveLength(1)
  })

  test('sets that lose and regain it over and over', () => {
    // 100 s good, 20 s without monitoring, each at another time: until the habit shows, they are not together either.
    const long = (i: number) =>
      Array.from({ length: 400 }, (_, k) => {
        const isMonitored = (k * 5 + i * 37) % 120 < 100
        return report({
          identity: `mmsi:${i}`,
          atMs: T0 + k * 5_000 + i,
          northM: 900 * i,
          quality: { ...GOOD, isMonitored },
        })
      })
    expect(lossesOf([0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap(long))).toEqual([])
    // Even together they are found no more once they are known for it.
    const together = (cycles: number) =>
      Array.from({ length: 9 }, (_, i) =>
        Array.from({ length: cycles * 40 }, (__, k) =>
          report({
            identity: `icao24:${i}`,
            atMs: T0 + k * 5_000 + i,
            northM: 900 * i,
            quality: k % 40 < 28 ? GOOD : JAMMED,
          }),
        ),
      ).flat()
    const lastMs = (cycles: number) => lossesOf(together(cycles))[0]?.fromMs
    expect(lastMs(1)).toBe(T0 + 28 * 5_000)
    const all = lossesOf(together(20))
    expect(all).toHaveLength(1)
    // Twice is no habit yet.
    expect(all[0]?.toMs).toBeLessThan(T0 + 3 * 40 * 5_000 + WINDOW_MS)
  })

  test('a loss that one receiver alone tells', () => {
    const others = names(8, () => GOOD, { source: 'r2' }, 20)
    expect(lossesOf([...names(9, then(JAMMED)), ...others])).toMatchObject([
      { benign: 'oneReceiver' },
    ])
    const both = names(4, then(JAMMED), { source: 'r2' }, 40)
    expect(lossesOf([...names(9, then(JAMMED)), ...others, ...both])).toMatchObject([
      { benign: null },
    ])
  })
})

const HOURS = 3
const EVERY_S = 10
interface Jammer {
  readonly fromS: number
  readonly reachM: number
}
/**
 * A stretch of good traffic, 150 km square: 60 aircraft that come, cross and go, 40 ships. Aircraft lose integrity in
 * turns; one in ten has a bad transponder that comes and goes; a third of the ships flicker in RAIM; all reports are
 * lost now and then. With a jammer, all within its reach say what a jammed receiver says.
 */
function traffic(seed: number, jammer: Jammer | null): PositionReport[] {
  const random = seededRandom(seed)
  const reports: PositionReport[] = []
  for (let i = 0; i < 100; i += 1) {
    const isShip = i >= 60
    const startS = isShip ? 0 : Math.floor(random() * HOURS * 3_000)
    const forS = isShip ? HOURS * 3_600 : 1_800 + random() * 3_600
    const mps = isShip ? 8 * random() : 120 + 120 * random()
    const courseRad = 6.28 * random()
    const [east, north] = [random() * 150_000 - 75_000, random() * 150_000 - 75_000]
    const isBad = !isShip && i % 10 === 0
    const flickers = isShip && i % 3 === 0
    let [isOut, changeS, isFolded] = [false, startS, 1]
    let way = 0
    for (let atS = startS; atS < Math.min(startS + forS, HOURS * 3_600); atS += EVERY_S) {
      if (atS >= changeS) {
        isOut = !isOut && atS > startS
        const meanS = isOut ? (isBad ? 300 : flickers ? 240 : 20) : isBad || flickers ? 300 : 1_500
        changeS = atS - meanS * Math.log(1 - random())
      }
      // Craft turn back at the edge of what is watched.
      way += mps * EVERY_S * isFolded
      if (Math.abs(way) > 60_000) isFolded = -Math.sign(way)
      const [eastM, northM] = [east + way * Math.sin(courseRad), north + way * Math.cos(courseRad)]
      const isReached =
        jammer !== null && atS >= jammer.fromS && Math.hypot(eastM, northM) < jammer.reachM
      if (random() < 0.1) continue
      const plain = { ...GOOD, containmentM: isShip ? null : 185.2, accuracyM: isShip ? 10 : 30 }
      const worse = isShip
        ? { isMonitored: false }
        : isBad
          ? JAMMED
          : { containmentM: NONE_M, isMonitored: false }
      const quality = isReached
        ? { ...JAMMED, containmentM: isShip ? null : NONE_M }
        : { ...plain, ...(isOut && (!isShip || flickers) ? worse : {}) }
      const identity = isShip ? `mmsi:2110000${i}` : `icao24:0000${i}`
      const atMs = T0 + atS * 1_000 + i
      reports.push(report({ identity, atMs, eastM, northM, quality, observation: `${i}-${atS}` }))
    }
  }
  return reports
}

/** The most names whose last report was not monitored, of one kind, at the ends of windows. */
function mostUnmonitored(reports: readonly PositionReport[]): number {
  const bad = new Set<string>()
  let [most, window] = [0, 0]
  for (const { atMs, identity, quality } of reports.toSorted((a, b) => a.atMs - b.atMs)) {
    if (Math.floor(atMs / WINDOW_MS) > window) {
      window = Math.floor(atMs / WINDOW_MS)
      most = Math.max(most, [...bad].filter((name) => name.startsWith('icao24:')).length)
    }
    if (quality?.isMonitored === false) bad.add(identity)
    else bad.delete(identity)
  }
  return most
}

describe('days of traffic', () => {
  const seeds = [1, 2, 3]
  test('that is good give no false alarm', () => {
    for (const seed of seeds) {
      const reports = traffic(seed, null)
      expect(lossesOf(reports)).toEqual([])
      // It is not good for want of bad reports: to count them alone would alarm on each of these days.
      expect(mostUnmonitored(reports)).toBeGreaterThanOrEqual(MANY_MIN)
    }
  })

  test('with a jammer give its area soon, and no other', () => {
    const fromS = 5_400
    for (const seed of seeds) {
      const found = lossesOf(traffic(seed, { fromS, reachM: 60_000 }))
      expect(found.length).toBeGreaterThanOrEqual(1)
      const first = found.toSorted((a, b) => a.fromMs - b.fromMs)[0]
      expect(first?.benign).toBeNull()
      expect((first?.fromMs ?? 0) - (T0 + fromS * 1_000)).toBeLessThan(5 * WINDOW_MS)
      for (const { area } of found) {
        const { eastM, northM } = frame.toOffset(area?.centre ?? { lonDeg: 0, latDeg: 0 })
        expect(Math.hypot(eastM, northM)).toBeLessThan(60_000 + (area?.radiusM ?? 0))
      }
    }
  })
})
