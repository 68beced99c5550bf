/**
 * Goal: our SHA-256, encodings and canonical JSON are those of the standards.
 * Method: properties against the platform's implementations; the published examples.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  canonicalJson,
  fromBase64,
  fromHex,
  Sha256,
  sha256,
  toBase64,
  toHex,
  utf8,
} from './index.ts'

const platform = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('SHA-256 equals the platform at every length around the block edges', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255)
    expect(toHex(sha256(bytes))).toBe(platform(bytes))
  }
})

test('SHA-256 in pieces equals SHA-256 in one', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 8 }), (pieces) => {
      const pieced = new Sha256()
      for (const piece of pieces) pieced.update(piece)
      expect(toHex(pieced.digest())).toBe(platform(Buffer.concat(pieces)))
    }),
  )
})

test('hex and base64 round-trip and refuse a second spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }),
  )
  for (const text of ['AB', 'A===', 'AB=A', 'AR==', 'A-==', 'AA==\n', '=AAA', '===='])
    expect(fromBase64(text)).toBeNull()
  for (const text of ['0', '0G', 'AB', '0 ']) expect(fromHex(text)).toBeNull()
})

test('UTF-8 equals the platform, lone surrogates included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8(text)).toEqual(new TextEncoder().encode(text))
    }),
  )
  expect(utf8('a\ud800b')).toEqual(new TextEncoder().encode('a\ud800b'))
})

test('canonical JSON sorts keys, keeps values, refuses what JSON cannot carry', () => {
  // The sorting example of RFC 8785, 3.2.3.
  const example = {
    '\u20ac': 1,
    '\r': 2,
    '\ufb33': 3,
    '1': 4,
    '\ud83d\ude00': 5,
    '\u0080': 6,
    ö: 7,
  }
  expect(Object.values(JSON.parse(canonicalJson(example)) as object)).toEqual([4, 2, 6, 7, 1, 5, 3])
  expect(Object.keys(JSON.parse(canonicalJson(example)) as object)).toEqual([
    '1',
    '\r',
    '\u0080',
    'ö',
    '\u20ac',
    '\ud83d\ude00',
    '\ufb33',
  ])
  expect(canonicalJson({ b: [1, { d: null, c: 1e21 }], a: -0 })).toBe(
    '{"a":0,"b":[1,{"c":1e+21,"d":null}]}',
  )
  expect(() => canonicalJson(Number.NaN)).toThrow(/not a JSON number/)
  expect(() => canonicalJson({ a: undefined as never })).toThrow(/not a JSON value/)
})
