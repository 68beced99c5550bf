import { useState } from 'react'
import type { ReleasedIncident, ReleasedTask } from '@holdfast/core/verify'
import { fetchDesk, fetchSession, sendCommand } from '../api/index.ts'
import type { CommandBody, Desk, SeenEvent } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatMinute, useNow } from '../time/index.ts'
import { CommandForm } from './command-form.tsx'
import type { FormSpec } from '../form/index.ts'
import {
  MEANS_WORD,
  accessForm,
  accessIncidentForm,
  assignCommand,
  assignForm,
  closeForm,
  noteForm,
  orderForm,
} from './task-forms.ts'

/** Asked again at least so often: others work on the incident, too. */
const AGAIN_MS = 15_000

type OnForm = (form: FormSpec<CommandBody>) => void

function Task({
  task,
  isUnopened,
  onForm,
}: {
  readonly task: ReleasedTask
  /** Access was hindered, and no incident is opened on it. */
  readonly isUnopened: boolean
  readonly onForm: OnForm
}): React.JSX.Element {
  const { id, means, nation, status, what, dueMs, access, opened } = task
  return (
    <article className="card task" data-testid="task" data-status={status}>
      <header>
        <b>
          <span className="mono">{id}</span> {MEANS_WORD[means]} of {nation}
        </b>
        <em className="status">{status}</em>
      </header>
      <p>
        {what}
        {dueMs !== null && <small> due {formatMinute(dueMs)}</small>}
      </p>
      {access.map((report) => (
        <p key={report.entry} className={report.access === 'granted' ? undefined : 'dissent'}>
          Access {report.access} {formatMinute(report.atMs)}
          {report.by !== null && `, by ${report.by}`}
          {report.where !== null && ` at ${report.where}`}
          {report.condition !== null && `, on condition: ${report.condition}`}
          {report.untilMs !== null && `, until ${formatMinute(report.untilMs)}`}: {report.text} (log{' '}
          {report.entry})
        </p>
      ))}
      {opened.map(({ incident, report }) => (
        <p key={report}>
          Access incident <a href={`#desk?open=${incident}`}>{incident}</a> is opened on it.
        </p>
      ))}
      <div className="work-acts">
        <button type="button" onClick={() => onForm(accessForm(task))}>
          Report access
        </button>
        {isUnopened && (
          <button type="button" onClick={() => onForm(accessIncidentForm(task))}>
            Open an access incident
          </button>
        )}
        <button type="button" onClick={() => onForm(closeForm(task))}>
          Close the task
        </button>
      </div>
    </article>
  )
}

function Links({ incident }: { readonly incident: ReleasedIncident }): React.JSX.Element | null {
  const { links = [], mergedInto } = incident
  if (links.length === 0 && mergedInto === null) return null
  return (
    <p>
      {mergedInto !== null && <>Merged into {mergedInto}. </>}
      {links.map(({ incident: other, how, entry }) => (
        <span key={entry}>
          {LINK_WORD[how]} <a href={`#desk?open=${other}`}>{other}</a> (log {entry}).{' '}
        </span>
      ))}
    </p>
  )
}
const LINK_WORD = {
  mergedFrom: 'Took in',
  splitFrom: 'Split from',
  splitInto: 'Split off:',
  accessTo: 'Access was hindered while looking into',
  accessHindered: 'Access was hindered:',
} as const

function Notes({ incident }: { readonly incident: ReleasedIncident }): React.JSX.Element {
  return (
    <>
      {(incident.notes ?? []).map(({ text, officer, nation, atMs, entry }) => (
        <p key={entry} className="note">
          {text}{' '}
          <small>
            {officer}, {nation}, {formatMinute(atMs)} (log {entry})
          </small>
        </p>
      ))}
    </>
  )
}

interface WorkProps {
  readonly incident: ReleasedIncident
  readonly events: readonly SeenEvent[]
  /** Changes whenever the incident's record may have grown. */
  readonly revision: number
  readonly nowMs: number
}

/** Who is on it, and the acts that everybody at work may do. */
function Assignment({
  incident,
  me,
  onForm,
  onSend,
}: {
  readonly incident: ReleasedIncident
  readonly me: { readonly name: string; readonly nation: string }
  readonly onForm: OnForm
  readonly onSend: (command: CommandBody) => void
}): React.JSX.Element {
  const { id, assignedTo = null } = incident
  return (
    <>
      <p data-testid="assigned">
        {assignedTo === null ? (
          'Nobody is on it.'
        ) : (
          <>
            <b>{assignedTo.officer}</b>, {assignedTo.nation}, is on it.
          </>
        )}
      </p>
      {incident.scripted && (
        <p className="dim">It belongs to a script: whatever a person sends on it is refused.</p>
      )}
      <div className="work-acts">
        <button
          type="button"
          onClick={() => onSend(assignCommand(id, { officer: me.name, nation: me.nation }))}
        >
          Assign to me
        </button>
        <button type="button" onClick={() => onForm(assignForm(incident, me.nation))}>
          Assign to…
        </button>
        {assignedTo !== null && (
          <button type="button" onClick={() => onSend(assignCommand(id, null))}>
            Take off
          </button>
        )}
        <button type="button" onClick={() => onForm(noteForm(incident))}>
          Note
        </button>
      </div>
    </>
  )
}

/** What the desk has of this incident: who is sent to look, and what was met. */
function Tasks({
  desk,
  incident,
  onForm,
}: {
  readonly desk: Desk
  readonly incident: string
  readonly onForm: OnForm
}): React.JSX.Element {
  const own = desk.tasks.filter((task) => task.incident === incident)
  const unopened = new Set(desk.access.map(({ task }) => task))
  return (
    <>
      {own.length === 0 && <p className="dim">Nobody is sent to look.</p>}
      {own.map((task) => (
        <Task key={task.id} task={task} isUnopened={unopened.has(task.id)} onForm={onForm} />
      ))}
    </>
  )
}

/** The work on an incident: assignment, notes, and who is sent to look, with each access that was met. */
export function IncidentWork({ incident, events, revision, nowMs }: WorkProps): React.JSX.Element {
  const now = useNow(nowMs) ?? nowMs
  const [recorded, setRecorded] = useState(0)
  const [form, setForm] = useState<FormSpec<CommandBody> | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const desk = useAsked(fetchDesk, `${revision} ${recorded} ${Math.floor(now / AGAIN_MS)}`)
  const session = useAsked(fetchSession, 0)
  const me = session.answer ?? { name: '', nation: '' }
  const send = async (command: CommandBody): Promise<string | null> => {
    const answer = await sendCommand(command)
    if ('refused' in answer) return answer.refused
    setRecorded((before) => before + 1)
    return null
  }
  const onSend = (command: CommandBody): void => void send(command).then(setProblem)
  const onOrder = (): void =>
    setForm(orderForm(incident, events, { nation: me.nation, nowMs: now }))
  return (
    <section className="step work" aria-label="Work on it">
      <h3>Work on it</h3>
      <Assignment incident={incident} me={me} onForm={setForm} onSend={onSend} />
      {problem !== null && (
        <p role="alert" className="bad">
          Not recorded: {problem}. Nothing changed.
        </p>
      )}
      <Links incident={incident} />
      <Notes incident={incident} />
      <Asked of={desk} what="The tasks">
        {(answer) => <Tasks desk={answer} incident={incident.id} onForm={setForm} />}
      </Asked>
      <div className="work-acts">
        <button type="button" onClick={onOrder}>
          Order somebody to look
        </button>
      </div>
      {form !== null && (
        <CommandForm key={form.title} spec={form} send={send} onDone={() => setForm(null)} />
      )}
    </section>
  )
}
