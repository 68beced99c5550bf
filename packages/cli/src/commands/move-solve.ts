/** `holdfast move solve MODEL OUT` and `holdfast move replan MODEL PLAN OUT`: plans on files, replayed before they are written. */
import { Option, type Command } from 'commander'
import {
  PLAN_LABEL,
  aggregateModel,
  closeModel,
  detailModel,
  planMovement,
  replan,
  replayPlan,
  tellMovement,
} from '@holdfast/core/move/model'
import type { Closure, MovementModel, MovePlan, PlanEffort } from '@holdfast/core/move/model'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { HighsLinearSolver } from '@holdfast/engine/solver'
import { needWritable, writeJson } from '../files/index.ts'
import { CommandRefused, orRefuse, printJson, progress, progressDone } from '../output/index.ts'
import { numberOf } from './forces-files.ts'
import { readKitList, readMovementModel, readMovePlan } from './move-files.ts'
import { STOPPED_EXIT_CODE, stoppable } from './stopping.ts'
import { headOf, tellPlan } from './move-tell.ts'

interface Options {
  readonly price: string
  readonly effort: PlanEffort
  readonly form?: 'kit' | 'detailed'
  readonly kits?: string
  readonly json?: true
}
const PRICE_HELP = 'price so many bottlenecks by solving again with one more of each (0 to 20)'
const priceOf = (text: string): number =>
  Math.floor(numberOf('--price', text, { min: 0, max: 20, unit: 'a whole number' }))

/** How long a plan is mended. */
export const effortOption = (): Option =>
  new Option(
    '--effort <effort>',
    'quick: an answer soon; long: a better one in about five times the time, as the page Movement has it',
  )
    .choices(['quick', 'long'])
    .default('quick')

const formOption = (): Option =>
  new Option(
    '--form <form>',
    'kit: complete kits as the one commodity; detailed: the parts of a kit list, see --kits',
  ).choices(['kit', 'detailed'])
const KITS_HELP = 'the kit list of the detailed form, for instance data/networks/kits.yaml'

const kitsOf = ({ kits }: Pick<Options, 'kits'>): readonly string[] =>
  kits === undefined ? [] : [kits]

/** The model in the form that is asked for; as it is written where none is. */
function inForm(
  model: MovementModel,
  { form, kits }: Pick<Options, 'form' | 'kits'>,
): MovementModel {
  if (kits !== undefined && form !== 'detailed')
    throw new CommandRefused(`--kits ${kits}: say --form detailed with it`)
  if (form === 'kit') return aggregateModel(model)
  if (form !== 'detailed') return model
  if (kits === undefined)
    throw new CommandRefused(
      '--form detailed: name the kit list with --kits data/networks/kits.yaml',
    )
  return orRefuse(detailModel(model, readKitList(kits)))
}

/**
 * Runs with a solver, which is closed whatever happens. Ctrl-C closes it at once, and the exit code says so: `isCancelled`
 * tells the planning that the best so far is wanted.
 */
export async function withSolver<T>(
  run: (solver: HighsLinearSolver, isCancelled: () => boolean) => Promise<T>,
): Promise<T> {
  const solver = new HighsLinearSolver()
  const stop = (): void => {
    process.exitCode = STOPPED_EXIT_CODE
    void solver.close()
  }
  try {
    return await stoppable(stop, (isStopped) => run(solver, isStopped))
  } finally {
    progressDone()
    await solver.close()
  }
}

/** Refuses a plan that the replay finds fault with: that is a mistake of ours, and is told with the first faults. */
export function needSound(model: MovementModel, plan: MovePlan): void {
  if (plan.status === 'failed') throw new CommandRefused(`${model.id}: ${plan.reason ?? 'no plan'}`)
  const { faults } = replayPlan(model, plan)
  if (faults.length > 0)
    throw new CommandRefused(
      `the plan cannot be carried out and was not written; report this with the model: ${faults.slice(0, 3).join('; ')}`,
    )
}

/** Whether Ctrl-C came before there was a plan: then that is told, nothing is written, and the exit code stays that of Ctrl-C. */
function isStoppedEarly(plan: MovePlan): boolean {
  if (plan.status !== 'failed' || process.exitCode !== STOPPED_EXIT_CODE) return false
  process.stderr.write(`holdfast: ${plan.model}: ${plan.reason ?? ''}\n`)
  return true
}

/** The plan with its model beside it: the file can be simulated by itself. */
const withModel = (plan: MovePlan, model: MovementModel): object => ({
  label: PLAN_LABEL,
  ...plan,
  modelDocument: model,
})

function tellOutcome(
  {
    model,
    plan,
    out,
  }: { readonly model: MovementModel; readonly plan: MovePlan; readonly out: string },
  json: true | undefined,
): void {
  const { user, system } = process.cpuUsage()
  const cpuSeconds = (user + system) / 1e6
  const { status, reason, objective, bound, gap, armedByHour } = plan
  const armed = armedByHour.at(-1)?.[1] ?? 0
  if (json === true)
    printJson({
      label: PLAN_LABEL,
      out,
      status,
      reason,
      objective,
      bound,
      gap,
      armed,
      asked: model.ask.kits,
      cpuSeconds,
    })
  else process.stdout.write(`${out}: ${headOf(plan)}; ${cpuSeconds.toFixed(1)} CPU-s\n`)
}

/** `holdfast move solve`. */
export function addMoveSolve(move: Command): void {
  move
    .command('solve')
    .argument(
      '<model>',
      'a movement model, JSON or YAML (docs/reference/movement-model.schema.json)',
    )
    .argument('<out>', 'the plan, JSON (docs/reference/movement-plan.schema.json)')
    .description('plan a movement model; the plan is replayed before it is written')
    .option('--price <n>', PRICE_HELP, '0')
    .addOption(effortOption())
    .addOption(formOption())
    .option('--kits <file>', KITS_HELP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nCtrl-C writes the best plan so far and exits with 130. Exit code 1 where there is no plan; one that arms nobody says why.\nSee docs/specs/movement.md.\n\nExample:\n  $ holdfast move solve model.json plan.json --price 3\n',
    )
    .action(async (file: string, out: string, { price, effort, json, ...form }: Options) => {
      const count = priceOf(price)
      needWritable(out, [file, ...kitsOf(form)])
      const model = inForm(readMovementModel(file), form)
      const plan = await withSolver((solver, isCancelled) =>
        planMovement(model, solver, { price: count, effort, onProgress: progress, isCancelled }),
      )
      if (isStoppedEarly(plan)) return
      needSound(model, plan)
      writeJson(out, withModel(plan, model))
      tellOutcome({ model, plan, out }, json)
    })
}

/** `ID=FROM-UNTIL` of `--close`. */
function closureOf(text: string): Closure {
  const found = /^(.+)=(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text)
  const [id = '', from = '', until = ''] = found?.slice(1) ?? []
  if (found === null || Number(from) >= Number(until))
    throw new CommandRefused(
      `--close ${text}: write a node or leg and two plan hours, the earlier first: crossing-a=24-48`,
    )
  return { id, fromHour: Number(from), untilHour: Number(until) }
}

/** `holdfast move replan`. */
export function addMoveReplan(move: Command): void {
  move
    .command('replan')
    .argument('<model>', 'the movement model')
    .argument('<plan>', 'the plan of `move solve` that was carried out so far')
    .argument('<out>', 'the new plan')
    .requiredOption(
      '--at <hour>',
      'the plan hour from which on it is planned anew: the begin of a step',
    )
    .option(
      '--close <id=from-until>',
      'a node or leg that is shut from one plan hour to another; may be given several times',
      (text: string, all: readonly string[]) => [...all, text],
      [] as readonly string[],
    )
    .description('plan anew after a fault: what was carried out stays, what is on its way arrives')
    .option('--price <n>', PRICE_HELP, '0')
    .addOption(effortOption())
    .addOption(formOption())
    .option('--kits <file>', KITS_HELP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast move replan model.json plan.json plan-2.json --at 24 --close railhead-medyka=24-60\n',
    )
    .action(
      async (
        file: string,
        planFile: string,
        out: string,
        {
          at,
          close,
          price,
          effort,
          json,
          ...form
        }: Options & { readonly at: string; readonly close: readonly string[] },
      ) => {
        const count = priceOf(price)
        const hour = numberOf('--at', at, { min: 0, max: 2_000, unit: 'a plan hour' })
        const closures = close.map(closureOf)
        const early = closures.find(({ fromHour }) => fromHour < hour)
        if (early !== undefined)
          throw new CommandRefused(
            `--close ${early.id} begins at hour ${early.fromHour}, before --at ${hour}; what was carried out stays`,
          )
        needWritable(out, [file, planFile, ...kitsOf(form)])
        const before = inForm(readMovementModel(file), form)
        const model = orRefuse(closeModel(before, closures))
        const old = readMovePlan(planFile)
        needCarriedOut(before, old, planFile)
        const plan: MovePlan | Refused = await withSolver((solver, isCancelled) =>
          replan({ model, plan: old, hour }, solver, {
            price: count,
            effort,
            onProgress: progress,
            isCancelled,
          }),
        )
        if (isRefused(plan)) throw new CommandRefused(`${planFile}: ${plan.refused}`)
        if (isStoppedEarly(plan)) return
        needSound(model, plan)
        writeJson(out, withModel(plan, model))
        tellOutcome({ model, plan, out }, json)
      },
    )
}

/** Refuses a plan from outside that cannot be carried out on its model. */
function needCarriedOut(model: MovementModel, plan: MovePlan, file: string): void {
  const [fault] = replayPlan(model, plan).faults
  if (fault !== undefined)
    throw new CommandRefused(
      `${file} cannot be carried out on ${model.id}: ${fault}; give a plan of this model`,
    )
}

/** A model planned and told at once; nothing is written. */
export async function tellModel(file: string, { price, effort, json }: Options): Promise<void> {
  const count = priceOf(price)
  const model = readMovementModel(file)
  const plan = await withSolver((solver, isCancelled) =>
    planMovement(model, solver, { price: count, effort, onProgress: progress, isCancelled }),
  )
  if (isStoppedEarly(plan)) return
  needSound(model, plan)
  const told = tellMovement(model, plan)
  if (json === true) printJson({ label: PLAN_LABEL, plan, told })
  else tellPlan(told)
}
