import { isSamePerson, nextNumber, personOf, refuseFar, refuseText } from '../liaise/index.ts'
import { HOUR_MS } from '../units/index.ts'
import type { DurationMs, InstantMs, Refused } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import type { Command, PlanCommand } from './command.ts'
import { draft } from './entry.ts'
import type { Decision } from './entry.ts'
import type { PatrolState } from './evolve.ts'
import { PLAN_TABLE } from './table.ts'
import type { Plan, Task } from './types.ts'

/** Most tasks of one plan. */
export const TASKS_MAX = 60
/** Most settlements of one task. */
export const SETTLEMENTS_MAX = 40
/** Longest stretch of one plan: a day and its night. */
export const PLAN_MS_MAX: DurationMs = 36 * HOUR_MS
/** Longest name of a settlement, a call sign or an area, characters. */
const NAME_MAX = 80

/** Who decides, and when. */
export interface PatrolContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
}

/** Degrees, decimals, a pair of figures, hemispheres, MGRS with or without its zone, and plus codes. */
const PLACES: readonly RegExp[] = [
  /\d\s*[.,]\s*\d/u,
  /\d\s*[°º˚′″]/u,
  /\d{6}/u,
  /\d{3,}\P{L}{1,3}?\d{3,}/u,
  /^[^\p{L}\d]*\d+[\s,;/]+\d+[^\p{L}\d]*$/u,
  /\d\s*[NS](?!\p{L}).*\d\s*[EW](?!\p{L})/iu,
  /(?<!\p{L})[NS]\s*\d{1,2}(?!\d).*(?<!\p{L})[EW]\s*\d{1,3}(?!\d)/iu,
  /(?<![\p{L}\d])\d{1,2}[\s-]*[C-HJ-NP-X][\s-]*[A-HJ-NP-Z]{2}[\s-]*\d{2}/iu,
  /[2-9CFGHJMPQRVWX]{4,8}\+/iu,
]

/** Whether a name holds a coordinate or a grid reference, in any width of figures. */
export function readsLikePlace(name: string): boolean {
  const plain = name.normalize('NFKC').replace(/\p{Cf}/gu, '')
  return PLACES.some((place) => place.test(name) || place.test(plain))
}

/** Refuses a name that is empty, long, or holds figures as coordinates do: places are settlements. */
export function refuseSettlement(name: string): Refused | null {
  if (typeof name !== 'string' || name.trim() === '' || name.length > NAME_MAX)
    return { refused: `a settlement is named by 1 to ${NAME_MAX} characters` }
  return readsLikePlace(name)
    ? { refused: `${name} reads like coordinates: name the settlement` }
    : null
}

function refuseTask(task: Task, fromMs: InstantMs, toMs: InstantMs): Refused | null {
  const { id, kind, settlements } = task
  if (kind !== 'patrol' && kind !== 'drone')
    return { refused: `task ${id}: kind ${String(kind)} is unknown: patrol or drone` }
  if (!(fromMs <= task.fromMs && task.fromMs < task.toMs && task.toMs <= toMs))
    return {
      refused: `task ${id}: its time does not lie within the plan's: begin and end inside it`,
    }
  if (settlements.length === 0 || settlements.length > SETTLEMENTS_MAX)
    return {
      refused: `task ${id} names ${settlements.length} settlements: name 1 to ${SETTLEMENTS_MAX}`,
    }
  const fault =
    refuseText('id', id) ??
    refuseText('area', task.area) ??
    refuseText('title', task.title) ??
    refuseText('because', task.because) ??
    settlements.map(refuseSettlement).find((one) => one !== null)
  return fault === null || fault === undefined ? null : { refused: `task ${id}: ${fault.refused}` }
}

function refuseTasks(tasks: readonly Task[], fromMs: InstantMs, toMs: InstantMs): Refused | null {
  if (tasks.length === 0 || tasks.length > TASKS_MAX)
    return { refused: `a plan has 1 to ${TASKS_MAX} tasks; this one has ${tasks.length}` }
  const ids = tasks.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) return { refused: `task ${twice} is there twice: give each its own id` }
  return tasks.map((task) => refuseTask(task, fromMs, toMs)).find((one) => one !== null) ?? null
}

/** Drafts the plan of a day that is not over. */
export function draftPlan(
  { fromMs, toMs, tasks }: Extract<Command, { type: 'draftPlan' }>,
  state: PatrolState,
  nowMs: InstantMs,
): Decision {
  if (!(Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs) && fromMs < toMs))
    return { refused: 'the plan does not begin before it ends: give fromMs and toMs, UTC' }
  if (toMs - fromMs > PLAN_MS_MAX)
    return {
      refused: `the plan lasts longer than ${PLAN_MS_MAX / HOUR_MS} h: draft one for each day`,
    }
  if (toMs <= nowMs) return { refused: 'the plan lies in the past: draft one for a day to come' }
  const far = refuseFar('fromMs', fromMs, nowMs)
  if (far !== null) return far
  const number = nextNumber(state.plans.values())
  return (
    refuseTasks(tasks, fromMs, toMs) ?? {
      entries: [draft('patrol.plan-drafted', { number, fromMs, toMs, tasks }, [])],
    }
  )
}

const wrote = ({ drafters }: Plan, actor: Actor): boolean =>
  drafters.some((one) => isSamePerson(one, personOf(actor)))

function clearPlan(plan: Plan, { actor, nowMs }: PatrolContext): Decision {
  if (nowMs >= plan.toMs) return { refused: `${plan.id} is over: there is nothing to clear` }
  if (wrote(plan, actor)) return { refused: 'no one clears their own draft: another officer does' }
  return { entries: [draft('patrol.plan-cleared', { plan: plan.id }, plan.entries.slice(-1))] }
}

function signPlan(plan: Plan, { actor, nowMs }: PatrolContext): Decision {
  if (nowMs >= plan.toMs) return { refused: `${plan.id} is over: it is not signed afterwards` }
  if (wrote(plan, actor)) return { refused: 'no one signs their own draft: another officer drafts' }
  if (plan.clearedBy !== null && isSamePerson(plan.clearedBy, personOf(actor)))
    return { refused: 'who cleared the plan does not sign it: two pairs of eyes' }
  return { entries: [draft('patrol.plan-signed', { plan: plan.id }, plan.entries.slice(-1))] }
}

function withdrawPlan(reason: string, plan: Plan, state: PatrolState): Decision {
  const out = [...state.patrols.values()].find(
    (one) => one.plan === plan.id && (one.status === 'out' || one.status === 'sheltering'),
  )
  if (out !== undefined) return { refused: `${out.id} is out on ${plan.id}: it comes back first` }
  const payload = { plan: plan.id, reason }
  return (
    refuseText('reason', reason) ?? {
      entries: [draft('patrol.plan-withdrawn', payload, plan.entries.slice(0, 1))],
    }
  )
}

/** Decides what concerns a plan that exists. */
export function onPlan(
  command: PlanCommand,
  plan: Plan,
  { state, context }: { readonly state: PatrolState; readonly context: PatrolContext },
): Decision {
  const cell = PLAN_TABLE[plan.status][command.type]
  if (cell.kind === 'refused') return { refused: `${plan.id} is ${plan.status}: ${cell.reason}` }
  const refs = plan.entries.slice(0, 1)
  switch (command.type) {
    case 'clearPlan':
      return clearPlan(plan, context)
    case 'signPlan':
      return signPlan(plan, context)
    case 'withdrawPlan':
      return withdrawPlan(command.reason, plan, state)
    case 'returnPlan': {
      const payload = { plan: plan.id, reason: command.reason }
      return (
        refuseText('reason', command.reason) ?? {
          entries: [draft('patrol.plan-returned', payload, refs)],
        }
      )
    }
    case 'redraftPlan': {
      const { tasks } = command
      return (
        refuseTasks(tasks, plan.fromMs, plan.toMs) ?? {
          entries: [draft('patrol.plan-redrafted', { plan: plan.id, tasks }, refs)],
        }
      )
    }
  }
}
