import type { Weapon } from '../../observe/index.ts'
import { WEAPON_RANGE_M } from './assumptions.ts'

/** How much a naming says: a calibre most, a class more than a term. */
const detail = ({ class: family, calibreMm }: Weapon): number =>
  (calibreMm === null ? 0 : 2) + (family === 'unknown' ? 0 : 1)

/** Whether two namings can mean one weapon; what is not known fits everything. */
export function compatible(a: Weapon | null, b: Weapon | null): boolean {
  if (a === null || b === null) return true
  if (a.class !== b.class && a.class !== 'unknown' && b.class !== 'unknown') return false
  return a.calibreMm === b.calibreMm || a.calibreMm === null || b.calibreMm === null
}

/** The naming that says most, ties by term; null where nobody named one. */
export function mostDetailed(weapons: readonly (Weapon | null)[]): Weapon | null {
  const named = weapons.filter((weapon) => weapon !== null)
  return (
    named.toSorted(
      (a, b) => detail(b) - detail(a) || (a.term < b.term ? -1 : Number(a.term > b.term)),
    )[0] ?? null
  )
}

/** Distances over which a flight by either naming is plausible, metres. */
export function rangeOf(a: Weapon | null, b: Weapon | null): readonly [minM: number, maxM: number] {
  const weapon = mostDetailed([a, b])
  return WEAPON_RANGE_M[weapon?.class ?? 'unknown']
}
