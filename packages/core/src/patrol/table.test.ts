// Goal: the life cycles of the watch's day are total, and docs/specs/watch-day.md shows them cell for cell.
// Method: parse the specification's tables and compare both ways; then look at every cell for sense.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  CALL_TABLE,
  LEG_TABLE,
  COMMANDS as LIAISE_COMMANDS,
  POINT_TABLE,
  PROTEST_TABLE,
  SESSION_TABLE,
} from '../liaise/index.ts'
import type { Cell } from '../liaise/index.ts'
import { COMMANDS, EVACUATION_TABLE, PATROL_TABLE, PLAN_TABLE } from './index.ts'

const spec = readFileSync(new URL('../../../../docs/specs/watch-day.md', import.meta.url), 'utf8')

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The first table under a heading, as rows of cells by status. */
function tableUnder(heading: string): Map<string, Map<string, string>> {
  const lines = (spec.split(`## ${heading}\n`)[1] ?? '').split('\n')
  const start = lines.findIndex((line) => line.startsWith('| command'))
  const [, ...statuses] = cells(lines[start] ?? '')
  const rows = new Map<string, Map<string, string>>()
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    const [command = '', ...row] = cells(line)
    rows.set(command, new Map(statuses.map((status, i) => [status, row[i] ?? ''])))
  }
  return rows
}

function told(cell: Cell<string>): string {
  if (cell.kind === 'accepted') return cell.next.join(', ')
  return cell.kind === 'refused' ? '–' : '×'
}

type Table = Record<string, Record<string, Cell<string>>>
const TABLES: readonly (readonly [string, Table, string])[] = [
  ['A hotline call', CALL_TABLE, 'open'],
  ['The call to one party', LEG_TABLE, 'due'],
  ['A session of the joint commission', SESSION_TABLE, 'called'],
  ['A protest note', PROTEST_TABLE, 'lodged'],
  ['An action point', POINT_TABLE, 'open'],
  ['The plan of a day', PLAN_TABLE, 'draft'],
  ['A patrol', PATROL_TABLE, 'planned'],
  ['A casualty evacuation', EVACUATION_TABLE, 'requested'],
]

describe.each(TABLES)('%s', (heading, table, first) => {
  const written = tableUnder(heading)
  const statuses = Object.keys(table)

  test('is written as it is decided, and decided as it is written', () => {
    for (const [status, row] of Object.entries(table))
      for (const [move, cell] of Object.entries(row))
        expect([status, move, written.get(move)?.get(status)]).toEqual([status, move, told(cell)])
    for (const [move, row] of written)
      expect([move, [...row.keys()].toSorted()]).toEqual([move, statuses.toSorted()])
    const moves = new Set(Object.values(table).flatMap((row) => Object.keys(row)))
    expect([...written.keys()].toSorted()).toEqual([...moves].toSorted())
  })

  test('leads only to statuses that it has, and says why it refuses', () => {
    const odd = Object.values(table)
      .flatMap((row) => Object.values(row))
      .filter((cell) =>
        cell.kind === 'accepted'
          ? cell.next.length === 0 || cell.next.some((next) => !statuses.includes(next))
          : cell.kind === 'refused' && cell.reason.length < 10,
      )
    expect(odd).toEqual([])
  })

  test('every status but the first is reached from another', () => {
    const reached = new Set(
      Object.entries(table).flatMap(([status, row]) =>
        Object.values(row).flatMap((cell) =>
          cell.kind === 'accepted' ? cell.next.filter((next) => next !== status) : [],
        ),
      ),
    )
    for (const status of statuses) if (status !== first) expect(reached).toContain(status)
  })
})

test('every command stands in a table', () => {
  const named = new Set(
    TABLES.flatMap(([, table]) => Object.values(table).flatMap((row) => Object.keys(row))),
  )
  expect([...named].toSorted()).toEqual([...LIAISE_COMMANDS, ...COMMANDS].toSorted())
})
