import { FAMILY_RATIO_MAX } from './assumptions.ts'
import type { Witness } from './witnesses.ts'

/**
 * How far groups of one family are taken to err together. `capped` is what is reported. The others bound it: `doubting`
 * hears of each family only those who speak against the event, all of them, and where there are none the strongest of
 * those who speak for it, alone; `trusting` the other way round.
 */
export type Dependence = 'capped' | 'doubting' | 'trusting'

/** What a family says, in logarithms of likelihood ratios: for and against, by its strongest group and by all. */
interface Bearing {
  readonly cap: number
  mostFor: number
  sumFor: number
  mostAgainst: number
  sumAgainst: number
}

/**
 * The logarithm of what all witnesses bring together under a dependence. For the same witnesses it rises from `doubting`
 * through `capped` to `trusting`, because one group brings no more than its family may.
 */
export function logRatioOf(witnesses: readonly Witness[], dependence: Dependence): number {
  const families = new Map<string, Bearing>()
  for (const { family, ratio } of witnesses) {
    const bearing = families.get(family) ?? {
      cap: Math.log(FAMILY_RATIO_MAX[family]),
      mostFor: 0,
      sumFor: 0,
      mostAgainst: 0,
      sumAgainst: 0,
    }
    const log = Math.log(ratio)
    bearing.mostFor = Math.max(bearing.mostFor, log)
    bearing.mostAgainst = Math.min(bearing.mostAgainst, log)
    bearing.sumFor += Math.max(0, log)
    bearing.sumAgainst += Math.min(0, log)
    families.set(family, bearing)
  }
  let total = 0
  for (const name of [...families.keys()].toSorted()) {
    const bearing = families.get(name)
    if (bearing === undefined) continue
    const { cap, mostFor, sumFor, mostAgainst, sumAgainst } = bearing
    if (dependence === 'doubting') total += sumAgainst < 0 ? sumAgainst : mostFor
    else if (dependence === 'trusting') total += sumFor > 0 ? sumFor : mostAgainst
    else total += Math.min(cap, Math.max(-cap, sumFor + sumAgainst))
  }
  return total
}
