import type { PartyId } from '../agreement/index.ts'
import type { Entry, Tombstone } from '../evidence/index.ts'
import type { Payloads } from './entry.ts'
import { personOf } from './person.ts'
import type { ActionPoint, Call, Leg, Protest, Session } from './types.ts'

/** Every call, session, protest note and action point by its id. */
export interface LiaiseState {
  readonly calls: ReadonlyMap<string, Call>
  readonly sessions: ReadonlyMap<string, Session>
  readonly protests: ReadonlyMap<string, Protest>
  readonly points: ReadonlyMap<string, ActionPoint>
}
/** Nobody called, nobody met. */
export const initial: LiaiseState = {
  calls: new Map(),
  sessions: new Map(),
  protests: new Map(),
  points: new Map(),
}

interface Item {
  readonly id: string
  readonly entries: readonly number[]
}

/** The map with one of its items changed by an entry; an item that it has not leaves it alone. */
function changed<T extends Item>(
  items: ReadonlyMap<string, T>,
  id: string,
  change: (item: T) => T,
  index: number,
): ReadonlyMap<string, T> {
  const item = items.get(id)
  if (item === undefined) return items
  const next = change(item)
  return new Map(items).set(id, { ...next, entries: [...item.entries, index] })
}

const blank = (party: PartyId): Leg => ({
  party,
  status: 'due',
  attempts: [],
  notCalledWhy: null,
  fireStopped: null,
})

const isScripted = ({ actor }: Entry): boolean => actor.role === 'scripted'
const exerciseOf = ({ exercise }: Entry): { readonly exercise?: string } =>
  exercise === undefined ? {} : { exercise }

const onLeg =
  (party: PartyId, change: (leg: Leg) => Partial<Leg>) =>
  (call: Call): Call => ({
    ...call,
    legs: { ...call.legs, [party]: { ...call.legs[party], ...change(call.legs[party]) } },
  })

type Fold = {
  readonly [Kind in keyof Payloads]: (
    state: LiaiseState,
    payload: Payloads[Kind],
    entry: Entry,
  ) => LiaiseState
}

const CALLS: Pick<
  Fold,
  | 'liaise.call-opened'
  | 'liaise.attempt-logged'
  | 'liaise.not-called-recorded'
  | 'liaise.fire-stop-reported'
  | 'liaise.call-closed'
> = {
  'liaise.call-opened': (state, payload, entry) => {
    const call: Call = {
      ...payload,
      id: `H-${entry.index}`,
      status: 'open',
      legs: { A: blank('A'), B: blank('B') },
      openedBy: personOf(entry.actor),
      closedAtMs: null,
      note: null,
      entries: [entry.index],
      scripted: isScripted(entry),
      ...exerciseOf(entry),
    }
    return { ...state, calls: new Map(state.calls).set(call.id, call) }
  },
  'liaise.attempt-logged': (state, { call, party, next, ...attempt }, entry) => {
    const logged = {
      ...attempt,
      by: personOf(entry.actor),
      loggedAtMs: entry.atMs,
      entry: entry.index,
    }
    const add = onLeg(party, ({ attempts }) => ({
      status: next,
      attempts: [...attempts, logged],
      notCalledWhy: null,
    }))
    return { ...state, calls: changed(state.calls, call, add, entry.index) }
  },
  'liaise.not-called-recorded': (state, { call, party, reason }, { index }) => {
    const say = onLeg(party, () => ({ status: 'notCalled', notCalledWhy: reason }))
    return { ...state, calls: changed(state.calls, call, say, index) }
  },
  'liaise.fire-stop-reported': (state, { call, party, stoppedAtMs, basis }, { index }) => {
    const say = onLeg(party, () => ({ fireStopped: { stoppedAtMs, basis, entry: index } }))
    return { ...state, calls: changed(state.calls, call, say, index) }
  },
  'liaise.call-closed': (state, { call: id, note }, { index, atMs }) => {
    const close = (call: Call): Call => ({ ...call, status: 'closed', closedAtMs: atMs, note })
    return { ...state, calls: changed(state.calls, id, close, index) }
  },
}

const NOTES: Pick<Fold, 'liaise.protest-lodged' | 'liaise.protest-answered'> = {
  'liaise.protest-lodged': (state, payload, entry) => {
    const protest: Protest = {
      ...payload,
      id: `PN-${entry.index}`,
      status: 'lodged',
      lodgedAtMs: entry.atMs,
      answer: null,
      entries: [entry.index],
      scripted: isScripted(entry),
    }
    return { ...state, protests: new Map(state.protests).set(protest.id, protest) }
  },
  'liaise.protest-answered': (state, { protest: id, text }, { index }) => {
    const answer = (one: Protest): Protest => ({ ...one, status: 'answered', answer: text })
    return { ...state, protests: changed(state.protests, id, answer, index) }
  },
}

const tabled = (one: Protest): Protest => ({ ...one, status: 'tabled' })
const ended =
  (status: 'done' | 'dropped', note: string, endedAtMs: number) =>
  (point: ActionPoint): ActionPoint => ({ ...point, status, note, endedAtMs })

const SESSIONS: Omit<Fold, keyof typeof CALLS | keyof typeof NOTES> = {
  'liaise.session-called': (state, { number, title, heldAtMs }, entry) => {
    const session: Session = {
      id: `JC-${entry.index}`,
      number,
      title,
      atMs: heldAtMs,
      status: 'called',
      agenda: [],
      points: [],
      minutes: null,
      reason: null,
      entries: [entry.index],
      scripted: isScripted(entry),
      ...exerciseOf(entry),
    }
    return { ...state, sessions: new Map(state.sessions).set(session.id, session) }
  },
  'liaise.agenda-item-added': (state, { session: id, title, protest }, { index }) => {
    const add = (session: Session): Session => ({
      ...session,
      agenda: [...session.agenda, { title, protest, entry: index }],
    })
    return {
      ...state,
      sessions: changed(state.sessions, id, add, index),
      protests: protest === null ? state.protests : changed(state.protests, protest, tabled, index),
    }
  },
  'liaise.point-agreed': (state, payload, entry) => {
    const point: ActionPoint = {
      ...payload,
      id: `AP-${entry.index}`,
      status: 'open',
      note: null,
      endedAtMs: null,
      entries: [entry.index],
      scripted: isScripted(entry),
    }
    const add = (session: Session): Session => ({
      ...session,
      points: [...session.points, point.id],
    })
    return {
      ...state,
      points: new Map(state.points).set(point.id, point),
      sessions: changed(state.sessions, payload.session, add, entry.index),
    }
  },
  'liaise.point-completed': (state, { point, note }, { index, atMs }) => ({
    ...state,
    points: changed(state.points, point, ended('done', note, atMs), index),
  }),
  'liaise.point-dropped': (state, { point, reason }, { index, atMs }) => ({
    ...state,
    points: changed(state.points, point, ended('dropped', reason, atMs), index),
  }),
  'liaise.minutes-drafted': (state, { session: id, text }, { index, actor }) => {
    const minutes = { text, draftedBy: personOf(actor), signatures: [], entry: index }
    const add = (session: Session): Session => ({ ...session, status: 'drafted', minutes })
    return { ...state, sessions: changed(state.sessions, id, add, index) }
  },
  'liaise.minutes-returned': (state, { session: id, reason }, { index }) => {
    // The draft stays in the log; what was signed of it falls with it.
    const back = (one: Session): Session => ({ ...one, status: 'called', minutes: null, reason })
    return { ...state, sessions: changed(state.sessions, id, back, index) }
  },
  'liaise.minutes-signed': (state, { session: id, next }, { index, actor, atMs }) => {
    const sign = (session: Session): Session => {
      const { minutes } = session
      if (minutes === null) return session
      const signatures = [...minutes.signatures, { by: personOf(actor), atMs }]
      return { ...session, status: next, minutes: { ...minutes, signatures } }
    }
    return { ...state, sessions: changed(state.sessions, id, sign, index) }
  },
  'liaise.session-cancelled': (state, { session: id, reason }, { index }) => {
    const cancel = (session: Session): Session => ({ ...session, status: 'cancelled', reason })
    return { ...state, sessions: changed(state.sessions, id, cancel, index) }
  },
}

const FOLD: Fold = { ...CALLS, ...NOTES, ...SESSIONS }

const isFolded = (kind: string): kind is keyof Payloads => Object.hasOwn(FOLD, kind)

/** Folds one entry into the state. Kinds of other steps, tombstones and entries on what is unknown change nothing. */
export function evolve(state: LiaiseState, entry: Entry | Tombstone): LiaiseState {
  if ('tombstone' in entry || !isFolded(entry.kind)) return state
  const fold = FOLD[entry.kind] as (s: LiaiseState, p: unknown, e: Entry) => LiaiseState
  return fold(state, entry.payload, entry)
}
