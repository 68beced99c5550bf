/** `holdfast forces acceptance`: in whose eyes a nation may be where, as the running deployment weighs it. */
import type { Command } from 'commander'
import type {
  AcceptanceTable,
  AcceptanceView,
  AdoptedAcceptance,
} from '@holdfast/core/generate/acceptance'
import type { Label } from '@holdfast/core/nations'
import { readText } from '../files/index.ts'
import { iso, printJson, printTable } from '../output/index.ts'
import { numberOf } from './forces-files.ts'
import { tellRecorded } from './forces-pledge.ts'
import { asking, asPlanner, labelLine, record } from './forces-words.ts'
import type { RegisterOptions } from './forces-words.ts'

/** Log indexes have no more digits than a safe integer. */
const ENTRY = { min: 0, max: Number.MAX_SAFE_INTEGER, unit: 'a log index' }

/** Which table an answer was computed with. */
export interface AcceptanceVersion {
  readonly origin: 'shipped' | 'adopted'
  readonly id: string
  /** SHA-256 of the table's canonical JSON, lowercase hex. */
  readonly digest: string
  /** Log index of its adoption; null for what ships. */
  readonly entry: number | null
}
/** What the interface gives. */
interface AcceptanceAnswer {
  readonly label: Label
  readonly inForce: AcceptanceVersion
  readonly document: AcceptanceTable
  readonly unsaid: readonly string[]
  readonly history: readonly (Omit<AdoptedAcceptance, 'table'> &
    Pick<AcceptanceTable, 'id' | 'title' | 'owner' | 'date'>)[]
}

/** `holdfast forces acceptance`. */
export function addForcesAcceptance(forces: Command): void {
  const acceptance = forces
    .command('acceptance')
    .description('in whose eyes a nation may be where: the table that every question weighs')
  addShow(acceptance)
  addHistory(acceptance)
  addAdopt(acceptance)
}

const answerOf = async (options: RegisterOptions): Promise<AcceptanceAnswer> =>
  await asPlanner(options, async (access) => (await access.acceptance()) as AcceptanceAnswer)

/** A version as words. */
export const versionWords = ({ origin, id, digest, entry }: AcceptanceVersion): string =>
  `${id} (${digest.slice(0, 12)}…), ${origin === 'shipped' ? 'as it ships, none was adopted' : `entry ${entry ?? ''}`}`

const versionLine = ({ inForce, document }: AcceptanceAnswer): string =>
  `${versionWords(inForce)}; ${document.owner ?? 'nobody'} answers for it, ${document.date ?? 'no date'}`

const aboutWords = ({ nation, group, capabilities, places }: AcceptanceView): string =>
  [
    nation ?? `group ${group ?? ''}`,
    capabilities?.join(' ') ?? 'whatever they do',
    places?.join(' ') ?? 'wherever',
  ].join(', ')

function addShow(acceptance: Command): void {
  asking(acceptance.command('show'))
    .description('the table in force, whose it is, and the statement behind each view')
    .option('--document', 'print the document alone, JSON: to be amended and adopted again')
    .addHelpText('after', '\nExample:\n  $ holdfast forces acceptance show\n')
    .action(async (options: RegisterOptions & { readonly document?: true }) => {
      const answer = await answerOf(options)
      if (options.document === true || options.json === true) {
        printJson(options.document === true ? answer.document : answer)
        return
      }
      const { label, document, unsaid } = answer
      process.stdout.write(
        `${labelLine(label)}\n${versionLine(answer)}\n${document.title}\n${document.notice}\n`,
      )
      const weightOf = new Map(document.weights.map((one) => [one.view, one]))
      printTable(
        'views',
        ['view', 'party', 'how', 'weighs', 'about', 'statement', 'read so'],
        document.views.map((one) => [
          one.id,
          one.party,
          one.view,
          weightOf.get(one.view)?.weight ?? 0,
          aboutWords(one),
          one.statement,
          one.reading,
        ]),
        `nobody is on record about ${unsaid.join(', ') || 'no nation: all are named'}; that costs nothing and says nothing`,
      )
      if (document.statements.length > 0)
        printTable(
          'statements that it brings',
          ['statement', 'where', 'words'],
          document.statements.map(({ id, article, quote }) => [id, article, quote]),
        )
    })
}

function addHistory(acceptance: Command): void {
  asking(acceptance.command('history'))
    .description('every adoption, the newest first: who, when, why')
    .addHelpText('after', '\nExample:\n  $ holdfast forces acceptance history\n')
    .action(async (options: RegisterOptions) => {
      const answer = await answerOf(options)
      const { label, history } = answer
      if (options.json === true) {
        printJson({ label, inForce: answer.inForce, history })
        return
      }
      printTable(
        `acceptance tables adopted (${labelLine(label)})`,
        ['entry', 'at', 'by', 'table', 'digest', 'amends', 'reason', 'owner', 'date'],
        history.map((one) => [
          one.index,
          iso(one.atMs),
          `${one.by}, ${one.nation}`,
          one.id,
          one.digest.slice(0, 12),
          one.amends ?? '',
          one.reason,
          one.owner ?? '',
          one.date ?? '',
        ]),
        `in force: ${versionLine(answer)}`,
      )
    })
}

interface AdoptOptions extends RegisterOptions {
  readonly amends?: string
  readonly reason?: string
}

function addAdopt(acceptance: Command): void {
  asking(acceptance.command('adopt'))
    .argument('<file>', 'the document, YAML or JSON, as data/coalition/acceptance.yaml')
    .description('put a table on record as the one in force; every question weighs it from then on')
    .option('--amends <entry>', 'the log index of the table in force that it takes the place of')
    .option('--reason <text>', 'why the table in force is amended')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast forces acceptance adopt acceptance.yaml --nation GBR\n  $ holdfast forces acceptance adopt acceptance.yaml --nation GBR --amends 41 --reason "a party spoke of Sweden"\n',
    )
    .action(async (file: string, options: AdoptOptions) => {
      const { amends, reason } = options
      const document = readText(file, 'give a document as data/coalition/acceptance.yaml')
      const command = {
        type: 'adoptAcceptance',
        document,
        ...(amends === undefined ? {} : { amends: numberOf('--amends', amends, ENTRY) }),
        ...(reason === undefined ? {} : { reason }),
      }
      tellRecorded(options, await record(options, command))
    })
}
