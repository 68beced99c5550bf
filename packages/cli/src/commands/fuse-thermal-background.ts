/** `holdfast fuse background`: what past years tell, as a file that a deployment is started with. */
import type { Command } from 'commander'
import { backgroundOf, backgroundText } from '@holdfast/core/fuse/thermal'
import { needWritable, writeWhole } from '../files/index.ts'
import { orRefuse, printJson } from '../output/index.ts'
import { firesIn, landUseIn } from './fuse-thermal-files.ts'
import { byYear } from './fuse-thermal-years.ts'

const HELP = `
Give whole past years, plain or .gz, of FIRMS; two at least. The file is versioned and bears a checksum, which tells damage
and not forgery: keep it where only the deployment's owner writes.

Example:
  $ holdfast fuse background --baseline fires_2018.csv.gz fires_2019.csv.gz fires_2020.csv.gz --out background.json
  $ holdfast start --data DIR --thermal-background background.json
`

/** `holdfast fuse background`. */
export function addFuseBackground(fuse: Command): void {
  fuse
    .command('background')
    .description('learn the thermal background of past years, for `holdfast start`')
    .requiredOption('--baseline <files...>', 'FIRMS files of whole past years, two at least')
    .requiredOption('--out <file>', 'where to write it')
    .option('--land-use <file>', 'shares of land by class (.csv, .csv.gz)')
    .addHelpText('after', HELP)
    .action(
      async ({
        baseline,
        out,
        landUse,
      }: {
        readonly baseline: readonly string[]
        readonly out: string
        readonly landUse?: string
      }) => {
        needWritable(out, landUse === undefined ? baseline : [...baseline, landUse])
        const years = byYear(await firesIn(baseline))
        const land = landUse === undefined ? undefined : await landUseIn(landUse)
        const background = orRefuse(backgroundOf(years, land))
        const text = backgroundText(background)
        writeWhole(out, text)
        printJson({
          out,
          bytes: text.length,
          years: background.years.map(({ year }) => year),
          cells: background.grid.cells,
        })
      },
    )
}
