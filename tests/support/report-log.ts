/** A small log made by hand, one day of it with two counts and a restriction of access; reports are made and checked on it. */
import type { Entry } from '@holdfast/core/evidence'
import { identify, type Observation } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import {
  checkReport,
  makeReport,
  type ReadableLog,
  type ReportRequest,
  type Which,
} from '@holdfast/engine/report'

/** An entry of that kind. */
export const entry = (index: number, kind: string, payload: unknown): Entry =>
  ({
    index,
    kind,
    payload,
    refs: [],
    atMs: 0,
    actor: { name: 'x', nation: 'ZZZ', role: 'system', office: 'monitor', keyId: 'k' },
    label: {
      policy: 'HOLDFAST',
      classification: 'RESTRICTED',
      offices: ['monitor'],
      releasableTo: ['ALL'],
    },
  }) as unknown as Entry

/** A log of these entries. */
export const logOf = (entries: readonly Entry[], more: Partial<ReadableLog> = {}): ReadableLog => ({
  size: entries.length,
  exercise: null,
  nowMs: Date.UTC(2026, 2, 3),
  entries: async function* entriesOf() {
    yield* entries
  },
  ...more,
})

const observed = (i: number, toMs: number, more: Partial<Observation> = {}): Observation =>
  identify({
    source: 'patrol-1',
    recordId: `R-${i}`,
    means: ['heard', 'saw'],
    category: 'K.SHOT',
    phase: 'undetermined',
    count: { n: 7 + i, precision: 'exact' },
    observed: { fromMs: toMs - 60_000, toMs, basis: 'clock', clock: 'gnss' },
    observer: {
      place: 'Stanytsia <Luhanska>',
      position: { lonDeg: 39.47, latDeg: 48.65 },
      errorM: 50,
      control: 'partyA',
    },
    where: { sectors: [{ fromDeg: 10, toDeg: 30 }], ring: { minM: 500, maxM: 3_000 }, fix: null },
    weapon: { term: '=small "arms", 7.62', class: 'smallArms', calibreMm: null },
    grade: { reliability: 'B', credibility: 2 },
    label: {
      policy: 'HOLDFAST',
      classification: 'UNCLASSIFIED',
      offices: ['monitor', 'commission', 'guarantors'],
      releasableTo: ['ALL'],
    },
    rawSha256: '0'.repeat(64),
    residual: {},
    ...more,
  })
const DAY_END_MS = Date.UTC(2026, 2, 1, 17, 30)
/** See the head of the file. */
export const LOG = logOf([
  entry(0, 'observe.batch-accepted', {
    observations: [
      observed(1, DAY_END_MS),
      observed(2, DAY_END_MS - 5_000, { count: { n: 40, precision: 'atLeast' } }),
      observed(3, DAY_END_MS - 9_000, { category: 'X.DENIAL' }),
      observed(4, DAY_END_MS + 1),
      observed(5, DAY_END_MS - 86_400_000),
    ],
  }),
])
/** The day of it. */
export const DAILY: Which = { kind: 'daily', date: '2026-03-01' }

/** A report made of a log: the monitor's daily in English as a page, unless said otherwise. */
export async function made(log: ReadableLog, more: Partial<ReportRequest> = {}) {
  const one = await makeReport(log, {
    which: DAILY,
    edition: 'monitor',
    language: 'en',
    format: 'html',
    ...more,
  })
  if (isRefused(one)) throw new Error(one.refused)
  return one
}
/** What the check of a file comes to. */
export async function checked(log: ReadableLog, text: string | Uint8Array) {
  const one = await checkReport(
    log,
    typeof text === 'string' ? new TextEncoder().encode(text) : text,
  )
  if (isRefused(one)) throw new Error(one.refused)
  return one
}
