/**
 * `holdfast forces solve` on the asked case: 35 nations, 330 packages, 120 lines over 4 rotations, priorities 1 to 9, in
 * seeded models. Processor seconds are as the command tells them: all threads, from the model that was read on. The
 * time limit is 55 s. A what-if is a nation that withdraws, and one whose caveats are all lifted, from the answer before,
 * with a limit of 8 s. Every answer is judged by
 * `holdfast forces check`, which shares no code with the solver; one that fails ends the measurement.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forceModel } from './support/forces.mjs'

const SEEDS = Array.from(
  { length: Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 5) },
  (_, n) => n + 1,
)
const TIME_LIMIT_S = Number(process.env['HOLDFAST_BENCH_SECONDS'] ?? 55)

/** @typedef {{ status: string, gap: number, objective: number, levels: { gap: number }[], seconds: { first: number, total: number, cpu: number } }} Answer */

/** @param {string[]} args */
function holdfast(args) {
  const { status, stderr } = spawnSync(process.execPath, ['bin/holdfast.mjs', 'forces', ...args], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`forces ${args.join(' ')}: ${stderr}`)
}

/** @param {string} dir @param {object} model @param {string[]} more */
function solved(dir, model, more) {
  const file = join(dir, 'model.json')
  const out = join(dir, 'answer.json')
  writeFileSync(file, JSON.stringify(model))
  const since = performance.now()
  holdfast(['solve', file, out, '--gap', '0.01', ...more])
  const wall = (performance.now() - since) / 1000
  holdfast(['check', file, out])
  return { answer: /** @type {Answer} */ (JSON.parse(readFileSync(out, 'utf8'))), wall }
}

const worst = (/** @type {Answer} */ { levels }) => Math.max(...levels.map(({ gap }) => gap))
const round = (/** @type {number} */ value) => Math.round(value * 1000) / 1000

/** Measures. */
export function measure() {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-forces-'))
  const runs = SEEDS.map((seed) => {
    const model = forceModel(seed)
    const first = solved(dir, model, ['--time-limit', String(TIME_LIMIT_S)])
    const start = join(dir, 'start.json')
    writeFileSync(start, readFileSync(join(dir, 'answer.json')))
    const [gone = { id: '' }] = model.nations
    const without = {
      ...model,
      packages: model.packages.filter(({ nation }) => nation !== gone.id),
      caveats: model.caveats.filter(({ nation }) => nation !== gone.id),
    }
    const lifted = {
      ...model,
      waived: model.caveats.filter(({ nation }) => nation === gone.id).map(({ id }) => id),
    }
    const whatIfs = [without, lifted].map((changed) =>
      solved(dir, changed, ['--start', start, '--time-limit', '8']),
    )
    return { first, whatIfs }
  })
  rmSync(dir, { recursive: true })
  return {
    'whole solve, processor time': {
      values: runs.map(({ first }) => round(first.answer.seconds.cpu)),
      unit: 's',
      asked: { atMost: 60 },
    },
    'levels within 1 %, of 9': {
      values: runs.map(({ first }) => first.answer.levels.filter(({ gap }) => gap <= 0.01).length),
      unit: 'levels',
      asked: { atLeast: 9 },
    },
    'largest gap of a level': {
      values: runs.map(({ first }) => round(100 * worst(first.answer))),
      unit: '%',
      asked: { atMost: 1 },
    },
    'gap of the whole': {
      values: runs.map(({ first }) => round(100 * first.answer.gap)),
      unit: '%',
      asked: { atMost: 1 },
    },
    'first answer': {
      values: runs.map(({ first }) => round(first.answer.seconds.first)),
      unit: 's',
      asked: { atMost: 5 },
    },
    'whole command': { values: runs.map(({ first }) => round(first.wall)), unit: 's' },
    'what-if, whole command, slower of two': {
      values: runs.map(({ whatIfs }) => round(Math.max(...whatIfs.map(({ wall }) => wall)))),
      unit: 's',
      asked: { atMost: 10 },
    },
    'what-if, first answer, slower of two': {
      values: runs.map(({ whatIfs }) =>
        round(Math.max(...whatIfs.map(({ answer }) => answer.seconds.first))),
      ),
      unit: 's',
    },
    'what-if, gap of the whole, larger of two': {
      values: runs.map(({ whatIfs }) =>
        round(100 * Math.max(...whatIfs.map(({ answer }) => answer.gap))),
      ),
      unit: '%',
    },
  }
}
