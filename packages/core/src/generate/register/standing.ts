/**
 * The register as it stands at an instant: what was withdrawn is gone, caveats that are over or not yet in force do not
 * bind, and a condition that is not met binds like a caveat on every place. A condition that nobody has recorded as met
 * is not met: `unknown` opens nothing.
 */
import type { InstantMs } from '../../units/index.ts'
import type { GenerateState } from '../generate-state.ts'
import { PLACES } from '../statement.ts'
import type { Caveat, Pledge } from '../types.ts'
import type { Condition } from './types.ts'

const CATEGORY_OF: Readonly<Record<Condition['kind'], Caveat['category']>> = {
  ceasefire: 'condition',
  parliament: 'parliament',
  mandateUn: 'mandate',
  mandateOsce: 'mandate',
  usBackstop: 'condition',
  other: 'condition',
}
const WAIVABLE_BY: Readonly<Record<Condition['kind'], string>> = {
  ceasefire: 'the parties to the ceasefire',
  parliament: 'the parliament',
  mandateUn: 'United Nations Security Council',
  mandateOsce: 'Permanent Council of the OSCE',
  usBackstop: 'President of the United States',
  other: 'whoever set it',
}

/** Whether the caveat is in force at the instant: [fromMs, untilMs). */
export const isInForce = ({ fromMs, untilMs }: Caveat, atMs: InstantMs): boolean =>
  (fromMs === undefined || fromMs <= atMs) && (untilMs === undefined || atMs < untilMs)

/** Whether the caveat can be lifted at the instant: it binds, or will. */
export const isLiftable = ({ untilMs }: Pick<Caveat, 'untilMs'>, atMs: InstantMs): boolean =>
  untilMs === undefined || atMs < untilMs

/** Whether the caveat is about that capability and zone at all. */
export function concerns(
  { scope }: Caveat,
  { capability, zone }: { readonly capability: string; readonly zone?: string | undefined },
): boolean {
  if (scope?.capabilities !== undefined && !scope.capabilities.includes(capability)) return false
  return scope?.zones === undefined || (zone !== undefined && scope.zones.includes(zone))
}

/** A condition that is not met, as what it is for whoever plans: a restriction on every place. */
export function conditionCaveat(condition: Condition): Caveat {
  const { kind, title, state, sources, nation } = condition
  const whose = nation === null ? '' : ` of ${nation}`
  return {
    category: CATEGORY_OF[kind],
    title: `${title} (${state})`,
    forbids: PLACES,
    waivableBy: `${WAIVABLE_BY[kind]}${kind === 'parliament' ? whose : ''}`,
    sources,
  }
}

/** The conditions of the pledge that are not met; one that is not recorded counts as unknown. */
export const unmetConditions = (
  state: Pick<GenerateState, 'conditions'>,
  { conditions = [] }: Pick<Pledge, 'conditions'>,
): readonly Condition[] =>
  conditions.flatMap((id) => {
    const condition: Condition = state.conditions.get(id) ?? {
      id,
      kind: 'other',
      title: `condition ${id}, not recorded`,
      nation: null,
      state: 'unknown',
      sources: [],
    }
    return condition.state === 'met' ? [] : [condition]
  })

/** The pledges that still stand at the instant, each under the caveats and unmet conditions that bind it. */
export function standingPledges(
  state: Pick<GenerateState, 'pledges' | 'conditions'>,
  atMs: InstantMs,
): readonly Pledge[] {
  return [...state.pledges.values()]
    .filter(({ status }) => status !== 'withdrawn')
    .map((pledge) => ({
      ...pledge,
      caveats: [
        ...pledge.caveats.filter((caveat) => isInForce(caveat, atMs)),
        ...unmetConditions(state, pledge).map(conditionCaveat),
      ],
    }))
}
