/**
 * The whole record of a deployment, for commands that judge it anew: its texts, what people declared, its events and the
 * candidates that stand in it. It opens the directory under its lock, and shows the monitor's view.
 */
import {
  standingAt,
  type Adopted,
  type Agreement,
  type Candidate,
  type Standing,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { DAY_MS, isRefused, type InstantMs, type Interval } from '@holdfast/core/units'
import { snapshotsIn } from '@holdfast/core/verify'
import { openHoldfast } from '@holdfast/engine/opening'
import { readDeployment, type Holdfast } from '@holdfast/engine/runtime'
import { Views } from '@holdfast/engine/views'
import { CommandRefused, iso } from '../output/index.ts'

/** A candidate as it stood when an incident took it up: the entry keeps it, whatever came after. */
export interface TakenUp {
  readonly incident: string
  readonly entry: number
  readonly candidate: Candidate
}
/** What a record gives. */
export interface AgreementRecord {
  /** What is said on every page of the deployment; null where there is nothing to say. */
  readonly notice: string | null
  readonly nowMs: InstantMs
  /** When the newest entry was made: up to then the passing of time has raised what was due. */
  readonly dueByMs: InstantMs
  /** Oldest first; at least one. */
  readonly adoptions: readonly Adopted[]
  /** Of each agreement its own: facts bear an agreement's own ids. */
  readonly standing: (agreement: Agreement) => Standing
  /** Events in the order of their time. */
  events(): AsyncGenerator<Event>
  /** Candidates as they stand in the projections. */
  candidates(): AsyncGenerator<Candidate>
  takenUp(): AsyncGenerator<TakenUp>
}

/** Rows of one read. */
const PAGE = 5_000

async function* listed<T extends 'event' | 'candidate'>(sink: Holdfast['sink'], table: T) {
  for (let after: string | undefined; ;) {
    const page = await sink.list(table, { limit: PAGE, after })
    yield* page
    after = page.at(-1)?.id
    if (page.length < PAGE) return
  }
}

async function* takenUpIn({ mission, journal }: Holdfast): AsyncGenerator<TakenUp> {
  for (const { id, entries } of mission.verify.incidents.values())
    for (const index of entries) {
      const entry = await journal.entry(index)
      if ('tombstone' in entry) continue
      for (const { candidate } of snapshotsIn(entry))
        yield { incident: id, entry: index, candidate }
    }
}

// The newest entry may be a tombstone, which bears no time.
async function newestMs({ journal, nowMs }: Holdfast): Promise<InstantMs> {
  for (let index = journal.size - 1; index >= 0; index -= 1) {
    const entry = await journal.entry(index)
    if (!('tombstone' in entry)) return entry.atMs
  }
  return nowMs
}

/** Runs the work with the record of a directory, and gives the directory back. */
export async function withRecord<T>(
  { data: dir, database }: { readonly data: string; readonly database?: string | undefined },
  work: (record: AgreementRecord) => Promise<T>,
): Promise<T> {
  const deployment = readDeployment(dir)
  if (deployment === null)
    throw new CommandRefused(
      `${dir} holds no deployment; start one with \`holdfast start\`, or name its directory with --data`,
    )
  const opened = await openHoldfast({ dir, deployment, databaseUrl: database ?? null })
  if (isRefused(opened))
    throw new CommandRefused(
      `${opened.refused}; this command reads the whole record: while a server holds it, stop the server first`,
    )
  try {
    const { holdfast, intake } = opened
    await holdfast.caughtUp()
    const { agreement } = holdfast.mission
    if (agreement.adopted.length === 0)
      throw new CommandRefused(
        `no agreement was adopted in ${dir}; adopt one with \`holdfast agreement adopt FILE --data ${dir}\``,
      )
    return await work({
      notice: new Views(holdfast, intake).notice(),
      nowMs: holdfast.nowMs,
      dueByMs: await newestMs(holdfast),
      adoptions: agreement.adopted,
      standing: ({ id }) => standingAt(agreement, undefined, id),
      events: () => listed(holdfast.sink, 'event'),
      candidates: () => listed(holdfast.sink, 'candidate'),
      takenUp: () => takenUpIn(holdfast),
    })
  } finally {
    await opened.close()
  }
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
