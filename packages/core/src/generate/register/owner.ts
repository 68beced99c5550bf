/** Who may overwrite a requirement, an assessment or an assumption on record, and what an assumption may be worth. */
import { isNation } from '../../nations/index.ts'
import type { Actor, NationCode } from '../../nations/index.ts'
import type { Json } from '../../evidence/index.ts'
import type { Refused } from '../../units/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assessment, Assumption, Pledge, Requirement } from '../types.ts'
import { MISSION } from './decide.ts'
import { isStaff } from './record.ts'
import { refuseHiddenName, refuseOpenName } from './name-space.ts'
import { isReleasedTo, pledgeAbout, seesAssumption } from './release.ts'
import { PLEDGE_STATUSES } from './table.ts'
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

interface Bounds {
  readonly least: number
  readonly most: number
  readonly isLeastIn: boolean
  readonly words: string
}
const CHANCE: Bounds = { least: 0, most: 1, isLeastIn: true, words: 'a chance from 0 to 1' }
const SIZE: Bounds = { least: 0, most: Infinity, isLeastIn: false, words: 'a size above 0' }
/** By what stands before the colon of `about`; anything else is a size. */
const BOUNDS: ReadonlyMap<string, Bounds> = new Map([
  ['condition', CHANCE],
  ['pledge', CHANCE],
  ['status', CHANCE],
  ['rotationRatio', { least: 1, most: 20, isLeastIn: true, words: 'a ratio from 1 to 20' }],
  ['deployable', { least: 0, most: Infinity, isLeastIn: true, words: 'a number of at least 0' }],
])

function refuseValue({ id, about, value }: Assumption): Refused | null {
  const { least, most, isLeastIn, words } = BOUNDS.get(about.split(':', 1)[0] ?? '') ?? SIZE
  const isIn = value <= most && (isLeastIn ? value >= least : value > least)
  return isIn
    ? null
    : { refused: `assumption ${id} about ${about} has the value ${value}; write ${words}` }
}

/** Who assumes something, and what is recorded beside it. */
export interface Assuming {
  readonly actor: Actor
  readonly pledges: readonly Pledge[]
  readonly requirements: readonly Requirement[]
  readonly conditions: readonly Condition[]
}
/** What stands before the colon of `about` where a nation does behind it. */
const OF_NATION = new Set(['deployable', 'rotationRatio'])
const OF_CAPABILITY = new Set(['packageSize', 'persons'])
/** Of offers without a number. */
const STRENGTHS = new Set(['prepared', 'signalled', 'excluded'])
/** The rule for pledges of unknown size as a whole. */
const UNSIZED = 'unsized'

/** The capability that the words about an assumption name, or null. */
export function capabilityAbout(about: string): string | null {
  const [head = '', rest] = about.split(':')
  if (rest === undefined) return null
  return OF_CAPABILITY.has(head) ? rest : STRENGTHS.has(rest) ? head : null
}

/** Why there is nothing that the assumption could be about, or null. Of pledges `refuseSubject` says it. */
function refuseAboutNothing(
  state: GenerateState,
  { id, about }: Assumption,
  { requirements, conditions }: Assuming,
): Refused | null {
  const refused = (why: string): Refused => ({
    refused: `assumption ${id} is about ${about}: ${why}; see the register for the ids`,
  })
  const colon = about.indexOf(':')
  const [head, rest] = [about.slice(0, Math.max(0, colon)), about.slice(colon + 1)]
  if (head === 'pledge') return null
  if (head === '')
    return rest === UNSIZED ||
      state.requirements.has(rest) ||
      requirements.some((one) => one.id === rest)
      ? null
      : refused(`there is no line ${rest}`)
  if (head === 'condition')
    return state.conditions.has(rest) || conditions.some((one) => one.id === rest)
      ? null
      : refused(`there is no condition ${rest}`)
  if (head === 'status')
    return PLEDGE_STATUSES.some((status) => status === rest)
      ? null
      : refused(`no pledge is ${rest}, one of ${PLEDGE_STATUSES.join(', ')}`)
  if (OF_NATION.has(head)) return isNation(rest) ? null : refused(`${rest} is no nation`)
  return capabilityAbout(about) !== null
    ? null
    : refused(
        `write a line's id, ${UNSIZED}, condition:ID, pledge:ID, status:STATUS, CAPABILITY:prepared (signalled, excluded), packageSize:CAPABILITY, persons:CAPABILITY, deployable:NATION or rotationRatio:NATION`,
      )
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
