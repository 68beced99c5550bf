/**
 * What the planner's commands share: a document is read, worked out and told, results before what they hang on, and whose the
 * assumptions are at the end. Everything that they print is marked as the guarantors' highest, because it says what a plan
 * hangs on; what leaves the office is a person's decision.
 */
import type { Command } from 'commander'
import type { PlanHead } from '@holdfast/core/move/figures'
import {
  hangsOnTable,
  PLANNING_LABEL,
  workOut,
  type PlanKind,
  type PlanTable,
} from '@holdfast/core/move/planning'
import type { At } from '@holdfast/core/units'
import { readYaml } from '@holdfast/engine/documents'
import { readText } from '../files/index.ts'
import { orRefuse, printJson, printTable } from '../output/index.ts'

/** Secret, the guarantors' alone, and released to nobody until somebody says so. */
export const PLAN_LABEL = PLANNING_LABEL
const HOW = 'give a YAML document as in data/plans'

/** A document as a value with places. */
export function readPlanValue(file: string): { readonly value: unknown; readonly at: At } {
  return orRefuse(readYaml(readText(file, HOW), file))
}

const show = ({ title, columns, rows, note }: PlanTable): void =>
  printTable(title, columns, rows, note ?? undefined)

function tellAssumptions(assumptions: PlanHead['assumptions']): void {
  printTable(
    'assumptions',
    ['id', 'title', 'value', 'unit', 'owner', 'date', 'used at'],
    assumptions.map(({ id, title, value, unit, owner, date, usedAt }) => [
      id,
      title,
      value,
      unit,
      owner,
      date,
      usedAt.length > 2 ? `${usedAt[0]} and ${usedAt.length - 1} more` : usedAt.join(' '),
    ]),
  )
}

/** JSON has no infinity: what is never reached is null. */
const told = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/** Adds one of the planner's commands. */
export function addPlanCommand<T extends PlanHead, A extends object>(
  plan: Command,
  kind: PlanKind<T, A>,
): void {
  plan
    .command(kind.name)
    .argument('<file>', 'a YAML document, as in data/plans')
    .description(kind.description)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `\nExample:\n  $ holdfast plan ${kind.name} data/plans/${kind.name}.yaml\n`,
    )
    .action((file: string, { json }: { json?: true }) => {
      const { value, at } = readPlanValue(file)
      const { id, title, notice, assessment, tables, hangsOn, assumptions } = orRefuse(
        workOut(kind, value, at),
      )
      if (json !== true) {
        process.stdout.write(`SECRET, the guarantors' view. ${title}\n${notice}\n`)
        for (const table of tables) show(table)
        for (const one of hangsOn) show(hangsOnTable(one))
        tellAssumptions(assumptions)
        return
      }
      printJson({
        office: 'guarantors',
        label: PLAN_LABEL,
        plan: { id, title, notice, assumptions },
        assessment,
        hangsOn: hangsOn.map(({ result, now, rows }) => ({
          result,
          now: told(now),
          assumptions: rows.map(({ assumption, less, more }) => ({
            id: assumption.id,
            less: told(less),
            more: told(more),
          })),
        })),
      })
    })
}
