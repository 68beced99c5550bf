import { dateOf } from '@holdfast/core/fuse/thermal'
import type { Fires } from '@holdfast/core/fuse/thermal'

/** Fires of whole years. */
export type Past = readonly { readonly year: number; readonly fires: Fires }[]

/** Fires by year: a file may hold several, and a year may come in several files. */
export function byYear({ epochDay, lonDeg, latDeg }: Fires): Past {
  const years = new Map<number, { epochDay: number[]; lonDeg: number[]; latDeg: number[] }>()
  for (let i = 0; i < epochDay.length; i += 1) {
    const { year } = dateOf(epochDay[i] ?? 0)
    const fires = years.get(year) ?? { epochDay: [], lonDeg: [], latDeg: [] }
    years.set(year, fires)
    fires.epochDay.push(epochDay[i] ?? 0)
    fires.lonDeg.push(lonDeg[i] ?? 0)
    fires.latDeg.push(latDeg[i] ?? 0)
  }
  return [...years].map(([year, fires]) => ({ year, fires }))
}
