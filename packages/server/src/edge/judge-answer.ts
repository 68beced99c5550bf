/**
 * What an answer of the centre means for the batch that it was asked about. Three cases: it is settled, and never sent
 * again; the link or the centre is not able just now, and it is sent again; or the centre will not have it as things
 * stand, and its source waits for somebody to mend that. Nothing is ever dropped for an answer.
 */
import type { Rejected } from '@holdfast/core/observe'
import type { Heard } from './link.ts'

/** What comes of a batch that was sent. */
export type Outcome =
  | {
      readonly kind: 'settled'
      readonly status: number
      readonly accepted: number
      readonly rejected: readonly Rejected[]
    }
  | { readonly kind: 'again'; readonly why: string; readonly afterMs: number | null }
  | { readonly kind: 'stuck'; readonly status: number; readonly why: string }

/** Answers of a centre, or of something before it, that may be another in a while. */
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504, 507, 511])
const WHY_CHARACTERS_MAX = 500

/** Judges what was heard about the batch with this root. */
export function judgeAnswer(heard: Heard, root: string): Outcome {
  if ('failed' in heard) return { kind: 'again', why: heard.failed, afterMs: null }
  const { status, text, retryAfterMs } = heard
  const read = membersOf(text)
  if (status === 201 || status === 422) {
    const answer = answerIn(read)
    // A page of somebody's gateway, or a proxy's mistake: no answer to this batch.
    return answer?.batch === root
      ? { kind: 'settled', status, accepted: answer.accepted, rejected: answer.rejected }
      : { kind: 'again', why: `an answer ${status} that is not to this batch`, afterMs: null }
  }
  const why = whyOf(read, text)
  if (status < 300 || AGAIN.has(status))
    return { kind: 'again', why: `${status}: ${why}`, afterMs: retryAfterMs }
  return { kind: 'stuck', status, why }
}

function membersOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function answerIn(read: Readonly<Record<string, unknown>> | null) {
  const { batch, accepted, rejected } = read ?? {}
  if (typeof batch !== 'string' || typeof accepted !== 'number' || !Array.isArray(rejected))
    return null
  const rows = rejected.flatMap((row: unknown): readonly Rejected[] => {
    const { index, reason } = (row ?? {}) as Readonly<Record<string, unknown>>
    return typeof index === 'number' && typeof reason === 'string' ? [{ index, reason }] : []
  })
  return { batch, accepted, rejected: rows }
}

function whyOf(read: Readonly<Record<string, unknown>> | null, text: string): string {
  const detail = read?.['detail']
  const why = typeof detail === 'string' ? detail : text
  return why.replaceAll(/\s+/g, ' ').trim().slice(0, WHY_CHARACTERS_MAX) || 'no reason was given'
}
