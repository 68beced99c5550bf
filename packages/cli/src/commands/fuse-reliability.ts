/**
 * `holdfast fuse reliability`: whether the machine's figures held true, from a file of figures and outcomes, or from the
 * findings that a deployment's panel has signed; and with --adopt and --withdraw, that figures are told with what they are
 * worth by those findings.
 */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Option, type Command } from 'commander'
import {
  reportOf,
  shareAt,
  type Adjudicated,
  type FindingsReport,
  type Reliability,
  type ReliabilityReport,
} from '@holdfast/core/fuse/confidence'
import { withAccess } from '../access/index.ts'
import { CommandRefused, printJson, printTable } from '../output/index.ts'
import {
  decideRecalibration,
  decisionOf,
  tellRecalibrations,
  type Deciding,
  type RecalibrationsTold,
} from './fuse-recalibration.ts'

/** The most lines of a file; more are refused, not cut. */
const CASES_MAX = 1_000_000

/** What a deployment tells. */
type Findings = FindingsReport & { readonly recalibrations: RecalibrationsTold }

interface Options extends Deciding {
  readonly data?: string
  readonly json?: true
}

/** `holdfast fuse reliability`. */
export function addFuseReliability(fuse: Command): void {
  fuse
    .command('reliability')
    .argument(
      '[file]',
      'JSON lines: {"probability": 0.8, "outcome": true}; an outcome may also be "undetermined"',
    )
    .description(
      "whether the machine's figures held true: of what it called 70 %, did seven in ten occur?",
    )
    .addOption(new Option('--data <dir>', "a deployment's data directory: its signed findings"))
    .option(
      '--adopt <question>',
      'put what its figures are worth in force: occurred or breach; events revised from then on bear it',
    )
    .option('--withdraw <question>', 'end that: occurred or breach')
    .option('--reason <text>', 'why, with --adopt and --withdraw; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast fuse reliability judged.jsonl\n  $ holdfast fuse reliability --data DIR --json\n  $ holdfast fuse reliability --data DIR --adopt occurred --reason "looked at with the panel on 3 March"\n\nDiagram and scores: docs/specs/fusion-confidence.md.\n',
    )
    .action(async (file: string | undefined, { data, json, ...deciding }: Options) => {
      if ((file === undefined) === (data === undefined))
        throw new CommandRefused('name a file of judged figures, or a deployment with --data')
      const decision = decisionOf(deciding)
      if (decision !== null && data === undefined)
        throw new CommandRefused(
          'a recalibration is adopted from the findings of a deployment; name its directory with --data',
        )
      if (decision !== null && data !== undefined) {
        await decideRecalibration(decision, { data, json: json === true })
        return
      }
      if (file !== undefined) {
        const report = reportOf(await readFigures(file))
        if (json === true) printJson(report)
        else tell(file, report)
        return
      }
      const findings = await findingsOf(data ?? '')
      if (json === true) printJson(findings)
      else tellFindings(findings)
    })
}

async function findingsOf(dir: string): Promise<Findings> {
  return await withAccess(
    { dir, office: 'monitor' },
    async (access) => (await access.reliability()) as Findings,
  )
}

async function readFigures(file: string): Promise<readonly Adjudicated[]> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new CommandRefused(`there is no file ${file}; give the path of a file of JSON lines`)
  const figures: Adjudicated[] = []
  let line = 0
  for await (const text of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    line += 1
    if (text.trim() === '') continue
    const figure = figureOf(text)
    if (typeof figure === 'string') throw new CommandRefused(`${file}: line ${line}: ${figure}`)
    if (figures.length === CASES_MAX)
      throw new CommandRefused(`${file} has more than ${CASES_MAX} figures; split it`)
    figures.push(figure)
  }
  return figures
}

/** A line's figure, or what is wrong with it. */
function figureOf(text: string): Adjudicated | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is not JSON; write one object a line'
  }
  if (typeof value !== 'object' || value === null) return 'is no object'
  const { probability, outcome } = value as { probability?: unknown; outcome?: unknown }
  if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1))
    return `probability is ${JSON.stringify(probability)}; give a number from 0 to 1`
  if (typeof outcome !== 'boolean' && outcome !== 'undetermined')
    return `outcome is ${JSON.stringify(outcome)}; give true, false or "undetermined"`
  return { probability, outcome }
}

function tellFindings({ scripted, questions, recalibrations }: Findings): void {
  if (scripted) process.stdout.write("SCRIPTED: these findings are a script's, not people's\n")
  tell('occurred: did it happen as said?', questions.occurred)
  tell('breach: was it against the agreement?', questions.breach)
  tellRecalibrations(recalibrations)
}

const percent = (share: number): string => `${Math.round(100 * share)} %`
const range = (low: number, high: number): string => `${percent(low)} to ${percent(high)}`
const score = (value: number | null): string => (value === null ? 'infinite' : value.toFixed(4))

function tell(title: string, { meaning, reliability, recalibration }: ReliabilityReport): void {
  process.stdout.write(`\n${title}\n${meaning}\n`)
  if (reliability.cases === 0) return
  process.stdout.write(`\n${diagramOf(reliability)}\n`)
  printTable(
    'by what the machine said',
    ['said', 'mean', 'cases', 'held true', 'share', '95 % of it'],
    reliability.tenths.map(({ from, to, meanProbability, cases, occurred, share, low, high }) => [
      range(from, to),
      percent(meanProbability),
      cases,
      occurred,
      percent(share),
      range(low, high),
    ]),
    reliability.undetermined > 0
      ? `${reliability.undetermined} more could not be determined and are not judged`
      : undefined,
  )
  tellScores(reliability)
  printTable(
    'what a figure is worth by this record',
    ['said', 'worth', 'between'],
    recalibration.at.map(({ said, probability, low, high }) => [
      percent(said),
      percent(probability),
      range(low, high),
    ]),
    recalibration.asGiven ?? 'between: holds for all figures at once with 95 %',
  )
}

function tellScores({ brier, log, murphy, chance, resamples }: Reliability): void {
  if (brier === null || log === null || murphy === null || chance === null) return
  printTable(
    'scores: lower is better; score = miscalibration - discrimination + uncertainty',
    ['', 'score', 'miscalibration', 'discrimination', 'uncertainty'],
    [brier, log].map((parts, i) => [
      i === 0 ? 'Brier' : 'log',
      score(parts.score),
      score(parts.miscalibration),
      score(parts.discrimination),
      score(parts.uncertainty),
    ]),
    `figures that hold true would look as bad in ${chance < 0.01 ? 'less than 1 %' : percent(chance)} of ${resamples} draws`,
  )
  if (log.impossible > 0)
    process.stdout.write(
      `  ${log.impossible} had been called impossible and were so, or certain and were not\n`,
    )
  const { reliability, resolution, uncertainty, within } = murphy
  process.stdout.write(
    `  Murphy over tenths: reliability ${score(reliability)} - resolution ${score(resolution)} + uncertainty ${score(uncertainty)} + within ${score(within)}\n`,
  )
}

const COLUMNS = 50
const ROWS = 20

/** The band's ends at a figure, on straight lines between its points; null outside them. */
function bandAt(
  { band }: Reliability,
  said: number,
): { readonly low: number; readonly high: number } | null {
  const next = band.findIndex(({ probability }) => probability >= said - 1e-9)
  const b = band[next]
  if (b === undefined) return null
  const a = band[next - 1]
  if (a === undefined) return b.probability <= said + 1e-9 ? b : null
  const along = (said - a.probability) / (b.probability - a.probability)
  return { low: a.low + along * (b.low - a.low), high: a.high + along * (b.high - a.high) }
}

function columnOf(reliability: Reliability, column: number): readonly string[] {
  const said = column / COLUMNS
  const first = reliability.curve[0]?.from ?? 1
  const last = reliability.curve.at(-1)?.to ?? 0
  const held =
    said >= first - 0.5 / COLUMNS && said <= last + 0.5 / COLUMNS
      ? shareAt(reliability.curve, said)
      : null
  const band = bandAt(reliability, said)
  return Array.from({ length: ROWS + 1 }, (_, row) => {
    const share = 1 - row / ROWS
    const half = 0.5 / ROWS
    if (held !== null && Math.abs(share - held) <= half) return 'o'
    if (Math.abs(share - said) < half) return '/'
    return band !== null && share >= band.low - half && share <= band.high + half ? ':' : ' '
  })
}

/** The diagram in plain characters: what was said to the right, what held true upwards. */
function diagramOf(reliability: Reliability): string {
  const columns = Array.from({ length: COLUMNS + 1 }, (_, n) => columnOf(reliability, n))
  const lines = Array.from({ length: ROWS + 1 }, (_, row) => {
    const label = row % (ROWS / 4) === 0 ? percent(1 - row / ROWS) : ''
    return `${label.padStart(7)} |${columns.map((column) => column[row] ?? ' ').join('')}`.trimEnd()
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => percent(share).padEnd(COLUMNS / 4)).join('')
  return [
    '  held true',
    ...lines,
    `${' '.repeat(8)}+${'-'.repeat(COLUMNS + 1)}`,
    `${' '.repeat(9)}${ticks.trimEnd()}  said`,
    '  o what held true   / what was said   : where figures that hold true would lie, 95 %',
  ].join('\n')
}
