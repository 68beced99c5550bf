/** `holdfast forces minutes`: what was said at a conference. */
import type { Command } from 'commander'
import { iso, printJson, printTable } from '../output/index.ts'
import { registerOf, tellRecorded } from './forces-pledge.ts'
import { asking, labelLine, manyOption, record } from './forces-words.ts'
import type { RegisterOptions } from './forces-words.ts'

interface KeptMinute {
  readonly minute: {
    readonly id: string
    readonly conference: string
    readonly text: string
    readonly pledges: readonly string[]
  }
  readonly recordedBy: string
  readonly atMs: number
}

/** `holdfast forces minutes`. */
export function addForcesMinutes(forces: Command): void {
  const minutes = forces.command('minutes').description('what was said at a conference, on record')
  asking(minutes.command('list'))
    .option('--conference <name>', 'of one conference only')
    .description('the minutes that the nation may see')
    .addHelpText('after', '\nExample:\n  $ holdfast forces minutes list --conference paris-3\n')
    .action(async (options: RegisterOptions & { conference?: string }) => {
      const { label, minutes: all } = await registerOf(options)
      const kept = (all as readonly KeptMinute[]).filter(
        ({ minute }) =>
          options.conference === undefined || minute.conference === options.conference,
      )
      if (options.json === true) printJson({ label, minutes: kept })
      else
        printTable(
          `minutes (${labelLine(label)})`,
          ['minute', 'conference', 'at', 'by', 'pledges', 'text'],
          kept.map(({ minute, recordedBy, atMs }) => [
            minute.id,
            minute.conference,
            iso(atMs),
            recordedBy,
            minute.pledges.join(' '),
            minute.text,
          ]),
        )
    })
  asking(minutes.command('new'))
    .argument('<id>', "an id that begins with the recorder's code, as SWE-M-12")
    .argument('<text>', 'the words')
    .requiredOption('--conference <name>', 'which conference')
    .addOption(manyOption('--pledge <id>', 'a pledge that the words are about; again for more'))
    .addOption(
      manyOption('--release-to <code>', 'a nation that may read it; every nation without it'),
    )
    .description('put words of a conference on record')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces minutes new SWE-M-12 "Sweden offers one battalion" --nation SWE --conference paris-3 --pledge SWE-7 --release-to GBR\n',
    )
    .action(
      async (
        id: string,
        text: string,
        options: RegisterOptions & {
          conference: string
          pledge: readonly string[]
          releaseTo: readonly string[]
        },
      ) => {
        const { conference, pledge: pledges, releaseTo } = options
        const released = releaseTo.length === 0 ? {} : { releasableTo: releaseTo }
        const minute = { id, conference, text, pledges, ...released }
        tellRecorded(options, await record(options, { type: 'recordMinute', minute }))
      },
    )
}
