import { useEffect, useState } from 'react'
import type { Office } from '@holdfast/core/nations'
import { fetchPassedOver, fetchTrack, fetchTracks, wordsOf } from '../api/index.ts'
import type { WholeTrack } from '../api/index.ts'
import { trackBoard, type BoardTrack } from './board.ts'

/** The map is drawn anew so often at the most, milliseconds: many tracks change several times a second. */
const DRAW_MS = 1_000
/** A list that could not be read is tried again after so long, milliseconds. */
const AGAIN_MS = 5_000

/** How often it is asked whether the server follows all that moves, milliseconds. */
const OVERRUN_EVERY_MS = 10_000

/** What an office sees of what moves. */
export interface Tracks {
  readonly tracks: readonly BoardTrack[]
  /** The instant that they are of, by the deployment's clock. */
  readonly nowMs: number
  /** Why the list could not be read, in words. */
  readonly problem: string | null
}
const NONE: Tracks = { tracks: [], nowMs: 0, problem: null }

/** Follows what moves, where the office may see it. */
export function useTracks(office: Office): Tracks {
  const [seen, setSeen] = useState(NONE)
  useEffect(() => {
    if (office !== 'monitor') return undefined
    const abort = new AbortController()
    let timer: number | null = null
    let isReading = false
    let problem: string | null = null
    const draw = (): void => {
      timer = null
      setSeen({ tracks: trackBoard.tracks(), nowMs: trackBoard.nowMs, problem })
      if (trackBoard.isStale && !isReading) void read()
    }
    const soon = (ms: number): void => {
      timer ??= window.setTimeout(draw, ms)
    }
    const read = async (): Promise<void> => {
      isReading = true
      try {
        const { tracks, nowMs } = await fetchTracks(abort.signal)
        problem = null
        trackBoard.read(tracks, nowMs)
      } catch (error) {
        problem = wordsOf(error)
        if (!abort.signal.aborted) soon(AGAIN_MS)
      }
      isReading = false
    }
    const stop = trackBoard.subscribe(() => soon(DRAW_MS))
    void read()
    return () => {
      stop()
      abort.abort()
      if (timer !== null) window.clearTimeout(timer)
      trackBoard.clear()
    }
  }, [office])
  return seen
}

/** How many reports of what moves were passed over since the last look, because the machine is overrun; 0 where none. */
export function useOverrun(office: Office): number {
  const [more, setMore] = useState(0)
  useEffect(() => {
    if (office !== 'monitor') return undefined
    const abort = new AbortController()
    let before: number | null = null
    const look = (): void =>
      void fetchPassedOver(abort.signal).then(
        (now) => {
          // Rows count from the server's start: after a restart there is nothing to compare with.
          setMore(before === null || now === null || now < before ? 0 : now - before)
          before = now
        },
        () => undefined,
      )
    look()
    const timer = window.setInterval(look, OVERRUN_EVERY_MS)
    return () => {
      abort.abort()
      window.clearInterval(timer)
      setMore(0)
    }
  }, [office])
  return more
}

/** The whole of one track, read again when more was seen of it. */
export function useWholeTrack(id: string | null, seenMs: number): WholeTrack | null {
  const [whole, setWhole] = useState<WholeTrack | null>(null)
  // Every few seconds is enough for a panel that somebody reads.
  const turn = Math.floor(seenMs / 5_000)
  useEffect(() => {
    if (id === null) return undefined
    const abort = new AbortController()
    fetchTrack(id, abort.signal).then(setWhole, () => undefined)
    return () => abort.abort()
  }, [id, turn])
  return whole === null || whole.track.id !== id ? null : whole
}
