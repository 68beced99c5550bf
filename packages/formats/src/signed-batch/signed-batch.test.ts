/**
 * Goal: what a source signed is read back exactly, and nothing else passes for it.
 * Method: node's own Ed25519 signs and verifies; every byte of a signed batch is changed in turn; random bytes.
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCbor, encodeCbor } from '../cbor/index.ts'
import {
  encodeSignedBatch,
  openSignedBatch,
  openSignedJson,
  readSignedBatch,
  readStatement,
  statementToSign,
} from './index.ts'

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

/** A batch that is opened and read, or why not; with where it ends. */
function opened(bytes: Uint8Array) {
  const batch = openSignedBatch(bytes)
  if ('refused' in batch) return batch
  const read = batch.read({ left: Infinity })
  return 'refused' in read ? read : { signed: batch.signed, ...read }
}

/** The same bytes decoded as one value, and that read. */
function all(bytes: Uint8Array) {
  const decoded = decodeCbor(bytes)
  return 'refused' in decoded ? decoded : readSignedBatch(decoded.value)
}

describe('a batch in CBOR that is opened', () => {
  const rows = [{ source: 'mast-7', n: 1.5 }, {}]
  const bytes = encodeSignedBatch(sign1, rows)
  const whole = { ...readSignedBatch([sign1, rows]), end: bytes.length }

  test('gives what it was made of, whatever stands behind it and however its arrays end', () => {
    expect(opened(bytes)).toEqual(whole)
    expect(opened(Uint8Array.of(...bytes, 0xff, 1))).toEqual(whole)
    const open = Uint8Array.of(0x9f, ...bytes.subarray(1), 0xff, 0)
    expect(opened(open)).toEqual({ ...whole, end: bytes.length + 1 })
    // The COSE_Sign1 in two pieces.
    const [one, other] = [encodeCbor(sign1.subarray(0, 9)), encodeCbor(sign1.subarray(9))]
    const inPieces = opened(Uint8Array.of(0x82, 0x5f, ...one, ...other, 0xff, 3))
    const asOne = opened(encodeSignedBatch(sign1, 3))
    if (!('refused' in inPieces)) expect(inPieces).toMatchObject({ ...asOne, end: inPieces.end })
  })

  test('says how many rows it states, and looks at none before it is asked', () => {
    const rowsAt = bytes.length - encodeCbor(rows).length
    for (const tail of [[], [0xff], [0x82, 0x1c], [0xc0]]) {
      const broken = Uint8Array.from([...bytes.subarray(0, rowsAt), ...tail])
      const batch = openSignedBatch(broken)
      if ('refused' in batch) throw new Error(batch.refused)
      expect(batch.rowsStated).toBe(tail[0] === 0x82 ? 2 : null)
      expect(batch.read({ left: Infinity })).toHaveProperty('refused')
    }
    const batch = openSignedBatch(bytes)
    if ('refused' in batch) throw new Error(batch.refused)
    expect(batch.read({ left: 8 })).toMatchObject({ isOverBudget: true })
  })

  test('is read as the whole value is, or refused as it is, whichever byte is changed or missing', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
        const changed = isCut ? bytes.slice(0, at) : bytes.with(at, byte)
        const [one, other] = [opened(changed), all(changed)]
        if ('refused' in other) {
          // Only what stands behind a batch is for others to say.
          if (!('refused' in one)) expect(one.end).toBeLessThan(changed.length)
        } else if (!('refused' in one))
          expect(one).toMatchObject({ signed: other.signed, rows: other.rows })
        // An array of more than two is none of ours; read as a value its rest was not looked at.
        else expect(changed[0]).not.toBe(0x82)
      }),
      { numRuns: 2_000 },
    )
  })
})

const opening = (json: string) => openSignedJson(Buffer.from(json))
const rowsOf = (json: string) => {
  const batch = opening(json)
  return 'refused' in batch ? batch : batch.rowsOf(JSON.parse(json))
}

describe('a batch in JSON that is opened', () => {
  const text = Buffer.from(sign1).toString('base64url')

  test('is read as the whole value is, wherever its member stands and whatever its rows say', () => {
    // Rows with names and texts that look like the member.
    const like = fc.constantFrom('signed', '"signed":"x"', '\\', '{"', '}]', 'a')
    const rows = fc.array(fc.dictionary(like, fc.oneof(like, fc.array(like))), { maxLength: 4 })
    fc.assert(
      fc.property(rows, fc.boolean(), fc.nat(3), (observations, isFirst, indent) => {
        const batch = isFirst ? { signed: text, observations } : { observations, signed: text }
        const read = readSignedBatch(batch)
        if ('refused' in read) throw new Error(read.refused)
        const json = JSON.stringify(batch, null, indent)
        expect(opening(json)).toMatchObject({ signed: read.signed })
        expect(rowsOf(json)).toEqual({ rows: observations })
      }),
    )
    fc.assert(fc.property(fc.string(), (any) => void opening(any)))
  })

  test.each([
    `{"signed":"${text}","observations":[],"signed":"AA"}`,
    `{"signed":"${text}"}`,
    `{"signed":"${text}","observations":-1}`,
    `["signed","${text}"]`,
    `{"\\u0073igned":"${text}","observations":[]}`,
    `{"a":{"signed":"${text}"},"observations":[]}`,
    `{"signed":7,"observations":[]}`,
  ])('is refused where what would be parsed is another (%#)', (json) => {
    expect(rowsOf(json)).toEqual({ refused: expect.stringMatching(/signed batch is/) })
  })
})

test('who has signed nothing has no long COSE_Sign1 read, in CBOR or in JSON', () => {
  const long = new Uint8Array(4_097)
  const refused = { refused: expect.stringContaining('more than 4096 bytes') as string }
  expect(readStatement(long)).toEqual(refused)
  expect(openSignedBatch(encodeSignedBatch(long, []))).toEqual(refused)
  const text = Buffer.from(long).toString('base64url')
  expect(readSignedBatch({ signed: text, observations: [] })).toEqual(refused)
  expect(readSignedBatch({ signed: text.repeat(1_000), observations: [] })).toEqual(refused)
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
        opened(bytes)
      }),
      { numRuns: process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000 },
    )
  })
})
