import { isFictional } from '../nations/index.ts'
import type { Claim, Incident } from './types.ts'

/** The claims that count: silence, and what a second officer confirmed; nothing that was taken back. In the order of their filing. */
export const countingClaims = ({ claims }: Pick<Incident, 'claims'>): readonly Claim[] =>
  claims.filter(
    ({ stance, confirmed, takenBack }) =>
      takenBack === undefined && (stance === 'silent' || confirmed !== undefined),
  )

/** The claims that wait: somebody took them down, and nobody confirmed them or took them back yet. In the order of their filing. */
export const waitingClaims = ({ claims }: Pick<Incident, 'claims'>): readonly Claim[] =>
  claims.filter(
    ({ stance, confirmed, takenBack }) =>
      takenBack === undefined && stance !== 'silent' && confirmed === undefined,
  )

/** Whether no nation that does not exist took the claim down or confirmed it. Silence is the clock's. */
export const isOfNations = ({ filedBy, confirmed }: Claim): boolean =>
  ![filedBy, confirmed].some((one) => one !== undefined && isFictional(one.nation))
