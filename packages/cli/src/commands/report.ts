import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import {
  EDITIONS,
  LANGUAGES,
  LEDGERS,
  REPORT_FORMATS,
  type Edition,
  type Language,
  type ReportFormat,
  type Since,
  type SourceSince,
  toldPeriod,
} from '@holdfast/core/report'
import type { Checked, Listed, Which } from '@holdfast/engine/report'
import { withAccess, withReports, type MadeReport } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption } from './options.ts'

/** Largest file that is checked, bytes: a report of the most rows in a format of words stays below it. */
const REPORT_BYTES_MAX = 64 * 1_024 * 1_024

interface Common {
  readonly data: string
  readonly json?: boolean
}
interface MakeOptions extends Common {
  readonly edition: Edition
  readonly language: Language
  readonly format: ReportFormat
  readonly out: string
}

/** `holdfast report make|check|issue|list`: what the mission tells, and whether a copy still says it. */
export function addReport(program: Command): void {
  const report = program
    .command('report')
    .description(
      'reports from the record: make one, check a copy, put on record that it was issued',
    )
  addMake(report)
  addCheck(report)
  addIssue(report)
  addList(report)
}

function bytesIn(file: string): Uint8Array {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) throw new CommandRefused(`there is no file ${file}; give a report's path`)
  if (!stat.isFile()) throw new CommandRefused(`${file} is no file; give a report's path`)
  if (stat.size > REPORT_BYTES_MAX)
    throw new CommandRefused(
      `${file} has ${stat.size} bytes; a report has at most ${REPORT_BYTES_MAX}`,
    )
  const bytes = readFileSync(file)
  const fault = csvFault(bytes)
  if (fault !== null)
    throw new CommandRefused(
      `${file} is a report as CSV, and was changed on the way: ${fault}; give the file as \`holdfast report make\` wrote it`,
    )
  return bytes
}

/** How a report as CSV begins; its lines end in CR LF (RFC 4180, 2). */
const CSV_COLUMNS = 'table,line,field,value,text'

/** What editors and transfers do to the line ends of a CSV file; null where they are as they were written, or it is none. */
function csvFault(bytes: Uint8Array): string | null {
  const head = new TextDecoder().decode(bytes.subarray(0, 64))
  if (!head.startsWith(CSV_COLUMNS)) return null
  const end = head.slice(CSV_COLUMNS.length)
  if (end.startsWith('\r\n')) return null
  if (end.startsWith('\n')) return 'its lines end in LF, and a report is written with CR LF'
  if (end.startsWith('\r\r\n')) return 'its lines end in CR CR LF: line ends were written twice'
  return 'its first line does not end in CR LF'
}

const writing = (command: Command): Command =>
  command
    .addOption(dataOption())
    .addOption(new Option('--edition <edition>', 'for whom').choices(EDITIONS).default('monitor'))
    .addOption(
      new Option('--language <language>', 'in which language').choices(LANGUAGES).default('en'),
    )
    .addOption(new Option('--format <format>', 'as what').choices(REPORT_FORMATS).default('html'))
    .requiredOption('--out <file>', 'file to write; one that is there is not overwritten')
    .option('--json', 'print one JSON object')

// A server gives the file alone.
const heldWords = (holds: MadeReport['holds']): string =>
  holds === null
    ? ''
    : `observations listed: ${holds.observations}, incidents: ${holds.incidents}, `

async function make(
  which: Which,
  { data, edition, language, format, out, json }: MakeOptions,
): Promise<void> {
  const { head, bytes, holds } = await withReports(
    data,
    async (reports) => await reports.make({ which, edition, language, format }),
  )
  try {
    writeFileSync(out, bytes, { flag: 'wx' })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new CommandRefused(
      isThere
        ? `${out} is there already; name another file: a report is never replaced in silence`
        : `${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (json === true) printJson({ out, bytes: bytes.length, head })
  else {
    const { fromMs, toMs } = toldPeriod(head)
    process.stdout.write(
      `${out}: ${head.kind} report ${head.number}/${head.year}, ${iso(fromMs)} to ${iso(toMs)}, ` +
        `${heldWords(holds)}entries that it rests on: ${head.logSize}\n`,
    )
  }
}

function addMake(report: Command): void {
  const command = report.command('make').description('make a report from the record')
  for (const kind of ['daily', 'two-weekly'] as const)
    writing(
      command
        .command(kind)
        .description(
          kind === 'daily'
            ? 'the day that ends at 19:30 Kyiv time on the date'
            : 'the two weeks that the date lies in',
        )
        .requiredOption('--date <date>', 'YYYY-MM-DD'),
    )
      .addHelpText(
        'after',
        `\nExample:\n  $ holdfast report make ${kind} --data DIR --date 2026-03-01 --edition public --language uk --format html --out report.html\n`,
      )
      .action(async ({ date, ...options }: MakeOptions & { date: string }) =>
        make({ kind: kind === 'daily' ? 'daily' : 'twoWeekly', date }, options),
      )
  writing(
    command
      .command('spot')
      .description('one incident, with what it rests on')
      .requiredOption('--incident <id>', 'for instance I-42'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast report make spot --data DIR --incident I-42 --edition coalition --out spot.html\n',
    )
    .action(async ({ incident, ...options }: MakeOptions & { incident: string }) =>
      make({ kind: 'spot', incident }, options),
    )
  writing(
    command
      .command('thematic')
      .description('one ledger over some days')
      .addOption(
        new Option('--topic <ledger>', 'which ledger').choices(LEDGERS).makeOptionMandatory(),
      )
      .requiredOption('--from <date>', 'first day, YYYY-MM-DD')
      .requiredOption('--to <date>', 'last day, YYYY-MM-DD; included'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast report make thematic --data DIR --topic access --from 2026-02-01 --to 2026-02-28 --out access.html\n',
    )
    .action(
      async ({
        topic,
        from,
        to,
        ...options
      }: MakeOptions & { topic: string; from: string; to: string }) =>
        make({ kind: 'thematic', topic, from, to }, options),
    )
}

/** Exit code of a copy that is true to the record of its day, and of which something was recalled or changed since. */
export const EXIT_CHANGED_SINCE = 3

/** Who asked, by name where the office may have it. */
const byWords = ({ by }: Since): string =>
  by.map(({ nation, officer }) => (officer === '' ? nation : `${officer} (${nation})`)).join(', ')

/** `rests on entry 120 (occurred of I-73), recalled at entry 140 (2026-03-02T10:00:00Z, by XAC, XAD): why`. */
function sinceWords(since: Since): string {
  const { rests, question, incident, how, entry, atMs, reason } = since
  const what = question === null ? incident : `${question} of ${incident}`
  const why = reason === '' ? 'no reason is told' : reason
  return `rests on entry ${rests} (${what}), ${how} at entry ${entry} (${iso(atMs)}, by ${byWords(since)}): ${why}`
}

/** `counts mast-7, quarantined at entry 140 (2026-03-02T10:00:00Z, by Ek (XAC)) for what it told from …: why`. */
function sourceWords({ source, how, entry, atMs, by, fromMs, reason }: SourceSince): string {
  const who = by.officer === '' ? by.nation : `${by.officer} (${by.nation})`
  const from = fromMs === null ? '' : ` for what it told from ${iso(fromMs)}`
  const why = reason === '' ? 'no reason is told' : reason
  return `counts ${source ?? 'a source'}, ${how} at entry ${entry} (${iso(atMs)}, by ${who})${from}: ${why}`
}

/** What became since of what a report rests on; the words that tell it from tampering. */
function printSince({ verdict, since, sources }: Checked): void {
  if (since.length + sources.length === 0) return
  const ways = [...new Set([...since, ...sources].map(({ how }) => how))].join(', ')
  const head =
    verdict === 'trueWhenMade' ? 'true when made; since' : 'and of what it claims to be, since'
  process.stdout.write(`${head} ${ways}:\n`)
  for (const one of since) process.stdout.write(`  ${sinceWords(one)}\n`)
  for (const one of sources) process.stdout.write(`  ${sourceWords(one)}\n`)
}

function printChecked(file: string, checked: Checked): void {
  const { holds, format, fields, faults, issued } = checked
  const issue =
    issued === null
      ? 'no entry says that this file was issued'
      : issued.correctedBy === null
        ? `issued in entry ${issued.entry}`
        : `issued in entry ${issued.entry}, corrected by entry ${issued.correctedBy}`
  // A PDF has no fields that can be read back: it is made again and compared as a whole.
  const how = format === 'pdf' ? 'made again, byte for byte' : `${fields} fields recomputed`
  if (holds) process.stdout.write(`${file} holds: ${how}; ${issue}\n`)
  else
    printTable(
      `${file} does not hold: ${faults.length} of its fields`,
      ['field', 'the file says', 'the record gives'],
      faults.map(({ field, says, record }) => [field, says ?? 'nothing', record ?? 'nothing']),
      issue,
    )
  printSince(checked)
}

function addCheck(report: Command): void {
  report
    .command('check')
    .argument('<file>', 'a report as `holdfast report make` wrote it')
    .description('recompute every figure of a report from the record, and say which do not hold')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code 0 where it holds, 1 where it does not, 3 where it was true when made and something of it was recalled,\n' +
        'corrected, merged or taken back since, or a source that it counts was put in or taken out of quarantine for its period.\n\nExample:\n  $ holdfast report check report.html --data DIR\n',
    )
    .action(async (file: string, { data, json }: Common) => {
      const bytes = bytesIn(file)
      const checked = await withReports(data, async (reports) => await reports.check(bytes))
      if (json === true) printJson(checked)
      else printChecked(file, checked)
      if (!checked.holds) throw new CommandRefused(`${file} does not hold against the record`)
      if (checked.verdict === 'trueWhenMade') process.exitCode = EXIT_CHANGED_SINCE
    })
}

interface IssueOptions extends Common {
  readonly corrects?: string
  readonly reason?: string
}

function addIssue(report: Command): void {
  report
    .command('issue')
    .argument('<file>', 'the report that goes out')
    .description('put on record, as the head of mission, that a report was issued; it must hold')
    .addOption(dataOption())
    .option('--corrects <entry>', 'log index of the issue that this one corrects')
    .option('--reason <text>', 'what was wrong with that one')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast report issue report.html --data DIR\n  $ holdfast report issue mended.html --data DIR --corrects 120 --reason "A patrol report came late"\n',
    )
    .action(async (file: string, { data, json, corrects, reason }: IssueOptions) => {
      if (corrects !== undefined && !/^\d{1,15}$/.test(corrects))
        throw new CommandRefused(`--corrects ${corrects}: give the log index of an entry`)
      const bytes = bytesIn(file)
      const checked = await withReports(data, async (reports) => await reports.check(bytes))
      if (!checked.holds) {
        printChecked(file, checked)
        throw new CommandRefused(`${file} does not hold against the record; make it again`)
      }
      if (checked.verdict === 'trueWhenMade') {
        printSince(checked)
        throw new CommandRefused(
          `${file} was true when it was made, and something of it was recalled or changed since; make it again`,
        )
      }
      const { kind, number, year, edition, period, logSize, asOfMs, incident, topic } = checked.head
      const command = {
        step: 'report',
        type: 'issueReport',
        kind,
        number,
        year,
        edition,
        period,
        logSize,
        asOfMs,
        language: checked.language,
        format: checked.format,
        sha256: checked.sha256,
        corrects: corrects === undefined ? null : Number(corrects),
        reason: reason ?? '',
        incident,
        topic,
      }
      const entries = await withAccess(
        { dir: data, office: 'monitor', role: 'head-of-mission' },
        (access) => access.command(command),
      )
      if (json === true) printJson({ file, entries })
      else
        process.stdout.write(`issued, as entry ${entries.map(({ index }) => index).join(', ')}\n`)
    })
}

/** How an issued report stands, in a few words. */
function standsWords({ correctedBy, since, sources }: Listed): string {
  const ways = [
    ...since.map(({ how, incident, entry }) => `${how} since: ${incident}, entry ${entry}`),
    ...sources.map(
      ({ how, source, entry }) => `${how} since: ${source ?? 'a source'}, entry ${entry}`,
    ),
  ]
  return (
    [...(correctedBy === null ? [] : [`corrected by entry ${correctedBy}`]), ...new Set(ways)].join(
      '; ',
    ) || 'yes'
  )
}

function addList(report: Command): void {
  report
    .command('list')
    .description(
      'every report that was issued, which was corrected, and of which something was recalled since',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast report list --data DIR\n')
    .action(async ({ data, json }: Common) => {
      const { reports: issued, older } = await withReports(
        data,
        async (reports) => await reports.list(),
      )
      if (json === true) printJson(issued)
      else
        printTable(
          'reports issued',
          ['entry', 'report', 'edition', 'language', 'format', 'at', 'stands', 'SHA-256'],
          issued.map((one) => [
            one.entry,
            `${one.kind} ${one.number}/${one.year}`,
            one.edition,
            one.language,
            one.format,
            iso(one.atMs),
            standsWords(one),
            one.sha256,
          ]),
        )
      if (older > 0)
        process.stderr.write(
          `${older} older ones are left out by the server; all of them once it is stopped\n`,
        )
    })
}
