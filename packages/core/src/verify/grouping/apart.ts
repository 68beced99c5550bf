// What a person held apart stays apart whichever way a candidate comes in. An incident stands for whatever it holds, for what
// went into it, and for what it was split from: so none of these ways leads round a decision.
import type { VerifyState } from '../state.ts'
import type { Incident } from '../types.ts'
import { pairKey, survivorOf } from './pair.ts'
import type { Decorrelation } from './types.ts'

type Known = Pick<VerifyState, 'incidents' | 'decorrelated' | 'taken'>

/** Incidents that hold a candidate now; those that went into another are not among them. */
export function holdersOf({ incidents, taken }: Known, candidate: string): readonly Incident[] {
  const seen = new Set<string>()
  const waiting = [...(taken.get(candidate)?.by ?? [])]
  const holders: Incident[] = []
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const incident = incidents.get(id)
    if (incident === undefined || seen.has(id)) continue
    seen.add(id)
    if (incident.mergedInto !== null) waiting.push(incident.mergedInto)
    else if (incident.candidates.includes(candidate)) holders.push(incident)
    for (const { how, incident: other } of incident.links ?? [])
      if (how === 'splitInto') waiting.push(other)
  }
  return holders
}

/** Everything that an incident or a candidate stands for, by id: what decisions may have named it by. */
function standsFor(state: Known, id: string): ReadonlySet<string> {
  const names = new Set<string>()
  const waiting = state.incidents.has(id)
    ? [id]
    : [id, ...holdersOf(state, id).map((holder) => holder.id)]
  const isBare = !state.incidents.has(id)
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (names.has(one)) continue
    names.add(one)
    const incident = state.incidents.get(one)
    if (incident === undefined) continue
    waiting.push(survivorOf(state, one))
    // A candidate stands for whoever holds it, never for its neighbours there.
    if (!isBare) for (const candidate of incident.candidates) names.add(candidate)
    for (const { how, incident: other } of incident.links ?? [])
      // What was merged and is open again is a case of its own.
      if (
        how === 'splitFrom' ||
        (how === 'mergedFrom' && state.incidents.get(other)?.mergedInto === one)
      )
        waiting.push(other)
  }
  return names
}

/** The decision that holds these two apart, incidents or candidates, by whatever they stand for; null where none does. */
export function keptApart(state: Known, a: string, b: string): Decorrelation | null {
  const exact = state.decorrelated.get(pairKey(a, b))
  if (exact !== undefined) return exact
  if (state.decorrelated.size === 0) return null
  const [ofA, ofB] = [standsFor(state, a), standsFor(state, b)]
  for (const one of state.decorrelated.values()) {
    const [p, q] = one.pair
    if ((ofA.has(p) && ofB.has(q)) || (ofA.has(q) && ofB.has(p))) return one
  }
  return null
}

/** The decision that holds any two of these candidates apart; null where none does. */
export function apartAmong(state: Known, candidates: readonly string[]): Decorrelation | null {
  if (state.decorrelated.size === 0) return null
  const each = candidates.map((id) => standsFor(state, id))
  for (const one of state.decorrelated.values()) {
    const [p, q] = one.pair
    const [ofP, ofQ] = [each.filter((names) => names.has(p)), each.filter((names) => names.has(q))]
    // One that stands for both is one and the same.
    if (ofP.some((names) => !names.has(q)) && ofQ.some((names) => !names.has(p))) return one
  }
  return null
}
