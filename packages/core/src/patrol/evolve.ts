import { personOf } from '../liaise/index.ts'
import type { Entry, Tombstone } from '../evidence/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Payloads } from './entry.ts'
import type { Evacuation, Patrol, Plan, Remark } from './types.ts'

/** Every plan, patrol and casualty evacuation by its id. */
export interface PatrolState {
  readonly plans: ReadonlyMap<string, Plan>
  readonly patrols: ReadonlyMap<string, Patrol>
  readonly evacuations: ReadonlyMap<string, Evacuation>
}
/** Nobody is out. */
export const initial: PatrolState = { plans: new Map(), patrols: new Map(), evacuations: new Map() }

interface Item {
  readonly id: string
  readonly entries: readonly number[]
}

/** The map with one of its items changed by an entry; an item that it has not leaves it alone. */
function changed<T extends Item>(
  items: ReadonlyMap<string, T>,
  id: string,
  change: (item: T) => Partial<T>,
  index: number,
): ReadonlyMap<string, T> {
  const item = items.get(id)
  if (item === undefined) return items
  return new Map(items).set(id, {
    ...item,
    ...change(item),
    entries: [...item.entries, index],
  })
}

const onPlan = (
  state: PatrolState,
  { plan }: { readonly plan: string },
  { index }: Entry,
  change: (plan: Plan) => Partial<Plan>,
): PatrolState => ({ ...state, plans: changed(state.plans, plan, change, index) })

const onPatrol = (
  state: PatrolState,
  { patrol }: { readonly patrol: string },
  { index }: Entry,
  change: (patrol: Patrol) => Partial<Patrol>,
): PatrolState => ({ ...state, patrols: changed(state.patrols, patrol, change, index) })

const remark = ({ actor, atMs }: Entry, reason: string): Remark => ({
  by: personOf(actor),
  atMs,
  reason,
})
const shared = (entry: Entry): { readonly scripted: boolean; readonly exercise?: string } => ({
  scripted: entry.actor.role === 'scripted',
  ...(entry.exercise === undefined ? {} : { exercise: entry.exercise }),
})

/** What a patrol was heard at and from; what is logged late takes nothing back. */
const heard = (patrol: Patrol, atMs: InstantMs, settlement: string | null): Partial<Patrol> =>
  patrol.heardAtMs !== null && patrol.heardAtMs > atMs
    ? {}
    : { heardAtMs: atMs, heardFrom: settlement ?? patrol.heardFrom }

type Fold = {
  readonly [Kind in keyof Payloads]: (
    state: PatrolState,
    payload: Payloads[Kind],
    entry: Entry,
  ) => PatrolState
}
type PlanKind = Extract<keyof Payloads, `patrol.plan-${string}`>

const PLANS: Pick<Fold, PlanKind> = {
  'patrol.plan-drafted': (state, payload, entry) => {
    const plan: Plan = {
      ...payload,
      id: `TP-${entry.index}`,
      status: 'draft',
      drafters: [personOf(entry.actor)],
      clearedBy: null,
      signedBy: null,
      signedAtMs: null,
      remarks: [],
      entries: [entry.index],
      ...shared(entry),
    }
    return { ...state, plans: new Map(state.plans).set(plan.id, plan) }
  },
  'patrol.plan-redrafted': (state, payload, entry) =>
    onPlan(state, payload, entry, ({ drafters }) => ({
      tasks: payload.tasks,
      drafters: [...drafters, personOf(entry.actor)],
    })),
  'patrol.plan-cleared': (state, payload, entry) =>
    onPlan(state, payload, entry, () => ({
      status: 'cleared',
      clearedBy: personOf(entry.actor),
    })),
  'patrol.plan-returned': (state, payload, entry) =>
    onPlan(state, payload, entry, ({ remarks }) => ({
      status: 'draft',
      clearedBy: null,
      remarks: [...remarks, remark(entry, payload.reason)],
    })),
  'patrol.plan-signed': (state, payload, entry) =>
    onPlan(state, payload, entry, () => ({
      status: 'signed',
      signedBy: personOf(entry.actor),
      signedAtMs: entry.atMs,
    })),
  'patrol.plan-withdrawn': (state, payload, entry) =>
    onPlan(state, payload, entry, ({ remarks }) => ({
      status: 'withdrawn',
      remarks: [...remarks, remark(entry, payload.reason)],
    })),
}

const PATROLS: Omit<Fold, PlanKind> = {
  'patrol.planned': (state, { plan, task, movement }, entry) => {
    const patrol: Patrol = {
      id: `P-${entry.index}`,
      plan,
      task,
      movement,
      status: 'planned',
      departedAtMs: null,
      heardAtMs: null,
      heardFrom: null,
      passed: [],
      acknowledgements: [],
      shelters: [],
      evacuations: [],
      endedAtMs: null,
      remarks: [],
      entries: [entry.index],
      ...shared(entry),
    }
    return { ...state, patrols: new Map(state.patrols).set(patrol.id, patrol) }
  },
  'patrol.departed': (state, payload, entry) =>
    onPatrol(state, payload, entry, () => ({
      status: 'out',
      departedAtMs: payload.atMs,
      heardAtMs: payload.atMs,
    })),
  'patrol.heard': (state, payload, entry) =>
    onPatrol(state, payload, entry, (patrol) => heard(patrol, payload.atMs, payload.settlement)),
  'patrol.checkpoint-passed': (state, payload, entry) =>
    onPatrol(state, payload, entry, (patrol) => ({
      ...heard(patrol, payload.atMs, payload.settlement),
      passed: [...patrol.passed, { settlement: payload.settlement, atMs: payload.atMs }],
    })),
  'patrol.alarm-acknowledged': (state, payload, entry) =>
    onPatrol(state, payload, entry, ({ acknowledgements }) => ({
      acknowledgements: [
        ...acknowledgements,
        {
          alarm: payload.alarm,
          doing: payload.doing,
          by: personOf(entry.actor),
          atMs: entry.atMs,
          entry: entry.index,
        },
      ],
    })),
  'patrol.shelter-taken': (state, payload, entry) =>
    onPatrol(state, payload, entry, (patrol) => {
      const { settlement, reason, atMs: fromMs } = payload
      return {
        ...heard(patrol, fromMs, settlement),
        status: 'sheltering',
        shelters: [...patrol.shelters, { settlement, reason, fromMs, toMs: null }],
      }
    }),
  'patrol.shelter-left': (state, payload, entry) =>
    onPatrol(state, payload, entry, (patrol) => ({
      ...heard(patrol, payload.atMs, null),
      status: 'out',
      shelters: patrol.shelters.map((one) =>
        one.toMs === null ? { ...one, toMs: payload.atMs } : one,
      ),
    })),
  'patrol.movement-changed': (state, payload, entry) =>
    onPatrol(state, payload, entry, ({ movement, remarks }) => {
      const { checkpoints, returnByMs, reason } = payload
      return {
        movement: { ...movement, checkpoints, returnByMs },
        remarks: [...remarks, remark(entry, reason)],
      }
    }),
  'patrol.evacuation-requested': (state, payload, entry) => {
    const { patrol, settlement, casualties, means, needs } = payload
    const { index, atMs, actor } = entry
    const evacuation: Evacuation = {
      id: `EV-${index}`,
      patrol,
      settlement,
      casualties,
      means,
      needs,
      status: 'requested',
      steps: [{ status: 'requested', note: needs, by: personOf(actor), atMs, entry: index }],
      entries: [index],
      scripted: actor.role === 'scripted',
    }
    const next = onPatrol(state, payload, entry, ({ evacuations }) => ({
      evacuations: [...evacuations, evacuation.id],
    }))
    return { ...next, evacuations: new Map(state.evacuations).set(evacuation.id, evacuation) }
  },
  'patrol.evacuation-moved': (state, { evacuation: id, status, note }, entry) => {
    const { index, atMs, actor } = entry
    const step = { status, note, by: personOf(actor), atMs, entry: index }
    const move = ({ steps }: Evacuation): Partial<Evacuation> => ({
      status,
      steps: [...steps, step],
    })
    return { ...state, evacuations: changed(state.evacuations, id, move, index) }
  },
  'patrol.returned': (state, payload, entry) =>
    onPatrol(state, payload, entry, ({ shelters }) => ({
      status: 'returned',
      endedAtMs: payload.atMs,
      heardAtMs: payload.atMs,
      shelters: shelters.map((one) => (one.toMs === null ? { ...one, toMs: payload.atMs } : one)),
    })),
  'patrol.cancelled': (state, payload, entry) =>
    onPatrol(state, payload, entry, ({ remarks }) => ({
      status: 'cancelled',
      endedAtMs: entry.atMs,
      remarks: [...remarks, remark(entry, payload.reason)],
    })),
}

const FOLD: Fold = { ...PLANS, ...PATROLS }

const isFolded = (kind: string): kind is keyof Payloads => Object.hasOwn(FOLD, kind)

/** Folds one entry into the state. Kinds of other steps, tombstones and entries on what is unknown change nothing. */
export function evolve(state: PatrolState, entry: Entry | Tombstone): PatrolState {
  if ('tombstone' in entry || !isFolded(entry.kind)) return state
  const fold = FOLD[entry.kind] as (s: PatrolState, p: unknown, e: Entry) => PatrolState
  return fold(state, entry.payload, entry)
}
