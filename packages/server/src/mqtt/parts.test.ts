/**
 * Goal: a body is told by its first bytes as the engine will read it; packets are found in a stream however it is cut; a
 * topic names what it names. Method: bodies that the formats' own encoders write; a stream of packets cut at every
 * place and at random ones against the list it was made of; examples.
 */
import { encodeCbor } from '@holdfast/formats/cbor'
import { encodeSignedBatch } from '@holdfast/formats/signed-batch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Frames } from './frames.ts'
import { mediaOf } from './media.ts'
import { Room } from './room.ts'
import { readTopic } from './topics.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const runs = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000

describe('a body', () => {
  test('is told by its first bytes', () => {
    const rows = Array.from({ length: 300 }, () => ({ source: 'a' }))
    const sign1 = Uint8Array.of(0xd2, 0x84, 0x40)
    const bodies: readonly (readonly [Uint8Array, string | null])[] = [
      [utf8('[]'), 'application/json'],
      [utf8(' \r\n\t[{"source":"a"}]'), 'application/json'],
      [utf8('{"signed":"","observations":[]}'), 'application/vnd.holdfast.signed-batch+json'],
      [encodeCbor([]), 'application/cbor'],
      [encodeCbor(rows.slice(0, 2)), 'application/cbor'],
      [encodeCbor(rows), 'application/cbor'],
      [Uint8Array.of(0xd9, 0xd9, 0xf7, ...encodeCbor(rows)), 'application/cbor'],
      [Uint8Array.of(0x9f, 0xa0, 0xff), 'application/cbor'],
      [encodeSignedBatch(sign1, rows), 'application/vnd.holdfast.signed-batch+cbor'],
      [encodeSignedBatch(sign1, 7), 'application/vnd.holdfast.signed-batch+cbor'],
      [utf8('AIVDM'), null],
      [utf8(''), null],
    ]
    for (const [body, media] of bodies) expect(mediaOf(body)).toBe(media)
  })

  test('is what its content type says, whatever it looks like', () => {
    expect(mediaOf(utf8('{"source":"a"}'), 'Application/X-NDJSON; charset=utf-8')).toBe(
      'application/x-ndjson',
    )
    expect(mediaOf(utf8('[]'), 'text/plain')).toBeNull()
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        mediaOf(bytes)
      }),
      { numRuns: runs },
    )
  })
})

test('topics name a source and what comes of it', () => {
  expect(readTopic('holdfast/v1/observations/mast-7')).toEqual({ kind: 'batch', source: 'mast-7' })
  expect(readTopic('holdfast/v1/feeds/ais/bay')).toEqual({
    kind: 'feed',
    format: 'ais',
    source: 'bay',
  })
  for (const topic of [
    '',
    'holdfast/v1/observations',
    'holdfast/v1/observations/',
    'holdfast/v1/observations/a/b',
    'holdfast/v1/feeds/ais',
    'holdfast/v1/answers/me',
    'holdfast/v2/observations/a',
    '$SYS/x',
  ])
    expect(readTopic(topic)).toHaveProperty('refused')
})

const packet = (type: number, length: number): Uint8Array => {
  const head = [type << 4]
  for (let left = length; ; left >>= 7) {
    head.push(left > 127 ? (left & 127) | 128 : left)
    if (left <= 127) break
  }
  return Uint8Array.of(...head, ...Array.from({ length }, (_, i) => i & 255))
}

describe('packets in a stream', () => {
  test('are found however it is cut', () => {
    const packets = fc.array(
      fc.record({
        type: fc.integer({ min: 1, max: 14 }),
        length: fc.integer({ min: 0, max: 400 }),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(packets, fc.array(fc.integer({ min: 1, max: 300 })), (list, cuts) => {
        const stream = Buffer.concat(list.map(({ type, length }) => packet(type, length)))
        const found: { isPublish: boolean; length: number }[] = []
        const frames = new Frames({
          mayBegin: () => true,
          begins: (isPublish, length) => {
            found.push({ isPublish, length })
            return null
          },
        })
        let at = 0
        for (const cut of [...cuts, stream.length]) {
          const chunk = stream.subarray(at, at + cut)
          expect(frames.walk(chunk)).toEqual({ upTo: chunk.length })
          at += chunk.length
        }
        expect(found).toEqual(list.map(({ type, length }) => ({ isPublish: type === 3, length })))
        expect(frames.isInside).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('stop before one that may not begin, and go on there', () => {
    let left = 1
    const frames = new Frames({
      mayBegin: () => {
        left -= 1
        return left >= 0
      },
      begins: () => null,
    })
    const two = Buffer.concat([packet(3, 5), packet(3, 5)])
    expect(frames.walk(two)).toEqual({ upTo: 7 })
    left = 1
    expect(frames.walk(two.subarray(7))).toEqual({ upTo: 7 })
  })

  test('with a length that no packet has are a fault; any bytes end', () => {
    const free = { mayBegin: () => true, begins: () => null }
    const fault = new Frames(free).walk(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 1))
    expect(fault).toHaveProperty('fault')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const walked = new Frames(free).walk(bytes)
        if ('upTo' in walked) expect(walked.upTo).toBe(bytes.length)
      }),
      { numRuns: runs },
    )
  })
})

test('one address has half of the room', () => {
  const room = new Room(100)
  room.enter('a', 60)
  expect([room.hasRoom('a'), room.hasRoom('b')]).toEqual([false, true])
  room.enter('b', 60)
  expect(room.hasRoom('c')).toBe(false)
  let told = 0
  room.whenLeft(() => {
    told += 1
  })
  room.leave('a', 60)
  room.leave('b', 60)
  expect([told, room.bytes, room.hasRoom('a')]).toEqual([1, 0, true])
})
