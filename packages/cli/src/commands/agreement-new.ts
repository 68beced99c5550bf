/** `holdfast agreement new FILE`: a document to start from, which `check` takes as it is. */
import { writeFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { readAgreement } from '@holdfast/engine/documents'
import { dataText } from '@holdfast/engine/shipped'
import { CommandRefused, orRefuse, printJson } from '../output/index.ts'
import { SKELETON } from './agreement-skeleton.ts'

/** Worked agreements that a new one may start from. */
const WORKED = {
  minsk: 'agreements/minsk-2014-2015.yaml',
  paris: 'agreements/paris-2026.yaml',
  truce: 'agreements/truce-30h.yaml',
} as const
type Worked = keyof typeof WORKED

function shippedText(name: Worked): string {
  try {
    return dataText(WORKED[name])
  } catch {
    throw new CommandRefused(
      `data/${WORKED[name]} is not in this installation; start from another one, or without --from`,
    )
  }
}

function write(file: string, text: string): void {
  try {
    // Never over a file that is there: it may be somebody's text.
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST')
      throw new CommandRefused(
        `${file} is there already and is never overwritten; name another file`,
      )
    throw new CommandRefused(
      `${file} cannot be written (${error instanceof Error ? error.message : String(error)}); ` +
        'name a file in a directory that is there',
    )
  }
}

/** `holdfast agreement new`. */
export function addNew(agreement: Command): void {
  agreement
    .command('new')
    .argument('<file>', 'where to write it; never over a file that is there')
    .description('write a document to start from: a commented skeleton, or a worked agreement')
    .addOption(
      new Option('--from <worked>', 'copy a worked agreement').choices(Object.keys(WORKED)),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast agreement new mine.yaml --from minsk\n')
    .action((file: string, { from, json }: { from?: Worked; json?: true }) => {
      const text = from === undefined ? SKELETON : shippedText(from)
      const { id } = orRefuse(readAgreement(text, file)).agreement
      write(file, text)
      if (json === true) printJson({ file, id, from: from ?? null })
      else
        process.stdout.write(
          `wrote ${file} (${id}); edit it, then say: holdfast agreement check ${file}\n`,
        )
    })
}
