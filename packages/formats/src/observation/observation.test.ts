/**
 * Goal: the reader takes exactly what the published schema takes, says what is wrong in an operator's words, loses no
 * row and never throws, however the bytes come.
 * Method: ajv as an independent judge over generated rows with one to three members damaged; one splitter model
 * (the whole text parsed at once) against every way of cutting it; examples for the messages.
 */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { observationId } from '@holdfast/core/observe'
import { observations } from '../../../../bench/support/observations.mjs'
import {
  DEFAULTS,
  OBSERVATION_SCHEMA,
  ROW_BYTES_MAX,
  decodeUtf8,
  readObservation,
  readRequest,
  readRows,
  readValues,
} from './index.ts'
import type { FileRow } from './index.ts'

const isValid = new Ajv2020({ strict: true, allErrors: false }).compile(OBSERVATION_SCHEMA)
const good = [...observations({ n: 200, seed: 7 })]
const full = {
  ...good[0],
  id: 'ab'.repeat(32),
  rawSha256: 'cd'.repeat(32),
  weapon: { term: 'x', class: 'tank', calibreMm: 125 },
  where: {
    sectors: [
      { fromDeg: 0, toDeg: 359.9 },
      { fromDeg: 10, toDeg: 20 },
    ],
    ring: { minM: 0, maxM: 5 },
    fix: { position: { lonDeg: 1, latDeg: 2 }, errorM: 3 },
  },
  residual: { note: 'a\nb', other: '' },
  motion: {
    heightM: 900,
    heightDatum: 'msl',
    speedMps: 12,
    courseDeg: 359,
    climbMps: -1,
    identity: { icao24: '4b1801', callsign: 'TEST 1' },
    quality: { accuracyM: 30, containmentM: 185.2, isMonitored: true, positioning: 'gnss' },
  },
  assessment: { model: 'listener', version: '3', scores: { mortar: 0.75, thunder: 0.25 } },
  shot: { delayMs: 820, sigmaMs: 2.5 },
  holder: 'partyA',
}
interface QualityVector {
  readonly desc: string
  readonly wantErr: boolean
  readonly quality?: unknown
  readonly id?: string
  readonly at?: string
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../../vectors/observation/quality.json', import.meta.url), 'utf8'),
) as { base: { motion: object }; cases: readonly QualityVector[] }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
async function rowsOf(chunks: readonly Uint8Array[]): Promise<FileRow[]> {
  const rows: FileRow[] = []
  for await (const row of readRows(chunks)) rows.push(row)
  return rows
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
/** Every place in a JSON value, as the keys that lead to it. */
const places = (value: unknown, at: (string | number)[] = []): (string | number)[][] => [
  at,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))
    : []),
]
function damage(
  row: unknown,
  at: readonly (string | number)[],
  change: (holder: Record<string, unknown>, key: string) => void,
) {
  const copy = structuredClone(row) as Record<string, unknown>
  let holder = copy
  for (const key of at.slice(0, -1)) {
    const next = holder[key]
    if (typeof next !== 'object' || next === null) return copy
    holder = next as Record<string, unknown>
  }
  change(holder, String(at.at(-1)))
  return copy
}

describe('the reader and the published schema', () => {
  test('the file in docs/reference is the schema', () => {
    const file = readFileSync(
      new URL('../../../../docs/reference/observation.schema.json', import.meta.url),
      'utf8',
    )
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(OBSERVATION_SCHEMA)))
  })

  test.each(vectors.cases)('agree on the quality of a position: $desc', (vector) => {
    const { motion } = vectors.base
    const isSaid = Object.hasOwn(vector, 'quality')
    const row = {
      ...vectors.base,
      motion: isSaid ? { ...motion, quality: vector.quality } : motion,
    }
    expect(isValid(row)).toBe(!vector.wantErr)
    const read = readObservation(row)
    if ('reason' in read)
      expect(read.faults.map((fault) => fault.split(': ')[0])).toEqual([vector.at])
    else expect(observationId(read.observation)).toBe(vector.id)
  })

  test('agree on sound rows', () => {
    for (const row of [...good, full]) {
      expect(isValid(row)).toBe(true)
      expect(readObservation(row)).toHaveProperty('observation')
    }
  })

  test('agree on 6,000 damaged rows, and the reader says where', () => {
    const spots = places(full).filter((at) => at.length > 0)
    const junk: fc.Arbitrary<unknown> = fc.oneof(
      fc.constantFrom<Json[]>(
        null,
        true,
        '',
        0,
        -1,
        1,
        90,
        90.5,
        180,
        181,
        359.999,
        360,
        1e9,
        1e300,
        0.5,
        [],
        {},
        'ALL',
        'heard',
        ['heard'],
        ['heard', 'heard'],
        'K.SHOT',
        'O.WINDOW',
        'K.NOPE',
        '__proto__',
        'A\u0007',
        '\uD800',
        'x\u0000',
        'é'.repeat(300),
        '😀'.repeat(200),
        '😀'.repeat(201),
        'tank',
        'monitor',
        946_684_799_999,
        8.64e15,
        2000,
        2001,
        'POL',
        'pol',
      ),
      fc.jsonValue(),
    )
    const change = fc.tuple(
      fc.constantFrom(...spots),
      fc.constantFrom('set', 'delete', 'add'),
      junk,
    )
    let refused = 0
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let row: unknown = full
        for (const [at, how, value] of changes)
          row = damage(row, at, (holder, key) => {
            if (how === 'set') holder[key] = value
            else if (how === 'add') holder[`${key}X`] = value
            else if (!Array.isArray(holder)) delete holder[key]
          })
        const read = readObservation(row)
        expect({ row, taken: 'observation' in read }).toEqual({ row, taken: isValid(row) })
        const reason = 'reason' in read ? read.reason : '/'
        if (reason !== '/') refused += 1
        expect(reason).toMatch(/^\//)
      }),
      { numRuns: 6_000 },
    )
    expect(refused).toBeGreaterThan(3_000)
  })

  test('anything at all is read without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readObservation(value)).toHaveProperty('reason')
      }),
    )
  })
})

test.each([
  [
    ['observer', 'position', 'latDeg'],
    91,
    '/observer/position/latDeg: 91 is beyond 90; give degrees in [-90, 90]',
  ],
  [['observed', 'toMs'], 1.5e12 + 0.5, 'is no whole number; give milliseconds since 1970, UTC'],
  [['category'], 'K.BANG', '/category: "K.BANG" is not known; give one of K.EXPL.IMPACT'],
  [
    ['count', 'n'],
    '3',
    '/count/n: "3" is no number; give a count in [0, 1000000000], a whole number',
  ],
  [
    ['where', 'sectors', 1, 'toDeg'],
    360,
    '/where/sectors/1/toDeg: 360 is beyond 360; give degrees in [0, 360)',
  ],
  [
    ['weapon', 'calibreMm'],
    0,
    '/weapon/calibreMm: 0 is not above 0; give millimetres in (0, 2000]',
  ],
  [['colour'], 'red', '/colour: is no member of an observation'],
  [['residual'], { __proto__: null, ['__proto__x']: 'a' }, '/residual: "__proto__x" is no name'],
  [['means'], ['heard', 'heard'], '/means: ["heard","heard"] repeats an item'],
  [['source'], undefined, '/source: is missing'],
])('%j = %j is told as it is', (at, value, reason) => {
  const row = damage(full, at, (holder, key) => {
    holder[key] = value
  })
  expect(readObservation(row)).toMatchObject({ reason: expect.stringContaining(reason) })
})

test('what is left out has the documented default, and the id covers it', () => {
  const {
    grade: _grade,
    label: _label,
    residual: _residual,
    weapon: _weapon,
    ...bare
  } = good[0] ?? {}
  const read = readObservation(bare)
  if ('reason' in read) throw new Error(read.reason)
  expect(read.observation).toMatchObject(DEFAULTS)
  expect(read.observation.rawSha256).toMatch(/^[0-9a-f]{64}$/)
  const spelt = readObservation({ ...bare, ...DEFAULTS })
  if ('reason' in spelt) throw new Error(spelt.reason)
  expect(observationId(spelt.observation)).toBe(observationId(read.observation))
})

describe('rows of a file', () => {
  const some = good.slice(0, 5)
  const sound = some.map((value) => readObservation(value)) as { observation: unknown }[]
  const lines = `\uFEFF\n${JSON.stringify(some[0])}\r\n\n{"a":1}\n${some
    .slice(1)
    .map((v) => JSON.stringify(v))
    .join('\n')}`
  const array = ` [${some.map((v) => JSON.stringify(v, null, 1)).join(' ,\n')} ] \n`

  test('are the same however the bytes are cut', async () => {
    for (const [text, count] of [
      [lines, 6],
      [array, 5],
    ] as const) {
      const whole = bytes(text)
      const expected = await rowsOf([whole])
      expect(expected).toHaveLength(count)
      const found = expected.flatMap((row) => ('observation' in row ? [row.observation] : []))
      expect(found).toEqual(sound.map(({ observation }) => observation))
      for (const size of [1, 2, 3, 7, 100, 1_000]) {
        const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
          whole.slice(i * size, (i + 1) * size),
        )
        expect(await rowsOf(chunks)).toEqual(expected)
      }
    }
  })

  test('have their lines', async () => {
    expect((await rowsOf([bytes(lines)])).map(({ line }) => line)).toEqual([2, 4, 5, 6, 7, 8])
  })

  test.each([
    ['', []],
    ['   \n ', []],
    ['[]', []],
    [' [ ] ', []],
    ['[1,2]', [/no observation/, /no observation/]],
    ['[{"a":"]"},', [/\/a: is no member/, /array is not closed.*cut off/]],
    ['[{"a":1}', [/array is not closed: the input ends at byte 8/]],
    ['["\\"],"]', [/no observation/]],
    ['[{},]', [/missing/, /not JSON/]],
    ['[,]', [/not JSON/, /not JSON/]],
    ['[1] x', [/no observation/, /follows the array at byte 4/]],
    ['{"a":', [/not JSON/]],
    ['\uFEFF[]', []],
  ])('%j gives %j', async (text, reasons) => {
    const rows = await rowsOf([bytes(text)])
    expect(rows).toHaveLength(reasons.length)
    for (const [i, reason] of reasons.entries())
      expect(rows[i]).toMatchObject({ index: i, reason: expect.stringMatching(reason) })
  })

  test('that are not UTF-8 are refused with the offset in the file, and the rest is read', async () => {
    const text = `${JSON.stringify(some[0])}\n{"x":"?"}\n${JSON.stringify(some[1])}\n`
    const wrong = bytes(text)
    const at = text.indexOf('?')
    wrong[at] = 0xe9
    const rows = await rowsOf([wrong.subarray(0, 40), wrong.subarray(40)])
    expect(rows[1]).toMatchObject({
      reason: `byte ${at} (0xe9) is not UTF-8; save the text as UTF-8`,
    })
    expect([rows[0], rows[2]].every((row) => row && 'observation' in row)).toBe(true)
    const utf16 = Uint8Array.from([0xff, 0xfe, 0x5b, 0, 0x5d, 0])
    expect(await rowsOf([utf16])).toMatchObject([
      { index: 0, reason: expect.stringContaining('UTF-16') },
    ])
    expect(decodeUtf8(utf16)).toMatchObject({ refused: expect.stringContaining('UTF-16') })
  })

  test('that are too long are refused by size, and the next one is read', async () => {
    const long = `{"a":"${'x'.repeat(ROW_BYTES_MAX)}"}`
    const next = JSON.stringify(some[0])
    for (const text of [`${long}\n${next}`, `[${long},${next}]`]) {
      const rows = await rowsOf([bytes(text.slice(0, 1_000)), bytes(text.slice(1_000))])
      expect(rows[0]).toMatchObject({ reason: expect.stringContaining(`${long.length} bytes`) })
      expect(rows[1]).toHaveProperty('observation')
    }
    const room = JSON.stringify({ ...some[0], residual: {} })
    expect(readRequest(bytes(room.padEnd(ROW_BYTES_MAX))).rows).toHaveLength(1)
    expect(readRequest(bytes(room.padEnd(ROW_BYTES_MAX + 1))).malformed).toHaveLength(1)
  })

  test('of a file of 100 MB pass in bounded memory', async () => {
    const block = bytes(`${'x'.repeat(9_999)}\n`.repeat(100))
    function* chunks() {
      for (let i = 0; i < 100; i += 1) yield block
    }
    const before = process.memoryUsage().rss
    let count = 0
    let most = 0
    for await (const row of readRows(chunks())) {
      if ('reason' in row) count += 1
      if (count % 1_000 === 0) most = Math.max(most, process.memoryUsage().rss)
    }
    expect(count).toBe(10_000)
    expect(most - before).toBeLessThan(150_000_000)
  })

  test('random bytes never throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('', '[', '{"'),
        (tail, head) => {
          const body = new Uint8Array([...bytes(head), ...tail])
          const { rows, malformed } = readRequest(body)
          expect(rows).toEqual([])
          expect(Array.isArray(malformed)).toBe(true)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  test('a body, its NDJSON and its parsed values are one request', () => {
    const values = [...some, { a: 1 }]
    const expected = readValues(values)
    expect(readRequest(bytes(JSON.stringify(values)))).toEqual(expected)
    expect(readRequest(bytes(values.map((v) => JSON.stringify(v)).join('\n')))).toEqual(expected)
    expect(expected.malformed).toMatchObject([{ index: 5 }])
  })
})
