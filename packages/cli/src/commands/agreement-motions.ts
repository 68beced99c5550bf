/**
 * `holdfast agreement propose|support|oppose|withdraw|motions`: a text comes into force, and is amended, by a motion, which
 * nations carry.
 */
import { Option, type Command } from 'commander'
import type { TextDiff } from '@holdfast/core/agreement'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { readAgreement } from '@holdfast/engine/documents'
import { withAccess, type Access } from '../access/index.ts'
import { readText } from '../files/index.ts'
import { CommandRefused, iso, orRefuse, printJson, printTable } from '../output/index.ts'
import { tellTexts } from './agreement-diff.ts'
import { dataOption, instantOf } from './options.ts'

interface Common {
  readonly data: string
  readonly json?: boolean
}
interface Voice extends Common {
  readonly nation: string
  readonly reason: string
}
interface Vote {
  readonly nation: string
  readonly reason: string
  readonly entry: number
}
interface Row {
  readonly motion: number
  readonly agreement: string
  readonly title: string
  readonly status: string
  readonly sha256: string
  readonly nation: string
  readonly reason: string
  readonly fromMs: number | null
  readonly lapsesMs: number
  readonly quorum: number
  readonly missing: number
  readonly nations: readonly string[]
  readonly opposed: readonly string[]
  readonly supporters: readonly Vote[]
  readonly opponents: readonly Vote[]
  readonly closedIn: number | null
  readonly overtakes?: readonly number[]
  readonly why?: string
  readonly scripted: boolean
}
interface Motions {
  readonly notice: string | null
  readonly inForce: number | null
  readonly quorum: number | null
  readonly motions: readonly Row[]
  readonly older: number
}
type Motion = Row & {
  readonly notice: string | null
  readonly document: string | null
  readonly changes: TextDiff | null
  readonly withheld: readonly string[]
}

const nationOption = (): Option =>
  new Option(
    '--nation <code>',
    'the nation that the officer speaks for, three letters',
  ).makeOptionMandatory()

/** The motion that an argument names. */
function motionOf(text: string): number {
  const motion = Number(text)
  if (!/^\d{1,15}$/.test(text))
    throw new CommandRefused(
      `motion ${text}: give the log index of the proposal; \`holdfast agreement motions\` lists them`,
    )
  return motion
}

/** `propose`, `support`, `oppose`, `withdraw` and `motions`, under `holdfast agreement`. */
export function addMotions(agreement: Command): void {
  addPropose(agreement)
  addVoice(agreement, {
    name: 'support',
    type: 'supportAmendment',
    description: 'be for a motion to amend the text; the last nation that it takes carries it',
  })
  addVoice(agreement, {
    name: 'oppose',
    type: 'opposeAmendment',
    description: 'be against a motion to amend the text; of each nation its last word counts',
  })
  addVoice(agreement, {
    name: 'withdraw',
    type: 'withdrawAmendment',
    description: 'take a motion back, for the nation that proposed it',
  })
  addList(agreement)
}

const inForceWords = ({ fromMs }: Row): string =>
  fromMs === null ? 'from when it is carried' : `from ${iso(fromMs)}`

function standsAt(row: Row): string {
  const { motion, status, nations, opposed, quorum, missing, lapsesMs } = row
  const against = opposed.length === 0 ? '' : `, against it ${opposed.join(', ')}`
  const tally = `${nations.length} of ${quorum} nations are for it (${nations.join(', ')})${against}`
  const { overtakes = [] } = row
  const told =
    overtakes.length === 0
      ? ''
      : `; carried, it overtakes the text of entry ${overtakes.join(', ')}, which would never come into force`
  return status === 'open'
    ? `motion ${motion}: ${tally}; ${missing} missing, and it lapses at ${iso(lapsesMs)}${told}`
    : `motion ${motion} is ${status}${row.closedIn === null ? '' : `, entry ${row.closedIn}`}: ${row.why ?? tally}`
}

/** Gives a command, and tells how the motion stands after it. */
async function said(
  command: object,
  { data, nation, json }: Voice,
  motionOfEntries: (entries: readonly { readonly index: number }[]) => number,
): Promise<void> {
  const as = { dir: data, office: 'commission', role: 'panel', nation } as const
  const { entries, motion } = await withAccess(as, async (access) => {
    const made = await access.command({ step: 'agreement', ...command })
    return { entries: made, motion: await rowOf(access, motionOfEntries(made)) }
  })
  if (json === true) printJson({ entries, motion })
  else process.stdout.write(`entry ${entries[0]?.index}: ${standsAt(motion)}\n`)
}

async function rowOf(access: Access, motion: number): Promise<Row> {
  const {
    document: _document,
    changes: _changes,
    withheld: _withheld,
    ...row
  } = (await access.agreementMotions(motion)) as Motion
  return row
}

function addPropose(agreement: Command): void {
  agreement
    .command('propose')
    .argument('<file>', 'the whole text, YAML, as in data/agreements')
    .description('move that a text comes into force, as the first or in place of the one that is')
    .addOption(dataOption())
    .addOption(nationOption())
    .requiredOption('--reason <text>', 'why; it goes on record')
    .option('--from <instant>', 'from when it is to be in force, UTC; left out: once it is carried')
    .option('--amends <entry>', 'the text that it was written against, by its log index')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nThe nation counts as for it. Nations that support it carry it once they meet the quorum of the text in force; of the first\n' +
        'text its own, at least two nations. Events are judged by it from then on, and by the first those before it, too.\n' +
        '\nExample:\n  $ holdfast agreement propose amended.yaml --nation XAA --reason "the line moved" --data DIR\n',
    )
    .action(async (file: string, options: Voice & { from?: string; amends?: string }) => {
      const { reason, from, amends } = options
      const { document } = orRefuse(readAgreement(readText(file), file))
      const command = {
        type: 'proposeAmendment',
        document,
        reason,
        fromMs: from === undefined ? null : instantOf('--from', from),
        ...(amends === undefined ? {} : { amends: entryOf(amends) }),
      }
      await said(command, options, ([first]) => first?.index ?? -1)
    })
}

function entryOf(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new CommandRefused(
      `--amends ${text}: give a log index; \`holdfast agreement motions\` tells that of the text in force`,
    )
  return Number(text)
}

interface Way {
  readonly name: string
  readonly type: string
  readonly description: string
}

function addVoice(agreement: Command, { name, type, description }: Way): void {
  agreement
    .command(name)
    .argument('<motion>', 'log index of the proposal; `holdfast agreement motions` lists them')
    .description(description)
    .addOption(dataOption())
    .addOption(nationOption())
    .requiredOption('--reason <text>', 'why; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `\nExample:\n  $ holdfast agreement ${name} 12 --nation XAB --reason "read and weighed" --data DIR\n`,
    )
    .action(async (text: string, options: Voice) => {
      const motion = motionOf(text)
      await said({ type, motion, reason: options.reason }, options, () => motion)
    })
}

function addList(agreement: Command): void {
  agreement
    .command('motions')
    .argument('[motion]', 'one of them, by its log index, with what it would change')
    .description(
      'motions to amend the text: who is for them, who against, and how many are missing',
    )
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view').choices([...OFFICES]).default('commission'),
    )
    .option('--document', 'print the proposed text itself, and nothing else')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast agreement motions --json\n' +
        '  $ holdfast agreement motions 12 --document > amended.yaml\n',
    )
    .action(async (text: string | undefined, options: Common & Shown) => {
      if (text === undefined) await list(options)
      else await show(motionOf(text), options)
    })
}

interface Shown {
  readonly office: Office
  readonly document?: boolean
}

async function list({ data, office, document, json }: Common & Shown): Promise<void> {
  if (document === true)
    throw new CommandRefused('--document prints the text of one motion: name it by its log index')
  const answer = (await withAccess({ dir: data, office }, (access) =>
    access.agreementMotions(),
  )) as Motions
  const { notice, inForce, quorum, motions, older } = answer
  if (json === true) {
    printJson(answer)
    return
  }
  if (notice !== null) process.stdout.write(`${notice}\n`)
  process.stdout.write(
    inForce === null
      ? 'no text is adopted yet; the first takes as many nations as it asks for itself, at least two\n'
      : `the text in force is entry ${inForce}; a motion that is proposed now takes ${quorum} nations\n`,
  )
  printTable(
    `motions, the ${office}'s view`,
    ['motion', 'status', 'by', 'for it', 'against it', 'missing', 'in force', 'lapses', 'title'],
    motions.map((one) => [
      String(one.motion),
      one.status,
      `${one.nation}${one.scripted ? ' (scripted)' : ''}`,
      one.nations.join(', '),
      one.opposed.join(', '),
      one.status === 'open' ? String(one.missing) : '',
      inForceWords(one),
      iso(one.lapsesMs),
      one.title,
    ]),
    older === 0 ? undefined : `${older} older ones are in the log`,
  )
}

const voteRows = (votes: readonly Vote[], word: string): string[][] =>
  votes.map((one) => [one.nation, word, String(one.entry), one.reason])

async function show(motion: number, { data, office, document, json }: Common & Shown) {
  const found = (await withAccess({ dir: data, office }, (access) =>
    access.agreementMotions(motion),
  )) as Motion
  if (document === true) {
    process.stdout.write(found.document ?? textIsGone(found))
    return
  }
  if (json === true) {
    printJson(found)
    return
  }
  const { notice, nation, reason, supporters, opponents, sha256, title, agreement, changes } = found
  if (notice !== null) process.stdout.write(`${notice}\n`)
  process.stdout.write(`${standsAt(found)}\n${agreement}, "${title}", ${inForceWords(found)}\n`)
  process.stdout.write(`SHA-256 of the text: ${sha256}\n`)
  printTable(
    'who said what',
    ['nation', '', 'entry', 'reason'],
    [
      [nation, 'proposes', String(motion), reason],
      ...voteRows(supporters, 'supports'),
      ...voteRows(opponents, 'opposes'),
    ],
  )
  if (changes !== null) tellTexts(changes)
  else if (found.document !== null)
    process.stdout.write('it would be the first text in force, and judge what was before it, too\n')
}

function textIsGone({ motion, status, withheld }: Motion): never {
  throw new CommandRefused(
    withheld.includes('document')
      ? `the text of motion ${motion} is the commission's and the monitor's until it is carried`
      : `motion ${motion} is ${status}: its text stands in the log, entry ${motion}`,
  )
}
