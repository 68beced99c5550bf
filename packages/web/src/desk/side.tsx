import { useState } from 'react'
import type { Actor } from '@holdfast/core/nations'
import { isSameName } from '@holdfast/core/verify'
import type { HandOver } from '@holdfast/core/verify'
import { sendCommand } from '../api/index.ts'
import type { CommandBody, ClaimRow, Desk } from '../api/index.ts'
import { Asked } from '../asked/index.ts'
import type { AskedState } from '../asked/index.ts'
import { CommandForm } from '../chain/index.ts'
import { fetchDay, linesOfDay } from '../day/index.ts'
import type { FormSpec } from '../form/index.ts'
import { formatElapsed, formatMinute } from '../time/index.ts'
import { formatProbability } from '../words/index.ts'
import { draftOf, handOverCommand, takeOverForm, takenWords } from './hand-over.ts'
import type { DeskRow } from './rows.ts'

type OnOpen = (incident: string) => void

/** An incident's id, which opens it. */
function Incident({ id, onOpen }: { readonly id: string; readonly onOpen: OnOpen }) {
  return (
    <button type="button" className="link mono" onClick={() => onOpen(id)}>
      {id}
    </button>
  )
}

const send = async (command: CommandBody): Promise<string | null> => {
  const answer = await sendCommand(command)
  return 'refused' in answer ? answer.refused : null
}

function Note({
  note,
  me,
  nowMs,
  onOpen,
}: {
  readonly note: HandOver
  readonly me: Actor
  readonly nowMs: number
  readonly onOpen: OnOpen
}): React.JSX.Element {
  const { from, to, nation, atMs, openPoints, entry, taken } = note
  const [isTaking, setTaking] = useState(false)
  const isOwn = note.nation === me.nation && isSameName(me.name, from)
  const mayTake = taken === null && note.office === me.office && !isOwn
  return (
    <article className="card" data-testid="hand-over" data-taken={taken !== null}>
      <header>
        <b>
          {from} to {to}
        </b>
        <small>
          {nation} · {formatMinute(atMs)}, {formatElapsed(Math.max(0, nowMs - atMs))} ago · entry{' '}
          {entry}
        </small>
      </header>
      {openPoints.length === 0 && <p>No open point.</p>}
      <ul className="points">
        {openPoints.map((point, i) => (
          <li key={`${i} ${point.text}`}>
            {point.incident !== null && (
              <>
                <Incident id={point.incident} onOpen={onOpen} />{' '}
              </>
            )}
            {point.text}
          </li>
        ))}
      </ul>
      <p className={taken === null ? 'bad' : 'dim'}>{takenWords(note, nowMs)}</p>
      {mayTake && !isTaking && (
        <button type="button" onClick={() => setTaking(true)}>
          Take the watch over
        </button>
      )}
      {mayTake && isTaking && (
        <CommandForm
          spec={takeOverForm(note, me.name)}
          send={send}
          onDone={() => setTaking(false)}
        />
      )}
    </article>
  )
}

const writing = (
  desk: Desk,
  day: readonly string[] | null,
  { me, nowMs }: { readonly me: Actor; readonly nowMs: number },
): FormSpec<CommandBody> => ({
  title: 'Hand the watch over',
  about: `${me.name} leaves the watch. The draft says what the day and the desk know; write over it.`,
  fields: [
    { name: 'to', label: 'Who takes the watch', kind: 'line' },
    {
      name: 'points',
      label: 'Open points, one a line; an incident’s id first where it is about one',
      kind: 'text',
      value: draftOf(desk, day, nowMs),
      isOptional: true,
    },
  ],
  sends: [
    {
      label: 'Hand over',
      build: ({ to = '', points = '' }) => handOverCommand(me.name, to.trim(), points),
    },
  ],
})

/** The last watch's note, first thing; and the way to write one's own. */
function HandOvers({
  desk,
  me,
  nowMs,
  onOpen,
}: {
  readonly desk: Desk
  readonly me: Actor
  readonly nowMs: number
  readonly onOpen: OnOpen
}): React.JSX.Element {
  const [spec, setSpec] = useState<FormSpec<CommandBody> | null>(null)
  const [last, ...older] = desk.handOvers
  const begin = async (): Promise<void> => {
    // Who is out and who was not called is the first thing that the next watch must know.
    const day = await fetchDay().then(
      (told) => linesOfDay(told, nowMs),
      () => null,
    )
    setSpec(writing(desk, day, { me, nowMs }))
  }
  return (
    <section className="desk-part" aria-label="Hand-over">
      <h2>
        Hand-over
        <button type="button" onClick={() => void begin()}>
          Hand the watch over
        </button>
      </h2>
      {spec !== null && <CommandForm spec={spec} send={send} onDone={() => setSpec(null)} />}
      {last === undefined ? (
        <p className="dim">No watch has handed over yet.</p>
      ) : (
        <Note note={last} me={me} nowMs={nowMs} onOpen={onOpen} />
      )}
      {older.length > 0 && (
        <details>
          <summary>{older.length} older</summary>
          {older.map((note) => (
            <Note key={note.entry} note={note} me={me} nowMs={nowMs} onOpen={onOpen} />
          ))}
        </details>
      )}
    </section>
  )
}

const JUDGED = {
  seen: 'sensors reported it',
  lookedAndSawNothing: 'sensors looked and saw nothing',
  undecided: 'undecided',
  noSensorLooked: 'no sensor looked',
} as const
const claimWords = ({ coverage, because }: ClaimRow): string => {
  if (coverage === null) return because ?? 'not judged'
  const unseen =
    coverage.unseen === undefined
      ? ''
      : `; it would have gone unseen with ${formatProbability(coverage.unseen)}`
  return `${JUDGED[coverage.kind]}${unseen}`
}

function Part({
  title,
  count,
  leftOut = 0,
  children,
}: {
  readonly title: string
  readonly count: number
  readonly leftOut?: number | undefined
  readonly children: React.ReactNode
}): React.JSX.Element | null {
  if (count === 0) return null
  return (
    <section className="desk-part" aria-label={title}>
      <h2>
        {title} <small>{count + leftOut}</small>
      </h2>
      <ul>{children}</ul>
      {leftOut > 0 && <p className="dim">{leftOut} more are not shown.</p>}
    </section>
  )
}

function Lists({ desk, onOpen }: { readonly desk: Desk; readonly onOpen: OnOpen }) {
  const { access, tasks, unconfirmed, claims, leftOut } = desk
  return (
    <>
      <Part title="Access hindered" count={access.length} leftOut={leftOut['access']}>
        {access.map(({ task, incident, report }) => (
          <li key={`${task} ${report.entry}`}>
            <Incident id={incident} onOpen={onOpen} /> {task}:{' '}
            <b className="bad">{report.access}</b> {formatMinute(report.atMs)}, no access incident
            is opened
          </li>
        ))}
      </Part>
      <Part title="Sent to look" count={tasks.length} leftOut={leftOut['tasks']}>
        {tasks.map(({ id, incident, means, nation, status, dueMs, what }) => (
          <li key={id}>
            <Incident id={incident} onOpen={onOpen} /> {id} {means} of {nation}: <b>{status}</b>
            {dueMs !== null && `, due ${formatMinute(dueMs)}`}
            <small>{what}</small>
          </li>
        ))}
      </Part>
      <Part
        title="Claims that nobody confirmed"
        count={unconfirmed.length}
        leftOut={leftOut['unconfirmed']}
      >
        {unconfirmed.map(({ incident, party, stance, atMs, entry, nation }) => (
          <li key={entry}>
            <Incident id={incident} onOpen={onOpen} /> party {party} {stance}, filed{' '}
            {formatMinute(atMs)}
            {nation !== null && ` by ${nation}: an officer of another nation confirms it`}
          </li>
        ))}
      </Part>
      <Part title="Claims beside coverage" count={claims.length} leftOut={leftOut['claims']}>
        {claims.map((claim) => (
          <li key={claim.entry}>
            <Incident id={claim.incident} onOpen={onOpen} /> party {claim.party} {claim.stance}:{' '}
            {claimWords(claim)}
            {claim.state === 'filed' && '; not confirmed'}
          </li>
        ))}
      </Part>
    </>
  )
}

/** The counts that say how the watch stands. */
function Sums({
  all,
  shown,
  desk,
  nowMs,
}: {
  readonly all: readonly DeskRow[]
  readonly shown: number
  readonly desk: Desk
  readonly nowMs: number
}): React.JSX.Element {
  const open = all.filter(({ isOpen }) => isOpen)
  const incidents = open.filter(({ what }) => what === 'incident').length
  const late = desk.occurred.filter(({ dueMs }) => dueMs < nowMs).length
  return (
    <section className="desk-part" aria-label="How the watch stands">
      <dl className="desk-sums">
        <div>
          <dt>rows shown</dt>
          <dd data-testid="desk-shown">{shown}</dd>
        </div>
        <div>
          <dt>open incidents</dt>
          <dd>{incidents}</dd>
        </div>
        <div>
          <dt>nobody on</dt>
          <dd>{desk.unassigned}</dd>
        </div>
        <div>
          <dt>occurred late</dt>
          <dd data-bad={late > 0}>{late}</dd>
        </div>
        <div>
          <dt>candidates</dt>
          <dd>{open.length - incidents}</dd>
        </div>
        <div>
          <dt title="Proposals that wait, and likely pairs; the pairs are the monitor’s alone">
            {desk.withheld.includes('duplicates') ? 'proposals' : 'to group'}
          </dt>
          <dd>{desk.proposals.length + desk.duplicates.length}</dd>
        </div>
      </dl>
      {desk.duplicatesCut && (
        <p className="dim">Not all open incidents and candidates were compared for duplicates.</p>
      )}
      {desk.lag.observationsWaiting > 0 && (
        <p className="dim">
          {desk.lag.observationsWaiting} observations wait to be fused: rows may still change.
        </p>
      )}
    </section>
  )
}

/** Beside the list: the last watch's note, how the watch stands, and what is under way. */
export function DeskSide({
  desk,
  me,
  nowMs,
  shown,
  all,
  onOpen,
}: {
  readonly desk: AskedState<Desk>
  readonly me: Actor
  readonly nowMs: number
  readonly shown: number
  readonly all: readonly DeskRow[]
  readonly onOpen: OnOpen
}): React.JSX.Element {
  return (
    <aside className="pane desk-side">
      <Asked of={desk} what="The desk">
        {(now) => (
          <>
            <HandOvers desk={now} me={me} nowMs={nowMs} onOpen={onOpen} />
            <Sums all={all} shown={shown} desk={now} nowMs={nowMs} />
            <Lists desk={now} onOpen={onOpen} />
            <details className="desk-part">
              <summary>What this rests on</summary>
              <ul>
                {now.assumptions.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </details>
          </>
        )}
      </Asked>
    </aside>
  )
}
