// A text may be older than the log that holds it. Of a deadline that passed before a log held the duty, "no entry says that it
// was done" speaks of the log and not of the parties: there was nothing to say it in. Such deadlines raise no candidate. They
// are told once, by duty, as older than the record.
import type { InstantMs } from '../../units/index.ts'
import type { Agreement, Candidate, Obligation } from '../document/types.ts'
import type { AgreementState } from './state.ts'

/** Deadlines of one duty that passed before the log held it. */
export interface BeforeRecord {
  readonly clause: string
  readonly title: string
  readonly party: Obligation['party']
  /** How many; at least 1. */
  readonly deadlines: number
  readonly firstMs: InstantMs
  readonly lastMs: InstantMs
  /** From when on the log held a text with this duty in force: a deadline at that instant is after it. */
  readonly sinceMs: InstantMs
}

/** What the passing of time has raised, and what it could not raise because the record is younger. */
export interface SinceRecord {
  readonly raised: readonly Candidate[]
  /** In the order of the text's duties. */
  readonly before: readonly BeforeRecord[]
}

/** From when on the log held this duty of the agreement; infinite where it never did. */
function heldSinceMs(
  { adopted }: Pick<AgreementState, 'adopted'>,
  id: string,
  clause: string,
): number {
  const holding = adopted.filter(
    ({ agreement }) =>
      agreement.id === id && agreement.obligations.some((one) => one.clause === clause),
  )
  return Math.min(Number.POSITIVE_INFINITY, ...holding.map(({ fromMs }) => fromMs))
}

/** Parts the deadlines that passed (`dueObligations`) by whether the log held the duty when it was due. */
export function sinceRecord(
  state: Pick<AgreementState, 'adopted'>,
  { id, obligations }: Agreement,
  due: readonly Candidate[],
): SinceRecord {
  const since = new Map(obligations.map(({ clause }) => [clause, heldSinceMs(state, id, clause)]))
  const isHeld = ({ clause, atMs }: Candidate): boolean => atMs >= (since.get(clause) ?? 0)
  const older = due.filter((one) => !isHeld(one))
  const before = obligations.flatMap(({ clause, title, party }) => {
    const times = older.filter((one) => one.clause === clause).map(({ atMs }) => atMs)
    const [firstMs, lastMs] = [times[0], times.at(-1)]
    if (firstMs === undefined || lastMs === undefined) return []
    const sinceMs = since.get(clause) ?? 0
    return [{ clause, title, party, deadlines: times.length, firstMs, lastMs, sinceMs }]
  })
  return { raised: older.length === 0 ? due : due.filter(isHeld), before }
}
