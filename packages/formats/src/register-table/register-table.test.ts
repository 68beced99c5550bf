/**
 * Goal: what goes out comes back the same, in CSV and in a workbook; what a spreadsheet would run is refused on the way in
 * and disarmed on the way out (R15). Method: random pledges and requirements there and back; random cells; planted
 * formulas, bombs and damage.
 */
import fc from 'fast-check'
import { strToU8, unzipSync, zipSync } from 'fflate'
import type { Pledge, Requirement } from '@holdfast/core/generate'
import { isRefused, type Refused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import {
  CELL_MAX,
  ROWS_MAX,
  UNPACKED_BYTES_MAX,
  readCsv,
  readFactbook,
  readPledges,
  readRequirements,
  readXlsx,
  writeCsv,
  writePledges,
  writeRequirements,
  writeXlsx,
  type Row,
} from './index.ts'

function good<T extends object>(result: T | Refused): T {
  if (isRefused(result)) throw new Error(result.refused)
  return result
}
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((s) => `w${s}`)
const DAY = 86_400_000
const quantity = fc.oneof(
  fc.constant({ kind: 'unknown' } as const),
  fc
    .tuple(fc.nat(9_000), fc.nat(9_000), fc.constantFrom('troops', 'beds'))
    .map(([min, more, unit]) => ({ kind: 'range', min, max: min + more, unit }) as const),
)
const sources = fc.array(fc.record({ article: text, quote: text }), { maxLength: 2 })
const nation = fc.constantFrom('XAA', 'XAB', 'ALL')
const pledges: fc.Arbitrary<Pledge> = fc.record(
  {
    id: fc.constantFrom('XAA-1', 'XAB-2'),
    nation: fc.constantFrom('XAA', 'XAB'),
    title: text,
    status: fc.constantFrom('stated', 'offered', 'committed'),
    capability: fc.constantFrom('landManoeuvre', 'medical'),
    quantity,
    noticeMs: fc.option(fc.nat(400).map((days) => days * DAY)),
    caveats: fc.array(
      fc.record({
        category: fc.constantFrom('geographic', 'role'),
        title: text,
        forbids: fc.subarray(['inUkraine', 'remote'] as const),
        waivableBy: text,
        sources,
      }),
      { maxLength: 2 },
    ),
    sources,
    strength: fc.constantFrom('prepared', 'signalled'),
    rotation: fc.record({
      onMs: fc.nat(999).map((n) => n * DAY),
      restMs: fc.nat(999).map((n) => n * DAY),
    }),
    base: fc.constantFrom('Base One', 'Büro'),
    canLead: fc.boolean(),
    conditions: fc.array(fc.constantFrom('c-1', 'c-2'), { minLength: 1, maxLength: 2 }),
    releasableTo: fc.array(nation, { maxLength: 3 }),
    requirement: fc.constantFrom('R-1'),
    otherFigures: fc.array(fc.record({ quantity, definition: text, sources }), {
      minLength: 1,
      maxLength: 2,
    }),
  },
  {
    requiredKeys: [
      'id',
      'nation',
      'title',
      'status',
      'capability',
      'quantity',
      'noticeMs',
      'caveats',
      'sources',
    ],
  },
)
const requirements = fc.record(
  {
    id: fc.constantFrom('R-1', 'R-2'),
    title: text,
    capability: fc.constantFrom('medical'),
    quantity,
    place: fc.constantFrom('inUkraine', 'remote'),
    priority: fc.integer({ min: 1, max: 9 }),
    posture: fc.option(fc.constantFrom('small')),
    sources,
    zone: fc.constantFrom('north'),
    fromMs: fc.nat(2_000_000_000_000),
    untilMs: fc.nat(2_000_000_000_000),
    noticeMs: fc.nat(99).map((days) => days * DAY),
    nationsMax: fc.integer({ min: 1, max: 9 }),
    needsFramework: fc.boolean(),
    dependencies: fc.array(
      fc.record({ capability: fc.constant('medical'), quantity: fc.nat(9), perTroops: fc.nat(9) }),
      { minLength: 1, maxLength: 2 },
    ),
  },
  {
    requiredKeys: [
      'id',
      'title',
      'capability',
      'quantity',
      'place',
      'priority',
      'posture',
      'sources',
    ],
  },
) as fc.Arbitrary<Requirement>

type Rows = readonly (readonly string[])[]
const WAYS: readonly (readonly [string, (rows: Rows) => readonly Row[]])[] = [
  ['CSV', (rows) => good(readCsv(writeCsv(rows)))],
  ['workbook', (rows) => good(readXlsx(good(writeXlsx(rows, 'pledges'))))],
]

describe.each(WAYS)('%s', (_, there) => {
  test('pledges and requirements come back the same', () => {
    fc.assert(
      fc.property(
        fc.array(pledges, { maxLength: 3 }),
        fc.array(requirements, { maxLength: 3 }),
        (a, b) => {
          expect(good(readPledges(there(writePledges(a))))).toEqual(a)
          expect(good(readRequirements(there(writeRequirements(b))))).toEqual(b)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('every cell comes back, whatever it begins with', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '=1+1',
        '+1',
        '-1',
        '@x',
        "'=",
        "''",
        '\tx',
        '\rx',
        'a"b',
        'a,b',
        'a\nb',
        ' x ',
      ),
      fc.string({ unit: 'grapheme' }).filter((s) => /^[^\p{Cc}\p{Cn}]*$/u.test(s)),
    )
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (cells) => {
        const row = ['first', ...cells, 'last']
        expect(there([row])[0]?.cells).toEqual(row)
      }),
      { numRuns: 100 },
    )
  })
})

const workbook = (sheet: string): Uint8Array => {
  const parts = unzipSync(good(writeXlsx([['a']], 's')))
  return zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(sheet) })
}

const cells = (inner: string): Uint8Array =>
  workbook(`<worksheet><sheetData><row r="7">${inner}</row></sheetData></worksheet>`)

describe('what a spreadsheet would run', () => {
  test('goes out with an apostrophe before it, and every row with its label', () => {
    const pledge: Pledge = {
      id: 'XAA-1',
      nation: 'XAA',
      title: '=HYPERLINK("x")',
      status: 'offered',
      capability: 'medical',
      quantity: { kind: 'unknown' },
      noticeMs: null,
      releasableTo: ['XAB'],
      caveats: [],
      sources: [],
    }
    const csv = new TextDecoder().decode(writeCsv(writePledges([pledge])))
    expect(csv).toContain(`SECRET guarantors XAA XAB,XAA-1,XAA,"'=HYPERLINK(""x"")",offered`)
    const sheet = unzipSync(good(writeXlsx(writePledges([pledge]), 's')))[
      'xl/worksheets/sheet1.xml'
    ]
    expect(new TextDecoder().decode(sheet)).toContain('&apos;=HYPERLINK')
  })

  test.each(['=1+1', '+1', '-2', '@SUM(A1)', '\tx'])(
    '%j is refused in CSV with its place',
    (cell) => {
      const bytes = new TextEncoder().encode(`id,title\nXAA-1,"${cell}"\n`)
      const read = readCsv(bytes)
      expect(isRefused(read) && read.refused).toContain('line 2, column 2')
    },
  )

  test.each([
    ['<c r="B7"><f>1+1</f><v>2</v></c>', 'cell B7 holds a formula'],
    ['<c r="B7" t="str"><f>A1</f></c>', 'cell B7 holds a formula'],
    ['<c r="B7" t="inlineStr"><is><t>=1+1</t></is></c>', 'row 7, column 2'],
    ['<c r="B7" t="e"><v>#REF!</v></c>', 'cell B7 holds the error #REF!'],
    ['<c r="B7" t="s"><v>4</v></c>', 'cell B7 names a text that is not there'],
    ['<c r="ZZZ7"><v>4</v></c>', 'is no cell of the first'],
  ])('%s is refused in a workbook', (inner, message) => {
    const read = readXlsx(cells(inner))
    expect(isRefused(read) && read.refused).toContain(message)
  })

  test('numbers, flags and shared texts of other programs are read as texts', () => {
    const parts = unzipSync(
      cells('<c r="A7"><v>12.5</v></c><c r="C7" t="b"><v>1</v></c><c r="D7" t="s"><v>0</v></c>'),
    )
    const shared = strToU8(
      '<sst><si><r><t>two </t></r><r><t>parts</t></r><rPh sb="0" eb="1"><t>said</t></rPh></si></sst>',
    )
    const read = good(readXlsx(zipSync({ ...parts, 'xl/sharedStrings.xml': shared })))
    expect(read).toEqual([{ place: 'row 7', cells: ['12.5', '', 'true', 'two parts'] }])
  })

  test.each([';', '\t'])(
    'a table parted by %j, as some spreadsheets save it, is read the same',
    (by) => {
      const rows = [
        ['id', 'title', 'quantity'],
        ['XAA-1', '"A brigade, two parts"', '800'],
      ]
      const table = rows.map((row) => row.join(by)).join('\r\n')
      expect(good(readCsv(new TextEncoder().encode(`\uFEFF${table}\r\n`)))).toEqual([
        { place: 'line 1', cells: rows[0] },
        { place: 'line 2', cells: ['XAA-1', 'A brigade, two parts', '800'] },
      ])
    },
  )

  test('damage and bombs are refused', () => {
    for (const bytes of [
      new Uint8Array(),
      strToU8('no archive'),
      good(writeXlsx([['a']], 's')).subarray(0, 400),
      zipSync({ 'xl/other.xml': strToU8('<a/>') }),
      workbook('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'),
      workbook('<worksheet'),
    ])
      expect(isRefused(readXlsx(bytes))).toBe(true)
    // What it says that it unpacks to stands in the central directory (APPNOTE 4.3.12, 24 bytes on).
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': strToU8('<worksheet/>') })
    const at = Buffer.from(bomb).indexOf('PK\u0001\u0002')
    new DataView(bomb.buffer).setUint32(at + 24, UNPACKED_BYTES_MAX + 1, true)
    expect(isRefused(readXlsx(bomb)) && readXlsx(bomb)).toMatchObject({
      refused: expect.stringContaining('unpacks to over') as string,
    })
  })

  test('limits are met', () => {
    const rows = Array.from({ length: ROWS_MAX + 1 }, () => ['a'])
    expect(isRefused(readCsv(writeCsv(rows)))).toBe(true)
    expect(isRefused(readXlsx(good(writeXlsx(rows, 's'))))).toBe(true)
    expect(isRefused(readCsv(writeCsv(rows.slice(1))))).toBe(false)
    expect(isRefused(writeXlsx([['a'.repeat(CELL_MAX + 1)]], 's'))).toBe(true)
    expect(isRefused(writeXlsx([['a'.repeat(CELL_MAX)]], 's'))).toBe(false)
    expect(isRefused(writeXlsx([['\u0001']], 's'))).toBe(true)
  })
})

test.each([
  ['id,nation\nA,XAA\n', 'the first row names no column title'],
  ['', 'the first row names no column id'],
  ['id,nation,title,status,capability,colour\n', 'column "colour" is not known'],
  ['id,id,nation,title,status,capability\n', 'column id is there twice'],
  [
    'id,nation,title,status,capability,least,unit\nA,XAA,t,promised,c,many,troops\n',
    'line 2: status is "promised"; write one of stated',
  ],
  ['id,nation,title,status,capability,least\nA,XAA,t,offered,c,5\n', 'line 2: unit is empty'],
  ['id,nation,title,status,capability,sources\nA,XAA,t,offered,c,{}\n', 'sources is no list'],
  ['id,nation,title,status,capability\nA,XAA,,offered,c,extra\n', 'title is empty'],
])('%j is refused', (csv, message) => {
  const read = readPledges(good(readCsv(new TextEncoder().encode(csv))))
  expect(isRefused(read) && read.refused).toContain(message)
})

describe('a factbook', () => {
  const head = 'iso3,active_low,active_high,personnel_text,deployments_text\n'
  const numbers = (lines: string) =>
    readFactbook(good(readCsv(new TextEncoder().encode(`${head}${lines}`))), 'a factbook of 2025')

  test('how many serve is of all armed forces; deployments are numbers where they are', () => {
    const read = good(
      numbers(
        'XAA,7500,8000,"about 7,500 to 8,000 active (2025)","1,250 Kosovo (KFOR); up to 1,700 Lithuania; a frigate (2025)"\nXAB,,,no regular forces,\n',
      ),
    )
    expect(read.figures).toEqual([
      {
        id: 'XAA-factbook-active',
        nation: 'XAA',
        basis: 'armedForces',
        quantity: { kind: 'range', min: 7_500, max: 8_000, unit: 'persons' },
        definition: 'active-duty military personnel of all services',
        asOf: '2025',
        sources: [{ article: 'a factbook of 2025', quote: 'about 7,500 to 8,000 active (2025)' }],
      },
    ])
    expect(read.commitments.map(({ title, persons }) => [title, persons])).toEqual([
      ['Kosovo (KFOR)', { kind: 'range', min: 1_250, max: 1_250, unit: 'persons' }],
      ['Lithuania', { kind: 'range', min: 0, max: 1_700, unit: 'persons' }],
      ['a frigate (2025)', { kind: 'unknown' }],
    ])
  })

  test.each([
    ['Arden,1,2,words,\n', 'iso3 is Arden'],
    ['XAA,2,1,words,\n', 'active_high is below active_low'],
    ['XAA,many,1,words,\n', 'active_low is "many"'],
  ])('%j is refused', (lines, message) => {
    const read = numbers(lines)
    expect(isRefused(read) && read.refused).toContain(message)
  })
})
