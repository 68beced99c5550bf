// Goal: the next watch hears first of who is out, who is hurt and who was not called; a day that could not be read is never
// told as a quiet one (the desk's own tests). Method: one of each, more than fit, and none.
import { expect, it } from 'vitest'
import { linesOfDay } from './hand-over.ts'

const NOW_MS = Date.UTC(2026, 2, 1, 3)
const MINUTE_MS = 60_000
const alarm = {
  kind: 'radio',
  settlement: 'Ayville',
  sinceMs: NOW_MS - 20 * MINUTE_MS,
  acknowledged: null,
}
const item = (kind: string, of: string, more: object) => ({
  kind,
  of,
  alarm: null,
  call: null,
  says: 'Ayville',
  dueAtMs: NOW_MS - 5 * MINUTE_MS,
  ...more,
})
const day = {
  due: [
    item('alarm', 'P-7', { alarm }),
    item('takenUp', 'P-8', {
      alarm: { ...alarm, acknowledged: { doing: 'calling on every net' } },
    }),
    item('evacuation', 'EV-9', {}),
    item('lateCall', 'H-6', { call: { call: 'H-6', party: 'B', about: { incident: 'I-3' } } }),
    item('call', 'e1', { call: { call: null, party: 'A', about: null }, dueAtMs: NOW_MS + 1 }),
    item('plan', 'TP-1', {}),
  ],
  patrols: [
    { id: 'P-7', status: 'out', movement: { returnByMs: NOW_MS + 60 * MINUTE_MS } },
    { id: 'P-1', status: 'returned', movement: { returnByMs: 0 } },
  ],
} as unknown as Parameters<typeof linesOfDay>[0]

it('says who is overdue, who is hurt, who was not reached and who is out, and names no settlement', () => {
  const lines = linesOfDay(day, NOW_MS)
  expect(lines).toEqual([
    'P-7 is overdue (no radio check) since 2026-03-01 02:40Z: nobody took it up',
    'P-8 is overdue (no radio check) since 2026-03-01 02:40Z: calling on every net',
    'EV-9: casualty evacuation since 2026-03-01 02:55Z',
    'I-3: party B is not reached, was due 2026-03-01 02:55Z, call H-6',
    'party A is not reached, is due 2026-03-01 03:00Z, nobody opened the call',
    'P-7 is out, back by 2026-03-01 04:00Z',
  ])
  expect(lines.join(' ')).not.toContain('Ayville')
})

it('counts what it has no room for, and leaves a quiet day empty', () => {
  const due = Array.from({ length: 25 }, (_, i) => item('evacuation', `EV-${i}`, {}))
  const many = { due, patrols: [] } as unknown as Parameters<typeof linesOfDay>[0]
  expect(linesOfDay(many, NOW_MS).at(-1)).toBe('5 more wait on the day')
  expect(linesOfDay({ due: [], patrols: [] }, NOW_MS)).toEqual([])
})
