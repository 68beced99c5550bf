import { useEffect, useRef } from 'react'
import type { InstantMs } from '@holdfast/core/units'
import {
  KYIV,
  formatCountdown,
  formatDate,
  formatElapsed,
  formatMinute,
  formatTime,
} from '../time/index.ts'
import { CHANCE_BOUND } from '../words/index.ts'
import { GROUND_WORD } from './dismiss.ts'
import { nameOf, otherOf } from './rows.ts'
import type { DeskRow } from './rows.ts'
import type { Triage } from './use-triage.ts'

const HOUR_MS = 3_600_000
const DAYS_FROM_HOURS = 48
/** From this age on a day without its year would mislead. */
const YEAR_SAID_FROM_MS = 180 * 24 * HOUR_MS

/** How long ago, short: minutes, hours, and days where hours say little. */
function ageOf(atMs: InstantMs, nowMs: InstantMs): string {
  const ms = Math.max(0, nowMs - atMs)
  const hours = Math.floor(ms / HOUR_MS)
  return hours < DAYS_FROM_HOURS ? formatElapsed(ms) : `${Math.floor(hours / 24)} d`
}

/** A countdown's seconds: the list is drawn by the minute. */
const SECONDS = ':00'.length

function Due({ row, nowMs }: { readonly row: DeskRow; readonly nowMs: InstantMs }) {
  const { occurredDueMs, isFlash } = row
  if (occurredDueMs === null) return null
  const isLate = occurredDueMs < nowMs
  return (
    <span
      className="desk-due"
      data-late={isLate}
      title={`Occurred is to be signed by ${formatMinute(occurredDueMs)}`}
    >
      {isFlash && <b className="flash">FLASH</b>} {isLate ? 'late' : 'due'}{' '}
      {formatCountdown({ dueMs: occurredDueMs, nowMs }).slice(0, -SECONDS)}
    </span>
  )
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** What people proposed, what the machine finds alike, and what hangs on the row. */
function Marks({ row }: { readonly row: DeskRow }): React.JSX.Element {
  const { id, proposals, duplicates, apart, openTasks, mergedInto, mergedFrom, dismissal } = row
  const [alike, ...more] = duplicates
  return (
    <>
      {proposals.map((one) => (
        <span key={one.id} className="mark" data-kind="proposal" title={one.reason}>
          {one.id}{' '}
          {one.kind === 'split'
            ? 'split?'
            : one.incident === id
              ? `into ${one.into}?`
              : `takes ${one.incident}?`}
        </span>
      ))}
      {alike !== undefined && (
        <span
          className="mark"
          data-kind="alike"
          title="Likely duplicate: time, place, kind and words"
        >
          {percent(alike.score)} like {nameOf(otherOf(alike.pair, id))}
          {more.length > 0 && ` +${more.length}`}
        </span>
      )}
      {dismissal !== null && (
        <span
          className="mark"
          data-kind="proposal"
          title={dismissal.moved.map(({ nation, reason }) => `${nation}: ${reason}`).join('; ')}
        >
          {dismissal.atMs === null ? 'dismissal, 1 of 2: ' : 'dismissed: '}
          {GROUND_WORD[dismissal.ground].split(':')[0]}
        </span>
      )}
      {apart.length > 0 && <span className="mark">held apart {apart.length}</span>}
      {openTasks > 0 && <span className="mark">tasks {openTasks}</span>}
      {mergedInto !== null && <span className="mark">merged into {mergedInto}</span>}
      {mergedFrom.length > 0 && <span className="mark">took {mergedFrom.join(', ')}</span>}
    </>
  )
}

function What({ row }: { readonly row: DeskRow }): React.JSX.Element {
  return (
    <th scope="row">
      <b title={row.title}>{row.title}</b>
      <small>
        <span className="mono">{nameOf(row.id)}</span>{' '}
        {row.what === 'candidate' ? (
          'not taken up'
        ) : (
          <em className="status" data-status={row.status}>
            {row.status}
          </em>
        )}
        {row.scripted && ' scripted'}
      </small>
    </th>
  )
}

function When({ atMs, nowMs }: { readonly atMs: InstantMs; readonly nowMs: InstantMs }) {
  return (
    <td className="number" title={`${formatMinute(atMs)}, ${formatMinute(atMs, KYIV)} Kyiv`}>
      {nowMs - atMs > YEAR_SAID_FROM_MS
        ? formatDate(atMs)
        : formatMinute(atMs).slice('2026-'.length)}
      <small>
        {ageOf(atMs, nowMs)} · {formatTime(atMs, KYIV).slice(0, 5)} Kyiv
      </small>
    </td>
  )
}

function Row({
  row,
  isUnder,
  isTicked,
  nowMs,
  triage,
  onOpen,
}: {
  readonly row: DeskRow
  readonly isUnder: boolean
  readonly isTicked: boolean
  readonly nowMs: InstantMs
  readonly triage: Pick<Triage, 'onRow' | 'onTick'>
  readonly onOpen: () => void
}): React.JSX.Element {
  const line = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (isUnder) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isUnder])
  return (
    <tr
      ref={line}
      data-testid="desk-row"
      data-row={row.id}
      data-flash={row.isFlash}
      aria-current={isUnder}
      onClick={() => triage.onRow(row.id)}
      onDoubleClick={onOpen}
    >
      <td>
        <input
          type="checkbox"
          checked={isTicked}
          aria-label={`Select ${nameOf(row.id)}`}
          onChange={() => triage.onTick(row.id)}
        />
      </td>
      <What row={row} />
      <td>
        {row.clauses.join(', ') || '–'}
        <small>{row.kinds.join(', ')}</small>
      </td>
      <td>
        <span className="cut" title={row.place}>
          {row.place || '–'}
        </span>
        <small title={row.region}>{row.region}</small>
      </td>
      <When atMs={row.atMs} nowMs={nowMs} />
      <td>
        <b className="number" title={row.chance.startsWith('≤') ? CHANCE_BOUND : undefined}>
          {row.chance}
        </b>
        <small>{row.coverage}</small>
      </td>
      <td>
        {row.what === 'candidate' ? '' : (row.assignedTo?.officer ?? <i>nobody</i>)}
        <small>{row.assignedTo?.nation ?? ''}</small>
      </td>
      <td className="desk-marks">
        <Due row={row} nowMs={nowMs} />
        <Marks row={row} />
      </td>
    </tr>
  )
}

/** The rows of one page, each refusal under the row that it is about. */
export function DeskList({
  rows,
  first,
  nowMs,
  triage,
}: {
  readonly rows: readonly DeskRow[]
  /** Where the page begins in the list. */
  readonly first: number
  readonly nowMs: InstantMs
  readonly triage: Triage
}): React.JSX.Element {
  return (
    <table data-testid="desk-list">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">Selected</span>
          </th>
          <th scope="col">What</th>
          <th scope="col">Clause, kind</th>
          <th scope="col">Told from, area</th>
          <th scope="col">When (UTC), age</th>
          <th scope="col">Chance, coverage</th>
          <th scope="col">Who</th>
          <th scope="col">To decide</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => {
          const refused = triage.refusals.get(row.id)
          return [
            <Row
              key={row.id}
              row={row}
              isUnder={first + i === triage.cursor}
              isTicked={triage.ticked.has(row.id)}
              nowMs={nowMs}
              triage={triage}
              onOpen={() => triage.onAct('open')}
            />,
            refused !== undefined && (
              <tr key={`${row.id} refused`} className="desk-refused">
                <td colSpan={8} role="alert">
                  Not recorded for {nameOf(row.id)}: {refused}. Nothing changed.
                </td>
              </tr>
            ),
          ]
        })}
      </tbody>
    </table>
  )
}
