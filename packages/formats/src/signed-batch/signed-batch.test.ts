/**
 * Goal: what a source signed is read back exactly, and nothing else passes for it.
 * Method: node's own Ed25519 signs and verifies; every byte of a signed batch is changed in turn; random bytes.
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCbor, encodeCbor } from '../cbor/index.ts'
import { encodeSignedBatch, readSignedBatch, readStatement, statementToSign } from './index.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const unsigned = {
  source: 'mast-7',
  sequence: 2,
  previous: 'ab'.repeat(32),
  root: 'cd'.repeat(32),
  signedAtMs: 1_790_000_000_000,
}
const keyId = '0f'.repeat(32)
const { signedBytes, hash, finish } = statementToSign(unsigned, keyId)
const sign1 = finish(sign(null, signedBytes, privateKey))

describe('a statement', () => {
  test('is read as it was signed, tagged or not', () => {
    for (const bytes of [sign1, sign1.subarray(1)]) {
      const read = readStatement(bytes)
      if ('refused' in read) throw new Error(read.refused)
      expect(read.statement).toEqual({
        ...unsigned,
        keyId,
        hash,
        sign1: Buffer.from(bytes).toString('base64url'),
      })
      expect(verify(null, read.signedBytes, publicKey, read.signature)).toBe(true)
    }
  })

  test('has the bytes that RFC 9052 asks for', () => {
    // Sig_structure: array(4), "Signature1", protected header, empty external data, payload.
    expect(Buffer.from(signedBytes.subarray(0, 12)).toString('hex')).toBe(
      '846a5369676e617475726531',
    )
    expect(sign1[0]).toBe(0xd2)
    expect(sign1[1]).toBe(0x84)
    // {1: -8, 4: h'0f…'}
    expect(Buffer.from(sign1.subarray(2, 10)).toString('hex')).toBe('5826a20127045820')
  })

  test('with any byte changed is refused or its signature is false', () => {
    for (let at = 0; at < sign1.length; at += 1) {
      const changed = Uint8Array.from(sign1)
      changed[at] = (changed[at] ?? 0) ^ 1
      const read = readStatement(changed)
      if ('refused' in read) continue
      // The unprotected header is not signed, and says nothing.
      if (
        Buffer.from(read.signedBytes).equals(signedBytes) &&
        Buffer.from(read.signature).equals(sign1.subarray(-64))
      )
        continue
      expect(verify(null, read.signedBytes, publicKey, read.signature)).toBe(false)
    }
  })
})

test('a batch travels as CBOR and as JSON', () => {
  const rows = [{ source: 'mast-7', n: 1.5, note: 'Přerov' }]
  const cbor = decodeCbor(encodeSignedBatch(sign1, rows))
  const json: unknown = JSON.parse(
    JSON.stringify({ signed: Buffer.from(sign1).toString('base64url'), observations: rows }),
  )
  for (const value of ['value' in cbor ? cbor.value : null, json]) {
    const read = readSignedBatch(value)
    if ('refused' in read) throw new Error(read.refused)
    expect(read.rows).toEqual(rows)
    expect(read.signed.statement.sequence).toBe(2)
  }
  const dropped = decodeCbor(encodeSignedBatch(sign1, 40))
  expect(readSignedBatch('value' in dropped ? dropped.value : null)).toMatchObject({ rows: 40 })
})

test.each([
  [null, /signed batch is/],
  [[1, 'x'], /signed batch is/],
  [[1, -2], /signed batch is/],
  [[7, []], /give the COSE_Sign1/],
  [{ signed: '*', observations: [] }, /give the COSE_Sign1/],
  [[encodeCbor([1, 2, 3]), []], /no COSE_Sign1/],
  [[encodeCbor([new Uint8Array(1), {}, new Uint8Array(1), new Uint8Array(3)]), []], /one of 64/],
])('%j is refused with what is wrong', (value, why) => {
  expect(readSignedBatch(value)).toMatchObject({ refused: expect.stringMatching(why) })
})

describe('CBOR', () => {
  test.each([
    ['9bffffffffffffffff', 'an array of more items than there are'],
    ['5bffffffffffffffff', 'a byte string longer than the body'],
    ['81'.repeat(100_000), 'arrays in arrays'],
    ['9f'.repeat(50), 'open ends'],
    ['c1'.repeat(200_000), 'tags on tags'],
    ['ff', 'a break'],
    ['0000', 'two values'],
    ['', 'nothing'],
    ['1c', 'a reserved item'],
  ])('%s is refused', (hex) => {
    expect(decodeCbor(Buffer.from(hex.slice(0, 200_000), 'hex'))).toHaveProperty('refused')
  })

  test('what JSON can hold comes back as it was, and random bytes never throw', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value)
        // The library renames a member that would be a prototype; no reader here takes it either way.
        fc.pre(!text.includes('__proto__'))
        const plain: unknown = JSON.parse(text)
        expect(decodeCbor(encodeCbor(plain))).toEqual({ value: plain })
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        decodeCbor(bytes)
        readStatement(bytes)
      }),
      { numRuns: process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 20_000 },
    )
  })
})
