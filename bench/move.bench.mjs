/**
 * `holdfast move solve` on the asked case: 60 nodes, 150 legs, three fleets, 96 h in steps of 2 h; complete kits as one
 * commodity, and in six. Processor seconds are of the whole command, Node's start and HiGHS's loading included. Each plan
 * has been replayed by the command before it is written; a plan that the replay refuses ends the measurement.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { movementModel } from './support/movement.mjs'

const SEEDS = Array.from(
  { length: Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 5) },
  (_, n) => n + 1,
)
const DETAILED_RUNS = Number(process.env['HOLDFAST_BENCH_DETAILED_RUNS'] ?? 3)

/** @typedef {{ status: string, gap: number, armedByHour: [number, number][] }} Plan */

/** @param {string} dir @param {object} model */
function solved(dir, model) {
  const [file, out] = [join(dir, 'model.json'), join(dir, 'plan.json')]
  writeFileSync(file, JSON.stringify(model))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/holdfast.mjs', 'move', 'solve', file, out, '--json'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`move solve: ${stderr}`)
  const said = /** @type {{ cpuSeconds: number }} */ (JSON.parse(stdout))
  const plan = /** @type {Plan} */ (JSON.parse(readFileSync(out, 'utf8')))
  return { cpu: said.cpuSeconds, gap: plan.gap, armed: plan.armedByHour.at(-1)?.[1] ?? 0 }
}

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100

/** Measures. */
export function measure() {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-move-'))
  const kit = SEEDS.map((seed) => solved(dir, movementModel(seed)))
  const detailed = SEEDS.slice(0, DETAILED_RUNS).map((seed) =>
    solved(dir, movementModel(seed, { form: 'detailed' })),
  )
  rmSync(dir, { recursive: true })
  return {
    'kits as one commodity, processor time': {
      values: kit.map(({ cpu }) => round(cpu)),
      unit: 's',
      asked: { atMost: 10 },
    },
    'gap to the proven bound': { values: kit.map(({ gap }) => round(100 * gap)), unit: '%' },
    'armed by hour 96': { values: kit.map(({ armed }) => armed), unit: 'kits of 50,000' },
    'six commodities, processor time': {
      values: detailed.map(({ cpu }) => round(cpu)),
      unit: 's',
      asked: { atMost: 90 },
    },
    'six commodities, gap to the proven bound': {
      values: detailed.map(({ gap }) => round(100 * gap)),
      unit: '%',
    },
  }
}
