/** Who may overwrite a requirement, an assessment or an assumption on record, and whose forces one may assume things about. */
import type { Actor, NationCode } from '../../nations/index.ts'
import type { Json } from '../../evidence/index.ts'
import type { Refused } from '../../units/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assessment, Assumption, Pledge, Requirement } from '../types.ts'
import { OF_NATION, refuseAboutNothing, refuseValue } from './about.ts'
import { MISSION } from './decide.ts'
import { isStaff } from './record.ts'
import { refuseHiddenName, refuseOpenName } from './name-space.ts'
import { isReleasedTo, pledgeAbout, seesAssumption } from './release.ts'
import type { Condition } from './types.ts'

/** The nation that recorded the thing first; the mission's staff where nobody of a nation did. `at` is `list:id`. */
export const recorderOf = (state: GenerateState, at: string): NationCode =>
  state.recordedBy.get(at) ?? MISSION

function refuseAmendment(
  state: GenerateState,
  { what, at }: { readonly what: string; readonly at: string },
  actor: Actor,
): Refused | null {
  const recorder = recorderOf(state, at)
  if (isStaff(actor) || recorder === actor.nation) return null
  const who = recorder === MISSION ? '' : `a planner of ${recorder} or `
  return { refused: `${what} is on record; ${who}the mission's staff amends it. Choose another id` }
}

/** Why the requirement may not be recorded, or null: one on record is amended by who recorded it and by the staff. */
export const refuseRequirement = (
  state: GenerateState,
  { id }: Requirement,
  actor: Actor,
): Refused | null =>
  state.requirements.has(id)
    ? refuseAmendment(state, { what: `requirement ${id}`, at: `requirements:${id}` }, actor)
    : null

/** As `refuseRequirement`, of an assessment. */
export const refuseAssessment = (
  state: GenerateState,
  { id }: Assessment,
  actor: Actor,
): Refused | null =>
  state.assessments.has(id)
    ? refuseAmendment(state, { what: `assessment ${id}`, at: `assessments:${id}` }, actor)
    : null

/** Who assumes something, and what is recorded beside it. */
export interface Assuming {
  readonly actor: Actor
  readonly pledges: readonly Pledge[]
  readonly requirements: readonly Requirement[]
  readonly conditions: readonly Condition[]
}
/** Why the actor may not assume anything about that, or null. */
function refuseSubject(
  state: GenerateState,
  assumption: Assumption,
  asking: Assuming,
): Refused | null {
  const { id, about } = assumption
  const { actor, pledges } = asking
  const nothing = refuseAboutNothing(state, assumption, asking)
  if (nothing !== null) return nothing
  const named = pledgeAbout(about)
  const [head = '', nation = ''] = about.split(':')
  const isOfNation = OF_NATION.has(head)
  if (named === null && !isOfNation) return null
  const pledge = named === null ? undefined : asked(state, named, pledges)
  const isSeen =
    pledge !== undefined &&
    isReleasedTo({ releasableTo: pledge.releasableTo, owner: pledge.nation }, actor.nation)
  // One answer for a pledge that is not there and for one that the actor may not know of.
  if (named !== null && !isSeen)
    return { refused: `there is no pledge ${named}; see the register for the ids` }
  const owner = pledge?.nation ?? nation
  return isStaff(actor) || actor.nation === owner
    ? null
    : {
        refused: `assumption ${id} is about ${about}; a planner of ${owner} or the mission's staff records it`,
      }
}

const asked = (state: GenerateState, id: string, pledges: readonly Pledge[]): Pledge | undefined =>
  state.pledges.get(id) ?? pledges.find((one) => one.id === id)

/** What is assumed of a pledge can be hidden with it; anything else every nation of the office sees. */
const refuseNewName = ({ id, about }: Assumption, actor: Actor): Refused | null =>
  pledgeAbout(about) === null
    ? refuseOpenName('assumption', id, actor)
    : refuseHiddenName('assumption', id, actor)

/**
 * Why the assumption may not be recorded, or null. One on record is overwritten by the nation that recorded it, and by the
 * staff where the staff did; one about a nation's forces or its pledge is that nation's or the staff's.
 */
export function refuseAssumption(
  state: GenerateState,
  assumption: Assumption,
  asking: Assuming,
): Refused | null {
  const { id } = assumption
  const { actor } = asking
  const known = state.assumptions.get(id)
  const isSeen = known !== undefined && seesAssumption(state, known, actor.nation)
  // What becomes one about a pledge becomes hidden with it: it needs the name of what can be.
  if (!isSeen || pledgeAbout(known.about) !== pledgeAbout(assumption.about)) {
    // One answer for an id that is taken by what the actor may not know of and for one that is free.
    const named = refuseNewName(assumption, actor)
    if (named !== null) return named
  }
  if (known !== undefined) {
    const recorder = recorderOf(state, `assumptions:${id}`)
    const isOwn = recorder === MISSION ? isStaff(actor) : actor.nation === recorder
    if (!isOwn)
      return { refused: `assumption ${id} is another's; record one with an id of your own` }
  }
  return refuseSubject(state, assumption, asking) ?? refuseValue(assumption)
}

/** The release of the pledge that the assumption is about, for its entry: words about a pledge go no further than it. */
export function releaseOfAssumption(
  state: GenerateState,
  { about }: Assumption,
): { readonly [key: string]: Json } {
  const pledge = state.pledges.get(pledgeAbout(about) ?? '')
  return pledge?.releasableTo === undefined
    ? {}
    : { nation: pledge.nation, releasableTo: pledge.releasableTo }
}
