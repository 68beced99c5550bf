/** Whether a pledge, a condition, a figure or a commitment may be recorded as it is, and by whom. */
import type { Actor } from '../../nations/index.ts'
import type { Refused } from '../../units/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Exclusion, Pledge } from '../types.ts'
import { MISSION, NAMED_MAX, refuseCondition, refuseForeign } from './decide.ts'
import { refuseHiddenName } from './name-space.ts'
import { isReleasedTo } from './release.ts'
import type { Commitment, Condition, Figure } from './types.ts'

/** Whether the actor is the mission's staff or what ships. */
export const isStaff = (actor: Actor): boolean =>
  actor.role === 'system' || actor.nation === MISSION

/** Whether the pledge's own nation has taken it over: then the mission's reading of public words no longer stands for it. */
export const isTakenOver = (state: GenerateState, { id, nation, status }: Pledge): boolean =>
  status !== 'stated' || (state.changes.get(id) ?? []).some(({ by }) => by.nation === nation)

function refuseByStaff(state: GenerateState, pledge: Pledge): Refused | null {
  // It would be gone from their own eyes, and nobody but the nation could mend it.
  if (!isReleasedTo({ releasableTo: pledge.releasableTo, owner: pledge.nation }, MISSION))
    return {
      refused: `pledge ${pledge.id} would be hidden from the mission's staff who records it; release it to ${MISSION} too, or a planner of ${pledge.nation} records what is confidential`,
    }
  if (pledge.status !== 'stated')
    return {
      refused: `pledge ${pledge.id} is ${pledge.status}; the mission's staff records what is stated, ${pledge.nation} does the rest`,
    }
  const known = state.pledges.get(pledge.id)
  return known !== undefined && isTakenOver(state, known)
    ? { refused: `pledge ${pledge.id}: ${pledge.nation} keeps it itself; ask its planner` }
    : null
}

function refuseByNation(known: Pledge | undefined, pledge: Pledge): Refused | null {
  if (known === undefined)
    return pledge.status === 'stated' || pledge.status === 'offered'
      ? null
      : {
          refused: `pledge ${pledge.id} begins as ${pledge.status}; record it as stated or offered, then move it`,
        }
  if (known.status === 'withdrawn')
    return { refused: `pledge ${pledge.id} was withdrawn; record a new pledge` }
  return known.status === pledge.status && known.requirement === pledge.requirement
    ? null
    : {
        refused: `pledge ${pledge.id} is ${known.status}; its status and line move by their own command, with a reason`,
      }
}

/**
 * Whether the actor may see the pledge as it is: only then does the same again pass without a question, as in a table that
 * comes back. For anybody else "nothing new" would confirm a guess of what is hidden.
 */
export const maySee = ({ nation, releasableTo }: Pledge, actor: Actor): boolean =>
  isReleasedTo({ releasableTo, owner: nation }, actor.nation)

/** Why the pledge may not be recorded as it is, or null. `conditions` are those recorded beside it. */
export function refusePledge(
  state: GenerateState,
  pledge: Pledge,
  { actor, conditions }: { readonly actor: Actor; readonly conditions: ReadonlySet<string> },
): Refused | null {
  if (!isStaff(actor)) {
    const foreign = refuseForeign(actor, pledge.nation, 'record a pledge')
    if (foreign !== null) return foreign
  }
  const known = state.pledges.get(pledge.id)
  const owner = known?.nation ?? pledge.nation
  const isSeen = isReleasedTo({ releasableTo: known?.releasableTo, owner }, actor.nation)
  if (known === undefined || owner !== pledge.nation || !isSeen) {
    // One answer for an id that is another nation's, for one that the actor may not know of and for one that is free.
    const named = refuseHiddenName('pledge', pledge.id, actor)
    if (named !== null) return named
    // Only an id of the actor's own name space comes here: what took it, the actor recorded.
    if (known !== undefined) return { refused: `the id ${pledge.id} is taken; choose another` }
  }
  const missing = pledge.conditions?.find((id) => !conditions.has(id))
  if (missing !== undefined)
    return { refused: `pledge ${pledge.id} names condition ${missing}; record that first` }
  if ((pledge.releasableTo?.length ?? 0) > NAMED_MAX)
    return { refused: `pledge ${pledge.id} is released to more than ${NAMED_MAX} nations` }
  return isStaff(actor) ? refuseByStaff(state, pledge) : refuseByNation(known, pledge)
}

/** Why the condition may not be recorded, or null: who may tell its state may record it, and the staff one not known. */
export function refuseRecordedCondition(
  state: GenerateState,
  condition: Condition,
  actor: Actor,
): Refused | null {
  const known = state.conditions.get(condition.id)
  if (known !== undefined && known.nation !== condition.nation)
    return { refused: `the condition ${condition.id} is taken; choose another id` }
  if (known !== undefined && known.state !== condition.state)
    return { refused: `condition ${condition.id} is ${known.state}; its state moves with a reason` }
  // That a nation has said what it depends on is public; whether it holds is the nation's to tell.
  if (known === undefined && condition.state === 'unknown' && isStaff(actor)) return null
  return refuseCondition(condition, actor)
}

type Numbered = Figure | Commitment | Exclusion

/** Why the number about a nation's forces, or what it rules out, may not be recorded, or null. The mission's staff records public ones. */
export function refuseNumber(
  known: Numbered | undefined,
  item: Numbered,
  actor: Actor,
): Refused | null {
  if (known !== undefined && known.nation !== item.nation)
    return { refused: `the id ${item.id} is taken; choose another` }
  return isStaff(actor) ? null : refuseForeign(actor, item.nation, 'speak for what is')
}
