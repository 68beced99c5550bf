import { isFictional } from '../nations/index.ts'
import type { Claim, ClaimState, Incident } from './types.ts'

/** Where a claim stands. Silence counts at once, as `confirmed`. */
export const claimState = ({ stance, confirmed, takenBack }: Claim): ClaimState => {
  if (takenBack !== undefined) return 'takenBack'
  return stance === 'silent' || confirmed !== undefined ? 'confirmed' : 'filed'
}

type Claims = Pick<Incident, 'claims'>
const thoseThat =
  (state: ClaimState) =>
  ({ claims }: Claims): readonly Claim[] =>
    claims.filter((claim) => claimState(claim) === state)

/** The claims that count: silence, and what a second officer confirmed; nothing that was taken back. In the order of their filing. */
export const countingClaims: (of: Claims) => readonly Claim[] = thoseThat('confirmed')

/** The claims that wait: somebody took them down, and nobody confirmed them or took them back yet. In the order of their filing. */
export const waitingClaims: (of: Claims) => readonly Claim[] = thoseThat('filed')

/** Whether no nation that does not exist took the claim down or confirmed it. Silence is the clock's. */
export const isOfNations = ({ filedBy, confirmed }: Claim): boolean =>
  ![filedBy, confirmed].some((one) => one !== undefined && isFictional(one.nation))
