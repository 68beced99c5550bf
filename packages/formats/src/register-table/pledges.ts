import type { Caveat, OtherFigure, Pledge, Source } from '@holdfast/core/generate'
import { PLEDGE_STATUSES } from '@holdfast/core/generate/register'
import { DAY_MS, isRefused, type Refused } from '@holdfast/core/units'
import { RowReader, headOf, listCell, quantityCells } from './columns.ts'
import type { Row } from './rows.ts'

const COLUMNS = [
  'label',
  'id',
  'nation',
  'title',
  'status',
  'capability',
  'strength',
  'least',
  'most',
  'unit',
  'notice_days',
  'on_days',
  'rest_days',
  'persons_least',
  'persons_most',
  'persons_unit',
  'base',
  'can_lead',
  'conditions',
  'releasable_to',
  'line',
  'caveats',
  'other_figures',
  'sources',
] as const
const NEEDED = ['id', 'nation', 'title', 'status', 'capability']
/** Stands in `releasable_to` for a pledge that is released to nobody beside its nation. */
const NOBODY = 'NONE'

const days = (ms: number): string => String(ms / DAY_MS)
const toMs = (value: number): number => Math.round(value * DAY_MS)

function releasedCell(releasableTo: Pledge['releasableTo']): string {
  if (releasableTo === undefined) return ''
  return releasableTo.length === 0 ? NOBODY : releasableTo.join(' ')
}

/** The label of a row: the highest, and to whom the pledge is releasable. */
const labelCell = ({ releasableTo, nation }: Pledge): string =>
  `SECRET guarantors ${releasableTo === undefined ? 'ALL' : [nation, ...releasableTo].join(' ')}`

/** Pledges as rows, the first of which names the columns; caveats, other figures and sources are JSON lists. */
export const writePledges = (pledges: readonly Pledge[]): readonly (readonly string[])[] => [
  COLUMNS,
  ...pledges.map((pledge) => [
    labelCell(pledge),
    pledge.id,
    pledge.nation,
    pledge.title,
    pledge.status,
    pledge.capability,
    pledge.strength ?? '',
    ...quantityCells(pledge.quantity),
    pledge.noticeMs === null ? '' : days(pledge.noticeMs),
    pledge.rotation === undefined ? '' : days(pledge.rotation.onMs),
    pledge.rotation === undefined ? '' : days(pledge.rotation.restMs),
    ...quantityCells(pledge.persons),
    pledge.base ?? '',
    pledge.canLead === undefined ? '' : String(pledge.canLead),
    (pledge.conditions ?? []).join(' '),
    releasedCell(pledge.releasableTo),
    pledge.requirement ?? '',
    listCell(pledge.caveats),
    listCell(pledge.otherFigures),
    listCell(pledge.sources),
  ]),
]

function rotationOf(row: RowReader): Pick<Pledge, 'rotation'> {
  const [on, rest] = [row.number('on_days'), row.number('rest_days')]
  if (on === null && rest === null) return {}
  if (on === null || rest === null)
    row.fault('on_days or rest_days is empty', 'write both, or neither')
  return { rotation: { onMs: toMs(on ?? 0), restMs: toMs(rest ?? 0) } }
}

function optionalsOf(row: RowReader): Partial<Pledge> {
  const persons = row.quantity(['persons_least', 'persons_most', 'persons_unit'])
  const leads = row.cell('can_lead').trim()
  const conditions = row.words('conditions')
  const released = row.words('releasable_to')
  const otherFigures = row.json('other_figures') as readonly OtherFigure[]
  const [base, line, strength] = ['base', 'line', 'strength'].map((name) => row.cell(name).trim())
  return {
    ...(strength === '' ? {} : { strength: row.oneOf('strength', ['prepared', 'signalled']) }),
    ...rotationOf(row),
    ...(persons.kind === 'unknown' ? {} : { persons }),
    ...(base === undefined || base === '' ? {} : { base }),
    ...(leads === '' ? {} : { canLead: row.oneOf('can_lead', ['true', 'false']) === 'true' }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(released.length === 0
      ? {}
      : { releasableTo: released.filter((nation) => nation !== NOBODY) }),
    ...(line === undefined || line === '' ? {} : { requirement: line }),
    ...(otherFigures.length === 0 ? {} : { otherFigures }),
  }
}

function pledgeOf(row: RowReader): Pledge {
  const notice = row.number('notice_days')
  return {
    id: row.text('id'),
    nation: row.text('nation'),
    title: row.text('title'),
    status: row.oneOf('status', PLEDGE_STATUSES),
    capability: row.text('capability'),
    quantity: row.quantity(['least', 'most', 'unit']),
    noticeMs: notice === null ? null : toMs(notice),
    ...optionalsOf(row),
    caveats: row.json('caveats') as readonly Caveat[],
    sources: row.json('sources') as readonly Source[],
  }
}

/** The pledges of rows, or every fault with its place, at most twenty. */
export function readPledges(rows: readonly Row[]): readonly Pledge[] | Refused {
  const names = headOf(rows[0], COLUMNS, NEEDED)
  if (isRefused(names)) return names
  const faults: string[] = []
  const read = rows.slice(1).map((row) => pledgeOf(new RowReader(row, names, faults)))
  return faults.length === 0 ? read : { refused: faults.join('\n') }
}
