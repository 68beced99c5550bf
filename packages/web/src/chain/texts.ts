// An incident is judged by the text of its own day. The texts are entries of the log, so they are read from there, folded as the
// server folds them, and the one in force is looked up by core's own rule.
import { adoptedAt, evolve, initial, versionAt } from '@holdfast/core/agreement'
import type { Agreement, AgreementState } from '@holdfast/core/agreement'
import type { Entry } from '@holdfast/core/evidence'
import { countingClaims } from '@holdfast/core/verify'
import type { Question } from '@holdfast/core/verify'
import { ask, fetchStanding } from '../api/index.ts'
import type { Chain } from '../api/index.ts'

/** Reads every text that was adopted, whoever asks: the text is no secret of any office. */
export async function fetchTexts(): Promise<AgreementState> {
  const { texts } = await fetchStanding()
  const entries = await Promise.all(texts.map(({ entry }) => ask<Entry>(`/log/entries/${entry}`)))
  return entries.toSorted((a, b) => a.index - b.index).reduce(evolve, initial)
}

/** When what an incident is about began, UTC milliseconds: its events and deadlines, else its claims, else its opening. */
export function beganMs({ incident, events, candidates }: Chain): number {
  const known = candidates.map(
    ({ event, atMs }) => events.find(({ id }) => id === event)?.observed.fromMs ?? atMs,
  )
  const told =
    known.length > 0 ? known : countingClaims(incident).flatMap((one) => one.alleges?.fromMs ?? [])
  return told.length > 0 ? Math.min(...told) : incident.sinceMs
}

/** The text that an incident is judged by. */
export interface TextOfDay {
  readonly agreement: Agreement
  /** Its version in force when it happened; null where it began later. */
  readonly version: string | null
  /** The text that a question's answer was proposed under; null where none is on record. */
  readonly under: (question: Question) => Agreement | null
}

/** The text of the day of what happened; null while none is adopted. */
export function textOfDay(state: AgreementState, chain: Chain): TextOfDay | null {
  const atMs = beganMs(chain)
  const text = adoptedAt(state, atMs)
  if (text === null) return null
  const { agreement } = text
  const { answers } = chain.incident
  return {
    agreement,
    version: versionAt(agreement, atMs)?.id ?? null,
    under: (question) => {
      const { textIn } = answers[question]
      return state.adopted.find(({ entry }) => entry === textIn)?.agreement ?? null
    },
  }
}
