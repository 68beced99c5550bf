/** The claims of an incident in words: who said them, who took them down, and whether they count. */
import { claimState } from '@holdfast/core/verify'
import type { Claim } from '@holdfast/core/verify'
import { iso } from '../output/index.ts'

const CLAIM_STANDS = {
  filed: 'not confirmed: it counts nowhere yet',
  confirmed: 'confirmed',
  takenBack: 'taken back',
} as const
/** Where a claim stands and by whose hand, as far as the office is told. */
export function claimStands(claim: Claim): string {
  if (claim.stance === 'silent') return ''
  const { takingBack = [], takenBack, confirmed } = claim
  const nations = takingBack.map(({ nation }) => nation).join(', ')
  const by = takenBack === undefined ? (confirmed?.nation ?? '') : nations
  const moved =
    takenBack === undefined && nations !== '' ? `; ${nations} moves to take it back` : ''
  return `${CLAIM_STANDS[claimState(claim)]}${by === '' ? '' : ` by ${by}`}${moved}`
}
/** Who said it, when it was received and how it came; `withheld` where the office is not told. */
export function claimSource({ stance, source }: Claim, withheld: string): string {
  if (source === undefined) return stance === 'silent' ? '' : withheld
  const { by, receivedAtMs, channel, document } = source
  const ways = [...(channel === null ? [] : [channel]), ...(document === null ? [] : [document])]
  return `${by}, ${iso(receivedAtMs)}, ${ways.join(', ')}`
}
