// A majority with its dissent beside it, and a party that never answers, are how findings are made, not faults of them:
// so both are told in full, by functions that only read what is recorded.
import type { PartyId } from '../../agreement/index.ts'
import { isFictional } from '../../nations/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { countingClaims, waitingClaims } from '../counting.ts'
import type { Answer, Claim, Incident, Question, Threshold, Vote } from '../types.ts'

/** Each nation's last vote: a capital's word supersedes its officer's. */
export const standing = (votes: readonly Vote[]): readonly Vote[] => [
  ...new Map(votes.map((vote) => [vote.nation, vote])).values(),
]

/** Whether an answer names somebody as the one who did it. */
const isAttributed = ({ question, value }: Pick<Answer, 'question' | 'value'>): boolean =>
  question === 'attribution' && value !== null && value !== 'undetermined'

/** Whether a nation counts on an answer at all: fictional nations convict nobody, and acquit nobody. */
const mayCount = (answer: Pick<Answer, 'question' | 'value'>, nation: NationCode): boolean =>
  !(isAttributed(answer) && isFictional(nation))

/** Whether an answer on who did it that names somebody is proposed, with the capitals, deadlocked or signed. */
export const isAccused = ({ answers: { attribution } }: Pick<Incident, 'answers'>): boolean =>
  isAttributed(attribution) && attribution.status !== 'recalled'

/**
 * Whether a nation counts on any answer of an incident. Where somebody is named who did it, each other answer is part of what
 * they are convicted of: that it occurred, that it broke a clause, how grave it was. So fictional nations count on none.
 */
export const mayCountIn = (
  incident: Pick<Incident, 'answers'>,
  answer: Pick<Answer, 'question' | 'value'>,
  nation: NationCode,
): boolean => mayCount(answer, nation) && !(isAccused(incident) && isFictional(nation))

/** Distinct nations that agree, or disagree; never the one that proposed. */
export function nationsOn(answer: Answer, agrees: boolean): readonly NationCode[] {
  return standing(answer.votes)
    .filter(
      (vote) =>
        vote.agrees === agrees &&
        vote.nation !== answer.proposedBy?.nation &&
        mayCount(answer, vote.nation),
    )
    .map((vote) => vote.nation)
}

/** Those of `nationsOn` that count in this incident: see `mayCountIn`. */
export const countedOn = (
  incident: Pick<Incident, 'answers'>,
  answer: Answer,
  agrees: boolean,
): readonly NationCode[] =>
  nationsOn(answer, agrees).filter((nation) => mayCountIn(incident, answer, nation))

/** How the nations stand on one answer. */
export interface Tally {
  readonly for: readonly NationCode[]
  readonly against: readonly NationCode[]
  /** More nations agree than disagree. */
  readonly isMajority: boolean
  /** Nations whose signature is still missing, at least; null where nothing asks for a number. */
  readonly missing: number | null
  /** What applied; null on answers of logs older than kinds of breach. */
  readonly threshold: Threshold | null
  /** Every recorded disagreement, votes against among them. */
  readonly dissent: Incident['dissent']
}
/** How the nations stand on one question of an incident. */
export function tallyOf(incident: Incident, question: Question): Tally {
  const answer = incident.answers[question]
  const [agree, disagree] = [countedOn(incident, answer, true), countedOn(incident, answer, false)]
  const threshold = answer.threshold ?? null
  return {
    for: agree,
    against: disagree,
    isMajority: agree.length > disagree.length,
    missing: threshold === null ? null : Math.max(0, threshold.quorum - agree.length),
    threshold,
    dissent: incident.dissent.filter((one) => one.question === question),
  }
}

/**
 * How a party stands in an incident: `unasked` before the inquiry, `awaited` until its deadline, `overdue` until
 * somebody records its silence; otherwise what it said last. Each of them is a mode to work in, none is an error.
 */
export type PartyMode = 'unasked' | 'awaited' | 'overdue' | Claim['stance']

/** How a party stands at an instant. It is not overdue while what it said waits for an officer to confirm it. */
export function partyMode(incident: Incident, party: PartyId, nowMs: InstantMs): PartyMode {
  const last = countingClaims(incident).findLast((claim) => claim.party === party)
  if (last !== undefined) return last.stance
  if (incident.heardByMs === null) return 'unasked'
  const isWaiting = waitingClaims(incident).some((claim) => claim.party === party)
  return nowMs < incident.heardByMs || isWaiting ? 'awaited' : 'overdue'
}

/** In how many incidents a party was asked, and how it answered; one that both denied and admitted counts under both. */
export interface PartyRecord {
  readonly asked: number
  readonly answered: number
  readonly silent: number
  readonly admitted: number
  readonly denied: number
}
/** How a party answers, over incidents. */
export function partyRecord(incidents: Iterable<Incident>, party: PartyId): PartyRecord {
  const record = { asked: 0, answered: 0, silent: 0, admitted: 0, denied: 0 }
  for (const incident of incidents) {
    const { heardByMs, entries } = incident
    // What a survivor took over with a merger was said once, to the other.
    const own = countingClaims(incident).filter(({ entry }) => entries.includes(entry))
    const stances = new Set(own.flatMap((one) => (one.party === party ? one.stance : [])))
    if (heardByMs !== null) record.asked += 1
    if (stances.has('silent')) record.silent += 1
    if ([...stances].some((stance) => stance !== 'silent')) record.answered += 1
    if (stances.has('admits')) record.admitted += 1
    if (stances.has('denies')) record.denied += 1
  }
  return record
}

const OCCURRED_WORD = {
  yes: 'It occurred.',
  no: 'It did not occur.',
  unable: 'Whether it occurred cannot be verified.',
} as const
const WHO_WORD = {
  both: 'Both parties answer for it.',
  thirdParty: 'A third party answers for it.',
  undetermined: 'Who did it is undetermined.',
} as const

/**
 * What is signed, in sentences. Existence is not breach: a thing that occurred and broke no clause is told as both.
 * Unsigned answers are not told at all.
 */
export function wordFinding({ answers }: Pick<Incident, 'answers'>): readonly string[] {
  const { occurred, breach, attribution } = answers
  const told: string[] = []
  if (occurred.status === 'signed' && occurred.value !== null)
    told.push(OCCURRED_WORD[occurred.value])
  if (breach.status === 'signed' && breach.value !== null)
    told.push(
      breach.value === 'none'
        ? 'It exists or happened, and it broke no clause: existence is not breach.'
        : breach.value === 'ambiguous'
          ? 'The text is ambiguous here: no breach is found.'
          : `Clause ${breach.value.clause} of version ${breach.value.agreementVersion} was broken.`,
    )
  if (attribution.status === 'signed' && attribution.value !== null) {
    const by = attribution.value
    told.push(by === 'A' || by === 'B' ? `Party ${by} answers for it.` : WHO_WORD[by])
  }
  return told
}
