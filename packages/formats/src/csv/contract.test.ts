/**
 * Goal: the six open feeds keep the codec's contract: nothing throws, every byte is in a record or a reject (blanks and
 * separators between JSON texts aside), it does not matter how a stream is cut, what they take is a sound observation,
 * and the golden vectors come out as they stand.
 * Method: one table of the feeds, each run over its vectors, over every cut of them, and over random and mutated bytes.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { seededRandom } from '@holdfast/core/units'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import { AIR_RAID } from '../air-raid/index.ts'
import type { Codec, CodecOptions, FeedContext, Reject } from '../codec/index.ts'
import { CONNECTED_SYSTEMS } from '../connected-systems/index.ts'
import { FIRMS } from '../firms/index.ts'
import { GEOJSON } from '../geojson/index.ts'
import { readObservation } from '../observation/index.ts'
import { SENSORTHINGS } from '../sensorthings/index.ts'
import { CSV } from './index.ts'

interface Vector {
  readonly desc: string
  readonly origin: string
  readonly options: CodecOptions
  readonly source: Source
  readonly receivedMs: number
  readonly input: string
  readonly records: number
  readonly rejects: readonly Reject[]
  readonly observations: readonly Unidentified[]
  readonly nothing: readonly string[]
  readonly refused?: string
  readonly wantErr: boolean
}
interface Extent {
  readonly offset: number
  readonly length: number
}
interface Piece extends Extent {
  /** What it was read from: a JSON text, or a row without its line ending. */
  readonly text?: string
  readonly bytes?: Uint8Array
}
interface Outcome {
  readonly records: number
  readonly extents: readonly Extent[]
  readonly rejects: readonly Reject[]
  readonly observations: readonly Unidentified[]
  readonly nothing: readonly string[]
  readonly refused?: string
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const nightly = process.env['HOLDFAST_NIGHTLY'] === '1'
const FUZZ_RUNS = nightly ? 1_000_000 : 2_000

/** Runs a codec over chunks, and checks what holds of whatever comes out. */
function run<R extends Piece>(
  codec: Codec<R>,
  options: CodecOptions,
  context: FeedContext,
  chunks: readonly Uint8Array[],
): Outcome {
  const decoder = codec.decoder(options)
  if ('refused' in decoder)
    return { records: 0, extents: [], rejects: [], observations: [], nothing: [], ...decoder }
  const decoded = [...chunks.map((chunk) => decoder.push(chunk)), decoder.end()]
  const records = decoded.flatMap((one) => one.records)
  const observe = codec.observer(options)
  const whole = Buffer.concat(chunks)
  // A collection covers its members, so that covering alone would not notice a member in the wrong place.
  for (const { offset, length, text = '', bytes = new TextEncoder().encode(text) } of records)
    if (
      !whole
        .subarray(offset, offset + length)
        .subarray(0, bytes.length)
        .equals(bytes) ||
      (text !== '' && bytes.length !== length)
    )
      throw new Error(`${codec.name}: a record does not stand at byte ${offset}`)
  const observed = records.map((record) => {
    expect(JSON.stringify(codec.json(record))).not.toContain('\n')
    return observe(record, context)
  })
  const observations = observed.flatMap((one) => ('observations' in one ? one.observations : []))
  for (const observation of observations) {
    expect(faultOf(observation, context.receivedMs)).toBeNull()
    expect(readObservation(observation)).toEqual({ observation })
    expect(observation.id).toBeUndefined()
    expect(observation.source).toBe(context.source.id)
  }
  return {
    records: records.length,
    extents: records.map(({ offset, length }) => ({ offset, length })),
    rejects: decoded.flatMap((one) => one.rejects),
    observations,
    nothing: observed.flatMap((one) => ('nothing' in one ? [one.nothing] : [])),
  }
}

/** Bytes that neither a record nor a reject holds. */
function uncovered({ extents, rejects }: Outcome, bytes: Uint8Array): number[] {
  const isHeld = new Uint8Array(bytes.length)
  for (const { offset, length } of [...extents, ...rejects]) {
    expect(offset).toBeGreaterThanOrEqual(0)
    expect(offset + length).toBeLessThanOrEqual(bytes.length)
    isHeld.fill(1, offset, offset + length)
  }
  return [...bytes].filter(
    (byte, i) => isHeld[i] === 0 && !(i < 3 && [0xef, 0xbb, 0xbf][i] === byte),
  )
}
const JSON_GAPS = [9, 10, 13, 30, 32]

// Each codec has its own record; `run` hides it.
const feed = <R extends Piece>(codec: Codec<R>, gaps: readonly number[]) => ({
  name: codec.name,
  codec,
  gaps,
  run: (options: CodecOptions, context: FeedContext, chunks: readonly Uint8Array[]) =>
    run(codec, options, context, chunks),
})
const FEEDS = [
  feed(FIRMS, []),
  feed(AIR_RAID, []),
  feed(CSV, []),
  feed(GEOJSON, JSON_GAPS),
  feed(SENSORTHINGS, JSON_GAPS),
  feed(CONNECTED_SYSTEMS, JSON_GAPS),
]

function isVectors(value: unknown): value is readonly Vector[] {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => typeof one === 'object' && one !== null && 'desc' in one)
  )
}
function vectorsOf(name: string): readonly Vector[] {
  const url = new URL(`../../../../vectors/${name}/${name}.json`, import.meta.url)
  const value: unknown = JSON.parse(readFileSync(url, 'utf8'))
  if (!isVectors(value)) throw new Error(`${name}: no vectors`)
  return value
}
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const contextOf = ({ source, receivedMs }: Vector): FeedContext => ({ source, receivedMs, sha256 })

describe.each(FEEDS)('$name', ({ name, codec, gaps, run: runFeed }) => {
  const vectors = vectorsOf(name)

  test('names its options and standards', () => {
    expect(codec.standards.length).toBeGreaterThan(0)
    for (const { options } of vectors)
      for (const option of Object.keys(options)) expect(codec.options).toHaveProperty(option)
  })

  test.each(vectors)('vector: $desc', (vector) => {
    const bytes = encode(vector.input)
    const outcome = runFeed(vector.options, contextOf(vector), [bytes])
    expect(outcome.refused).toEqual(vector.refused)
    expect(outcome.observations).toEqual(vector.observations)
    expect(outcome.rejects).toEqual(vector.rejects)
    expect(outcome.nothing).toEqual(vector.nothing)
    expect(outcome.records).toBe(vector.records)
    if (vector.refused === undefined)
      expect(uncovered(outcome, bytes).filter((byte) => !gaps.includes(byte))).toEqual([])
    // Headers and collections come to nothing without being wrong.
    const isSound =
      vector.rejects.length === 0 && vector.observations.length > 0 && vector.refused === undefined
    expect(vector.wantErr).toBe(!isSound)
  })

  test('reads alike however the stream is cut', () => {
    for (const vector of vectors) {
      const bytes = encode(vector.input)
      const whole = runFeed(vector.options, contextOf(vector), [bytes])
      fc.assert(
        fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }), (cuts) => {
          const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
          const chunks = places.slice(1).map((to, i) => bytes.slice(places[i], to))
          expect(runFeed(vector.options, contextOf(vector), chunks)).toEqual(whole)
        }),
        { numRuns: 25 },
      )
    }
  })

  test(`survives ${FUZZ_RUNS} random and mutated inputs, and accounts for every byte`, () => {
    const random = seededRandom(20_260_301)
    const pick = (n: number): number => Math.floor(random() * n)
    const usable = vectors.filter((vector) => vector.refused === undefined)
    const seeds = usable.map((vector) => encode(vector.input))
    let observed = 0
    for (let i = 0; i < FUZZ_RUNS; i += 1) {
      const at = pick(usable.length)
      const vector = usable[at]
      const seed = seeds[at]
      if (vector === undefined || seed === undefined) throw new Error('no vector')
      let bytes = Uint8Array.from({ length: pick(40) }, () => pick(256))
      if (pick(10) > 0) {
        bytes = Uint8Array.from(seed)
        for (let n = pick(3); n >= 0; n -= 1) {
          // Half of them spare the head, without which nothing is read.
          const half = pick(2) === 0 ? 0 : Math.floor(bytes.length / 2)
          const place = half + pick(bytes.length - half)
          const kind = pick(4)
          if (kind === 0) bytes[place] = pick(256)
          else if (kind === 1) bytes[place] = '",{}[]\n\r;0'.charCodeAt(pick(10))
          else if (kind === 2) bytes = bytes.slice(0, place + 1)
          else
            bytes = Uint8Array.from([
              ...bytes.slice(0, place),
              ...seed.slice(pick(seed.length), pick(seed.length) + 1),
              ...bytes.slice(place),
            ])
        }
      }
      const cut = pick(bytes.length + 1)
      const outcome = runFeed(vector.options, contextOf(vector), [
        bytes.slice(0, cut),
        bytes.slice(cut),
      ])
      const left = uncovered(outcome, bytes).filter((byte) => !gaps.includes(byte))
      if (left.length > 0)
        throw new Error(
          `run ${i}: bytes of nobody: ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`,
        )
      observed += outcome.observations.length
    }
    // A mutation that always destroys everything would test nothing.
    expect(observed).toBeGreaterThan(FUZZ_RUNS / 25)
  })
})
