import { FREE_NAMELESS_SHARE, FREE_SHARE } from './assumptions.ts'
import { isBelieved } from './held.ts'
import type { Held } from './held.ts'
import type { Row } from './looks.ts'

/**
 * Which tracks give way where there is room for no more: never those that two sources see, and of the others those of the
 * source that has most, so that no source shuts out another by making up things.
 */

/** How many tracks there should be room for before rows that may begin some are looked at. */
export function freeFor(begins: readonly Row[], tracksMax: number): number {
  const nameless = begins.reduce((sum, { identity }) => sum + Number(identity < 0), 0)
  const named = begins.length - nameless
  return (
    Math.min(named, Math.ceil(FREE_SHARE * tracksMax)) +
    Math.min(nameless, Math.ceil(FREE_NAMELESS_SHARE * tracksMax))
  )
}

/** The source that a track rests on alone; null: on several. */
const restsOn = ({ sources }: Held): string | null =>
  sources.length === 1 ? (sources[0] ?? null) : null

/** Not believed first, then the longest silent. */
const byClaim = (a: Held, b: Held): number =>
  Number(isBelieved(a)) - Number(isBelieved(b)) || a.seenMs - b.seenMs || a.kernelId - b.kernelId

/** Tracks of one source, those that give way first in front; `at` of them have. */
interface Pile {
  readonly source: string
  readonly held: readonly Held[]
  at: number
}
const left = ({ held, at }: Pile): number => held.length - at

/**
 * Tracker ids of up to `over` tracks that give way to new ones of the sources that ask: to a source that has less alone, for
 * a source whose own new things pushed out its own others would keep none long enough to believe it.
 */
export function givingWay(
  all: Iterable<Held>,
  over: number,
  asking: ReadonlySet<string>,
): readonly number[] {
  const bySource = new Map<string, Held[]>()
  for (const held of all) {
    const source = restsOn(held)
    if (source === null) continue
    const own = bySource.get(source)
    if (own === undefined) bySource.set(source, [held])
    else own.push(held)
  }
  const piles: Pile[] = [...bySource]
    .map(([source, held]) => ({ source, held: held.toSorted(byClaim), at: 0 }))
    .toSorted((a, b) => (a.source < b.source ? -1 : 1))
  const least = Math.min(
    ...[...asking].map((source) => piles.find((one) => one.source === source)?.held.length ?? 0),
  )
  const out: number[] = []
  while (out.length < over) {
    const [most] = piles.toSorted((a, b) => left(b) - left(a))
    // Not for one more than the other has: both would push one another out in turn.
    const next = most !== undefined && left(most) > least + 1 ? most.held[most.at] : undefined
    if (most === undefined || next === undefined) break
    most.at += 1
    out.push(next.kernelId)
  }
  return out
}
