/**
 * When two sources are two. People repeat each other: three articles on one agency's report are one source. So sources
 * are joined where one could have it from the other, and what is left apart is counted.
 *
 * 1. Sources that name the same origin (who first knew) are one.
 * 2. A source that was told by another is one with it.
 * 3. Sources that the same body presented (a party's press office, one escort) are one.
 * 4. A group counts only if somebody in it knows at first hand: saw, inspected, treated, or has the image. Hearsay and
 *    statements of a party count nothing, however many there are.
 */

/** What the rules look at. */
export interface Claimant {
  readonly pseudonym: string
  readonly isFirstHand: boolean
  readonly origin: string | null
  readonly toldBy: readonly string[]
  readonly presentedBy: string | null
}

/** Independent sources that are needed to call something corroborated. */
export const INDEPENDENT_MIN = 2

/** How many of these sources are independent of each other and rest on somebody who knows at first hand. */
export function independentN(sources: readonly Claimant[]): number {
  // Union-find over at most a few dozen nodes: each source, and each thing that may join two.
  const parent = new Map<string, string>()
  const rootOf = (node: string): string => {
    let at = node
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  const join = (a: string, b: string): void => {
    parent.set(rootOf(a), rootOf(b))
  }
  for (const { pseudonym, origin, toldBy, presentedBy } of sources) {
    const own = `source ${pseudonym}`
    // Whoever names itself as another's origin is that other's source as well.
    join(own, `origin ${origin ?? pseudonym}`)
    for (const other of toldBy) join(own, `source ${other}`)
    if (presentedBy !== null) join(own, `body ${presentedBy}`)
  }
  const firstHand = sources.filter(({ isFirstHand }) => isFirstHand)
  return new Set(firstHand.map(({ pseudonym }) => rootOf(`source ${pseudonym}`))).size
}
