/** Offers that old entries have in another unit than the lines of their capability. */
import type { Offer, Sized } from '../offer.ts'
import type { Requirement } from '../types.ts'
import type { LeftOut } from './types.ts'

/** The offers that fill no line because every line of their capability is counted in another unit. */
export function otherUnits(
  offers: readonly { readonly offer: Offer; readonly size: Sized }[],
  lines: readonly { readonly line: Requirement; readonly plan: Sized }[],
): readonly LeftOut[] {
  return offers.flatMap(({ offer: { id, capability }, size }): readonly LeftOut[] => {
    const units = lines.flatMap(({ line, plan }) =>
      line.capability === capability ? [plan.unit] : [],
    )
    const [unit] = units
    if (unit === undefined || units.includes(size.unit)) return []
    return [{ id, what: 'offer', why: `counted in ${size.unit}, the line in ${unit}` }]
  })
}
