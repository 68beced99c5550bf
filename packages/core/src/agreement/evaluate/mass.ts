/**
 * Whether an event is one of so many, within so long and so near: what makes fire massed. Numbers only; whoever keeps the
 * events gives those around it (`tally.ts`).
 *
 * Each event counted occurred with its own probability, taken as independent of the others; so the chance that enough did
 * is the upper tail of a sum, worked out exactly up to the number that is asked for. The event itself is taken as
 * occurred: that it did is its act's probability. What cannot be numbered (a report of "at least ten", an event that no
 * source gave a place) is never read as a no: it leaves the count open.
 */
import { distanceM } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Count } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { Event } from '../../fuse/index.ts'
import type { MassRule, PartyId, Provision } from '../document/types.ts'

/** The chance that an event is of each party, by its ground; they add up to 1. */
export type ByParty = Readonly<Record<PartyId, number>>

/** An event as far as counting needs it. */
export interface Mark {
  readonly id: string
  /** When it began. */
  readonly atMs: InstantMs
  /** The middle of its estimate; null where no source gave a place. */
  readonly position: Position | null
  readonly n: number
  readonly precision: Count['precision']
  /** That it occurred and lies where the clause looks, in [0, 1]. */
  readonly probability: number
  /** Whether the clause means it is open: its weapon, its phase, its time. */
  readonly isOpen: boolean
  /** Whose it is counted as; null or absent where nothing says so. Asked only where the clause means one party's fire. */
  readonly by?: ByParty | null
}

/** What was counted for one event. */
export interface Massed {
  /** Yes: as many were counted, whatever the chance that all occurred; no: not even with all that is open. */
  readonly held: 'yes' | 'no' | 'undecided'
  /** That enough of them occurred, in [0, 1]; an upper bound while some are open; null where it cannot be numbered. */
  readonly probability: number | null
  /** The time counted over: `withinMs` from here on. */
  readonly fromMs: InstantMs
  /** Rounds counted, the event's own with them, and by how many events. */
  readonly rounds: number
  readonly events: number
  /** Some of them are open or not exact. */
  readonly isOpen: boolean
}

/** Whoever keeps the events that clauses count. */
export interface Counting {
  /** What a clause comes to for an event; null where it does not count. */
  readonly massOf: (provision: Provision, event: Event) => Massed | null
}

/** Most events counted with one: those nearest to it in time. Beyond them a mass is a mass. */
export const MASS_EVENTS_MAX = 1_000

const byTime = (a: Mark, b: Mark): number => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)

/** Where the time with the most expected rounds begins that the event lies in; of equal ones the earliest. */
function windowOf(own: Mark, others: readonly Mark[], withinMs: number): InstantMs {
  const all = [...others, own].toSorted(byTime)
  let [bestMs, best] = [own.atMs, Number.NEGATIVE_INFINITY]
  let sum = 0
  let end = 0
  for (const [start, { atMs }] of all.entries()) {
    if (atMs > own.atMs) break
    while (end < all.length && (all[end] as Mark).atMs <= atMs + withinMs) {
      const { n, probability } = all[end] as Mark
      sum += n * probability
      end += 1
    }
    if (atMs + withinMs >= own.atMs && sum > best) [bestMs, best] = [atMs, sum]
    const { n, probability } = all[start] as Mark
    sum -= n * probability
  }
  return bestMs
}

/** The chance that independent events that bring `n` each come to at least so many. */
export function tailOf(parts: readonly Pick<Mark, 'n' | 'probability'>[], atLeast: number): number {
  const need = Math.max(0, Math.ceil(atLeast))
  const below = new Float64Array(need)
  let reached = need === 0 ? 1 : 0
  if (need > 0) below[0] = 1
  for (const { n, probability } of parts)
    for (let k = need - 1; k >= 0; k -= 1) {
      const moved = (below[k] as number) * probability
      if (moved === 0 || n <= 0) continue
      below[k] = (below[k] as number) - moved
      if (k + n >= need) reached += moved
      else below[k + n] = (below[k + n] as number) + moved
    }
  return Math.min(1, reached)
}

const isNear = (own: Mark, other: Mark, withinM: number | undefined): boolean =>
  withinM === undefined ||
  own.position === null ||
  other.position === null ||
  distanceM(own.position, other.position) <= withinM

/** Whether what was counted stands for that many at the least. */
export const isLeast = (precision: Count['precision']): boolean =>
  precision === 'exact' || precision === 'atLeast'

/** Counts an event with others, which may lie anywhere and at any time; the event itself among them does not count twice. */
export function massOf(own: Mark, others: readonly Mark[], rule: MassRule): Massed {
  const { atLeast, withinMs, withinM } = rule
  const near = others
    .filter(
      (one) =>
        one.id !== own.id && Math.abs(one.atMs - own.atMs) <= withinMs && isNear(own, one, withinM),
    )
    .toSorted((a, b) => Math.abs(a.atMs - own.atMs) - Math.abs(b.atMs - own.atMs) || byTime(a, b))
    .slice(0, MASS_EVENTS_MAX)
  const self = { ...own, probability: 1 }
  const fromMs = windowOf(self, near, withinMs)
  const counted = [
    self,
    ...near.filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + withinMs).toSorted(byTime),
  ]
  const isPlaced = ({ position }: Mark): boolean => withinM === undefined || position !== null
  const isSure = (one: Mark): boolean =>
    !one.isOpen && isLeast(one.precision) && isPlaced(one) && isPlaced(own)
  const sure = counted.filter((one) => one === self || isSure(one))
  const isExact = counted.every(({ precision }) => precision === 'exact')
  const told = {
    fromMs,
    rounds: counted.reduce((sum, { n }) => sum + n, 0),
    events: counted.length,
    isOpen: !isExact || sure.length < counted.length,
  }
  const isEnough = isLeast(self.precision) && sure.reduce((sum, { n }) => sum + n, 0) >= atLeast
  // How many more, or fewer, a report that is not exact stands for nobody knows: then only certainty is a number.
  const isCertain = isEnough && tailOf(sure, atLeast) === 1
  const probability = isCertain ? 1 : isExact ? tailOf(counted, atLeast) : null
  const held = isEnough ? 'yes' : probability === 0 ? 'no' : 'undecided'
  return { ...told, held, probability }
}
