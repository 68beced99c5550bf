/**
 * How much more or less than its season a region burns these days. Weather, cloud and satellites move all fires of a
 * region alike; fighting does not. Judged by the ring 1° to 2.5° away, never by the place itself, and by the median of
 * the ring's eight sectors: a front runs through some sectors of a ring, weather through most.
 */
import {
  ACTIVITY_PRIOR_FIRES,
  ACTIVITY_RANGE,
  FLEET_DAYS,
  RING_BLOCKS,
  SPELL_DAYS,
} from './assumptions.ts'
import type { Grid } from './grid.ts'
import { median } from './median.ts'

const SECTORS = 8

/** Blocks of the ring as steps east and north, with their sector. */
function ringOf(): readonly (readonly [x: number, y: number, sector: number])[] {
  const { min, max } = RING_BLOCKS
  const ring: [number, number, number][] = []
  for (let y = -max; y <= max; y += 1)
    for (let x = -max; x <= max; x += 1) {
      const far = Math.max(Math.abs(x), Math.abs(y))
      if (far < min) continue
      const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1 + 1 / (2 * SECTORS)) % 1
      ring.push([x, y, Math.floor(turn * SECTORS)])
    }
  return ring
}

/** Push days in order; memory: blocks × (2 × 5 + 5) numbers. */
export class RegionalActivity {
  readonly #grid: Grid
  readonly #ring = ringOf()
  readonly #observed: Float64Array
  readonly #expected: Float64Array
  readonly #spell: readonly { readonly observed: Float64Array; readonly expected: Float64Array }[]
  readonly #longObserved: Float64Array
  readonly #longExpected: Float64Array
  /** Ratio to the season under average satellites, by block, after the last day that was pushed. */
  readonly ratio: Float64Array
  #days = 0

  constructor(grid: Grid) {
    const table = (): Float64Array => new Float64Array(grid.blocks)
    this.#grid = grid
    this.#observed = table()
    this.#expected = table()
    this.#longObserved = table()
    this.#longExpected = table()
    this.#spell = Array.from({ length: SPELL_DAYS }, () => ({
      observed: table(),
      expected: table(),
    }))
    this.ratio = table().fill(1)
  }

  /** The same as it stands, which goes its own way from here. */
  copy(): RegionalActivity {
    const other = new RegionalActivity(this.#grid)
    other.#observed.set(this.#observed)
    other.#expected.set(this.#expected)
    other.#longObserved.set(this.#longObserved)
    other.#longExpected.set(this.#longExpected)
    for (const [i, slot] of this.#spell.entries()) {
      other.#spell[i]?.observed.set(slot.observed)
      other.#spell[i]?.expected.set(slot.expected)
    }
    other.ratio.set(this.ratio)
    other.#days = this.#days
    return other
  }

  /** Takes the fires of a day and those that the season expects, by block. */
  push(observed: Float64Array, expected: Float64Array): void {
    const slot = this.#spell[this.#days % SPELL_DAYS]
    if (slot === undefined) return
    this.#days += 1
    const keep = 1 - 1 / FLEET_DAYS
    for (let b = 0; b < this.#grid.blocks; b += 1) {
      const [o, e] = [observed[b] as number, expected[b] as number]
      this.#observed[b] = (this.#observed[b] as number) + o - (slot.observed[b] as number)
      this.#expected[b] = (this.#expected[b] as number) + e - (slot.expected[b] as number)
      slot.observed[b] = o
      slot.expected[b] = e
      this.#longObserved[b] = (this.#longObserved[b] as number) * keep + o
      this.#longExpected[b] = (this.#longExpected[b] as number) * keep + e
    }
    this.#judge(this.#fleet())
  }

  /** The satellites' effect: the median block of the last two months. */
  #fleet(): number {
    const ratios: number[] = []
    for (let b = 0; b < this.#grid.blocks; b += 1) {
      const expected = this.#longExpected[b] as number
      if (expected < 1) continue
      ratios.push(
        ((this.#longObserved[b] as number) + ACTIVITY_PRIOR_FIRES) /
          (expected + ACTIVITY_PRIOR_FIRES),
      )
    }
    return median(ratios)
  }

  #judge(fleet: number): void {
    const { blockColumns, blockRows, blocks } = this.#grid
    const sums = new Float64Array(2 * SECTORS)
    for (let b = 0; b < blocks; b += 1) {
      const [x, y] = [b % blockColumns, Math.floor(b / blockColumns)]
      sums.fill(0)
      for (const [dx, dy, sector] of this.#ring) {
        const [u, v] = [x + dx, y + dy]
        if (u < 0 || v < 0 || u >= blockColumns || v >= blockRows) continue
        const at = v * blockColumns + u
        sums[sector] = (sums[sector] as number) + (this.#observed[at] as number)
        sums[SECTORS + sector] = (sums[SECTORS + sector] as number) + (this.#expected[at] as number)
      }
      this.ratio[b] = ratioOf(sums, fleet)
    }
  }
}

function ratioOf(sums: Float64Array, fleet: number): number {
  const ratios: number[] = []
  for (let s = 0; s < SECTORS; s += 1) {
    const expected = sums[SECTORS + s] as number
    // A sector beyond the border or the sea says nothing.
    if (expected < 0.05) continue
    ratios.push(
      ((sums[s] as number) + ACTIVITY_PRIOR_FIRES * fleet) / (expected + ACTIVITY_PRIOR_FIRES),
    )
  }
  const ratio = ratios.length === 0 ? fleet : median(ratios)
  return Math.min(ACTIVITY_RANGE.max, Math.max(ACTIVITY_RANGE.min, ratio))
}
