// A clause binds from the version that brings it, and a breach is judged by the text of its own day. So the clause and the
// version of a breach answer must have been in force when what the incident is about happened.
import { versionAt } from '../../agreement/index.ts'
import type { Agreement } from '../../agreement/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import type { Proposal } from '../command.ts'
import type { Case } from '../decision.ts'
import { happenedAt } from './happened.ts'
import { isInForce } from './threshold.ts'

/** Clauses that a refusal names at most. */
const NAMED_MAX = 20

/** The clauses of a text that are in force in one of its versions. */
function clausesIn(agreement: Agreement, version: string): readonly string[] {
  const provisions = agreement.provisions.filter((one) => isInForce(agreement, one, version))
  return [...new Set([...provisions, ...agreement.obligations].map(({ clause }) => clause))]
}

function told(agreement: Agreement, version: string): string {
  const clauses = clausesIn(agreement, version)
  const more = clauses.length > NAMED_MAX ? ` and ${clauses.length - NAMED_MAX} more` : ''
  return `${version} was in force then and has ${clauses.slice(0, NAMED_MAX).join(', ') || 'no clause'}${more}`
}

/**
 * The versions that an incident is judged by: those that its candidates were raised under and its hindered access was read
 * by; where it has neither, the one in force when it happened.
 */
export function versionsOf({
  incident,
  state,
  context: { agreement },
}: Pick<Case, 'incident' | 'state' | 'context'>): readonly string[] {
  const { clauses, access } = incident
  const read = clauses.map(({ agreementVersion }) => agreementVersion)
  const met = access?.provision?.agreementVersion ?? null
  const own = [...new Set(met === null ? read : [...read, met])]
  if (own.length > 0) return own
  return [
    ...new Set(happenedAt(state, incident).flatMap((ms) => versionAt(agreement, ms)?.id ?? [])),
  ]
}

/** Refuses a breach of a clause that was not in force at the time; says which version was, and which clauses it has. */
export function checkInForce(command: Proposal, on: Case): Refused | null {
  if (command.question !== 'breach' || typeof command.value !== 'object') return null
  const { clause, agreementVersion } = command.value
  const { agreement } = on.context
  const versions = versionsOf(on)
  const isIn = clausesIn(agreement, agreementVersion).includes(clause)
  if (versions.includes(agreementVersion) && isIn) return null
  const then = tellInstant(happenedAt(on.state, on.incident)[0] ?? 0)
  const known =
    versions.length === 0
      ? 'no version of the text was in force then: answer none'
      : `${versions.map((one) => told(agreement, one)).join('; ')}: name one of them, or answer none`
  return {
    refused: `clause ${clause} of version ${agreementVersion} was not in force when it happened (${then}): ${known}`,
  }
}
