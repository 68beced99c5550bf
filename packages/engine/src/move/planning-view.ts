/** The planner's documents worked out for a running deployment: the one adopted of a kind, or the one that ships. */
import type { Json } from '@holdfast/core/evidence'
import type { MoveState } from '@holdfast/core/move'
import { documentDigest } from '@holdfast/core/move/model'
import { answerOf, PLAN_NAMES, workOutNamed } from '@holdfast/core/move/planning'
import type { PlanName, PlanningAnswer } from '@holdfast/core/move/planning'
import { isRefused, type Refused } from '@holdfast/core/units'
import { shippedPlanDocument } from '../shipped/index.ts'

/** Works documents out once each: a siting takes a moment. */
export class PlanningView {
  readonly #worked = new Map<
    PlanName,
    { readonly of: Json | null; readonly answer: PlanningAnswer }
  >()

  /** The answer of a kind; refused where there is none of that word. */
  planning(named: string, state: MoveState): PlanningAnswer | (Refused & { readonly status: 404 }) {
    const name = PLAN_NAMES.find((one) => one === named)
    if (name === undefined)
      return {
        refused: `there is no kind of plan ${JSON.stringify(named)}; say one of ${PLAN_NAMES.join(', ')}`,
        status: 404,
      }
    const adopted = state.documents.get(name)
    const of = adopted?.document ?? null
    const worked = this.#worked.get(name)
    if (worked !== undefined && worked.of === of) return worked.answer
    const shipped = of === null ? shippedPlanDocument(name) : { document: of }
    if (isRefused(shipped)) return { ...shipped, status: 404 }
    const told = workOutNamed(name, shipped.document, () => name)
    if (isRefused(told)) return { ...told, status: 404 }
    const answer = answerOf(told, {
      name,
      origin: adopted === undefined ? 'shipped' : 'adopted',
      adopted:
        adopted === undefined
          ? null
          : { index: adopted.index, atMs: adopted.atMs, by: adopted.by, nation: adopted.nation },
      digest: adopted?.digest ?? documentDigest(shipped.document as object),
    })
    this.#worked.set(name, { of, answer })
    return answer
  }
}
