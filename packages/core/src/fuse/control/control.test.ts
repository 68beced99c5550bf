import { describe, expect, test } from 'vitest'
import { DAY_MS, isRefused, seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { EDGES_MAX, SEGMENT_M } from './assumptions.ts'
import { ControlLine } from './index.ts'
import type { HeldPosition, Holder } from './index.ts'

// Goal: a line that creeps is found, one that stands is not, and the stated deviation is true. Method: seeded months of
// positions with known edges; counts against truth; and the planted fault of a line that moves backwards.

const START = Date.UTC(2026, 0, 1)
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** A month of positions, three a day, about an edge that moves by so many metres a day. */
function month(random: Random, holder: Holder, metresADay: number, days = 40): ControlLine {
  const line = new ControlLine()
  for (let look = 0; look < 3 * days; look += 1) {
    const day = look / 3
    line.see({
      holder,
      alongM: SEGMENT_M * random(),
      acrossM: -300 + metresADay * day + 150 * normal(random),
      sigmaM: 50,
      atMs: START + day * DAY_MS,
    })
  }
  return line
}

describe('creep', () => {
  test('of a line that stands is told of few in a hundred', () => {
    const random = seededRandom(1)
    let told = 0
    for (let n = 0; n < 300; n += 1) told += month(random, 'partyA', 0).creeps(100).length
    expect(told / 300).toBeLessThan(0.03)
  })

  test.each([
    ['partyA', 15],
    ['partyB', -15],
    ['unmarked', 15],
    ['unmarked', -15],
  ] as const)('of %s by %d m a day is found in 40 days', (holder, metresADay) => {
    const random = seededRandom(2)
    let found = 0
    for (let n = 0; n < 100; n += 1) found += month(random, holder, metresADay).creeps(100).length
    expect(found / 100).toBeGreaterThan(0.9)
  })

  test('the planted fault: a withdrawal is no creep', () => {
    const random = seededRandom(3)
    expect(month(random, 'partyA', -15).creeps(0)).toEqual([])
    expect(month(random, 'partyB', 15).creeps(0)).toEqual([])
  })

  test('its deviation is true of edges that wander as assumed', () => {
    const random = seededRandom(4)
    let within = 0
    const rounds = 400
    for (let n = 0; n < rounds; n += 1) {
      const line = new ControlLine()
      let edgeM = 0
      for (let day = 0; day <= 60; day += 1) {
        if (day > 0) edgeM += 20 * normal(random)
        const acrossM = edgeM + 200 * normal(random)
        line.see({ holder: 'unmarked', alongM: 1, acrossM, sigmaM: 0, atMs: START + day * DAY_MS })
      }
      const [edge] = line.edges()
      const off = ((edge?.creepM ?? 0) - edgeM) / (edge?.creepSigmaM ?? 1)
      within += Number(Math.abs(off) < 1.96)
    }
    expect(within / rounds).toBeGreaterThan(0.92)
    expect(within / rounds).toBeLessThan(0.98)
  })
})

test('positions of the rear do not move an edge; each segment and holder has its own', () => {
  const line = month(seededRandom(5), 'partyA', 0)
  const [before] = line.edges()
  const rear: HeldPosition = {
    holder: 'partyA',
    alongM: 10,
    acrossM: -2_500,
    sigmaM: 50,
    atMs: START + 41 * DAY_MS,
  }
  line.see(rear)
  expect(line.edges()[0]?.acrossM).toBe(before?.acrossM)
  line.see({ ...rear, alongM: SEGMENT_M + 1 })
  line.see({ ...rear, holder: 'unmarked' })
  expect(line.edges().map(({ holder, fromM }) => [fromM, holder])).toEqual([
    [0, 'partyA'],
    [0, 'unmarked'],
    [SEGMENT_M, 'partyA'],
  ])
})

test('what is no number is refused, and the edges are bounded', () => {
  const line = new ControlLine()
  const good: HeldPosition = { holder: 'unknown', alongM: 0, acrossM: 0, sigmaM: 1, atMs: START }
  const refused = (position: HeldPosition): boolean => {
    const answer = line.see(position)
    return answer !== null && isRefused(answer)
  }
  for (const bad of [
    { alongM: Number.NaN },
    { acrossM: Infinity },
    { sigmaM: -1 },
    { atMs: Number.NaN },
  ])
    expect(refused({ ...good, ...bad })).toBe(true)
  for (let n = 0; n < EDGES_MAX; n += 1)
    expect(refused({ ...good, alongM: n * SEGMENT_M })).toBe(false)
  expect(refused({ ...good, alongM: -SEGMENT_M })).toBe(true)
  expect(refused(good)).toBe(false)
})
