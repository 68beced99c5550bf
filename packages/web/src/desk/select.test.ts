// Goal: one key ticks what the filter leaves and nothing else, within what the server takes in one act. Method: more rows than
// that, with a tick on a row that is filtered away.
import { expect, it } from 'vitest'
import { SELECT_MAX, shownTicked, toggled } from './use-triage.ts'

it('ticks what the filter leaves, takes it back, and leaves no tick on what is not shown', () => {
  const rows = Array.from({ length: SELECT_MAX + 5 }, (_, i) => ({ id: `c-${i}` }))
  const first = shownTicked(rows, new Set(['filtered-away']))
  expect(first.size).toBe(SELECT_MAX)
  expect(first.has('filtered-away')).toBe(false)
  expect(shownTicked(rows, first).size).toBe(0)
  expect(shownTicked([], new Set(['filtered-away'])).size).toBe(0)
})

it('ticks one row after another, however fast the keys come, and changes no set that is drawn', () => {
  const none: ReadonlySet<string> = new Set()
  const both = ['a', 'b'].reduce(toggled, none)
  expect([...both]).toEqual(['a', 'b'])
  expect([...toggled(both, 'a')]).toEqual(['b'])
  expect([none.size, both.size]).toEqual([0, 2])
})
