/**
 * Goal: a mapping is read exactly as its published schema says and names the line and pointer of what is wrong; fields
 * are those of an independent reader; nothing that a row says is lost; hostile input costs bounded memory and time.
 * Method: ajv and csv-parse as judges over generated and damaged input; sizes around each limit.
 */
import { createHash } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { RecordCutter } from '../table/index.ts'
import { COLUMNS_MAX, RECORD_BYTES_MAX, TableDecoder } from '../table/index.ts'
import { CSV, CSV_MAPPING_SCHEMA } from './index.ts'
import { DOCUMENT_BYTES_MAX, JSON_DEPTH_MAX, JsonDecoder, LINE_BYTES_MAX } from '../json/index.ts'
import { parseNumber, parseZoned, residualOf } from '../open-feed/index.ts'
import { lineOf, soundJson } from '../json/index.ts'
import { readMapping } from './mapping.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const source: Source = {
  id: 'a',
  title: 'A',
  nation: 'XAA',
  kind: 'patrol',
  reachM: {},
  detection: { pd: 1, falseReport: 0, basis: 'test' },
  group: 'a',
  site: { position: { lonDeg: 37, latDeg: 48 }, heightM: 0, errorM: 10 },
}
const plain = (delimiter = ',') =>
  new TableDecoder({ delimiter, columns: (names) => names, fault: () => null })

const taken = (value: unknown): boolean => !('refused' in readMapping(JSON.stringify(value)))
const texts = (form: 'values' | 'lines') =>
  new JsonDecoder(form, ({ offset, length }) => ({ records: [{ offset, length }], rejects: [] }))
const nested = (n: number): Uint8Array => encode('['.repeat(n) + ']'.repeat(n))

describe('mapping', () => {
  const rule = { to: '/category', from: 'what' }
  const good = {
    format: 'holdfast-csv-mapping/1',
    title: 't',
    constants: { '/means': ['saw'], '/residual/note': 'x' },
    members: [
      { ...rule, as: 'word', words: { a: 'K.SHOT' }, otherwise: null },
      {
        to: ['/observed/fromMs', '/observed/toMs'],
        from: ['d', 't'],
        as: 'time',
        format: 'DD.MM.YYYY HH:mm',
        offset: '+02:00',
        add: 1,
        whenEmpty: null,
      },
      { to: '/where/fix/errorM', from: 'e', as: 'number', decimal: ',', factor: 1000 },
    ],
  }
  const isValid = new Ajv2020({ strict: false }).compile(CSV_MAPPING_SCHEMA)

  test.each([
    ['good', good],
    ['no members', { ...good, members: [] }],
    ['a strange member of an observation', { ...good, members: [{ ...rule, to: '/id' }] }],
    ['the source is not a column', { ...good, members: [{ ...rule, to: '/source' }] }],
    ['a constant of no member', { ...good, constants: { '/x': 1 } }],
    ['the prototype', { ...good, constants: { '/residual/__proto__': 1 } }],
    ['a strange conversion', { ...good, members: [{ ...rule, as: 'words' }] }],
    ['a strange key', { ...good, members: [{ ...rule, form: 'x' }] }],
    ['a bad offset', { ...good, members: [{ ...rule, as: 'time', offset: '2' }] }],
    [
      'a pattern that could run away',
      { ...good, members: [{ ...rule, as: 'time', format: '(.+)+YYYYMMDD' }] },
    ],
    ['a factor in words', { ...good, members: [{ ...rule, as: 'number', factor: '2' }] }],
    ['another version', { ...good, format: 'holdfast-csv-mapping/2' }],
    ['a list', []],
    ['words without words', { ...good, members: [{ ...rule, as: 'word', words: {} }] }],
    [
      'nine columns',
      { ...good, members: [{ ...rule, from: Array.from({ length: 9 }, () => 'x') }] },
    ],
  ])('reader and schema agree: %s', (_, value) => {
    expect(taken(value)).toBe(isValid(value))
  })

  test('says the line and the pointer, and several faults at once', () => {
    const json =
      '{\n "format": "holdfast-csv-mapping/1",\n "members": [\n  {"to": "/category", "from": "a/b",\n   "as": "wort"},\n  {"to": "/nowhere",\n   "from": 5}\n ]\n}'
    expect(readMapping(json)).toEqual({
      refused: expect.stringMatching(
        /^mapping: line 5: \/members\/0\/as: .*; line 6: \/members\/1\/to: .*; line 7: \/members\/1\/from: /,
      ),
    })
    expect(CSV.decoder({ mapping: json })).toEqual(readMapping(json))
    expect(CSV.decoder({})).toEqual({ refused: expect.stringContaining('mapping') })
    expect(CSV.decoder({ mapping: JSON.stringify(good), delimiter: 'constructor' })).toHaveProperty(
      'refused',
    )
  })

  test('damaged mappings are refused or read, never thrown at', () => {
    const text = JSON.stringify(good)
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.string({ maxLength: 3 }), (at, put) => {
        const damaged = text.slice(0, at) + put + text.slice(at + 1)
        expect(readMapping(damaged)).toBeTypeOf('object')
      }),
      { numRuns: 500 },
    )
  })

  test('pointers are found by their tokens (RFC 6901, 3 and 5)', () => {
    const text = '{"a/b":[1,\n2,\n{"m~n":3}],\n"":0}'
    expect(
      ['/a~1b/0', '/a~1b/1', '/a~1b/2/m~0n', '/'].map((pointer) => lineOf(text, pointer)),
    ).toEqual([1, 2, 3, 4])
  })
})

describe('table', () => {
  const field = fc.string({
    maxLength: 12,
    unit: fc.constantFrom('a', 'ї', '"', ',', ';', '\n', '\r\n', ' ', '1'),
  })
  test.each([',', ';'])(
    'fields between %s are those of csv-parse, each row with its line',
    (delimiter) => {
      const rows = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 6 })
      fc.assert(
        fc.property(rows, (table) => {
          const quoted = (text: string): string =>
            /["\r\n]/.test(text) || text.includes(delimiter) || text === ''
              ? `"${text.replaceAll('"', '""')}"`
              : text
          const text = [
            'a;b;c'.replaceAll(';', delimiter),
            ...table.map((row) => row.map((one) => quoted(one)).join(delimiter)),
          ].join('\n')
          const decoder = plain(delimiter)
          const { records, rejects } = decoder.push(encode(`${text}\n`))
          expect(rejects).toEqual([])
          const read = records.filter(({ kind }) => kind === 'row')
          const judge: unknown = parse(text, {
            delimiter,
            from: 2,
            record_delimiter: ['\n', '\r\n'],
          })
          expect(read.map(({ fields }) => [...fields.values()])).toEqual(judge)
          expect(read.map(({ fields }) => [...fields.values()])).toEqual(table)
          for (const { line, offset } of read)
            expect(line).toBe(
              Buffer.from(encode(text)).subarray(0, offset).toString().split('\n').length,
            )
        }),
      )
    },
  )

  test('a byte order mark before a quoted header, and a last line without an end', () => {
    const decoder = plain()
    const { records } = decoder.push(encode('\uFEFF"a\nb",c\n1,2'))
    expect(records.map(({ kind }) => kind)).toEqual(['header'])
    expect([...(decoder.end().records[0]?.fields ?? [])]).toEqual([
      ['a\nb', '1'],
      ['c', '2'],
    ])
  })

  test('a record of the most bytes is read, one more is rejected and the next is read', () => {
    for (const [n, reasons] of [
      [RECORD_BYTES_MAX - 3, []],
      [RECORD_BYTES_MAX - 2, ['too-long']],
    ] as const) {
      const bytes = encode(`a,b\n${'x'.repeat(n)},y\n1,2\n`)
      const decoder = plain()
      const halves = [
        decoder.push(bytes.slice(0, 40_000)),
        decoder.push(bytes.slice(40_000)),
        decoder.end(),
      ]
      expect(halves.flatMap(({ rejects }) => rejects).map(({ reason }) => reason)).toEqual(reasons)
      expect(
        halves
          .flatMap(({ records }) => records)
          .at(-1)
          ?.fields.get('b'),
      ).toBe('2')
    }
  })

  test('columns: the most, one more, twice the same, none', () => {
    const header = (n: number): Uint8Array =>
      encode(`${Array.from({ length: n }, (_, i) => `c${i}`).join(',')}\n`)
    expect(plain().push(header(COLUMNS_MAX)).rejects).toEqual([])
    expect(plain().push(header(COLUMNS_MAX + 1)).rejects).toHaveLength(1)
    expect(plain().push(encode('a,a\n')).rejects).toHaveLength(1)
    expect(plain().push(encode('a,\n')).rejects).toHaveLength(1)
  })

  test('quotes that never close cost one look at each byte: 8 MiB of them pass at once', () => {
    const hostile = encode(`"${'a\n'.repeat(40_000)}`.repeat(100))
    const cutter = new RecordCutter(44)
    const begin = performance.now()
    let covered = 0
    for (let at = 0; at < hostile.length; at += 1_048_576)
      for (const { length } of cutter.push(hostile.subarray(at, at + 1_048_576))) covered += length
    for (const { length } of cutter.end()) covered += length
    expect(covered).toBe(hostile.length)
    expect(performance.now() - begin).toBeLessThan(5_000)
  })
})

test('nothing that a row says is lost: columns without a rule, and words that were translated, are in the residual', () => {
  const mapping = JSON.stringify({
    format: 'holdfast-csv-mapping/1',
    constants: { '/category': 'K.SHOT', '/means': ['heard'] },
    members: [{ to: '/observed/fromMs', from: 'when', as: 'time' }],
  })
  const text = fc
    .string({ maxLength: 30, unit: 'grapheme' })
    .map((one) => one.replaceAll(/[",\s\p{Cs}\0]/gu, '_'))
  fc.assert(
    fc.property(text, text, (odd, more) => {
      const decoder = CSV.decoder({ mapping })
      if ('refused' in decoder) throw new Error(decoder.refused)
      const bytes = encode(
        `when,наме,${'n'.repeat(70)}\n2026-01-01T00:00:00+01:00,${odd},${more}\n`,
      )
      const row = decoder.push(bytes).records[1]
      if (row === undefined) return
      const observed = CSV.observer({ mapping })(row, {
        source,
        receivedMs: Date.UTC(2026, 1),
        sha256,
      })
      if (!('observations' in observed)) throw new Error(observed.nothing)
      const residual = observed.observations[0]?.residual ?? {}
      expect(residual['when']).toBe('2026-01-01T00:00:00+01:00')
      const rest: unknown = JSON.parse(residual['rest'] ?? '[]')
      expect(rest).toEqual(
        [
          ['наме', odd],
          ['n'.repeat(70), more],
        ].filter(([, value]) => value !== ''),
      )
    }),
  )
})

test('residual: long values go on under numbered names, too much is refused, every character is kept', () => {
  const long = '𝛑'.repeat(9_000)
  const residual = residualOf([['note', long]]) ?? {}
  expect(Object.keys(residual)).toEqual(['note', 'note.2', 'note.3'])
  expect(Object.values(residual).join('')).toBe(long)
  expect(
    Object.keys(residualOf(Array.from({ length: 65 }, (_, i) => [`c${i}`, 'x'] as const)) ?? {}),
  ).toEqual(['rest'])
  expect(residualOf([['nul', 'a\0\uD800']])).toEqual({
    rest: String.raw`[["nul","a\u0000\ud800"]]`,
  })
  expect(residualOf([['note', 'x'.repeat(400_000)]])).toBeNull()
})

test.each([
  ['2026-03-01T00:00:00Z', null, Date.UTC(2026, 2, 1)],
  ['2026-03-01 02:00+02:00', null, Date.UTC(2026, 2, 1)],
  ['2026-03-01T00:00:00.123456-0130', null, Date.UTC(2026, 2, 1, 1, 30, 0, 123)],
  ['2026-03-01T02:00:00', 120, Date.UTC(2026, 2, 1)],
  ['2026-03-01T02:00:00', null, null],
  ['2026-02-29T00:00:00Z', null, null],
  ['2026-03-01T00:00:00+15:00', null, null],
  ['2026-03-01T23:59:60Z', null, null],
])('%s in zone %s is %s', (text, offset, ms) => {
  expect(parseZoned(text, offset)).toBe(ms)
})

test.each([
  ['1', 1],
  ['-0', 0],
  [' 1.5e3 ', 1500],
  ['.5', 0.5],
  ['0x10', null],
  ['', null],
  ['1e999', null],
  ['1,5', null],
  ['NaN', null],
])('the number %j is %s', (text, value) => {
  expect(parseNumber(text)).toBe(value)
})

describe('JSON texts', () => {
  test('one of the most bytes is read, one more is rejected, and the next is read', () => {
    for (const [form, max] of [
      ['values', DOCUMENT_BYTES_MAX],
      ['lines', LINE_BYTES_MAX],
    ] as const)
      for (const [n, wrong] of [
        [max, 0],
        [max + 1, 1],
      ] as const) {
        const decoder = texts(form)
        const bytes = encode(`["${'x'.repeat(n - 4)}"]\n[]\n`)
        const all = [
          decoder.push(bytes.subarray(0, 70_000)),
          decoder.push(bytes.subarray(70_000)),
          decoder.end(),
        ]
        expect(all.flatMap(({ rejects }) => rejects)).toHaveLength(wrong)
        expect(all.flatMap(({ records }) => records).at(-1)?.length).toBe(2)
      }
  })

  test('a text that comes byte by byte is held once', () => {
    const decoder = texts('values')
    const bytes = encode(`["${'x'.repeat(300_000)}"]`)
    const before = process.memoryUsage().arrayBuffers
    let records = 0
    for (let at = 0; at < bytes.length; at += 1)
      records += decoder.push(bytes.subarray(at, at + 1)).records.length
    expect(records).toBe(1)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000)
  })

  test('nesting: the deepest is read, one deeper refused, a million refused without a fall', () => {
    expect(soundJson(nested(JSON_DEPTH_MAX))).toHaveProperty('value')
    expect(soundJson(nested(JSON_DEPTH_MAX + 1))).toHaveProperty('refused')
    expect(texts('values').push(nested(1_000_000)).rejects).toHaveLength(1)
  })
})
