/**
 * Goal: the life cycle of a pledge is total, sensible, and shown cell for cell in docs/specs/pledge-lifecycle.md (R1).
 * Method: parse the specification's table and compare both ways; walk every path.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PLEDGE_MOVES, PLEDGE_STATUSES, PLEDGE_TABLE } from './table.ts'
import type { PledgeStatus } from './table.ts'

const spec = readFileSync(
  new URL('../../../../../docs/specs/pledge-lifecycle.md', import.meta.url),
  'utf8',
)
const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
const lines = spec.split('\n')
const head = lines.findIndex((line) => line.startsWith('| move |'))
const [, ...statuses] = cells(lines[head] ?? '')
const rows = new Map(
  lines
    .slice(head + 2, head + 2 + PLEDGE_MOVES.length)
    .map((line) => cells(line))
    .map(([move = '', ...row]) => [move, new Map(statuses.map((status, i) => [status, row[i]]))]),
)

test('the specification shows the table that decides', () => {
  expect(statuses).toEqual([...PLEDGE_STATUSES])
  expect([...rows.keys()]).toEqual([...PLEDGE_MOVES])
  for (const status of PLEDGE_STATUSES)
    for (const move of PLEDGE_MOVES) {
      const cell = PLEDGE_TABLE[status][move]
      const told = cell.kind === 'accepted' ? cell.next : '–'
      expect([status, move, rows.get(move)?.get(status)]).toEqual([status, move, told])
    }
})

test('every status can be reached, every one but withdrawn can be left, and each refusal says why', () => {
  const reached = new Set<PledgeStatus>(['stated'])
  for (const status of PLEDGE_STATUSES) {
    const next = PLEDGE_MOVES.map((move) => PLEDGE_TABLE[status][move])
    for (const cell of next)
      if (cell.kind === 'accepted') reached.add(cell.next)
      else expect(cell.reason).toMatch(/^it (is|was) /)
    expect(next.some(({ kind }) => kind === 'accepted')).toBe(status !== 'withdrawn')
  }
  expect([...reached].toSorted()).toEqual([...PLEDGE_STATUSES].toSorted())
})

const firmness = (status: PledgeStatus): number => PLEDGE_STATUSES.indexOf(status)

test('no move makes a pledge firmer by more than a step', () => {
  for (const status of PLEDGE_STATUSES)
    for (const move of PLEDGE_MOVES) {
      const cell = PLEDGE_TABLE[status][move]
      if (cell.kind === 'accepted' && cell.next !== 'withdrawn')
        expect(firmness(cell.next) - firmness(status)).toBeLessThanOrEqual(1)
    }
})
