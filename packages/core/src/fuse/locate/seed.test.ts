import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { Misfit } from './misfit.ts'
import { descend } from './modes.ts'
import { Layout, seed, seedBeyond, SEEDS_MAX } from './seed.ts'

// Goal: a sound beyond the end of a line of sensors is reached, which walks from among the sensors miss. Method: lines at
// any turn, with the ends known from how they were made; and one seeded scene whose near walks all stop in a hollow.

const SOUND = { speedMps: 343, sigmaMps: 2 }
const SIGMA_S = 0.015
/** Above it ten honest arrivals are misread: χ² with 7 degrees of freedom, one in a thousand. */
const HONEST_MAX = 24.3

interface Heard {
  readonly truth: readonly [alongM: number, acrossM: number]
  readonly errorS?: () => number
  readonly speedMps?: number
}

/** Sensors of a strip at a turn, loaded with the arrivals of a sound on the strip's own axes. */
function loaded(
  strip: readonly (readonly [alongM: number, acrossM: number])[],
  turn: number,
  { truth: [truthAlong, truthAcross], errorS = () => 0, speedMps = SOUND.speedMps }: Heard,
): { misfit: Misfit; layout: Layout } {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const misfit = new Misfit()
  const layout = new Layout()
  misfit.load(
    {
      count: strip.length,
      eastM: Float64Array.from(strip, ([u, v]) => u * cos - v * sin),
      northM: Float64Array.from(strip, ([u, v]) => u * sin + v * cos),
      atS: Float64Array.from(
        strip,
        ([u, v]) => Math.hypot(u - truthAlong, v - truthAcross) / speedMps + errorS(),
      ),
      sigmaS: new Float64Array(strip.length).fill(SIGMA_S),
    },
    SOUND,
  )
  layout.of(misfit)
  return { misfit, layout }
}

test('the places beyond lie outside either end, on the line, and a square has none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (name) => {
      const random = seededRandom(name)
      const turn = 2 * Math.PI * random()
      const strip = Array.from({ length: 10 }, (_, i) => [2_000 * i, 300 * random()] as const)
      const { misfit, layout } = loaded(strip, turn, { truth: [5_000, 900] })
      const out = new Float64Array(2 * SEEDS_MAX)
      expect(seedBeyond(misfit, layout, out)).toBe(2)
      const along = [0, 1].map(
        (k) =>
          ((out[2 * k] ?? Number.NaN) + misfit.centreE) * Math.cos(turn) +
          ((out[2 * k + 1] ?? Number.NaN) + misfit.centreN) * Math.sin(turn),
      )
      expect(Math.min(...along)).toBeLessThan(-1_000)
      expect(Math.max(...along)).toBeGreaterThan(19_000)
      const square = strip.map(([u], i) => [u, i % 2 === 0 ? 0 : 18_000] as const)
      const wide = loaded(square, turn, { truth: [5_000, 900] })
      expect(seedBeyond(wide.misfit, wide.layout, out)).toBe(0)
    }),
    { numRuns: 50 },
  )
})

test('a walk from beyond reaches sounds that every walk from among the sensors misses', () => {
  const random = seededRandom(7)
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const errorS = (): number => SIGMA_S * normal()
  const out = new Float64Array(2 * SEEDS_MAX)
  const isReached = (misfit: Misfit, seeds: number): boolean =>
    Array.from({ length: seeds }, (_, k) => descend(misfit, out.slice(2 * k, 2 * k + 2))).some(
      (cost) => cost < HONEST_MAX,
    )
  let [missed, reached] = [0, 0]
  for (let scene = 0; scene < 4_000; scene += 1) {
    const strip = Array.from({ length: 10 }, () => [20_000 * random(), 2_000 * random()] as const)
    const first = Math.min(...strip.map(([u]) => u))
    const truth = [first * random(), 2_000 * random()] as const
    const speedMps = SOUND.speedMps + SOUND.sigmaMps * normal()
    const { misfit, layout } = loaded(strip, 0, { truth, errorS, speedMps })
    if (isReached(misfit, seed(misfit, layout, out))) continue
    out.set([truth[0] - misfit.centreE, truth[1] - misfit.centreN])
    // Where not even the truth explains the arrivals, nothing was missed.
    if (!isReached(misfit, 1)) continue
    missed += 1
    reached += Number(isReached(misfit, seedBeyond(misfit, layout, out)))
  }
  expect(missed).toBeGreaterThan(10)
  // The rest is left to the consensus, which takes some hundred times as long.
  expect(reached).toBeGreaterThanOrEqual(0.75 * missed)
})
