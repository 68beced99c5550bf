/** What the coalition lacks and how it would move: the guarantors' alone (do no harm, rule 4). */
import type { Office } from '@holdfast/core/nations'
import type { Holdfast } from '../runtime/index.ts'
import { PICTURE_ROWS_MAX } from './limits.ts'
import { guarantorsOnly } from './offices.ts'

/** The gaps with what they rest on. */
export async function gapsView(
  { mission: { generate }, sink }: Holdfast,
  office: Office,
  notice: string | null,
) {
  const refused = guarantorsOnly(office, 'gaps and caveats')
  if (refused !== null) return refused
  return {
    notice,
    label: 'SECRET',
    gaps: await sink.list('gap', { limit: PICTURE_ROWS_MAX }),
    requirements: [...generate.requirements.values()],
    pledges: [...generate.pledges.values()],
    assumptions: [...generate.assumptions.values()],
  }
}

/** The movement plan with its network. */
export async function planView({ mission, sink }: Holdfast, office: Office, notice: string | null) {
  const refused = guarantorsOnly(office, 'the movement plan')
  if (refused !== null) return refused
  const { network } = mission.move
  const plan = network === null ? null : await sink.get('plan', network.id)
  return { notice, label: 'SECRET', plan, network }
}
