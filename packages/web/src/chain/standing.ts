// How an answer and a party stand, in sentences: what is missing, whom it may come from, and until when.
import { PARTIES } from '@holdfast/core/agreement'
import { occurredTiming, partyMode, tallyOf } from '@holdfast/core/verify'
import type { Incident, PartyMode, Question } from '@holdfast/core/verify'
import { formatCountdown, formatElapsed, formatMinute } from '../time/index.ts'

/** What of an incident is read here; no office is denied any of it. */
type Seen = Omit<Incident, 'testimony'>
const asIncident = (seen: Seen): Incident => ({ ...seen, testimony: [] })

const listed = (nations: readonly string[]): string => nations.join(', ')

/** Who signed, how many are missing and whom they may come from; null while nothing is proposed. */
export function quorumWords(seen: Seen, question: Question): string | null {
  const { status, proposedBy, votes } = seen.answers[question]
  const { for: agree, against, missing, threshold } = tallyOf(asIncident(seen), question)
  if (proposedBy === null || threshold === null) return null
  const signed = `${agree.length} of ${threshold.quorum} nations signed${agree.length === 0 ? '' : ` (${listed(agree)})`}`
  const opposed = against.length === 0 ? '' : `, ${against.length} against (${listed(against)})`
  const isWaiting = status === 'proposed' || status === 'referred'
  if (!isWaiting) return `${signed}${opposed}.`
  const own = votes.filter(({ capital = false }) => capital === (status === 'referred'))
  const not = [...new Set([proposedBy.nation, ...own.map(({ nation }) => nation)])]
  const { collectedBy } = seen
  const alone = agree.some((one) => !collectedBy.includes(one)) ? [] : collectedBy
  const whom =
    `any nation but ${listed(not)}` +
    (alone.length === 0 ? '' : `; one signature at least not of ${listed(alone)}, who collected it`)
  return `${signed}${opposed}. ${missing ?? 0} more needed, from ${whom}.`
}

/** `10 h left` or `2 h ago`. */
const left = (dueMs: number, nowMs: number): string =>
  nowMs < dueMs ? formatCountdown({ dueMs, nowMs }) : `passed ${formatElapsed(nowMs - dueMs)} ago`

/** The clocks that run on a question, each a sentence. */
export function clockWords(seen: Seen, question: Question, nowMs: number): readonly string[] {
  const { status, capitalsDueAtMs } = seen.answers[question]
  const { votesDueAtMs = null } = seen.answers[question] as {
    readonly votesDueAtMs?: number | null
  }
  const said: string[] = []
  if (question === 'occurred') {
    const { dueMs, signedAtMs, lateMs } = occurredTiming(asIncident(seen), nowMs)
    if (dueMs !== null && signedAtMs === null)
      said.push(`To be signed unheard by ${formatMinute(dueMs)} (${left(dueMs, nowMs)}).`)
    if (signedAtMs !== null && lateMs > 0) said.push(`Signed ${formatElapsed(lateMs)} late.`)
  }
  if (question === 'attribution' && seen.heardByMs !== null && status === 'open')
    said.push(
      `The parties may be heard until ${formatMinute(seen.heardByMs)} (${left(seen.heardByMs, nowMs)}).`,
    )
  if (status === 'proposed' && votesDueAtMs !== null)
    said.push(
      `Votes until ${formatMinute(votesDueAtMs)} (${left(votesDueAtMs, nowMs)}); then a deadlock may be declared.`,
    )
  if (status === 'referred' && capitalsDueAtMs !== null)
    said.push(
      `The capitals answer by ${formatMinute(capitalsDueAtMs)} (${left(capitalsDueAtMs, nowMs)}).`,
    )
  return said
}

const MODE_WORD: Readonly<Record<PartyMode, string>> = {
  unasked: 'not asked yet: the inquiry has not been started',
  awaited: 'awaited',
  overdue: 'overdue: its silence can be recorded',
  accuses: 'accuses',
  denies: 'denies it',
  admits: 'admits it',
  explains: 'explains it',
  silent: 'was silent: its deadline passed',
}
/** How each party stands, in words. */
export const partyWords = (
  seen: Seen,
  nowMs: number,
): readonly { readonly party: string; readonly words: string }[] =>
  PARTIES.map((party) => ({ party, words: MODE_WORD[partyMode(asIncident(seen), party, nowMs)] }))
