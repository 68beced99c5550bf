import { useEffect, useRef, useState } from 'react'
import { wordsOf } from '../api/index.ts'

/** What was asked: the last answer, and why the last asking failed, in words. */
export interface AskedState<T> {
  readonly answer: T | null
  readonly problem: string | null
}

/**
 * Asks once, and again whenever `ask` or `asOf` changes; keeps the last answer while it asks. While it asks it asks nothing more: a
 * server that answers later than `asOf` changes would else be asked without end, and none of its answers would be shown. What
 * changed meanwhile is asked for once the answer is there.
 */
export function useAsked<T>(ask: () => Promise<T>, asOf: number | string): AskedState<T> {
  const [state, setState] = useState<AskedState<T>>({ answer: null, problem: null })
  const under = useRef<{ readonly ask: () => Promise<T>; isStale: boolean } | null>(null)
  useEffect(() => {
    const run = (): void => {
      const turn = { ask, isStale: false }
      under.current = turn
      const settle = (next: (before: AskedState<T>) => AskedState<T>): void => {
        if (under.current !== turn) return
        under.current = null
        setState(next)
        if (turn.isStale) run()
      }
      ask().then(
        (answer) => settle(() => ({ answer, problem: null })),
        (error: unknown) => settle((before) => ({ ...before, problem: wordsOf(error) })),
      )
    }
    if (under.current?.ask === ask) under.current.isStale = true
    else run()
  }, [ask, asOf])
  useEffect(
    () => () => {
      under.current = null
    },
    [],
  )
  return state
}

/** Shows the answer; until there is one, that it is being read or why it could not be. */
export function Asked<T>({
  of,
  what,
  children,
}: {
  readonly of: AskedState<T>
  readonly what: string
  readonly children: (answer: T) => React.ReactNode
}): React.ReactNode {
  if (of.answer !== null)
    return (
      <>
        {of.problem !== null && (
          <p className="problem stale" role="alert">
            {what} could not be read again: {of.problem}. This is the last answer.
          </p>
        )}
        {children(of.answer)}
      </>
    )
  if (of.problem !== null)
    return (
      <p className="problem pane-note" role="alert">
        {what} could not be read: {of.problem}.
      </p>
    )
  return (
    <p className="pane-note" role="status">
      Reading {what.toLowerCase()}…
    </p>
  )
}
