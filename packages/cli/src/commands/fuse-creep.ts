import type { Command } from 'commander'
import type { Creeping } from '@holdfast/core/fuse/control'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption } from './options.ts'

interface Options {
  readonly data: string
  readonly tolerated: string
  readonly json?: boolean
}
const TOLERATED_M_MAX = 10_000

/** `holdfast fuse creep`: whether the line of contact creeps, by positions that were seen held. */
export function addFuseCreep(fuse: Command): void {
  fuse
    .command('creep')
    .description(
      "whether the line of contact creeps, by positions seen held along it: an indication, the monitor's alone",
    )
    .addOption(dataOption())
    .option('--tolerated <metres>', 'how far an edge may have moved', '100')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nObservations of positions (P.…) that bear `holder` and a fix are what it rests on.\n' +
        '\nExample:\n  $ holdfast fuse creep --tolerated 200 --json\n',
    )
    .action(async ({ data, tolerated, json }: Options) => {
      const toleratedM = tolerated.trim() === '' ? Number.NaN : Number(tolerated)
      if (!(toleratedM >= 0 && toleratedM <= TOLERATED_M_MAX))
        throw new CommandRefused(
          `--tolerated is ${JSON.stringify(tolerated)}; give metres from 0 to ${TOLERATED_M_MAX}`,
        )
      const answer = await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.lineCreep({ toleratedM }),
      )
      if (json === true) printJson(answer)
      else print(answer as Creeping & { readonly title: string; readonly says: string })
    })
}

function print({
  indications,
  used,
  far,
  title,
  says,
}: Creeping & { readonly title: string; readonly says: string }): void {
  printTable(
    title,
    ['holder', 'from km', 'to km', 'moved m', '± m', 'probability', 'since', 'last', 'rests on'],
    indications.map((one) => [
      one.holder,
      one.fromM / 1_000,
      one.toM / 1_000,
      one.movedM.toFixed(0),
      (1.96 * one.sigmaM).toFixed(0),
      one.probability.toFixed(3),
      iso(one.sinceMs),
      iso(one.untilMs),
      one.observations.length,
    ]),
    `${used} positions followed, ${far} too far from the line. ${says}`,
  )
}
