/**
 * Goal: signed batches are read and written as anyone else would from the specification alone.
 * Method: golden vectors that were made without our encoder (vectors/signed-batch); each is read as JSON and as CBOR,
 * verified by node's own Ed25519, its rows named and their root compared; each that has our form is written again.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { prepare } from '@holdfast/core/observe'
import { decodeCbor } from '../cbor/index.ts'
import { readValues } from '../observation/index.ts'
import {
  encodeSignedBatch,
  openSignedBatch,
  readSignedBatch,
  readStatement,
  statementToSign,
} from './index.ts'

interface Vector {
  readonly desc: string
  readonly wantErr: boolean
  readonly outcome: 'good' | 'badSignature' | 'badRoot' | 'unreadable'
  readonly why?: string
  readonly keySeed: string
  readonly publicKey: string
  readonly keyId: string
  readonly statement: {
    readonly source: string
    readonly sequence: number
    readonly previous: string | null
    readonly root: string
    readonly signedAtMs: number
  } | null
  readonly isOurForm: boolean
  readonly payloadSha256: string
  readonly sigStructure: string
  readonly signature: string
  readonly coseSign1: string
  readonly bodyJson: string
  readonly bodyCbor: string
  readonly rowIds: readonly string[] | null
  readonly dropped: number | null
}

const path = new URL('../../../../vectors/signed-batch/signed-batch.json', import.meta.url)
const vectors = JSON.parse(readFileSync(path, 'utf8')) as readonly Vector[]
const untagged = (read: Uint8Array) => decodeCbor(read.subarray(1))
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (read: Uint8Array): string => Buffer.from(read).toString('hex')
/** Later than every row of the vectors. */
const NOW_MS = 1_800_000_000_000

const bodiesOf = ({ bodyJson, bodyCbor }: Vector): readonly unknown[] => {
  const cbor = decodeCbor(bytes(bodyCbor))
  if ('refused' in cbor) throw new Error(cbor.refused)
  return [JSON.parse(bodyJson), cbor.value]
}
const publicKeyOf = ({ publicKey }: Vector) =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') },
    format: 'jwk',
  })
const privateKeyOf = ({ keySeed }: Vector) =>
  createPrivateKey({
    // PKCS #8 of an Ed25519 key (RFC 8410, 7): a fixed head, then the seed.
    key: Buffer.from(`302e020100300506032b657004220420${keySeed}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  })

test('the vectors are there: of every outcome some', () => {
  const outcomes = new Set(vectors.map(({ outcome }) => outcome))
  expect([...outcomes].toSorted()).toEqual(['badRoot', 'badSignature', 'good', 'unreadable'])
  expect(vectors.length).toBeGreaterThan(30)
  expect(vectors.every(({ wantErr, outcome }) => wantErr === (outcome !== 'good'))).toBe(true)
})

describe.each(vectors.filter(({ outcome }) => outcome !== 'unreadable'))('$desc', (vector) => {
  test('is read, and holds or does not', () => {
    const { outcome, statement, keyId, payloadSha256, sigStructure, rowIds, dropped } = vector
    for (const body of bodiesOf(vector)) {
      const read = readSignedBatch(body)
      if ('refused' in read) throw new Error(read.refused)
      const { signed, rows } = read
      expect(signed.statement).toEqual({
        ...statement,
        keyId,
        hash: payloadSha256,
        sign1: Buffer.from(vector.coseSign1, 'hex').toString('base64url'),
      })
      expect(hex(signed.signedBytes)).toBe(sigStructure)
      expect(hex(signed.signature)).toBe(vector.signature)
      const holds = verify(null, signed.signedBytes, publicKeyOf(vector), signed.signature)
      expect(holds).toBe(outcome !== 'badSignature')
      if (typeof rows === 'number') {
        expect(rows).toBe(dropped)
        continue
      }
      const prepared = prepare(readValues(rows), { nowMs: NOW_MS })
      expect(prepared.malformed).toEqual([])
      expect(prepared.rows.map(({ id, fault }) => ({ id, fault }))).toEqual(
        rowIds?.map((id) => ({ id, fault: null })),
      )
      expect(prepared.root === signed.statement.root).toBe(outcome !== 'badRoot')
    }
  })
})

test.each(vectors)('$desc: opened it is what it is read whole', ({ bodyCbor }) => {
  const whole = decodeCbor(bytes(bodyCbor))
  const read = readSignedBatch('value' in whole ? whole.value : null)
  const opened = openSignedBatch(bytes(bodyCbor))
  if ('refused' in opened || 'refused' in read) return expect(opened).toEqual(read)
  expect(opened.signed).toEqual(read.signed)
  expect(opened.read({ left: Infinity })).toEqual({ rows: read.rows, end: bodyCbor.length / 2 })
})

test.each(vectors.filter(({ isOurForm }) => isOurForm))(
  '$desc: is written with the same members, and signed over the same bytes',
  (vector) => {
    const { statement, keyId, sigStructure, coseSign1, bodyCbor, bodyJson } = vector
    if (statement === null) throw new Error('a vector in our form states its members')
    const { signedBytes, hash, finish } = statementToSign(statement, keyId)
    expect(hex(signedBytes)).toBe(sigStructure)
    expect(hash).toBe(vector.payloadSha256)
    expect(createHash('sha256').update(bytes(vector.publicKey)).digest('hex')).toBe(keyId)
    const sign1 = finish(sign(null, signedBytes, privateKeyOf(vector)))
    // Maps (the unprotected header, the rows) may be written with a longer head than they need: what is signed is not.
    expect(sign1[0]).toBe(0xd2)
    expect(untagged(sign1)).toHaveProperty('value')
    expect(untagged(sign1)).toEqual(untagged(bytes(coseSign1)))
    const { observations } = JSON.parse(bodyJson) as { observations: readonly unknown[] | number }
    const written = decodeCbor(encodeSignedBatch(bytes(coseSign1), observations))
    expect(written).toEqual(decodeCbor(bytes(bodyCbor)))
  },
)

test.each(vectors.filter(({ outcome }) => outcome === 'unreadable'))(
  '$desc is refused',
  (vector) => {
    const refusal = { refused: expect.stringContaining(vector.why ?? '') as string }
    expect(readStatement(bytes(vector.coseSign1))).toMatchObject(refusal)
    for (const body of bodiesOf(vector)) expect(readSignedBatch(body)).toMatchObject(refusal)
  },
)
