// What more a command needs than a cell of the table: quorums of distinct nations, hearings, deadlines. One guard for
// each rule of docs/specs/incident-lifecycle.md, and no other place decides them.
import { EVENT_KINDS, PARTIES } from '../agreement/index.ts'
import type { Agreement, PartyId } from '../agreement/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Actor, NationCode } from '../nations/index.ts'
import { DAY_MS, refuseWords, tellInstant } from '../units/index.ts'
import type { DurationMs, InstantMs, Refused } from '../units/index.ts'
import { countedOn, isAccused, mayCountIn } from './answer/tally.ts'
import { convicts } from './answer/threshold.ts'
import type { IncidentCommand, Proposal } from './command.ts'
import { countingClaims, isOfNations, waitingClaims } from './counting.ts'
import { GROUND } from './ground.ts'
import { GROUPS_MIN, corroboratingGroups } from './grouping/evidence.ts'
import type {
  Alleged,
  Answer,
  AnswerStatus,
  AnswerValue,
  Incident,
  Outcome,
  Question,
  Threshold,
  Vote,
} from './types.ts'

/** What a decision is taken in: who asks, when, and under which agreement. */
export interface VerifyContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
  /** The text that judges: of the day of what happened, or of the proposal that is voted on. */
  readonly agreement: Agreement
  /** Log index of the entry that adopted it; recorded with a proposal. Absent: nobody asks again. */
  readonly textIn?: number
  /** The text in force at an instant, null before the first. Absent: `agreement` is the only one. */
  readonly textAt?: (ms: InstantMs) => Agreement | null
  /** Rules of notified activities of which one was announced for an instant. Absent: not looked up here, and nothing is refused for it. */
  readonly announcedAt?: (ms: InstantMs) => readonly string[]
}

/** How long the capitals have once a question is referred to them. An assumption: no public text sets it. */
export const CAPITALS_ANSWER_MS: DurationMs = 3 * DAY_MS
/** Longest reason or account, characters. */
export const TEXT_MAX = 4_000
/** Longest title of an incident, characters; of a correction of it too. */
export const TITLE_MAX = 120
/** Largest radius of a place that is claimed or looked into, metres. */
export const PLACE_RADIUS_M_MAX = 200_000
/** Most candidates that one incident may hold. */
export const CANDIDATES_MAX = 1_000

/** Where a vote leads: signed with a quorum for, lost with a quorum against, otherwise still waiting. */
export function afterVote(
  incident: Incident,
  answer: Answer,
  vote: { readonly nation: NationCode; readonly agrees: boolean },
  quorum: number,
): AnswerStatus {
  const cast = [...answer.votes, { ...vote } as Vote]
  const counted = { ...answer, votes: cast }
  const nations = countedOn(incident, counted, vote.agrees)
  if (nations.length < quorum) return answer.status
  if (!vote.agrees) return answer.status === 'referred' ? 'deadlocked' : 'open'
  // A quorum signs, and only as a majority: its dissent is shown beside it.
  if (nations.length <= countedOn(incident, counted, false).length) return answer.status
  const independent = nations.some((nation) => !incident.collectedBy.includes(nation))
  return independent ? 'signed' : answer.status
}

/** Refuses an empty or overlong text, and signs that would be obeyed and not shown. */
export function checkText(field: string, text: string): Refused | null {
  return refuseWords(field, text, { max: TEXT_MAX })
}

/** Refuses a title of an incident that is empty, overlong or of more lines than one. */
export const checkTitle = (title: string): Refused | null =>
  refuseWords('title', title, { max: TITLE_MAX, isOneLine: true })

/** The standard of proof of that id, or why there is none. */
export function standardOf(
  agreement: Agreement,
  id: string,
): Agreement['thresholds']['standards'][number] | Refused {
  const { standards } = agreement.thresholds
  return (
    standards.find((standard) => standard.id === id) ?? {
      refused: `the agreement has no standard of proof ${id}: use one of ${standards.map((one) => one.id).join(', ')}`,
    }
  )
}

/** What a question can be answered, but for the breach, whose answers are the clauses of a text. */
export const VALUES: { readonly [Q in Exclude<Question, 'breach'>]: readonly AnswerValue[Q][] } = {
  occurred: ['yes', 'no', 'unable'],
  attribution: ['A', 'B', 'both', 'thirdParty', 'undetermined'],
  intent: ['deliberate', 'localInitiative', 'accidental', 'undetermined'],
  severity: ['technical', 'minor', 'serious', 'grave', 'collapse'],
}

/** Refuses a value that the question does not know, and a clause that the agreement does not have. */
export function checkValue(agreement: Agreement, { question, value }: Proposal): Refused | null {
  if (question !== 'breach') {
    const known: readonly string[] = VALUES[question]
    if (known.includes(value)) return null
    return {
      refused: `${question} cannot be answered ${JSON.stringify(value)}: use one of ${known.join(', ')}`,
    }
  }
  if (value === 'none' || value === 'ambiguous') return null
  if (typeof value !== 'object' || value === null)
    return { refused: 'breach is answered by a clause and its version, by none or by ambiguous' }
  const clauses = [...agreement.provisions, ...agreement.obligations].map(({ clause }) => clause)
  if (!clauses.includes(value.clause))
    return { refused: `the agreement has no clause ${value.clause}: name one of its provisions` }
  if (!agreement.versions.some(({ id }) => id === value.agreementVersion))
    return { refused: `the agreement has no version ${value.agreementVersion}` }
  return null
}

/** Refuses an answer whose ground is not signed: no breach of what did not occur, no attribution unheard. */
export function checkGround(incident: Incident, proposal: Proposal): Refused | null {
  const { question } = proposal
  if (!incident.asked.includes(question))
    return { refused: `nobody asked for ${question}: ask it first` }
  const ground = GROUND[question]
  if (ground !== null && incident.answers[ground].status !== 'signed')
    return { refused: `${question} rests on ${ground}, which is not signed yet` }
  if (
    (question === 'breach' || question === 'attribution') &&
    incident.answers.occurred.value !== 'yes'
  )
    return { refused: `${question} needs occurred signed yes` }
  if (question === 'severity' && typeof incident.answers.breach.value !== 'object')
    return { refused: 'severity needs a signed breach of a clause' }
  return question === 'attribution' ? checkHeard(incident, convicts(proposal)) : null
}

/**
 * Refuses an attribution before each party gave its account or its silence was recorded. What fictional nations took down
 * names nobody.
 */
function checkHeard(incident: Incident, isConviction: boolean): Refused | null {
  const heard = countingClaims(incident).filter((claim) => !isConviction || isOfNations(claim))
  const unheard = PARTIES.filter((party) => !heard.some((claim) => claim.party === party))
  if (unheard.length === 0) return null
  return {
    refused: `party ${unheard.join(' and party ')} is not heard: file its claim and have it confirmed, or record its silence once its deadline has passed`,
  }
}

interface On {
  readonly incident: Incident
  readonly context: Pick<VerifyContext, 'agreement' | 'actor'>
}

/** Refuses a standard too weak to convict, and any conviction by officers of nations that do not exist. */
export function checkConviction(
  { incident, context: { agreement, actor } }: On,
  proposal: Proposal,
  standard: { readonly id: string; readonly from: number },
  { standardFrom, kinds }: Threshold,
): Refused | null {
  const { question } = proposal
  if (question === 'attribution' && convicts(proposal) && isFictional(actor.nation))
    return {
      refused: `${actor.nation} is fictional: its officers may answer attribution only by undetermined`,
    }
  if (isAccused(incident) && isFictional(actor.nation))
    return {
      refused: `${actor.nation} is fictional, and an attribution that names somebody stands or is before the panel: a nation that exists proposes ${question}`,
    }
  if (standardFrom === null || standard.from >= standardFrom) return null
  const enough = agreement.thresholds.standards.filter((one) => one.from >= standardFrom)
  const why = kinds.length === 0 ? '' : ` of ${kinds.join(', ')}`
  return {
    refused: `${standard.id} is too weak a standard for ${question}${why}: use ${enough.map((one) => one.id).join(', ')}`,
  }
}

/** Refuses a vote on one's own draft, a second vote, and one that agrees by a weaker standard than proposed. */
export function checkVote(
  incident: Incident,
  command: Extract<IncidentCommand, { type: 'vote' }>,
  { actor, agreement }: VerifyContext,
): Refused | null {
  const { nation } = actor
  const answer: Answer = incident.answers[command.question]
  if (answer.proposedBy?.nation === nation)
    return { refused: `${nation} proposed this answer: nobody approves their own draft` }
  if (!mayCountIn(incident, answer, nation))
    return {
      refused: `${nation} is fictional: its officers neither convict nor acquit; nations that exist vote where somebody is named who did it`,
    }
  const referred = answer.status === 'referred'
  if (actor.role === 'minister' && !referred)
    return { refused: 'a capital votes only once the question is referred to it' }
  if (actor.role === 'panel' && referred)
    return { refused: 'the question is with the capitals: a minister votes now' }
  if (answer.votes.some((vote) => vote.nation === nation && (vote.capital ?? false) === referred))
    return { refused: `${nation} has voted on this proposal: record a dissent instead` }
  const standard = standardOf(agreement, command.standard)
  if ('refused' in standard) return standard
  const asked = standardOf(agreement, answer.standard ?? '')
  if (command.agrees && 'refused' in asked)
    return {
      refused: `the proposal's standard cannot be read: ${asked.refused}; vote against it and propose anew`,
    }
  if (command.agrees && 'from' in asked && standard.from < asked.from)
    return {
      refused: `the proposal says ${asked.id}: agreeing by ${standard.id} would weaken it; vote against it and propose anew`,
    }
  return command.agrees ? null : checkText('reason', command.reason)
}

/** Two groups of sources at least must report it; what a party or a third person tells corroborates nothing. */
export function checkCorroborated(incident: Incident): Refused | null {
  const groups = corroboratingGroups(incident.testimony)
  if (groups.size >= GROUPS_MIN) return null
  return {
    refused: `${groups.size} independent group of sources reports it: corroboration takes ${GROUPS_MIN}`,
  }
}

/** Refuses what a claim cannot have meant: no time, no place, a place without size. */
export function checkAlleged(alleged: Alleged | undefined, nowMs: InstantMs): Refused | null {
  if (alleged === undefined) return null
  const { kind, fromMs, toMs, position, radiusM } = alleged
  if (!EVENT_KINDS.includes(kind))
    return {
      refused: `alleges.kind ${kind} is no kind of event: use one of ${EVENT_KINDS.join(', ')}`,
    }
  if (!Number.isSafeInteger(fromMs) || !Number.isSafeInteger(toMs) || toMs < fromMs)
    return { refused: 'alleges.toMs is before alleges.fromMs: give the earlier instant first' }
  if (fromMs > nowMs)
    return {
      refused: `alleges.fromMs is ${tellInstant(fromMs)}, and it is ${tellInstant(nowMs)}: nobody claims what has not happened yet`,
    }
  return checkPlace('alleges', { position, radiusM })
}

/** Refuses a disc that lies nowhere on earth, or has no size that anybody could look into. */
export function checkPlace(
  field: string,
  { position: { lonDeg, latDeg }, radiusM }: Pick<Alleged, 'position' | 'radiusM'>,
): Refused | null {
  if (!(Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180))
    return {
      refused: `${field}.position ${lonDeg}, ${latDeg} is no place: give degrees, lonDeg in -180 to 180 and latDeg in -90 to 90`,
    }
  if (radiusM > 0 && radiusM <= PLACE_RADIUS_M_MAX) return null
  return {
    refused: `${field}.radiusM is ${radiusM}: give metres above 0 and up to ${PLACE_RADIUS_M_MAX}`,
  }
}

/** Refuses a silence before its deadline, or of a party that spoke: that nobody confirmed yet what it said is not its silence. */
export function checkSilence(incident: Incident, party: PartyId, nowMs: InstantMs): Refused | null {
  if (countingClaims(incident).some((claim) => claim.party === party))
    return { refused: `party ${party} is on record already` }
  const waiting = waitingClaims(incident).find((claim) => claim.party === party)
  if (waiting !== undefined)
    return {
      refused: `a claim of party ${party} waits at log ${waiting.entry}: have it confirmed by an officer of another nation, or taken back`,
    }
  if (incident.heardByMs === null || nowMs < incident.heardByMs)
    return { refused: `party ${party} may still answer: its deadline has not passed` }
  return null
}

/** Whether the capitals were asked too, and answered or let their clock run out: only then does a deadlock close anything. */
export const isFinallyDeadlocked = ({
  status,
  capitalsDueAtMs,
}: Pick<Answer, 'status' | 'capitalsDueAtMs'>): boolean =>
  status === 'deadlocked' && capitalsDueAtMs !== null

/** Which outcomes the signed answers allow, and which answers are still missing. */
export function outcomesOf(incident: Incident): {
  allowed: readonly Outcome[]
  missing: readonly Question[]
} {
  const { answers } = incident
  const settled = (question: Question): boolean =>
    answers[question].status === 'signed' || isFinallyDeadlocked(answers[question])
  const missing = (questions: readonly Question[]): readonly Question[] =>
    questions.filter((question) => incident.asked.includes(question) && !settled(question))
  if (!settled('occurred')) return { allowed: [], missing: ['occurred'] }
  if (answers.occurred.status === 'deadlocked') return { allowed: ['deadlocked'], missing: [] }
  if (answers.occurred.value === 'unable') return { allowed: ['notVerifiable'], missing: [] }
  if (answers.occurred.value === 'no') return { allowed: ['noBreach', 'benign'], missing: [] }
  if (!settled('breach')) return { allowed: [], missing: ['breach'] }
  if (answers.breach.status === 'deadlocked') return { allowed: ['deadlocked'], missing: [] }
  if (answers.breach.value === 'none') return { allowed: ['noBreach', 'benign'], missing: [] }
  if (answers.breach.value === 'ambiguous') return { allowed: ['noBreach'], missing: [] }
  const rest: Question[] = ['attribution', 'severity']
  // Intent rests on an attribution; where that is deadlocked nobody can be asked what they meant.
  if (answers.attribution.status === 'signed') rest.push('intent')
  return { allowed: ['breach'], missing: missing(rest) }
}
