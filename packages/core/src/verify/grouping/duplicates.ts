// One explosion is told by a camera, a patrol and a party, and each may open a case. At a thousand candidates a day nobody
// reads them all against one another; but nobody may throw one away either. So likely duplicates are found as they come,
// with a score that says what it is made of, and go to a person as proposals.
import { distanceM } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { HOUR_MS } from '../../units/index.ts'
import type { DurationMs, InstantMs } from '../../units/index.ts'
import type { GroupingCommand } from '../command.ts'
import type { VerifyState } from '../state.ts'
import { mayMerge } from './decide.ts'
import { pairKey, survivorOf } from './pair.ts'

/** A candidate or an incident as far as likeness goes. */
export interface Likable {
  /** An incident's or a candidate's. */
  readonly id: string
  /** Kind of event, as `kindOf` names it; null where nobody knows. */
  readonly kind: string | null
  /** UTC, closed. */
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly position: Position | null
  /** Radius that holds 95 %, metres. */
  readonly errorM: number
  /** Title, terms, accounts: whatever words there are. */
  readonly text: string
}
/** Two that may be one. Each part lies in [0, 1]; the score is their weighted sum. */
export interface Likeness {
  readonly pair: readonly [string, string]
  readonly score: number
  readonly time: number
  readonly place: number
  readonly kind: number
  readonly text: number
}

/** A gap in time or place, beyond what both leave open, at which nothing is alike any more. */
export const LIKE_WITHIN_MS: DurationMs = 2 * HOUR_MS
/** See `LIKE_WITHIN_MS`; metres. */
export const LIKE_WITHIN_M = 5_000
/** From this score on two are proposed as one. */
export const DUPLICATE_FROM = 0.6
/** Most that are remembered at a time; the oldest go first. A thousand a day is a week of them. */
export const REMEMBERED_MAX = 10_000
/**
 * Weights of the parts, in hundredths; they sum to 100. Assumptions, as the limits above are: no published record says
 * which of its reports were of one thing.
 */
const WEIGHT = { time: 30, place: 35, kind: 20, text: 15 } as const
/** A part of which nothing is known is neither alike nor unlike. */
const UNKNOWN = 0.5
const WORD = /[\p{L}\p{N}]+/gu

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(WORD))

/** Shared words over all words (Jaccard 1901), in [0, 1]. */
function textLikeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return UNKNOWN
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  return shared / (a.size + b.size - shared)
}

function kindLikeness(a: string | null, b: string | null): number {
  if (a === null || b === null) return UNKNOWN
  return a === b ? 1 : 0
}

function placeLikeness(a: Likable, b: Likable): number {
  if (a.position === null || b.position === null) return UNKNOWN
  const gapM = distanceM(a.position, b.position) - a.errorM - b.errorM
  return Math.max(0, 1 - Math.max(0, gapM) / LIKE_WITHIN_M)
}

function timeLikeness(a: Likable, b: Likable): number {
  const gapMs = Math.max(a.fromMs, b.fromMs) - Math.min(a.toMs, b.toMs)
  return Math.max(0, 1 - Math.max(0, gapMs) / LIKE_WITHIN_MS)
}

type Remembered = Likable & { readonly words: ReadonlySet<string> }

/** How alike two are; null where time, place or kind rules it out. */
function compare(a: Remembered, b: Remembered): Likeness | null {
  const parts = {
    time: timeLikeness(a, b),
    place: placeLikeness(a, b),
    kind: kindLikeness(a.kind, b.kind),
  }
  if (parts.time === 0 || parts.place === 0 || parts.kind === 0) return null
  const text = textLikeness(a.words, b.words)
  const hundredths =
    WEIGHT.time * parts.time +
    WEIGHT.place * parts.place +
    WEIGHT.kind * parts.kind +
    WEIGHT.text * text
  const score = hundredths / 100
  const pair: readonly [string, string] = a.id < b.id ? [a.id, b.id] : [b.id, a.id]
  return { pair, score, ...parts, text }
}

const remembered = (item: Likable): Remembered => ({ ...item, words: wordsOf(item.text) })

/** The slots of time that an item lies in, or may be like something in. */
const slotsOf = (fromMs: InstantMs, toMs: InstantMs): readonly number[] => {
  const [first, last] = [Math.floor(fromMs / LIKE_WITHIN_MS), Math.floor(toMs / LIKE_WITHIN_MS)]
  return Array.from({ length: Math.min(last - first + 1, SLOTS_MAX) }, (_, i) => first + i)
}
/** Slots of one item at most, a month: what spans more is found by its first month. */
const SLOTS_MAX = 400

/** Finds likely duplicates as items come, in any order, by comparing each with those of about its time only. */
export class DuplicateFinder {
  readonly #items = new Map<string, Remembered>()
  readonly #slots = new Map<number, Set<string>>()

  /** How many are remembered. */
  get size(): number {
    return this.#items.size
  }

  /** Takes an item in, anew where its id is known, and tells what it is like: the likeliest first, from `DUPLICATE_FROM`. */
  offer(item: Likable): readonly Likeness[] {
    this.forget(item.id)
    const mine = remembered(item)
    const near = new Set(
      slotsOf(item.fromMs - LIKE_WITHIN_MS, item.toMs + LIKE_WITHIN_MS).flatMap((slot) => [
        ...(this.#slots.get(slot) ?? []),
      ]),
    )
    const found = [...near].flatMap((id) => {
      const other = this.#items.get(id)
      const likeness = other === undefined ? null : compare(mine, other)
      return likeness !== null && likeness.score >= DUPLICATE_FROM ? [likeness] : []
    })
    this.#remember(mine)
    return found.toSorted(byScore)
  }

  /** Forgets an item that is no more: revised, merged, closed. */
  forget(id: string): void {
    const item = this.#items.get(id)
    if (item === undefined) return
    this.#items.delete(id)
    for (const slot of slotsOf(item.fromMs, item.toMs)) {
      const held = this.#slots.get(slot)
      held?.delete(id)
      if (held?.size === 0) this.#slots.delete(slot)
    }
  }

  #remember(item: Remembered): void {
    const [oldest] = this.#items.keys()
    if (this.#items.size >= REMEMBERED_MAX && oldest !== undefined) this.forget(oldest)
    this.#items.set(item.id, item)
    for (const slot of slotsOf(item.fromMs, item.toMs)) {
      const held = this.#slots.get(slot)
      if (held === undefined) this.#slots.set(slot, new Set([item.id]))
      else held.add(item.id)
    }
  }
}

const byScore = (a: Likeness, b: Likeness): number =>
  b.score - a.score || (pairKey(...a.pair) < pairKey(...b.pair) ? -1 : 1)

/** Every likely pair among these, the likeliest first. */
export function duplicates(items: readonly Likable[]): readonly Likeness[] {
  const finder = new DuplicateFinder()
  return items.flatMap((item) => finder.offer(item)).toSorted(byScore)
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

/**
 * What likely pairs of incidents propose: one command a pair, to be given by the machine. Pairs that a person held apart,
 * that are one already, that are proposed already, or of which neither may still move into the other are left out.
 */
export function mergeProposals(
  state: VerifyState,
  likenesses: readonly Likeness[],
): readonly Extract<GroupingCommand, { type: 'proposeMerge' }>[] {
  const asked = new Set(
    [...state.proposals.values()].flatMap((one) =>
      one.kind === 'merge' && one.status === 'open' ? pairKey(one.incident, one.into) : [],
    ),
  )
  return likenesses.flatMap(({ pair, score, time, place, kind, text }) => {
    const [a, b] = pair.map((id) => state.incidents.get(survivorOf(state, id)))
    if (a === undefined || b === undefined) return []
    const key = pairKey(a.id, b.id)
    if (asked.has(key)) return []
    // The younger case goes into the older one, or the other way round where only that one may still move.
    const isOlder = (a.entries[0] ?? 0) <= (b.entries[0] ?? 0)
    const ways = isOlder ? [[b, a] as const, [a, b] as const] : [[a, b] as const, [b, a] as const]
    const way = ways.find(([gone, kept]) => mayMerge(state, gone, kept.id))
    if (way === undefined) return []
    asked.add(key)
    const reason = `Alike in time ${percent(time)}, place ${percent(place)}, kind ${percent(kind)}, words ${percent(text)}.`
    return [{ type: 'proposeMerge', incident: way[0].id, into: way[1].id, score, reason }]
  })
}
