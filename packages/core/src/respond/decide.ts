import type { PartyId } from '../agreement/index.ts'
import type { Draft } from '../evidence/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Actor, Role } from '../nations/index.ts'
import { refuseWords } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import type { Incident } from '../verify/index.ts'
import { isPersisting } from './clock.ts'
import { draft } from './evolve.ts'
import type { RespondState } from './evolve.ts'
import { unfairRungs } from './ladder.ts'
import type { Clock, Decision, HotlineCall, Ladder, Mandate, Measure, Rung } from './types.ts'

/** What people may ask of this step. */
export type RespondCommand =
  | {
      readonly type: 'adoptLadder'
      readonly ladder: Ladder
      /** Id of the agreement that it is bound to. */
      readonly boundTo: string
      /** The ladder's own text. */
      readonly document: string
    }
  | {
      readonly type: 'logHotlineCall'
      readonly incident: string
      readonly party: PartyId
      readonly calledAtMs: InstantMs
      readonly answeredBy: string | null
      readonly fireStoppedAtMs: InstantMs | null
    }
  | {
      /** A rung may wait for the breach to go on: a person says so, with the reason; no machine does. */
      readonly type: 'reportPersistence'
      readonly incident: string
      readonly persists: boolean
      readonly reason: string
    }
  | ({ readonly type: 'recordDecision' } & Omit<Decision, 'id' | 'atMs' | 'scripted'>)
  | { readonly type: 'meetClock'; readonly clock: string; readonly why: string }

/** Every command of this step. */
export const COMMANDS: readonly RespondCommand['type'][] = [
  'adoptLadder',
  'logHotlineCall',
  'reportPersistence',
  'recordDecision',
  'meetClock',
]
/** What a decision is taken in: who asks, when, and how the incidents stand. */
export interface RespondContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
  readonly incidents: ReadonlyMap<string, Incident>
}
/** Most conditions on one decision. */
export const CONDITIONS_MAX = 20
/** Longest text of a reason, a legal basis or a condition, characters. */
const TEXT_MAX = 4_000

type Decided = { readonly entries: readonly Draft[] } | Refused
const record = (...entries: readonly Draft[]): Decided => ({ entries })

const ROLES: Readonly<Record<RespondCommand['type'], readonly Role[]>> = {
  adoptLadder: ['planner', 'minister', 'head-of-mission', 'system'],
  logHotlineCall: ['watch', 'head-of-mission', 'planner'],
  reportPersistence: ['panel', 'head-of-mission', 'planner'],
  recordDecision: ['minister'],
  meetClock: ['planner', 'minister', 'head-of-mission'],
}

function permit(command: RespondCommand, actor: Actor, scripted: boolean | null): Refused | null {
  const isScript = actor.role === 'scripted'
  if (isScript && !isFictional(actor.nation))
    return {
      refused: `a scripted officer belongs to a fictional nation, and ${actor.nation} is none`,
    }
  if (!isScript && !ROLES[command.type].includes(actor.role))
    return {
      refused: `the role ${actor.role} may not ${command.type}: it takes ${ROLES[command.type].join(', ')}`,
    }
  if (scripted !== null && scripted !== isScript)
    return {
      refused: scripted
        ? 'the incident belongs to a script: only scripted officers work on it'
        : 'the incident is real: a scripted officer may not work on it',
    }
  return null
}

function checkText(field: string, text: string): Refused | null {
  return refuseWords(field, text, { max: TEXT_MAX })
}

function adopt(
  command: Extract<RespondCommand, { type: 'adoptLadder' }>,
  state: RespondState,
): Decided {
  const { ladder, boundTo, document } = command
  const [unfair] = unfairRungs(ladder)
  if (unfair !== undefined) return { refused: `${unfair.path} ${unfair.problem}` }
  if (state.document === document && state.boundTo === boundTo)
    return { refused: `ladder ${ladder.id} is in force with this very text` }
  return record(draft('respond.ladder-adopted', { ladder, boundTo, document }, []))
}

const clocksOf = (state: RespondState, incident: string): readonly Clock[] =>
  [...state.clocks.values()].filter((clock) => clock.incident === incident)

const meets = (clock: Clock, why: string): Draft =>
  draft('respond.clock-met', { clock: clock.id, why }, [])

function logCall(
  command: Extract<RespondCommand, { type: 'logHotlineCall' }>,
  incident: Incident,
  state: RespondState,
  { actor, nowMs }: RespondContext,
): Decided {
  const { party, calledAtMs, answeredBy, fireStoppedAtMs } = command
  if (party !== 'A' && party !== 'B')
    return { refused: `there is no party ${String(party)}: use A or B` }
  if (!(calledAtMs <= nowMs))
    return { refused: 'calledAtMs lies in the future: log the call once it was made' }
  if (fireStoppedAtMs !== null && !(fireStoppedAtMs <= nowMs))
    return { refused: 'fireStoppedAtMs lies in the future: log it once fire has stopped' }
  const call: Omit<HotlineCall, 'entry'> = {
    incident: incident.id,
    party,
    calledAtMs,
    answeredBy,
    fireStoppedAtMs,
    scripted: actor.role === 'scripted',
  }
  const both = state.calls.some((one) => one.incident === incident.id && one.party !== party)
  const talk = state.ladder?.rungs.find((rung) => rung.number === 0)
  const met = clocksOf(state, incident.id).filter(
    (clock) =>
      both && clock.rung === talk?.id && clock.status === 'running' && nowMs < clock.dueAtMs,
  )
  return record(
    draft('respond.hotline-call-logged', call, [incident.entries[0] ?? 0]),
    ...met.map((clock) => meets(clock, 'Both commanders were called.')),
  )
}

function reportPersistence(
  command: Extract<RespondCommand, { type: 'reportPersistence' }>,
  incident: Incident,
  state: RespondState,
): Decided {
  const { persists, reason } = command
  if (typeof persists !== 'boolean')
    return { refused: 'persists is neither true nor false: say which' }
  if (incident.breachEstablishedAtMs === null)
    return { refused: `incident ${incident.id} has no signed breach that could persist` }
  if (isPersisting(state, incident) === persists)
    return {
      refused: `the breach of ${incident.id} is on record as ${persists ? 'going on' : 'over'}`,
    }
  const last = incident.entries.at(-1) ?? 0
  const { signedIn } = incident.answers.breach
  const breachIn = signedIn === null ? {} : { breachIn: signedIn }
  const payload = { incident: incident.id, persists, reason, ...breachIn }
  return (
    checkText('reason', reason) ?? record(draft('respond.persistence-reported', payload, [last]))
  )
}

function findMeasure(state: RespondState, id: string): { measure: Measure; rung: Rung } | null {
  for (const rung of state.ladder?.rungs ?? []) {
    const measure = rung.measures.find((one) => one.id === id)
    if (measure !== undefined) return { measure, rung }
  }
  return null
}

const inForce = (mandate: Mandate, nowMs: InstantMs): boolean =>
  (mandate.fromMs === null || mandate.fromMs <= nowMs) &&
  (mandate.untilMs === null || nowMs < mandate.untilMs)

/** Refuses a measure that its mandate does not cover now: mission creep starts with one exception. */
function checkMandate(measure: Measure, ladder: Ladder, nowMs: InstantMs): Refused | null {
  const mandate = ladder.mandates.find(({ id }) => id === measure.mandate)
  if (mandate === undefined)
    return { refused: `measure ${measure.id} names no mandate of the ladder: ${measure.mandate}` }
  if (!mandate.permits.includes(measure.id))
    return {
      refused: `measure ${measure.id} is outside the mandate ${mandate.id}: ${mandate.clause}`,
    }
  if (!inForce(mandate, nowMs))
    return { refused: `mandate ${mandate.id} is not in force: ${mandate.clause}` }
  return null
}

/** Refuses a measure against a party that no signed attribution names (do no harm, rule 7). */
function checkAttribution(
  measure: Measure,
  rung: Rung,
  incident: Incident,
  party: PartyId | null,
): Refused | null {
  if (!measure.againstParty)
    return party === null
      ? null
      : { refused: `measure ${measure.id} is against nobody: leave party null` }
  if (party !== 'A' && party !== 'B')
    return { refused: `measure ${measure.id} is against a party: say which` }
  const { attribution } = incident.answers
  const named =
    attribution.status === 'signed' && (attribution.value === party || attribution.value === 'both')
  if (!named)
    return {
      refused: `measure ${measure.id} against party ${party} needs a signed attribution to it; attribution is ${attribution.status}${attribution.value === null ? '' : ` (${attribution.value})`}`,
    }
  if (!rung.forBreachesBy.includes(party))
    return { refused: `rung ${rung.id} does not answer breaches by party ${party}` }
  return null
}

function recordDecision(
  command: Extract<RespondCommand, { type: 'recordDecision' }>,
  incident: Incident,
  state: RespondState,
  { actor, nowMs }: RespondContext,
): Decided {
  const { measure: id, party, nation, decision, legalBasis, conditions } = command
  const found = findMeasure(state, id)
  if (found === null || state.ladder === null)
    return { refused: `the ladder in force has no measure ${id}` }
  if (nation !== actor.nation)
    return { refused: `${actor.nation} decides for itself only, not for ${nation}` }
  if (decision !== 'yes' && decision !== 'no') return { refused: 'a decision is yes or no' }
  if (!Array.isArray(conditions) || conditions.length > CONDITIONS_MAX)
    return { refused: `conditions is no list of at most ${CONDITIONS_MAX}` }
  if (incident.breachEstablishedAtMs === null)
    return { refused: `incident ${incident.id} has no signed breach: there is nothing to answer` }
  const clock = clocksOf(state, incident.id).find(
    (one) => one.rung === found.rung.id && one.status !== 'stopped',
  )
  if (clock === undefined)
    return { refused: `rung ${found.rung.id} was not reached by incident ${incident.id}` }
  const blank = conditions.map((condition) => checkText('a condition', condition))
  const refused =
    checkMandate(found.measure, state.ladder, nowMs) ??
    checkAttribution(found.measure, found.rung, incident, party) ??
    checkText('legalBasis', legalBasis) ??
    blank.find((one) => one !== null)
  if (refused !== null && refused !== undefined) return refused
  const scripted = actor.role === 'scripted'
  const payload = {
    incident: incident.id,
    measure: id,
    party,
    nation,
    decision,
    legalBasis,
    conditions,
    scripted,
  }
  return record(
    draft('respond.decision-recorded', payload, [incident.answers.breach.signedIn ?? 0]),
  )
}

function meetClock(
  command: Extract<RespondCommand, { type: 'meetClock' }>,
  clock: Clock,
  nowMs: InstantMs,
): Decided {
  if (clock.status !== 'running') return { refused: `clock ${clock.id} is ${clock.status}` }
  if (nowMs >= clock.dueAtMs)
    return {
      refused: `clock ${clock.id} has run out: what comes after the deadline does not meet it`,
    }
  return checkText('why', command.why) ?? record(meets(clock, command.why))
}

/** What a command makes of the state: the entries to record, or why it is refused. The state itself never changes here. */
export function decide(
  state: RespondState,
  command: RespondCommand,
  context: RespondContext,
): Decided {
  const { actor, nowMs, incidents } = context
  switch (command.type) {
    case 'adoptLadder':
      return permit(command, actor, null) ?? adopt(command, state)
    case 'meetClock': {
      const clock = state.clocks.get(command.clock)
      if (clock === undefined) return { refused: `there is no clock ${command.clock}` }
      return permit(command, actor, clock.scripted) ?? meetClock(command, clock, nowMs)
    }
    case 'logHotlineCall':
    case 'reportPersistence':
    case 'recordDecision': {
      const incident = incidents.get(command.incident)
      if (incident === undefined) return { refused: `there is no incident ${command.incident}` }
      const refused = permit(command, actor, incident.scripted)
      if (refused !== null) return refused
      if (command.type === 'logHotlineCall') return logCall(command, incident, state, context)
      if (command.type === 'reportPersistence') return reportPersistence(command, incident, state)
      return recordDecision(command, incident, state, context)
    }
    default: {
      const { type }: { type: string } = command
      return { refused: `respond knows no command ${type}: use one of ${COMMANDS.join(', ')}` }
    }
  }
}
