// Goal: the ladder that ships is even-handed and names a gate, a mandate and a ground for every measure; a ladder that
// is not is refused, with the place and the cure. Method: read the shipped document, then spoil copies of it.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readYaml } from '../../../engine/src/documents/read-yaml.ts'
import { HOUR_MS, isRefused } from '../units/index.ts'
import { parseLadder } from './index.ts'

const yaml = readYaml(
  readFileSync(new URL('../../../../data/ladders/paris-2026.yaml', import.meta.url), 'utf8'),
  'paris-2026.yaml',
)
if (isRefused(yaml)) throw new Error(yaml.refused)
const { value, at } = yaml
type Loose = { [key: string]: Loose } & Loose[]
const spoilt = (change: (ladder: Loose) => void): string => {
  const copy = structuredClone(value) as Loose
  change(copy)
  const result = parseLadder(copy, at)
  return isRefused(result) ? result.refused : 'accepted'
}
const set = (on: Loose | undefined, key: string, to: unknown): void => {
  if (on !== undefined) (on as unknown as Record<string, unknown>)[key] = to
}
const rung = (ladder: Loose, i: number): Loose | undefined => ladder['rungs']?.[i]
const keep = (ladder: Loose, holds: (one: Loose) => boolean): void =>
  set(ladder, 'rungs', ladder['rungs']?.filter(holds))

describe('the ladder that ships', () => {
  const ladder = parseLadder(value, at)
  if (isRefused(ladder)) throw new Error(ladder.refused)

  test('calls both commanders within 15 minutes, then steps at 24, 48 and 72 h', () => {
    const due = ladder.rungs.map(({ number, dueMs }) => `${number}: ${dueMs / HOUR_MS} h`)
    expect([...new Set(due)]).toEqual(['0: 0.25 h', '1: 24 h', '2: 48 h', '3: 72 h'])
  })

  test('answers the breaches of each party on every step', () => {
    for (const number of [0, 1, 2, 3])
      for (const party of ['A', 'B'] as const)
        expect(
          ladder.rungs.some((one) => one.number === number && one.forBreachesBy.includes(party)),
        ).toBe(true)
  })

  test('says that it is a what-if, and keeps the name of a strike without a place', () => {
    expect(ladder.notice).toContain('What-if')
    const measures = ladder.rungs.flatMap((one) => one.measures)
    expect(measures.find(({ id }) => id === 'strike')?.capabilities).toEqual([])
    expect(measures.filter(({ againstParty }) => againstParty).length).toBeGreaterThan(3)
  })
})

describe('a ladder is refused', () => {
  test.each<readonly [string, (ladder: Loose) => void, string]>([
    [
      'without rung 0',
      (l) => keep(l, (one) => Number(one['number']) !== 0),
      'rungs: has no rung 0; add one that calls both commanders',
    ],
    [
      'without consequences for A',
      (l) => keep(l, (one) => Number(one['number']) === 0 || String(one['forBreachesBy']) === 'B'),
      'rungs: has no consequence for a breach by party A; add a rung above 0 with forBreachesBy A',
    ],
    [
      'without consequences for B',
      (l) => keep(l, (one) => Number(one['number']) === 0 || String(one['forBreachesBy']) === 'A'),
      'has no consequence for a breach by party B',
    ],
    [
      'when rung 0 leaves a party out',
      (l) => set(rung(l, 0), 'forBreachesBy', ['A']),
      'leaves out party B; rung 0 calls both commanders',
    ],
    ['with rung 0 twice', (l) => set(rung(l, 1), 'number', 0), 'rungs: has rung 0 twice'],
    [
      'with an unknown severity',
      (l) => set(rung(l, 1)?.['trigger'], 'severities', ['awful']),
      'rungs.1.trigger.severities.0: is "awful"; write one of technical, minor, serious, grave, collapse',
    ],
    [
      'with a deadline of 0',
      (l) => set(rung(l, 1), 'dueHours', 0),
      'rungs.1.dueHours: is 0; write a number above 0',
    ],
    [
      'with a negative deadline',
      (l) => set(rung(l, 1), 'dueHours', -72),
      'rungs.1.dueHours: is -72',
    ],
    [
      'with a measure without a gate',
      (l) => set(rung(l, 1)?.['measures']?.[0], 'gates', []),
      'rungs.1.measures.0.gates: is empty; name each nation',
    ],
    [
      'with a measure under no mandate',
      (l) => set(rung(l, 1)?.['measures']?.[0], 'mandate', 'none'),
      'rungs.1.measures.0.mandate: is none, which is no mandate of this ladder',
    ],
    [
      'with a measure twice',
      (l) => set(rung(l, 1)?.['measures']?.[0], 'id', 'strike'),
      'uses the measure strike twice',
    ],
    [
      'with a gate of no nation',
      (l) => set(rung(l, 1)?.['measures']?.[0]?.['gates']?.[0], 'nation', 'France'),
      'is France; write three capital letters',
    ],
    [
      'without a ground',
      (l) => set(rung(l, 1), 'basis', { kind: 'hearsay', source: 'x' }),
      'rungs.1.basis.kind: is "hearsay"; write one of text, assumption',
    ],
    ['as a list', (l) => set(l, 'rungs', 'none'), 'rungs: is "none"; write a list'],
  ])('%s', (_what, change, message) => {
    const refused = spoilt(change)
    expect(refused).toContain(message)
    expect(refused).toMatch(/^paris-2026\.yaml/)
  })

  test('when it is no document at all', () => {
    const result = parseLadder(null, at)
    expect(isRefused(result) && result.refused).toContain('document: is null; write a map')
  })
})
