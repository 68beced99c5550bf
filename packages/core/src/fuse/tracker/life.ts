/**
 * How sure a track is, as log odds that it is a thing (Sittler 1964; Blackman & Popoli 1999, ch. 6; with a chance to leave, as in
 * Musicki, Evans & Stankovic 1994). Wald's bounds for confirming and for dropping are in `assumptions.ts`.
 */
import { CONFIRMED_SCORE, SCORE_MAX } from './assumptions.ts'
import { CONFIRMED, type Store } from './store.ts'
import type { TrackStatus } from './types.ts'

/** Probability from log odds. */
export const chanceOf = (score: number): number => 1 / (1 + Math.exp(-score))

/** Log odds after `shareOfLife` (time over mean lifetime) in which it may have left the picture. */
export function survived(score: number, shareOfLife: number): number {
  const chance = chanceOf(score) * Math.exp(-Math.max(shareOfLife, 0))
  return scoreOf(chance)
}

/** Log odds of a probability, held within ±`SCORE_MAX`. */
export function scoreOf(chance: number): number {
  const score = Math.log(chance / (1 - chance))
  return score > SCORE_MAX ? SCORE_MAX : score < -SCORE_MAX ? -SCORE_MAX : score
}

/** Whether a track was confirmed and is still more likely there than not: where a false and a missed track cost the same. */
export const isHeld = (store: Store, slot: number): boolean =>
  store.stage[slot] === CONFIRMED && (store.score[slot] as number) >= 0

/** Where a track stands in its life: what was confirmed and is now in doubt is tentative again, under its old id. */
export function statusOf(store: Store, slot: number): TrackStatus {
  if (!isHeld(store, slot)) return 'tentative'
  return store.missed[slot] === 1 ? 'coasting' : 'confirmed'
}

/** Confirms a track whose score has come so far. */
export const isSure = (score: number): boolean => score >= CONFIRMED_SCORE
