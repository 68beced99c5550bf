/** Observations as a sender would post them: plain, sound, each another one. */

/** A row, open for tests to spoil. */
export interface Row {
  recordId: string
  category: string
  observed: { fromMs: number; toMs: number; basis: string; clock: string }
  observer: {
    place: string
    position: { lonDeg: number; latDeg: number }
    errorM: number
    control: string
  }
  [member: string]: unknown
}

// Apart by more than fusion joins, so that tests of the way in do not wait for what is made of it.
const FROM_MS = Date.UTC(2020, 0, 1)
const APART_MS = 20 * 60_000

/** The n-th sound row of a series; the same arguments give the same row. */
export function row(n: number, series = 'test'): Row {
  const fromMs = FROM_MS + n * APART_MS
  return {
    source: `${series}-post-${n % 40}`,
    recordId: `${series}-${n}`,
    means: ['heard'],
    category: 'K.EXPL.UNDET',
    phase: 'undetermined',
    count: { n: 1 + (n % 9), precision: 'exact' },
    observed: { fromMs, toMs: fromMs + 30_000, basis: 'clock', clock: 'gnss' },
    observer: {
      place: `Post ${n % 40}`,
      position: { lonDeg: 30 + (n % 40) * 0.1, latDeg: 50 + (n % 7) * 0.1 },
      errorM: 200,
      control: 'unknown',
    },
    where: { sectors: [{ fromDeg: 45, toDeg: 90 }], ring: { minM: 2_000, maxM: 4_000 }, fix: null },
    weapon: null,
  }
}

/** Rows from..from + n of a series. */
export const rows = (n: number, from = 0, series = 'test'): Row[] =>
  Array.from({ length: n }, (_, i) => row(from + i, series))
