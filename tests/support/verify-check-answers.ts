/** Recounts what stands beside an answer: dissent, the machine's figure, the clause's version, and when votes were due. */
import { HOUR_MS } from '@holdfast/core/units'
import { QUESTIONS } from '@holdfast/core/verify'
import type { Incident } from '@holdfast/core/verify'
import { about, told } from './verify-told.ts'
import type { Step } from './verify-walk.ts'

/** When the votes on a proposal were due: *occurred* within the hours of its kind, any other answer within three days. */
export function dueOf(proposal: Step | undefined): number {
  if (proposal === undefined) return Infinity
  const { incident: id, question } = told(proposal.entry)
  if (question !== 'occurred') return proposal.entry.atMs + 72 * HOUR_MS
  const clauses = proposal.before.incidents.get(id)?.clauses ?? []
  const hours = clauses.some(({ clause }) => clause === 'X-3') ? 2 : 12
  return proposal.entry.atMs + hours * HOUR_MS
}

/** What stands beside an answer was said of the proposal that stands, and what was lost is kept apart. */
export function checkDissent(
  steps: readonly Step[],
  { id, dissent, lapsed = [] }: Incident,
): string[] {
  const wrong: string[] = []
  for (const { question, nation } of dissent) {
    const proposal = about(steps, id, 'verify.answer-proposed', question).at(-1)
    const after = (kind: string): boolean =>
      about(steps, id, kind, question).some(
        ({ entry }) =>
          entry.actor.nation === nation &&
          entry.index > (proposal?.entry.index ?? -1) &&
          told(entry).agrees !== true,
      )
    if (!after('verify.vote-cast') && !after('verify.dissent-recorded'))
      wrong.push(`V27 ${nation} is shown to dissent from a later answer on ${question}`)
  }
  for (const question of QUESTIONS) {
    const proposals = about(steps, id, 'verify.answer-proposed', question).length
    const lost = lapsed.filter((one) => one.question === question).length
    if (lost < proposals - 1) wrong.push(`V27 ${question} forgot a proposal`)
  }
  return wrong
}

/** The figure beside a proposal is the record's, and its clause was in force. */
export function checkRecorded({ before, entry, command }: Step): string[] {
  const { incident: id, question, value } = told(entry)
  const { machineProbability } = entry.payload as { readonly machineProbability?: unknown }
  const incident = before.incidents.get(id)
  const isBreach = typeof value === 'object'
  const own = isBreach ? (value as { clause: string; agreementVersion: string }) : null
  const wrong: string[] = []
  if (own !== null && (own.agreementVersion !== 'v1' || own.clause === 'X-4'))
    wrong.push(`V28 ${own.clause} of ${own.agreementVersion} was not in force`)
  const clauses = incident?.clauses ?? []
  const isKnown =
    (incident?.candidates.length ?? 0) > 0 &&
    (own === null || clauses.some(({ clause }) => clause === own.clause))
  // An access clause is in the incident, and no candidate bears its figure.
  const figures = question === 'occurred' ? [0.9] : question === 'breach' && isKnown ? [0.8] : []
  const expected = (incident?.candidates.length ?? 0) === 0 ? null : (figures[0] ?? null)
  if (machineProbability !== expected)
    wrong.push(`V30 ${command.type} ${question ?? ''} bears ${String(machineProbability)}`)
  return wrong
}
