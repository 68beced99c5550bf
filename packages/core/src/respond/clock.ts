// A timer in memory dies with the process, and one in a library forgets its deadline when it is restored. So a clock
// is two entries: started, with its absolute deadline, and ended. `follow` and `expire` compare what the journal says
// with what should be, and draft the difference; called twice, or after a restart across the deadline, they draft
// nothing twice. Elapsed time only: 72 h are 72 times 3,600,000 ms, whatever a wall clock does that night.
import type { Draft } from '../evidence/index.ts'
import { HOUR_MS } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Incident, Question } from '../verify/index.ts'
import { draft } from './evolve.ts'
import type { RespondState } from './evolve.ts'
import type { Clock, Ladder, Rung } from './types.ts'

/** What `follow` looks at: one incident under the ladder that binds. */
export interface Following {
  readonly incident: Incident
  readonly ladder: Ladder
  readonly nowMs: InstantMs
  /** Whether the breach goes on since it was established; absent, what was reported last counts. */
  readonly persists?: boolean
}

/** Every severity at which a rung with no threshold starts. */
const ANY_SEVERITY = 5

/** Whether the rung answers this breach, given what is signed so far. */
function answers(rung: Rung, incident: Incident, persists: boolean): boolean {
  const { severity, attribution } = incident.answers
  // A rung for every severity need not wait for the severity to be signed.
  const isSevere =
    rung.trigger.severities.length === ANY_SEVERITY ||
    (severity.status === 'signed' &&
      severity.value !== null &&
      rung.trigger.severities.includes(severity.value))
  if (!isSevere || (rung.trigger.persists && !persists)) return false
  const by = attribution.status === 'signed' ? attribution.value : null
  if (by === 'thirdParty') return rung.number === 0
  if (by === 'A' || by === 'B') return rung.forBreachesBy.includes(by)
  if (by === 'both') return true
  // Unattributed: a rung that answers one party only would accuse it.
  return rung.forBreachesBy.length === 2
}

/** The id of the first clock: the same breach, signed by the same entry, never starts a rung twice while one stands. */
const clockId = (incident: Incident, rung: Rung): string =>
  `C-${incident.id}-${rung.id}-${incident.answers.breach.signedIn ?? 'unsigned'}`

/** The clocks of one rung for one signature, oldest first: one, and another for each time that it was stopped and called for again. */
function clocksOf(state: RespondState, incident: Incident, rung: Rung): readonly Clock[] {
  const first = clockId(incident, rung)
  return [...state.clocks.values()].filter(
    (clock) =>
      clock.incident === incident.id &&
      clock.rung === rung.id &&
      (clock.id === first || clock.id.startsWith(`${first}-`)),
  )
}

/**
 * Whether a breach stands: established, and its incident not merged away. Nothing else of the incident counts: a recall names
 * its answer, and takes the breach only where it is recalled, or *occurred* on which it rests.
 */
const stands = ({ status, breachEstablishedAtMs }: Incident): boolean =>
  breachEstablishedAtMs !== null && status !== 'merged'

/** Which recall took an answer, or null: the answer that was recalled is named, and this one where it only rested on it. */
function tellRecall({ recalls }: Incident, question: Question): string | null {
  const own = recalls.findLast((one) => one.question === question)
  // Of the answers that one entry recalled the first is the one that nations moved to recall.
  const named = recalls.find(({ entry }) => entry === own?.entry)
  if (named === undefined) return null
  const rests = named.question === question ? '' : `, and ${question} rests on it`
  // The reason is free text, and a clock goes to every office: the entry holds it for those who may read it.
  return `The answer on ${named.question} was recalled (entry ${named.entry})${rests}.`
}

/** Answers beside the breach that a rung rests on. */
const RUNG_GROUNDS: ReadonlySet<Question> = new Set<Question>(['attribution', 'severity'])

/** Which recall took what a rung of a standing breach rests on, the latest first; null where none did. */
function tellRungRecall(incident: Incident): string | null {
  const last = incident.recalls.findLast(
    ({ question }) => RUNG_GROUNDS.has(question) && incident.answers[question].status !== 'signed',
  )
  return last === undefined ? null : tellRecall(incident, last.question)
}

/** Whether the signed breach is on record as going on; what was reported of one that was recalled says nothing of the next. */
export function isPersisting(
  { persisting }: Pick<RespondState, 'persisting'>,
  { id, answers: { breach } }: Pick<Incident, 'id' | 'answers'>,
): boolean {
  const reported = persisting.get(id)
  return reported !== undefined && (reported === null || reported === breach.signedIn)
}

const hoursOf = (ms: number): number => Math.round((ms / HOUR_MS) * 100) / 100

// What was stopped is called for again under the same signature: the attribution or the severity that the rung rests on was
// recalled and is signed again, or the incident was merged away and is back. A stopped clock is over, so another one goes on with the time that was left of it: nobody is
// late for hours in which nothing was asked of them.
function resumed(rung: Rung, { incident, nowMs }: Following, before: readonly Clock[]): Draft {
  const last = before.at(-1)
  const leftMs =
    last === undefined ? rung.dueMs : Math.max(0, last.dueAtMs - (last.endedAtMs ?? nowMs))
  return draft(
    'respond.clock-started',
    {
      clock: `${clockId(incident, rung)}-${before.length + 1}`,
      incident: incident.id,
      rung: rung.id,
      startedAtMs: nowMs,
      dueAtMs: nowMs + leftMs,
      why: `${rung.title} is called for again: ${hoursOf(leftMs)} h were left when its clock was stopped.`,
      scripted: incident.scripted,
    },
    [...new Set([incident.answers.breach.signedIn ?? 0, incident.entries.at(-1) ?? 0])].toSorted(
      (a, b) => a - b,
    ),
  )
}

function started(rung: Rung, { incident, ladder }: Following, startedAtMs: InstantMs): Draft {
  const hours = hoursOf(rung.dueMs)
  const notice = ladder.notice === null ? '' : ` ${ladder.notice}`
  return draft(
    'respond.clock-started',
    {
      clock: clockId(incident, rung),
      incident: incident.id,
      rung: rung.id,
      startedAtMs,
      dueAtMs: startedAtMs + rung.dueMs,
      why: `Breach signed in entry ${incident.answers.breach.signedIn ?? 0}: ${rung.title}, within ${hours} h.${notice}`,
      scripted: incident.scripted,
    },
    [incident.answers.breach.signedIn ?? incident.entries[0] ?? 0],
  )
}

/** Why a running clock of this incident must stop, or null. */
function stopReason(clock: Clock, { incident, ladder }: Following): string | null {
  if (!stands(incident)) {
    if (incident.status === 'merged') return `Incident merged into ${incident.mergedInto ?? ''}.`
    return tellRecall(incident, 'breach') ?? 'No breach stands.'
  }
  const rung = ladder.rungs.find(({ id }) => id === clock.rung)
  if (rung === undefined) return null
  const first = clockId(incident, rung)
  if (clock.id !== first && !clock.id.startsWith(`${first}-`))
    return 'Another signature established the breach.'
  // Persistence once seen is seen: only what is signed since may stop a clock.
  if (answers(rung, incident, true)) return null
  return tellRungRecall(incident) ?? 'What was signed since does not call for this rung.'
}

/**
 * Which clocks the incident's state calls for and the journal lacks: started when its breach is established, counted
 * from that instant; stopped when the breach, or an answer that its rung rests on, is recalled; and, where the same signature calls for a stopped one again,
 * another for the time that was left of it. Empty when nothing is to be done.
 */
export function follow(state: RespondState, following: Following): readonly Draft[] {
  const { incident, ladder } = following
  const persists = following.persists ?? isPersisting(state, incident)
  const stopped = [...state.clocks.values()].flatMap((clock) => {
    if (clock.incident !== incident.id || clock.status !== 'running') return []
    const why = stopReason(clock, following)
    const last = incident.entries.at(-1) ?? 0
    return why === null ? [] : [draft('respond.clock-stopped', { clock: clock.id, why }, [last])]
  })
  const atMs = incident.breachEstablishedAtMs
  if (atMs === null || !stands(incident)) return stopped
  const due = ladder.rungs.flatMap((rung) => {
    if (!answers(rung, incident, persists)) return []
    const before = clocksOf(state, incident, rung)
    if (before.length === 0) return [started(rung, following, atMs)]
    // Met and expired ones are done; only what was stopped is owed still.
    return before.at(-1)?.status === 'stopped' ? [resumed(rung, following, before)] : []
  })
  return [...stopped, ...due]
}

/** Expiries that are due and not yet on record, the earliest first. A deadline is passed when `nowMs` reaches it. */
export function expire(state: RespondState, nowMs: InstantMs): readonly Draft[] {
  return [...state.clocks.values()]
    .filter((clock) => clock.status === 'running' && clock.dueAtMs <= nowMs)
    .toSorted((a, b) => a.dueAtMs - b.dueAtMs || (a.id < b.id ? -1 : 1))
    .map(({ id, dueAtMs }) => draft('respond.clock-expired', { clock: id, dueAtMs }, []))
}

/** When the next running clock is due, or null: what a timer may sleep until. */
export function nextDueMs(state: RespondState): InstantMs | null {
  const due = [...state.clocks.values()].flatMap((clock) =>
    clock.status === 'running' ? [clock.dueAtMs] : [],
  )
  return due.length === 0 ? null : Math.min(...due)
}
