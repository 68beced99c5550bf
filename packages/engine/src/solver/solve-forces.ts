/**
 * A force model solved level by level: first the construction and local search, which is there in seconds; then HiGHS for
 * each level of the objective in turn, from the best answer so far, with the levels before held at what was found. An
 * answer that was there is never lost: where the solver fails, is ended or runs out of time, the best so far is told, with
 * its gap and the reason.
 */
import { answerOf, indexForces } from '@holdfast/core/generate/model'
import type { ForceModel, ForceSolution } from '@holdfast/core/generate/model'
import { BestAnswer } from './best-answer.ts'
import { ForceLevels } from './force-levels.ts'
import type { ForceRun } from './force-run.ts'

/** Work of the first search: within 5 s on the asked case. */
const WORK_FIRST = 6_000_000
/** Work of a search that starts from an earlier answer. */
const WORK_AGAIN = 2_000_000

/** Solves a force model; see the head of the file. Always an answer: at worst nobody serves, with the reason. */
export async function solveForces(model: ForceModel, run: ForceRun): Promise<ForceSolution> {
  const { clock, start, gap } = run
  const [sinceMs, sinceCpu] = [clock.nowMs(), clock.cpuSeconds()]
  const seconds = (): number => (clock.nowMs() - sinceMs) / 1000
  const best = new BestAnswer(indexForces(model))
  const workMax = start === null ? WORK_FIRST : WORK_AGAIN
  best.search({ workMax, from: start ?? [], priority: null, heldMax: 0 })
  const first = seconds()
  const levels = new ForceLevels(best, run, seconds)
  run.onProgress?.({ level: null, objective: null, bound: null, seconds: seconds() })
  await levels.solve()
  const wholeBound = await levels.whole()
  return answerOf(best.index, {
    assignments: best.assignments,
    bounds: levels.bounds,
    weighedFrom: best.weighedFrom,
    wholeBound,
    gapAsked: gap,
    reason: levels.reason,
    engine: levels.engine,
    seconds: { first, total: seconds(), cpu: clock.cpuSeconds() - sinceCpu },
  })
}
