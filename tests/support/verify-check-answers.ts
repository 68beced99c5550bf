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

const JUDGING = new Set([
  'verify.answer-proposed',
  'verify.vote-cast',
  'verify.recall-moved',
  'verify.correction-moved',
])
const isFiction = (nation: string): boolean => /^XA[A-Z]$/.test(nation)

/** Where somebody is named who did it no fictional nation judges, and none of them signed what that rests on. */
export function checkFiction({ before, entry }: Step): string[] {
  const { incident: id, question, value } = told(entry)
  const incident = before.incidents.get(id)
  if (incident === undefined || !JUDGING.has(entry.kind)) return []
  const { attribution } = incident.answers
  const isNamed = !['open', 'recalled'].includes(attribution.status)
  const isAccused = isNamed && attribution.value !== 'undetermined'
  const onTitle = entry.kind === 'verify.correction-moved' && (question ?? null) === null
  if (isAccused && !onTitle && isFiction(entry.actor.nation))
    return [`V8 ${entry.actor.nation} judges ${question ?? ''} where somebody is named`]
  const names = entry.kind === 'verify.answer-proposed' && question === 'attribution'
  if (!names || value === 'undetermined') return []
  return QUESTIONS.filter((one) => {
    const { status, votes, proposedBy, threshold } = incident.answers[one]
    const real = new Set(
      votes.filter((vote) => vote.agrees && !isFiction(vote.nation)).map(({ nation }) => nation),
    )
    real.delete(proposedBy?.nation ?? '')
    const isTheirs = isFiction(proposedBy?.nation ?? '') || real.size < (threshold?.quorum ?? 0)
    return one !== 'attribution' && status === 'signed' && isTheirs
  }).map((one) => `V8 somebody is named on a fictional ${one}`)
}

/** Benign is concluded on a signed "no breach", or on the one rule of the walk's text that explains anything. */
export function checkGrounded({ before, entry }: Step): string[] {
  const { incident: id, outcome, rule } = told(entry)
  const breach = before.incidents.get(id)?.answers.breach
  const isSigned = breach?.status === 'signed' && breach.value === 'none'
  const isBare = outcome === 'benign' && !isSigned && rule !== 'thunder'
  return isBare ? ['V36 concluded benign without a ground'] : []
}

/** A deadlock closes an incident only once the capitals were asked, and answered or let their clock run out. */
export function checkReferred(steps: readonly Step[], { before, entry }: Step): string[] {
  const { incident: id, outcome } = told(entry)
  const answers = before.incidents.get(id)?.answers
  if (answers === undefined) return []
  const { occurred, attribution } = answers
  const closing = occurred.status === 'deadlocked' ? (['occurred'] as const) : (['breach'] as const)
  const beside =
    attribution.status === 'signed'
      ? (['attribution', 'severity', 'intent'] as const)
      : (['attribution', 'severity'] as const)
  const rested = outcome === 'deadlocked' ? closing : outcome === 'breach' ? beside : []
  return rested.flatMap((question) => {
    const { status, votes, proposedIn, threshold } = answers[question]
    if (status !== 'deadlocked') return []
    const asked = about(steps, id, 'verify.answer-referred', question).findLast(
      (step) => step.entry.index > (proposedIn ?? 0),
    )
    const against = votes.filter((vote) => vote.capital === true && !vote.agrees)
    const dueMs = (asked?.entry.payload as { capitalsDueAtMs?: number } | undefined)
      ?.capitalsDueAtMs
    const isOver =
      entry.atMs >= (dueMs ?? Infinity) ||
      (asked !== undefined && against.length >= (threshold?.quorum ?? Infinity))
    return isOver ? [] : [`V37 closed on ${question}, deadlocked without its capitals`]
  })
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

/**
 * Whether a claim of the party that was filed on the incident in `filed` was confirmed in `steps`, and not taken back: counted
 * from the entries, whose incident may be one that it was merged into since.
 */
function isConfirmedOf(
  { filed, steps }: { readonly filed: readonly Step[]; readonly steps: readonly Step[] },
  id: string,
  party: string,
): boolean {
  type Named = { readonly claim: number; readonly isTaken?: boolean }
  const named = (kind: string, isMeant: (one: Named) => boolean) =>
    new Set(
      steps
        .filter(({ entry }) => entry.kind === kind)
        .map(({ entry }) => entry.payload as Named)
        .filter(isMeant)
        .map(({ claim }) => claim),
    )
  const confirmed = named('verify.claim-confirmed', () => true)
  const gone = named('verify.claim-take-back-moved', ({ isTaken }) => isTaken === true)
  return about(filed, id, 'verify.claim-filed').some(
    ({ entry }) =>
      told(entry).party === party && confirmed.has(entry.index) && !gone.has(entry.index),
  )
}

/** Whether a party gave its account to an incident that was merged into this one. */
function isToldOf(
  { filed, steps }: { readonly filed: readonly Step[]; readonly steps: readonly Step[] },
  id: string,
  party: string,
): boolean {
  const into = filed.filter(
    ({ entry }) => entry.kind === 'verify.incident-merged' && told(entry).into === id,
  )
  return into.some(({ entry, before }) => {
    const gone = told(entry).incident
    const until = filed.slice(0, filed.indexOf(filed.find((one) => one.before === before) as Step))
    const then = { filed: until, steps }
    return isConfirmedOf(then, gone, party) || isToldOf(then, gone, party)
  })
}

/** A party was heard before an attribution: by its account, or by its silence after the deadline. */
export function checkHeard(steps: readonly Step[], { entry }: Step, party: string): string[] {
  const { incident: id } = told(entry)
  const earlier = steps.filter((step) => step.entry.index < entry.index)
  const heardBy = about(earlier, id, 'verify.inquiry-started').at(-1)
  const by = (kind: string): Step | undefined =>
    about(earlier, id, kind).find((step) => told(step.entry).party === party)
  const silent = by('verify.silence-recorded')
  const all = { filed: earlier, steps: earlier }
  if (isConfirmedOf(all, id, party) || isToldOf(all, id, party)) return []
  if (silent === undefined) return [`V6 attribution with party ${party} unheard`]
  const deadline = heardBy === undefined ? Infinity : (told(heardBy.entry).heardByMs ?? Infinity)
  const then = silent.before.incidents.get(id)?.heardByMs ?? Infinity
  return silent.entry.atMs < Math.min(deadline, then)
    ? [`V6 silence of ${party} before its deadline`]
    : []
}
