/**
 * Goal: each form's reader takes what its published schema takes and says where and why it refuses; its observations
 * pass every check of core and of the observation reader; nothing throws; every byte is in a record or a reject.
 * Method: golden vectors, good and bad; ajv as an independent judge over damaged documents; the guide's own examples;
 * random and mutated bytes, cut anywhere.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SOURCE_KINDS, faultOf, identify } from '@holdfast/core/observe'
import type { Source } from '@holdfast/core/observe'
import { seededRandom } from '@holdfast/core/units'
import type { Codec, Decoded, Decoder, FeedContext } from '../codec/index.ts'
import { CRATER_ANALYSIS, CRATER_ANALYSIS_SCHEMA } from '../crater/index.ts'
import {
  FOREIGN_FINDING,
  FOREIGN_FINDING_SCHEMA,
  FOREIGN_TRACKS,
  FOREIGN_TRACKS_SCHEMA,
} from '../foreign/index.ts'
import { HARM_REPORT, HARM_REPORT_SCHEMA } from '../harm/index.ts'
import { IMAGERY_COUNT, IMAGERY_COUNT_SCHEMA } from '../imagery-count/index.ts'
import { ROW_BYTES_MAX, readObservation } from '../observation/index.ts'
import { PATROL_REPORT, PATROL_REPORT_SCHEMA } from '../patrol-report/index.ts'
import { findDuplicate } from './duplicates.ts'
import type { JsonSchema, ReportRecord } from './index.ts'
import { calendarMs, instantsIn } from './zone.ts'

const nightly = process.env['HOLDFAST_NIGHTLY'] === '1'
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const fileOf = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')

type Document = Record<string, unknown>
type Case = { desc: string; document: Document } & (
  | { wantErr: false; want?: unknown[]; wantNothing?: string }
  | { wantErr: true; wantDetail: string }
)
interface Vectors {
  source: Source
  receivedMs: number
  cases: Case[]
}
interface Under {
  readonly codec: Codec<unknown>
  readonly schema: JsonSchema
  readonly vectors: Vectors
}
/** What all tests need of a form, whatever its records hold. */
const under = <T>(codec: Codec<ReportRecord<T>>, schema: JsonSchema): Under => ({
  codec: codec as Codec<unknown>,
  schema,
  vectors: JSON.parse(fileOf(`vectors/${codec.name}/cases.json`)) as Vectors,
})
const FORMS: readonly Under[] = [
  under(PATROL_REPORT, PATROL_REPORT_SCHEMA),
  under(CRATER_ANALYSIS, CRATER_ANALYSIS_SCHEMA),
  under(HARM_REPORT, HARM_REPORT_SCHEMA),
  under(IMAGERY_COUNT, IMAGERY_COUNT_SCHEMA),
  under(FOREIGN_TRACKS, FOREIGN_TRACKS_SCHEMA),
  under(FOREIGN_FINDING, FOREIGN_FINDING_SCHEMA),
]

function decoderOf(codec: Codec<unknown>): Decoder<unknown> {
  const decoder = codec.decoder({})
  if ('refused' in decoder) throw new Error(decoder.refused)
  return decoder
}
function decode(codec: Codec<unknown>, chunks: readonly Uint8Array[]): Decoded<unknown> {
  const decoder = decoderOf(codec)
  const parts = [...chunks.map((chunk) => decoder.push(chunk)), decoder.end()]
  return {
    records: parts.flatMap(({ records }) => records),
    rejects: parts.flatMap(({ rejects }) => rejects),
  }
}
const contextOf = ({ source, receivedMs }: Vectors): FeedContext => ({ source, receivedMs, sha256 })

/** Bytes that belong to nothing: only what separates documents may. */
function unaccounted(bytes: Uint8Array, { records, rejects }: Decoded<unknown>): string {
  const left = Uint8Array.from(bytes)
  const spans = [
    ...records.map((record) => {
      const { offset, bytes: own } = record as ReportRecord<unknown>
      // `toEqual` looks at each byte by itself, which takes most of the time of this file.
      if (Buffer.compare(own, bytes.subarray(offset, offset + own.length)) !== 0)
        expect(own).toEqual(bytes.slice(offset, offset + own.length))
      return { offset, length: own.length }
    }),
    ...rejects,
  ]
  for (const { offset, length } of spans) {
    expect(offset).toBeGreaterThanOrEqual(0)
    expect(offset + length).toBeLessThanOrEqual(bytes.length)
    left.fill(32, offset, offset + length)
  }
  if (left[0] === 0xef && left[1] === 0xbb && left[2] === 0xbf) left.fill(32, 0, 3)
  return Array.from(left, (byte) => String.fromCodePoint(byte))
    .join('')
    .replaceAll(/[\s[\],]/gu, '')
}

/** What a text comes to, pushed so many bytes at a time; the digests of the bytes are left out. */
function seenIn({ codec, vectors }: Under, text: string, size: number): unknown[] {
  const bytes = bytesOf(text)
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  const decoded = decode(codec, chunks)
  expect(decoded.rejects).toEqual([])
  expect(unaccounted(bytes, decoded)).toBe('')
  const observer = codec.observer({})
  return decoded.records.map((record) => {
    const observed = observer(record, contextOf(vectors))
    return 'nothing' in observed
      ? observed
      : observed.observations.map((each) => ({ ...each, rawSha256: '' }))
  })
}

describe.each(FORMS.map((form) => [form.codec.name, form] as const))('%s', (name, form) => {
  const { codec, schema, vectors } = form
  const context = contextOf(vectors)
  const isValid = new Ajv2020({ strict: true, strictTypes: false, allErrors: false }).compile(
    schema,
  )
  const good = vectors.cases.filter(({ wantErr }) => !wantErr)

  test('the file in docs/reference is the schema', () => {
    expect(JSON.parse(fileOf(`docs/reference/${name}.schema.json`))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    )
  })

  test.each(vectors.cases.map((each) => [each.desc, each] as const))('%s', (_, each) => {
    const text = JSON.stringify(each.document)
    const { records, rejects } = decode(codec, [bytesOf(text)])
    if (each.wantErr) {
      expect(records).toEqual([])
      expect(rejects).toHaveLength(1)
      expect(rejects[0]).toMatchObject({ offset: 0, length: bytesOf(text).length })
      expect(rejects[0]?.detail).toContain(each.wantDetail)
      return
    }
    expect(rejects).toEqual([])
    expect(isValid(each.document)).toBe(true)
    const observed = codec.observer({})(records[0], context)
    if (each.want === undefined) {
      expect(observed).toEqual({ nothing: each.wantNothing })
      return
    }
    if (!('observations' in observed)) throw new Error(observed.nothing)
    expect(observed.observations).toEqual(each.want)
    const ids = observed.observations.map((observation) => {
      expect(faultOf(observation, vectors.receivedMs)).toBeNull()
      expect(readObservation(observation)).toEqual({ observation })
      expect(observation.rawSha256).toBe(sha256(bytesOf(text)))
      return observation.recordId
    })
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('the same report, however it is cut and laid out, is the same observations but for its bytes', () => {
    const documents = good.map(({ document }) => document)
    const lines = documents.map((document) => JSON.stringify(document)).join('\n')
    const want = seenIn(form, lines, 1 << 20)
    expect(want).toHaveLength(documents.length)
    for (const size of [1, 7, 4_096, 1 << 20]) {
      expect(seenIn(form, lines, size)).toEqual(want)
      expect(seenIn(form, JSON.stringify(documents, null, 2), size)).toEqual(want)
      expect(seenIn(form, `\uFEFF${JSON.stringify(documents[0], null, 2)}\n`, size)).toEqual([
        want[0],
      ])
    }
  })

  test('a file of any size passes in the memory of two rows, and one bad row loses itself alone', () => {
    const one = JSON.stringify(good[0]?.document)
    const rows = Math.ceil((8 * ROW_BYTES_MAX) / one.length)
    const text = Array.from({ length: rows }, (_, i) => (i === 3 ? '{"form":' : one)).join('\n')
    const decoded = decode(codec, [bytesOf(text)])
    expect(decoded.records).toHaveLength(rows - 1)
    expect(decoded.rejects).toMatchObject([{ reason: 'not-json', length: 8 }])
    expect(unaccounted(bytesOf(text), decoded)).toBe('')
    const long = bytesOf(`${one}\n{"a":"${'x'.repeat(ROW_BYTES_MAX)}"}\n${one}`)
    const after = decode(codec, [long])
    expect(after.records).toHaveLength(2)
    expect(after.rejects).toMatchObject([{ reason: 'not-a-row' }])
    expect(unaccounted(long, after)).toBe('')
  })

  test('a source of another kind files nothing', () => {
    const { records } = decode(codec, [bytesOf(JSON.stringify(good[0]?.document))])
    const taken = SOURCE_KINDS.filter((kind) => {
      const observed = codec.observer({})(records[0], {
        ...context,
        source: { ...vectors.source, kind },
      })
      return !('nothing' in observed && observed.nothing.includes('is of kind'))
    })
    expect(taken).toContain(vectors.source.kind)
    expect(taken.length).toBeLessThanOrEqual(2)
    expect(taken).not.toContain('party')
  })

  test('a report from the future is none', () => {
    const { records } = decode(codec, [bytesOf(JSON.stringify(good[0]?.document))])
    const observed = codec.observer({})(records[0], { ...context, receivedMs: 1_500_000_000_000 })
    expect(observed).toMatchObject({ nothing: expect.stringContaining('in the future') as string })
  })

  test('an option is refused, and a member given twice, and one nested too deep', () => {
    expect(codec.decoder({ speed: 'fast' })).toHaveProperty('refused')
    const text = JSON.stringify(good[0]?.document)
    const twice = text.replace('{', '{"version":1,')
    expect(decode(codec, [bytesOf(twice)]).rejects).toMatchObject([{ reason: 'duplicate-member' }])
    const deep = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    expect(decode(codec, [bytesOf(deep)]).rejects).toMatchObject([{ reason: 'duplicate-member' }])
  })

  test('never takes what the published schema refuses, and says where', () => {
    const spots = good.flatMap(({ document }) => placesOf(document).map((at) => ({ document, at })))
    const junk = fc.constantFrom<unknown>(
      null,
      true,
      '',
      0,
      -1,
      1,
      0.5,
      360,
      91,
      1e300,
      [],
      {},
      'ALL',
      'x',
      'P-1',
      [1],
      '\uD800',
    )
    let refused = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...spots),
        fc.constantFrom('set', 'drop', 'add'),
        junk,
        (spot, how, value) => {
          const document = damage(spot.document, spot.at, how, value)
          const { records, rejects } = decode(codec, [bytesOf(JSON.stringify(document))])
          if (!isValid(document)) {
            refused += 1
            expect(records).toEqual([])
          }
          if (records.length === 0) {
            const [first = ''] = spot.at.map(String)
            expect(rejects[0]?.detail).toContain(`/`)
            // Where one member was damaged, the pointer begins there, or the whole was told.
            if (rejects[0]?.reason === 'not-valid' && how !== 'add' && spot.at.length === 1)
              expect(rejects[0].detail).toMatch(new RegExp(`/${first}|: `, 'u'))
          }
        },
      ),
      { numRuns: nightly ? 200_000 : 1_000, seed: 11 },
    )
    expect(refused).toBeGreaterThan(500)
  })

  test('never throws and loses no byte on random and mutated input', () => {
    const runs = Math.ceil((nightly ? 1_000_000 : 2_000) / FORMS.length)
    const random = seededRandom(5)
    const seeds = [
      ...good.map(({ document }) => bytesOf(JSON.stringify(document))),
      bytesOf(good.map(({ document }) => JSON.stringify(document)).join('\n')),
      bytesOf(JSON.stringify([good[0]?.document, good[0]?.document])),
    ]
    let taken = 0
    const observer = codec.observer({})
    for (let run = 0; run < runs; run += 1) {
      const bytes = mutated(seeds, random)
      const decoder = decoderOf(codec)
      const cut = Math.floor(random() * (bytes.length + 1))
      const parts = [
        decoder.push(bytes.subarray(0, cut)),
        decoder.push(bytes.subarray(cut)),
        decoder.end(),
      ]
      const decoded = {
        records: parts.flatMap(({ records }) => records),
        rejects: parts.flatMap(({ rejects }) => rejects),
      }
      if (run % 8 === 0) expect(unaccounted(bytes, decoded)).toBe('')
      for (const { detail } of decoded.rejects) if (detail.length > 8_000) throw new Error(detail)
      for (const record of decoded.records) {
        taken += 1
        const observed = observer(record, context)
        if (!('observations' in observed)) continue
        for (const observation of observed.observations) {
          const fault = faultOf(observation, vectors.receivedMs)
          const read = readObservation(identify(observation))
          if (fault !== null || 'reason' in read)
            throw new Error(`${fault} ${JSON.stringify(read)}`)
        }
      }
    }
    // A fuzz that never reaches what is behind the reader tests nothing.
    expect(taken).toBeGreaterThan(runs / 20)
  })
})

/** Every place in a JSON value, as the keys that lead to it. */
function placesOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => placesOf(each, [...at, key]))
      : []
  return at.length === 0 ? inner : [at, ...inner]
}
function damage(
  document: Document,
  at: readonly (string | number)[],
  how: string,
  value: unknown,
): Document {
  const copy = structuredClone(document)
  let holder: Document = copy
  for (const key of at.slice(0, -1)) holder = holder[key] as Document
  const key = String(at.at(-1))
  if (how === 'set') holder[key] = value
  else if (how === 'add' && !Array.isArray(holder)) holder[`${key}x`] = value
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
  return copy
}
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\\',
  '\uFEFF',
  '0',
  '1e999',
  'null',
  '"form"',
  '-',
  '\u0000',
]
function mutated(seeds: readonly Uint8Array[], random: () => number): Uint8Array {
  const below = (n: number): number => Math.floor(random() * n)
  if (random() < 0.1) return Uint8Array.from({ length: below(200) }, () => below(256))
  let bytes: Uint8Array = Uint8Array.from(seeds[below(seeds.length)] ?? [])
  const edits = random() < 0.3 ? 0 : 1 + below(3)
  for (let i = 0; i < edits; i += 1) {
    const at = below(bytes.length)
    const how = below(5)
    if (how === 0) bytes[at] = below(256)
    else if (how === 1) bytes = bytes.slice(0, at)
    // A digit for a digit keeps the document sound as a rule, and reaches what is behind the reader.
    else if (how <= 3) {
      for (let j = at; j < bytes.length; j += 1)
        if ((bytes[j] ?? 0) >= 48 && (bytes[j] ?? 0) <= 57) {
          bytes[j] = 48 + below(10)
          break
        }
    } else {
      const piece = bytesOf(PIECES[below(PIECES.length)] ?? '')
      bytes = Uint8Array.from([...bytes.subarray(0, at), ...piece, ...bytes.subarray(at)])
    }
  }
  return bytes
}

describe('the guide', () => {
  const blocks = [...fileOf('docs/guides/filing-reports.md').matchAll(/```json\n([\s\S]*?)```/gu)]

  test('has one worked example of each form, and each comes to observations', () => {
    const names = blocks.map(([, block = '']) => {
      const form = FORMS.find(({ codec }) => block.includes(`"${codec.name}"`))
      if (form === undefined) throw new Error(`an example of no form: ${block.slice(0, 80)}`)
      const { records, rejects } = decode(form.codec, [bytesOf(block)])
      expect(rejects).toEqual([])
      const observed = form.codec.observer({})(records[0], contextOf(form.vectors))
      expect(observed).toHaveProperty('observations')
      return form.codec.name
    })
    expect(names.toSorted()).toEqual(FORMS.map(({ codec }) => codec.name).toSorted())
  })
})

const wallMs = (text: string): number => calendarMs(text) ?? Number.NaN

describe('what the forms share', () => {
  test('members given twice are found wherever they are, and nowhere else', () => {
    expect(findDuplicate('{"a":{"b":1},"c":[{"b":2},{"b":3}],"b":"a"}')).toBeNull()
    expect(findDuplicate('{"a":[{"b":1,"c":2,"b":3}]}')).toContain('"b"')
    expect(findDuplicate(String.raw`{"a":1,"\u0061":2}`)).toContain('"a"')
    expect(findDuplicate(String.raw`{"a":"\"a\":1,","b":["a","a"]}`)).toBeNull()
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(findDuplicate(JSON.stringify(value))).toBeNull()
      }),
    )
  })

  test('wall clocks of a zone, where they jump and where they come twice', () => {
    expect(instantsIn('UTC', wallMs('2026-03-01T07:10'))).toEqual([Date.UTC(2026, 2, 1, 7, 10)])
    expect(instantsIn('Europe/Kyiv', wallMs('2026-03-01T09:10'))).toEqual([
      Date.UTC(2026, 2, 1, 7, 10),
    ])
    expect(instantsIn('Europe/Kyiv', wallMs('2026-03-29T03:30'))).toEqual([])
    expect(instantsIn('Europe/Kyiv', wallMs('2025-10-26T03:30'))).toEqual([
      Date.UTC(2025, 9, 26, 0, 30),
      Date.UTC(2025, 9, 26, 1, 30),
    ])
    expect(instantsIn('Europe/Nowhere', 0)).toBeNull()
    expect(calendarMs('2026-02-29')).toBeNull()
    expect(calendarMs('2026-02-28T24:00')).toBeNull()
    expect(calendarMs('2026-02-28T23:59:59.5Z')).toBe(Date.UTC(2026, 1, 28, 23, 59, 59, 500))
  })
})
