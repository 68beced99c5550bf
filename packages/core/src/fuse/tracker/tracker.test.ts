/**
 * Goal: the tracker keeps what it promises: the same bits for the same looks, back to a snapshot to the bit, indifference to the
 * order of rows, errors as large as it says, lives that end where somebody looked and not elsewhere, and bounds that hold.
 * Method: small seeded scenes with known truth. Planted fault: a halved covariance fails the test of consistency.
 */
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { PLANE, TRACKER_OPTIONS, Tracker } from './index.ts'
import type { Look, Planes, TrackState, TrackerOptions } from './index.ts'

const surface = TRACKER_OPTIONS.surface
const VARIANTS: readonly TrackerOptions[] = (['cv', 'imm'] as const).flatMap((models) =>
  (['assignment', 'marginals'] as const).map((contested) => ({ ...surface, models, contested })),
)
const told = ({ models, contested }: TrackerOptions): string => `${models}, ${contested}`

type Point = readonly [number, number]
const look = (
  atS: number,
  points: readonly Point[],
  more: Partial<Look> & { readonly sigma?: number } = {},
): Look => {
  const { sigma = 20, ...rest } = more
  return {
    atS,
    sensor: 0,
    measures: 'position',
    count: points.length,
    plane: new Int32Array(points.length),
    z: Float64Array.from(points.flat()),
    r: Float64Array.from(points.flatMap(() => [sigma * sigma, 0, sigma * sigma])),
    site: null,
    pd: 0.9,
    clutterPerM2: 1e-7,
    view: null,
    ...rest,
  }
}

interface Scene {
  readonly looks: readonly Look[]
  readonly truth: readonly (readonly (readonly [number, number, number, number])[])[]
}

/** Things in a square of `sizeM` under white acceleration of 1 m²/s³, seen each second with 20 m, and clutter. */
function sceneOf(seed: number, things: number, sizeM: number, clutter: number, scans = 40): Scene {
  const random = seededRandom(seed)
  const gauss = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const now = Array.from({ length: things }, () => {
    const speed = 5 + 35 * random()
    const course = 2 * Math.PI * random()
    return [
      sizeM * random(),
      sizeM * random(),
      speed * Math.cos(course),
      speed * Math.sin(course),
    ] as [number, number, number, number]
  })
  const looks: Look[] = []
  const truth: [number, number, number, number][][] = []
  for (let k = 0; k < scans; k += 1) {
    const points: Point[] = []
    for (const x of now) {
      for (const i of [0, 1] as const) {
        const g = gauss()
        x[i] += x[i === 0 ? 2 : 3] + g / Math.sqrt(3)
        x[i === 0 ? 2 : 3] += (g * Math.sqrt(3)) / 2 + gauss() / 2
      }
      if (random() < 0.9) points.push([x[0] + 20 * gauss(), x[1] + 20 * gauss()])
    }
    for (let c = 0; c < clutter; c += 1) points.push([sizeM * random(), sizeM * random()])
    for (let i = points.length - 1; i > 0; i -= 1) {
      const j = Math.floor((i + 1) * random())
      const one = points[i] ?? [0, 0]
      points[i] = points[j] ?? [0, 0]
      points[j] = one
    }
    looks.push(look(k, points, { clutterPerM2: Math.max(clutter / (sizeM * sizeM), 1e-10) }))
    truth.push(now.map((x) => [...x]))
  }
  return { looks, truth }
}

const run = (tracker: Tracker, looks: readonly Look[]): readonly TrackState[] => {
  for (const one of looks) tracker.look(one)
  return tracker.tracks()
}

function d2([e, n]: readonly number[], state: TrackState, scale = 1): number {
  const [a = 0, b = 0, , , d = 0] = state.covariance
  const x = (e ?? 0) - state.eastM
  const y = (n ?? 0) - state.northM
  return (d * x * x - 2 * b * x * y + a * y * y) / ((a * d - b * b) * scale)
}

/** Mean normalised error of the tracks nearest to each thing, over seeds; `scale` on the covariance plants a fault. */
function neesOf(options: TrackerOptions, scale: number): number {
  let sum = 0
  let count = 0
  for (let seed = 1; seed <= 6; seed += 1) {
    const scene = sceneOf(seed, 12, 12_000, 6)
    const tracker = new Tracker(options, PLANE)
    for (const [k, one] of scene.looks.entries()) {
      tracker.look(one)
      if (k < 12) continue
      const states = tracker.atTime(k)
      for (const thing of scene.truth[k] ?? []) {
        const near = states.filter((s) => Math.hypot(s.eastM - thing[0], s.northM - thing[1]) < 100)
        const [only] = near
        if (only === undefined || near.length !== 1) continue
        sum += d2(thing, only, scale)
        count += 1
      }
    }
  }
  expect(count).toBeGreaterThan(1500)
  return sum / count
}

const inOrder = (states: readonly TrackState[]): number[][] =>
  states
    .map((s) => [s.eastM, s.northM, s.eastMps, s.northMps, s.score, ...s.covariance])
    .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))

/** An observer's arguments: a thing at a place with a velocity, seen at the given instants. */
const along = (fromS: number, toS: number, stepS = 1): { atS: number; at: Point }[] =>
  Array.from({ length: Math.round((toS - fromS) / stepS) }, (_, k) => ({
    atS: fromS + k * stepS,
    at: [1000 + 15 * (fromS + k * stepS), 2000 - 10 * (fromS + k * stepS)] as Point,
  }))

describe.each(VARIANTS)('tracker: $models, $contested', (options) => {
  it('gives the same bits for the same looks, and goes back to a snapshot to the bit', () => {
    const { looks } = sceneOf(7, 30, 4000, 30)
    const tracker = new Tracker(options, PLANE)
    run(tracker, looks.slice(0, 20))
    const snapshot = tracker.snapshot()
    const half = tracker.tracks()
    const end = run(tracker, looks.slice(20))
    tracker.restore(snapshot)
    expect(tracker.tracks()).toStrictEqual(half)
    expect(run(tracker, looks.slice(20))).toStrictEqual(end)
    const other = new Tracker(options, PLANE)
    other.restore(snapshot)
    expect(run(other, looks.slice(20))).toStrictEqual(end)
    expect(run(new Tracker(options, PLANE), looks)).toStrictEqual(end)
  })

  it('goes back to the bit between looks that the spatial hash outlives', () => {
    const { looks } = sceneOf(8, 20, 4000, 10, 60)
    const fast = looks.map((one, k) => ({ ...one, atS: k * 0.07, pd: k % 3 === 0 ? 0.9 : 0 }))
    const tracker = new Tracker(options, PLANE)
    run(tracker, fast.slice(0, 31))
    const snapshot = tracker.snapshot()
    const end = run(tracker, fast.slice(31))
    const other = new Tracker(options, PLANE)
    other.restore(snapshot)
    expect(run(other, fast.slice(31))).toStrictEqual(end)
  })

  it('does not mind the order of rows within a look, to 1e-6', () => {
    const { looks } = sceneOf(9, 30, 4000, 30)
    const turned = looks.map((one) => {
      const points = Array.from(
        { length: one.count },
        (_, i) => [one.z[2 * i] ?? 0, one.z[2 * i + 1] ?? 0] as Point,
      )
      return look(one.atS, points.toReversed(), { clutterPerM2: one.clutterPerM2 })
    })
    const a = inOrder(run(new Tracker(options, PLANE), looks))
    const b = inOrder(run(new Tracker(options, PLANE), turned))
    expect(b).toHaveLength(a.length)
    for (const [i, row] of a.entries())
      for (const [j, x] of row.entries())
        expect(Math.abs(x - (b[i]?.[j] ?? 0))).toBeLessThan(1e-6 * Math.max(1, Math.abs(x)))
  })

  it('errs as much as it says: NEES of the place near 2; planted fault: half the covariance does not', () => {
    expect(neesOf(options, 1)).toBeGreaterThan(1.75)
    expect(neesOf(options, 1)).toBeLessThan(2.25)
    expect(neesOf(options, 0.5)).toBeGreaterThan(2.9)
  })

  it('keeps its state finite and its bound under hostile looks', () => {
    const tracker = new Tracker({ ...options, tracksMax: 500 }, PLANE)
    const random = seededRandom(3)
    const heap = Array.from({ length: 10_000 }, () => [500, 500] as Point)
    const bad: Point[] = [[NaN, 1], [1, Infinity], [5, 5]] // prettier-ignore
    for (let k = 0; k < 6; k += 1) {
      tracker.look(look(k, heap, { pd: k % 2 === 0 ? 0.9 : 0 }))
      tracker.look(look(k + 0.1, [], {}))
      tracker.look(look(k + 0.2, bad, { sigma: 0 }))
      tracker.look({ ...look(k + 0.3, [[1e9, -1e9], [0, 0]]), r: Float64Array.of(400, 400, 400, -1, NaN, 4) }) // prettier-ignore
      const worst = { velocity: Float64Array.of(1e300, 0, 1, NaN, 1, 1), clutterPerM2: NaN }
      tracker.look(look(k + 0.35, [[1e300, 0], [600, 600]], worst)) // prettier-ignore
      tracker.look(look(k + 0.35, [[600, 600]], { sigma: 1e150, pd: NaN }))
      const view = { plane: 0, eastM: 1e300, northM: NaN, radiusM: 1e300 }
      tracker.look(look(k + 0.35, [[610, 600]], { view }))
      const site = { plane: 0, eastM: NaN, northM: 0 }
      tracker.look({ ...look(k + 0.35, [[610, 6]]), measures: 'polar', site, view })
      tracker.look({ ...look(k + 0.35, [[1, 0]]), measures: 'bearing', site, view })
      tracker.look({ ...look(k + 0.35, [[0, 1]]), measures: 'polar', site: { ...site, eastM: 0 } })
      tracker.look(look(NaN, [[1, 1]]))
      tracker.look(look(k - 5, [[500, 500]], { clutterPerM2: 0, pd: 1 }))
      tracker.look(
        look(
          k + 0.4,
          Array.from({ length: 1000 }, () => [20_000 * random(), 20_000 * random()] as Point),
        ),
      )
      expect(tracker.count).toBeLessThanOrEqual(500)
      for (const state of tracker.tracks()) {
        const { eastM, northM, eastMps, northMps, score, covariance } = state
        for (const x of [eastM, northM, eastMps, northMps, score, ...covariance])
          expect(Number.isFinite(x)).toBe(true)
        for (const i of [0, 4, 7, 9]) expect(covariance[i]).toBeGreaterThan(0)
      }
    }
    expect(tracker.refusedStarts).toBeGreaterThan(0)
  })

  it('lets one of two tracks of one thing go, and keeps two things that keep apart', () => {
    const random = seededRandom(5)
    const gauss = (): number =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const seen = ({ at: [e, n] }: { at: Point }): Point => [e + 20 * gauss(), n + 20 * gauss()]
    const tracker = new Tracker(options, PLANE)
    for (const step of along(0, 20)) tracker.look(look(step.atS, [seen(step)]))
    const [only] = tracker.atTime(19)
    if (only !== undefined) tracker.adopt({ ...only, identity: -1 })
    expect(tracker.atTime(19)).toHaveLength(2)
    for (const step of along(20, 60)) tracker.look(look(step.atS, [seen(step)]))
    expect(tracker.atTime(59).filter(({ score }) => score > 0)).toHaveLength(1)
    const pair = new Tracker(options, PLANE)
    for (const step of along(0, 60))
      pair.look(look(step.atS, [seen(step), seen({ at: [step.at[0] + 80, step.at[1] + 80] })]))
    expect(pair.atTime(59).filter(({ score }) => score > 0)).toHaveLength(2)
  })
})

const begun = (): Tracker => {
  const tracker = new Tracker(surface, PLANE)
  for (const { atS, at } of along(0, 10)) tracker.look(look(atS, [at]))
  return tracker
}

describe('life', () => {
  it('confirms, coasts, and loses what leaves', () => {
    const tracker = new Tracker(surface, PLANE)
    const { track } = tracker.look(look(0, [[1000, 2000]]))
    expect(tracker.tracks().map(({ status, id }) => [status, id])).toStrictEqual([
      ['tentative', track[0]],
    ])
    for (const { atS, at } of along(1, 10)) tracker.look(look(atS, [at]))
    expect(tracker.tracks().map(({ status }) => status)).toStrictEqual(['confirmed'])
    tracker.look(look(10, []))
    expect(tracker.tracks().map(({ status }) => status)).toStrictEqual(['coasting'])
    for (let k = 11; k < 16; k += 1) tracker.look(look(k, []))
    expect(tracker.tracks()).toStrictEqual([])
  })

  it('loses what leaves, though clutter lies where it might be', () => {
    for (const contested of ['assignment', 'marginals'] as const) {
      const tracker = new Tracker({ ...surface, contested }, PLANE)
      for (const { atS, at } of along(0, 10)) tracker.look(look(atS, [at]))
      const [before] = tracker.tracks()
      // At three deviations of the gate, in much clutter: less likely the track's than not, in every look.
      for (let k = 10; k < 30; k += 1) {
        const state = tracker.state(before?.id ?? 0)
        if (state === null) break
        const { eastM, northM, eastMps, northMps, covariance } = state
        const offM = 3.3 * Math.sqrt((covariance[4] ?? 0) + 600)
        tracker.look(look(k, [[eastM + eastMps, northM + northMps + offM]], { clutterPerM2: 1e-4 }))
      }
      expect(tracker.state(before?.id ?? 0), contested).toBeNull()
    }
  })

  it('keeps a column of five whose gates are one, by the way of a deployment', () => {
    const random = seededRandom(3)
    const gauss = (): number =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const tracker = new Tracker(surface, PLANE)
    const ids = new Set<number>()
    let held = 0
    for (let k = 0; k < 60; k += 1) {
      const seen = [0, 1, 2, 3, 4].filter(() => random() < 0.9)
      const points = seen.map((i): Point => [12 * k - 25 * i + 10 * gauss(), 10 * gauss()])
      tracker.look(look(k, points, { sigma: 10, clutterPerM2: 0 }))
      if (k < 10) continue
      const now = tracker.atTime(k)
      held += now.length
      for (const { id } of now) ids.add(id)
    }
    expect(ids.size).toBeLessThanOrEqual(6)
    expect(Math.abs(held / 50 - 5)).toBeLessThan(0.2)
  })

  it('does not punish where nobody looked: out of view, or where things report themselves', () => {
    const tracker = begun()
    const [before] = tracker.tracks()
    const far = { plane: 0, eastM: 50_000, northM: 50_000, radiusM: 5000 }
    for (let k = 10; k < 60; k += 1) {
      tracker.look(look(k, [[50_000, 50_000]], { view: far }))
      tracker.look(look(k + 0.5, [[-50_000, k * 10]], { pd: 0 }))
    }
    const after = tracker.tracks().find(({ id }) => id === before?.id)
    expect(after).toMatchObject({ score: before?.score, status: 'confirmed', seenS: 9 })
    const near = { plane: 0, eastM: 1800, northM: 1400, radiusM: 5000 }
    for (let k = 60; k < 64; k += 1) tracker.look(look(k, [], { view: near }))
    expect(tracker.tracks().some(({ id }) => id === before?.id)).toBe(false)
  })

  it('misses a track where it is told to be, however long nobody saw it', () => {
    const tracker = begun()
    for (let k = 0; k < 5; k += 1) {
      tracker.look(look(40 + 10 * k, [], { pd: 0 }))
      const [state] = tracker.tracks()
      const view = { plane: 0, eastM: state?.eastM ?? 0, northM: state?.northM ?? 0, radiusM: 1 }
      tracker.look(look(40 + 10 * k, [], { view }))
    }
    expect(tracker.count).toBe(0)
  })

  it('takes a miss by name, too', () => {
    const tracker = begun()
    const id = tracker.tracks()[0]?.id ?? 0
    expect(tracker.miss(id, 10, 0)).toBe(true)
    expect(tracker.tracks()[0]?.status).toBe('confirmed')
    tracker.miss(id, 11, 0.9)
    expect(tracker.tracks()[0]?.status).toBe('coasting')
    for (let k = 12; k < 14; k += 1) tracker.miss(id, k, 0.9)
    expect(tracker.tracks()[0]).toMatchObject({ id, status: 'tentative' })
    for (let k = 14; k < 18; k += 1) tracker.miss(id, k, 0.9)
    expect(tracker.miss(id, 18, 0.9)).toBe(false)
    expect(tracker.count).toBe(0)
  })

  it('forgets after long enough what nobody ever sees again', () => {
    const tracker = begun()
    for (let k = 0; k < 70; k += 1) tracker.look(look(10 + 10 * k, [[-50_000, 0]], { pd: 0 }))
    expect(tracker.tracks().every(({ seenS }) => seenS > 600)).toBe(true)
  })

  it('removes, adopts, and predicts', () => {
    const tracker = begun()
    const [state] = tracker.atTime(19)
    expect(state?.eastM).toBeCloseTo(1000 + 15 * 19, -2)
    const [now] = tracker.tracks()
    const other = new Tracker(surface, PLANE)
    const id = now === undefined ? -1 : other.adopt(now)
    expect(other.tracks()[0]).toMatchObject({
      id,
      status: 'confirmed',
      eastM: now?.eastM,
      covariance: now?.covariance,
    })
    expect(tracker.remove(now?.id ?? 0)).toBe(true)
    expect(tracker.remove(now?.id ?? 0)).toBe(false)
    expect(tracker.count).toBe(0)
    const unsound = { ...state, covariance: new Float64Array(10) }
    expect(other.adopt(unsound as TrackState)).toBe(-1)
  })
})

const named = (atS: number, points: readonly Point[], identity: readonly number[]): Look =>
  look(atS, points, { pd: 0, identity: Int32Array.from(identity) })

describe('identities', () => {
  it('go first to the track of their own, however close another is', () => {
    const tracker = new Tracker(surface, PLANE)
    const ids = tracker.look(named(0, [[0, 0], [60, 0]], [7, 8])).track // prettier-ignore
    for (let k = 1; k < 20; k += 1) {
      const side = k % 2 === 0 ? 0 : 1
      const outcome = tracker.look(named(k, side === 0 ? [[0, 0], [60, 0]] : [[60, 0], [0, 0]], side === 0 ? [7, 8] : [8, 7])) // prettier-ignore
      expect([...outcome.track]).toStrictEqual(side === 0 ? [ids[0], ids[1]] : [ids[1], ids[0]])
    }
    expect(tracker.tracks().map(({ identity, status }) => [identity, status])).toStrictEqual([[7, 'confirmed'], [8, 'confirmed']]) // prettier-ignore
  })

  it('are given to a track that had none, and two rows of one number are of one thing', () => {
    const tracker = new Tracker(surface, PLANE)
    for (const { atS, at } of along(0, 10)) tracker.look(look(atS, [at]))
    const id = tracker.tracks()[0]?.id
    const { track } = tracker.look(named(10, [[1150, 1900]], [42])) // prettier-ignore
    expect(track[0]).toBe(id)
    const twice = tracker.look(named(11, [[1165, 1890], [1170, 1895]], [42, 42])) // prettier-ignore
    expect([...twice.track]).toStrictEqual([id, id])
    expect(tracker.tracks()).toHaveLength(1)
    expect(tracker.tracks()[0]?.identity).toBe(42)
  })

  it('that cannot be are told, and not merged', () => {
    const tracker = new Tracker(surface, PLANE)
    for (const { atS, at } of along(0, 10)) tracker.look(named(atS, [at], [42]))
    const [before] = tracker.tracks()
    const outcome = tracker.look(named(10, [[90_000, 90_000]], [42]))
    expect(outcome.contradicted).toStrictEqual([0])
    expect(outcome.nis[0]).toBeGreaterThan(60)
    expect(outcome.track[0]).not.toBe(before?.id)
    expect(tracker.tracks().find(({ id }) => id === before?.id)).toMatchObject({
      seenS: 9,
      identity: 42,
    })
  })
})

/** Radar plots of one thing that goes past at 6 km, over seeds: mean NEES of the place. */
const polarNees = (azimuthSigmaRad: number, scale: number): number => {
  let sum = 0
  let count = 0
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = seededRandom(seed)
    const gauss = (): number =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const tracker = new Tracker({ ...surface, models: 'cv', accelerationM2S3: 0.1 }, PLANE)
    for (let k = 0; k < 40; k += 1) {
      const [e, n] = [-600 + 20 * k, 6000 + 5 * k]
      const z = Float64Array.of(
        Math.hypot(e, n) + 15 * gauss(),
        Math.atan2(e, n) + azimuthSigmaRad * gauss(),
      )
      const r = Float64Array.of(225, 0, azimuthSigmaRad * azimuthSigmaRad)
      tracker.look({
        ...look(k, [[0, 0]]),
        measures: 'polar',
        site: { plane: 0, eastM: 0, northM: 0 },
        z,
        r,
        clutterPerM2: 1e-9,
      })
      if (k < 15) continue
      for (const state of tracker.atTime(k)) {
        sum += d2([e, n], state, scale)
        count += 1
      }
    }
  }
  expect(count).toBeGreaterThan(900)
  return sum / count
}

const speedSigma = (velocity: boolean): number => {
  const tracker = new Tracker(surface, PLANE)
  for (const { atS, at } of along(0, 4))
    tracker.look(look(atS, [at], velocity ? { velocity: Float64Array.of(15, -10, 0.25) } : {}))
  const [state] = tracker.tracks()
  if (velocity) expect(state?.eastMps).toBeCloseTo(15, 0)
  return Math.sqrt(state?.covariance[7] ?? 0)
}

describe('sensors', () => {
  it('that give range and azimuth err as much as they say, sharp or broad; planted fault: half the covariance does not', () => {
    for (const sigma of [0.002, 0.03]) {
      expect(polarNees(sigma, 1)).toBeLessThan(2.3)
      expect(polarNees(sigma, 1)).toBeGreaterThan(1)
    }
    expect(polarNees(0.002, 0.5)).toBeGreaterThan(2.3)
  })

  it('that give bearings sharpen a track, and begin none', () => {
    const tracker = new Tracker(surface, PLANE)
    for (const { atS, at } of along(0, 10)) tracker.look(look(atS, [at], { sigma: 100 }))
    const area = (): number => {
      const [a = 0, b = 0, , , d = 0] = tracker.atTime(20)[0]?.covariance ?? []
      return Math.sqrt(a * d - b * b)
    }
    const before = area()
    for (const { atS, at } of along(10, 20))
      for (const site of [
        [0, 0],
        [4000, 0],
      ] as const) {
        // prettier-ignore
        const azimuth = Math.atan2(at[0] - site[0], at[1] - site[1])
        const z = Float64Array.of(azimuth, 0, azimuth + 2, 0)
        const r = Float64Array.of(1e-4, 0, 0, 1e-4, 0, 0)
        const outcome = tracker.look({ ...look(atS, [[0, 0], [0, 0]]), measures: 'bearing', site: { plane: 0, eastM: site[0], northM: site[1] }, z, r }) // prettier-ignore
        expect(outcome.track[0]).toBe(tracker.atTime(atS)[0]?.id)
        expect(outcome.track[1]).toBe(-1)
      }
    expect(tracker.count).toBe(1)
    expect(area()).toBeLessThan(before / 4)
    const [state] = tracker.atTime(19)
    expect(Math.hypot((state?.eastM ?? 0) - 1285, (state?.northM ?? 0) - 1810)).toBeLessThan(40)
  })

  it('that measure velocity sharpen it', () => {
    expect(speedSigma(true)).toBeLessThan(speedSigma(false) / 4)
  })
})

describe('planes', () => {
  it('may be many, turned against each other: the tracks are the same, to 1e-6', () => {
    // Plane 1 is plane 0 turned by 0.3 rad and moved; west of 2 km plane 0 is home, east of it plane 1.
    const cos = Math.cos(0.3)
    const sin = Math.sin(0.3)
    const planes: Planes = {
      homeOf: (plane, e, n) =>
        (plane === 0 ? e : cos * (e - 500) + sin * (n - 700)) < 2000 ? 0 : 1,
      move: (from, to, e, n, out) => {
        const isSame = from === to
        const [x, y] =
          from === 0
            ? [cos * e - sin * n + 500, sin * e + cos * n + 700]
            : [cos * (e - 500) + sin * (n - 700), -sin * (e - 500) + cos * (n - 700)]
        out.set(isSame ? [e, n, 1, 0] : [x, y, cos, from === 0 ? sin : -sin])
      },
      hashOf: (plane, e, n, out) => {
        if (plane === 0) out.set([e, n])
        else out.set([cos * (e - 500) + sin * (n - 700), -sin * (e - 500) + cos * (n - 700)])
      },
    }
    const { looks } = sceneOf(11, 20, 4000, 10)
    for (const options of VARIANTS) {
      const one = run(new Tracker(options, PLANE), looks)
      const many = run(new Tracker(options, planes), looks)
      expect(
        many.some(({ plane }) => plane === 1),
        told(options),
      ).toBe(true)
      expect(many).toHaveLength(one.length)
      const out = new Float64Array(4)
      for (const [i, state] of many.entries()) {
        planes.move(state.plane, 0, state.eastM, state.northM, out)
        expect(out[0]).toBeCloseTo(one[i]?.eastM ?? 0, 5)
        expect(out[1]).toBeCloseTo(one[i]?.northM ?? 0, 5)
        expect(state.score).toBeCloseTo(one[i]?.score ?? 0, 6)
      }
    }
  })
})
