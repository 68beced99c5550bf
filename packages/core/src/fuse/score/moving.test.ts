/**
 * Goal: the scenarios are what the judging asks for. Method: a checker estimates every stated figure from the made files
 * alone, within five standard errors, over several seeds; scenarios spoilt on purpose must each be found out.
 */
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { MOVING } from './assumptions.ts'
import { drawPoisson } from './draw.ts'
import { movingHead, movingScans } from './moving.ts'
import type { MovingHead, MovingKind, MovingScan } from './moving.ts'

interface Scenario {
  readonly head: MovingHead
  readonly scans: readonly MovingScan[]
}

const made = (kind: MovingKind, seed: number, things = 100): Scenario => {
  const options = { kind, seed, things }
  return { head: movingHead(options), scans: [...movingScans(options)] }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Every scan of each thing, by id: [scan, x, y, vx, vy]. */
function lives({ scans }: Scenario): Map<number, number[][]> {
  const byId = new Map<number, number[][]>()
  for (const [scan, { truth }] of scans.entries())
    for (const [id = 0, ...rest] of truth) byId.set(id, [...(byId.get(id) ?? []), [scan, ...rest]])
  return byId
}

/** Errors of the nearest detection within six deviations, per axis, of every true place; and how many places had none. */
function nearest({ scans, head }: Scenario): {
  readonly errors: number[]
  readonly missed: number
} {
  const errors: number[] = []
  let missed = 0
  for (const { truth, dets } of scans)
    for (const [, x = 0, y = 0] of truth) {
      let best: readonly number[] = [Infinity, Infinity]
      for (const [u = 0, v = 0] of dets)
        if (Math.hypot(u - x, v - y) < Math.hypot(best[0] ?? 0, best[1] ?? 0)) best = [u - x, v - y]
      if (Math.hypot(best[0] ?? 0, best[1] ?? 0) < 6 * head.sigma) errors.push(...best)
      else missed += 1
    }
  return { errors, missed }
}

/** Steps of velocity and of position beyond it, per axis, where nothing was reflected: [dv, dx − v dt]. */
function steps(scenario: Scenario): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = []
  for (const life of lives(scenario).values())
    for (const [n, now] of life.entries()) {
      const next = life[n + 1]
      if (next === undefined) continue
      for (const axis of [1, 2] as const) {
        const [at, then] = [now[axis] ?? 0, next[axis] ?? 0]
        const [v, w] = [now[axis + 2] ?? 0, next[axis + 2] ?? 0]
        const margin = 60
        if (Math.min(at, then) < margin || Math.max(at, then) > scenario.head.size - margin)
          continue
        pairs.push([w - v, then - at - v])
      }
    }
  return pairs
}

/** Metres from a detection to the nearest true place. */
const near = (truth: MovingScan['truth'], [u = 0, v = 0]: readonly number[]): number =>
  Math.min(...truth.map(([, x = 0, y = 0]) => Math.hypot(u - x, v - y)))

/** What of a `sparse` scenario is not as asked; empty where all is. */
function faultsOf(scenario: Scenario): readonly string[] {
  const faults: string[] = []
  const { scans, head } = scenario
  const check = (name: string, value: number, [wanted, error]: readonly [number, number]): void => {
    if (!(Math.abs(value - wanted) <= 5 * error)) faults.push(name)
  }
  const alive = scans.reduce((sum, { truth }) => sum + truth.length, 0)
  const { errors, missed } = nearest(scenario)
  // A missed thing has clutter within 120 m by a chance of 0.01 only.
  check('detection rate', 1 - missed / alive, [0.901, Math.sqrt(0.09 / alive)])
  check('noise', mean(errors.map((e) => e * e)), [400, 400 * Math.sqrt(2 / errors.length) + 2])
  const spare = scans.map(({ dets, truth }) => dets.length - MOVING.pd * truth.length)
  check('clutter', mean(spare), [head.clutter, Math.sqrt((head.clutter + 9) / scans.length)])
  const moved = steps(scenario)
  const variance = Math.sqrt(2 / moved.length)
  check('acceleration', mean(moved.map(([dv]) => dv * dv)), [1, variance])
  check('position noise', mean(moved.map(([, dx]) => dx * dx)), [1 / 3, variance / 3])
  check('their covariance', mean(moved.map(([dv, dx]) => dv * dx)), [0.5, variance])
  const first = [...lives(scenario).values()].map((life) => life[0] ?? [])
  const speeds = first.map(([, , , vx = 0, vy = 0]) => Math.hypot(vx, vy))
  check('speed', mean(speeds), [22.5, 10.1 / Math.sqrt(speeds.length)])
  if (Math.min(...speeds) < 4.9 || Math.max(...speeds) > 40.1) faults.push('speed limits')
  if (first.filter(([scan]) => scan === 0).length !== 0.8 * lives(scenario).size)
    faults.push('births')
  if (first.some(([scan = 0]) => scan >= 50)) faults.push('late births')
  const ends = [...lives(scenario).values()].map((life) => life.at(-1)?.[0] ?? 0)
  if (ends.some((scan) => scan < 50)) faults.push('early deaths')
  check('deaths', mean(ends.map((scan) => (scan < 99 ? 1 : 0))), [0.49, 0.05])
  const spots = scans.flatMap(({ truth }) => truth.flatMap(([, x = 0, y = 0]) => [x, y]))
  if (spots.some((value) => value < 0 || value > head.size)) faults.push('edges')
  // Were the things' detections first, early ones would lie nearer to them.
  const ranks = scans.flatMap(({ dets, truth }) => {
    const isNear = ([u = 0, v = 0]: readonly number[]): boolean =>
      truth.some(([, x = 0, y = 0]) => Math.hypot(u - x, v - y) < 60)
    return dets.flatMap((det, n) => (isNear(det) ? [n / dets.length] : []))
  })
  check('order', mean(ranks), [0.5, 0.3 / Math.sqrt(ranks.length)])
  return faults
}

const spoiltBy = (change: (scan: MovingScan, n: number) => MovingScan): Scenario => {
  const { head, scans } = made('sparse', 1)
  return { head, scans: scans.map(change) }
}

describe('sparse scenarios', () => {
  test.for([1, 2, 3, 4, 5])('are as asked, seed %i', (seed) => {
    const scenario = made('sparse', seed)
    expect(scenario.head).toEqual({ dt: 1, sigma: 20, pd: 0.9, clutter: 100, size: 20_000 })
    expect(scenario.scans).toHaveLength(100)
    expect(lives(scenario).size).toBe(100)
    expect(faultsOf(scenario)).toEqual([])
  })

  const centre = 10_000
  test.for([
    [
      'detection rate',
      spoiltBy(({ dets, truth }) => ({ truth, dets: dets.filter((_, n) => n % 12 !== 0) })),
    ],
    [
      'noise',
      spoiltBy(({ dets, truth }) => ({
        truth: truth.map(([id = 0, x = 0, ...rest]) => [id, x + 15, ...rest]),
        dets,
      })),
    ],
    [
      'clutter',
      spoiltBy(({ dets, truth }) => ({
        truth,
        dets: [...dets, [0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [0, 2]],
      })),
    ],
    [
      'acceleration',
      spoiltBy(({ dets, truth }) => ({
        dets,
        truth: truth.map(([id = 0, x = 0, y = 0, vx = 0, vy = 0]) => [
          id,
          x,
          y,
          1.2 * vx,
          1.2 * vy,
        ]),
      })),
    ],
    [
      'deaths',
      spoiltBy(({ dets, truth }, n) => ({
        dets,
        truth: n > 70 ? truth.filter(([id = 0]) => id % 4 === 0) : truth,
      })),
    ],
    [
      'early deaths',
      spoiltBy(({ dets, truth }, n) => ({ dets, truth: n > 40 ? truth.slice(1) : truth })),
    ],
    ['births', spoiltBy(({ dets, truth }, n) => ({ dets, truth: n < 5 ? truth.slice(1) : truth }))],
    [
      'edges',
      spoiltBy(({ dets, truth }) => ({
        dets,
        truth: truth.map(([id = 0, x = 0, ...rest]) => [id, 1.2 * (x - centre) + centre, ...rest]),
      })),
    ],
    [
      'order',
      spoiltBy(({ dets, truth }) => ({
        truth,
        dets: dets.toSorted((a, b) => near(truth, a) - near(truth, b)),
      })),
    ],
  ] as [string, Scenario][])('planted fault: %s is found', ([fault, spoilt]) => {
    expect(faultsOf(spoilt)).toContain(fault)
  })
})

describe('turning scenarios', () => {
  const scenario = made('turn', 2, 400)
  // The fast ones: their course is told to 0.02 rad a scan by the noise of 0.2 m²/s³.
  const turns = [...lives(scenario).values()].flatMap((life) =>
    life.flatMap((now, n) => {
      const next = life[n + 1]
      const [at = 0, x = 0, y = 0, vx = 0, vy = 0] = now
      const isInside = [x, y].every((value) => value > 60 && value < scenario.head.size - 60)
      if (next === undefined || at < 60 || !isInside || Math.hypot(vx, vy) < 30) return []
      const [, , , wx = 0, wy = 0] = next
      return [Math.atan2(vx * wy - vy * wx, vx * wx + vy * wy)]
    }),
  )
  const share = (low: number, high: number): number =>
    turns.filter((rate) => Math.abs(rate) >= low && Math.abs(rate) < high).length / turns.length

  test('lie in a square of 12 km at 100 things', () => {
    expect(movingHead({ kind: 'turn', seed: 1, things: 100 })).toMatchObject({
      size: 12_000,
      clutter: 100,
    })
  })

  test('turn at the rates asked: most of the time after a minute', () => {
    expect(turns.length).toBeGreaterThan(2_000)
    // By scan 60 a thing has drawn a rate with probability 0.84, by the end with 0.95; two of six draws are straight on.
    expect(share(0.09, 0.2)).toBeGreaterThan(0.2)
    expect(share(0.09, 0.2)).toBeLessThan(0.4)
    expect(share(0.03, 0.09)).toBeGreaterThan(0.2)
    expect(share(0, 0.03)).toBeGreaterThan(0.25)
    expect(share(0.2, Infinity)).toBeLessThan(0.001)
    expect(Math.abs(mean(turns))).toBeLessThan(0.02)
  })

  test('keep their speed but for the noise', () => {
    const changes = [...lives(scenario).values()].flatMap((life) =>
      life.flatMap(([, , , vx = 0, vy = 0], n) => {
        const next = life[n + 1]
        return next === undefined || Math.hypot(vx, vy) < 15
          ? []
          : [Math.hypot(next[3] ?? 0, next[4] ?? 0) - Math.hypot(vx, vy)]
      }),
    )
    expect(Math.abs(mean(changes.map((change) => change * change)) - 0.2)).toBeLessThan(0.01)
  })
})

describe('larger scenarios', () => {
  test('have the density of a hundred things', () => {
    expect(movingHead({ kind: 'sparse', seed: 1, things: 10_000 })).toMatchObject({
      size: 200_000,
      clutter: 10_000,
    })
    expect(movingHead({ kind: 'dense', seed: 1, things: 400 })).toMatchObject({
      size: 8_000,
      clutter: 400,
    })
  })

  test('are as asked too', () => {
    expect(faultsOf(made('sparse', 9, 200))).toEqual([])
  })
})

test('the same seed makes the same scenario, another one another', () => {
  expect(made('dense', 4)).toEqual(made('dense', 4))
  expect(made('dense', 4)).not.toEqual(made('dense', 5))
})

test.for([0.5, 100, 10_000])('a Poisson count of mean %f has that mean and variance', (wanted) => {
  const random = seededRandom(8)
  const draws = Array.from({ length: wanted > 1_000 ? 300 : 4_000 }, () =>
    drawPoisson(random, wanted),
  )
  const average = mean(draws)
  expect(Math.abs(average - wanted)).toBeLessThan(5 * Math.sqrt(wanted / draws.length))
  const variance = mean(draws.map((draw) => (draw - average) * (draw - average)))
  // The variance of the variance is about (2 σ⁴ + σ²) / n.
  expect(Math.abs(variance - wanted)).toBeLessThan(
    5 * Math.sqrt((2 * wanted * wanted + wanted) / draws.length),
  )
})
