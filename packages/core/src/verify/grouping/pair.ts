import type { VerifyState } from '../state.ts'
import type { Decorrelation } from './types.ts'

/** The key of a pair, whichever comes first. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`)

/** The incident that this one's evidence is in now: itself, or the last of those that it was merged on into. */
export function survivorOf({ incidents }: Pick<VerifyState, 'incidents'>, id: string): string {
  let at = id
  // Mergers make no ring, for an incident that was merged takes nothing more; the bound only says so.
  for (let i = 0; i <= incidents.size; i++) {
    const into = incidents.get(at)?.mergedInto ?? null
    if (into === null) return at
    at = into
  }
  return at
}

/**
 * What holds two apart, incidents or candidates; null where nothing does. It follows mergers: what was held apart from
 * an incident stays apart from whatever that one went into.
 */
export function heldApart(
  state: Pick<VerifyState, 'incidents' | 'decorrelated'>,
  a: string,
  b: string,
): Decorrelation | null {
  const exact = state.decorrelated.get(pairKey(a, b))
  if (exact !== undefined) return exact
  const [rootA, rootB] = [survivorOf(state, a), survivorOf(state, b)]
  for (const one of state.decorrelated.values()) {
    const [p, q] = [survivorOf(state, one.pair[0]), survivorOf(state, one.pair[1])]
    if ((p === rootA && q === rootB) || (p === rootB && q === rootA)) return one
  }
  return null
}
