import { SEASON_HALF_DAYS } from './assumptions.ts'
import { SLOTS, dateOf } from './calendar.ts'
import type { Background } from './background.ts'

/**
 * What is to be beaten: a Poisson background of the cell's own mean count within two weeks of the date, nothing shared,
 * nothing normalised. Expected fires of one cell by slot.
 */
export function plainRatesOf({ years }: Pick<Background, 'years'>, cell: number): Float64Array {
  const rates = new Float64Array(SLOTS)
  const share = 1 / (years.length * (2 * SEASON_HALF_DAYS + 1))
  for (const { days } of years)
    for (let i = 0; i < days.cell.length; i += 1) {
      if (days.cell[i] !== cell) continue
      const { slot } = dateOf(days.epochDay[i] as number)
      for (let k = -SEASON_HALF_DAYS; k <= SEASON_HALF_DAYS; k += 1) {
        const at = (slot + k + SLOTS) % SLOTS
        rates[at] = (rates[at] as number) + (days.count[i] as number) * share
      }
    }
  return rates
}

/** Chance of fewer fires than `count` under a Poisson mean. */
export function poissonBelow(mean: number, count: number): number {
  let [p, below] = [Math.exp(-mean), 0]
  for (let k = 0; k < count; k += 1) {
    below += p
    p *= mean / (k + 1)
  }
  return Math.min(1, below)
}
