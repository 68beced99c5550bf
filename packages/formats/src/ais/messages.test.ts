/**
 * Goal: every type's every member is read as other decoders read it, and what is broken is named by its kind.
 * Method: golden vectors in `vectors/ais`, whose values come from the test suites of gpsd and pyais (facts, named in
 * `origin`), decoded in one piece, byte by byte, and as datagrams.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ais } from './index.ts'
import type { AisRecord } from './index.ts'
import type { Decoded } from '../codec/index.ts'

interface Vector {
  readonly desc: string
  readonly lines: readonly string[]
  readonly wantErr: boolean
  readonly want?: unknown
  readonly reasons?: readonly string[]
  readonly records?: number
  readonly tagBlock?: unknown
  readonly address?: string
  readonly parts?: number
}
const vectors = (file: string): readonly Vector[] =>
  JSON.parse(readFileSync(new URL(`../../../../vectors/ais/${file}.json`, import.meta.url), 'utf8'))
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)

function decode(chunks: readonly Uint8Array[], framing = 'stream'): Decoded<AisRecord> {
  const decoder = ais.decoder({ framing })
  if ('refused' in decoder) throw new Error(decoder.refused)
  const all = [...chunks.map((chunk) => decoder.push(chunk)), decoder.end()]
  return {
    records: all.flatMap(({ records }) => records),
    rejects: all.flatMap(({ rejects }) => rejects),
  }
}
/** All ways of giving the same lines. */
const ways = (lines: readonly string[]): Decoded<AisRecord>[] => {
  const text = bytesOf(lines.map((line) => `${line}\r\n`).join(''))
  return [
    decode([text]),
    decode(Array.from(text, (code) => new Uint8Array([code]))),
    decode([bytesOf(lines.map((line) => `${line}\n`).join(''))]),
    decode(
      lines.map((line) => bytesOf(`${line}\r\n`)),
      'datagram',
    ),
    // The last line needs no end.
    decode([bytesOf(`${lines.join('\r')}\r`)]),
  ]
}

/** Members wanted, numbers to 1e-6, objects in part. */
function expectHolds(got: unknown, want: unknown, at: string): void {
  if (typeof want === 'number' && typeof got === 'number') {
    expect(Math.abs(got - want), `${at}: ${got} instead of ${want}`).toBeLessThan(1e-6)
  } else if (Array.isArray(want)) {
    expect(Array.isArray(got) ? got.length : -1, at).toBe(want.length)
    for (const [i, item] of want.entries())
      expectHolds(Array.isArray(got) ? got[i] : undefined, item, `${at}/${i}`)
  } else if (typeof want === 'object' && want !== null) {
    expect(typeof got, at).toBe('object')
    for (const [key, value] of Object.entries(want))
      expectHolds(Object.entries(got ?? {}).find(([k]) => k === key)?.[1], value, `${at}/${key}`)
  } else expect(got, at).toBe(want)
}

describe('messages', () => {
  const all = vectors('messages')
  test.each(all.map((vector) => [vector.desc, vector] as const))('%s', (_, vector) => {
    for (const { records, rejects } of ways(vector.lines)) {
      expect(rejects).toEqual([])
      expect(records).toHaveLength(1)
      const [record] = records
      if (record === undefined) return
      const json = JSON.parse(JSON.stringify(ais.json(record)))
      const { mmsi: _mmsi, ...shown } = json.message
      expectHolds({ ...shown, mmsi: record.message.mmsi }, vector.want, '')
      expect(json.mmsi).toBe(String(record.message.mmsi).padStart(json.mmsi.length, '0'))
      expect(json.payload).toBe(vector.lines.map((line) => line.split(',')[5]).join(''))
    }
  })
  test('there is one for each of the 27 types', () => {
    const types = new Set(
      all.map(({ lines }) => decode(lines.map((l) => bytesOf(`${l}\n`))).records[0]?.message.type),
    )
    expect(types).toEqual(new Set(Array.from({ length: 27 }, (_, i) => i + 1)))
  })
})

describe('rejects', () => {
  test.each(vectors('rejects').map((vector) => [vector.desc, vector] as const))(
    '%s',
    (_, vector) => {
      for (const { records, rejects } of ways(vector.lines)) {
        expect(rejects.map(({ reason }) => reason)).toEqual(vector.reasons)
        expect(records).toHaveLength(vector.records ?? 0)
      }
    },
  )
})

describe('tag blocks', () => {
  test.each(vectors('tag-blocks').map((vector) => [vector.desc, vector] as const))(
    '%s',
    (_, vector) => {
      for (const { records, rejects } of ways(vector.lines)) {
        expect(rejects).toEqual([])
        expect(records).toHaveLength(1)
        expectHolds(records[0]?.tagBlock, vector.tagBlock, '')
        expect(records[0]?.parts).toBe(vector.parts ?? 1)
        if (vector.address !== undefined) expect(records[0]?.address).toBe(vector.address)
      }
    },
  )
  test('a group remembered gives its time to the lines that lack it, and a new group of its name does not', () => {
    const tag = (text: string): string => {
      let sum = 0
      for (const code of bytesOf(text)) sum ^= code
      return `\\${text}*${sum.toString(16).padStart(2, '0')}\\`
    }
    const sentence = '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A'
    const { records } = decode([
      bytesOf(
        [
          `${tag('g:1-2-7,s:a,c:1700000000')}$GPZDA,x`,
          `${tag('g:2-2-7')}${sentence}`,
          `${tag('g:1-2-7')}${sentence}`,
        ].join('\n'),
      ),
    ])
    expect(records.map(({ tagBlock }) => [tagBlock?.source, tagBlock?.timeMs])).toEqual([
      ['a', 1_700_000_000_000],
      [null, null],
    ])
  })
  test('the header of a datagram belongs to what follows', () => {
    const { records, rejects } = decode(
      [bytesOf('UdPbC\0!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A')],
      'datagram',
    )
    expect(rejects).toEqual([])
    expect(records[0]).toMatchObject({ offset: 0, length: 6 + 47 })
  })
})

test('options that are not known are refused', () => {
  expect(ais.decoder({ framing: 'packet' })).toHaveProperty('refused')
  expect(ais.decoder({ baud: '38400' })).toHaveProperty('refused')
})
