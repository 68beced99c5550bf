/**
 * Goal: a label is never widened and one that cannot be evaluated denies; plots never pass; the bytes that a mechanism
 * signed are exactly those that are given out.
 * Method: every pair of policy and classification; every name of a plot; Ed25519 of the platform over the vectors, and
 * over findings that were laid out, ordered and damaged.
 */
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Codec, Decoded } from '../codec/index.ts'
import type { ReportRecord } from '../report/index.ts'
import { FOREIGN_FINDING, FOREIGN_TRACKS, signedFinding } from './index.ts'
import type { ForeignFinding, ForeignTracks } from './index.ts'

type Document = Record<string, unknown>
const documentOf = (form: string): Document => {
  const file = new URL(`../../../../vectors/${form}/cases.json`, import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { document: Document }[] }
  return cases[0]?.document ?? {}
}
function decode<T>(codec: Codec<ReportRecord<T>>, text: string): Decoded<ReportRecord<T>> {
  const decoder = codec.decoder({})
  if ('refused' in decoder) throw new Error(decoder.refused)
  decoder.push(new TextEncoder().encode(text))
  return decoder.end()
}
const isSigned = (record: ReportRecord<ForeignFinding>): boolean => {
  const { bytes, publicKey, signature } = signedFinding(record)
  // RFC 8410, section 4: the fixed head of an Ed25519 public key.
  const key = Buffer.from(`302a300506032b6570032100${publicKey}`, 'hex')
  return verify(
    null,
    bytes,
    createPublicKey({ key, format: 'der', type: 'spki' }),
    Buffer.from(signature, 'base64url'),
  )
}

const tracksWith = (label: object): Decoded<ReportRecord<ForeignTracks>> => {
  const document = documentOf('foreign-tracks')
  const [track = {}] = document['tracks'] as Document[]
  return decode(FOREIGN_TRACKS, JSON.stringify({ ...document, tracks: [{ ...track, label }] }))
}

describe('labels', () => {
  const ours = ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'] as const
  test('each classification is kept at its height under its own policy, and refused under another', () => {
    for (const height of ours)
      for (const policy of ['HOLDFAST', 'NATO'])
        for (const said of [height, `NATO ${height}`]) {
          const label = { policy, classification: said, releasableTo: ['POL'], caveats: [] }
          const { records, rejects } = tracksWith(label)
          if (said.startsWith('NATO') === (policy === 'NATO')) {
            expect(records[0]?.value.tracks[0]?.label.label).toEqual({
              policy: 'HOLDFAST',
              classification: height,
              releasableTo: ['POL'],
            })
          } else expect(rejects[0]?.detail).toContain('/label/classification')
        }
  })
  test.each([
    { policy: 'EU', classification: 'SECRET', releasableTo: ['POL'], caveats: [] },
    { policy: 'NATO', classification: 'NATO SECRET', releasableTo: ['POL'] },
    { policy: 'NATO', classification: 'NATO SECRET', releasableTo: [], caveats: [] },
    { policy: 'NATO', classification: 'NATO SECRET', releasableTo: ['FVEY'], caveats: [] },
    { policy: 'NATO', classification: 'NATO SECRET', releasableTo: ['POL'], caveats: ['X'] },
    { policy: 'NATO', classification: 'NATO SECRET', releasableTo: ['POL'], caveats: [], more: 1 },
    null,
  ])('%j denies', (label) => {
    const { records, rejects } = tracksWith(label as object)
    expect(records).toEqual([])
    expect(rejects[0]?.detail).toContain('/tracks/0/label')
  })
})

test.each([
  'plot',
  'range',
  'rangeM',
  'slantRange',
  'azimuth',
  'bearingDeg',
  'elevation',
  'doppler',
  'strobe',
  'rcs',
  'snr',
  'radarSite',
])('a member %s is a raw plot, and refused with the reason', (name) => {
  const document = documentOf('foreign-tracks')
  const [track = {}] = document['tracks'] as Document[]
  const text = JSON.stringify({ ...document, tracks: [{ ...track, [name]: 1 }] })
  const { records, rejects } = decode(FOREIGN_TRACKS, text)
  expect(records).toEqual([])
  expect(rejects[0]?.detail).toContain(`/tracks/0/${name}: looks like a raw plot`)
})

describe('signatures', () => {
  const document = documentOf('foreign-finding')
  test('hold, however the document is laid out and its members are ordered', () => {
    const turned = Object.fromEntries(Object.entries(document).toReversed())
    for (const text of [JSON.stringify(document), JSON.stringify(turned, null, 3)]) {
      const [record] = decode(FOREIGN_FINDING, text).records
      if (record === undefined) throw new Error('no record')
      expect(isSigned(record)).toBe(true)
    }
  })
  test('fail once anything that was signed is changed, a null member included', () => {
    const changes: Document[] = [
      { statement: 'The commission established nothing.' },
      { standardOfProof: 'beyond reasonable doubt' },
      { clause: null },
      { category: 'K.EXPL.UNDET' },
      { finding: 'JCC-2026-015' },
    ]
    for (const change of changes) {
      const [record] = decode(FOREIGN_FINDING, JSON.stringify({ ...document, ...change })).records
      if (record === undefined) throw new Error('no record')
      expect(isSigned(record)).toBe(false)
    }
  })
  test('the signed bytes are canonical: sorted members, no white space, no signature', () => {
    const [record] = decode(FOREIGN_FINDING, JSON.stringify(document, null, 2)).records
    if (record === undefined) throw new Error('no record')
    const text = new TextDecoder().decode(signedFinding(record).bytes)
    expect(text).toMatch(/^\{"category":"K\.EXPL\.IMPACT","clause":"Article 4\(2\)","exercise":/u)
    expect(JSON.parse(text)).toEqual({ ...document, signature: undefined })
  })
})
