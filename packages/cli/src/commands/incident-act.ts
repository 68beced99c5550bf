/**
 * What every command of `holdfast incident` that records has in common: who acts, how its words become a command, and what
 * is told once it stands. Who may do what is decided by core/verify alone; the tables of acts only say as whom a command is
 * given where nobody says otherwise.
 */
import { Option, type Command } from 'commander'
import type { Office, Role } from '@holdfast/core/nations'
import { QUESTIONS, tallyOf } from '@holdfast/core/verify'
import type { Answer, Incident, Question, ReleasedIncident } from '@holdfast/core/verify'
import { withAccess, type Access } from '../access/index.ts'
import { CommandRefused, iso, printJson } from '../output/index.ts'
import { accessOf, oneOf, textOrNull, type DayOptions } from './day.ts'
import { dataOption } from './options.ts'

/** The words that stand for themselves on the line: one text, or a list where the argument takes several. */
export type Words = readonly (string | readonly string[] | undefined)[]
/** One command that records: how it is called, as whom, and the command that it makes of its words. */
export interface Act {
  readonly name: string
  readonly about: string
  /** Names as commander writes them: `candidate`, `candidates...` for at least one. */
  readonly arguments: readonly (readonly [name: string, about: string])[]
  /** Flag, description, and whether it must be given; a flag that ends in `...` may be given again. */
  readonly options: readonly (readonly [flag: string, about: string, must: boolean])[]
  /** Offices that may give it, each with the role that it is given in; the first unless `--office` says another. */
  readonly as: readonly (readonly [Office, Role])[]
  /** Roles that `--role` may choose; absent: that of the office. */
  readonly roles?: readonly Role[]
  /** It counts by nations, so the officer's must be said. */
  readonly byNation?: true
  /** The words after `holdfast incident`. */
  readonly example: string
  readonly make: (words: Words, options: DayOptions) => { readonly type: string }
  /** What only the deployment knows is put into the command. */
  readonly complete?: (command: object, access: Access) => Promise<object>
  /** Where its words do not choose the office, but what they say does. */
  readonly officeOf?: (options: DayOptions) => Office
}

/** The id of an incident, as an argument. */
export const INCIDENT = [
  'incident',
  'its id, for instance I-42; `incident list` shows them',
] as const
/** One of the five questions, as an argument. */
export const QUESTION = ['question', `one of ${QUESTIONS.join(', ')}`] as const
/** Why, as an option that must be given. */
export const REASON = ['--reason <text>', 'why; it goes on record', true] as const
/** Whoever works on incidents. */
export const WORK: readonly Role[] = ['watch', 'analyst', 'panel', 'head-of-mission']
/** Whoever leads. */
export const HEADS: readonly Role[] = ['panel', 'head-of-mission']
/** The monitor's watch, or the commission's panel. */
export const WORKERS = [
  ['monitor', 'watch'],
  ['commission', 'panel'],
] as const
/** The commission's panel. */
export const PANEL = [['commission', 'panel']] as const

/** Whose view it is, in words. */
export const viewOf = (office: Office): string =>
  office === 'guarantors' ? "the guarantors' view" : `the ${office}'s view`

/** The word at a place; empty where there is none. */
export const wordAt = (words: Words, at: number): string => {
  const word = words[at]
  return typeof word === 'string' ? word : ''
}
/** A log index that was typed. */
export function entryOf(what: string, text: string): number {
  if (!/^\d{1,15}$/u.test(text))
    throw new CommandRefused(
      `${what} ${text}: give the log index of its entry; \`holdfast incident show\` and \`holdfast desk\` list them`,
    )
  return Number(text)
}
/** The words of an argument that takes several. */
export const listAt = (words: Words, at: number): readonly string[] => {
  const list = words[at]
  return typeof list === 'object' ? list : []
}
/** The question at the second place. */
export const questionOf = (words: Words): Question => oneOf('question', wordAt(words, 1), QUESTIONS)

/** A number of an option, or of a part of one. */
export function numberOf(
  option: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= least && value <= most))
    throw new CommandRefused(`${option} ${text}: give a number from ${least} to ${most}`)
  return value
}
/** The place of `--at`, degrees, WGS 84; null where it is left out. */
export function positionOf(
  options: DayOptions,
): { readonly lonDeg: number; readonly latDeg: number } | null {
  const text = textOrNull(options, 'at')
  if (text === null) return null
  const [lon = '', lat = '', more] = text.split(',')
  if (lat === '' || more !== undefined)
    throw new CommandRefused(`--at ${text}: give longitude and latitude, such as 37.8,48.1`)
  return {
    lonDeg: numberOf('--at longitude', lon, { least: -180, most: 180 }),
    latDeg: numberOf('--at latitude', lat, { least: -90, most: 90 }),
  }
}

type Chain = { readonly incident: ReleasedIncident }
/** How often, and how long apart, the incident is asked for until it shows what was recorded. */
const ASKED_MAX = 60
const ASKED_EVERY_MS = 50

/** The incident once it shows an entry; as it stands where it does not come to show it. */
async function incidentWith(access: Access, id: string, entry: number): Promise<ReleasedIncident> {
  for (let asked = 1; ; asked += 1) {
    const { incident } = (await access.chain(id)) as Chain
    if (incident.entries.includes(entry) || asked === ASKED_MAX) return incident
    await new Promise((resolve) => {
      setTimeout(resolve, ASKED_EVERY_MS)
    })
  }
}

const nations = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.join(', '))

/** What was answered, in words: a clause with its version, or the word itself. */
export function valueWords(value: Answer['value']): string {
  if (value === null) return ''
  return typeof value === 'object' ? `${value.clause} of version ${value.agreementVersion}` : value
}

/** How the nations stand on an answer, with what is missing. */
export function tallyWords(incident: ReleasedIncident, question: Question): string {
  const {
    for: agree,
    against,
    missing,
    threshold,
  } = tallyOf(incident as unknown as Incident, question)
  const quorum = threshold === null ? '' : ` of ${threshold.quorum}`
  const { status } = incident.answers[question]
  const waits = (status === 'proposed' || status === 'referred') && missing !== null
  return [
    `for it ${agree.length}${quorum} nations (${nations(agree)})`,
    `against it ${nations(against)}`,
    ...(waits ? [`${missing} missing`] : []),
  ].join(', ')
}

/** Where an answer stands, in a sentence. */
export function answerWords(incident: ReleasedIncident, question: Question): string {
  const { status, value, standard, proposedBy, capitalsDueAtMs } = incident.answers[question]
  const by = proposedBy === null ? '' : ` (${proposedBy.nation}'s proposal)`
  const said = value === null ? '' : `: ${valueWords(value)}, ${standard ?? ''}${by}`
  const due =
    status === 'referred' && capitalsDueAtMs !== null
      ? `; the capitals have until ${iso(capitalsDueAtMs)}`
      : ''
  const tally = value === null ? '' : `; ${tallyWords(incident, question)}`
  return `${question} of ${incident.id} is ${status}${said}${tally}${due}`
}

const IDS: Readonly<Record<string, string>> = {
  openIncident: 'I',
  openAccessIncident: 'I',
  split: 'I',
  requestTask: 'T',
  proposeMerge: 'P',
  proposeSplit: 'P',
}

interface Asked {
  readonly type: string
  readonly incident?: string
  readonly question?: Question | null
}
interface Stands {
  readonly entries: readonly { readonly index: number; readonly kind: string }[]
  /** The id that the entry gave: of an incident, a task or a proposal. */
  readonly made: string | null
  readonly incident: ReleasedIncident | null
}

/** Gives the command, and finds how what it is about stands afterwards. */
async function given(asked: Asked, access: Access): Promise<Stands> {
  const entries = await access.command({ step: 'verify', ...asked })
  const entry = entries[0]?.index ?? -1
  const letter = IDS[asked.type]
  const made = letter === undefined ? null : `${letter}-${entry}`
  const id = letter === 'I' ? made : (asked.incident ?? null)
  // What is proposed or held apart is beside the incident, and no entry of it.
  const isBeside = ['proposeMerge', 'proposeSplit', 'decorrelate', 'recorrelate', 'declineProposal']
  const shows = isBeside.includes(asked.type) ? -1 : entry
  return {
    entries,
    made,
    incident: id === null ? null : await incidentAfter(access, id, shows),
  }
}

async function incidentAfter(access: Access, id: string, entry: number): Promise<ReleasedIncident> {
  return entry === -1
    ? ((await access.chain(id)) as Chain).incident
    : await incidentWith(access, id, entry)
}

function tell({ type, question }: Asked, { entries, made, incident }: Stands): string {
  const entry = `entry ${entries.map(({ index }) => index).join(', ')}`
  if (incident === null) return `${entry}: on record`
  const stands =
    question === undefined || question === null
      ? `${incident.id} is ${incident.status}`
      : answerWords(incident, question)
  const id = made === null || made === incident.id ? '' : `${made}; `
  const outcome = type === 'conclude' ? `: ${incident.outcome}` : ''
  return `${entry}: ${id}${stands}${outcome}`
}

/** As whom: the office of `--office`, or the first; its role, or that of `--role`. */
function actorOf(act: Act, options: DayOptions): { readonly office: Office; readonly role: Role } {
  const office = textOrNull(options, 'office') ?? act.officeOf?.(options) ?? act.as[0]?.[0]
  const own = act.as.find(([one]) => one === office)
  if (own === undefined) throw new CommandRefused(`no office gives ${act.name}`)
  const role = act.roles?.find((one) => one === options['role']) ?? own[1]
  return { office: own[0], role }
}

/** Adds an act as a command; everything but its words is the same for all of them. */
export function addAct(parent: Command, act: Act): void {
  const command = parent.command(act.name).description(act.about).addOption(dataOption())
  for (const [argument, what] of act.arguments)
    command.argument(argument.startsWith('[') ? argument : `<${argument}>`, what)
  for (const [flag, what, must] of act.options)
    command.addOption(new Option(flag, what).makeOptionMandatory(must))
  command
    .addOption(
      new Option(
        '--nation <code>',
        'the nation that the officer speaks for, three capitals',
      ).makeOptionMandatory(act.byNation === true),
    )
    .option('--as <name>', 'the officer who records it')
  if (act.as.length > 1)
    command.addOption(
      new Option('--office <office>', "the officer's office").choices(act.as.map(([one]) => one)),
    )
  if (act.roles !== undefined)
    command.addOption(new Option('--role <role>', "the officer's role").choices([...act.roles]))
  command
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\nExample:\n  $ holdfast incident ${act.example}\n`)
    .action(async (...line: unknown[]) => {
      const words = line.slice(0, act.arguments.length) as Words
      const options = line[act.arguments.length] as DayOptions
      // What is wrong with the words is told before a directory is opened.
      const said = act.make(words, options)
      const { asked, stands } = await withAccess(
        { ...accessOf(options), ...actorOf(act, options) },
        async (access) => {
          const whole = ((await act.complete?.(said, access)) ?? said) as Asked
          return { asked: whole, stands: await given(whole, access) }
        },
      )
      if (options.json === true) printJson(toldAsJson(asked, stands))
      else process.stdout.write(`${tell(asked, stands)}\n`)
    })
}

function toldAsJson({ question }: Asked, { entries, made, incident }: Stands): object {
  if (incident === null) return { entries, made, incident: null }
  const { id, status, outcome, heardByMs } = incident
  const answer = question === undefined || question === null ? null : incident.answers[question]
  return { entries, made, incident: { id, status, outcome, heardByMs }, answer }
}
