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
  /** Motions that wait for others under the text adopted last. */
  readonly motions: readonly Motion[]
  readonly notified: SpanList<Announced>
  readonly duties: SpanList<Duty>
}
/** The state of an empty log. */
export const initial: AgreementState = {
  adopted: [],
  facts: [],
  motions: [],
  notified: { pages: [], size: 0 },
  duties: { pages: [], size: 0 },
}

/** The agreement adopted last, or null. With an id: the last one of that id. */
export function adoptedOf(
  { adopted }: Pick<AgreementState, 'adopted'>,
  id?: string,
): Adopted | null {
  return adopted.findLast(({ agreement }) => id === undefined || agreement.id === id) ?? null
}

/**
 * The text in force at an instant: the one adopted last at or before it, whatever versions a later one holds; before the
 * first adoption the first one, because a record that is imported is older than the deployment. Null: none was adopted.
 */
export function adoptedAt(
  { adopted }: Pick<AgreementState, 'adopted'>,
  ms: InstantMs,
): Adopted | null {
  return adopted.findLast(({ atMs }) => atMs <= ms) ?? adopted[0] ?? null
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
