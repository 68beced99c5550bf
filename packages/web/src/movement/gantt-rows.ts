import type { BarTold } from '@holdfast/core/move/model'

/** One leg and fleet with its bars. */
export interface GanttRow {
  readonly key: string
  readonly name: string
  readonly fleet: string
  readonly mode: string
  readonly vehicles: number
  readonly bars: readonly BarTold[]
}

/** Bars by leg and fleet, in the order of their first begin. */
export function ganttRows(bars: readonly BarTold[], mode: string): readonly GanttRow[] {
  const rows = new Map<string, GanttRow>()
  for (const bar of bars) {
    if (mode !== '' && bar.mode !== mode) continue
    const key = `${bar.leg} ${bar.fleet}`
    const row = rows.get(key)
    rows.set(key, {
      key,
      name: bar.name,
      fleet: bar.fleet,
      mode: bar.mode,
      vehicles: (row?.vehicles ?? 0) + bar.vehicles,
      bars: [...(row?.bars ?? []), bar],
    })
  }
  return [...rows.values()]
}
