/**
 * How the agreement stands: phases, deployment gates with what is missing, facts with who moved them, duties that were
 * shown, and the register of notified activities.
 *
 * An announced activity tells where a party's forces, or the mission's people, will be. So its place and its words leave
 * the monitor's office only 24 h after it is over, rounded to 1 km (docs/specs/do-no-harm.md, N1 and N3). The commission
 * has them at once where the rule has the party tell the commission itself, rounded all the same. Of an activity of the
 * mission's own people nothing leaves the monitor's office until then but that a rule was followed. Why somebody moved a
 * fact or showed a duty is free text: the guarantors have it 24 h later.
 */
import {
  adoptedAt,
  dueObligations,
  factsOf,
  gatesAt,
  isHeld,
  newestOf,
  phasesAt,
  phaseSpans,
  sinceRecord,
  standingAt,
  versionAt,
  waitingAt,
  type Adopted,
  type Agreement,
  type AgreementState,
  type Announced,
  type Duty,
} from '@holdfast/core/agreement'
import { snapToGrid } from '@holdfast/core/geo'
import type { Office } from '@holdfast/core/nations'
import type { InstantMs } from '@holdfast/core/units'
import { GRID_M, RELEASE_DELAY_MS } from '@holdfast/core/verify'
import type { Holdfast } from '../runtime/index.ts'
import { noticeOf } from './notice.ts'

/** Rows of the register on one page. */
export const REGISTER_ROWS_MAX = 1_000
/** Shown duties on the page: the newest. */
const DUTIES_SHOWN_MAX = 500

/** Which part of the register: the newest, before the entry `before`. */
export interface RegisterPage {
  readonly limit: number
  readonly before?: number
}
/** To whom, and when. */
export interface Seen {
  readonly office: Office
  readonly nowMs: InstantMs
}

const isDue = (ms: InstantMs, { nowMs }: Seen): boolean => nowMs >= ms + RELEASE_DELAY_MS

const rounded = ({ position, radiusM }: Announced['place']): Announced['place'] => ({
  position: snapToGrid(position, GRID_M),
  radiusM: Math.max(GRID_M, radiusM),
})

const MISSION_WITHHELD = ['title', 'place', 'fromMs', 'toMs', 'announcedMs', 'late', 'withdrawn']

// When the mission's people will be on the road, and whether they gave it up, is as good as a place to those who wait for them.
const ofMission = ({ id, entry, rule }: Announced) => ({
  id,
  entry,
  rule,
  party: 'mission' as const,
  title: '',
  place: null,
  fromMs: null,
  toMs: null,
  announcedMs: null,
  late: null,
  withdrawn: null,
  withheld: MISSION_WITHHELD,
})

/** A notification as an office may have it; `withheld` names what was taken out or coarsened. */
export function releaseNotification(one: Announced, agreement: Agreement | null, seen: Seen) {
  const { agreement: _, place, title, ...rest } = one
  if (seen.office === 'monitor') return { ...rest, title, place, withheld: [] }
  if (one.party === 'mission' && !isDue(one.toMs, seen)) return ofMission(one)
  const to = agreement?.notified.find(({ id }) => id === one.rule)?.to
  const isTold = seen.office === 'commission' && (to === 'commission' || to === 'both')
  return isTold || isDue(one.toMs, seen)
    ? {
        ...rest,
        title,
        place: rounded(place),
        withheld: ['place.position', 'place.radiusM'],
      }
    : { ...rest, title: '', place: null, withheld: ['title', 'place'] }
}

// The guarantors have what people typed a day later.
/** What people typed, as the office may have it: empty while it is withheld. */
export const wordsOf = (reason: string, atMs: InstantMs, seen: Seen): string =>
  seen.office !== 'guarantors' || isDue(atMs, seen) ? reason : ''

function factRows(state: AgreementState, agreement: Agreement, seen: Seen) {
  const records = factsOf(state, agreement.id)
  return agreement.facts.map(({ id, title, declaredBy }) => ({
    fact: id,
    title,
    declaredBy,
    holds: isHeld({ facts: records }, id, seen.nowMs),
    records: records
      .filter((one) => one.fact === id)
      .map(({ fromMs, untilMs, entry, endedIn, atMs, movedBy, reason, scripted }) => ({
        fromMs,
        untilMs,
        entry,
        endedIn,
        atMs,
        movedBy,
        reason: wordsOf(reason, atMs, seen),
        scripted,
      })),
    waiting: waitingAt(state, seen.nowMs)
      .filter((one) => one.fact === id)
      .map((motion) => ({
        ...motion,
        reason: wordsOf(motion.reason, motion.atMs, seen),
      })),
  }))
}

function gateRows(agreement: Agreement, facts: ReturnType<typeof factsOf>, { nowMs }: Seen) {
  const titleOf = (id: string): string => agreement.facts.find((one) => one.id === id)?.title ?? id
  return gatesAt(agreement, { facts }, nowMs).map(({ gate, isOpen, missing, barredBy }) => ({
    gate,
    title: agreement.gates.find(({ id }) => id === gate)?.title ?? gate,
    isOpen,
    missing: missing.map((fact) => ({ fact, title: titleOf(fact) })),
    barredBy: barredBy.map((fact) => ({ fact, title: titleOf(fact) })),
  }))
}

function phaseRows(agreement: Agreement, facts: ReturnType<typeof factsOf>, { nowMs }: Seen) {
  const titleOf = (id: string): string =>
    agreement.phases.find((phase) => phase.id === id)?.title ?? id
  const named = { facts }
  return {
    now: phasesAt(agreement, named, nowMs).map((phase) => ({ phase, title: titleOf(phase) })),
    spans: phaseSpans(agreement, named),
  }
}

const dutyRow = (one: Duty, seen: Seen) => ({
  clause: one.clause,
  party: one.party,
  dueMs: one.fromMs,
  entry: one.entry,
  confirmedIn: one.confirmedIn,
  recalledIn: one.recalledIn,
  reason: wordsOf(one.reason, one.shownMs, seen),
})

function textRow({ agreement, entry, atMs, amends, fromMs, carried }: Adopted, nowMs: InstantMs) {
  const { id, title } = agreement
  const version = versionAt(agreement, nowMs)?.id ?? null
  return { id, title, entry, atMs, fromMs, amends, carried, version }
}

// Deadlines that passed before the log held their duty: they raise no candidate, and are told here once.
function olderThanRecord(state: AgreementState, agreement: Agreement, nowMs: InstantMs) {
  const standing = standingAt(state, undefined, agreement.id)
  return sinceRecord(state, agreement, dueObligations(agreement, standing, nowMs)).before
}

/** The standing of the agreement in force, for one office, with a page of the register, newest first. */
export function agreementStanding(
  { mission, nowMs, deployment }: Pick<Holdfast, 'mission' | 'nowMs' | 'deployment'>,
  office: Office,
  { limit, before = Number.MAX_SAFE_INTEGER }: RegisterPage,
) {
  const state = mission.agreement
  const seen = { office, nowMs }
  const adopted = adoptedAt(state, nowMs)
  const rowsMax = Math.min(limit, REGISTER_ROWS_MAX)
  const rows = newestOf(state.notified, { before, limit: rowsMax })
  const own = rows.filter((one) => one.agreement === adopted?.agreement.id)
  const register = {
    total: state.notified.size,
    next: rows.length < rowsMax ? null : (rows.at(-1)?.entry ?? null),
    notifications: own.map((one) => releaseNotification(one, adopted?.agreement ?? null, seen)),
  }
  const head = { office, notice: noticeOf({ mission, deployment }), nowMs }
  if (adopted === null) return { ...head, agreement: null, texts: [], ...NOTHING, register }
  const { agreement } = adopted
  const facts = factsOf(state, agreement.id)
  const duties = newestOf(state.duties, {
    before: Number.MAX_SAFE_INTEGER,
    limit: DUTIES_SHOWN_MAX,
  })
  return {
    ...head,
    agreement: textRow(adopted, nowMs),
    texts: state.adopted.map((one) => textRow(one, nowMs)),
    phases: phaseRows(agreement, facts, seen),
    gates: gateRows(agreement, facts, seen),
    facts: factRows(state, agreement, seen),
    duties: duties.filter((one) => one.agreement === agreement.id).map((one) => dutyRow(one, seen)),
    dutiesTotal: state.duties.size,
    beforeRecord: olderThanRecord(state, agreement, nowMs),
    register,
  }
}

const NOTHING = {
  phases: { now: [], spans: [] },
  gates: [],
  facts: [],
  duties: [],
  dutiesTotal: 0,
  beforeRecord: [],
}
