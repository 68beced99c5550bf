/**
 * `holdfast move simulate PLAN.json`: carries a movement plan out many times, with faults and variation drawn, and says how
 * many are armed by which hour. The same seed gives the same document on any number of workers.
 */
import { availableParallelism } from 'node:os'
import { parseMovementModel } from '@holdfast/core/move/model'
import {
  readSimulationCase,
  simulationCaseOf,
  REPLICATIONS_MAX,
  SEED_MAX,
  type SimulationCase,
  type SimulationResult,
} from '@holdfast/core/move/simulate'
import { simulate, WORKERS_MAX } from '@holdfast/engine/simulation'
import type { Command } from 'commander'
import { needWritable, readJson, writeJson } from '../files/index.ts'
import {
  CommandRefused,
  orRefuse,
  p,
  printJson,
  printTable,
  progress,
  progressDone,
} from '../output/index.ts'
import { readMovementModel, readMovePlan } from './move-files.ts'

/** Longest document. */
const BYTES_MAX = 268_435_456
/** Legs and nodes shown in the table; `--json` has them all. */
const RANKS_SHOWN = 15
const HOURS_SHOWN = 13

interface Options {
  readonly model?: string
  readonly faults?: string | false
  readonly replications: string
  readonly seed: string
  readonly workers?: string
  readonly criticality: string
  readonly out?: string
  readonly json?: true
}

/** `holdfast move simulate`. */
export function addMoveSimulate(move: Command): void {
  move
    .command('simulate')
    .argument(
      '<plan>',
      'JSON {model, plan, faults?}, or a plan as `move solve` writes it, with --model',
    )
    .description(
      'carry a movement plan out many times with faults: armed by hour, the chance of the ask, what each leg and node is worth',
    )
    .option('--model <file>', 'the movement model, where the document is the plan alone')
    .option('--faults <file>', 'a fault model in place of the document’s')
    .option('--no-faults', 'nothing goes wrong and nothing varies')
    .option('--replications <n>', `1 to ${REPLICATIONS_MAX}`, '1000')
    .option('--seed <s>', `0 to ${SEED_MAX}; the same seed gives the same result`, '1')
    .option('--workers <w>', `threads, 1 to ${WORKERS_MAX}; as many as there are cores by default`)
    .option('--criticality <n>', 'pairs for each leg and node in use; 0 for no ranking', '10')
    .option('--out <file>', 'write the JSON document there')
    .option('--json', 'print the JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast move simulate plan.json --replications 1000 --seed 7 --workers 2 --json\n',
    )
    .action(async (planFile: string, options: Options) => {
      if (options.out !== undefined) needWritable(options.out, readsOf(planFile, options))
      const one = caseOf(planFile, options)
      const asked = {
        replications: wholeOf('--replications', options.replications, [1, REPLICATIONS_MAX]),
        seed: wholeOf('--seed', options.seed, [0, SEED_MAX]),
        pairs: wholeOf('--criticality', options.criticality, [0, REPLICATIONS_MAX]),
      }
      const workers =
        options.workers === undefined
          ? Math.min(WORKERS_MAX, availableParallelism())
          : wholeOf('--workers', options.workers, [1, WORKERS_MAX])
      const stopping = new AbortController()
      const stop = (): void => stopping.abort()
      process.once('SIGINT', stop)
      const cpu = process.cpuUsage()
      const beganMs = performance.now()
      const result = await simulate(one, asked, {
        workers,
        signal: stopping.signal,
        onProgress: (done, all) => progress(`${done} of ${all} replications`),
      }).finally(() => {
        process.off('SIGINT', stop)
        progressDone()
      })
      const good = orRefuse(named(result))
      if (options.out !== undefined) writeJson(options.out, good)
      if (options.json === true) printJson(good)
      else show(good, one.plan.reason)
      const { user, system } = process.cpuUsage(cpu)
      const cost = {
        seconds: round((performance.now() - beganMs) / 1000),
        cpuSeconds: round((user + system) / 1e6),
        workers,
        events: good.events,
      }
      process.stderr.write(`${JSON.stringify(cost)}\n`)
    })
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** Every file that is read. */
const readsOf = (planFile: string, { model, faults }: Options): readonly string[] => [
  planFile,
  ...[model, faults].filter((one) => typeof one === 'string'),
]

/** What the engine calls `replications` is `--replications` here. */
function named<T extends object>(result: T): T {
  const refused: unknown = 'refused' in result ? result.refused : undefined
  if (typeof refused !== 'string') return result
  const text = refused
    .replace(/^(replications|seed|workers):/, '--$1:')
    .replace(/^pairs:/, '--criticality:')
  throw new CommandRefused(text)
}

function wholeOf(option: string, text: string, [least, most]: readonly [number, number]): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new CommandRefused(`${option}: is "${text}"; write a whole number from ${least} to ${most}`)
}

const HOW =
  'give JSON {"model": …, "plan": …}, or the plan that `holdfast move solve` wrote together with --model'

/** The case of the files: a document that holds all of it, or a plan beside its model. */
function caseOf(planFile: string, { model: modelFile, faults: given }: Options): SimulationCase {
  const document = readJson(planFile, { how: HOW, bytesMax: BYTES_MAX })
  const isMap = typeof document === 'object' && document !== null && !Array.isArray(document)
  const isPlan = isMap && !('plan' in document) && 'armedByHour' in document
  const inside = isPlan && 'modelDocument' in document ? document.modelDocument : undefined
  if (isPlan && modelFile === undefined && inside === undefined)
    throw new CommandRefused(`${planFile} is a plan without its model; say --model MODEL.json`)
  if (!isPlan && modelFile !== undefined)
    throw new CommandRefused(
      `${planFile} is no plan alone, so --model ${modelFile} would be ignored; leave it out`,
    )
  const how = 'give a fault model (faultModel of docs/reference/movement-simulation.schema.json)'
  const faults =
    typeof given === 'string' ? readJson(given, { how, bytesMax: BYTES_MAX }) : undefined
  const at = (path: string): string =>
    typeof given === 'string' && path.startsWith('faults') ? given : planFile
  if (isPlan) {
    const model =
      modelFile === undefined
        ? orRefuse(parseMovementModel(inside, (path) => `${planFile}: modelDocument.${path}`))
        : readMovementModel(modelFile)
    const plan = readMovePlan(planFile)
    return orRefuse(simulationCaseOf({ model, plan, faults: given === false ? null : faults }, at))
  }
  if (!isMap || given === undefined) return orRefuse(readSimulationCase(document, at))
  return orRefuse(readSimulationCase({ ...document, faults: given === false ? null : faults }, at))
}

const hourOf = (hour: number | null): string =>
  hour === null ? 'not within the horizon' : `${hour}`

function show(result: SimulationResult, whyPlanned: string | null): void {
  const { ask, chance, planHolds, label, faults, metAtHour, criticality } = result
  const marked = `${label.classification}, ${label.offices.join(', ')} only`
  process.stdout.write(`${marked}${result.notice === '' ? '' : `. ${result.notice}`}\n`)
  process.stdout.write(
    `${ask.kits} armed by hour ${ask.byHour}: chance ${p(chance.value)} (95 % interval ${p(chance.low)} to ${p(chance.high)}), ` +
      `${chance.hits} of ${chance.of} replications; the plan has ${ask.planned}\n`,
  )
  if (ask.planned < ask.kits && whyPlanned !== null)
    process.stdout.write(`  of the plan itself: ${whyPlanned}\n`)
  process.stdout.write(
    `the ${ask.planned} of the plan or more by then: chance ${p(planHolds.value)} (${p(planHolds.low)} to ${p(planHolds.high)})\n`,
  )
  process.stdout.write(
    `faults: ${faults.title} (${faults.origin}); assumed by ${faults.owners.join('; ') || 'nobody'}\n`,
  )
  process.stdout.write(
    `met at hour: P10 ${hourOf(metAtHour.p10)}, P50 ${hourOf(metAtHour.p50)}, P90 ${hourOf(metAtHour.p90)}\n`,
  )
  const every = Math.max(1, Math.ceil((result.armedByHour.length - 1) / (HOURS_SHOWN - 1)))
  printTable(
    'armed by hour (so many or fewer in 10, 50, 90 % of the replications)',
    ['hour', 'planned', 'P10', 'P50', 'P90'],
    result.armedByHour
      .filter((_, i) => i % every === 0 || i === result.armedByHour.length - 1)
      .map((row) => [row.hour, row.planned, row.p10, row.p50, row.p90]),
  )
  if (criticality.pairs > 0)
    printTable(
      `criticality, ${marked}: ${criticality.told}`,
      ['rank', 'kind', 'id', 'kits lost', '95 % interval', 'chance without it'],
      criticality.ranking
        .slice(0, RANKS_SHOWN)
        .map((row) => [
          row.rank,
          row.kind,
          row.id,
          Math.round(row.kitsLost),
          `${Math.round(row.interval.low)} to ${Math.round(row.interval.high)}`,
          p(row.chance.value),
        ]),
    )
}
