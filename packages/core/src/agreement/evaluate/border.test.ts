/**
 * Goal: what a border says of a whole box holds for each of its points, and what it says of many points is what `geo` says
 * of each. Method: properties over random lines (with spikes, crossings, repeated vertices), rings and discs, boxes of all
 * sizes and points in them, on their corners, and close to the border; cells against the borders themselves. Planted bugs
 * (boxes taken for smaller than they are) must fail the same comparison.
 */
import { describe, expect, test } from 'vitest'
import { destination, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { INSIDE, MIXED } from './border.ts'
import type { Border } from './border.ts'
import { Box } from './box.ts'
import { Cells, FOUND_MAX } from './cells.ts'
import { Cloud } from './cloud.ts'
import { DiscBorder } from './disc-border.ts'
import { Legs } from './legs.ts'
import { NearBorder } from './near-border.ts'
import { RingBorder } from './ring-border.ts'
import { SideBorder } from './side-border.ts'

const at = <T>(list: readonly T[], i: number): T => {
  const one = list[i]
  if (one === undefined) throw new Error('the list is empty')
  return one
}
const pick = <T>(random: Random, list: readonly T[]): T =>
  at(list, Math.trunc(random() * list.length))

/** Vertices that wander, turn sharply, double back, and repeat. */
function chainFrom(random: Random, middle: Position): Position[] {
  const vertices = [middle]
  const turn = pick(random, [2, 40, 170])
  const legM = pick(random, [100, 2_000, 20_000])
  let azimuthDeg = 360 * random()
  for (let n = 0; n < 2 + 40 * random(); n += 1) {
    azimuthDeg += turn * (2 * random() - 1)
    const kind = random()
    const back = kind > 0.96 ? 179.9 : 0
    const distanceM = kind < 0.03 ? 0 : kind < 0.05 ? 1 : legM * (0.1 + random())
    const last = vertices.at(-1) ?? middle
    vertices.push(destination(last, { azimuthDeg: azimuthDeg + back, distanceM }))
  }
  return vertices
}

interface Drawn {
  readonly border: Border
  /** Where its border runs, about. */
  readonly beside: (random: Random) => Position
}

const BORDERS: Readonly<Record<string, (random: Random, middle: Position) => Drawn>> = {
  near: (random, middle) => {
    const vertices = chainFrom(random, middle)
    const depthM = pick(random, [50, 3_000, 75_000])
    return {
      border: new NearBorder({ vertices }, new Legs(vertices), depthM),
      beside: () =>
        destination(pick(random, vertices), { azimuthDeg: 360 * random(), distanceM: depthM }),
    }
  },
  side: (random, middle) => {
    const vertices = chainFrom(random, middle)
    const reachM = pick(random, [0, 300, 20_000, 90_000])
    return {
      border: new SideBorder({ vertices }, new Legs(vertices)),
      beside: () =>
        destination(pick(random, vertices), {
          azimuthDeg: 360 * random(),
          distanceM: reachM * random(),
        }),
    }
  },
  ring: (random, middle) => {
    const chain = chainFrom(random, middle)
    const ring = [...chain, middle]
    return { border: new RingBorder({ ring }, new Legs(ring)), beside: () => pick(random, ring) }
  },
  disc: (random, middle) => {
    const radiusM = pick(random, [100, 9_000, 120_000])
    return {
      border: new DiscBorder({ position: middle, radiusM }),
      beside: () => destination(middle, { azimuthDeg: 360 * random(), distanceM: radiusM }),
    }
  },
}

/** A box near a border with points in it: anywhere, and its corners. */
function boxed(random: Random, { beside }: Drawn): { box: Box; points: Position[] } {
  const middle = destination(beside(random), {
    azimuthDeg: 360 * random(),
    distanceM: pick(random, [0, 30, 1_000, 30_000]) * random(),
  })
  const half = pick(random, [1e-6, 0.001, 0.02, 0.3])
  const [halfLon, halfLat] = [half * random(), half * random()]
  const box = new Box({
    west: middle.lonDeg - halfLon,
    south: middle.latDeg - halfLat,
    east: middle.lonDeg + halfLon,
    north: middle.latDeg + halfLat,
  })
  const corners = [box.west, box.east].flatMap((lonDeg) =>
    [box.south, box.north].map((latDeg) => ({ lonDeg, latDeg })),
  )
  const within = Array.from({ length: 20 }, () => ({
    lonDeg: box.west + (box.east - box.west) * random(),
    latDeg: box.south + (box.north - box.south) * random(),
  }))
  return { box, points: [...corners, ...within] }
}

const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 40_000 : 600
const SPAN = { west: -100, east: 100 }

interface Tally {
  settled: number
  mixed: number
  /** Boxes whose points do not all answer as the box does. */
  wrong: number
}

function compared(name: string, seed: number, shrink = 1): Tally {
  const random = seededRandom(seed)
  const tally = { settled: 0, mixed: 0, wrong: 0 }
  for (let n = 0; n < RUNS / 10; n += 1) {
    const middle = { lonDeg: 30 + 20 * random(), latDeg: 40 + 20 * random() }
    const drawn = BORDERS[name]?.(random, middle)
    if (drawn === undefined) throw new Error(name)
    for (let k = 0; k < 10; k += 1) {
      const { box, points } = boxed(random, drawn)
      const asked =
        shrink === 1
          ? box
          : new Box({
              west: box.lonDeg - shrink * box.halfLonDeg,
              south: box.latDeg - shrink * box.halfLatDeg,
              east: box.lonDeg + shrink * box.halfLonDeg,
              north: box.latDeg + shrink * box.halfLatDeg,
            })
      const status = drawn.border.statusOf(asked)
      tally[status === MIXED ? 'mixed' : 'settled'] += 1
      if (
        status !== MIXED &&
        points.some((one) => drawn.border.isInside(one) !== (status === INSIDE))
      )
        tally.wrong += 1
    }
  }
  return tally
}

describe.each(Object.keys(BORDERS))('%s', (name) => {
  test('what holds for a box holds for its points', () => {
    const { settled, mixed, wrong } = compared(name, 11)
    expect(wrong).toBe(0)
    expect(settled).toBeGreaterThan(RUNS / 5)
    expect(mixed).toBeGreaterThan(RUNS / 50)
  })

  test('a box that is taken for smaller than it is does not pass', () => {
    expect(compared(name, 12, 0.2).wrong).toBeGreaterThan(0)
  })

  test('many points at once answer as each alone', () => {
    const random = seededRandom(13)
    for (let n = 0; n < RUNS / 10; n += 1) {
      const drawn = BORDERS[name]?.(random, { lonDeg: 40, latDeg: 40 + 20 * random() })
      if (drawn === undefined) throw new Error(name)
      const { box, points } = boxed(random, drawn)
      const origin = { lonDeg: box.lonDeg, latDeg: box.latDeg }
      const cloud = new Cloud()
      const support = points.map(frameAt(origin).toOffset).map(({ eastM, northM }) => ({
        eastM: Math.round(eastM),
        northM: Math.round(northM),
      }))
      cloud.take(
        {
          position: origin,
          covarianceM2: { ee: 1, en: 0, nn: 1 },
          ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
          support,
        },
        SPAN,
      )
      cloud.place()
      const values = new Uint8Array(cloud.count)
      drawn.border.mark(cloud, values)
      expect([...values]).toEqual(
        support.map((_, i) => (drawn.border.isInside(cloud.position(i)) ? 1 : 0)),
      )
    }
  })
})

describe('cells', () => {
  test('what a cell says of a box holds for its points, over the edges of cells too', () => {
    const random = seededRandom(14)
    const found = new Int32Array(FOUND_MAX)
    let settled = 0
    for (let n = 0; n < 20; n += 1) {
      const middle = { lonDeg: 36, latDeg: 48 }
      const drawn = Object.values(BORDERS).map((make) => make(random, middle))
      const extent = new Box({ west: 34, south: 46, east: 38, north: 50 })
      const cells = new Cells(
        drawn.map(({ border }) => border),
        extent,
      )
      for (let k = 0; k < RUNS / 10; k += 1) {
        const { box, points } = boxed(random, pick(random, drawn))
        const count = cells.find(box, found)
        const said = [...found.subarray(0, count)].map((number) => cells.statuses(number))
        drawn.forEach(({ border }, i) => {
          const [status, ...others] = new Set(said.map((statuses) => statuses[i]))
          if (status === undefined || status === MIXED || others.length > 0) return
          settled += 1
          for (const point of points) expect(border.isInside(point)).toBe(status === INSIDE)
        })
      }
    }
    expect(settled).toBeGreaterThan(RUNS)
  })
})
