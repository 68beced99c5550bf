/**
 * The shapes of zones that the page draws: a line of contact of 1,200 km with 5,000 vertices, another like it from which one
 * party measures, and 100 zones of all kinds (`mixed`), then 100 withdrawal zones, each at a distance of its own (`limits`).
 * Drawing is what the page's worker does, parsing included; `handed over` is what the page itself pays for it: the copy that it
 * takes from the worker. CPU time, one value a seed, after a text of another seed has warmed the code up.
 */
import { seededRandom } from '../packages/core/dist/units/index.js'
import { zonesIn } from '../packages/web/dist/map/zones.js'
import { basis, lineFrom, zonesFrom } from './support/ground.mjs'

const SEEDS = Array.from(
  { length: Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 5) },
  (_, n) => n + 1,
)
const LIMITS = 100

/** Texts as the page hands them to its worker. @param {number} seed */
function groundsFrom(seed) {
  const contact = lineFrom(seed, 0)
  const lines = [
    { id: 'contact', title: 'Line of contact', line: { vertices: contact }, basis },
    { id: 'own', title: 'Own line', line: { vertices: lineFrom(seed, 0.04) }, basis },
  ]
  const limits = Array.from({ length: LIMITS }, (_, n) => ({
    id: `limit-${n}`,
    title: `Limit ${n}`,
    kind: 'withdrawal',
    widthM: 2 * (500 + 700 * n),
    lineOf: { A: 'contact', B: n % 3 === 0 ? 'own' : 'contact' },
    basis,
  }))
  const mixed = zonesFrom(seededRandom(1_000 + seed), contact)
  return { mixed: JSON.stringify([lines, mixed]), limits: JSON.stringify([lines, limits]) }
}

/** What it gives, and the CPU milliseconds that it takes. @template T @param {() => T} run */
function timed(run) {
  const before = process.cpuUsage()
  const made = run()
  const { user, system } = process.cpuUsage(before)
  return { made, ms: Math.round((user + system) / 1_000) }
}

/** @param {ReturnType<typeof zonesIn>} shapes */
const pointsOf = ({ features }) =>
  features.reduce((sum, { geometry }) => sum + JSON.stringify(geometry).split('],[').length, 0)

/** Measures. */
export async function measure() {
  const figures = /** @type {Record<string, { values: number[], unit: string }>} */ ({})
  const note = (/** @type {string} */ name, /** @type {string} */ unit, /** @type {number} */ n) =>
    (figures[name] ??= { values: [], unit }).values.push(n)
  for (const seed of [0, ...SEEDS])
    for (const [name, ground] of Object.entries(groundsFrom(seed))) {
      const { made: shapes, ms } = timed(() => zonesIn(ground))
      const handed = timed(() => structuredClone(shapes))
      if (seed === 0) continue
      note(`${name}, drawn`, 'CPU ms', ms)
      note(`${name}, handed over`, 'CPU ms', handed.ms)
      note(`${name}, points`, 'points', pointsOf(shapes))
    }
  return figures
}
