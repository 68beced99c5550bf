import type { Command } from 'commander'
import { withAccess } from '../access/index.ts'
import { printJson, printTable } from '../output/index.ts'
import { addMoveAdopt } from './move-adopt.ts'
import { addMoveImport } from './move-import.ts'
import { addMoveSimulate } from './move-simulate.ts'
import { addMoveReplan, addMoveSolve, effortOption, tellModel } from './move-solve.ts'
import { dataOption } from './options.ts'

/** `holdfast move`: whether what is needed can be there in time. */
export function addMove(program: Command): void {
  const move = program
    .command('move')
    .description('whether what is needed can be there in time: plans, their replay, faults')
  addMovePlan(move)
  addMoveSolve(move)
  addMoveReplan(move)
  addMoveSimulate(move)
  addMoveImport(move)
  addMoveAdopt(move)
}

interface PlanOptions {
  readonly data: string
  readonly effort: 'quick' | 'long'
  readonly price: string
  readonly json?: true
}

function addMovePlan(move: Command): void {
  move
    .command('plan')
    .argument('[model]', 'a movement model; without it the plan of the deployment is told')
    .description(
      'the movement plan in words: armed by hour, units, bottlenecks, the assumptions that bind',
    )
    .addOption(dataOption())
    .option('--price <n>', 'of a model: price so many bottlenecks by solving again (0 to 20)', '3')
    .addOption(effortOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast move plan --json\n  $ holdfast move plan data/networks/coalition-lift.yaml\n',
    )
    .action(async (file: string | undefined, { data, price, effort, json }: PlanOptions) => {
      if (file === undefined) await tellDeployment(data, json)
      else await tellModel(file, { price, effort, ...(json === true ? { json } : {}) })
    })
}

async function tellDeployment(data: string, json: true | undefined): Promise<void> {
  const { plan, leavesOut } = (await withAccess({ dir: data, office: 'guarantors' }, (access) =>
    access.plan(),
  )) as {
    plan: {
      armedByHour: [number, number][]
      bottlenecks: { id: string; worthPerUnit: number; unit: string }[]
      bindingAssumption: string | null
      troopsAsked: number
      status: string
    } | null
    leavesOut: string
  }
  if (json === true || plan === null) {
    printJson({ plan, leavesOut })
    return
  }
  printTable(
    `troops armed of ${plan.troopsAsked} asked, a flow without vehicles (${plan.status})`,
    ['hour', 'armed'],
    plan.armedByHour,
    leavesOut,
  )
  printTable(
    'bottlenecks',
    ['where', 'worth', 'unit'],
    plan.bottlenecks.map((b) => [b.id, b.worthPerUnit.toFixed(1), b.unit]),
    plan.bindingAssumption ?? undefined,
  )
}
