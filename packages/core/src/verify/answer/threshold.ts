// The commission sets for each kind of breach how sure one must be and how many nations must sign. A provision names its
// kind; where it names none, the agreement's general quorum holds, and "more likely than not". What applied is recorded
// with the proposal, so that an amendment in the middle of a vote changes nothing, and a reader sees what was asked.
import type { Agreement, BreachKind, Provision } from '../../agreement/index.ts'
import type { Incident, Threshold } from '../types.ts'
import type { Proposal } from '../command.ts'

/** A breach, or an attribution to somebody, must at least be more likely than not, whatever a kind of breach says. */
export const CONVICTION_FROM_MIN = 0.5

type Clause = Incident['clauses'][number]

/** Whether a provision stands in the version of that id. */
export function isInForce(
  { versions }: Agreement,
  { sinceVersion, untilVersion }: Provision,
  version: string,
): boolean {
  const place = (id: string): number => versions.findIndex((one) => one.id === id)
  const at = place(version)
  return place(sinceVersion) <= at && (untilVersion === undefined || at < place(untilVersion))
}

/** The kind of breach of a clause under its version; null where the clause names none. */
export function breachKindOf(
  agreement: Agreement,
  { clause, agreementVersion }: Clause,
): BreachKind | null {
  const own = agreement.provisions.filter((one) => one.clause === clause)
  const inForce = own.find((one) => isInForce(agreement, one, agreementVersion))
  const named = (inForce ?? own[0])?.breach
  return agreement.thresholds.breaches.find(({ id }) => id === named) ?? null
}

/** Whether an answer says that a clause was broken or that somebody did it. */
export const convicts = ({ question, value }: Pick<Proposal, 'question' | 'value'>): boolean =>
  (question === 'breach' && typeof value === 'object') ||
  (question === 'attribution' && value !== 'undetermined')

/** The clauses that an answer is about: its own, the signed breach's, or else every one that the incident may break. */
function clausesOf(incident: Pick<Incident, 'clauses' | 'answers'>, proposal: Proposal) {
  if (proposal.question === 'breach' && typeof proposal.value === 'object') return [proposal.value]
  const { status, value } = incident.answers.breach
  const rests = proposal.question !== 'occurred' && proposal.question !== 'breach'
  if (rests && status === 'signed' && value !== null && typeof value === 'object') return [value]
  return incident.clauses
}

/**
 * What an answer takes to be signed. Where an incident may break several clauses, the strictest figure of their kinds
 * counts: a grave breach is not signed by the quorum of a technical one that came with it.
 */
export function thresholdFor(
  agreement: Agreement,
  incident: Pick<Incident, 'clauses' | 'answers'>,
  proposal: Proposal,
): Threshold {
  const { quorum: general, standards } = agreement.thresholds
  const found = clausesOf(incident, proposal).map((clause) => breachKindOf(agreement, clause))
  const kinds = found.filter((kind) => kind !== null)
  const quorums = found.map((kind) => kind?.quorum ?? general)
  const footOf = (kind: BreachKind): number => {
    const id = proposal.question === 'breach' ? kind.standard : kind.attributionStandard
    return standards.find((one) => one.id === id)?.from ?? CONVICTION_FROM_MIN
  }
  return {
    kinds: [...new Set(kinds.map(({ id }) => id))].toSorted(),
    quorum: quorums.length === 0 ? general : Math.max(...quorums),
    standardFrom: convicts(proposal)
      ? Math.max(CONVICTION_FROM_MIN, ...kinds.map((kind) => footOf(kind)))
      : null,
  }
}
