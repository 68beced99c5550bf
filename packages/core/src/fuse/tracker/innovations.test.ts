/**
 * Goal: what an outcome tells of innovations is what the tracker reckoned with, in the row's plane, and only of tracks that were
 * believed; asking for it changes nothing. Method: one thing seen each second, in one plane and in two that are turned against
 * each other, by every way to track; the NIS is made again from the columns. Planted fault: an innovation that is turned and its covariance not has another NIS.
 */
import { describe, expect, it } from 'vitest'
import { INNOVATION_COLUMNS, PLANE, TRACKER_OPTIONS, Tracker } from './index.ts'
import type { Look, Outcome, Planes, TrackerOptions } from './index.ts'

const ANGLE = 0.7
const COS = Math.cos(ANGLE)
const SIN = Math.sin(ANGLE)
/** Plane 1 is plane 0 turned about one origin; tracks are held in plane 0. */
const TURNED: Planes = {
  homeOf: () => 0,
  move: (from, to, e, n, out) => {
    const sin = from === to ? 0 : from === 1 ? SIN : -SIN
    const cos = from === to ? 1 : COS
    out.set([cos * e - sin * n, sin * e + cos * n, cos, sin])
  },
  hashOf: (plane, e, n, out) => {
    const there = new Float64Array(4)
    TURNED.move(plane, 0, e, n, there)
    out.set(there.subarray(0, 2))
  },
}
const VARIANTS: readonly TrackerOptions[] = (['cv', 'imm'] as const).flatMap((models) =>
  (['assignment', 'marginals'] as const).map((contested) => ({
    ...TRACKER_OPTIONS.surface,
    models,
    contested,
  })),
)
const VARIANCES = [400, 120, 900] as const

/** Two things that cross, each with its error, as plane `plane` has them. */
function lookAt(atS: number, plane: number): Look {
  const truth = [15 * atS, 10 * atS, 15 * atS, 600 - 10 * atS]
  const z = new Float64Array(4)
  const moved = new Float64Array(4)
  for (let row = 0; row < 2; row += 1) {
    const e = (truth[2 * row] ?? 0) + 15 * Math.sin(7 * atS + row)
    const n = (truth[2 * row + 1] ?? 0) + 15 * Math.cos(5 * atS + row)
    TURNED.move(0, plane, e, n, moved)
    z.set(moved.subarray(0, 2), 2 * row)
  }
  return {
    atS,
    sensor: 0,
    measures: 'position',
    count: 2,
    plane: new Int32Array(2).fill(plane),
    z,
    r: Float64Array.from([...VARIANCES, ...VARIANCES]),
    site: null,
    pd: 0.9,
    clutterPerM2: 1e-7,
    view: null,
  }
}

const columnsOf = ({ innovation = new Float64Array() }: Outcome, row: number): readonly number[] =>
  Array.from(innovation.subarray(row * INNOVATION_COLUMNS, (row + 1) * INNOVATION_COLUMNS))
const nisOf = ([e = 0, n = 0, a = 0, b = 0, d = 0]: readonly number[]): number =>
  (d * e * e - 2 * b * e * n + a * n * n) / (a * d - b * b)

const bearingOf = (columns: readonly number[]): number =>
  Math.atan2(columns[9] ?? 0, columns[8] ?? 0)

describe.each([
  ['one plane', PLANE, 0],
  ['a plane that is turned', TURNED, 1],
] as const)('in %s', (_, planes, plane) => {
  it.each(VARIANTS)('$models, $contested: the NIS follows from the columns', (options) => {
    const tracker = new Tracker({ ...options, tellsInnovations: true }, planes)
    const plain = new Tracker(options, planes)
    let told = 0
    const faults: number[] = []
    const turned: number[] = []
    for (let atS = 0; atS < 60; atS += 1) {
      const look = lookAt(atS, plane)
      const before = new Set(tracker.atTime(atS).map(({ id }) => id))
      const outcome = tracker.look(look)
      expect(plain.look(look).nis).toStrictEqual(outcome.nis)
      for (let row = 0; row < 2; row += 1) {
        const columns = columnsOf(outcome, row)
        const isOfBelieved = before.has(outcome.track[row] ?? -1)
        expect(columns.every(Number.isNaN)).toBe(!isOfBelieved)
        if (!isOfBelieved) continue
        told += 1
        expect(nisOf(columns)).toBeCloseTo(outcome.nis[row] ?? -1, 8)
        for (const [k, variance] of VARIANCES.entries())
          expect(columns[5 + k]).toBeCloseTo(variance, 6)
        const [e = 0, n = 0, ...covariances] = columns
        faults.push(nisOf([COS * e - SIN * n, SIN * e + COS * n, ...covariances]) - nisOf(columns))
        if (atS > 30) turned.push(bearingOf(columns))
      }
    }
    expect(told).toBeGreaterThan(80)
    // The two go to either side of the east, and the row's plane is turned by ANGLE the other way.
    const mean = turned.reduce((sum, one) => sum + one, 0) / turned.length
    expect(mean).toBeCloseTo(plane === 1 ? -ANGLE : 0, 1)
    expect(Math.max(...faults)).toBeGreaterThan(0.1)
    expect(tracker.tracks()).toStrictEqual(plain.tracks())
  })
})

it('tells nothing unasked, nor of bearings', () => {
  const look = lookAt(0, 0)
  expect(new Tracker(TRACKER_OPTIONS.surface, PLANE).look(look).innovation).toBeUndefined()
  const asked = new Tracker({ ...TRACKER_OPTIONS.surface, tellsInnovations: true }, PLANE)
  const bearing = { ...look, measures: 'bearing', site: { plane: 0, eastM: 0, northM: 0 } } as const
  expect(asked.look(bearing).innovation).toBeUndefined()
})
