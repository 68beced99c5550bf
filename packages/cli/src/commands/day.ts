import { Option, type Command } from 'commander'
import { tellKinds, tellPlace } from '@holdfast/core/liaise'
import type { CallAbout, CallDue, OtherLeg, Subject } from '@holdfast/core/liaise'
import { isNation, type Actor, type Office } from '@holdfast/core/nations'
import type { DueItem, DueList } from '@holdfast/core/patrol'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption, instantOf } from './options.ts'

/** What every command on the watch's day takes. */
export interface DayOptions {
  readonly data: string
  readonly json?: boolean
  readonly as?: string
  readonly nation?: string
  readonly [option: string]: unknown
}
/** One command that puts something on record: how it is called, and the command that it makes of its words. */
export interface Recording {
  readonly name: string
  readonly about: string
  readonly arguments: readonly (readonly [name: string, about: string])[]
  /** Flag, description, and whether it must be given. */
  readonly options: readonly (readonly [flag: string, about: string, must: boolean])[]
  readonly example: string
  readonly role: Actor['role']
  readonly make: (words: readonly string[], options: DayOptions, nowMs: number) => object
}

/** Adds a command that records; everything but its words is the same for all of them. */
export function addRecording(
  parent: Command,
  { step, office }: { readonly step: 'liaise' | 'patrol' | 'verify'; readonly office: Office },
  recording: Recording,
): void {
  const { name, about, role, make } = recording
  const command = parent.command(name).description(about).addOption(dataOption())
  for (const [argument, what] of recording.arguments) command.argument(`<${argument}>`, what)
  for (const [flag, what, must] of recording.options)
    command.addOption(new Option(flag, what).makeOptionMandatory(must))
  command
    .option('--as <name>', 'the officer who records it; a draft is cleared and signed by others')
    .option('--nation <code>', "the officer's nation, three capitals")
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\nExample:\n  $ holdfast ${recording.example}\n`)
    .action(async (...given: unknown[]) => {
      const words = given.slice(0, recording.arguments.length) as string[]
      const options = given[recording.arguments.length] as DayOptions
      // What is wrong with the words is told before a directory is opened.
      make(words, options, 0)
      const { made, indexes } = await withAccess(
        { ...accessOf(options), office, role },
        async (access) => {
          const { nowMs } = (await access.status()) as { readonly nowMs: number }
          const asked = { step, ...make(words, options, nowMs) }
          const entries = await access.command(asked)
          return { made: asked, indexes: entries.map(({ index }) => index) }
        },
      )
      if (options.json === true) printJson({ ...made, entries: indexes })
      else process.stdout.write(`on record: entry ${indexes.join(', ')}\n`)
    })
}

const NAME = /^\P{Cc}{1,80}$/u

/** Which directory, and as whom. */
export function accessOf({ data, as: name, nation }: DayOptions): {
  dir: string
  name?: string
  nation?: string
} {
  if (name !== undefined && !NAME.test(name))
    throw new CommandRefused(`--as ${JSON.stringify(name)}: give a name of 1 to 80 characters`)
  if (nation !== undefined && !isNation(nation))
    throw new CommandRefused(
      `--nation ${nation}: write three capitals that ISO 3166-1 assigns, such as SWE`,
    )
  return {
    dir: data,
    ...(name === undefined ? {} : { name }),
    ...(nation === undefined ? {} : { nation }),
  }
}

/** The text of an option, or null where it is left out. */
export function textOrNull(options: DayOptions, name: string): string | null {
  const given = options[name]
  return typeof given === 'string' ? given : null
}
/** The text of an option that is there; options that must be given are checked before. */
export const textOf = (options: DayOptions, name: string): string => textOrNull(options, name) ?? ''
/** The instant of `--at`; where it is left out, now by the deployment's clock. */
export function atOrNow(options: DayOptions, nowMs: number): number {
  const text = textOrNull(options, 'at')
  return text === null ? nowMs : instantOf('--at', text)
}
/** One of some words. */
export function oneOf<T extends string>(what: string, word: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === word)
  if (found === undefined)
    throw new CommandRefused(`${what} ${word}: say one of ${allowed.join(', ')}`)
  return found
}

/** The day as an office sees it. */
export interface DayAnswer {
  readonly office: Office
  readonly nowMs: number
  readonly due: readonly DueItem[]
  readonly unopenedLeftOut: number
  readonly leftOut: DueList['leftOut']
  readonly [list: string]: unknown
}
/** Asks for the day. */
export const dayOf = async (options: DayOptions, office: Office): Promise<DayAnswer> =>
  (await withAccess({ ...accessOf(options), office }, (access) => access.day())) as DayAnswer

/** What a call is about; another office than the monitor's has it once it is released. */
const subjectOf = (subject: Subject | null): string =>
  subject === null ? 'what is not released yet' : `${subject.kind} ${subject.id}`

/** What, where and since when, in words. */
export const aboutWords = (about: CallAbout): string =>
  [
    ...(about.incident === null ? [] : [`${about.incident} ${about.title ?? ''}`.trim()]),
    tellKinds(about),
    tellPlace(about.place),
    ...(about.beganMs === null ? [] : [`began ${iso(about.beganMs)}`]),
  ].join('; ')

/** What came of the call to the other party. */
function otherWords({
  party,
  status,
  calledAtMs,
  answeredBy,
  said,
  stoppedAtMs,
}: OtherLeg): string {
  const told = {
    due: 'not called yet',
    unanswered: 'did not answer',
    notCalled: 'is not called',
    answered: 'answered',
  }[status]
  return [
    `party ${party} ${told}${calledAtMs === null ? '' : ` ${iso(calledAtMs)}`}`,
    ...(answeredBy === null ? [] : [answeredBy]),
    ...(said === null ? [] : [JSON.stringify(said)]),
    ...(stoppedAtMs === null ? [] : [`fire stopped ${iso(stoppedAtMs)}`]),
  ].join(', ')
}

const wordsOfCall = ({ call, party, subject, about, isTried, triedAtMs, other }: CallDue): string =>
  [
    `call party ${party} about ${about === null ? subjectOf(subject) : aboutWords(about)}`,
    ...(call === null ? ['nobody opened the call'] : []),
    ...(isTried ? [`nobody answered${triedAtMs === null ? '' : ` ${iso(triedAtMs)}`}`] : []),
    ...(other === null || other.status === 'due' ? [] : [otherWords(other)]),
  ].join('; ')

/** What an item of the list waits for, in words. */
function wordsOf({ kind, alarm, call, says }: DueItem): string {
  if (alarm !== null) {
    const where = alarm.settlement === null ? '' : ` ${alarm.settlement}`
    const times = alarm.raised === 1 ? '' : `, raised ${alarm.raised} times`
    return `${alarm.kind}${where}${times}${says === '' ? '' : `; last at ${says}`}`
  }
  if (call !== null) return wordsOfCall(call)
  return says === '' ? kind : says
}

const minutes = (ms: number): string => (ms === 0 ? '' : `${Math.floor(ms / 60_000)} min`)

/** What the list has no room for, by kind; undefined where it has all. */
function leftOutOf({ unopenedLeftOut, leftOut }: DayAnswer): string | undefined {
  const told = [
    ...(unopenedLeftOut === 0 ? [] : [`${unopenedLeftOut} calls that nobody opened`]),
    ...Object.entries(leftOut).map(([kind, count]) => `${count} of ${kind}`),
  ]
  return told.length === 0 ? undefined : `left out: ${told.join(', ')}`
}

/** `holdfast day`: what waits for a person, the most urgent first. */
export function addDay(program: Command): void {
  program
    .command('day')
    .description(
      'what is due now: patrols overdue, calls, plans, action points, in order of urgency',
    )
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view')
        .choices(['monitor', 'commission'])
        .default('monitor'),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast day --office monitor --json\n')
    .action(async (options: DayOptions & { office: Office }) => {
      const day = await dayOf(options, options.office)
      if (options.json === true) printJson(day)
      else
        printTable(
          `due at ${iso(day.nowMs)}, the ${day.office}'s view`,
          ['what', 'of', 'due', 'late', ''],
          day.due.map((item) => [
            item.kind,
            item.of,
            iso(item.dueAtMs),
            minutes(item.lateMs),
            wordsOf(item),
          ]),
          leftOutOf(day),
        )
    })
}
