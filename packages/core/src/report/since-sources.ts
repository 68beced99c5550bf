// A report counts what sources told and says how they stood. A quarantine that begins in the past, or one that is lifted from its
// beginning, judges what was told already: the report was true when it was made, and whoever holds it must know. Both reach back
// by an instant that their entry names. An amendment does not: a text is in force from its entry on at the earliest.
import type { Entry, Json } from '../evidence/index.ts'
import { evolveQuarantine } from '../observe/index.ts'
import type { Quarantine, QuarantinePeriod, SourceRegistered } from '../observe/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Mover } from './since.ts'
import type { Period, SourceHow } from './types.ts'

/** What became of a source after a report was made that counts what it told in the report's period. */
export interface SourceSince {
  readonly how: SourceHow
  /** Null: withheld. */
  readonly source: string | null
  /** From when on what it told is left out, or used again, UTC; null: withheld. */
  readonly fromMs: InstantMs | null
  /** Log index of the entry that registered it, and of the one that did this. */
  readonly rests: number
  readonly entry: number
  readonly atMs: InstantMs
  readonly by: Mover
  /** Empty: withheld. */
  readonly reason: string
}

/** An entry that began, confirmed or ended a quarantine. */
export interface QuarantineActed {
  readonly kind: string
  readonly payload: Json
  readonly index: number
  readonly atMs: InstantMs
  readonly by: Mover
}
/** What a log says of sources, as far as it may judge what was told before. */
export interface SourceActs {
  /** Log index of each source's first registration. */
  readonly registered: ReadonlyMap<string, number>
  /** In the order of the log. */
  readonly acts: readonly QuarantineActed[]
}
/** Nothing was said. */
export const NO_SOURCE_ACTS: SourceActs = { registered: new Map(), acts: [] }

const HOW: Readonly<Record<string, SourceHow | 'confirmed'>> = {
  'observe.source-quarantined': 'quarantined',
  'observe.quarantine-confirmed': 'confirmed',
  'observe.source-restored': 'restored',
}

/** What is said with those of one more entry. */
export function evolveSourceActs(state: SourceActs, entry: Entry): SourceActs {
  const { kind, payload, index, atMs, actor } = entry
  if (kind === 'observe.source-registered') {
    const { source } = payload as unknown as SourceRegistered
    return state.registered.has(source.id)
      ? state
      : { ...state, registered: new Map(state.registered).set(source.id, index) }
  }
  if (HOW[kind] === undefined) return state
  const by = { nation: actor.nation, officer: actor.name }
  return { ...state, acts: [...state.acts, { kind, payload, index, atMs, by }] }
}

interface Said {
  readonly source: string
  readonly reason: string
  /** Of a quarantine; the other of its end. */
  readonly sinceMs?: InstantMs
  readonly fromMs?: InstantMs
}
const saidIn = ({ payload }: QuarantineActed): Said => payload as unknown as Said

const periodsOf = (acts: readonly QuarantineActed[], source: string): readonly QuarantinePeriod[] =>
  acts
    .filter((one) => saidIn(one).source === source)
    .reduce<ReadonlyMap<string, Quarantine>>(evolveQuarantine, new Map())
    .get(source)?.periods ?? []

/** What is left out of a period, as a text that is the same where as much is left out: stretches that touch are one. */
function leftOut(periods: readonly QuarantinePeriod[], { fromMs, toMs }: Period): string {
  const stretches = periods
    .map((one) => ({ from: Math.max(one.sinceMs, fromMs), to: Math.min(one.toMs ?? toMs, toMs) }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from)
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of stretches) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return JSON.stringify(joined)
}

/**
 * Sources of which another part of a report's period is left out than when it was made, by the last entry that reached into the
 * period; a quarantine that was begun and wholly lifted since is none.
 */
export function sourcesSince(
  { registered, acts }: SourceActs,
  { logSize, period }: { readonly logSize: number; readonly period: Period },
): readonly SourceSince[] {
  const later = acts.filter(({ index }) => index >= logSize)
  const before = acts.filter(({ index }) => index < logSize)
  const sources = new Set(later.map((one) => saidIn(one).source))
  return [...sources]
    .flatMap((source): readonly SourceSince[] => {
      const rests = registered.get(source) ?? logSize
      if (rests >= logSize) return []
      const then = leftOut(periodsOf(before, source), period)
      if (then === leftOut(periodsOf(acts, source), period)) return []
      const last = later.findLast((one) => {
        const { source: of, sinceMs, fromMs } = saidIn(one)
        return of === source && (sinceMs ?? fromMs ?? period.toMs) < period.toMs
      })
      if (last === undefined) return []
      const { reason, sinceMs, fromMs } = saidIn(last)
      const { index: entry, atMs, by, kind } = last
      const how = HOW[kind] === 'restored' ? 'restored' : 'quarantined'
      return [{ how, source, fromMs: sinceMs ?? fromMs ?? null, rests, entry, atMs, by, reason }]
    })
    .toSorted((a, b) => a.entry - b.entry)
}

/** What may leave the monitor's office: that it was so, by which entry and nation; neither which source nor why. */
export const sourceless = (since: SourceSince): SourceSince => ({
  ...since,
  source: null,
  fromMs: null,
  by: { ...since.by, officer: '' },
  reason: '',
})
