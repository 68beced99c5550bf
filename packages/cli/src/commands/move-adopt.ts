/** `holdfast move adopt` and `holdfast plan adopt`: a planner's document put on record as the one in force. */
import type { Command } from 'commander'
import { isNation } from '@holdfast/core/nations'
import { withAccess } from '../access/index.ts'
import { readText } from '../files/index.ts'
import { CommandRefused, printJson } from '../output/index.ts'
import { dataOption } from './options.ts'

interface Options {
  readonly data: string
  readonly nation: string
  readonly as: string
  readonly json?: true
}

/** Reads the file and has the step decide; tells the entry. */
async function adopt(
  type: 'adoptModel' | 'adoptDocument',
  file: string,
  { data, nation, as: name, json }: Options,
): Promise<void> {
  if (!isNation(nation))
    throw new CommandRefused(`--nation ${nation}: write an alpha-3 code such as POL`)
  const document = readText(file, 'give the path of a document, YAML or JSON')
  if (type === 'adoptDocument' && /^(?:kind: *|\{\s*"kind":\s*)"?acceptance\b/mu.test(document))
    throw new CommandRefused(
      `${file} is a table of acceptance; adopt it with \`holdfast forces acceptance adopt\``,
    )
  const entries = await withAccess(
    { dir: data, office: 'guarantors', role: 'planner', nation, name },
    (access) => access.command({ step: 'move', type, document }),
  )
  if (json === true) printJson({ entries })
  else
    for (const { index, kind } of entries)
      process.stdout.write(`${file}: on record as entry ${index} (${kind})\n`)
}

const adopting = (parent: Command): Command =>
  parent
    .command('adopt')
    .argument('<file>', 'the document, YAML or JSON')
    .addOption(dataOption())
    .requiredOption('--nation <code>', 'for which nation of the guarantors’ office')
    .option('--as <name>', 'who adopts it', 'operator')
    .option('--json', 'print one JSON object')

/** `holdfast move adopt MODEL`. */
export const addMoveAdopt = (move: Command): void => {
  adopting(move)
    .description('put a movement model on record as the one that plans are made of')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast move adopt data/networks/coalition-lift.yaml --nation POL\n',
    )
    .action((file: string, options: Options) => adopt('adoptModel', file, options))
}

/** `holdfast plan adopt FILE`. */
export const addPlanAdopt = (plan: Command): void => {
  adopting(plan)
    .description('put a planning document on record as the one of its kind')
    .addHelpText('after', '\nExample:\n  $ holdfast plan adopt data/plans/air.yaml --nation POL\n')
    .action((file: string, options: Options) => adopt('adoptDocument', file, options))
}
