// Goal: a patrol that is silent, late at a checkpoint or not back raises the watch from the very millisecond, and one click
// silences one raising only (P8). Method: a second count that steps minute by minute through random radio logs, against
// `alarmsOf`; then examples of the other causes at their edges.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../units/index.ts'
import { RAISED_ANEW_MS, alarmsOf, isOverdue, raisesAt } from './index.ts'
import type { Patrol } from './index.ts'

const EVERY_MS = 20 * MINUTE_MS
const base: Patrol = {
  id: 'P-1',
  plan: 'TP-0',
  task: 't1',
  movement: {
    vehicles: ['V1'],
    people: ['P-1', 'P-2'],
    checkpoints: [{ settlement: 'Ayville', dueAtMs: 2 * HOUR_MS }],
    departAtMs: 0,
    returnByMs: 4 * HOUR_MS,
    radioEveryMs: EVERY_MS,
    marginMs: 10 * MINUTE_MS,
  },
  status: 'out',
  departedAtMs: 0,
  heardAtMs: 0,
  heardFrom: null,
  passed: [],
  acknowledgements: [],
  shelters: [],
  evacuations: [],
  endedAtMs: null,
  remarks: [],
  entries: [1],
  scripted: false,
}
const by = { nation: 'SWE', officer: 'watch', keyId: 'dev' }

describe('radio', () => {
  test('is raised exactly while the interval has run out, and counts how often, as counted minute by minute', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(240), { maxLength: 15 }), fc.nat(240), (checks, now) => {
        const heard = checks.filter((minute) => minute <= now).toSorted((a, b) => a - b)
        let silentMin = 0
        for (let minute = 1; minute <= now; minute += 1)
          silentMin = heard.includes(minute) ? 0 : silentMin + 1
        const heardAtMs = (heard.at(-1) ?? 0) * MINUTE_MS
        const radio = alarmsOf({ ...base, heardAtMs }, now * MINUTE_MS).find(
          ({ kind }) => kind === 'radio',
        )
        const raised = Math.floor(silentMin / 20)
        expect(radio?.raised ?? 0).toBe(raised)
        if (radio !== undefined) expect(radio.raisedAtMs).toBe(heardAtMs + raised * EVERY_MS)
      }),
    )
  })

  test('begins at the millisecond, and never before', () => {
    expect(isOverdue(base, EVERY_MS - 1)).toBe(false)
    expect(isOverdue(base, EVERY_MS)).toBe(true)
    expect(raisesAt(base, EVERY_MS - 1)).toBe(EVERY_MS)
    expect(raisesAt(base, EVERY_MS)).toBe(2 * HOUR_MS + 10 * MINUTE_MS)
  })

  test('an acknowledgement holds for one raising', () => {
    const [first] = alarmsOf(base, EVERY_MS)
    if (first === undefined) throw new Error('no alarm')
    const acknowledged = { alarm: first.id, doing: 'Calling.', by, atMs: EVERY_MS, entry: 7 }
    const taken = { ...base, acknowledgements: [acknowledged] }
    expect(alarmsOf(taken, 2 * EVERY_MS - 1)[0]).toMatchObject({ acknowledged, raised: 1 })
    expect(alarmsOf(taken, 2 * EVERY_MS)[0]).toMatchObject({ acknowledged: null, raised: 2 })
  })
})

const kinds = (patrol: Patrol, nowMs: number): readonly string[] =>
  alarmsOf(patrol, nowMs).map(({ kind }) => kind)
const spoken = (nowMs: number): Patrol => ({ ...base, heardAtMs: nowMs })

test('a checkpoint is raised after its margin, anew every half hour, and not in shelter or once passed', () => {
  const dueMs = 2 * HOUR_MS + 10 * MINUTE_MS
  expect(kinds(spoken(dueMs - 1), dueMs - 1)).toEqual([])
  expect(alarmsOf(spoken(dueMs), dueMs)).toMatchObject([
    { kind: 'checkpoint', settlement: 'Ayville' },
  ])
  const later = dueMs + RAISED_ANEW_MS
  expect(alarmsOf(spoken(later), later)).toMatchObject([{ raised: 2, raisedAtMs: later }])
  expect(kinds({ ...spoken(dueMs), status: 'sheltering' }, dueMs)).toEqual([])
  const passed = [{ settlement: 'Ayville', atMs: dueMs }]
  expect(kinds({ ...spoken(dueMs), passed }, dueMs)).toEqual([])
})

test('the return is raised after its margin, in shelter too; a patrol that is not out raises nothing', () => {
  const dueMs = 4 * HOUR_MS + 10 * MINUTE_MS
  const sheltering: Patrol = { ...spoken(dueMs), status: 'sheltering' }
  expect(alarmsOf(sheltering, dueMs)).toMatchObject([{ kind: 'return' }])
  for (const status of ['planned', 'returned', 'cancelled'] as const) {
    expect(alarmsOf({ ...base, status }, 9 * HOUR_MS)).toEqual([])
    expect(raisesAt({ ...base, status }, 0)).toBeNull()
  }
})
