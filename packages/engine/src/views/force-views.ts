/** How the coalition would move: the guarantors' alone (do no harm, rule 4). */
import { PLAN_LABEL } from '@holdfast/core/move/model'
import type { Office } from '@holdfast/core/nations'
import type { Holdfast } from '../runtime/index.ts'
import { guarantorsOnly } from './offices.ts'

/** What the sums that follow the log (`replay` tells them) leave out, and where the answer with it is. */
export const SUMS_LEAVE_OUT =
  'Sums of offers per line: without rotations, packages that go whole, and the people that a nation can deploy. The answer with them: forces gaps (page Forces, GET /forces/gaps)'
/** What the flow that follows the log leaves out, and where the plan with it is. */
export const FLOW_LEAVES_OUT =
  'A flow without vehicles, of the thin network. The plan with vehicles: page Movement (move plan MODEL, POST /move/jobs)'

/** The movement flow with its network; `leavesOut` says what it does not weigh. */
export async function planView({ mission, sink }: Holdfast, office: Office, notice: string | null) {
  const refused = guarantorsOnly(office, 'the movement plan')
  if (refused !== null) return refused
  const { network } = mission.move
  const plan = network === null ? null : await sink.get('plan', network.id)
  return { notice, label: PLAN_LABEL, leavesOut: FLOW_LEAVES_OUT, plan, network }
}
