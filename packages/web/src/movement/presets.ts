// Faults that a planner asks for most, as a filled-in choice: nothing is sent until somebody sends it.
import type { ChosenFault, FaultChoice } from '@holdfast/core/move/contingency'
import type { MovementTold } from '@holdfast/core/move/model'
import type { FaultKind } from '@holdfast/core/move/simulate'

/** Some faults under one name. */
export interface Preset {
  readonly words: string
  readonly faults: readonly ChosenFault[]
}
const STOCK_LOST = 0.3
const SLOWDOWN = 3

/** A fault of the kind with the figures that the reference faults have. */
export const faultOf = (
  kind: FaultKind,
  on: string,
  hours: { readonly fromHour: number; readonly untilHour: number },
): ChosenFault => ({
  kind,
  on,
  ...hours,
  stockLost: kind === 'depotStruck' ? STOCK_LOST : null,
  slowdown: kind === 'cyberOutage' ? SLOWDOWN : null,
})

/** The leg of a mode that carries most in the plan; null where none does. */
function busiest(told: MovementTold, mode: string): string | null {
  const carried = new Map<string, number>()
  for (const bar of told.bars)
    if (bar.mode === mode)
      carried.set(
        bar.leg,
        (carried.get(bar.leg) ?? 0) +
          Object.values(bar.load).reduce((sum, units) => sum + units, 0),
      )
  return [...carried].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

/** A rail bridge down on the busiest line, and every crossing of a country closed for a day. */
export function presetsOf(told: MovementTold, choices: readonly FaultChoice[]): readonly Preset[] {
  const rail = busiest(told, 'rail')
  const horizon = { fromHour: 0, untilHour: told.horizonHours }
  const presets: Preset[] =
    rail === null
      ? []
      : [
          {
            words: 'A rail bridge down on the busiest line',
            faults: [faultOf('railCut', rail, horizon)],
          },
        ]
  const crossings = choices.find(({ kind }) => kind === 'crossingClosed')?.on ?? []
  const day = { fromHour: 24, untilHour: Math.min(48, told.horizonHours) }
  const countries = [...new Set(crossings.flatMap(({ country }) => country ?? []))].toSorted()
  for (const country of countries) {
    const faults = crossings
      .filter((one) => one.country === country)
      .map(({ id }) => faultOf('crossingClosed', id, day))
    if (faults.length > 1 && day.untilHour > day.fromHour)
      presets.push({ words: `Every crossing of ${country} closed for a day`, faults })
  }
  return presets
}
