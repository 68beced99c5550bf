// The log of the hotline is read by people who look for the call that was not made. So what may follow what is a table,
// total over every status and command, and nothing moves in any other way. The tables stand in docs/specs/watch-day.md
// too, and a test holds the two equal.
import type { CallStatus, LegStatus, PointStatus, ProtestStatus, SessionStatus } from './types.ts'
import type { CommandName } from './command.ts'

/** What a command does in a status: `next` lists every status that it may lead to. */
export type Cell<Status extends string> =
  | { readonly kind: 'accepted'; readonly next: readonly Status[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'impossible' }

const to = <Status extends string>(...next: readonly Status[]): Cell<Status> => ({
  kind: 'accepted',
  next,
})
const no = (reason: string): Cell<never> => ({ kind: 'refused', reason })
// The command creates it: it cannot meet one that exists.
const impossible: Cell<never> = { kind: 'impossible' }

/** A table of one life cycle: every status against every command that touches it. */
type Table<Status extends string, Command extends CommandName> = Readonly<
  Record<Status, Readonly<Record<Command, Cell<Status>>>>
>

/** Commands on a call. */
export type CallCommandName =
  | 'openCall'
  | 'logAttempt'
  | 'recordNotCalled'
  | 'reportFireStop'
  | 'closeCall'
const CLOSED = 'the call is closed: open another about the same subject'

/** A hotline call. */
export const CALL_TABLE: Table<CallStatus, CallCommandName> = {
  open: {
    openCall: impossible,
    logAttempt: to('open'),
    recordNotCalled: to('open'),
    reportFireStop: to('open'),
    closeCall: to('closed'),
  },
  closed: {
    openCall: impossible,
    logAttempt: no(CLOSED),
    recordNotCalled: no(CLOSED),
    // Fire often stops long after the officers hung up.
    reportFireStop: to('closed'),
    closeCall: no('the call is closed already'),
  },
}

/** Commands on the call to one party. */
export type LegCommandName = 'logAttempt' | 'recordNotCalled' | 'reportFireStop'
const CALLED = 'the party was called: what came of it is on record'

/** The call to one party. */
export const LEG_TABLE: Table<LegStatus, LegCommandName> = {
  due: {
    logAttempt: to('answered', 'unanswered'),
    recordNotCalled: to('notCalled'),
    reportFireStop: to('due'),
  },
  unanswered: {
    logAttempt: to('answered', 'unanswered'),
    recordNotCalled: no(CALLED),
    reportFireStop: to('unanswered'),
  },
  answered: {
    // They spoke once: a later attempt that nobody answers does not undo it.
    logAttempt: to('answered'),
    recordNotCalled: no(CALLED),
    reportFireStop: to('answered'),
  },
  notCalled: {
    logAttempt: to('answered', 'unanswered'),
    recordNotCalled: no('it is on record already why the party was not called'),
    reportFireStop: to('notCalled'),
  },
}

/** Commands on a session. */
export type SessionCommandName =
  | 'callSession'
  | 'addAgendaItem'
  | 'agreePoint'
  | 'draftMinutes'
  | 'returnMinutes'
  | 'signMinutes'
  | 'cancelSession'
const DRAFTED = 'the minutes are drafted: return them first'
const SIGNED = 'the minutes are signed: take it up at another session'
const CANCELLED = 'the session was cancelled: call another'
const UNDRAFTED = 'no minutes are drafted: draft them first'

/** A session of the joint commission. */
export const SESSION_TABLE: Table<SessionStatus, SessionCommandName> = {
  called: {
    callSession: impossible,
    addAgendaItem: to('called'),
    agreePoint: to('called'),
    draftMinutes: to('drafted'),
    returnMinutes: no(UNDRAFTED),
    signMinutes: no(UNDRAFTED),
    cancelSession: to('cancelled'),
  },
  drafted: {
    callSession: impossible,
    addAgendaItem: no(DRAFTED),
    agreePoint: no(DRAFTED),
    draftMinutes: no(DRAFTED),
    returnMinutes: to('called'),
    signMinutes: to('drafted', 'signed'),
    cancelSession: no('the session was held: its minutes are drafted'),
  },
  signed: {
    callSession: impossible,
    addAgendaItem: no(SIGNED),
    agreePoint: no(SIGNED),
    draftMinutes: no(SIGNED),
    returnMinutes: no(SIGNED),
    signMinutes: no(SIGNED),
    cancelSession: no(SIGNED),
  },
  cancelled: {
    callSession: impossible,
    addAgendaItem: no(CANCELLED),
    agreePoint: no(CANCELLED),
    draftMinutes: no(CANCELLED),
    returnMinutes: no(CANCELLED),
    signMinutes: no(CANCELLED),
    cancelSession: no(CANCELLED),
  },
}

/** Commands on a protest note. */
export type ProtestCommandName = 'lodgeProtest' | 'addAgendaItem' | 'answerProtest'

/** A protest note. */
export const PROTEST_TABLE: Table<ProtestStatus, ProtestCommandName> = {
  lodged: {
    lodgeProtest: impossible,
    addAgendaItem: to('tabled'),
    answerProtest: to('answered'),
  },
  tabled: {
    lodgeProtest: impossible,
    addAgendaItem: to('tabled'),
    answerProtest: to('answered'),
  },
  answered: {
    lodgeProtest: impossible,
    addAgendaItem: no('the note was answered: the party may lodge another'),
    answerProtest: no('the note was answered already'),
  },
}

/** Commands on an action point. */
export type PointCommandName = 'agreePoint' | 'completePoint' | 'dropPoint'
const ENDED = 'the action point is closed: agree another'

/** An action point. */
export const POINT_TABLE: Table<PointStatus, PointCommandName> = {
  open: { agreePoint: impossible, completePoint: to('done'), dropPoint: to('dropped') },
  done: { agreePoint: impossible, completePoint: no(ENDED), dropPoint: no(ENDED) },
  dropped: { agreePoint: impossible, completePoint: no(ENDED), dropPoint: no(ENDED) },
}
