// Goal: the life cycles are total, and docs/specs/incident-lifecycle.md shows them cell for cell.
// Method: parse the specification's tables and compare both ways; then look at every cell for sense.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  ANSWER_STATUSES,
  ANSWER_TABLE,
  COMMANDS,
  INCIDENT_STATUSES,
  INCIDENT_TABLE,
  TASK_STATUSES,
  TASK_TABLE,
} from './index.ts'
import type { Cell } from './index.ts'

const spec = readFileSync(
  new URL('../../../../docs/specs/incident-lifecycle.md', import.meta.url),
  'utf8',
)

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

const TABLES: readonly (readonly [string, Record<string, Record<string, Cell<string>>>])[] = [
  ['The incident', INCIDENT_TABLE],
  ['Each of the five answers', ANSWER_TABLE],
  ['A task', TASK_TABLE],
]

describe.each(TABLES)('%s', (heading, table) => {
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

  test('reaches every status', () => {
    const reached = new Set(
      Object.entries(table).flatMap(([status, row]) =>
        Object.values(row).flatMap((cell) =>
          cell.kind === 'accepted' ? cell.next.filter((next) => next !== status) : [],
        ),
      ),
    )
    // A task begins as requested; an incident comes back to recorded when all its evidence goes elsewhere.
    expect(statuses.filter((status) => !reached.has(status))).toEqual(
      heading === 'A task' ? ['requested'] : [],
    )
  })
})

test('every command has a row, and every status a column', () => {
  for (const status of INCIDENT_STATUSES)
    expect(Object.keys(INCIDENT_TABLE[status]).toSorted()).toEqual(
      [...COMMANDS, 'evidenceMoved'].toSorted(),
    )
  expect(INCIDENT_STATUSES).toHaveLength(10)
  expect(ANSWER_STATUSES).toHaveLength(6)
  expect(TASK_STATUSES).toHaveLength(6)
})
