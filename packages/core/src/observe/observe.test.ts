/**
 * Goal: an observation has one name and is taken once, whatever is sent however often; nothing impossible is taken.
 * Method: properties against simple models (canonicalJson, merkleRoot, a Set), and a table of every refusal.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, fromHex, leafHash, merkleRoot, nodeHash, toHex } from '../evidence/index.ts'
import type { Draft, Entry, Json } from '../evidence/index.ts'
import {
  CLOCK_AHEAD_MS_MAX,
  IDENTITIES,
  NO_IDS,
  acceptBatch,
  answerJson,
  batchRoot,
  contentText,
  decide,
  evolve,
  faultOf,
  hasId,
  identify,
  initial,
  observationId,
  withIds,
} from './index.ts'
import type { Hashing, ObserveState, Source, Unidentified } from './index.ts'

const NOW = Date.UTC(2026, 10, 22)
const actor = { name: 'a', nation: 'XAA', role: 'system', office: 'monitor', keyId: 'dev' } as const
const context = { actor, nowMs: NOW }

const sample: Unidentified = {
  source: 'patrol-1',
  recordId: 'r-1',
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 3, precision: 'exact' },
  observed: { fromMs: NOW - 7_200_000, toMs: NOW - 3_600_000, basis: 'clock', clock: 'manual' },
  observer: {
    place: 'Avdiivka',
    position: { lonDeg: 37.75, latDeg: 48.14 },
    errorM: 1_500,
    control: 'partyA',
  },
  where: {
    sectors: [{ fromDeg: 337.5, toDeg: 22.5 }],
    ring: { minM: 1_000, maxM: 2_000 },
    fix: null,
  },
  weapon: { term: '82mm mortar', class: 'mortar', calibreMm: 82 },
  grade: { reliability: 'B', credibility: 2 },
  label: {
    policy: 'HOLDFAST',
    classification: 'UNCLASSIFIED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  rawSha256: 'ab'.repeat(32),
  residual: { b: 'x "quoted" \\ é', a: 'line\nfeed' },
}
const numbered = (n: number): Unidentified => ({ ...sample, recordId: `r-${n}` })
const rows = (...observations: readonly Unidentified[]) => ({
  rows: observations.map((observation, index) => ({ index, observation })),
  malformed: [],
})
const entryOf = (draft: Draft, index: number): Entry => ({
  ...draft,
  index,
  actor,
  atMs: NOW,
  label: sample.label,
  // As it comes back from the journal.
  payload: JSON.parse(JSON.stringify(draft.payload)) as Json,
})
function send(state: ObserveState, request: ReturnType<typeof rows>) {
  const result = acceptBatch(state, request, context)
  const next = result.entries.reduce((s, draft, i) => evolve(s, entryOf(draft, i)), state)
  return { ...result, state: next }
}

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
        fc.dictionary(fc.stringMatching(/^[A-Za-z]\w{0,5}$/), fc.double({ min: 0, max: 1 })),
      ),
    })
    fc.assert(
      fc.property(
        observations,
        ({ source, recordId, residual, n, lonDeg, ring, exercise, withWeapon, motion, scores }) => {
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

test('the set of ids agrees with a Set, keeps old sets as they were, and has few runs', () => {
  let set = NO_IDS
  const model = new Set<string>()
  const kept: { set: typeof set; size: number }[] = []
  for (let batch = 0; batch < 60; batch += 1) {
    const ids = Array.from({ length: 1 + ((batch * 7) % 13) }, (_, i) =>
      createHash('sha256').update(`${batch}/${i}`).digest('hex'),
    )
    kept.push({ set, size: model.size })
    set = withIds(set, ids)
    for (const id of ids) model.add(id)
  }
  expect(set.size).toBe(model.size)
  expect(set.runs.length).toBeLessThan(12)
  for (const id of model) expect(hasId(set, id)).toBe(true)
  for (let i = 0; i < 500; i += 1)
    expect(hasId(set, createHash('sha256').update(`no ${i}`).digest('hex'))).toBe(false)
  for (const { set: old, size } of kept)
    expect([...model].filter((id) => hasId(old, id)).length).toBe(size)
})

describe('a batch', () => {
  test('sent again gets the stored answer byte for byte, and nothing is recorded', () => {
    const first = send(
      initial,
      rows(numbered(1), { ...numbered(2), phase: 'outgoing' }, numbered(3)),
    )
    expect(first.answer).toMatchObject({ accepted: 2, rejected: [{ index: 1 }] })
    const again = send(
      first.state,
      rows(numbered(1), { ...numbered(2), phase: 'outgoing' }, numbered(3)),
    )
    expect(answerJson(again.answer)).toBe(answerJson(first.answer))
    expect(again.entries).toEqual([])
  })

  test('a known id in another batch is a duplicate; so is the second of two in one', () => {
    const { state } = send(initial, rows(numbered(1)))
    const { answer } = send(state, rows(numbered(1), numbered(2), numbered(2)))
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
    const refused = decide(initial, { type: 'acceptBatch', ...rows(future) }, context)
    expect(refused).toMatchObject({
      refused: expect.stringContaining('none of 1'),
      answer: { accepted: 0 },
    })
    const later = decide(
      initial,
      { type: 'acceptBatch', ...rows(future) },
      { ...context, nowMs: NOW + 1 },
    )
    expect(later).toMatchObject({ answer: { accepted: 1 } })
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
    const { answer } = send(initial, request as never)
    expect(answer.rejected.map(({ index }) => index)).toEqual([0, 3, 4])
  })

  test('with a thousand batches before it still finds each answer', () => {
    let state = initial
    const answers: string[] = []
    for (let i = 0; i < 1_000; i += 1) {
      const sent = send(state, rows(numbered(i)))
      answers.push(answerJson(sent.answer))
      state = sent.state
    }
    expect(state.answers.length).toBeLessThan(12)
    for (const i of [0, 1, 499, 998, 999])
      expect(answerJson(send(state, rows(numbered(i))).answer)).toBe(answers[i])
  })

  test('tombstones and entries of other steps change nothing', () => {
    expect(evolve(initial, { index: 1, tombstone: true })).toBe(initial)
    expect(
      evolve(initial, entryOf({ kind: 'verify.incident-opened', payload: null, refs: [] }, 0)),
    ).toBe(initial)
  })
})

describe('sources', () => {
  const source: Source = {
    id: 'patrol-1',
    title: 'Patrol',
    nation: 'XAA',
    kind: 'patrol',
    reachM: { explosion: 15_000 },
    detection: { pd: 0.7, falseReport: 0.02, basis: 'assumption' },
    group: 'patrol-1',
  }

  test('are registered once; again as they stand is no entry, changed it is one', () => {
    const first = decide(initial, { type: 'registerSource', source }, context)
    if (!('entries' in first)) throw new Error('refused')
    const state = first.entries.reduce((s, draft, i) => evolve(s, entryOf(draft, i)), initial)
    expect(state.sources.get('patrol-1')).toEqual(source)
    expect(decide(state, { type: 'registerSource', source }, context)).toEqual({ entries: [] })
    const moved = { ...source, group: 'mast' }
    expect(decide(state, { type: 'registerSource', source: moved }, context)).toMatchObject({
      entries: [{ kind: 'observe.source-registered' }],
    })
  })

  test.each([
    [{ id: 'a b' }, /an id is/],
    [{ nation: ' ' }, /names no nation/],
    [{ group: '' }, /names no group/],
    [{ detection: { pd: 1.1, falseReport: 0, basis: 'x' } }, /pd is 1.1/],
    [{ detection: { pd: 1, falseReport: Number.NaN, basis: 'x' } }, /falseReport is NaN/],
    [{ detection: { pd: 1, falseReport: 0, basis: '' } }, /basis is empty/],
    [{ reachM: { shot: -1 } }, /reachM.shot is -1/],
  ])('%j is refused', (change, reason) => {
    const refused = decide(
      initial,
      { type: 'registerSource', source: { ...source, ...change } },
      context,
    )
    expect(refused).toMatchObject({ refused: expect.stringMatching(reason) })
  })

  test('that nobody registered are refused only where the registry says so', () => {
    const request = { type: 'acceptBatch', ...rows(sample) } as const
    expect(decide(initial, request, context)).toMatchObject({ answer: { accepted: 1 } })
    expect(decide(initial, request, { ...context, sources: 'registered' })).toMatchObject({
      answer: { rejected: [{ reason: expect.stringContaining('not in the registry') }] },
    })
  })
})

describe('what cannot be', () => {
  const { observed, observer, where } = sample
  const at = (latDeg: number, lonDeg: number) => ({
    observer: { ...observer, position: { latDeg, lonDeg } },
  })
  test.each([
    [at(91, 0), '/observer/position/latDeg: 91 is beyond 90; give degrees in [-90, 90]'],
    [at(48, -181), '/observer/position/lonDeg: -181 is beyond 180'],
    [at(Number.NaN, 1), '/observer/position/latDeg: NaN'],
    [at(0, 0.00005), '0° N 0° E stands for a missing position'],
    [{ observer: { ...observer, errorM: -1 } }, '/observer/errorM'],
    [{ observed: { ...observed, fromMs: NOW } }, 'exchange them'],
    [{ observed: { ...observed, fromMs: 1_466_000_000 } }, 'before the year 2000'],
    [{ observed: { ...observed, fromMs: 0.5 } }, 'whole milliseconds'],
    [{ observed: { ...observed, toMs: NOW + CLOCK_AHEAD_MS_MAX + 1 } }, 'in the future'],
    [{ category: 'K.NOISE' as never }, '"K.NOISE" is not a known category'],
    [{ category: 'toString' as never }, 'is not a known category'],
    [{ category: 'O.WINDOW' as const }, 'raised by a missed deadline'],
    [{ phase: 'outgoing' as const }, 'contradicts K.EXPL.IMPACT'],
    [{ count: { n: -1, precision: 'exact' as const } }, '/count/n: -1'],
    [{ means: [] }, '/means'],
    [{ where: { ...where, sectors: [{ fromDeg: 0, toDeg: 360 }] } }, '/where/sectors/0'],
    [{ where: { ...where, sectors: [{ fromDeg: -1, toDeg: 3 }] } }, '/where/sectors/0'],
    [{ where: { ...where, ring: { minM: 3, maxM: 2 } } }, 'exchange them'],
    [{ where: { ...where, ring: { minM: Number.NaN, maxM: 2 } } }, '/where/ring'],
    [
      { where: { ...where, fix: { position: { latDeg: 0, lonDeg: 0 }, errorM: 1 } } },
      '/where/fix/position',
    ],
  ])('%j is told', (change, reason) => {
    expect(faultOf({ ...sample, ...change }, NOW)).toContain(reason)
  })

  test('is told for an id that does not match, and not for one that does', () => {
    const wrong = send(initial, rows({ ...sample, id: '00'.repeat(32) }))
    expect(wrong.answer.rejected[0]?.reason).toContain('is not the hash of this observation')
    expect(send(initial, rows(identify(sample))).answer.accepted).toBe(1)
  })

  test('the limits themselves are allowed', () => {
    const toMs = NOW + CLOCK_AHEAD_MS_MAX
    expect(faultOf({ ...sample, observed: { ...observed, toMs } }, NOW)).toBeNull()
    expect(faultOf({ ...sample, ...at(90, 180) }, NOW)).toBeNull()
    expect(faultOf({ ...sample, where: { ...where, ring: { minM: 2, maxM: 2 } } }, NOW)).toBeNull()
  })
})
