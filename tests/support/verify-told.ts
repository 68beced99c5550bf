/** What the checkers of random walks read from entries: what each says, and what an answer took to be signed. */
import type { Entry } from '@holdfast/core/evidence'
import type { Question } from '@holdfast/core/verify'
import { QUORUM } from './verify-walk.ts'
import type { Step } from './verify-walk.ts'

/** The figures of the walk's agreement, typed in again: what the checker recounts by. */
const TAKES: Readonly<Record<string, { readonly quorum: number; readonly from: number }>> = {
  'X-1': { quorum: QUORUM, from: 0.5 },
  'X-2': { quorum: 2, from: 0.5 },
  'X-3': { quorum: 4, from: 0.75 },
  'X-4': { quorum: QUORUM, from: 0.5 },
}

/** What the payloads of entries may say. */
export interface Told {
  readonly incident: string
  readonly question?: Question
  readonly agrees?: boolean
  readonly value?: unknown
  readonly standard?: string
  readonly outcome?: string
  readonly rule?: string
  readonly party?: string
  readonly heardByMs?: number
  readonly into?: string
  readonly other?: string
  readonly pair?: readonly [string, string]
  readonly access?: { readonly task: string; readonly report: number; readonly incident: string }
}
/** What an entry says. */
export const told = (entry: Entry): Told => entry.payload as unknown as Told
/** The steps of one kind on an incident, or on one of its questions. */
export const about = (
  steps: readonly Step[],
  incident: string,
  kind: string,
  question?: Question,
): readonly Step[] =>
  steps.filter(
    ({ entry }) =>
      entry.kind === kind &&
      told(entry).incident === incident &&
      (question === undefined || told(entry).question === question),
  )

/** What an answer took to be signed as things stood when it was proposed: the strictest of its clauses. */
export function takes({ before, entry }: Step): { readonly quorum: number; readonly from: number } {
  const { incident: id, question, value } = told(entry)
  const incident = before.incidents.get(id)
  const breach = incident?.answers.breach
  const signed = breach?.status === 'signed' && typeof breach.value === 'object' && breach.value
  const own =
    question === 'breach' && typeof value === 'object' ? (value as { clause: string }) : null
  const clauses =
    own !== null
      ? [own.clause]
      : signed && question !== 'occurred' && question !== 'breach'
        ? [signed.clause]
        : (incident?.clauses ?? []).map(({ clause }) => clause)
  const all = clauses.flatMap((clause) => TAKES[clause] ?? [])
  if (all.length === 0) return { quorum: QUORUM, from: 0.5 }
  return {
    quorum: Math.max(...all.map(({ quorum }) => quorum)),
    from: Math.max(...all.map(({ from }) => from)),
  }
}
