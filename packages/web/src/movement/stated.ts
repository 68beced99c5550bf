// The faults that a planner chose, as a fault model: each with a chance, or all of them by one cause.
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { FaultModel } from '@holdfast/core/move/simulate'

/** What goes for a cut leg where a planner did not say: the way around after two hours. */
const POLICY: FaultModel['policy'] = { cutLeg: 'around', afterHours: 2, order: 'firstCome' }

/** How likely chosen faults are. */
export interface Likely {
  /** In percent, [0, 100]: of each by itself, or of the one cause. */
  readonly percent: number
  /** One cause brings all of them, or none. Of a single fault it is the same. */
  readonly isTogether: boolean
  readonly owner: string
  /** Milliseconds since 1970: the day of the assumption. */
  readonly nowMs: number
}

/** The fault model of chosen faults. Hours are those chosen; a common cause begins with the first of them. */
export function statedFaults(
  faults: readonly ChosenFault[],
  { percent, isTogether, owner, nowMs }: Likely,
  titleOf: (fault: ChosenFault) => string,
): FaultModel {
  const chance = percent / 100
  const isOne = isTogether && faults.length > 1
  const basis = {
    kind: 'assumption',
    owner,
    date: new Date(nowMs).toISOString().slice(0, 10),
    source: 'chosen on the page Movement',
  } as const
  const how = isOne ? 'together' : 'each'
  const ids = faults.map((_, i) => `chosen-${i + 1}`)
  return {
    format: 'holdfast.movement-faults',
    version: 1,
    id: 'chosen',
    title: `${faults.map(titleOf).join('; ')}: ${how} with a chance of ${percent} %`,
    faults: faults.map((fault, i) => {
      const { kind, on, fromHour, untilHour, stockLost, slowdown } = fault
      const isOfLeg = kind === 'railCut' || kind === 'roadCut'
      return {
        id: ids[i] ?? '',
        title: titleOf(fault),
        kind,
        node: isOfLeg ? null : on,
        leg: isOfLeg ? on : null,
        chance: isOne ? 0 : chance,
        startHour: { kind: 'fixed', value: fromHour },
        durationHours: { kind: 'fixed', value: untilHour - fromHour },
        stockLost,
        slowdown,
        basis,
      }
    }),
    combined: isOne
      ? [
          {
            id: 'chosen-together',
            title: 'All of them, by one cause',
            chance,
            faults: ids,
            startHour: { kind: 'fixed', value: Math.min(...faults.map((one) => one.fromHour)) },
            basis,
          },
        ]
      : [],
    variation: null,
    policy: POLICY,
  }
}
