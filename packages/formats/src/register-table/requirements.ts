import type { Dependency, Requirement, Source } from '@holdfast/core/generate'
import { DAY_MS, isRefused, parseInstant, type Refused } from '@holdfast/core/units'
import { RowReader, headOf, listCell, quantityCells } from './columns.ts'
import type { Row } from './rows.ts'

const COLUMNS = [
  'label',
  'id',
  'title',
  'capability',
  'least',
  'most',
  'unit',
  'place',
  'zone',
  'priority',
  'posture',
  'from',
  'until',
  'notice_days',
  'nations_max',
  'needs_framework',
  'dependencies',
  'sources',
] as const
const NEEDED = ['id', 'title', 'capability', 'place', 'priority']
const PLACES = ['inUkraine', 'neighbouringNato', 'blackSea', 'airspace', 'remote'] as const

const instant = (ms: number | undefined): string =>
  ms === undefined ? '' : new Date(ms).toISOString()

/** Requirements as rows, the first of which names the columns; dependencies and sources are JSON lists. */
export const writeRequirements = (
  requirements: readonly Requirement[],
): readonly (readonly string[])[] => [
  COLUMNS,
  ...requirements.map((line) => [
    'SECRET guarantors ALL',
    line.id,
    line.title,
    line.capability,
    ...quantityCells(line.quantity),
    line.place,
    line.zone ?? '',
    String(line.priority),
    line.posture ?? '',
    instant(line.fromMs),
    instant(line.untilMs),
    line.noticeMs === undefined ? '' : String(line.noticeMs / DAY_MS),
    line.nationsMax === undefined ? '' : String(line.nationsMax),
    line.needsFramework === undefined ? '' : String(line.needsFramework),
    listCell(line.dependencies),
    listCell(line.sources),
  ]),
]

function instantOf(row: RowReader, name: string): number | undefined {
  const text = row.cell(name).trim()
  if (text === '') return undefined
  const ms = parseInstant(text)
  if (ms === null) row.fault(`${name} is ${text.slice(0, 40)}`, 'write UTC as 2026-03-01T00:00:00Z')
  return ms ?? 0
}

function requirementOf(row: RowReader): Requirement {
  const [fromMs, untilMs] = [instantOf(row, 'from'), instantOf(row, 'until')]
  const [notice, nationsMax] = [row.number('notice_days'), row.number('nations_max')]
  const framework = row.cell('needs_framework').trim()
  const dependencies = row.json('dependencies') as readonly Dependency[]
  const [zone, posture] = [row.cell('zone').trim(), row.cell('posture').trim()]
  return {
    id: row.text('id'),
    title: row.text('title'),
    capability: row.text('capability'),
    quantity: row.quantity(['least', 'most', 'unit']),
    place: row.oneOf('place', PLACES),
    priority: row.number('priority') ?? 0,
    posture: posture === '' ? null : posture,
    ...(zone === '' ? {} : { zone }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
    ...(notice === null ? {} : { noticeMs: Math.round(notice * DAY_MS) }),
    ...(nationsMax === null ? {} : { nationsMax }),
    ...(framework === ''
      ? {}
      : { needsFramework: row.oneOf('needs_framework', ['true', 'false']) === 'true' }),
    ...(dependencies.length === 0 ? {} : { dependencies }),
    sources: row.json('sources') as readonly Source[],
  }
}

/** The requirements of rows, or every fault with its place, at most twenty. */
export function readRequirements(rows: readonly Row[]): readonly Requirement[] | Refused {
  const names = headOf(rows[0], COLUMNS, NEEDED)
  if (isRefused(names)) return names
  const faults: string[] = []
  const read = rows.slice(1).map((row) => requirementOf(new RowReader(row, names, faults)))
  return faults.length === 0 ? read : { refused: faults.join('\n') }
}
