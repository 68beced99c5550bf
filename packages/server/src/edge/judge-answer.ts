/**
 * What an answer of the centre means for each batch that it was asked about. Three cases: it is settled, and never sent
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

/**
 * Judges what was heard about batches with these roots, which were sent together. Gives an outcome for each up to the first
 * that is not settled, of which it says why; fewer where the centre did not try the rest, or refused one only because of
 * those before it: these are sent again.
 */
export function judgeAnswers(heard: Heard, roots: readonly string[]): readonly Outcome[] {
  if ('failed' in heard) return [again(heard.failed)]
  const { status, text, retryAfterMs } = heard
  const read = membersOf(text)
  const answers = read?.['answers']
  if (status !== 200 || !Array.isArray(answers))
    return [refusal(status, whyOf(read, text), retryAfterMs)]
  const outcomes: Outcome[] = []
  for (const [i, answer] of answers.slice(0, roots.length).entries()) {
    const outcome = outcomeOf(answer, roots[i] ?? '')
    // Refused as the first of a run it is judged by itself.
    if (outcome.kind === 'settled' || i === 0) outcomes.push(outcome)
    if (outcome.kind !== 'settled') break
  }
  return outcomes.length === 0 ? [again('the answer names no batch')] : outcomes
}

const again = (why: string, afterMs: number | null = null): Outcome => ({
  kind: 'again',
  why,
  afterMs,
})

function refusal(status: number, why: string, afterMs: number | null): Outcome {
  return status < 300 || AGAIN.has(status)
    ? again(`${status}: ${why}`, afterMs)
    : { kind: 'stuck', status, why }
}

function outcomeOf(answer: unknown, root: string): Outcome {
  const members = (answer ?? {}) as Readonly<Record<string, unknown>>
  const status = typeof members['status'] === 'number' ? members['status'] : 0
  if (status !== 201 && status !== 422) return refusal(status, whyOf(members, ''), null)
  const settled = answerIn(members)
  return settled?.batch === root
    ? { kind: 'settled', status, accepted: settled.accepted, rejected: settled.rejected }
    : // A page of somebody's gateway, or a proxy's mistake: no answer to this batch.
      again(`an answer ${status} that is not to this batch`)
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
