import { useEffect, useRef, useState } from 'react'
import type { ForceAnswer, ForceRegister } from '../api/index.ts'
import { registerChanges } from './compare.ts'
import type { AskingProps } from './asking.tsx'
import type { Outcome } from './use-question.ts'

/** The gaps of one reading of the register. */
export type GapsAnswered = Extract<ForceAnswer, { readonly kind: 'gaps' }>
/** One recomputation: what went on record since the one before, and both answers. */
export interface ConferenceStep {
  readonly number: number
  readonly atMs: number
  /** From the change of the register to the answer, wall time. */
  readonly tookMs: number
  readonly said: readonly string[]
  readonly before: GapsAnswered
  readonly after: GapsAnswered
}
/** How the gaps stand, and what changed them since the part was opened. */
export interface Conference {
  readonly gaps: GapsAnswered | null
  /** The newest first. */
  readonly steps: readonly ConferenceStep[]
  readonly problem: Outcome | null
  readonly again: () => void
}

interface Solved {
  readonly posture: string | null
  readonly register: ForceRegister
  readonly gaps: GapsAnswered
}

/** Most steps that the page keeps; what was said stays in the register. */
const STEPS_MAX = 50

/** Gaps are computed when the part is opened, and again whenever the register changes: by whomever. */
export function useConference({
  register,
  asker: { underWay, ask },
  posture,
  asOf,
  isShown,
}: Omit<AskingProps, 'onPosture'>): Conference {
  const [askedOf, setAskedOf] = useState('')
  const [solved, setSolved] = useState<Solved | null>(null)
  const [steps, setSteps] = useState<readonly ConferenceStep[]>([])
  const [problem, setProblem] = useState<Outcome | null>(null)
  const last = useRef<Solved | null>(null)
  const now = `${posture ?? ''} ${asOf}`
  const isDue = isShown && underWay === null && askedOf !== now
  useEffect(() => {
    if (!isDue) return
    setAskedOf(now)
    const sinceMs = Date.now()
    const take = (outcome: Outcome): void => {
      const answer = 'answer' in outcome ? outcome.answer : null
      setProblem(answer === null ? outcome : null)
      if (answer === null || answer.kind !== 'gaps') return
      const before = last.current
      last.current = { posture, register, gaps: answer }
      setSolved(last.current)
      if (before === null || before.posture !== posture) return
      const said = registerChanges(before.register, register)
      const tookMs = Date.now() - sinceMs
      const step = { said, before: before.gaps, after: answer, tookMs, atMs: answer.asOfMs }
      setSteps((all) =>
        [{ ...step, number: (all[0]?.number ?? 0) + 1 }, ...all].slice(0, STEPS_MAX),
      )
    }
    void ask('gaps after what was said', { kind: 'gaps', posture }).then(take)
  }, [isDue, now, posture, register, ask])
  return { gaps: solved?.gaps ?? null, steps, problem, again: () => setAskedOf('') }
}
