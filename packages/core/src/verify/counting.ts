import type { Claim, Incident } from './types.ts'

/** The claims that count: silence, and what a second officer confirmed; nothing that was taken back. In the order of their filing. */
export const countingClaims = ({ claims }: Pick<Incident, 'claims'>): readonly Claim[] =>
  claims.filter(
    ({ stance, confirmed, takenBack }) =>
      takenBack === undefined && (stance === 'silent' || confirmed !== undefined),
  )
