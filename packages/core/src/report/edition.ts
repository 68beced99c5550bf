// An edition is no writer's choice of what to leave out. It is the office whose release rules apply (core/verify decides
// those, nowhere else), and what on top of them an audience that is no office of the mission must not have. An edition
// only ever takes away from what `releaseObservation` and `releaseIncident` gave, and names each thing with its rule.
import type { Label, Office } from '../nations/index.ts'
import { claimState, countingClaims, releaseIncident, releaseObservation } from '../verify/index.ts'
import type {
  Incident,
  IncidentStatus,
  LapsedProposal,
  Release,
  ReleasedIncident,
  ReleasedObservation,
} from '../verify/index.ts'
import type { Observation } from '../observe/index.ts'
import type { AnswerRow, Edition, FindingRow, LapsedRow, Withheld, WithheldRule } from './types.ts'

interface EditionRule {
  /** Whose release rules apply first. */
  readonly office: Office
  /** Labels that may stand in it at all. */
  readonly classifications: readonly Label['classification'][]
  /** Whether a label must be releasable to all: an edition for many nations is read by each of them. */
  readonly toAll: boolean
  /** Sources and records by name: within the mission and its nations only. */
  readonly namesSources: boolean
  /** The incidents that it lists. */
  readonly statuses: readonly IncidentStatus[]
  /** The parties' accounts. */
  readonly showsClaims: boolean
}

const OUT: readonly IncidentStatus[] = ['published', 'corrected', 'recalled']

/** What each edition may hold. */
export const EDITION_RULES: Readonly<Record<Edition, EditionRule>> = {
  monitor: {
    office: 'monitor',
    classifications: ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'],
    toAll: false,
    namesSources: true,
    statuses: [
      'recorded',
      'candidate',
      'corroborated',
      'dismissed',
      'inquiry',
      'concluded',
      ...OUT,
    ],
    showsClaims: true,
  },
  coalition: {
    office: 'guarantors',
    classifications: ['UNCLASSIFIED', 'RESTRICTED'],
    toAll: true,
    namesSources: true,
    statuses: ['concluded', ...OUT],
    showsClaims: true,
  },
  parties: {
    office: 'guarantors',
    classifications: ['UNCLASSIFIED'],
    toAll: true,
    namesSources: false,
    statuses: OUT,
    showsClaims: true,
  },
  public: {
    office: 'guarantors',
    classifications: ['UNCLASSIFIED'],
    toAll: true,
    namesSources: false,
    statuses: OUT,
    showsClaims: false,
  },
}

/** Which rule takes each field of an observation out. A field without a rule here is an error, never silence. */
const RULES = {
  'observer.position': 'people',
  'observer.errorM': 'people',
  'observer.place': 'people',
  source: 'people',
  recordId: 'people',
  rawSha256: 'place',
  'where.sectors': 'place',
  'where.ring': 'place',
  'where.fix': 'place',
  residual: 'words',
  motion: 'place',
  shot: 'place',
  holder: 'place',
  assessment: 'sensors',
  'testimony.source': 'people',
  'testimony.group': 'people',
  'answers.breach.machineProbability': 'place',
  'answers.machineProbability': 'label',
  explainedBy: 'words',
  title: 'words',
  'claims.text': 'words',
  'claims.source': 'people',
  'claims.filedBy': 'people',
  'claims.confirmed.officer': 'people',
  'claims.takingBack': 'people',
  'answers.proposedBy.officer': 'people',
  'answers.votes.officer': 'people',
  'answers.votes.reason': 'words',
  'dissent.reason': 'words',
  'recalls.reason': 'words',
  'corrections.text': 'words',
  'correcting.text': 'words',
  'lapsed.votes': 'people',
  'lapsed.dissent': 'words',
  // What was voted down, withdrawn or recalled is nobody's finding.
  'lapsed.value': 'unpublished',
  'earlier.reason': 'words',
  'earlier.source': 'sensors',
  'dismissal.moved.officer': 'people',
  'dismissal.moved.reason': 'words',
  'claims.alleges': 'place',
  claims: 'unpublished',
  notes: 'unpublished',
  assignedTo: 'people',
} as const satisfies Readonly<Record<string, WithheldRule>>
const RULE_OF: Readonly<Record<string, WithheldRule>> = RULES
/** Every field that an edition may withhold, and so has a name in each language. */
export type WithheldField = keyof typeof RULES | 'region' | 'coverage.sources'

/** A withheld field with its rule. */
export function withheldBy(field: string): Withheld {
  const rule = RULE_OF[field]
  if (rule === undefined) throw new Error(`no rule says why ${field} is withheld`)
  return { field, rule }
}

/** Whether the label lets the observation into the edition; one that cannot be read denies. */
export function admits(edition: Edition, label: Label | undefined): boolean {
  const { classifications, toAll } = EDITION_RULES[edition]
  if (edition === 'monitor') return true
  return (
    label?.policy === 'HOLDFAST' &&
    classifications.includes(label.classification) &&
    Array.isArray(label.releasableTo) &&
    (!toAll || label.releasableTo.includes('ALL'))
  )
}

/** Whether the place of the observation is out: the release rules let the source's id go with it, and never before. */
export const isPlaceOut = (observation: Observation, release: Release): boolean =>
  releaseObservation(observation, release).source !== null

/** What says who reported; the place stands for a person where one source is at it. */
const NAMING = ['source', 'recordId', 'rawSha256', 'observer.place']

/** An observation as the edition may show it. */
export function observationFor(
  edition: Edition,
  observation: Observation,
  release: Release,
): { readonly seen: ReleasedObservation; readonly withheld: readonly Withheld[] } {
  const released = releaseObservation(observation, release)
  const { namesSources } = EDITION_RULES[edition]
  const hidden = namesSources ? [] : NAMING.filter((field) => !released.withheld.includes(field))
  const fields = [...released.withheld, ...hidden]
  const seen = namesSources
    ? released
    : {
        ...released,
        source: null,
        recordId: null,
        rawSha256: null,
        // Where somebody stood who reported is who reported: the region suffices.
        observer: { ...released.observer, place: null },
        withheld: fields,
      }
  return { seen, withheld: fields.map(withheldBy) }
}

/** Whether the labels of everything that the incident rests on let it into the edition; one that is not known denies. */
export const admitsAll = (edition: Edition, incident: Incident, release: Release): boolean =>
  edition === 'monitor' ||
  incident.observations.every((id) => admits(edition, release.observation(id)?.label))

/** An incident as the edition may show it, without the entries that it comes from; null where it may not list it. */
export function findingFor(
  edition: Edition,
  incident: Incident,
  release: Release,
): Omit<FindingRow, 'from'> | null {
  const { statuses, showsClaims } = EDITION_RULES[edition]
  const showsUnconfirmed = edition === 'monitor'
  if (!statuses.includes(incident.status)) return null
  const seen = releaseIncident(incident, release)
  const isAdmitted = admitsAll(edition, incident, release)
  return {
    incident: seen.id,
    title: seen.title,
    status: seen.status,
    outcome: seen.outcome,
    explainedBy: seen.explainedBy ?? null,
    clauses: seen.clauses,
    answers: answersFor(edition, seen, isAdmitted),
    dissent: seen.dissent,
    claims: (showsUnconfirmed ? seen.claims : showsClaims ? countingClaims(seen) : []).map(
      (claim) => ({
        party: claim.party,
        stance: claim.stance,
        text: claim.text,
        state: claimState(claim),
      }),
    ),
    corrections: seen.corrections.map(
      ({ question = null, was = null, text, atMs, entry, movedBy }) => ({
        question,
        was,
        text,
        atMs,
        entry,
        signers: nationsOf((movedBy ?? []).map(({ nation }) => nation)),
      }),
    ),
    recalls: seen.recalls.map(({ question, recalledAtMs: atMs, entry, reason }) => ({
      question,
      atMs,
      entry,
      reason,
    })),
    lapsed: (seen.lapsed ?? []).map((one) => lapsedFor(edition, one)),
    scripted: seen.scripted,
    withheld: [
      ...seen.withheld.map(withheldBy),
      ...(isAdmitted ? [] : [withheldBy('answers.machineProbability')]),
      ...(showsClaims || seen.claims.length === 0 ? [] : [withheldBy('claims')]),
      ...(edition === 'monitor' || seen.lapsed === undefined ? [] : [withheldBy('lapsed.value')]),
    ],
  }
}

/** The answers that were asked for or given, as the edition may show them. */
function answersFor(
  edition: Edition,
  seen: ReleasedIncident,
  isAdmitted: boolean,
): readonly AnswerRow[] {
  const asked = seen.asked.length === 0 ? (['occurred', 'breach'] as const) : seen.asked
  return Object.values(seen.answers)
    .filter(({ question, status }) => status !== 'open' || asked.includes(question))
    .map(
      ({
        question,
        status,
        value,
        standard,
        machineProbability,
        votes,
        proposedBy,
        collectorsAlone: alone,
      }) => ({
        question,
        status,
        value: status === 'signed' || edition === 'monitor' ? value : null,
        standard,
        // A figure that a machine made of observations tells of each of them.
        machineProbability: isAdmitted ? machineProbability : null,
        signers: nationsOf([
          ...(proposedBy === null ? [] : [proposedBy.nation]),
          ...votes.filter(({ agrees }) => agrees).map(({ nation }) => nation),
        ]),
        against: nationsOf(votes.filter(({ agrees }) => !agrees).map(({ nation }) => nation)),
        collectorsAlone: alone === true,
      }),
    )
}

/** A proposal that lapsed: its votes by nation in every edition, what was proposed and why not in the monitor's alone. */
function lapsedFor(
  edition: Edition,
  { question, how, value, standard, proposedBy, votes, dissent, atMs, entry }: LapsedProposal,
): LapsedRow {
  const isMonitor = edition === 'monitor'
  const voices = (side: boolean): readonly string[] =>
    nationsOf(votes.filter(({ agrees }) => agrees === side).map(({ nation }) => nation))
  return {
    question,
    how,
    value: isMonitor ? value : null,
    standard: isMonitor ? standard : null,
    proposedBy: proposedBy?.nation ?? null,
    agreed: voices(true),
    against: voices(false),
    dissent: dissent.map(({ nation, reason }) => ({ nation, reason: isMonitor ? reason : '' })),
    atMs,
    entry,
  }
}

const nationsOf = (nations: readonly string[]): readonly string[] =>
  [...new Set(nations)].toSorted()
