/**
 * What people decide about the register: who may change which pledge, when a move is possible, and what an entry of it
 * holds. A nation's own planner changes its own pledges and nobody else's; the mission's staff records what a nation said
 * in public (`stated`) and goes no further. Every entry says where it led, so that folding needs no rule.
 */
import type { Draft, Json } from '../../evidence/index.ts'
import type { Actor, NationCode } from '../../nations/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import { isRefused, refuseWords } from '../../units/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Pledge, Quantity, Source } from '../types.ts'
import { refuseHiddenName } from './name-space.ts'
import { isReleasedTo } from './release.ts'
import { isLiftable } from './standing.ts'
import { PLEDGE_TABLE } from './table.ts'
import type { PledgeMove } from './table.ts'
import type { Condition, ConditionState, Minute } from './types.ts'

/** The nation code of the mission's own staff: no nation. */
export const MISSION = 'ZZZ'
/** Longest text that somebody types, characters. */
export const REGISTER_TEXT_MAX = 4_000
/** Most pledges that one minute names, and most nations that one record is released to. */
export const NAMED_MAX = 100

/** Moves a pledge along its life cycle. */
export interface MovePledge {
  readonly type: 'movePledge'
  readonly pledge: string
  readonly move: PledgeMove
  readonly reason: string
  readonly sources: readonly Source[]
  /** The line that it is assigned to; with `assign` and no other move. */
  readonly requirement?: string
  /** The number that the nation now names; with `offer` and `commit` only. */
  readonly quantity?: Quantity
}
/** Lifts a caveat of a pledge, by the caveat's title: one with an end ends now, one that has not begun never binds. */
export interface LiftCaveat {
  readonly type: 'liftCaveat'
  readonly pledge: string
  readonly caveat: string
  readonly reason: string
  readonly sources: readonly Source[]
}
/** Says that a condition is met, unmet or unknown. */
export interface MoveCondition {
  readonly type: 'moveCondition'
  readonly condition: string
  readonly state: ConditionState
  readonly reason: string
  readonly sources: readonly Source[]
}
/** Puts words of a conference on record. */
export interface RecordMinute {
  readonly type: 'recordMinute'
  readonly minute: Minute
}
/** What moves the register, beside the commands that record things as a whole. */
export type RegisterCommand = MovePledge | LiftCaveat | MoveCondition | RecordMinute
/** Entries, or the reason why there are none. */
export type RegisterDecision = { readonly entries: readonly Draft[] } | Refused

interface Asking {
  readonly actor: Actor
  readonly nowMs: InstantMs
}

const isMission = (actor: Actor): boolean => actor.role === 'system' || actor.nation === MISSION
const json = (value: object): Json => value as unknown as Json

/** Why the actor may not speak for the nation, or null. `deed` completes "may not ...". */
export function refuseForeign(actor: Actor, nation: NationCode, deed: string): Refused | null {
  if (actor.role !== 'system' && actor.nation === nation) return null
  const who = isMission(actor) ? "the mission's staff" : `a planner of ${actor.nation}`
  return { refused: `${who} may not ${deed} of ${nation}; a planner or minister of ${nation} does` }
}

/** What is wrong with a text that somebody typed, or null. */
export function textFault(what: string, text: string): Refused | null {
  return refuseWords(what, text, { max: REGISTER_TEXT_MAX })
}

/** The pledge, where the actor may know of it; for everybody else it is not there. */
function pledgeFor(state: GenerateState, id: string, actor: Actor): Pledge | Refused {
  const pledge = state.pledges.get(id)
  const isKnown =
    pledge !== undefined &&
    isReleasedTo({ releasableTo: pledge.releasableTo, owner: pledge.nation }, actor.nation)
  return isKnown ? pledge : { refused: `there is no pledge ${id}; see the register for the ids` }
}

const released = ({ releasableTo }: Pledge): { releasableTo?: readonly NationCode[] } =>
  releasableTo === undefined ? {} : { releasableTo }

/** The first condition of the pledge that is not met, in words; null where none is. */
function unmetOf(state: GenerateState, { conditions = [] }: Pledge): string | null {
  const found = conditions.find((id) => state.conditions.get(id)?.state !== 'met')
  return found === undefined
    ? null
    : `its condition ${found} is ${state.conditions.get(found)?.state ?? 'not recorded'}; it must be met first`
}

/** What a move needs beyond the table; null where nothing is missing. */
function moveFault(state: GenerateState, pledge: Pledge, command: MovePledge): string | null {
  const { move, requirement, quantity } = command
  if (quantity !== undefined && move !== 'offer' && move !== 'commit')
    return `a number is named with offer or commit; leave it out of ${move}`
  if ((requirement === undefined) === (move === 'assign'))
    return move === 'assign'
      ? 'name the line that it is assigned to'
      : `a line is named with assign; leave it out of ${move}`
  if (requirement !== undefined && !state.requirements.has(requirement))
    return `there is no line ${requirement}; see the requirements for the ids`
  if (move === 'assign' && pledge.quantity.kind === 'unknown')
    return 'nobody has said how much it is; commit it with a number or amend it first'
  return move === 'deploy' ? unmetOf(state, pledge) : null
}

function decideMove(state: GenerateState, command: MovePledge, actor: Actor): RegisterDecision {
  const pledge = pledgeFor(state, command.pledge, actor)
  if (isRefused(pledge)) return pledge
  const foreign = refuseForeign(actor, pledge.nation, 'move a pledge')
  if (foreign !== null) return foreign
  const cell = PLEDGE_TABLE[pledge.status][command.move]
  if (cell.kind === 'refused')
    return { refused: `${command.move} ${pledge.id}: ${cell.reason} (it is ${pledge.status})` }
  const fault = moveFault(state, pledge, command)
  if (fault !== null) return { refused: `${command.move} ${pledge.id}: ${fault}` }
  const { move, reason, sources, requirement = null, quantity = null } = command
  const { id, nation } = pledge
  const moved = { pledge: id, nation, move, status: cell.next, reason, sources }
  const payload = json({ ...moved, requirement, quantity, ...released(pledge) })
  const refs = refsOf(state, `pledges:${id}`)
  return { entries: [{ kind: 'generate.pledge-moved', payload, refs }] }
}

const refsOf = (state: GenerateState, key: string): readonly number[] => {
  const index = state.lastEntry.get(key)
  return index === undefined ? [] : [index]
}

function decideLift(
  state: GenerateState,
  command: LiftCaveat,
  { actor, nowMs }: Asking,
): RegisterDecision {
  const pledge = pledgeFor(state, command.pledge, actor)
  if (isRefused(pledge)) return pledge
  const foreign = refuseForeign(actor, pledge.nation, 'lift a caveat')
  if (foreign !== null) return foreign
  const { id, nation } = pledge
  const { caveat, reason, sources } = command
  if (!pledge.caveats.some((one) => one.title === caveat && isLiftable(one, nowMs))) {
    const titles = pledge.caveats
      .filter((one) => isLiftable(one, nowMs))
      .map(({ title }) => JSON.stringify(title))
      .join(', ')
    return {
      refused: `${id} has no caveat ${JSON.stringify(caveat)} that still binds or will; it has ${titles || 'none'}`,
    }
  }
  const payload = json({ pledge: id, nation, caveat, reason, sources, ...released(pledge) })
  return {
    entries: [{ kind: 'generate.caveat-lifted', payload, refs: refsOf(state, `pledges:${id}`) }],
  }
}

function decideCondition(
  state: GenerateState,
  { condition: id, state: next, reason, sources }: MoveCondition,
  actor: Actor,
): RegisterDecision {
  const condition = state.conditions.get(id)
  if (condition === undefined)
    return { refused: `there is no condition ${id}; record it first, with its kind and title` }
  const foreign = refuseCondition(condition, actor)
  if (foreign !== null) return foreign
  if (condition.state === next) return { refused: `condition ${id} is ${next} already` }
  const payload = json({ condition: id, state: next, reason, sources })
  const refs = refsOf(state, `conditions:${id}`)
  return { entries: [{ kind: 'generate.condition-moved', payload, refs }] }
}

/** A parliament's vote is told by its nation; what is no one nation's is told by the mission's staff. */
export function refuseCondition({ id, nation }: Condition, actor: Actor): Refused | null {
  if (nation !== null) return refuseForeign(actor, nation, `speak for condition ${id}`)
  return isMission(actor)
    ? null
    : { refused: `condition ${id} is no one nation's; the mission's staff records it` }
}

function decideMinute(
  state: GenerateState,
  { minute }: RecordMinute,
  actor: Actor,
): RegisterDecision {
  const fault = textFault('the text', minute.text) ?? textFault('the conference', minute.conference)
  if (fault !== null) return fault
  if (minute.id === '') return { refused: 'the id is empty; give it one' }
  const named = refuseHiddenName('minute', minute.id, actor)
  if (named !== null) return named
  if (state.minutes.has(minute.id))
    return { refused: `minute ${minute.id} is taken; a correction is a new minute that names it` }
  if (minute.pledges.length > NAMED_MAX)
    return { refused: `names ${minute.pledges.length} pledges; the most is ${NAMED_MAX}` }
  const pledges = minute.pledges.map((id) => pledgeFor(state, id, actor))
  const unknown = pledges.find(isRefused)
  if (unknown !== undefined) return unknown
  // Words about a pledge may go no further than the pledge itself.
  const held = pledges.flatMap((pledge) => (isRefused(pledge) ? [] : narrower(pledge, minute)))
  if (held[0] !== undefined)
    return {
      refused: `minute ${minute.id} names ${held[0]}, which fewer nations may see; release it to no more than they`,
    }
  const refs = minute.pledges.flatMap((id) => refsOf(state, `pledges:${id}`))
  return {
    entries: [{ kind: 'generate.minute-recorded', payload: { minute: json(minute) }, refs }],
  }
}

/** The pledge's id where some nation that may read the minute may not see it. */
function narrower(pledge: Pledge, { releasableTo }: Minute): readonly string[] {
  const { releasableTo: allowed, nation: owner } = pledge
  const readers = releasableTo ?? ['ALL']
  const isWider = readers.some((reader) =>
    reader === 'ALL'
      ? !isReleasedTo({ releasableTo: allowed, owner }, null)
      : !isReleasedTo({ releasableTo: allowed, owner }, reader),
  )
  return isWider ? [pledge.id] : []
}

/** Decides a command that moves the register; the actor may plan for the guarantors at all. */
export function decideRegister(
  state: GenerateState,
  command: RegisterCommand,
  asking: Asking,
): RegisterDecision {
  const { actor } = asking
  if (command.type === 'recordMinute') return decideMinute(state, command, actor)
  const fault = textFault('the reason', command.reason)
  if (fault !== null) return { refused: `${command.type}: ${fault.refused}` }
  switch (command.type) {
    case 'movePledge':
      return decideMove(state, command, actor)
    case 'liftCaveat':
      return decideLift(state, command, asking)
    case 'moveCondition':
      return decideCondition(state, command, actor)
  }
}
