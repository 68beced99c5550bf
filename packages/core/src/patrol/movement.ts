// A patrol goes where the signed plan says and nowhere else; who goes is a pseudonym; and the clock is told beforehand
// when to worry. What cannot be checked by a clock (a route without times, a radio without an interval) is refused.
import { refuseText } from '../liaise/index.ts'
import { DAY_MS, MINUTE_MS } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import type { Command } from './command.ts'
import { draft } from './entry.ts'
import type { Decision } from './entry.ts'
import type { PatrolState } from './evolve.ts'
import { readsLikePlace, refuseSettlement } from './plan.ts'
import { PLAN_TABLE } from './table.ts'
import type { Checkpoint, Movement, Patrol, Plan, Task } from './types.ts'

/** Radio checks are at least so far apart, and at most so far. */
export const RADIO_MS = { min: 5 * MINUTE_MS, max: 120 * MINUTE_MS } as const
/** The most that a checkpoint or the return may be late before the watch is raised. */
export const MARGIN_MS_MAX = 60 * MINUTE_MS
/** A patrol that is out may be given so much more than its plan's time, and no more. */
const LATER_MS_MAX = DAY_MS
/** Most people, vehicles and checkpoints of one patrol. */
export const PEOPLE_MAX = 40
const VEHICLES_MAX = 12
const CHECKPOINTS_MAX = 60
/** A pseudonym: one to four capitals, a hyphen, a number. A name of a person does not fit it. */
const PSEUDONYM = /^[A-Z]{1,4}-\d{1,4}$/u
const CALL_SIGN = /^[\w .-]{1,24}$/u

const repeated = (values: readonly string[]): string | undefined =>
  values.find((value, i) => values.indexOf(value) !== i)

function refusePeople({ people, vehicles }: Movement, task: Task): Refused | null {
  const least = task.kind === 'patrol' ? 2 : 1
  if (people.length < least || people.length > PEOPLE_MAX)
    return { refused: `${people.length} people: a ${task.kind} takes ${least} to ${PEOPLE_MAX}` }
  if (people.some((one) => !PSEUDONYM.test(one)))
    return { refused: 'people are pseudonyms such as P-07; no name of a person goes on record' }
  const unnamed = vehicles.some((one) => !CALL_SIGN.test(one))
  if (vehicles.length === 0 || vehicles.length > VEHICLES_MAX || unnamed)
    return {
      refused: `vehicles are 1 to ${VEHICLES_MAX} call signs of letters, digits and hyphens`,
    }
  const placed = vehicles.find(readsLikePlace)
  if (placed !== undefined)
    return { refused: `${placed} reads like coordinates: give the vehicle's call sign` }
  const twice = repeated([...people, ...vehicles])
  return twice === undefined ? null : { refused: `${twice} is there twice` }
}

/** Refuses a way that leaves the task's settlements, or whose times do not follow one another. */
export function refuseWay(
  checkpoints: readonly Checkpoint[],
  task: Task,
  { fromMs, toMs }: { readonly fromMs: InstantMs; readonly toMs: InstantMs },
): Refused | null {
  if (checkpoints.length > CHECKPOINTS_MAX)
    return { refused: `${checkpoints.length} checkpoints: the most is ${CHECKPOINTS_MAX}` }
  const twice = repeated(checkpoints.map(({ settlement }) => settlement))
  if (twice !== undefined)
    return { refused: `${twice} is a checkpoint twice: name it once, the return has its own time` }
  for (const { settlement } of checkpoints) {
    const refused = refuseSettlement(settlement)
    if (refused !== null) return refused
    if (!task.settlements.includes(settlement))
      return {
        refused: `${settlement} is not in task ${task.id}: the signed plan says where a patrol goes`,
      }
  }
  const times = [fromMs, ...checkpoints.map(({ dueAtMs }) => dueAtMs), toMs]
  const ordered = times.every(
    (ms, i) => Number.isSafeInteger(ms) && (i === 0 || (times[i - 1] ?? ms) < ms),
  )
  return ordered
    ? null
    : { refused: 'the times do not follow one another: departure, checkpoints in order, return' }
}

function refuseMovement(movement: Movement, task: Task, plan: Plan): Refused | null {
  const { departAtMs, returnByMs, radioEveryMs, marginMs, checkpoints } = movement
  if (!(radioEveryMs >= RADIO_MS.min && radioEveryMs <= RADIO_MS.max))
    return {
      refused: `radioEveryMs is ${radioEveryMs}: from ${RADIO_MS.min} (5 min) to ${RADIO_MS.max} (2 h)`,
    }
  if (!(marginMs >= 0 && marginMs <= MARGIN_MS_MAX))
    return { refused: `marginMs is ${marginMs}: from 0 to ${MARGIN_MS_MAX} (1 h)` }
  if (departAtMs < plan.fromMs || returnByMs > plan.toMs)
    return { refused: `the patrol leaves the time of ${plan.id}: depart and return within it` }
  if (task.kind === 'patrol' && checkpoints.length === 0)
    return { refused: 'a patrol names at least one checkpoint with its time' }
  return (
    refusePeople(movement, task) ??
    refuseWay(checkpoints, task, { fromMs: departAtMs, toMs: returnByMs })
  )
}

/** Who or what is on another patrol than their own at that time; null where nobody is. */
function takenTwice(movement: Movement, state: PatrolState, own?: string): string | null {
  const mine = new Set([...movement.people, ...movement.vehicles])
  for (const { id, status, movement: other } of state.patrols.values()) {
    const isOver = status === 'returned' || status === 'cancelled'
    // Who is out may come back late: they are not free until they are back.
    const isFree = status === 'planned' && other.returnByMs <= movement.departAtMs
    if (id === own || isOver || isFree || other.departAtMs >= movement.returnByMs) continue
    const twice = [...other.people, ...other.vehicles].find((one) => mine.has(one))
    if (twice !== undefined) return `${twice} is on ${id}`
  }
  return null
}

/** Refuses a departure of somebody, or in something, that is still out on another patrol. */
export function refuseTwiceOut({ id, movement }: Patrol, state: PatrolState): Refused | null {
  const mine = new Set([...movement.people, ...movement.vehicles])
  for (const other of state.patrols.values()) {
    if (other.id === id || (other.status !== 'out' && other.status !== 'sheltering')) continue
    const twice = [...other.movement.people, ...other.movement.vehicles].find((one) =>
      mine.has(one),
    )
    if (twice !== undefined)
      return { refused: `${twice} is still out on ${other.id}: nobody is in two places` }
  }
  return null
}

/** Plans a patrol on a task of a signed plan. */
export function planPatrol(
  { task: id, movement }: Extract<Command, { type: 'planPatrol' }>,
  plan: Plan,
  state: PatrolState,
): Decision {
  const cell = PLAN_TABLE[plan.status].planPatrol
  if (cell.kind === 'refused') return { refused: `${plan.id} is ${plan.status}: ${cell.reason}` }
  const task = plan.tasks.find((one) => one.id === id)
  if (task === undefined) return { refused: `${plan.id} has no task ${id}` }
  const refused = refuseMovement(movement, task, plan)
  if (refused !== null) return refused
  const twice = takenTwice(movement, state)
  if (twice !== null) return { refused: `${twice} at that time: nobody is in two places` }
  const payload = { plan: plan.id, task: id, movement }
  return { entries: [draft('patrol.planned', payload, plan.entries.slice(-1))] }
}

/** Refuses a changed way: what is passed stays passed, and the task's settlements hold. */
export function refuseChange(
  { checkpoints, returnByMs, reason }: Extract<Command, { type: 'changeMovement' }>,
  patrol: Patrol,
  {
    plan,
    state,
    nowMs,
  }: { readonly plan: Plan; readonly state: PatrolState; readonly nowMs: InstantMs },
): Refused | null {
  const task = plan.tasks.find(({ id }) => id === patrol.task)
  if (task === undefined) return { refused: `${plan.id} has no task ${patrol.task}` }
  const again = patrol.passed.find((one) =>
    checkpoints.some(({ settlement }) => settlement === one.settlement),
  )
  if (again !== undefined)
    return { refused: `${patrol.id} has passed ${again.settlement} already: leave it out` }
  if (returnByMs > plan.toMs + LATER_MS_MAX)
    return { refused: `returnByMs lies more than 24 h after ${plan.id}: plan another patrol` }
  const fromMs = patrol.departedAtMs === null ? patrol.movement.departAtMs : nowMs
  const refused =
    refuseText('reason', reason) ?? refuseWay(checkpoints, task, { fromMs, toMs: returnByMs })
  if (refused !== null) return refused
  const twice = takenTwice({ ...patrol.movement, checkpoints, returnByMs }, state, patrol.id)
  return twice === null ? null : { refused: `${twice} at that time: nobody is in two places` }
}
