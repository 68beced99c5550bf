// A text does not reach back, and one answer has one text: so an answer that is about events of two days, between which the
// clause was changed, would judge one of them by words that did not bind on its day. It is refused, and the incident is split:
// each part is answered under the text of its own day. Where the change left the clause, the standards and the quorum as
// they were, the days are one to the answer.
import { versionAt } from '../../agreement/index.ts'
import type { Agreement } from '../../agreement/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import type { CandidateSnapshot, Proposal } from '../command.ts'
import type { Case } from '../decision.ts'
import { QUESTIONS } from '../types.ts'
import { breachKindOf, isInForce } from './threshold.ts'

/** Candidates that a refusal names at most. */
const NAMED_MAX = 5

/** An event or a missed duty, of its day. */
interface Happened {
  readonly id: string
  readonly clause: string
  readonly atMs: InstantMs
}

/** What a clause says under a version, with its zone and what its kind of breach takes; empty where it does not bind. */
function wordingOf(agreement: Agreement, version: string | null, clause: string): unknown {
  if (version === null) return []
  const own = agreement.provisions.filter(
    (one) => one.clause === clause && isInForce(agreement, one, version),
  )
  const provisions = own.map(({ sinceVersion: _since, untilVersion: _until, ...rest }) => rest)
  return [
    provisions,
    agreement.zones.filter(({ id }) => own.some(({ zone }) => zone === id)),
    agreement.obligations.filter((one) => one.clause === clause),
    breachKindOf(agreement, { clause, agreementVersion: version }),
  ]
}

/** Everything of a text that an answer on these clauses is judged by, as one string. */
function judgedBy(text: Agreement, version: string | null, clauses: readonly string[]): string {
  const { quorum, standards } = text.thresholds
  return JSON.stringify([quorum, standards, clauses.map((one) => wordingOf(text, version, one))])
}

/** What happened, by the text that it is judged by; in the order in which it was taken up. */
function byText(
  { context: { agreement, textAt } }: Pick<Case, 'context'>,
  happened: readonly Happened[],
  clauses: readonly string[],
): readonly (readonly Happened[])[] {
  const known = new Map<Agreement, Map<string | null, string>>()
  const keyAt = (ms: InstantMs): string => {
    const text = textAt === undefined ? agreement : textAt(ms)
    if (text === null) return ''
    const version = versionAt(text, ms)?.id ?? null
    const own = known.get(text) ?? new Map<string | null, string>()
    const key = own.get(version) ?? judgedBy(text, version, clauses)
    known.set(text, own.set(version, key))
    return key
  }
  const groups = new Map<string, Happened[]>()
  for (const one of happened) {
    const key = keyAt(one.atMs)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()]
}

const happenedIn = ({ incident, state }: Pick<Case, 'incident' | 'state'>): readonly Happened[] =>
  incident.candidates.flatMap((id) => {
    const taken = state.taken.get(id)
    return taken === undefined ? [] : [{ id, clause: taken.clause, atMs: taken.atMs }]
  })

const clausesOf = (happened: readonly Happened[]): readonly string[] =>
  [...new Set(happened.map(({ clause }) => clause))].toSorted()

/** The clauses that a proposal is about: the one it names, the signed breach's, or each that the incident may break. */
function clausesFor(
  { question, value }: Proposal,
  { incident }: Case,
  happened: readonly Happened[],
): readonly string[] {
  if (question === 'breach' && typeof value === 'object') return [value.clause]
  const { breach } = incident.answers
  const rests = question !== 'occurred' && question !== 'breach' && breach.status === 'signed'
  if (rests && breach.value !== null && typeof breach.value === 'object')
    return [breach.value.clause]
  return clausesOf(happened)
}

function tell(group: readonly Happened[]): string {
  const more = group.length > NAMED_MAX ? ` and ${group.length - NAMED_MAX} more` : ''
  const ids = group.slice(0, NAMED_MAX).map(({ id, atMs }) => `${id} (${tellInstant(atMs)})`)
  return `${ids.join(', ')}${more}`
}

const signedIn = ({ incident }: Pick<Case, 'incident'>): readonly string[] =>
  QUESTIONS.filter((question) => incident.answers[question].status === 'signed')

/** Refuses an answer on events of two texts whose clause, standards or quorum differ, and says which to split off. */
export function checkOneText(proposal: Proposal, on: Case): Refused | null {
  const happened = happenedIn(on)
  const [first, ...others] = byText(on, happened, clausesFor(proposal, on, happened))
  if (first === undefined || others.length === 0) return null
  const signed = signedIn(on)
  const before = signed.length === 0 ? '' : `recall ${signed.join(' and ')}, then `
  return {
    refused:
      `${on.incident.id} is on events of ${others.length + 1} texts that are not the same on ${proposal.question}: ` +
      `${[first, ...others].map((group) => tell(group)).join('; ')}: ` +
      `${before}split off those of one text, and answer each part under the text of its own day`,
  }
}

/** Refuses to add to what is signed an event of a text under which it would have been judged otherwise. */
export function checkOfSignedText(
  { candidate, fromMs }: CandidateSnapshot,
  on: Case,
): Refused | null {
  const signed = signedIn(on)
  if (signed.length === 0) return null
  const happened = happenedIn(on)
  const { id, clause, atMs } = candidate
  const joining = { id, clause, atMs: fromMs ?? atMs }
  const clauses = clausesOf([...happened, joining])
  const [before, after] = [happened, [...happened, joining]].map(
    (each) => byText(on, each, clauses).length,
  )
  if (happened.length === 0 || after === before) return null
  return {
    refused: `candidate ${id} is of ${tellInstant(joining.atMs)}, under a text that is not the same as that of ${signed.join(', ')}, which ${signed.length === 1 ? 'is' : 'are'} signed: open an incident of its own`,
  }
}
