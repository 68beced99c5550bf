import { useCallback, useEffect, useRef, useState } from 'react'
import { Problem, fetchPicture, openStream, wordsOf } from '../api/index.ts'
import type { Picture, SeenObservation } from '../api/index.ts'
import { trackBoard } from '../tracks/index.ts'

/** Whether news arrive by themselves. */
export type Liveness = 'connecting' | 'live' | 'lost'
/** The picture as it stands, and how alive it is. */
export interface LivePicture {
  readonly picture: Picture | null
  /** Why the last asking failed, in words; null when it did not. */
  readonly problem: string | null
  readonly liveness: Liveness
  /** Entries in the log, as the stream last said. */
  readonly logSize: number
  /** The observations that came since the page was opened, newest first. */
  readonly arrivals: readonly SeenObservation[]
  readonly reload: () => void
}

const ARRIVALS_MAX = 20
/** At most one asking in this time, however fast the log grows. */
const REFRESH_MS = 1_000

/** Keeps the office's picture and follows the stream; a session that ended is told to `onSessionEnd`. */
export function usePicture(onSessionEnd: () => void): LivePicture {
  const [picture, setPicture] = useState<Picture | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [liveness, setLiveness] = useState<Liveness>('connecting')
  const [logSize, setLogSize] = useState(0)
  const [arrivals, setArrivals] = useState<readonly SeenObservation[]>([])
  const pending = useRef<number | null>(null)
  const read = useCallback(async (): Promise<void> => {
    try {
      const next = await fetchPicture()
      setPicture(next)
      setLogSize((size) => Math.max(size, next.logSize))
      setProblem(null)
    } catch (error) {
      if (error instanceof Problem && error.status === 401) onSessionEnd()
      setProblem(wordsOf(error))
    }
  }, [onSessionEnd])
  const reload = useCallback(() => {
    if (pending.current !== null) return
    pending.current = window.setTimeout(() => {
      pending.current = null
      void read()
    }, REFRESH_MS)
  }, [read])
  useEffect(() => {
    void read()
    const close = openStream({
      onOpen: () => {
        setLiveness('live')
        // What was told of tracks meanwhile is told to nobody again.
        trackBoard.hear({ resync: true })
        reload()
      },
      onLost: () => setLiveness('lost'),
      onProjected: ({ size }) => {
        setLogSize((before) => Math.max(before, size))
        reload()
      },
      onObservation: (observation) =>
        setArrivals((before) => [observation, ...before].slice(0, ARRIVALS_MAX)),
      onTracks: (changes) => trackBoard.hear(changes),
    })
    return () => {
      close()
      if (pending.current !== null) window.clearTimeout(pending.current)
      pending.current = null
    }
  }, [read, reload])
  return { picture, problem, liveness, logSize, arrivals, reload }
}
