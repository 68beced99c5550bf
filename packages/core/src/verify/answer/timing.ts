// *Occurred* may be signed before any party is heard, and should be, within the agreement's hours: 12 in general, 2 where
// a kind of breach has a flash track. The incident keeps the instant; whoever is late is shown to be late and goes on.
import type { Agreement } from '../../agreement/index.ts'
import type { DurationMs, InstantMs } from '../../units/index.ts'
import type { Incident } from '../types.ts'
import { breachKindOf } from './threshold.ts'

/** By when *occurred* is to be signed: the shortest time that a clause of the incident asks for, from its opening. */
export function occurredDueMs(
  agreement: Agreement,
  sinceMs: InstantMs,
  clauses: Incident['clauses'],
): InstantMs {
  const { occurredUnheardMs: general } = agreement.thresholds
  const spans = clauses.map(
    (clause) => breachKindOf(agreement, clause)?.occurredUnheardMs ?? general,
  )
  return sinceMs + (spans.length === 0 ? general : Math.min(...spans))
}

/** How *occurred* stands to its due instant. */
export interface OccurredTiming {
  /** Null where the log is older than the rule, and for an incident that was merged: the survivor's counts. */
  readonly dueMs: InstantMs | null
  readonly signedAtMs: InstantMs | null
  /** How long after its due instant it was signed, or how long it is overdue; 0 while it is in time. */
  readonly lateMs: DurationMs
}

/** How *occurred* stands at an instant. Signed at its due instant exactly is in time; recalled, it is unsigned again. */
export function occurredTiming(incident: Incident, nowMs: InstantMs): OccurredTiming {
  const { status, signedAtMs } = incident.answers.occurred
  const signed = status === 'signed' ? signedAtMs : null
  const dueMs = incident.status === 'merged' ? null : (incident.occurredDueMs ?? null)
  if (dueMs === null) return { dueMs, signedAtMs: signed, lateMs: 0 }
  return { dueMs, signedAtMs: signed, lateMs: Math.max(0, (signed ?? nowMs) - dueMs) }
}

/** Whether *occurred* was signed late, or is unsigned and overdue. */
export const isLate = (incident: Incident, nowMs: InstantMs): boolean =>
  occurredTiming(incident, nowMs).lateMs > 0
