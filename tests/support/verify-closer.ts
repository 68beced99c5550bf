/** Brings any incident of a walk to an end, as its officers would: what is open is proposed, waited for and declared. */
import type { Entry } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { OUTCOMES, QUESTIONS, evolve } from '@holdfast/core/verify'
import type { Command, Incident, IncidentStatus, VerifyState } from '@holdfast/core/verify'
import { AGREEMENT, officer } from './verify-walk.ts'
import type { Decide } from './verify-walk.ts'

/** Where an incident is over. */
const ENDS: ReadonlySet<IncidentStatus> = new Set(['published', 'corrected', 'dismissed', 'merged'])
const VALUES = {
  occurred: 'unable',
  breach: 'none',
  attribution: 'undetermined',
  intent: 'undetermined',
  severity: 'minor',
}
/** Rounds after which an incident that is not over never will be: each waits a day. */
const ROUNDS_MAX = 40

const reason = 'To bring it to an end.'
/** What is tried in a round, in the order of the work; what is refused changes nothing. */
const TRIES = [
  { type: 'reopen', reason },
  { type: 'startInquiry' },
  ...OUTCOMES.map((outcome) => ({ type: 'conclude', outcome, reason })),
  { type: 'publish' },
  ...['A', 'B'].map((party) => ({ type: 'recordSilence', party })),
  ...QUESTIONS.map((question) => ({ type: 'declareDeadlock', question, reason })),
  // A deadlock closes nothing before the capitals were asked.
  ...QUESTIONS.map((question) => ({ type: 'referToCapitals', question })),
  ...QUESTIONS.map((question) => ({
    type: 'proposeAnswer',
    question,
    value: VALUES[question],
    standard: 'convincing',
  })),
]

/** Incidents that no sequence of one nation's commands brought to an end; empty where there is a way out of everything. */
export function stuckIn(from: VerifyState, decideWith: Decide, startMs: number): readonly string[] {
  let state = from
  let index = 1_000_000
  const give = (command: object, actor: Actor, nowMs: number): void => {
    const decided = decideWith(state, command as Command, { actor, nowMs, agreement: AGREEMENT })
    if (isRefused(decided)) return
    for (const draft of decided.entries) {
      const entry = { ...draft, index, actor, atMs: nowMs, label: null } as unknown as Entry
      index += 1
      state = evolve(state, entry)
    }
  }
  const open = (): readonly Incident[] =>
    [...state.incidents.values()].filter(({ status }) => !ENDS.has(status))
  for (let round = 0; round < ROUNDS_MAX && open().length > 0; round += 1)
    for (const { id, scripted } of open()) {
      // One nation alone: nobody else votes any more.
      const actor = scripted ? officer('XAF', 'scripted') : officer('FIN', 'panel')
      const nowMs = startMs + (round + 1) * 24 * HOUR_MS
      for (const one of TRIES) {
        const answers = state.incidents.get(id)?.answers
        // What was just deadlocked is not proposed anew.
        const isSettled =
          'question' in one &&
          one.type === 'proposeAnswer' &&
          answers?.[one.question].status === 'deadlocked'
        if (!isSettled) give({ ...one, incident: id }, actor, nowMs)
      }
    }
  return open().map(({ id, status }) => `${id} ${status}`)
}
