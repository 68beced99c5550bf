import type { Motion } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { HEIGHT_KEEP_MS, HEIGHT_NOISE, HEIGHT_STD_M } from './assumptions.ts'

/**
 * The height of a thing, beside its place: a scalar Kalman filter that is driven by the climb where it is told. Heights
 * on different data differ by up to hundreds of metres (the weather, the geoid), so they are not mixed: one datum is
 * filtered, and another takes over when that one falls silent.
 */
export interface Height {
  readonly heightM: number
  readonly variance: number
  readonly climbMps: number
  readonly datum: NonNullable<Motion['heightDatum']>
  readonly atMs: InstantMs
}

/** The height after one more report. */
export function withHeight(held: Height | null, motion: Motion, atMs: InstantMs): Height | null {
  const { heightM, heightDatum: datum, climbMps } = motion
  if (heightM === null || datum === null) return held
  const fresh: Height = {
    heightM,
    variance: HEIGHT_STD_M * HEIGHT_STD_M,
    climbMps: climbMps ?? 0,
    datum,
    atMs,
  }
  if (held === null) return fresh
  if (held.datum !== datum) return atMs - held.atMs > HEIGHT_KEEP_MS ? fresh : held
  const dtS = Math.max(0, (atMs - held.atMs) / 1_000)
  const noise = climbMps === null ? HEIGHT_NOISE : 1
  const before = held.variance + noise * noise * dtS * (1 + dtS)
  const gain = before / (before + HEIGHT_STD_M * HEIGHT_STD_M)
  const foreseen = held.heightM + held.climbMps * dtS
  return {
    heightM: foreseen + gain * (heightM - foreseen),
    variance: (1 - gain) * before,
    climbMps: climbMps ?? 0,
    datum,
    atMs,
  }
}
