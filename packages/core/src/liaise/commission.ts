// The joint commission's paper: what was on the table, who protested, what was agreed and by when, and minutes that
// somebody else than their author signed. Numbers are given once, in the entry, so that a withheld entry moves none.
import { PARTIES } from '../agreement/index.ts'
import type { Incident } from '../verify/index.ts'
import type { Actor } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Command } from './command.ts'
import { draft } from './entry.ts'
import type { Decision } from './entry.ts'
import type { LiaiseState } from './evolve.ts'
import { isSamePerson, nextNumber, personOf, refuseFar, refuseText } from './person.ts'
import { POINT_TABLE, PROTEST_TABLE } from './table.ts'
import type { Protest, Session } from './types.ts'

/** Nations whose officers sign the minutes; the author never counts. */
export const MINUTES_SIGNATURES_MIN = 2
/** Most items on one agenda, and most action points of one session. */
export const ITEMS_MAX = 100

/** Commands on a session that exists. */
export type OnSession = Extract<Command, { session: string }>
/** Who decides, when, and on what. */
export interface LiaiseContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
  readonly incidents: ReadonlyMap<string, Incident>
}

const record = (entry: ReturnType<typeof draft>): Decision => ({ entries: [entry] })

/** Calls a session; it may be entered after it was held. */
export function callSession(
  { title, heldAtMs }: Extract<Command, { type: 'callSession' }>,
  state: LiaiseState,
  nowMs: InstantMs,
): Decision {
  const far = refuseFar('heldAtMs', heldAtMs, nowMs)
  if (far !== null) return far
  const number = nextNumber(state.sessions.values())
  const payload = { number, title, heldAtMs }
  return refuseText('title', title) ?? record(draft('liaise.session-called', payload, []))
}

/** Lodges a protest note of a party. */
export function lodgeProtest(
  { from, incident, text }: Extract<Command, { type: 'lodgeProtest' }>,
  state: LiaiseState,
  { incidents }: LiaiseContext,
): Decision {
  if (!PARTIES.includes(from)) return { refused: `there is no party ${from as string}: use A or B` }
  const about = incident === null ? undefined : incidents.get(incident)
  if (incident !== null && about === undefined)
    return { refused: `there is no incident ${incident}: name one, or leave it null` }
  const payload = { number: nextNumber(state.protests.values()), from, incident, text }
  return (
    refuseText('text', text) ??
    record(draft('liaise.protest-lodged', payload, about?.entries.slice(0, 1) ?? []))
  )
}

/** Answers a protest note in writing. */
export function answerProtest(text: string, protest: Protest): Decision {
  const cell = PROTEST_TABLE[protest.status].answerProtest
  if (cell.kind === 'refused') return { refused: `${protest.id}: ${cell.reason}` }
  const payload = { protest: protest.id, text }
  return (
    refuseText('text', text) ??
    record(draft('liaise.protest-answered', payload, protest.entries.slice(0, 1)))
  )
}

/** Closes an action point as done or dropped. */
export function endPoint(
  command: Extract<Command, { point: string }>,
  state: LiaiseState,
): Decision {
  const point = state.points.get(command.point)
  if (point === undefined) return { refused: `there is no action point ${command.point}` }
  const cell = POINT_TABLE[point.status][command.type]
  if (cell.kind === 'refused') return { refused: `${point.id} is ${point.status}: ${cell.reason}` }
  const refs = point.entries.slice(0, 1)
  if (command.type === 'completePoint') {
    const payload = { point: point.id, note: command.note }
    return (
      refuseText('note', command.note) ?? record(draft('liaise.point-completed', payload, refs))
    )
  }
  const payload = { point: point.id, reason: command.reason }
  return (
    refuseText('reason', command.reason) ?? record(draft('liaise.point-dropped', payload, refs))
  )
}

function addAgendaItem(
  { title, protest: id }: Extract<OnSession, { type: 'addAgendaItem' }>,
  session: Session,
  state: LiaiseState,
): Decision {
  if (session.agenda.length >= ITEMS_MAX)
    return { refused: `the agenda of ${session.id} has ${ITEMS_MAX} items: call another session` }
  const protest = id === null ? undefined : state.protests.get(id)
  if (id !== null && protest === undefined) return { refused: `there is no protest note ${id}` }
  const cell = protest === undefined ? null : PROTEST_TABLE[protest.status].addAgendaItem
  if (cell?.kind === 'refused') return { refused: `${id}: ${cell.reason}` }
  if (protest !== undefined && protest.scripted !== session.scripted)
    return { refused: `${id} and ${session.id}: what is scripted and what is real are kept apart` }
  const payload = { session: session.id, title, protest: id }
  const refs = [...session.entries.slice(0, 1), ...(protest?.entries.slice(0, 1) ?? [])]
  return refuseText('title', title) ?? record(draft('liaise.agenda-item-added', payload, refs))
}

function agreePoint(
  { text, owner, dueAtMs }: Extract<OnSession, { type: 'agreePoint' }>,
  session: Session,
  state: LiaiseState,
): Decision {
  if (owner !== 'A' && owner !== 'B' && owner !== 'mission')
    return { refused: `owner ${String(owner)} is unknown: A, B or mission` }
  if (!(Number.isSafeInteger(dueAtMs) && dueAtMs > session.atMs))
    return { refused: 'dueAtMs is not after the session: give the instant by which it is done' }
  if (session.points.length >= ITEMS_MAX)
    return { refused: `${session.id} has agreed ${ITEMS_MAX} action points: call another session` }
  const number = nextNumber(state.points.values())
  const payload = { number, session: session.id, text, owner, dueAtMs }
  return (
    refuseText('text', text) ??
    record(draft('liaise.point-agreed', payload, session.entries.slice(0, 1)))
  )
}

function signMinutes(session: Session, { actor }: LiaiseContext): Decision {
  const { minutes } = session
  if (minutes === null) return { refused: `${session.id} has no minutes to sign` }
  const person = personOf(actor)
  if (isSamePerson(minutes.draftedBy, person))
    return { refused: 'no one signs their own draft: another officer does' }
  const nations = new Set(minutes.signatures.map(({ by }) => by.nation))
  if (nations.has(actor.nation))
    return { refused: `${actor.nation} has signed the minutes of ${session.id} already` }
  if (minutes.signatures.some(({ by }) => isSamePerson(by, person)))
    return { refused: `${actor.name} has signed the minutes of ${session.id} already` }
  const next = nations.size + 1 >= MINUTES_SIGNATURES_MIN ? 'signed' : 'drafted'
  return record(draft('liaise.minutes-signed', { session: session.id, next }, [minutes.entry]))
}

/** Decides what concerns a session that exists. */
export function onSession(
  command: OnSession,
  session: Session,
  { state, context }: { readonly state: LiaiseState; readonly context: LiaiseContext },
): Decision {
  const named = { session: session.id }
  const refs = session.entries.slice(0, 1)
  switch (command.type) {
    case 'addAgendaItem':
      return addAgendaItem(command, session, state)
    case 'agreePoint':
      return agreePoint(command, session, state)
    case 'signMinutes':
      return signMinutes(session, context)
    case 'draftMinutes': {
      const { text } = command
      if (context.nowMs < session.atMs)
        return { refused: `${session.id} has not been held yet: its minutes come after it` }
      return (
        refuseText('text', text) ??
        record(draft('liaise.minutes-drafted', { ...named, text }, refs))
      )
    }
    case 'returnMinutes':
      return (
        refuseText('reason', command.reason) ??
        record(draft('liaise.minutes-returned', { ...named, reason: command.reason }, refs))
      )
    case 'cancelSession':
      return (
        refuseText('reason', command.reason) ??
        record(draft('liaise.session-cancelled', { ...named, reason: command.reason }, refs))
      )
  }
}
