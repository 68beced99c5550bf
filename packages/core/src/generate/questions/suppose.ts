/**
 * Supposing changes a copy of the register and nothing on record: a nation withdraws, a vote fails, a caveat is lifted, an
 * offer comes. Every what-if goes through here, so that all of them are answered from the same model.
 */
import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { ConditionKind, ConditionState } from '../register/types.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Pledge } from '../types.ts'

/** Something that is not so, to be thought through. */
export type Supposition =
  /** The nation withdraws all its pledges. */
  | { readonly kind: 'withdraws'; readonly nation: NationCode }
  /** One pledge goes. */
  | { readonly kind: 'loses'; readonly pledge: string }
  /** A condition is in another state: a vote fails, a ceasefire comes into force. */
  | { readonly kind: 'condition'; readonly condition: string; readonly state: ConditionState }
  /** All conditions of one kind are in another state: no United States backstop, no mandate. */
  | { readonly kind: 'conditions'; readonly of: ConditionKind; readonly state: ConditionState }
  /** The nation lifts the caveats of all its pledges, and what it rules out. Conditions stay. */
  | { readonly kind: 'liftsAll'; readonly nation: NationCode }
  /** One caveat of one nation goes, by its title. */
  | { readonly kind: 'lifts'; readonly nation: NationCode; readonly caveat: string }
  /** A new offer. */
  | { readonly kind: 'offers'; readonly pledge: Pledge }

type Maps = Pick<GenerateState, 'pledges' | 'exclusions' | 'conditions'>

const refuse = (refused: string): Refused => ({ refused })
const mapped = <T>(all: ReadonlyMap<string, T>, change: (item: T) => T): ReadonlyMap<string, T> =>
  new Map([...all].map(([id, item]) => [id, change(item)]))

function without(state: GenerateState, drop: (pledge: Pledge) => boolean): Maps | null {
  const kept = new Map([...state.pledges].filter(([, pledge]) => !drop(pledge)))
  return kept.size === state.pledges.size
    ? null
    : { pledges: kept, exclusions: state.exclusions, conditions: state.conditions }
}

function lifting(state: GenerateState, nation: NationCode, title: string | null): Maps | null {
  const isLifted = (caveat: { readonly title: string }): boolean =>
    title === null || caveat.title === title
  const pledges = mapped(state.pledges, (pledge) =>
    pledge.nation === nation
      ? { ...pledge, caveats: pledge.caveats.filter((caveat) => !isLifted(caveat)) }
      : pledge,
  )
  const opened = [...state.exclusions.values()].filter(
    (one) => one.nation === nation && isLifted(one.caveat),
  )
  // What it ruled out becomes an offer that nobody has sized: the assumption about exclusions sizes it, if there is one.
  const offers = opened.map(({ id, capability, caveat }): [string, Pledge] => [
    `${id}.lifted`,
    {
      id: `${id}.lifted`,
      nation,
      title: `what ${nation} would offer if it lifted: ${caveat.title}`,
      status: 'stated',
      capability,
      strength: 'signalled',
      quantity: { kind: 'unknown' },
      noticeMs: null,
      caveats: [],
      sources: caveat.sources,
    },
  ])
  const isAny =
    opened.length > 0 ||
    [...state.pledges.values()].some((one) => one.nation === nation && one.caveats.some(isLifted))
  if (!isAny) return null
  const exclusions = new Map([...state.exclusions].filter(([, one]) => !opened.includes(one)))
  return {
    pledges: new Map([...pledges, ...offers]),
    exclusions,
    conditions: state.conditions,
  }
}

// What is ruled out and lifted is sized by its own assumption (`capability:excluded`), not by that for signalled offers.
function sized(state: GenerateState, changed: Maps): Maps {
  const excluded = [...state.assumptions.values()]
  const pledges = mapped(changed.pledges, (pledge) => {
    if (state.pledges.has(pledge.id) || pledge.quantity.kind !== 'unknown') return pledge
    const size = excluded.find(({ about }) => about === `${pledge.capability}:excluded`)
    return size === undefined
      ? pledge
      : {
          ...pledge,
          quantity: { kind: 'range', min: size.value, max: size.value, unit: size.unit } as const,
        }
  })
  return { ...changed, pledges }
}

function conditionsAs(
  state: GenerateState,
  is: (condition: { readonly id: string; readonly kind: ConditionKind }) => boolean,
  next: ConditionState,
): Maps | null {
  if (![...state.conditions.values()].some(is)) return null
  const conditions = mapped(state.conditions, (one) => (is(one) ? { ...one, state: next } : one))
  return { pledges: state.pledges, exclusions: state.exclusions, conditions }
}

function changedBy(state: GenerateState, supposition: Supposition): Maps | Refused {
  switch (supposition.kind) {
    case 'withdraws':
      return (
        without(state, ({ nation }) => nation === supposition.nation) ??
        refuse(`${supposition.nation} has no pledge here that it could withdraw`)
      )
    case 'loses':
      return (
        without(state, ({ id }) => id === supposition.pledge) ??
        refuse(`there is no pledge ${supposition.pledge}; see the register for the ids`)
      )
    case 'condition':
      return (
        conditionsAs(state, ({ id }) => id === supposition.condition, supposition.state) ??
        refuse(`there is no condition ${supposition.condition}; see the register for the ids`)
      )
    case 'conditions':
      return (
        conditionsAs(state, ({ kind }) => kind === supposition.of, supposition.state) ??
        refuse(`no condition of the kind ${supposition.of} is recorded; record it first`)
      )
    case 'liftsAll':
    case 'lifts': {
      const title = supposition.kind === 'lifts' ? supposition.caveat : null
      const lifted = lifting(state, supposition.nation, title)
      if (lifted !== null) return sized(state, lifted)
      return refuse(
        title === null
          ? `${supposition.nation} has no caveat here`
          : `${supposition.nation} has no caveat ${JSON.stringify(title)} here`,
      )
    }
    case 'offers':
      break
  }
  const { pledge } = supposition
  if (state.pledges.has(pledge.id)) return refuse(`the id ${pledge.id} is taken; choose another`)
  const pledges = new Map(state.pledges).set(pledge.id, pledge)
  return { pledges, exclusions: state.exclusions, conditions: state.conditions }
}

/** The register as it would be; refused where there is nothing that the supposition is about. */
export function suppose(
  state: GenerateState,
  suppositions: readonly Supposition[],
): GenerateState | Refused {
  const [next, ...rest] = suppositions
  if (next === undefined) return state
  const changed = changedBy(state, next)
  return isRefused(changed) ? changed : suppose({ ...state, ...changed }, rest)
}
