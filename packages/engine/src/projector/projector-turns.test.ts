/**
 * Goal: what comes while a flood of reports is being fused is projected and fused before the rest of the flood. Method: by
 * order of completion: a report from elsewhere is accepted once the first event of the flood is written; then it is looked
 * at what of the flood is written after it, and that in the end all of it is.
 */
import { expect, test } from 'vitest'
import { reportOf } from '@holdfast/core/fuse'
import type { Entry } from '@holdfast/core/evidence'
import { destination, type Position } from '@holdfast/core/geo'
import type { Observation } from '@holdfast/core/observe'
import type { Solver } from '@holdfast/core/generate'
import { Projector } from './projector.ts'
import { MemoryProjections } from './sink.ts'

const HERE: Position = { lonDeg: 37.8, latDeg: 48.1 }
const THERE = destination(HERE, { azimuthDeg: 90, distanceM: 300_000 })
const FLOOD = 2_000
/** Placed so widely that little of it is fused together: what is tested is whose turn it is, not how much it costs. */
const report = (n: number, near: Position, spreadM: number): Observation =>
  reportOf({
    id: String(n).padStart(64, '0'),
    source: `s${n % 7}`,
    observer: near,
    errorM: 50,
    fix: {
      position: destination(near, { azimuthDeg: (n * 77) % 360, distanceM: (n % 50) * spreadM }),
      errorM: 50,
    },
    fromMs: 0,
    toMs: 60_000,
  })
const entryOf = (index: number, observations: readonly Observation[]): Entry =>
  ({
    index,
    atMs: index,
    kind: 'observe.batch-accepted',
    payload: { observations },
  }) as unknown as Entry

test('an event elsewhere, reported in the midst of a flood, is written before the rest of the flood', async () => {
  const flood = Array.from({ length: FLOOD }, (_, n) => report(n, HERE, 400))
  const honest = report(FLOOD, THERE, 0)
  const entries = [entryOf(0, flood)]
  const written: string[] = []
  const sink = new MemoryProjections()
  const apply = sink.apply.bind(sink)
  sink.apply = async (change) => {
    await apply(change)
    const events = change.put?.event ?? []
    for (const { observations } of events) written.push(...observations)
    if (events.length === 0 || entries.length > 1) return
    entries.push(entryOf(1, [honest]))
    projector.accept(entries.slice(1))
  }
  const projector = new Projector({
    sink,
    solver: null as unknown as Solver,
    onChange: () => undefined,
    isBusy: () => false,
    journal: {
      get size() {
        return entries.length
      },
      async *read(from = 0) {
        for (const entry of entries.slice(from)) yield entry
      },
    },
    entryOf: ({ id }) => (id === honest.id ? 1 : 0),
  })
  projector.accept(entries)
  await projector.caughtUp()
  await projector.close()
  const turn = written.indexOf(honest.id)
  expect(turn).toBeGreaterThan(0)
  expect(new Set(written.slice(turn)).size).toBeGreaterThan(FLOOD / 4)
  expect(new Set(written).size).toBe(FLOOD + 1)
  expect(projector.waiting).toBe(0)
})
