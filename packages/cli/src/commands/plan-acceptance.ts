/** `holdfast plan acceptance FILE`: which nation may be where in whose eyes, as publicly stated. */
import { join, dirname } from 'node:path'
import type { Command } from 'commander'
import {
  bearingsOn,
  parseAcceptance,
  unsaid,
  type AcceptanceTable,
} from '@holdfast/core/generate/acceptance'
import { orRefuse, printJson, printTable } from '../output/index.ts'
import { PLAN_LABEL, readPlanValue } from './plan-document.ts'

const PLACES = ['inUkraine', 'neighbouringNato', 'blackSea', 'airspace', 'remote'] as const

interface Named {
  readonly ids: readonly string[]
  readonly nations: readonly string[]
}

/** Ids and nations of the statements on record; what is no statement is told by the coalition's own reader. */
function statementsIn(file: string): Named {
  const { value } = readPlanValue(file)
  const found = (value as { readonly statements?: unknown } | null)?.statements
  const items = (Array.isArray(found) ? found : []) as readonly ({
    id?: unknown
    nation?: unknown
  } | null)[]
  const texts = (key: 'id' | 'nation'): string[] =>
    items.flatMap((item) => {
      const text = item?.[key]
      return typeof text === 'string' ? [text] : []
    })
  return { ids: texts('id'), nations: [...new Set(texts('nation'))].toSorted() }
}

/** Every nation's part at every place, whatever it does there. */
function rowsOf(table: AcceptanceTable, nations: readonly string[], capability: string) {
  return nations
    .map((nation) => ({
      nation,
      places: PLACES.map((place) => ({
        place,
        bearings: bearingsOn(table, { nation, capability, place }),
      })),
    }))
    .filter(({ places }) => places.some(({ bearings }) => bearings.length > 0))
}

/** `holdfast plan acceptance`. */
export function addPlanAcceptance(plan: Command): void {
  plan
    .command('acceptance')
    .argument('<file>', 'a YAML document, as data/coalition/acceptance.yaml')
    .description(
      'which nation may be where in whose eyes, read out of public statements; a soft cost, never a prohibition',
    )
    .option(
      '--statements <file>',
      'the statements on record; statements.yaml beside FILE by default',
    )
    .option('--capability <code>', 'what the nation would do there', 'landForce')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast plan acceptance data/coalition/acceptance.yaml\n',
    )
    .action((file: string, asked: { statements?: string; capability: string; json?: true }) => {
      const { value, at } = readPlanValue(file)
      const named = statementsIn(asked.statements ?? join(dirname(file), 'statements.yaml'))
      const table = orRefuse(parseAcceptance(value, at, named.ids))
      const parties = new Set(table.parties.map(({ id }) => id))
      const nations = named.nations.filter((nation) => !parties.has(nation))
      const rows = rowsOf(table, nations, asked.capability)
      const silent = unsaid(table, nations)
      if (asked.json === true) {
        printJson({
          office: 'guarantors',
          label: PLAN_LABEL,
          table,
          capability: asked.capability,
          nations: rows,
          unsaid: silent,
        })
        return
      }
      process.stdout.write(`SECRET, the guarantors' view. ${table.title}\n${table.notice}\n`)
      printTable(
        `in whose eyes, for ${asked.capability}`,
        ['nation', ...PLACES],
        rows.map(({ nation, places }) => [
          nation,
          ...places.map(({ bearings }) =>
            bearings
              .map(
                ({ party, view, weight, statement }) =>
                  `${party} ${view} (${weight}, ${statement})`,
              )
              .join('; '),
          ),
        ]),
        `nobody is on record about ${silent.join(', ') || 'no nation: all are named'}; that costs nothing and says nothing`,
      )
      printTable(
        'what a view weighs',
        ['view', 'weight', 'title', 'owner', 'date'],
        table.weights.map(({ view, weight, title, owner, date }) => [
          view,
          weight,
          title,
          owner,
          date,
        ]),
      )
    })
}
