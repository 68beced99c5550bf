/** What this step remembers of the agreement: its texts, and what people declared, showed and announced under it. */
import type { NationCode } from '../../nations/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import type { Agreement, Notification, PartyId, Standing } from '../document/types.ts'
import { during, itemsOf, type Kept, type SpanList } from './span-list.ts'

/** An agreement in the log. */
export interface Adopted {
  readonly agreement: Agreement
  /** The document as it was written, YAML. */
  readonly document: string
  /** Log index of the entry that adopted it. */
  readonly entry: number
  readonly atMs: InstantMs
  /** Log index of the text of the same id that it amends; null for the first one. */
  readonly amends: number | null
  /** From when it is in force: the instant of its entry, or a later one that its motion named. */
  readonly fromMs: InstantMs
  /** The motion that it came of; null: one officer adopted it, as the first text may be. */
  readonly carried: Carried | null
  /** A script or the system adopted it: only such a text may scripted officers amend. */
  readonly scripted: boolean
  /** No real nation adopted it: only such a text may fictional nations amend. */
  readonly fictional: boolean
}
/** The motion that a text came of. */
export interface Carried {
  /** Log index of the entry that proposed it. */
  readonly motion: number
  /** Distinct nations that supported it, the proposer's among them, in the order of their codes. */
  readonly nations: readonly NationCode[]
  /** Nations that opposed it to the end. */
  readonly opposed: readonly NationCode[]
}
/** How a motion to amend stands. That it lapsed is told by the clock, the rest by entries. */
export type AmendmentStatus = 'open' | 'carried' | 'withdrawn' | 'lapsed' | 'fallen'
/** The last word of one nation on a motion to amend. */
export interface AmendmentVote {
  readonly nation: NationCode
  readonly supports: boolean
  readonly reason: string
  readonly entry: number
  readonly atMs: InstantMs
}
/** A motion to amend the text. */
export interface Amendment {
  /** Log index of the entry that proposed it: its name. */
  readonly entry: number
  /** The agreement's id, and its title in the proposed text. */
  readonly agreement: string
  readonly title: string
  /** What was proposed; null once an entry closed it: the log keeps it. */
  readonly text: Pick<Adopted, 'agreement' | 'document'> | null
  /** SHA-256 of the document's UTF-8 bytes, hexadecimal. */
  readonly sha256: string
  readonly amends: number | null
  /** Log index of the text in force on the day of the proposal; null: there was none, and it would be the first. */
  readonly inForce: number | null
  /** Distinct nations that it takes, by the text in force on the day of the proposal; at least 2. */
  readonly quorum: number
  /** The proposer's nation. */
  readonly nation: NationCode
  readonly reason: string
  /** From when it is to be in force; null: from when it is carried. */
  readonly fromMs: InstantMs | null
  readonly atMs: InstantMs
  readonly lapsesMs: InstantMs
  /** Of each nation its last word; the proposer's nation is not among them. */
  readonly votes: readonly AmendmentVote[]
  /** What entries made of it: an open one lapses by the clock alone. */
  readonly status: Exclude<AmendmentStatus, 'lapsed'>
  /** Log index of the entry that carried, withdrew or felled it. */
  readonly closedIn: number | null
  /** Log indices of texts, carried for a later instant, that its own would overtake as it stood proposed; absent: none. */
  readonly overtakes?: readonly number[]
  /** Why it fell, in a sentence; absent where it did not. */
  readonly why?: string
  readonly scripted: boolean
}
/** A fact that was established: it holds from `fromMs` (closed) until `untilMs` (open), null without end. */
export interface FactRecord {
  readonly agreement: string
  readonly fact: string
  readonly fromMs: InstantMs
  readonly untilMs: InstantMs | null
  /** Log index of the motion that established it, and of the one that ended it. */
  readonly entry: number
  readonly endedIn: number | null
  /** When it was established, by the log. */
  readonly atMs: InstantMs
  /** Who moved it: nations of the commission, or the parties that stated it. */
  readonly movedBy: readonly string[]
  readonly reason: string
  readonly scripted: boolean
}
/** What a motion asks for. */
export type MotionKind = 'declare' | 'end'
/** A motion that has not met its quorum yet, or the statement of one party while the other's is missing. */
export interface Motion {
  readonly kind: MotionKind
  readonly fact: string
  readonly nation: NationCode
  /** Whose statement it records; null for a motion of the commission. */
  readonly party: PartyId | null
  /** From or until when; null: from when the last one needed moves it. */
  readonly instantMs: InstantMs | null
  readonly reason: string
  readonly entry: number
  readonly atMs: InstantMs
  readonly scripted: boolean
}
/** A notification in the register. */
export interface Announced extends Notification {
  readonly agreement: string
  readonly scripted: boolean
}
/** A duty that was shown to be done; `fromMs` and `toMs` are its deadline, `entry` the one that showed it. */
export interface Duty extends Kept {
  readonly agreement: string
  readonly clause: string
  readonly party: PartyId
  readonly reason: string
  /** The nation whose officer showed it. */
  readonly shownBy: NationCode
  readonly shownMs: InstantMs
  /** Log index of the commission's confirmation; null while it is only shown. */
  readonly confirmedIn: number | null
  /** Taken back: it counts no more. */
  readonly recalledIn: number | null
  readonly scripted: boolean
}
/** Everything of this step. */
export interface AgreementState {
  /** Every adoption, oldest first. */
  readonly adopted: readonly Adopted[]
  /** Every fact that was ever established, in the order of its entries. */
  readonly facts: readonly FactRecord[]
  /** Motions that wait for others since the last adoption; `waitingAt` gives those under the text in force. */
  readonly motions: readonly Motion[]
  /** Every motion to amend, in the order of its entries. */
  readonly amendments: readonly Amendment[]
  readonly notified: SpanList<Announced>
  readonly duties: SpanList<Duty>
}
/** The state of an empty log. */
export const initial: AgreementState = {
  adopted: [],
  facts: [],
  motions: [],
  amendments: [],
  notified: { pages: [], size: 0 },
  duties: { pages: [], size: 0 },
}

/**
 * The agreement adopted last, or null. With an id: the last one of that id. A motion may have named a later instant for it:
 * `adoptedAt` gives the one in force.
 */
export function adoptedOf(
  { adopted }: Pick<AgreementState, 'adopted'>,
  id?: string,
): Adopted | null {
  return adopted.findLast(({ agreement }) => id === undefined || agreement.id === id) ?? null
}

/**
 * The text in force at an instant: the last one that was adopted for then, whatever versions a later one holds; before the
 * first adoption the first one, because a record that is imported is older than the deployment. Null: none was adopted.
 */
export function adoptedAt(
  { adopted }: Pick<AgreementState, 'adopted'>,
  ms: InstantMs,
): Adopted | null {
  return adopted.findLast(({ fromMs }) => fromMs <= ms) ?? adopted[0] ?? null
}

/** Motions on facts that wait under the text in force at an instant: those made under another text count no more. */
export function waitingAt(state: AgreementState, ms: InstantMs): readonly Motion[] {
  const sinceMs = adoptedAt(state, ms)?.fromMs
  if (sinceMs === undefined) return []
  const isStale = state.motions.some(({ atMs }) => atMs < sinceMs)
  return isStale ? state.motions.filter(({ atMs }) => atMs >= sinceMs) : state.motions
}

// What is derived from a part of the state stays the same while that part does: evaluating asks for it with every event.
const factsBy = new WeakMap<readonly FactRecord[], Map<string, readonly FactRecord[]>>()
const metBy = new WeakMap<SpanList<Duty>, Map<string, Standing['met']>>()
const registerBy = new WeakMap<SpanList<Announced>, Map<string, readonly Announced[]>>()
const NONE: readonly Announced[] = []

function remembered<K extends object, V>(
  memory: WeakMap<K, Map<string, V>>,
  key: K,
  id: string,
  make: () => V,
): V {
  const byId = memory.get(key) ?? new Map<string, V>()
  memory.set(key, byId)
  const found = byId.get(id) ?? make()
  byId.set(id, found)
  return found
}

/** The facts that were established under an agreement, oldest first by the time from which they hold. */
export const factsOf = ({ facts }: AgreementState, agreement: string): readonly FactRecord[] =>
  remembered(factsBy, facts, agreement, () =>
    facts
      .filter((one) => one.agreement === agreement)
      .toSorted((a, b) => a.fromMs - b.fromMs || a.entry - b.entry),
  )

const metOf = ({ duties }: AgreementState, agreement: string): Standing['met'] =>
  remembered(metBy, duties, agreement, () =>
    itemsOf(duties).flatMap((one) =>
      one.agreement === agreement && one.confirmedIn !== null && one.recalledIn === null
        ? { clause: one.clause, party: one.party, dueMs: one.fromMs, entry: one.confirmedIn }
        : [],
    ),
  )

const registerOf = ({ notified }: AgreementState, agreement: string): readonly Announced[] =>
  remembered(registerBy, notified, agreement, () =>
    itemsOf(notified).filter((one) => one.agreement === agreement),
  )

/**
 * What an evaluation needs of an agreement (the one adopted last, unless its id is given), whole, or as far as it bears on
 * an instant or a time, both ends closed: then the register holds only what covers a part of it. Facts stay whole: the
 * phases of any time hang on them.
 */
export function standingAt(
  state: AgreementState,
  at?: InstantMs | Interval,
  agreement?: string,
): Standing {
  const id = agreement ?? adoptedOf(state)?.agreement.id ?? ''
  const parts = { facts: factsOf(state, id), met: metOf(state, id) }
  if (at === undefined) return { ...parts, notified: registerOf(state, id) }
  const time = typeof at === 'number' ? { fromMs: at, toMs: at } : at
  const covering = during(state.notified, time)
  const isOwn = covering.every((one) => one.agreement === id)
  const reached = isOwn ? covering : covering.filter((one) => one.agreement === id)
  return { ...parts, notified: reached.length === 0 ? NONE : reached }
}
