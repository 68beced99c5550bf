import { Component, useState } from 'react'
import type { ReactNode } from 'react'
import type { DueItem } from '@holdfast/core/patrol'
import { formatCountdown, formatMinute } from '../time/index.ts'
import { actionsFor } from './actions.ts'
import type { Action } from './actions.ts'
import { record } from './record.ts'
import { DUE_WORD, instantOf, wordsOfDue } from './words.ts'

const URGENT: ReadonlySet<DueItem['kind']> = new Set(['alarm', 'evacuation', 'lateCall'])

function Clicks({
  item,
  atMs,
  onRecorded,
}: {
  readonly item: DueItem
  readonly atMs: number
  readonly onRecorded: () => void
}): React.JSX.Element {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const actions = actionsFor(item, atMs)
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
      {actions.some(({ typed }) => typed !== undefined) && (
        <input
          value={text}
          maxLength={4000}
          aria-label={`Words for ${item.of}`}
          placeholder="Words that go on record"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {actions.map((action) => (
        <button
          key={action.label}
          type="button"
          disabled={isBusy || (action.typed !== undefined && said === '')}
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
  nowMs,
  atMs,
  onRecorded,
}: {
  readonly item: DueItem
  /** What the countdown shows; the page's own clock carries it on. */
  readonly nowMs: number
  /** The server's instant of the list: what a click says that it was at. The page's clock may run ahead of it. */
  readonly atMs: number
  readonly onRecorded: () => void
}): React.JSX.Element {
  const dueAtMs = instantOf(item.dueAtMs, nowMs)
  return (
    <li className="due" data-urgent={URGENT.has(item.kind)} data-testid="due">
      <b className="due-kind">{DUE_WORD[item.kind]}</b>
      <small className="mono dim" title={item.of}>
        {item.of.slice(0, 8)}
      </small>
      <time
        dateTime={new Date(dueAtMs).toISOString()}
        title={formatMinute(dueAtMs)}
        className="countdown"
      >
        {formatCountdown({ dueMs: dueAtMs, nowMs })}
      </time>
      <span className="due-words">{wordsOfDue(item)}</span>
      <Clicks item={item} atMs={atMs} onRecorded={onRecorded} />
    </li>
  )
}
