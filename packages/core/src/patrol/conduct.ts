import { refusePast, refuseText } from '../liaise/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import { alarmsOf } from './alarm.ts'
import type { EvacuationCommand, PatrolCommand } from './command.ts'
import { draft } from './entry.ts'
import type { Decision } from './entry.ts'
import type { PatrolState } from './evolve.ts'
import { refuseChange, refuseTwiceOut } from './movement.ts'
import { refuseSettlement } from './plan.ts'
import type { PatrolContext } from './plan.ts'
import { EVACUATION_TABLE, PATROL_TABLE } from './table.ts'
import type { Casualties, Evacuation, EvacuationStatus, Patrol } from './types.ts'

/** Most casualties that one request names, of each degree. */
export const CASUALTIES_MAX = 200
/** Most acknowledgements, shelters and evacuations of one patrol. */
export const KEPT_MAX = 500

interface On {
  readonly patrol: Patrol
  readonly state: PatrolState
  readonly context: PatrolContext
  readonly refs: readonly number[]
}
type Of<Type extends PatrolCommand['type']> = Extract<PatrolCommand, { type: Type }>
type Handlers = {
  readonly [Type in PatrolCommand['type']]: (command: Of<Type>, on: On) => Decision
}

const record = (entry: ReturnType<typeof draft>): Decision => ({ entries: [entry] })

/** Refuses what is said to have been before the departure, ahead of the clock, or too long ago. */
function refuseWhen(atMs: InstantMs, { patrol, context }: On): Refused | null {
  const refused = refusePast('atMs', atMs, context.nowMs)
  if (refused !== null) return refused
  return patrol.departedAtMs !== null && atMs < patrol.departedAtMs
    ? { refused: `atMs lies before ${patrol.id} departed` }
    : null
}

function depart({ atMs }: Of<'depart'>, on: On): Decision {
  const { patrol, state, refs } = on
  const plan = state.plans.get(patrol.plan)
  if (plan?.status !== 'signed')
    return {
      refused: `${patrol.plan} is ${plan?.status ?? 'not on record'}: nobody goes out on it`,
    }
  if (atMs < plan.fromMs || atMs >= plan.toMs)
    return { refused: `atMs lies outside the time of ${plan.id}: nobody goes out on it then` }
  if (plan.signedAtMs === null || atMs < plan.signedAtMs)
    return { refused: `atMs lies before ${plan.id} was signed: nobody goes out on it unsigned` }
  return (
    refuseWhen(atMs, on) ??
    refuseTwiceOut(patrol, state) ??
    record(draft('patrol.departed', { patrol: patrol.id, atMs }, refs))
  )
}

function passCheckpoint({ atMs, settlement }: Of<'passCheckpoint'>, on: On): Decision {
  const { patrol, refs } = on
  if (!patrol.movement.checkpoints.some((one) => one.settlement === settlement))
    return {
      refused: `${settlement} is no checkpoint of ${patrol.id}: log a radio check from there`,
    }
  if (patrol.passed.some((one) => one.settlement === settlement))
    return { refused: `${patrol.id} has passed ${settlement} already` }
  const payload = { patrol: patrol.id, atMs, settlement }
  return refuseWhen(atMs, on) ?? record(draft('patrol.checkpoint-passed', payload, refs))
}

function acknowledge({ alarm: id, doing }: Of<'acknowledge'>, on: On): Decision {
  const { patrol, context, refs } = on
  const raised = alarmsOf(patrol, context.nowMs)
  const alarm = raised.find((one) => one.id === id)
  if (alarm === undefined)
    return {
      refused: `${patrol.id} has no alarm “${id}” now: ${raised.map((one) => one.id).join(', ') || 'none is raised'}`,
    }
  if (alarm.acknowledged !== null)
    return { refused: `${alarm.acknowledged.by.officer} took that alarm up already` }
  if (patrol.acknowledgements.length >= KEPT_MAX)
    return { refused: `${patrol.id} holds ${KEPT_MAX} acknowledgements: plan another patrol` }
  const payload = { patrol: patrol.id, alarm: id, doing }
  return refuseText('doing', doing) ?? record(draft('patrol.alarm-acknowledged', payload, refs))
}

const whole = (n: number): boolean => Number.isSafeInteger(n) && n >= 0 && n <= CASUALTIES_MAX

function refuseCasualties({ urgent, priority, routine }: Casualties): Refused | null {
  if (![urgent, priority, routine].every(whole))
    return { refused: `casualties are three whole numbers from 0 to ${CASUALTIES_MAX}` }
  return urgent + priority + routine > 0
    ? null
    : { refused: 'no casualty is named: give how many, by urgency' }
}

function requestEvacuation(command: Of<'requestEvacuation'>, { patrol, refs }: On): Decision {
  const { settlement, casualties, means, needs } = command
  if (means !== 'road' && means !== 'air' && means !== 'either')
    return { refused: `means ${String(means)} is unknown: road, air or either` }
  if (patrol.evacuations.length >= KEPT_MAX)
    return { refused: `${patrol.id} holds ${KEPT_MAX} evacuations: plan another patrol` }
  const { urgent, priority, routine } = casualties
  const payload = {
    patrol: patrol.id,
    settlement,
    casualties: { urgent, priority, routine },
    means,
    needs,
  }
  return (
    refuseSettlement(settlement) ??
    refuseCasualties(casualties) ??
    refuseText('needs', needs) ??
    record(draft('patrol.evacuation-requested', payload, refs))
  )
}

const HANDLERS: Handlers = {
  depart,
  radioCheck: ({ atMs, settlement }, on) =>
    refuseWhen(atMs, on) ??
    (settlement === null ? null : refuseSettlement(settlement)) ??
    record(draft('patrol.heard', { patrol: on.patrol.id, atMs, settlement }, on.refs)),
  passCheckpoint,
  acknowledge,
  takeShelter: ({ atMs, settlement, reason }, on) => {
    const payload = { patrol: on.patrol.id, atMs, settlement, reason }
    return (
      refuseWhen(atMs, on) ??
      refuseSettlement(settlement) ??
      refuseText('reason', reason) ??
      record(draft('patrol.shelter-taken', payload, on.refs))
    )
  },
  leaveShelter: ({ atMs }, on) => {
    const since = on.patrol.shelters.at(-1)?.fromMs ?? 0
    if (atMs < since) return { refused: 'atMs lies before the shelter was taken' }
    return (
      refuseWhen(atMs, on) ??
      record(draft('patrol.shelter-left', { patrol: on.patrol.id, atMs }, on.refs))
    )
  },
  changeMovement: (command, { patrol, state, context, refs }) => {
    const plan = state.plans.get(patrol.plan)
    if (plan === undefined) return { refused: `the plan of ${patrol.id} is not on record` }
    const { checkpoints, returnByMs, reason } = command
    const payload = { patrol: patrol.id, checkpoints, returnByMs, reason }
    return (
      refuseChange(command, patrol, { plan, state, nowMs: context.nowMs }) ??
      record(draft('patrol.movement-changed', payload, refs))
    )
  },
  requestEvacuation,
  recordReturn: ({ atMs }, on) => {
    const { id, heardAtMs } = on.patrol
    if (heardAtMs !== null && atMs < heardAtMs)
      return { refused: `atMs lies before ${id} was last heard: it was still out then` }
    return refuseWhen(atMs, on) ?? record(draft('patrol.returned', { patrol: id, atMs }, on.refs))
  },
  cancelPatrol: ({ reason }, { patrol, refs }) =>
    refuseText('reason', reason) ??
    record(draft('patrol.cancelled', { patrol: patrol.id, reason }, refs)),
}

/** Decides what concerns a patrol that exists. */
export function onPatrol(
  command: PatrolCommand,
  patrol: Patrol,
  { state, context }: { readonly state: PatrolState; readonly context: PatrolContext },
): Decision {
  const cell = PATROL_TABLE[patrol.status][command.type]
  if (cell.kind === 'refused')
    return { refused: `${patrol.id} is ${patrol.status}: ${cell.reason}` }
  const handler = HANDLERS[command.type] as (command: PatrolCommand, on: On) => Decision
  return handler(command, { patrol, state, context, refs: patrol.entries.slice(0, 1) })
}

const LEADS: Readonly<Record<EvacuationCommand['type'], EvacuationStatus>> = {
  acceptEvacuation: 'accepted',
  startEvacuation: 'underWay',
  collectCasualties: 'collected',
  deliverCasualties: 'delivered',
  standDown: 'stoodDown',
}

/** Decides a step of a casualty evacuation. */
export function onEvacuation({ type, note }: EvacuationCommand, evacuation: Evacuation): Decision {
  const cell = EVACUATION_TABLE[evacuation.status][type]
  if (cell.kind === 'refused')
    return { refused: `${evacuation.id} is ${evacuation.status}: ${cell.reason}` }
  const payload = { evacuation: evacuation.id, status: LEADS[type], note }
  return (
    refuseText('note', note) ??
    record(draft('patrol.evacuation-moved', payload, evacuation.entries.slice(-1)))
  )
}
