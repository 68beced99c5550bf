/**
 * The whole record of a deployment, for commands that judge it anew: its texts, what people declared, its events and the
 * candidates that stand in it. A running server is asked for it; otherwise the directory is opened under its lock. It is the
 * monitor's view.
 */
import {
  EMPTY_STANDING,
  type Adopted,
  type Agreement,
  type Candidate,
  type Standing,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { DAY_MS, type InstantMs, type Interval } from '@holdfast/core/units'
import type { RecordHead, RecordTable, TakenUp } from '@holdfast/engine/record-view'
import { withAccess, type Access } from '../access/index.ts'
import { CommandRefused, iso } from '../output/index.ts'

export type { TakenUp } from '@holdfast/engine/record-view'
/** What a record gives. */
export interface AgreementRecord {
  /** What is said on every page of the deployment; null where there is nothing to say. */
  readonly notice: string | null
  readonly nowMs: InstantMs
  /** When the newest entry was made: up to then the passing of time has raised what was due. */
  readonly dueByMs: InstantMs
  /** Oldest first; at least one. */
  readonly adoptions: readonly Omit<Adopted, 'document'>[]
  /** Of each agreement its own: facts bear an agreement's own ids. */
  readonly standing: (agreement: Agreement) => Standing
  /** Events in the order of their time. */
  events(): AsyncGenerator<Event>
  /** Candidates as they stand in the projections. */
  candidates(): AsyncGenerator<Candidate>
  takenUp(): AsyncGenerator<TakenUp>
}

async function* rowsOf<T>(access: Access, table: RecordTable): AsyncGenerator<T> {
  for (let after: string | undefined; ;) {
    const { rows, next } = await access.recordPage(table, after)
    yield* rows as unknown as readonly T[]
    if (next === null) return
    after = next
  }
}

function standingIn({ texts }: RecordHead): AgreementRecord['standing'] {
  // Of an agreement that was never adopted nobody declared anything.
  return ({ id }) =>
    texts.findLast(({ agreement }) => agreement.id === id)?.standing ?? EMPTY_STANDING
}

// What comes in while the record is read may be judged and not stand yet: a difference that is none of the text.
function tellGrowth(before: RecordHead, after: RecordHead): void {
  const waits = before.lag.entries + before.lag.observationsWaiting
  if (waits > 0)
    process.stderr.write(
      `${waits} entries and observations were not derived yet: ask again later\n`,
    )
  const more = after.size - before.size
  if (more > 0)
    process.stderr.write(
      `the record grew by ${more} entries while it was read: what they brought may show as a difference\n`,
    )
}

/** Runs the work with the record of a directory, and gives the directory back. */
export async function withRecord<T>(
  { data: dir, database }: { readonly data: string; readonly database?: string | undefined },
  work: (record: AgreementRecord) => Promise<T>,
): Promise<T> {
  return await withAccess({ dir, database, office: 'monitor' }, async (access) => {
    const head = await access.recordHead()
    const { notice, nowMs, dueByMs, texts } = head
    if (texts.length === 0)
      throw new CommandRefused(
        `no agreement was adopted in ${dir}; propose one with \`holdfast agreement propose FILE --nation CODE --reason TEXT --data ${dir}\``,
      )
    const result = await work({
      notice,
      nowMs,
      dueByMs,
      adoptions: texts,
      standing: standingIn(head),
      events: () => rowsOf<Event>(access, 'events'),
      candidates: () => rowsOf<Candidate>(access, 'candidates'),
      takenUp: () => rowsOf<TakenUp>(access, 'taken-up'),
    })
    tellGrowth(head, await access.recordHead())
    return result
  })
}

/** All of a record, what is dated ahead of its clock, too. */
const EVER: Interval = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

/** The last days of a record, both ends included; all of it where no number of days is given. */
export const windowOf = (nowMs: InstantMs, days: number | undefined): Interval =>
  days === undefined ? EVER : { fromMs: nowMs - days * DAY_MS, toMs: nowMs }

/** A window as it is told; null: without end on that side. */
export const tellWindow = ({ fromMs, toMs }: Interval) => ({
  from: Number.isFinite(fromMs) ? iso(fromMs) : null,
  to: Number.isFinite(toMs) ? iso(toMs) : null,
})

/** The number of days that an option gives. */
export function daysOf(text: string): number {
  const days = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || days <= 0 || days > 36_600)
    throw new CommandRefused(`--days ${text}: give a number of days above 0 and at most 36600`)
  return days
}

/** A text read from a file, as if it had always been the one adopted. */
export const aloneIn = (agreement: Agreement) => [
  { agreement, entry: -1, atMs: Number.NEGATIVE_INFINITY },
]
