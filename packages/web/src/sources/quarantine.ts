import type { EvidenceKind, HealthEvidence, Quarantine } from '@holdfast/core/observe'
import type { Role } from '@holdfast/core/nations'
import type { SourceRow } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'

/** A source with what is remembered of its quarantines; null where there was none. */
export type QuarantinedRow = SourceRow & { readonly quarantine?: Quarantine | null }

/** Who may confirm and lift: the same as the server holds to. */
const KEEPERS: ReadonlySet<Role> = new Set(['analyst', 'head-of-mission', 'scripted'])
/** Whether a role decides on quarantines. */
export const mayDecide = (role: Role): boolean => KEEPERS.has(role)

/** What was found, said to somebody who has not read about filters. */
export const KIND_WORD: Readonly<Record<EvidenceKind, string>> = {
  innovation: 'Its errors are larger than it says',
  bias: 'Its places are shifted against the other sensors’',
  clock: 'Its clock is off against the other sensors’',
  impossibleSpeed: 'What it reports jumps faster than it can move',
  twoPlaces: 'One name is in two places by turns',
  frozen: 'What it reports says that it moves, and stays where it is',
  manyAtOnePoint: 'Many that it reports were carried to one point',
  qualityLoss: 'What it reports lost its positioning at once',
  silence: 'What it reports fell silent at once',
}

/** One piece of evidence in words: what was found, its numbers, over which time and from how much. */
export function wordsOfEvidence(evidence: HealthEvidence): { what: string; numbers: string } {
  const { kind, says, statistic, threshold, fromMs, toMs, count, observations } = evidence
  const times =
    threshold > 0
      ? ` The test stands at ${(statistic / threshold).toPrecision(2)} times its limit.`
      : ''
  const sample = observations.length < count ? `, a sample of ${observations.length} on record` : ''
  return {
    what: KIND_WORD[kind],
    numbers: `${says}.${times} From ${count.toLocaleString('en')} reports, ${formatMinute(fromMs)} to ${formatMinute(toMs)}${sample}.`,
  }
}

/** How a quarantine stands, in a sentence. Null: it is not in one. */
export function wordsOfQuarantine({ status, proposedBy, periods }: Quarantine): string | null {
  const sinceMs = periods.at(-1)?.sinceMs
  const since = sinceMs === undefined ? '' : ` since ${formatMinute(sinceMs)}`
  if (status === 'provisional')
    return `In quarantine${since}: the machine leaves it out, and nobody has looked yet. What it reports is still kept.`
  if (status === 'confirmed')
    return proposedBy === 'machine'
      ? `In quarantine${since}: the machine found it, and a person confirmed it. What it reports is still kept.`
      : `In quarantine${since}, set by a person. What it reports is still kept.`
  return null
}

/** What a person may do about a quarantine. */
export type QuarantineDecision = 'confirm' | 'liftNow' | 'liftAll'

/** Before any report: all that it observed is used again. */
const FROM_THE_BEGINNING_MS = Date.UTC(2000, 0, 1)

/** Puts a decision on record. Gives what went wrong in words, or null. */
export async function decideOn(
  source: string,
  decision: QuarantineDecision,
  reason: string,
): Promise<string | null> {
  const fromMs = decision === 'liftAll' ? FROM_THE_BEGINNING_MS : null
  const command =
    decision === 'confirm'
      ? { type: 'confirmQuarantine', source, reason }
      : { type: 'restoreSource', source, fromMs, reason }
  try {
    const response = await fetch('/api/v1/commands', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step: 'observe', ...command }),
    })
    if (response.ok) return null
    const { detail, title } = (await response.json()) as { detail?: string; title?: string }
    return detail ?? title ?? `HTTP ${response.status}`
  } catch {
    return 'the server does not answer'
  }
}
