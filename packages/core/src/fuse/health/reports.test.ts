/**
 * Goal: forged, jammed and frozen positions are found with what they rest on; honest traffic, parked craft, duplicate
 * codes and dead receivers are not taken for it; order does not matter within a window; memory is bounded.
 * Method: scripted traffic with one thing planted, and the same without it; random honest traffic; streams woven in any
 * order; a million pushes under ever new names.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameAt } from '../../geo/index.ts'
import { isRefused, seededRandom } from '../../units/index.ts'
import { decide, evolve, initial } from '../../observe/index.ts'
import type { Observation, ObserveState, Source } from '../../observe/index.ts'
import type { Actor } from '../../nations/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { LATE_MS, MANY_MIN, RUN, WINDOW_MS } from './assumptions.ts'
import {
  BIASES_MAX,
  FINDINGS_MAX,
  IDENTITIES_MAX,
  NAMED_MAX,
  SENSORS_MAX,
  TRACKS_MAX,
} from './bounds.ts'
import { HealthMonitor, positionReportOf } from './index.ts'
import type { HealthReport, Innovation, PositionReport } from './index.ts'

const T0 = 28_000_000 * WINDOW_MS
const frame = frameAt({ lonDeg: 24, latDeg: 60 })
const at = (eastM: number, northM: number) => frame.toPosition({ eastM, northM })
const report = (change: Partial<PositionReport>): PositionReport => ({
  observation: '',
  source: 'r1',
  identity: 'icao24:000001',
  atMs: T0,
  position: at(0, 0),
  errorM: 30,
  speedMps: null,
  speedMaxMps: 1_000,
  isOwn: true,
  isFixed: false,
  ...change,
})
/** Pushes in the order given, advancing as the clock would; then what stands after the windows are over. */
function after(reports: readonly PositionReport[], sourceClosed = 1): HealthReport {
  const monitor = new HealthMonitor(T0)
  let lastMs = T0
  for (const one of reports) {
    lastMs = Math.max(lastMs, one.atMs)
    monitor.advance(lastMs)
    monitor.pushReport(one)
  }
  return monitor.report((Math.floor(lastMs / WINDOW_MS) + sourceClosed) * WINDOW_MS + LATE_MS)
}
const kindsOf = ({ findings }: HealthReport): readonly string[] =>
  [...new Set(findings.map(({ kind }) => kind))].toSorted()
/** A craft every `everyS` for `forS` from `startS`, straight at `mps` east. */
const flight = (
  identity: string,
  { x = 0, y = 0, mps = 100, startS = 0, forS = 120, everyS = 5 },
  change: Partial<PositionReport> = {},
): PositionReport[] =>
  Array.from({ length: Math.floor(forS / everyS) }, (_, i) =>
    report({
      identity,
      atMs: T0 + 1_000 * (startS + i * everyS),
      position: at(x + mps * i * everyS, y),
      speedMps: mps,
      observation: `${identity}-${startS + i * everyS}`,
      ...change,
    }),
  )
const inOrder = (...all: readonly (readonly PositionReport[])[]): PositionReport[] =>
  all.flat().toSorted((a, b) => a.atMs - b.atMs)

describe('one name', () => {
  test('that moves as it can is never found, whatever its errors', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            waitS: fc.integer({ min: 0, max: 90 }),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
            turn: fc.double({ min: 0, max: 6.28, noNaN: true }),
            errorM: fc.constantFrom(10, 100, 1_852),
            off: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          { maxLength: 40 },
        ),
        (steps) => {
          let [x, y, atMs] = [0, 0, T0]
          const reports = steps.map(({ waitS, share, turn, errorM, off }) => {
            const wayM = waitS * 60 * share
            x += wayM * Math.sin(turn)
            y += wayM * Math.cos(turn)
            atMs += waitS * 1_000
            const position = at(x + off * errorM, y)
            const speedMps = waitS === 0 ? null : wayM / waitS
            // What stands still says so; what moves is seen to.
            const isMoving = wayM + off * errorM > 50
            return report({
              atMs,
              position,
              errorM,
              speedMaxMps: 60,
              speedMps: isMoving ? speedMps : 0,
            })
          })
          expect(kindsOf(after(reports)).filter((kind) => kind !== 'frozen')).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })

  test('that jumps once is an outlier; that jumps on and on is not', () => {
    const [a, b] = [flight('icao24:a', {}), flight('icao24:a', { x: 90_000, startS: 120 })]
    const once = after(inOrder(a, b)).findings
    expect(once).toHaveLength(1)
    expect(once[0]).toMatchObject({ kind: 'impossibleSpeed', benign: 'singleOutlier', count: 1 })
    expect(once[0]?.observations).toEqual(['icao24:a-115', 'icao24:a-120'])
    expect(once[0]?.score).toBeGreaterThan(3)
    const c = flight('icao24:a', { x: 300_000, startS: 240 })
    expect(after(inOrder(a, b, c)).findings[0]).toMatchObject({ count: 2, benign: null })
  })

  test('in two places at once is found as such, and may be a code used twice', () => {
    const a = flight('mmsi:211000001', { mps: 8, everyS: 10 }, { speedMaxMps: 60 })
    const b = flight(
      'mmsi:211000001',
      { x: 70_000, mps: 8, everyS: 10, startS: 3 },
      { speedMaxMps: 60 },
    )
    const found = after(inOrder(a, b)).findings
    expect(found.find(({ kind }) => kind === 'twoPlaces')).toMatchObject({
      benign: 'duplicateCode',
    })
    // One outlier and its end are no second place.
    const outlier = report({ identity: 'icao24:b', atMs: T0 + 52_000, position: at(300_000, 0) })
    expect(kindsOf(after(inOrder(flight('icao24:b', {}), [outlier])))).toEqual(['impossibleSpeed'])
  })

  test('that stands still at speed is found; what rests, is fixed or says no speed is not', () => {
    const still = { position: at(0, 0), speedMps: 100 }
    const moved = flight('icao24:a', { forS: 30, x: -3_000 })
    const frozen = flight('icao24:a', { startS: 30, forS: 60 }, still)
    expect(after(inOrder(moved, frozen)).findings).toMatchObject([{ kind: 'frozen', benign: null }])
    expect(after(frozen).findings).toMatchObject([{ kind: 'frozen', benign: 'groundTest' }])
    for (const change of [{ speedMps: 0.5 }, { speedMps: null }, { isFixed: true }])
      expect(after(flight('icao24:a', {}, { ...still, ...change })).findings).toEqual([])
  })
})

/** `n` craft far apart that fly for five minutes and are then carried to a circle of 1.5 km, where they report on. */
const carriedOff = (n: number, change: Partial<PositionReport> = {}): PositionReport[] =>
  inOrder(
    ...Array.from({ length: n }, (_, i) => {
      const name = `icao24:${i}`
      const from = { x: -200_000, y: 9_000 * i, forS: 300, startS: i }
      const circle = flight(name, { startS: 300 + i, forS: 300 }, change).map((one, k) => ({
        ...one,
        position: at(80_000 + 1_500 * Math.sin(k + i), 80_000 + 1_500 * Math.cos(k + i)),
      }))
      return [...flight(name, from, change), ...circle]
    }),
  )

const worsened = (n: number, of: number): PositionReport[] =>
  inOrder(
    ...Array.from({ length: of }, (_, i) => [
      ...flight(`icao24:${i}`, { y: 500 * i, forS: 120 }),
      ...flight(
        `icao24:${i}`,
        { x: 12_000, y: 500 * i, startS: 120, forS: 120 },
        { errorM: i < n ? 37_040 : 30 },
      ),
    ]),
  )

// Nine craft fall silent after two minutes; a radar sees them for two more, where it is there.
const silenced = (isSeen: boolean, isReceiverUp: boolean): PositionReport[] => {
  const nine = Array.from({ length: 9 }, (_, i) => flight(`icao24:${i}`, { y: 500 * i }))
  const seen = nine.map((_, i) =>
    flight(`icao24:${i}`, { y: 500 * i, forS: 240 }, { source: 'radar', isOwn: false }),
  )
  const far = flight('icao24:far', { y: 400_000, forS: 240 })
  return inOrder(...nine, ...(isSeen ? seen : []), ...(isReceiverUp ? [far] : []))
}

describe('many names', () => {
  test('carried off to one circle are one finding of that area', () => {
    const { findings } = after(carriedOff(8))
    const found = findings.filter(({ kind }) => kind === 'manyAtOnePoint')
    expect(found).toHaveLength(1)
    expect(found[0]?.identities).toHaveLength(8)
    expect(found[0]?.benign).toBeNull()
    expect(found[0]?.area?.radiusM).toBeLessThan(9_000)
    const off = frame.toOffset(found[0]?.area?.centre ?? at(0, 0))
    expect(Math.hypot(off.eastM - 80_000, off.northM - 80_000)).toBeLessThan(6_000)
    expect(kindsOf(after(carriedOff(MANY_MIN - 1)))).not.toContain('manyAtOnePoint')
  })

  test('are found wherever the circle lies, at the date line too', () => {
    for (const lonDeg of [-180, -179.999, 179.999, 24.05, 0])
      for (const latDeg of [60, -0.001, 59.951]) {
        const there = frameAt({ lonDeg, latDeg })
        const moved = carriedOff(MANY_MIN).map((one) => {
          const { eastM, northM } = frame.toOffset(one.position)
          const position = there.toPosition({ eastM: eastM - 80_000, northM: northM - 80_000 })
          return { ...one, position }
        })
        const found = after(moved).findings.filter(({ kind }) => kind === 'manyAtOnePoint')
        expect(found.length).toBeGreaterThanOrEqual(1)
        expect(found[0]?.identities).toHaveLength(MANY_MIN)
      }
  })

  test('parked at an airport, or landing there, are none', () => {
    const parked = Array.from({ length: 40 }, (_, i) =>
      flight(`icao24:${i}`, { x: 20 * i, mps: 0, forS: 300 }),
    )
    const landing = Array.from({ length: 10 }, (_, i) =>
      flight(`icao24:l${i}`, { x: -21_000, y: 100 * i, mps: 70, forS: 300 }),
    )
    expect(after(inOrder(...parked, ...landing)).findings).toEqual([])
  })

  test('with single outliers each are none', () => {
    const all = Array.from({ length: 20 }, (_, i) => [
      ...flight(`icao24:${i}`, { y: 10 * i, forS: 300 }),
      report({
        identity: `icao24:${i}`,
        atMs: T0 + 100_000 + i * 1_000 + 500,
        position: at(500_000, 0),
        observation: 'o',
      }),
    ])
    expect(kindsOf(after(inOrder(...all)))).toEqual(['impossibleSpeed'])
  })

  test.each<readonly [number, number, boolean]>([
    [8, 8, true],
    [6, 12, true],
    [5, 12, false],
    [MANY_MIN - 1, MANY_MIN - 1, false],
    [0, 12, false],
  ])('%i of %i whose positions became useless: %s', (n, of, isFound) => {
    expect(kindsOf(after(worsened(n, of)))).toEqual(isFound ? ['qualityLoss'] : [])
  })

  test('that never had good positions lost none', () => {
    const all = Array.from({ length: 9 }, (_, i) => flight(`icao24:${i}`, {}, { errorM: 37_040 }))
    expect(after(inOrder(...all)).findings).toEqual([])
  })

  test('that fall silent while others see them are found; a dead receiver explains it', () => {
    expect(after(silenced(true, true)).findings).toMatchObject([{ kind: 'silence', benign: null }])
    expect(after(silenced(true, false)).findings).toMatchObject([{ benign: 'receiverDown' }])
    expect(after(silenced(false, true)).findings).toEqual([])
  })
})

const proposed = (reports: readonly PositionReport[]) => {
  const monitor = new HealthMonitor(T0)
  const first = new Map<string, number>()
  let [nowMs, proposals] = [T0, monitor.proposals(T0)]
  for (const one of reports) {
    if (one.atMs >= nowMs + WINDOW_MS) {
      nowMs += WINDOW_MS
      proposals = monitor.proposals(nowMs)
      for (const { source } of proposals) if (!first.has(source)) first.set(source, nowMs)
    }
    monitor.advance(one.atMs)
    monitor.pushReport(one)
  }
  return { first, proposals }
}

describe('proposals', () => {
  test('a receiver most of whose names are carried off is proposed within its run; another is not', () => {
    const honest = Array.from({ length: 8 }, (_, i) =>
      flight(`icao24:h${i}`, { y: 3_000 * i, forS: 600 }, { source: 'r2' }),
    )
    const { first, proposals } = proposed(inOrder(carriedOff(8), ...honest))
    expect([...first.keys()]).toEqual(['r1'])
    expect((first.get('r1') ?? 0) - (T0 + 300_000)).toBeLessThanOrEqual((RUN + 2) * WINDOW_MS)
    expect(proposals[0]?.evidence[0]).toMatchObject({ kind: 'impossibleSpeed', count: 8 })
  })

  test('go through the observe step as the system asks, with their evidence', () => {
    const { proposals } = proposed(carriedOff(8))
    const [proposal] = proposals
    if (proposal === undefined) throw new Error('nothing proposed')
    const actor: Actor = {
      name: 'system',
      nation: 'ZZZ',
      role: 'system',
      office: 'monitor',
      keyId: '',
    }
    const source: Source = {
      id: 'r1',
      title: 'R',
      nation: 'XAA',
      kind: 'adsb',
      reachM: {},
      detection: { pd: 1, falseReport: 0, basis: 'test' },
      group: 'r1',
    }
    const sources: ObserveState['sources'] = new Map([['r1', source]])
    const decided = decide(
      { ...initial, sources },
      { type: 'quarantineSource', ...proposal },
      { actor, nowMs: T0 + 700_000 },
    )
    if (isRefused(decided)) throw new Error(decided.refused)
    expect(decided.entries).toHaveLength(1)
    const entry = { ...decided.entries[0], index: 1, atMs: T0 + 700_000 } as Entry
    expect(evolve({ ...initial, sources }, entry).quarantines.get('r1')).toMatchObject({
      status: 'provisional',
      proposedBy: 'machine',
    })
  })
})

// The clock goes on between windows only: what has come by then is the same in every order.
const byWindow = (reports: readonly PositionReport[]): HealthReport => {
  const monitor = new HealthMonitor(T0)
  for (const one of reports) {
    monitor.advance(Math.floor(one.atMs / WINDOW_MS) * WINDOW_MS + LATE_MS)
    monitor.pushReport(one)
  }
  return monitor.report(T0 + 12 * WINDOW_MS)
}

const innovation = (i: number, nis: number): Innovation => ({
  atMs: T0 + (i % WINDOW_MS),
  source: 's',
  track: i % 7,
  nis,
  degreesOfFreedom: 2,
  observation: `o${i}`,
})

describe('order and time', () => {
  const streams = [0, 1, 2, 3, 4, 5].map((i) =>
    carriedOff(6).filter((one) => one.identity === `icao24:${i}`),
  )
  // Weaves the streams in any order that keeps each stream's own, within windows.
  const woven = (picks: readonly number[]): PositionReport[] => {
    const windows = new Map<number, PositionReport[][]>()
    for (const [i, stream] of streams.entries())
      for (const one of stream) {
        const window = Math.floor(one.atMs / WINDOW_MS)
        const of = windows.get(window) ?? streams.map(() => [])
        windows.set(window, of)
        of[i]?.push(one)
      }
    let k = 0
    return [...windows]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([, of]) => {
        const left = of.map((stream) => [...stream])
        const out: PositionReport[] = []
        while (left.some((stream) => stream.length > 0)) {
          const some = left.filter((stream) => stream.length > 0)
          k += 1
          const next = some[(picks[k % picks.length] ?? 0) % some.length]?.shift()
          if (next !== undefined) out.push(next)
        }
        return out
      })
  }
  test('of different names does not matter within a window', () => {
    const expected = byWindow(woven([0])).findings
    expect(expected.length).toBeGreaterThan(0)
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 50 }), (picks) => {
        expect(byWindow(woven(picks)).findings).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  test('of innovations does not matter within a window, up to rounding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 25, maxLength: 60 }),
        fc.infiniteStream(fc.nat()),
        (nis, keys) => {
          const given = nis.map((value, i) => innovation(i, value))
          const keyed = given.map((one) => ({ one, key: keys.next().value ?? 0 }))
          const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one)
          const [a, b] = [given, shuffled].map((all) => {
            const monitor = new HealthMonitor(T0)
            for (const one of all) monitor.pushInnovation(one)
            return monitor.report(T0 + WINDOW_MS + LATE_MS)
          })
          expect(b?.findings).toEqual(a?.findings)
          expect(b?.sensors[0]?.nisRatio).toBeCloseTo(a?.sensors[0]?.nisRatio ?? NaN, 9)
          expect({ ...b?.sensors[0], nisRatio: 0 }).toEqual({ ...a?.sensors[0], nisRatio: 0 })
        },
      ),
      { numRuns: 100 },
    )
  })

  test('what is too late or too early is counted, left out, and closes no window', () => {
    const monitor = new HealthMonitor(T0)
    monitor.advance(T0 + 10 * WINDOW_MS)
    for (const atMs of [T0, T0 + 30 * WINDOW_MS, Number.NaN]) {
      monitor.pushReport(report({ atMs }))
      monitor.pushInnovation({ ...innovation(0, 1), atMs })
    }
    expect(monitor.report(T0 + 10 * WINDOW_MS).late).toBe(6)
    monitor.pushReport(report({ atMs: T0 + 10 * WINDOW_MS }))
    monitor.pushReport(report({ atMs: T0 + 10 * WINDOW_MS - 1_000 }))
    expect(monitor.report(T0 + 10 * WINDOW_MS)).toMatchObject({ late: 7 })
    expect(monitor.sizes).toMatchObject({ identities: 1, sensors: 0 })
  })

  test('the same calls give the same answers, bit for bit', () => {
    const [a, b] = [1, 2].map(() => JSON.stringify(after(carriedOff(8))))
    expect(b).toBe(a)
  })
})

test('a million pushes under ever new names stay within the bounds', () => {
  const random = seededRandom(7)
  const monitor = new HealthMonitor(T0)
  const position = { lonDeg: 0, latDeg: 0 }
  for (let i = 0; i < 500_000; i += 1) {
    const atMs = T0 + i * 4
    if (i % 1_000 === 0) monitor.advance(atMs)
    position.lonDeg = 24 + random()
    position.latDeg = 60 + random()
    // A quarter of the names come back somewhere else, and make findings.
    const name = i % 4 === 0 ? i % 3_000 : i
    monitor.pushReport(
      report({ identity: `icao24:${name}`, atMs, position: { ...position }, observation: `${i}` }),
    )
    monitor.pushInnovation({
      atMs,
      source: `s${Math.floor(i / 200) % 600}`,
      track: i,
      nis: 2,
      degreesOfFreedom: 2,
      observation: `${i}`,
      place: {
        eastM: 1,
        northM: 1,
        covariance: { ee: 2, en: 0, nn: 2 },
        measurement: { ee: 1, en: 0, nn: 1 },
        eastMps: 1,
        northMps: 0,
        fromSite: null,
      },
    })
  }
  const { sensors, biases, tracks, identities, findings } = monitor.sizes
  expect([sensors, biases]).toEqual([SENSORS_MAX, BIASES_MAX])
  expect([tracks, identities, findings]).toEqual([TRACKS_MAX, IDENTITIES_MAX, FINDINGS_MAX])
  for (const one of monitor.report(T0).findings) {
    expect(one.observations.length).toBeLessThanOrEqual(16)
    expect(one.identities.length).toBeLessThanOrEqual(NAMED_MAX)
  }
})

const observation = (identity: object): Observation =>
  ({
    id: 'ab',
    source: 's',
    observed: { fromMs: T0, toMs: T0, basis: 'clock', clock: 'gnss' },
    where: { sectors: [], ring: null, fix: { position: at(0, 0), errorM: 10 } },
    motion: {
      heightM: null,
      heightDatum: null,
      speedMps: 3,
      courseDeg: null,
      climbMps: null,
      identity,
    },
    get residual(): never {
      throw new Error('residual was read')
    },
  }) as unknown as Observation

describe('an observation as a position', () => {
  test.each<readonly [object, string | null, number, boolean]>([
    [{ icao24: '4ca2d1' }, 'icao24:4ca2d1', 1_000, false],
    [{ mmsi: '211331640' }, 'mmsi:211331640', 60, false],
    [{ mmsi: '111211001' }, 'mmsi:111211001', 350, false],
    [{ mmsi: '002110001' }, 'mmsi:002110001', 60, true],
    [{ mmsi: '992111001' }, 'mmsi:992111001', 60, true],
    [{ uid: 'x-1' }, 'uid:x-1', 1_000, false],
    [{ mode3a: '7000' }, null, 0, false],
    [{}, null, 0, false],
  ])('%j', (identity, name, speedMaxMps, isFixed) => {
    const of = positionReportOf(observation(identity), 'ais')
    if (name === null) expect(of).toBeNull()
    else expect(of).toMatchObject({ identity: name, speedMaxMps, isFixed, isOwn: true })
    if (name !== null)
      expect(positionReportOf(observation(identity), 'radar')).toMatchObject({ isOwn: false })
  })

  test('with what its sender says of its quality', () => {
    const quality = { accuracyM: 10, containmentM: null, isMonitored: true, positioning: 'gnss' }
    const full = observation({ mmsi: '211331640' })
    const told = Object.create(full, { motion: { value: { ...full.motion, quality } } }) as never
    expect(positionReportOf(told, 'ais')).toMatchObject({ quality })
    expect(positionReportOf(full, 'ais')).not.toHaveProperty('quality')
  })

  test('without a fix or movement is none', () => {
    const full = observation({ mmsi: '211331640' })
    expect(
      positionReportOf(Object.create(full, { motion: { value: undefined } }) as never, 'ais'),
    ).toBeNull()
  })
})
