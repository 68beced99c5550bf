/** What the coalition lacks and how it would move: the guarantors' alone (do no harm, rule 4). */
import { releaseRegister } from '@holdfast/core/generate/register'
import type { Office } from '@holdfast/core/nations'
import type { Holdfast } from '../runtime/index.ts'
import { PICTURE_ROWS_MAX } from './limits.ts'
import { guarantorsOnly } from './offices.ts'

/**
 * The gaps with what they rest on, as every nation of the office may see them: what a nation released to some alone is in
 * none of the figures. What one nation may see beyond that, `ForceDesk` answers.
 */
export async function gapsView({ mission, sink }: Holdfast, office: Office, notice: string | null) {
  const refused = guarantorsOnly(office, 'gaps and caveats')
  if (refused !== null) return refused
  const generate = releaseRegister(mission.generate, null)
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
