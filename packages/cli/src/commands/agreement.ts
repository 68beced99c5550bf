import type { Command } from 'commander'
import { readAgreement } from '@holdfast/engine/documents'
import { withAccess, type Access } from '../access/index.ts'
import { readText } from '../files/index.ts'
import { CommandRefused, orRefuse, printJson } from '../output/index.ts'
import { addCheck } from './agreement-check.ts'
import { addDiff } from './agreement-diff.ts'
import { addEvaluate } from './agreement-evaluate.ts'
import { addExplain } from './agreement-explain.ts'
import { addHistory } from './agreement-history.ts'
import { addMotions } from './agreement-motions.ts'
import { addNew } from './agreement-new.ts'
import { dataOption } from './options.ts'

/** `holdfast agreement …`: writes, checks and adopts a text, and says what follows from it. */
export function addAgreement(program: Command): void {
  const agreement = program
    .command('agreement')
    .description('write, check and adopt an agreement, and say what follows from it')
  addNew(agreement)
  addCheck(agreement)
  addAdopt(agreement)
  addMotions(agreement)
  addEvaluate(agreement)
  addExplain(agreement)
  addDiff(agreement)
  addHistory(agreement)
}

function addAdopt(agreement: Command): void {
  agreement
    .command('adopt')
    .argument('<file>', 'a YAML document, as in data/agreements')
    .description(
      "adopt the first agreement as the commission's: events are judged by it from then on",
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nOnce a text is adopted, another takes its place by a motion: `holdfast agreement propose`.\n' +
        '\nExample:\n  $ holdfast agreement adopt data/agreements/minsk-2014-2015.yaml --data DIR\n',
    )
    .action(async (file: string, { data, json }: { data: string; json?: boolean }) => {
      const { document } = orRefuse(readAgreement(readText(file), file))
      const command = { step: 'agreement', type: 'adoptAgreement', document }
      const entries = await withAccess(
        { dir: data, office: 'commission', role: 'head-of-mission' },
        (access) => adopted(access, command, `holdfast agreement propose ${file}`),
      )
      if (json === true) printJson({ entries })
      else
        process.stdout.write(`adopted, as entry ${entries.map(({ index }) => index).join(', ')}\n`)
    })
}

// Who meant to amend is told with which command that is done.
async function adopted(access: Access, command: object, instead: string) {
  try {
    return await access.command(command)
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error
    const { inForce } = (await access.agreementMotions()) as { readonly inForce: number | null }
    if (inForce === null) throw error
    throw new CommandRefused(`${error.message}; a text that differs: \`${instead}\``)
  }
}
