/** `holdfast agreement check FILE`: errors, remarks, and what the text comes to. */
import { Option, type Command } from 'commander'
import { balanceOf, lintAgreement, type Agreement } from '@holdfast/core/agreement'
import { readAgreement, readLadder, readYaml } from '@holdfast/engine/documents'
import { unknownLadder } from '@holdfast/engine/shipped'
import { readText } from '../files/index.ts'
import { CommandRefused, iso, orRefuse, printJson, printTable } from '../output/index.ts'

interface Remark {
  readonly at: string
  readonly path: string
  readonly problem: string
  readonly rule: string
}

/** How many of what has a basis is taken from a text, and how many its author assumed. */
function basisOf(text: Agreement): { text: number; assumption: number } {
  const { lines, zones, facts, phases, gates } = text
  const kinds = [...lines, ...zones, ...facts, ...phases, ...gates].map(({ basis }) => basis.kind)
  const assumption = kinds.filter((kind) => kind === 'assumption').length
  return { text: kinds.length - assumption, assumption }
}

function remarksOf(text: Agreement, document: string, file: string): readonly Remark[] {
  const { at } = orRefuse(readYaml(document, file))
  return lintAgreement(text).map(({ path, problem, rule }) => ({
    at: at(path),
    path,
    problem,
    rule,
  }))
}

function summaryOf(text: Agreement) {
  const { both, onlyA, onlyB } = balanceOf(text)
  return {
    id: text.id,
    title: text.title,
    versions: text.versions.map(({ id, fromMs }) => ({ id, from: iso(fromMs) })),
    phases: text.phases.map(({ id }) => id),
    gates: text.gates.map(({ id }) => id),
    facts: text.facts.length,
    lines: text.lines.length,
    zones: text.zones.length,
    provisions: text.provisions.length,
    obligations: text.obligations.length,
    notified: text.notified.length,
    repairs: text.repairs.length,
    ladder: text.ladder,
    basis: basisOf(text),
    binds: { both, onlyA, onlyB },
  }
}

function tell(text: Agreement, summary: ReturnType<typeof summaryOf>): void {
  const { basis, binds } = summary
  const based = basis.text + basis.assumption
  process.stdout.write(`${text.title}\n`)
  printTable(
    'the text holds',
    ['what', 'number', 'which'],
    [
      ['versions', summary.versions.length, ''],
      ['phases', summary.phases.length, summary.phases.join(', ')],
      ['deployment gates', summary.gates.length, summary.gates.join(', ')],
      ['facts that people declare', summary.facts, ''],
      ['lines', summary.lines, ''],
      ['zones', summary.zones, ''],
      ['provisions', summary.provisions, ''],
      ['obligations', summary.obligations, ''],
      ['rules of notified activities', summary.notified, ''],
      ['repair windows', summary.repairs, ''],
      ['assumed', basis.assumption, `of ${based} lines, zones, facts, phases and gates`],
      ['binding both', binds.both, `only A: ${binds.onlyA}, only B: ${binds.onlyB}`],
    ],
  )
  printTable(
    'versions',
    ['version', 'in force from'],
    summary.versions.map(({ id, from }) => [id, from]),
  )
  printTable(
    'provisions',
    ['clause', 'title', 'since', 'source'],
    text.provisions.map((one) => [one.clause, one.title, one.sinceVersion, one.source]),
  )
}

/** The ids of ladders named beside the text: an author's own, which a deployment has to adopt first. */
const laddersOf = (files: readonly string[]): readonly string[] =>
  files.map((file) => orRefuse(readLadder(readText(file), file)).ladder.id)

interface Asked {
  readonly strict?: true
  readonly ladder?: readonly string[]
  readonly json?: true
}

/** `holdfast agreement check`. */
export function addCheck(agreement: Command): void {
  agreement
    .command('check')
    .argument('<file>', 'a YAML document, as in data/agreements')
    .description('read an agreement, say line by line what is wrong with it, and what is odd')
    .option('--strict', 'a remark fails, too')
    .addOption(
      new Option('--ladder <file...>', 'ladders that it may bind to, beside those shipped'),
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code 1 where the document has an error; 0 with remarks alone, 1 with --strict.\n\nExample:\n  $ holdfast agreement check data/agreements/minsk-2014-2015.yaml\n',
    )
    .action((file: string, { strict, ladder = [], json }: Asked) => {
      const document = readText(file)
      const read = orRefuse(readAgreement(document, file))
      const unknown = unknownLadder(read, file, laddersOf(ladder))
      if (unknown !== null) throw new CommandRefused(unknown.refused)
      const { agreement: text } = read
      const remarks = remarksOf(text, document, file)
      const summary = summaryOf(text)
      if (json === true) printJson({ ...summary, remarks })
      else {
        tell(text, summary)
        printTable(
          'remarks',
          ['where', 'rule', 'remark'],
          remarks.map(({ at, path, rule, problem }) => [at, rule, `${path}: ${problem}`]),
        )
      }
      if (strict === true && remarks.length > 0)
        throw new CommandRefused(
          `${file}: ${remarks.length} remarks, and --strict takes none; mend what they name`,
        )
    })
}
