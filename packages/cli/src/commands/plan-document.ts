/**
 * What the planner's commands share: a document is read, worked out and told. Everything that they print is marked as the
 * guarantors' highest, because it says what a plan hangs on; what leaves the office is a person's decision.
 */
import type { Command } from 'commander'
import { hangsOn, type Changes, type HangsOn, type PlanHead } from '@holdfast/core/move/figures'
import type { Label } from '@holdfast/core/nations'
import type { At, Refused } from '@holdfast/core/units'
import { readYaml } from '@holdfast/engine/documents'
import { readText } from '../files/index.ts'
import { orRefuse, printJson, printTable } from '../output/index.ts'

/** Secret, the guarantors' alone, and released to nobody until somebody says so. */
export const PLAN_LABEL: Label = {
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: [],
}
const HOW = 'give a YAML document as in data/plans'

/** A result that a plan is weighed by: what it is called, and its figure. */
export interface Weighed<T> {
  readonly result: string
  readonly resultOf: (plan: T) => number
}
/** One of the planner's commands. */
export interface PlanCommand<T extends PlanHead, A> {
  readonly name: string
  readonly example: string
  readonly description: string
  readonly parse: (value: unknown, at: At, changes?: Changes) => T | Refused
  readonly assess: (plan: T) => A | Refused
  readonly weighed: readonly Weighed<T>[]
  readonly tell: (plan: T, assessment: A) => void
}

/** A document as a value with places. */
export function readPlanValue(file: string): { readonly value: unknown; readonly at: At } {
  return orRefuse(readYaml(readText(file, HOW), file))
}

const figure = (value: number | null): string => {
  if (value === null) return 'not allowed'
  if (!Number.isFinite(value)) return 'never'
  return Number.isInteger(value) ? String(value) : value.toPrecision(4)
}

function tellHead({ title, notice, assumptions }: PlanHead): void {
  process.stdout.write(`SECRET, the guarantors' view. ${title}\n${notice}\n`)
  printTable(
    'assumptions',
    ['id', 'title', 'value', 'unit', 'owner', 'date', 'used at'],
    assumptions.map(({ id, title: what, value, unit, owner, date, usedAt }) => [
      id,
      what,
      value,
      unit,
      owner,
      date,
      usedAt.length > 2 ? `${usedAt[0]} and ${usedAt.length - 1} more` : usedAt.join(' '),
    ]),
  )
}

function tellHangsOn(result: string, before: number, rows: readonly HangsOn[]): void {
  printTable(
    `what ${result} hangs on (now ${figure(before)}): each assumption alone, a tenth less and a tenth more`,
    ['assumption', 'title', 'value', 'with less', 'with more'],
    rows.map(({ assumption: { id, title, value, unit }, less, more }) => [
      id,
      title,
      `${value} ${unit}`,
      figure(less),
      figure(more),
    ]),
  )
}

/** JSON has no infinity: what is never reached is null. */
const told = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/** Adds one of the planner's commands. */
export function addPlanCommand<T extends PlanHead, A extends object>(
  plan: Command,
  command: PlanCommand<T, A>,
): void {
  plan
    .command(command.name)
    .argument('<file>', 'a YAML document, as in data/plans')
    .description(command.description)
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\nExample:\n  $ holdfast plan ${command.name} ${command.example}\n`)
    .action((file: string, { json }: { json?: true }) => {
      const { value, at } = readPlanValue(file)
      const parsed = orRefuse(command.parse(value, at))
      const assessment = orRefuse(command.assess(parsed))
      const weighed = command.weighed.map(({ result, resultOf }) => ({
        result,
        now: resultOf(parsed),
        rows: hangsOn((changes) => command.parse(value, at, changes), resultOf),
      }))
      if (json !== true) {
        tellHead(parsed)
        command.tell(parsed, assessment)
        for (const { result, now, rows } of weighed) tellHangsOn(result, now, rows)
        return
      }
      const { id, title, notice, assumptions } = parsed
      printJson({
        office: 'guarantors',
        label: PLAN_LABEL,
        plan: { id, title, notice, assumptions },
        assessment,
        hangsOn: weighed.map(({ result, now, rows }) => ({
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
