/** `holdfast incident show`: one incident, each answer apart, down to the entries that it rests on. */
import { Option, type Command } from 'commander'
import { PARTIES } from '@holdfast/core/agreement'
import { OFFICES, type Actor, type Office, type Role } from '@holdfast/core/nations'
import { QUESTIONS, occurredTiming, partyMode, wordCollectors } from '@holdfast/core/verify'
import type {
  Answer,
  Incident,
  Offer,
  Question,
  ReleasedIncident,
  Vote,
} from '@holdfast/core/verify'
import { withAccess } from '../access/index.ts'
import { iso, pCandidate, printJson, printTable, pWorth } from '../output/index.ts'
import { accessOf } from './day.ts'
import { claimSource, claimStands } from './incident-claims.ts'
import { WORK, tallyWords, valueWords, viewOf } from './incident-act.ts'
import { offerLines, offersOf } from './incident-offered.ts'
import { dataOption } from './options.ts'

interface ShowOptions {
  readonly data: string
  readonly office: Office
  readonly nation?: string
  readonly role?: Role
  readonly as?: string
  readonly json?: boolean
}
interface Chain {
  readonly incident: ReleasedIncident
  readonly observations: readonly {
    /** Null where the office does not have it. */
    readonly recordId: string | null
    readonly category: string
    readonly count: { readonly n: number; readonly precision: string }
    readonly means: readonly string[]
  }[]
  readonly candidates: readonly {
    readonly clause: string
    readonly agreementVersion: string
    readonly probability: number | null
    readonly recalibrated?: { readonly probability: number }
    readonly undecided: readonly string[]
  }[]
  readonly clocks: readonly {
    readonly id: string
    readonly title: string
    readonly status: string
    readonly dueAtMs: number
    readonly why: string
  }[]
  /** Of an entry that the office may not read nothing is told but that it is there. */
  readonly entries: readonly {
    readonly index: number
    readonly kind: string
    readonly atMs: number
    readonly leafHash: string
    readonly actor: { readonly name: string; readonly nation: string } | null
  }[]
}

/** What stands for something that the office does not have. */
const WITHHELD = 'withheld'

/** Adds `incident show`. */
export function addShow(incident: Command): void {
  incident
    .command('show')
    .argument('<incident>', 'its id, for instance I-112')
    .description(
      'show one incident: each answer apart, who voted, what is missing and due; observations, candidates, entries and proofs',
    )
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view').choices([...OFFICES]).default('monitor'),
    )
    .option('--nation <code>', 'say what an officer of this nation may do next, three capitals')
    .addOption(new Option('--role <role>', '… and of this role').choices([...WORK, 'minister']))
    .option('--as <name>', '… and of this name')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ holdfast incident show I-112 --json\n' +
        '  $ holdfast incident show I-112 --office commission --nation FRA\n',
    )
    .action(async (id: string, options: ShowOptions) => {
      const { office, json } = options
      const actor = actorOf(options)
      const shown = await withAccess(accessOptions(options), async (access) => {
        const chain = (await access.chain(id)) as Chain
        const { nowMs } = (await access.status()) as { readonly nowMs: number }
        const offers = await offersOf(access, chain.incident, { actor, nowMs })
        return { chain, nowMs, offers: offers.filter(({ refused }) => refused === null) }
      })
      const { chain, nowMs, offers } = shown
      if (json === true)
        printJson({ ...chain, offered: { to: actor, commands: offers.map(offerJson) } })
      else print(chain, { office, nowMs, actor, offers })
    })
}

const accessOptions = (options: ShowOptions) => ({
  ...accessOf({ ...options }),
  office: options.office,
})
const offerJson = ({ type, fields }: Offer) => ({ type, ...fields })

/** The role that judges in each office, unless another is said. */
const ROLE_OF: Readonly<Record<Office, Role>> = {
  monitor: 'analyst',
  commission: 'panel',
  guarantors: 'minister',
}

/** The officer who asks what they may do: of the mission's own unless a nation is said. */
const actorOf = ({
  office,
  nation = 'ZZZ',
  role = ROLE_OF[office],
  as = 'operator',
}: ShowOptions): Actor => ({
  name: as,
  nation,
  role,
  office,
  keyId: 'dev',
})

const lines = (...told: readonly (string | null)[]): void => {
  for (const line of told) if (line !== null) process.stdout.write(`${line}\n`)
}

/** How one party stands: what it said last, or until when it may. */
function partyWords(incident: ReleasedIncident, party: 'A' | 'B', nowMs: number): string {
  const mode = partyMode(incident as unknown as Incident, party, nowMs)
  const { heardByMs } = incident
  if (mode === 'awaited' && heardByMs !== null)
    return `party ${party} may answer until ${iso(heardByMs)}`
  if (mode === 'overdue' && heardByMs !== null)
    return `party ${party} did not answer by ${iso(heardByMs)}: its silence can be recorded`
  return mode === 'unasked' ? `party ${party} is not asked yet` : `party ${party} ${mode}`
}

function occurredWords(incident: ReleasedIncident, nowMs: number): string | null {
  const { dueMs, lateMs } = occurredTiming(incident as unknown as Incident, nowMs)
  if (dueMs === null || incident.answers.occurred.signedAtMs !== null) return null
  const late = lateMs === 0 ? '' : `, ${Math.floor(lateMs / 60_000)} min late`
  return `occurred is to be signed by ${iso(dueMs)}${late}`
}

function printHead(incident: ReleasedIncident, { office, nowMs }: Viewed): void {
  const { id, status, scripted, title, sinceMs, outcome, assignedTo, dismissal, correcting } =
    incident
  const explained =
    incident.explainedBy === undefined ? '' : `, explained by rule ${incident.explainedBy}`
  const ended = outcome === null ? '' : `: ${outcome}${explained}`
  lines(
    `${id} ${status}${ended}${scripted ? ' SCRIPTED' : ''}: ${title} (${viewOf(office)})`,
    `opened ${iso(sinceMs)}`,
    assignedTo ? `${assignedTo.nation} ${assignedTo.officer} is on it` : null,
    incident.mergedInto === null ? null : `merged into ${incident.mergedInto}`,
    dismissal === undefined
      ? null
      : `moved to be dismissed as ${dismissal.ground} by ${dismissal.moved.map((one) => one.nation).join(', ')}${dismissal.atMs === null ? '; an officer of another nation is awaited' : ''}`,
    occurredWords(incident, nowMs),
    ...PARTIES.map((party) => partyWords(incident, party, nowMs)),
    correcting === undefined
      ? null
      : `a correction waits for others: ${JSON.stringify(correcting.was)} to read ${JSON.stringify(correcting.text)}, asked by ${correcting.movedBy.map((one) => one.nation).join(', ')}`,
    incident.withheld.length === 0
      ? null
      : `withheld from this office: ${incident.withheld.join(', ')}`,
  )
}

/** When the clock of an answer runs out: of the votes, or of the capitals. */
function dueOf({ status, capitalsDueAtMs, votesDueAtMs }: Answer): string {
  if (status === 'referred' && capitalsDueAtMs !== null) return `capitals ${iso(capitalsDueAtMs)}`
  return status === 'proposed' && votesDueAtMs !== undefined ? `votes ${iso(votesDueAtMs)}` : ''
}

function answerRow(incident: ReleasedIncident, question: Question): string[] {
  const answer: Answer = incident.answers[question]
  const { status, value, standard, proposedBy, machineProbability } = answer
  const isAsked = incident.asked.includes(question)
  return [
    question,
    isAsked ? status : 'not asked',
    valueWords(value),
    standard ?? '',
    proposedBy?.nation ?? '',
    pWorth(machineProbability, incident.recalibrated?.[question as 'occurred' | 'breach']),
    value === null ? '' : tallyWords(incident, question),
    dueOf(answer),
  ]
}

const voteRow =
  (question: Question) =>
  ({ nation, agrees, standard, reason, capital, entry }: Vote): string[] => [
    question,
    nation + (capital === true ? ' (capital)' : ''),
    agrees ? 'for' : 'against',
    standard,
    String(entry),
    reason === '' ? WITHHELD : reason,
  ]

function printAnswers(incident: ReleasedIncident): void {
  printTable(
    'answers, each apart',
    ['question', 'status', 'value', 'standard', 'by', 'machine p', 'votes', 'due'],
    QUESTIONS.map((question) => answerRow(incident, question)),
  )
  lines(...QUESTIONS.map((question) => wordCollectors(incident, incident.answers[question])))
  printTable(
    'votes',
    ['question', 'nation', 'voice', 'standard', 'entry', 'reason'],
    QUESTIONS.flatMap((question) => incident.answers[question].votes.map(voteRow(question))),
  )
  if (incident.dissent.length > 0)
    printTable(
      'dissent',
      ['question', 'nation', 'reason'],
      incident.dissent.map(({ question, nation, reason }) => [
        question,
        nation,
        reason || WITHHELD,
      ]),
    )
  const { lapsed = [] } = incident
  if (lapsed.length > 0)
    printTable(
      'proposals that no longer stand',
      ['question', 'value', 'standard', 'by', 'votes', 'how', 'at'],
      lapsed.map((one) => [
        one.question,
        valueWords(one.value),
        one.standard ?? '',
        one.proposedBy?.nation ?? '',
        one.votes.map(({ nation, agrees }) => `${nation} ${agrees ? 'for' : 'against'}`).join(', '),
        one.how,
        iso(one.atMs),
      ]),
    )
  if (incident.recalls.length > 0)
    printTable(
      'recalled, and kept on record',
      ['question', 'value', 'at', 'entry', 'reason'],
      incident.recalls.map((one) => [
        one.question,
        valueWords(one.value),
        iso(one.recalledAtMs),
        one.entry,
        one.reason || WITHHELD,
      ]),
    )
  if (incident.corrections.length > 0)
    printTable(
      'corrections',
      ['at', 'entry', 'of', 'stood', 'reads', 'asked by'],
      incident.corrections.map(({ atMs, entry, question, was, text, movedBy = [] }) => [
        iso(atMs),
        entry,
        question ?? (was === undefined ? '' : 'title'),
        was === undefined ? 'not on record' : was || WITHHELD,
        text || WITHHELD,
        movedBy.map(({ nation }) => nation).join(', '),
      ]),
    )
}

function printGround({ incident, observations, candidates, clocks }: Chain): void {
  printTable(
    'claims',
    ['entry', 'party', 'stance', 'filed', 'stands', 'said by', 'text'],
    incident.claims.map((claim) => [
      claim.entry,
      claim.party,
      claim.stance,
      iso(claim.atMs),
      claimStands(claim),
      claimSource(claim, WITHHELD),
      claim.text || (claim.stance === 'silent' ? '' : WITHHELD),
    ]),
  )
  const { access, accessTaken = [] } = incident
  const hindered = access === undefined ? accessTaken : [access, ...accessTaken]
  if (hindered.length > 0)
    printTable(
      'hindered access',
      ['task', 'category', 'entry'],
      hindered.map(({ task, category, report }) => [task, category, report]),
    )
  printTable(
    'observations',
    ['record', 'category', 'count', 'means'],
    observations.map((one) => [
      one.recordId ?? WITHHELD,
      one.category,
      `${one.count.precision} ${one.count.n}`,
      one.means.join(', '),
    ]),
  )
  printTable(
    'candidates',
    ['clause', 'version', 'p', 'undecided'],
    candidates.map((one) => [
      one.clause,
      one.agreementVersion,
      pCandidate(one),
      one.undecided.join('; '),
    ]),
  )
  if (clocks.length > 0)
    printTable(
      'clocks that run on it',
      ['clock', 'rung', 'status', 'due', 'why'],
      clocks.map(({ id, title, status, dueAtMs, why }) => [id, title, status, iso(dueAtMs), why]),
    )
}

function printOffers({ id }: ReleasedIncident, { actor, offers }: Viewed): void {
  const { nation, role, office } = actor
  lines('', `what an officer of ${nation} (${role}, ${office}) may do with ${id} next`)
  const told = offerLines(offers, actor)
  lines(...(told.length === 0 ? ['  nothing of what judges it'] : told.map((one) => `  ${one}`)))
}

interface Viewed {
  readonly office: Office
  readonly nowMs: number
  /** Who asks, and what they may do. */
  readonly actor: Actor
  readonly offers: readonly Offer[]
}

/** Prints an incident as an office sees it. */
export function print(chain: Chain, viewed: Viewed): void {
  printHead(chain.incident, viewed)
  printAnswers(chain.incident)
  printOffers(chain.incident, viewed)
  printGround(chain)
  printTable(
    'entries',
    ['index', 'kind', 'at', 'by', 'leaf'],
    chain.entries.map(({ index, kind, atMs, actor, leafHash }) => [
      index,
      kind,
      // An instant of a withheld entry is as little told as who made it.
      kind === WITHHELD || kind === 'tombstone' ? '' : iso(atMs),
      actor === null ? WITHHELD : `${actor.name}, ${actor.nation}`,
      `${leafHash.slice(0, 16)}…`,
    ]),
  )
}
