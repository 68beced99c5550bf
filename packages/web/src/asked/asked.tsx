import { useEffect, useState } from 'react'
import { wordsOf } from '../api/index.ts'

/** What was asked: the last answer, and why the last asking failed, in words. */
export interface AskedState<T> {
  readonly answer: T | null
  readonly problem: string | null
}

/** Asks once, and again whenever `ask` or `asOf` changes; keeps the last answer while it asks. */
export function useAsked<T>(ask: () => Promise<T>, asOf: number | string): AskedState<T> {
  const [state, setState] = useState<AskedState<T>>({ answer: null, problem: null })
  useEffect(() => {
    let current = true
    ask().then(
      (answer) => current && setState({ answer, problem: null }),
      (error: unknown) => current && setState((before) => ({ ...before, problem: wordsOf(error) })),
    )
    return () => {
      current = false
    }
  }, [ask, asOf])
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
