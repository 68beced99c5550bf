/**
 * Goal: an observation has one name and is taken once, whatever is sent however often. Method: properties against simple
 * models (canonicalJson, merkleRoot, a Set).
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  NOW,
  empty,
  entryOf,
  numbered,
  rows,
  sample,
  send,
} from '../../../../tests/support/observe-world.ts'
import { canonicalJson, fromHex, leafHash, merkleRoot, nodeHash, toHex } from '../evidence/index.ts'
import type { Json } from '../evidence/index.ts'
import {
  CLOCK_AHEAD_MS_MAX,
  HOLDERS,
  IDENTITIES,
  answerJson,
  batchRoot,
  contentText,
  evolve,
  initial,
  observationId,
} from './index.ts'
import type { Hashing, Unidentified } from './index.ts'

describe('identity', () => {
  test('the text that is hashed is the canonical JSON of all but the id', () => {
    const observations = fc.record({
      source: fc.string(),
      recordId: fc.string({ unit: 'grapheme' }),
      residual: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
      n: fc.nat(),
      lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
      ring: fc.option(fc.record({ minM: fc.nat(), maxM: fc.nat() })),
      exercise: fc.option(fc.string()),
      shot: fc.option(fc.record({ delayMs: fc.nat(), sigmaMs: fc.nat() })),
      holder: fc.constantFrom(undefined, ...HOLDERS),
      withWeapon: fc.boolean(),
      motion: fc.option(
        fc.record({
          heightM: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
          heightDatum: fc.constantFrom('ellipsoid', 'msl', 'pressure', null),
          speedMps: fc.option(fc.nat()),
          courseDeg: fc.option(fc.nat(359)),
          climbMps: fc.option(fc.integer()),
          identity: fc.dictionary(fc.constantFrom(...IDENTITIES), fc.string()),
        }),
      ),
      scores: fc.option(
        fc.dictionary(
          fc.stringMatching(/^[A-Za-z]\w{0,5}$/),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
      ),
    })
    fc.assert(
      fc.property(
        observations,
        ({ source, recordId, residual, n, lonDeg, ring, withWeapon, ...optional }) => {
          const { exercise, motion, scores, shot, holder } = optional
          const made: Unidentified = {
            ...sample,
            source,
            recordId,
            residual,
            count: { n, precision: 'about' },
            observer: { ...sample.observer, position: { lonDeg, latDeg: 1 } },
            where: { sectors: [], ring, fix: { position: { lonDeg, latDeg: 2 }, errorM: 3 } },
            weapon: withWeapon ? sample.weapon : null,
            ...(motion === null ? {} : { motion }),
            ...(scores === null ? {} : { assessment: { model: source, version: '1', scores } }),
            ...(exercise === null ? {} : { exercise }),
            ...(shot === null ? {} : { shot }),
            ...(holder === undefined ? {} : { holder }),
          }
          expect(contentText(made)).toBe(canonicalJson(made as unknown as Json))
          expect(contentText({ ...made, id: 'other' })).toBe(contentText(made))
          expect(observationId(made)).toBe(
            createHash('sha256').update(contentText(made)).digest('hex'),
          )
        },
      ),
    )
  })

  test('every member counts towards the id', () => {
    const changed: readonly Partial<Unidentified>[] = [
      { source: 's' },
      { shot: { delayMs: 400, sigmaMs: 2 } },
      { holder: 'unmarked' },
      { recordId: 's' },
      { means: ['saw'] },
      { category: 'K.SHOT' },
      { phase: 'outgoing' },
      { count: { n: 4, precision: 'exact' } },
      { count: { n: 3, precision: 'about' } },
      { observed: { ...sample.observed, toMs: NOW } },
      { observer: { ...sample.observer, errorM: 1 } },
      { where: { ...sample.where, ring: null } },
      { weapon: null },
      { exercise: 'x' },
      { rawSha256: 'cd'.repeat(32) },
      { grade: { reliability: 'A', credibility: 2 } },
      { residual: {} },
      { label: { ...sample.label, classification: 'SECRET' } },
    ]
    const ids = changed.map((change) => observationId({ ...sample, ...change }))
    expect(new Set([...ids, observationId(sample)]).size).toBe(changed.length + 1)
  })

  test("a batch's root is RFC 6962 over the ids, and a platform's hashing gives the same", () => {
    const native: Hashing = {
      hexOfText: (text) => createHash('sha256').update(text).digest('hex'),
      leaf: leafHash,
      node: nodeHash,
    }
    const ids = Array.from({ length: 70 }, (_, i) => observationId(numbered(i), native))
    expect(ids).toEqual(ids.map((_, i) => observationId(numbered(i))))
    for (let n = 0; n <= ids.length; n += 1) {
      const some = ids.slice(0, n)
      expect(batchRoot(some, native)).toBe(
        toHex(merkleRoot(some.map((id) => fromHex(id) ?? new Uint8Array()))),
      )
    }
    expect(() => batchRoot(['ab'])).toThrow(TypeError)
    expect(() => batchRoot(['AB'.repeat(32)])).toThrow(TypeError)
  })
})

describe('a batch', () => {
  test('sent again gets the stored answer byte for byte, and nothing is recorded', () => {
    const first = send(empty, rows(numbered(1), { ...numbered(2), phase: 'outgoing' }, numbered(3)))
    expect(first.answer).toMatchObject({ accepted: 2, rejected: [{ index: 1 }] })
    const again = send(
      first.world,
      rows(numbered(1), { ...numbered(2), phase: 'outgoing' }, numbered(3)),
    )
    expect(answerJson(again.answer)).toBe(answerJson(first.answer))
    expect(again.entry).toBeNull()
    expect(again.taken).toEqual([])
  })

  test('a known id in another batch is a duplicate; so is the second of two in one', () => {
    const { world } = send(empty, rows(numbered(1)))
    const { answer } = send(world, rows(numbered(1), numbered(2), numbered(2)))
    expect(answer).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 0, reason: 'duplicate' },
        { index: 2, reason: 'duplicate' },
      ],
    })
  })

  test('of which nothing is accepted is refused, with its reasons, and may be sent again later', () => {
    const future = {
      ...sample,
      observed: { ...sample.observed, toMs: NOW + CLOCK_AHEAD_MS_MAX + 1 },
    }
    const refused = send(empty, rows(future))
    expect(refused).toMatchObject({
      entry: null,
      answer: { accepted: 0, rejected: [{ index: 0 }] },
    })
    expect(send(refused.world, rows(future), NOW + 1).answer.accepted).toBe(1)
  })

  test('keeps the order of the request among rows that never fitted and rows that were judged', () => {
    const request = {
      rows: [
        { index: 1, observation: numbered(1) },
        { index: 3, observation: { ...numbered(2), phase: 'outgoing' as const } },
      ],
      malformed: [
        { index: 4, reason: 'c' },
        { index: 0, reason: 'a' },
      ],
    }
    const { answer } = send(empty, request)
    expect(answer.rejected.map(({ index }) => index)).toEqual([0, 3, 4])
  })

  test('with a thousand batches before it still finds each answer', () => {
    let world = empty
    const answers: string[] = []
    for (let i = 0; i < 1_000; i += 1) {
      const sent = send(world, rows(numbered(i)))
      answers.push(answerJson(sent.answer))
      world = sent.world
    }
    for (const i of [0, 1, 499, 998, 999])
      expect(answerJson(send(world, rows(numbered(i))).answer)).toBe(answers[i])
  })

  test('tombstones and entries of other steps change nothing', () => {
    expect(evolve(initial, { index: 1, tombstone: true })).toBe(initial)
    expect(
      evolve(initial, entryOf({ kind: 'verify.incident-opened', payload: null, refs: [] }, 0)),
    ).toBe(initial)
  })
})
