import { useCallback, useEffect, useRef, useState } from 'react'
import { askForces, refusalOf } from '../api/index.ts'
import type { ForceAnswer, ForceQuestion } from '../api/index.ts'

/** A question that is being answered. */
export interface UnderWay {
  readonly title: string
  readonly sinceMs: number
}
/** What came of a question: an answer, why there is none, or that nobody waits for it any more. */
export type Outcome =
  | { readonly answer: ForceAnswer }
  | { readonly refused: string }
  | { readonly stopped: true }
/** Asks questions one after the other; a second one is not sent while the first is under way. */
export interface Asker {
  readonly underWay: UnderWay | null
  readonly ask: (title: string, question: ForceQuestion) => Promise<Outcome>
  /** Stops waiting; the server ends its solve by itself and records nothing. */
  readonly cancel: () => void
}

/** One question at a time, for all parts of the page; it goes on while another part is looked at. */
export function useQuestion(): Asker {
  const [underWay, setUnderWay] = useState<UnderWay | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const cancel = useCallback(() => stop.current?.abort(), [])
  const ask = useCallback(async (title: string, question: ForceQuestion): Promise<Outcome> => {
    if (stop.current !== null) return { refused: 'another question is being answered' }
    const own = new AbortController()
    stop.current = own
    setUnderWay({ title, sinceMs: Date.now() })
    try {
      return { answer: await askForces(question, own.signal) }
    } catch (error) {
      return own.signal.aborted ? { stopped: true } : { refused: refusalOf(error) }
    } finally {
      stop.current = null
      setUnderWay(null)
    }
  }, [])
  return { underWay, ask, cancel }
}
