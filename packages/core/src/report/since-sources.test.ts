/**
 * Goal: a report is said to count a source that was judged since exactly where another part of its period is left out now than
 * when it was made. Method: random sequences of quarantines and their ends over a few hours, for every size of log that a report
 * may rest on; the instants that are left out are recounted one by one, by `isQuarantined` of observe. Then examples: what is
 * withheld, a source registered afterwards, and the planted case that a comparison of last words alone would tell wrongly.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../evidence/index.ts'
import { evolve as evolveObserve, initial as noSources, isQuarantined } from '../observe/index.ts'
import { evolve, initial, sourceless, sourcesSince } from './index.ts'

const SPAN = 12
const period = { fromMs: 3, toMs: 9 }
const actor = { name: 'Ek', nation: 'XAC', role: 'analyst', office: 'monitor', keyId: 'k' }
const entryOf = (index: number, kind: string, payload: object): Entry =>
  ({ index, kind, payload, refs: [], atMs: 100 + index, actor, label: {} }) as unknown as Entry
const registered = (index: number, id: string): Entry =>
  entryOf(index, 'observe.source-registered', { source: { id } })
const quarantined = (index: number, source: string, sinceMs: number): Entry =>
  entryOf(index, 'observe.source-quarantined', {
    source,
    sinceMs,
    reason: `odd from ${sinceMs}`,
    proposedBy: 'person',
    evidence: [],
  })
const restored = (index: number, source: string, fromMs: number): Entry =>
  entryOf(index, 'observe.source-restored', { source, fromMs, reason: 'it was right' })

const sinceIn = (log: readonly Entry[], logSize: number) =>
  sourcesSince(log.reduce(evolve, initial).sources, { logSize, period })
/** Which instants of the period are left out of what a source told, after so many entries. */
const leftOut = (log: readonly Entry[], size: number, source: string): readonly number[] => {
  const state = log.slice(0, size).reduce(evolveObserve, noSources)
  return Array.from({ length: period.toMs - period.fromMs }, (_, n) => period.fromMs + n).filter(
    (ms) => isQuarantined(state, source, ms),
  )
}

test('names the sources of which another part of the period is left out now, and no others', () => {
  const step = fc.record({ source: fc.constantFrom('a', 'b'), at: fc.nat(SPAN) })
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const open = new Set<string>()
      const log = [registered(0, 'a'), registered(1, 'b')]
      for (const { source, at } of steps) {
        const isOpen = open.has(source)
        log.push((isOpen ? restored : quarantined)(log.length, source, at))
        if (isOpen) open.delete(source)
        else open.add(source)
      }
      for (let size = 2; size <= log.length; size += 1) {
        const told = new Map(sinceIn(log, size).map((one) => [one.source, one]))
        for (const source of ['a', 'b']) {
          const [then, now] = [leftOut(log, size, source), leftOut(log, log.length, source)]
          const one = told.get(source)
          expect(one !== undefined).toBe(then.join(' ') !== now.join(' '))
          if (one === undefined) continue
          reached.add(one.how)
          expect(one.entry).toBeGreaterThanOrEqual(size)
          expect(one.fromMs).toBeLessThan(period.toMs)
          expect(log[one.entry]?.payload).toMatchObject({ source, reason: one.reason })
        }
      }
    }),
    { numRuns: 300 },
  )
  expect(reached).toEqual(new Set(['quarantined', 'restored']))
})

test('says by whom, from when and why, and keeps what is the monitor’s', () => {
  const log = [registered(0, 'a'), quarantined(1, 'a', 4)]
  const [since, ...more] = sinceIn(log, 1)
  expect(more).toEqual([])
  expect(since).toEqual({
    how: 'quarantined',
    source: 'a',
    fromMs: 4,
    rests: 0,
    entry: 1,
    atMs: 101,
    by: { nation: 'XAC', officer: 'Ek' },
    reason: 'odd from 4',
  })
  if (since === undefined) throw new Error('nothing is told')
  expect(sourceless(since)).toEqual({
    how: 'quarantined',
    source: null,
    fromMs: null,
    rests: 0,
    entry: 1,
    atMs: 101,
    by: { nation: 'XAC', officer: '' },
    reason: '',
  })
})

test('a source that the report did not know, and one that was looked at and let in again, are no change of it', () => {
  expect(sinceIn([registered(0, 'a'), registered(1, 'b'), quarantined(2, 'b', 4)], 1)).toEqual([])
  const cleared = [registered(0, 'a'), quarantined(1, 'a', 4), restored(2, 'a', 4)]
  expect(sinceIn(cleared, 1)).toEqual([])
  // Planted: the last word is that it is let in again, and a part of the period stays left out all the same.
  const partly = [registered(0, 'a'), quarantined(1, 'a', 4), restored(2, 'a', 6)]
  expect(sinceIn(partly, 1)).toMatchObject([{ how: 'restored', entry: 2, fromMs: 6 }])
  // After the report's period nothing of it is touched.
  expect(sinceIn([registered(0, 'a'), quarantined(1, 'a', period.toMs)], 1)).toEqual([])
})
