/** Armed by hour: how the curve is made of signings, and what is read from it. */
import type { MovePlan, MovementModel } from './types.ts'

/** Complete kits signed for by the end of each step, cumulative; 0 at hour 0. */
export function curveOf(
  model: MovementModel,
  signings: MovePlan['signings'],
): MovePlan['armedByHour'] {
  const steps = Math.round(model.horizonHours / model.stepHours)
  const kits = new Set(
    model.demands.filter(({ commodity }) => commodity === null).map(({ id }) => id),
  )
  const byStep = new Float64Array(steps)
  for (const { demand, hour, quantity } of signings) {
    const step = Math.round(hour / model.stepHours)
    if (kits.has(demand)) byStep[step] = (byStep[step] ?? 0) + quantity
  }
  let sum = 0
  const curve: (readonly [number, number])[] = [[0, 0]]
  for (const [step, quantity] of byStep.entries()) {
    sum += quantity
    curve.push([(step + 1) * model.stepHours, sum])
  }
  return curve
}

/** Armed at an hour: what is signed for by the last point that is not after it. */
export const armedAt = (curve: MovePlan['armedByHour'], hour: number): number =>
  curve.findLast(([at]) => at <= hour)?.[1] ?? 0

/** The first hour by which so many are armed; null where they never are. */
export const metAtHour = (curve: MovePlan['armedByHour'], kits: number): number | null =>
  curve.find(([, armed]) => armed >= kits)?.[0] ?? null
