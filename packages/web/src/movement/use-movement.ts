import { useCallback, useEffect, useState } from 'react'
import { isOver } from '@holdfast/core/move/jobs'
import type { MoveJob, MoveStanding } from '@holdfast/core/move/jobs'
import { askMove, cancelMove, fetchMoveJob, fetchMoveStanding, wordsOf } from '../api/index.ts'
import type { MoveAsked } from '../api/index.ts'
import { useAsked } from '../asked/index.ts'
import type { AskedState } from '../asked/index.ts'

/** How often a job that is not over is looked at, milliseconds. */
const LOOK_MS = 700

/** How often the list of jobs is read again: other people of the office ask for some, too. */
const LIST_MS = 20_000

/** The planning as it stands, its jobs with their answers, and what can be done with them. */
export interface Movement {
  readonly standing: AskedState<MoveStanding>
  readonly jobs: readonly MoveJob[]
  /** Why the last act was refused; null where it was not. */
  readonly refused: string | null
  readonly ask: (asked: MoveAsked) => void
  readonly cancel: (id: string) => void
  /** Does something, and reads the standing again; a refusal is told. True where it was done. */
  readonly act: (deed: () => Promise<unknown>) => Promise<boolean>
}

/** Follows the planning: reads the answers of jobs that are over, and looks again at those that are not. */
export function useMovement(asOf: number): Movement {
  const [turn, setTurn] = useState(0)
  const [jobs, setJobs] = useState<ReadonlyMap<string, MoveJob>>(new Map())
  const [refused, setRefused] = useState<string | null>(null)
  const standing = useAsked(fetchMoveStanding, `${asOf} ${turn}`)
  const listed = standing.answer?.jobs
  useEffect(() => {
    const timer = window.setInterval(() => setTurn((before) => before + 1), LIST_MS)
    return () => window.clearInterval(timer)
  }, [])
  const look = useCallback(async (id: string): Promise<boolean> => {
    const job = await fetchMoveJob(id)
    setJobs((before) => new Map(before).set(id, job))
    return isOver(job.status)
  }, [])
  useEffect(() => {
    if (listed === undefined) return undefined
    let isCurrent = true
    let timer = 0
    const missing = listed.filter(({ id }) => !isOver(jobs.get(id)?.status ?? 'waiting'))
    const round = async (ids: readonly string[]): Promise<void> => {
      const open: string[] = []
      for (const id of ids) {
        // A job may be forgotten meanwhile: then it is not asked for again.
        const isDone = await look(id).catch(() => true)
        if (!isCurrent) return
        if (!isDone) open.push(id)
      }
      if (open.length > 0) timer = window.setTimeout(() => void round(open), LOOK_MS)
    }
    void round(missing.map(({ id }) => id))
    return () => {
      isCurrent = false
      window.clearTimeout(timer)
    }
    // What was read must not begin the rounds anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [listed, look])
  const act = useCallback(async (deed: () => Promise<unknown>): Promise<boolean> => {
    try {
      await deed()
      setRefused(null)
      return true
    } catch (error) {
      setRefused(wordsOf(error))
      return false
    } finally {
      setTurn((before) => before + 1)
    }
  }, [])
  const ask = useCallback((asked: MoveAsked) => void act(() => askMove(asked)), [act])
  const cancel = useCallback((id: string) => void act(() => cancelMove(id)), [act])
  const known = new Set((listed ?? []).map(({ id }) => id))
  const shown = [...jobs.values()].filter(({ id }) => known.has(id))
  return { standing, jobs: shown, refused, ask, cancel, act }
}
