/** `holdfast forces export` and `import`: pledges and requirements as CSV or as a workbook, there and back the same. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Argument, type Command } from 'commander'
import type { Pledge, Requirement } from '@holdfast/core/generate'
import { isRefused } from '@holdfast/core/units'
import {
  TABLE_BYTES_MAX,
  readCsv,
  readFactbook,
  readPledges,
  readRequirements,
  readXlsx,
  writeCsv,
  writePledges,
  writeRequirements,
  writeXlsx,
  type Row,
} from '@holdfast/formats/register-table'
import { needWritable, writeWhole } from '../files/index.ts'
import { CommandRefused, orRefuse, printJson } from '../output/index.ts'
import { registerOf, tellRecorded } from './forces-pledge.ts'
import { asking, labelLine, record, type RegisterOptions } from './forces-words.ts'

const WHAT = ['pledges', 'requirements'] as const
type What = (typeof WHAT)[number]

interface ImportOptions extends RegisterOptions {
  readonly article: string
  readonly reason?: string
}

const endingOf = (file: string): 'csv' | 'xlsx' => {
  const ending = /\.(csv|xlsx)$/iu.exec(file)?.[1]?.toLowerCase()
  if (ending === 'csv' || ending === 'xlsx') return ending
  throw new CommandRefused(`${file}: end the name with .csv or .xlsx, so that the form is known`)
}

/** Adds both. */
export function addForcesTables(forces: Command): void {
  asking(forces.command('export'))
    .addArgument(new Argument('<what>', 'what goes out').choices(WHAT))
    .argument('<file>', 'the file to write, .csv or .xlsx')
    .description('write what the nation may see as a table; every row bears its label')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces export pledges pledges.xlsx --nation SWE\n',
    )
    .action(async (what: What, file: string, options: RegisterOptions) => {
      const ending = endingOf(file)
      needWritable(file)
      const register = await registerOf(options)
      const rows =
        what === 'pledges'
          ? writePledges(register.pledges)
          : writeRequirements(register.requirements as readonly Requirement[])
      const bytes = ending === 'csv' ? writeCsv(rows) : orRefuse(writeXlsx(rows, what))
      writeWhole(file, bytes)
      const { label } = register
      if (options.json === true) printJson({ out: file, label, rows: rows.length - 1 })
      else process.stdout.write(`${file}: ${rows.length - 1} ${what} (${labelLine(label)})\n`)
    })
  asking(forces.command('import'))
    .addArgument(new Argument('<what>', 'what comes in').choices([...WHAT, 'factbook']))
    .argument('<file>', "a table as `forces export` writes it, or a factbook's; .csv or .xlsx")
    .option('--article <name>', 'how the source is called, with factbook', 'a factbook')
    .option(
      '--reason <text>',
      'why requirements and pledges on record are amended; the name of the table without it',
    )
    .description('record a table, all of it or nothing; formulas are refused')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces import pledges pledges.csv --nation SWE\n',
    )
    .action(async (what: What | 'factbook', file: string, options: ImportOptions) => {
      const rows = rowsOf(file)
      if (what === 'factbook') {
        await importFactbook(file, rows, options)
        return
      }
      const [pledges, requirements]: readonly [readonly Pledge[], readonly Requirement[]] =
        what === 'pledges'
          ? [read(file, readPledges(rows)), []]
          : [[], read(file, readRequirements(rows))]
      const reason = options.reason ?? `table ${basename(file)}`
      const command = { type: 'recordRegister', pledges, requirements, reason }
      tellRecorded(options, await record(options, command))
    })
}

/** Numbers of nations that the register knows; a factbook has others too, the parties among them: those are left out. */
async function importFactbook(
  file: string,
  rows: readonly Row[],
  options: ImportOptions,
): Promise<void> {
  const { figures, commitments } = read(file, readFactbook(rows, options.article))
  const register = await registerOf(options)
  const exclusions = register['exclusions'] as readonly { readonly nation: string }[]
  const known = new Set([...register.pledges, ...exclusions].map(({ nation }) => nation))
  const ofKnown = ({ nation }: { readonly nation: string }): boolean => known.has(nation)
  const command = {
    type: 'recordRegister',
    pledges: [],
    requirements: [],
    figures: figures.filter(ofKnown),
    commitments: commitments.filter(ofKnown),
  }
  tellRecorded(options, await record(options, command))
  const others = new Set([...figures, ...commitments].map(({ nation }) => nation))
  const leftOut = [...others].filter((nation) => !known.has(nation)).toSorted()
  if (leftOut.length > 0 && options.json !== true)
    process.stdout.write(`left out, no pledge or exclusion here: ${leftOut.join(' ')}\n`)
}

/** The pledges of a table; refused with the rows that are wrong. */
export const pledgesIn = (file: string): readonly Pledge[] => read(file, readPledges(rowsOf(file)))

function rowsOf(file: string): readonly Row[] {
  const ending = endingOf(file)
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined)
    throw new CommandRefused(`there is no file ${file}; give the path of a table`)
  if (size > TABLE_BYTES_MAX)
    throw new CommandRefused(
      `${file} has ${size} bytes; a table may have ${TABLE_BYTES_MAX}. Split it`,
    )
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandRefused(`${file} cannot be read (${why}); give the path of a table`)
  }
  return read(file, ending === 'csv' ? readCsv(bytes) : readXlsx(bytes))
}

function read<T extends object>(file: string, result: T | { readonly refused: string }): T {
  if (isRefused(result))
    throw new CommandRefused(
      result.refused
        .split('\n')
        .map((line) => `${file}: ${line}`)
        .join('\n'),
    )
  return result
}
