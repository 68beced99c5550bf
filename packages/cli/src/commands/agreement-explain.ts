/**
 * `holdfast agreement explain FILE EVENTS --event ID`: why a clause was raised for an event, or why not; condition by
 * condition, with the observations and facts that decided it, and what would decide what is open.
 */
import type { Command } from 'commander'
import {
  compileAgreement,
  everyExcuse,
  phaseSpans,
  versionAt,
  whyNot,
  type Agreement,
  type Candidate,
  type Condition,
  type Excuse,
  type Provision,
  type Standing,
  type Tally,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { kindOf } from '@holdfast/core/observe'
import { eventsOf, observationsOf, type NamedObservation } from '../files/index.ts'
import { CommandRefused, iso, p, printJson, printTable } from '../output/index.ts'
import { needClause } from './agreement-evaluate.ts'
import { agreementFrom, standingFrom } from './agreement-standing.ts'
import { tallyOf } from './agreement-tally.ts'

interface Asked {
  readonly event: string
  readonly clause?: string
  readonly standing?: string
  readonly observations?: string
  readonly json?: true
}
/** One condition with what it rests on. */
interface Explained {
  readonly condition: string
  readonly held: string
  readonly probability: number | null
  readonly because: string
  /** Observations, facts and notifications that decided it. */
  readonly decidedBy: readonly string[]
  /** What would decide it; null where nothing is open. */
  readonly wouldDecide: string | null
  /** Of an exception that others make up: whether `all` of them are needed or `any` one; they follow it. */
  readonly parts?: 'all' | 'any'
  /** Of one that is a part of another: the id of that one. */
  readonly within?: string
}
/** One clause. */
interface ClauseExplained {
  readonly clause: string
  readonly title: string
  readonly source: string
  readonly raised: boolean
  readonly version: string | null
  readonly probability: number | null
  readonly conditions: readonly Explained[]
}
/** What an explanation rests on. */
interface Rests {
  readonly text: Agreement
  readonly event: Event
  /** Undefined: nothing is known of what people declared. */
  readonly standing: Standing | undefined
  readonly observations: readonly NamedObservation[]
  /** The events that clauses count. */
  readonly tally: Tally | undefined
}

/** The event of a file with that id; the beginning of an id suffices where it is the only one. */
async function eventIn(file: string, id: string): Promise<Event> {
  if (id === '') throw new CommandRefused('--event is empty; give the id of an event')
  let found: Event | null = null
  for await (const event of eventsOf(file)) {
    if (event.id === id) return event
    if (!event.id.startsWith(id)) continue
    if (found !== null)
      throw new CommandRefused(
        `--event ${id}: several events of ${file} begin so; give more of the id`,
      )
    found = event
  }
  if (found === null)
    throw new CommandRefused(`there is no event ${id} in ${file}; give an id as the file has it`)
  return found
}

async function observationsIn(
  file: string | undefined,
  event: Event,
): Promise<readonly NamedObservation[]> {
  if (file === undefined) return []
  const wanted = new Set(event.observations)
  const found: NamedObservation[] = []
  for await (const one of observationsOf(file)) if (wanted.has(one.id)) found.push(one)
  return found
}

/** Most observations that are named for one condition. */
const NAMED_MAX = 5

const capped = (names: readonly string[]): readonly string[] =>
  names.length <= NAMED_MAX
    ? names
    : [...names.slice(0, NAMED_MAX), `and ${names.length - NAMED_MAX} more`]

/** The observations that speak for a condition: by their own words where they are at hand, by their ids otherwise. */
function observed(
  { event, observations }: Rests,
  speaks: (observation: NamedObservation) => boolean,
): readonly string[] {
  const claims = new Set(event.claims)
  const of = event.observations.filter((id) => !claims.has(id))
  if (observations.length === 0) return capped(of.map((id) => `observation ${id.slice(0, 12)}`))
  return capped(
    observations
      .filter((one) => !claims.has(one.id) && speaks(one))
      .map((one) => {
        const weapon = one.weapon === null ? '' : `, "${one.weapon.term}"`
        return `${one.recordId} of ${one.source}: ${one.category}, ${one.phase}${weapon}`
      }),
  )
}

const overlaps = (
  a: { fromMs: number; toMs: number },
  b: { fromMs: number; toMs: number },
): boolean => a.fromMs <= b.toMs && b.fromMs <= a.toMs

// A condition that is an exception begins with its id.
const excuseOf = ({ unless }: Provision, { because }: Condition): Excuse | null =>
  everyExcuse(unless, '').find(({ excuse }) => because.startsWith(`${excuse.id}:`))?.excuse ?? null

/** What people declared that phases and single facts hang on, with the spans of the phases. */
function declaredFor({ text, standing }: Rests, ids: readonly string[]): readonly string[] {
  if (standing === undefined) return []
  const phases = text.phases.filter(({ id }) => ids.includes(id))
  const named = new Set([
    ...ids,
    ...phases.flatMap(({ entry, exit, renewal }) => [...entry, ...exit, renewal]),
  ])
  const declared = standing.facts
    .filter(({ fact }) => named.has(fact))
    .map(
      ({ fact, fromMs, untilMs, entry }) =>
        `fact ${fact} from ${iso(fromMs)}${untilMs === null ? '' : ` until ${iso(untilMs)}`} (entry ${entry})`,
    )
  const spans = phaseSpans(text, standing)
    .filter(({ phase }) => ids.includes(phase))
    .map(
      ({ phase, fromMs, toMs }) =>
        `phase ${phase} from ${iso(fromMs)}${toMs === null ? '' : ` until ${iso(toMs)}`}`,
    )
  return capped([...declared, ...spans])
}

function announcedFor({ standing, event }: Rests, plea: Excuse | null): readonly string[] {
  if (plea?.notified === undefined || standing === undefined) return []
  return capped(
    standing.notified
      .filter(
        ({ rule, fromMs, toMs }) =>
          rule === plea.notified && overlaps({ fromMs, toMs }, event.observed),
      )
      .map(({ id, title, entry }) => `notification ${id}: ${title} (entry ${entry})`),
  )
}

/** What each condition was decided by. */
function decidedBy(rests: Rests, provision: Provision, condition: Condition): readonly string[] {
  const { event, text } = rests
  switch (condition.condition) {
    case 'act':
      return observed(rests, (one) => kindOf(one.category) === event.kind)
    case 'weapon':
      if (provision.weapons === undefined || event.weapon === null) return []
      return observed(rests, ({ weapon }) => weapon !== null)
    case 'place':
      if (provision.zone === undefined || event.estimate === null) return []
      return observed(
        rests,
        ({ where }) => where.fix !== null || where.ring !== null || where.sectors.length > 0,
      )
    case 'time': {
      const version = versionAt(text, event.observed.fromMs)
      const told = version === null ? [] : [`version ${version.id}: ${version.source}`]
      const { after } = provision
      return after === undefined ? told : [...told, ...declaredFor(rests, [after.what])]
    }
    case 'phase':
      return declaredFor(rests, provision.phases ?? [])
    case 'count':
      return [`event ${event.id.slice(0, 12)} and those around it`]
    case 'exception':
      return announcedFor(rests, excuseOf(provision, condition))
  }
}

/** What would decide a condition that is open. */
function wouldDecide(rests: Rests, provision: Provision, condition: Condition): string | null {
  const { text } = rests
  if (condition.held !== 'undecided') return null
  switch (condition.condition) {
    case 'act':
      return 'a report that tells the phase: a trajectory, a crater analysis, a flash or an impact seen'
    case 'weapon':
      return 'a report that names the class or the calibre: fragments, a crater, a picture'
    case 'place':
      return `a report with a position, or with a smaller error, that lies wholly in or out of ${provision.zone ?? 'the zone'}`
    case 'time':
      return provision.after === undefined || rests.standing !== undefined
        ? 'a report with a time that does not span the change'
        : `a declaration of when ${provision.after.what} began`
    case 'phase': {
      const phases = text.phases.filter(({ id }) => provision.phases?.includes(id))
      const facts = [...new Set(phases.flatMap(({ entry }) => entry))]
      return `a declaration of when ${facts.join(', ') || 'the phase'} held`
    }
    case 'count':
      return 'all events of its time: a report with an exact number, a weapon and a place for those that are open'
    case 'exception': {
      const plea = excuseOf(provision, condition)
      if (condition.parts !== undefined)
        return condition.parts === 'all'
          ? 'what decides each of its parts, which are told next: all of them together'
          : 'what decides one of its parts, which are told next'
      return plea?.notified === undefined
        ? `a person decides: ${plea?.title ?? 'the exception'}`
        : `an announcement under ${plea.notified} that covers its place and time; otherwise a person decides`
    }
  }
}

function raised(rests: Rests, provision: Provision, candidate: Candidate): ClauseExplained {
  return {
    clause: provision.clause,
    title: provision.title,
    source: provision.source,
    raised: true,
    version: candidate.agreementVersion,
    probability: candidate.probability,
    conditions: candidate.conditions.map((condition) => ({
      condition: condition.condition,
      held: condition.held,
      probability: condition.probability,
      because: condition.because,
      decidedBy: decidedBy(rests, provision, condition),
      wouldDecide: wouldDecide(rests, provision, condition),
      ...(condition.parts === undefined ? {} : { parts: condition.parts }),
      ...(condition.within === undefined ? {} : { within: condition.within }),
    })),
  }
}

function notRaised({ text, event, standing, tally }: Rests, provision: Provision): ClauseExplained {
  return {
    clause: provision.clause,
    title: provision.title,
    source: provision.source,
    raised: false,
    version: versionAt(text, event.observed.fromMs)?.id ?? null,
    probability: null,
    conditions: whyNot(text, provision, { event, standing, tally }).map(
      ({ condition, because }) => ({
        condition,
        held: 'no',
        probability: null,
        because,
        decidedBy: [],
        wouldDecide: null,
      }),
    ),
  }
}

/** Every clause for the event: those that it raised first, each in the order of the text. */
function explained(rests: Rests, clause: string | undefined): readonly ClauseExplained[] {
  const { text, event, standing, tally } = rests
  const candidates = new Map(
    compileAgreement(text)
      .evaluate(event, { standing, tally })
      .map((one) => [one.clause, one]),
  )
  const all = text.provisions
    .filter((one) => clause === undefined || one.clause === clause)
    .map((provision) => {
      const candidate = candidates.get(provision.clause)
      return candidate === undefined
        ? notRaised(rests, provision)
        : raised(rests, provision, candidate)
    })
  return [...all.filter((one) => one.raised), ...all.filter((one) => !one.raised)]
}

function tellRaised({
  clause,
  title,
  source,
  version,
  probability,
  conditions,
}: ClauseExplained): void {
  printTable(
    `${clause} of ${version}: ${title} (${source}); p ${p(probability ?? 0)}`,
    ['condition', 'held', 'p', 'because', 'decided by', 'would decide'],
    conditions.map((one) => [
      one.within === undefined ? one.condition : `- of ${one.within}`,
      one.held,
      one.probability === null ? '' : p(one.probability),
      one.because,
      one.decidedBy.join('; '),
      one.wouldDecide ?? '',
    ]),
  )
}

function tell(event: Event, version: string | null, clauses: readonly ClauseExplained[]): void {
  process.stdout.write(
    `event ${event.id}: ${event.kind}, ${event.phase}, from ${iso(event.observed.fromMs)} ` +
      `to ${iso(event.observed.toMs)}, under ${version ?? 'no version in force'}\n`,
  )
  for (const one of clauses) if (one.raised) tellRaised(one)
  const not = clauses.filter((one) => !one.raised)
  if (not.length > 0)
    printTable(
      'raised nothing',
      ['clause', 'says no', 'because'],
      not.flatMap(({ clause, conditions }) =>
        conditions.map(({ condition, because }, i) => [i === 0 ? clause : '', condition, because]),
      ),
    )
}

/** `holdfast agreement explain`. */
export function addExplain(agreement: Command): void {
  agreement
    .command('explain')
    .argument('<agreement>', 'a YAML document, as in data/agreements')
    .argument('<events>', 'JSON or NDJSON: events with estimate and support')
    .description('why a clause was raised for an event or not, and what would decide what is open')
    .requiredOption('--event <id>', "the event's id, or the beginning of it")
    .option('--clause <clause>', 'only this clause')
    .option('--standing <file>', 'what people declared, announced and showed (YAML or JSON)')
    .option('--observations <file>', 'observations, to name those that decided it by their record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast agreement explain data/agreements/minsk-2014-2015.yaml events.json --event 3f2a --clause PM-1\n',
    )
    .action(async (agreementFile: string, eventsFile: string, asked: Asked) => {
      const text = agreementFrom(agreementFile)
      needClause(text, asked.clause)
      needProvision(text, asked.clause)
      const standing = standingFrom(asked.standing, text)
      const event = await eventIn(eventsFile, asked.event)
      const observations = await observationsIn(asked.observations, event)
      const tally = await tallyOf(eventsFile, text, standing)
      const clauses = explained({ text, event, standing, observations, tally }, asked.clause)
      const version = versionAt(text, event.observed.fromMs)?.id ?? null
      if (asked.json === true)
        printJson({ event: event.id, kind: event.kind, phase: event.phase, version, clauses })
      else tell(event, version, clauses)
    })
}

// A duty is raised by its deadline, and no event bears on it.
function needProvision(text: Agreement, clause: string | undefined): void {
  if (clause !== undefined && !text.provisions.some((one) => one.clause === clause))
    throw new CommandRefused(
      `${clause} is an obligation: no event raises it, its deadline does; ` +
        'say `holdfast agreement evaluate` with --at for what was due',
    )
}
