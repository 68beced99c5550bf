import { expect, test } from 'vitest'
import { fuse, revise } from '../index.ts'
import { reportOf, sourceOf } from './scene-generator.ts'

// Goal: what rests on an event keeps its name when a report comes in late. Method: the same happening fused with one
// report, with two, and with an unrelated third.

const START = Date.UTC(2026, 0, 1)
const SOURCES = new Map(['a', 'b', 'c'].map((id) => [id, sourceOf(id)]))
const report = (source: string, lonDeg: number): ReturnType<typeof reportOf> => {
  const position = { lonDeg, latDeg: 48 }
  const fix = { position, errorM: 100 }
  return reportOf({
    id: source,
    source,
    observer: position,
    errorM: 0,
    fix,
    fromMs: START,
    toMs: START,
  })
}

test('an event that gains a report is the next revision of the same name; one that does not keeps both', () => {
  const first = fuse([report('a', 38)], SOURCES)
  const name = first.events[0]?.id ?? ''
  const second = revise(first.events, fuse([report('a', 38), report('b', 38)], SOURCES))
  expect(second.events.map(({ id, revision }) => [id, revision])).toEqual([[`${name}.r2`, 2]])
  const third = revise(
    second.events,
    fuse([report('a', 38), report('b', 38), report('c', 38.05)], SOURCES),
  )
  expect(third.events.map(({ id }) => id)).toContain(`${name}.r2`)
  expect(third.engagements[0]?.events).toContain(`${name}.r2`)
})
