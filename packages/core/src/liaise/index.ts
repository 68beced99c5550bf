export { namesOf, tellKinds, tellPlace, tellPosition } from './about.ts'
export type { AboutPlace, CallAbout } from './about.ts'
export { COMMANDS } from './command.ts'
export type { Command, CommandName } from './command.ts'
export { ITEMS_MAX, MINUTES_SIGNATURES_MIN } from './commission.ts'
export type { LiaiseContext } from './commission.ts'
export { decide } from './decide.ts'
export { callsDue, latenessMs, pointsDue } from './due.ts'
export type { CallDue, Happening, OtherLeg } from './due.ts'
export { evolve, initial } from './evolve.ts'
export type { LiaiseState } from './evolve.ts'
export { ATTEMPTS_MAX, CALL_DUE_MS } from './hotline.ts'
export {
  AROUND_MS,
  LOGGED_WITHIN_MS,
  TEXT_MAX,
  isSamePerson,
  nextNumber,
  personOf,
  refuseFar,
  refuseMixture,
  refusePast,
  refuseText,
} from './person.ts'
export { permit } from './permit.ts'
export { CALL_TABLE, LEG_TABLE, POINT_TABLE, PROTEST_TABLE, SESSION_TABLE } from './table.ts'
export type { Cell } from './table.ts'
export type {
  ActionPoint,
  AgendaItem,
  Attempt,
  AttemptOutcome,
  Call,
  CallStatus,
  FireStop,
  Leg,
  LegStatus,
  Minutes,
  Person,
  PointStatus,
  Protest,
  ProtestStatus,
  Session,
  SessionStatus,
  Subject,
} from './types.ts'
