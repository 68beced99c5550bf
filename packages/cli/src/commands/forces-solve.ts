/** `holdfast forces solve MODEL OUT`: who serves where, so that as little as possible is unmet, priority by priority. */
import type { Command } from 'commander'
import type { ForceSolution } from '@holdfast/core/generate/model'
import type { ForceProgress } from '@holdfast/engine/solver'
import { HighsSolver, solveForces } from '@holdfast/engine/solver'
import { printJson, printTable, progress, progressDone } from '../output/index.ts'
import { needWritable, writeJson } from '../files/index.ts'
import { numberOf, readAssignments, readModel } from './forces-files.ts'
import { STOPPED_EXIT_CODE, stoppable } from './stopping.ts'

const SECONDS = { min: 0.1, max: 86_400, unit: 'seconds' }
/** A line of the table for each line-rotation that lacks something, at most. */
const ROWS_MAX = 40

interface Options {
  readonly timeLimit: string
  readonly gap: string
  readonly start?: string
  readonly repeatable?: true
  readonly json?: true
}

/** `holdfast forces solve`. */
export function addForcesSolve(forces: Command): void {
  forces
    .command('solve')
    .argument('<model>', 'the force model: docs/reference/force-model.schema.json')
    .argument('<out>', 'the file to write: docs/reference/force-solution.schema.json')
    .description('assign packages to lines so that the least is unmet, priority by priority')
    .option('--time-limit <s>', 'wall time of the whole solve, seconds', '60')
    .option('--gap <share>', 'relative gap of each level at which it may stop, 0 to 1', '0.01')
    .option('--start <answer>', 'an earlier answer to start from, of this or a changed model')
    .option('--repeatable', 'no time limit: iterations and nodes only, the same answer every time')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nCtrl-C writes the best answer so far. The status is optimal where every level is within the gap, else feasible;\nboth are answers that keep every rule. See docs/specs/force-generation.md.\n\nExample:\n  $ holdfast forces solve model.json answer.json --time-limit 30\n',
    )
    .action((file: string, out: string, options: Options) => solve(file, out, options))
}

async function solve(file: string, out: string, options: Options): Promise<void> {
  const secondsMax = numberOf('--time-limit', options.timeLimit, SECONDS)
  const gap = numberOf('--gap', options.gap, { min: 0, max: 1, unit: 'a share' })
  needWritable(out, [file])
  const model = readModel(file)
  const start = options.start === undefined ? null : readAssignments(options.start)
  const solver = new HighsSolver()
  const stop = (): void => {
    process.exitCode = STOPPED_EXIT_CODE
    solver.cancel()
  }
  try {
    const solution = await stoppable(stop, (isStopped) =>
      solveForces(model, {
        solver,
        clock: { nowMs: () => performance.now(), cpuSeconds },
        gap,
        secondsMax: options.repeatable === true ? null : secondsMax,
        start,
        onProgress: tell,
        isCancelled: isStopped,
      }),
    )
    writeJson(out, solution)
    progressDone()
    if (options.json === true) printJson(summaryOf(out, solution))
    else tellSolution(out, solution)
  } finally {
    await solver.close()
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const share = (value: number): string => value.toFixed(4)
const percent = (value: number): string => `${(value * 100).toFixed(2)} %`

function tell({ level, objective, bound, seconds }: ForceProgress): void {
  const found = objective === null ? '' : `, unmet ${share(objective)}`
  const proven = bound === null || !Number.isFinite(bound) ? '' : `, at least ${share(bound)}`
  const where = level === null ? 'first answer' : `level ${level}`
  progress(`${seconds.toFixed(1)} s: ${where}${found}${proven}`)
}

function summaryOf(out: string, solution: ForceSolution): object {
  const { status, reason, weighedFrom, levels, objective, bound, gap, engine, seconds } = solution
  return { out, status, reason, weighedFrom, levels, objective, bound, gap, engine, seconds }
}

/** What a reader must know who takes the order of priorities for strict. */
const weighedWords = (from: number): string =>
  `no proof closed on priority ${from} in time: from it on, priorities are weighed, each counting twice the next`

function tellSolution(out: string, solution: ForceSolution): void {
  const { status, reason, weighedFrom, levels, objective, gap, shortfalls, seconds } = solution
  const unmet = shortfalls.reduce((total, row) => total + row.shortfall / row.required, 0)
  printTable(
    `${out}: ${status}, ${share(unmet)} line-rotations unmet, weighted ${share(objective)}, gap ${percent(gap)}, ${seconds.total.toFixed(1)} s (${seconds.cpu.toFixed(1)} CPU-s; first answer after ${seconds.first.toFixed(1)} s)`,
    ['level', 'unmet', 'at least', 'gap'],
    levels.map((one) => [one.level, share(one.objective), share(one.bound), percent(one.gap)]),
    weighedFrom === null
      ? (reason ?? undefined)
      : `${reason ?? 'within the gap asked for'}; ${weighedWords(weighedFrom)}`,
  )
  const lacking = shortfalls.filter(({ shortfall }) => shortfall > 0)
  printTable(
    `What is unmet: ${lacking.length} of ${shortfalls.length} lines and rotations`,
    ['line', 'rotation', 'required', 'there', 'lacks'],
    lacking
      .slice(0, ROWS_MAX)
      .map((row) => [row.line, row.rotation, row.required, row.delivered, row.shortfall]),
    lacking.length > ROWS_MAX
      ? `the first ${ROWS_MAX}; all are in ${out}`
      : 'say `holdfast forces why` for the reasons',
  )
}
