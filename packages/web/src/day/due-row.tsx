import { Component, useState } from 'react'
import type { ReactNode } from 'react'
import type { Subject } from '@holdfast/core/liaise'
import type { Actor } from '@holdfast/core/nations'
import type { DueItem } from '@holdfast/core/patrol'
import { formatCountdown, formatMinute } from '../time/index.ts'
import { actionsFor, whyNot } from './actions.ts'
import type { Action } from './actions.ts'
import { record } from './record.ts'
import { DUE_WORD, instantOf, wordsOfDue } from './words.ts'

const URGENT: ReadonlySet<DueItem['kind']> = new Set(['alarm', 'evacuation', 'lateCall'])

function Clicks({
  item,
  actor,
  atMs,
  onRecorded,
}: {
  readonly item: DueItem
  readonly actor: Actor
  readonly atMs: number
  readonly onRecorded: () => void
}): React.JSX.Element {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const actions = actionsFor(item, atMs).map((action) => ({
    action,
    refused: whyNot(action, actor),
  }))
  const open = actions.filter(({ refused }) => refused === null)
  const said = text.trim()
  const click = async ({ command, typed }: Action): Promise<void> => {
    setIsBusy(true)
    const wrong = await record(typed === undefined ? command : { ...command, [typed]: said })
    setProblem(wrong)
    setIsBusy(false)
    if (wrong !== null) return
    setText('')
    onRecorded()
  }
  return (
    <form aria-label={`Record on ${item.of}`} onSubmit={(event) => event.preventDefault()}>
      {/* What another office or role does is said, and no click here ends in a refusal. */}
      {open.length === 0 && <p className="dim">Not yours to record: {actions[0]?.refused}.</p>}
      {open.some(({ action }) => action.typed !== undefined) && (
        <input
          value={text}
          maxLength={4000}
          aria-label={`Words for ${item.of}`}
          placeholder="Words that go on record"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {actions.map(({ action, refused }) => (
        <button
          key={action.label}
          type="button"
          disabled={isBusy || refused !== null || (action.typed !== undefined && said === '')}
          title={refused ?? undefined}
          onClick={() => void click(action)}
        >
          {action.label}
        </button>
      ))}
      {problem !== null && (
        <p role="alert" className="bad">
          Not recorded: {problem}.
        </p>
      )}
    </form>
  )
}

/** A row that cannot be drawn says so, and takes no other row with it. */
export class DueBoundary extends Component<
  { readonly of: string; readonly children: ReactNode },
  { readonly isBroken: boolean }
> {
  override state = { isBroken: false }
  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true }
  }
  override render(): ReactNode {
    return this.state.isBroken ? (
      <li className="due" role="alert">
        {this.props.of} waits, and cannot be shown here: look at its record.
      </li>
    ) : (
      this.props.children
    )
  }
}

/** One thing that waits: what, since when, and the clicks that put on record what came of it. */
export function DueRow({
  item,
  actor,
  nowMs,
  atMs,
  onRecorded,
}: {
  readonly item: DueItem
  readonly actor: Actor
  /** What the countdown shows; the page's own clock carries it on. */
  readonly nowMs: number
  /** The server's instant of the list: what a click says that it was at. The page's clock may run ahead of it. */
  readonly atMs: number
  readonly onRecorded: () => void
}): React.JSX.Element {
  const dueAtMs = instantOf(item.dueAtMs, nowMs)
  // To another office a call about what is not released has no time: the list holds it at now.
  const isWithheld = item.call !== null && (item.call.subject as Subject | null) === null
  return (
    <li className="due" data-urgent={URGENT.has(item.kind)} data-testid="due">
      <b className="due-kind">{DUE_WORD[item.kind]}</b>
      <small className="mono dim" title={item.of}>
        {item.of.slice(0, 8)}
      </small>
      {isWithheld ? (
        <small className="countdown">when is not released</small>
      ) : (
        <time
          dateTime={new Date(dueAtMs).toISOString()}
          title={formatMinute(dueAtMs)}
          className="countdown"
        >
          <small>due {formatMinute(dueAtMs).slice(-6)}</small>{' '}
          {formatCountdown({ dueMs: dueAtMs, nowMs })}
        </time>
      )}
      <span className="due-words">{wordsOfDue(item)}</span>
      <Clicks item={item} actor={actor} atMs={atMs} onRecorded={onRecorded} />
    </li>
  )
}
