import type { Entry, Json, Tombstone } from '../evidence/index.ts'
import type { Draft } from '../evidence/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Clock, Decision, HotlineCall, Ladder } from './types.ts'

/** The ladder in force, every clock, call and decision. */
export interface RespondState {
  readonly ladder: Ladder | null
  /** Id of the agreement that the ladder is bound to; null while none is adopted. */
  readonly boundTo: string | null
  /** The ladder's text as it was adopted. */
  readonly document: string | null
  readonly clocks: ReadonlyMap<string, Clock>
  readonly decisions: readonly Decision[]
  readonly calls: readonly HotlineCall[]
  /** Incidents whose breach goes on, as somebody reported, each with the entry that signed that breach; null in older logs. */
  readonly persisting: ReadonlyMap<string, number | null>
}
/** No ladder, no clock. */
export const initial: RespondState = {
  ladder: null,
  boundTo: null,
  document: null,
  clocks: new Map(),
  decisions: [],
  calls: [],
  persisting: new Map(),
}

/** The payload of each kind of entry that this step writes. Deadlines are absolute instants: no restart moves them. */
export interface Payloads {
  readonly 'respond.ladder-adopted': {
    readonly ladder: Ladder
    readonly boundTo: string
    readonly document: string
  }
  readonly 'respond.clock-started': {
    readonly clock: string
    readonly incident: string
    readonly rung: string
    readonly startedAtMs: InstantMs
    readonly dueAtMs: InstantMs
    readonly why: string
    readonly scripted: boolean
  }
  readonly 'respond.clock-stopped': { readonly clock: string; readonly why: string }
  readonly 'respond.clock-expired': { readonly clock: string; readonly dueAtMs: InstantMs }
  readonly 'respond.clock-met': { readonly clock: string; readonly why: string }
  readonly 'respond.hotline-call-logged': Omit<HotlineCall, 'entry'>
  readonly 'respond.persistence-reported': {
    readonly incident: string
    readonly persists: boolean
    readonly reason: string
    /** The entry that signed the breach; absent in logs older than the rule. */
    readonly breachIn?: number
  }
  readonly 'respond.decision-recorded': Omit<Decision, 'id' | 'atMs'>
}

/** A draft of one kind with its own payload. */
export function draft<Kind extends keyof Payloads>(
  kind: Kind,
  payload: Payloads[Kind],
  refs: readonly number[],
): Draft {
  // Every payload above is JSON by construction; interfaces only lack the index signature that says so.
  return { kind, payload: payload as unknown as Json, refs }
}

function ended(
  state: RespondState,
  id: string,
  status: Exclude<Clock['status'], 'running'>,
  endedAtMs: InstantMs,
  why: string | null,
): RespondState {
  const clock = state.clocks.get(id)
  // Ended once: what comes late, for instance the expiry of a stopped clock, changes nothing.
  if (clock?.status !== 'running') return state
  const next = { ...clock, status, endedAtMs, why: why ?? clock.why }
  return { ...state, clocks: new Map(state.clocks).set(id, next) }
}

type Fold = {
  readonly [Kind in keyof Payloads]: (
    state: RespondState,
    payload: Payloads[Kind],
    entry: Entry,
  ) => RespondState
}

const FOLD: Fold = {
  'respond.ladder-adopted': (state, { ladder, boundTo, document }) => ({
    ...state,
    ladder,
    boundTo,
    document,
  }),
  'respond.clock-started': (state, payload, entry) => {
    if (state.clocks.has(payload.clock)) return state
    const { clock: id, ...rest } = payload
    const clock: Clock = {
      ...rest,
      id,
      status: 'running',
      endedAtMs: null,
      ...(entry.exercise === undefined ? {} : { exercise: entry.exercise }),
    }
    return { ...state, clocks: new Map(state.clocks).set(id, clock) }
  },
  'respond.clock-stopped': (state, { clock, why }, entry) =>
    ended(state, clock, 'stopped', entry.atMs, why),
  // The deadline passed when it passed, however late somebody noticed.
  'respond.clock-expired': (state, { clock, dueAtMs }) =>
    ended(state, clock, 'expired', dueAtMs, null),
  'respond.clock-met': (state, { clock, why }, entry) =>
    ended(state, clock, 'met', entry.atMs, why),
  'respond.hotline-call-logged': (state, payload, entry) => ({
    ...state,
    calls: [...state.calls, { ...payload, entry: entry.index }],
  }),
  'respond.persistence-reported': (state, { incident, persists, breachIn }) => {
    const persisting = new Map(state.persisting)
    if (persists) persisting.set(incident, breachIn ?? null)
    else persisting.delete(incident)
    return { ...state, persisting }
  },
  'respond.decision-recorded': (state, payload, entry) => ({
    ...state,
    decisions: [...state.decisions, { ...payload, id: `D-${entry.index}`, atMs: entry.atMs }],
  }),
}

const isFolded = (kind: string): kind is keyof Payloads => Object.hasOwn(FOLD, kind)

/** Folds one entry into the state. Kinds of other steps and tombstones change nothing. */
export function evolve(state: RespondState, entry: Entry | Tombstone): RespondState {
  if ('tombstone' in entry || !isFolded(entry.kind)) return state
  const fold = FOLD[entry.kind] as (s: RespondState, p: unknown, e: Entry) => RespondState
  return fold(state, entry.payload, entry)
}
