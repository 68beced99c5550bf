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
  HOLDERS,
  IDENTITIES,
  answerJson,
  batchRoot,
  contentText,
  decide,
  decideBatch,
  evolve,
  faultOf,
  identify,
  initial,
  observationId,
  prepare,
  sourceFault,
} from './index.ts'
import type {
  Answer,
  Calibration,
  Hashing,
  ObserveState,
  Request,
  Source,
  SourceKey,
  Unidentified,
} from './index.ts'

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
/** A deployment in miniature: the state, and beside it what intake remembers. */
interface World {
  readonly state: ObserveState
  readonly ids: ReadonlySet<string>
  readonly answers: ReadonlyMap<string, Answer>
}
const empty: World = { state: initial, ids: new Set(), answers: new Map() }
const registered = (...sources: readonly Source[]): World => ({
  ...empty,
  state: { ...initial, sources: new Map(sources.map((one) => [one.id, one])) },
})
function send(world: World, request: Request, nowMs = NOW) {
  const memory = {
    has: (id: string) => world.ids.has(id),
    answerOf: (root: string) => world.answers.get(root),
  }
  const prepared = prepare(request, { nowMs })
  const result = decideBatch(world.state, prepared, { nowMs, memory })
  const observations = result.taken.flatMap((at) => prepared.observations[at] ?? [])
  const next: World =
    result.entry === null
      ? world
      : {
          ...world,
          ids: new Set([...world.ids, ...observations.map(({ id }) => id)]),
          answers: new Map(world.answers).set(result.answer.batch, result.answer),
        }
  return { ...result, observations, world: next }
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
  const key: SourceKey = {
    keyId: 'a1'.repeat(32),
    publicKey: 'b2'.repeat(32),
    fromMs: NOW,
    revokedMs: null,
  }
  const calibration: Calibration = {
    pdByRange: { shot: [{ toM: 500, pd: 0.9 }] },
    falseAlarmsPerHour: 0.1,
    confusion: null,
    clock: 'gnss',
    clockErrorMs: 1,
    measuredMs: NOW,
    basis: 'range day',
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

  test.each([
    [{ keys: [{ ...key, publicKey: 'AB' }] }, /64 lower-case hex/],
    [{ keys: [key, key] }, /stands twice/],
    [{ keys: [{ ...key, revokedMs: NOW - 1 }] }, /revoked before/],
    [
      { site: { position: { lonDeg: 0, latDeg: 0 }, heightM: 1, errorM: 1 } },
      /stands for a missing/,
    ],
    [{ site: { position: { lonDeg: 1, latDeg: 91 }, heightM: 1, errorM: 1 } }, /is no place/],
    [{ heartbeatMs: 10 }, /heartbeatMs is 10/],
    [{ calibration: { ...calibration, basis: ' ' } }, /calibration.basis is empty/],
    [{ calibration: { ...calibration, falseAlarmsPerHour: -1 } }, /falseAlarmsPerHour is -1/],
    [
      { calibration: { ...calibration, confusion: { classes: ['a', 'b'], rows: [[1, 0]] } } },
      /1 rows for 2 classes/,
    ],
    [
      {
        calibration: {
          ...calibration,
          confusion: {
            classes: ['a', 'b'],
            rows: [
              [1, 0],
              [0.2, 0.7],
            ],
          },
        },
      },
      /rows\[1\] sums to/,
    ],
    [
      {
        calibration: {
          ...calibration,
          pdByRange: {
            shot: [
              { toM: 2, pd: 1 },
              { toM: 2, pd: 0 },
            ],
          },
        },
      },
      /ranges are metres above 0 and rise/,
    ],
  ])('what the owner may leave out is judged where it is there: %j', (change, reason) => {
    expect(sourceFault({ ...source, ...change })).toMatch(reason)
  })

  test('another model makes the calibration void, unless a newer measurement comes with it', () => {
    const before = { ...source, model: { name: 'ear', version: '1' }, calibration }
    const { state } = registered(before)
    const next = { ...before, model: { name: 'ear', version: '2' } }
    const voided = decide(state, { type: 'registerSource', source: next }, context)
    expect(voided).toMatchObject({
      entries: [{ payload: { voided: expect.stringContaining('ear 1; the model is now ear 2') } }],
    })
    expect(JSON.stringify(voided)).not.toContain('measuredMs')
    const measured = { ...next, calibration: { ...calibration, measuredMs: NOW + 1 } }
    expect(
      JSON.stringify(decide(state, { type: 'registerSource', source: measured }, context)),
    ).toContain('measuredMs')
  })

  test('keep their keys: none is left out, a revoked one stays so, and only some may change them', () => {
    const { state } = registered({ ...source, keys: [key] })
    const without = decide(state, { type: 'registerSource', source }, context)
    expect(without).toMatchObject({ refused: expect.stringContaining('revoke it instead') })
    const revoke = {
      type: 'revokeKey',
      source: 'patrol-1',
      keyId: key.keyId,
      reason: 'lost',
    } as const
    expect(
      decide(state, revoke, { ...context, actor: { ...actor, role: 'planner' } }),
    ).toMatchObject({
      refused: expect.stringContaining('planner may not'),
    })
    const revoked = decide(state, revoke, context)
    if (!('entries' in revoked)) throw new Error(revoked.refused)
    const after = revoked.entries.reduce((s, draft, i) => evolve(s, entryOf(draft, i)), state)
    expect(after.sources.get('patrol-1')?.keys?.[0]?.revokedMs).toBe(NOW)
    expect(decide(after, revoke, context)).toMatchObject({
      refused: expect.stringContaining('already'),
    })
    const revive = { type: 'registerSource', source: { ...source, keys: [key] } } as const
    expect(decide(after, revive, context)).toMatchObject({
      refused: expect.stringContaining('stays so'),
    })
  })

  test('that nobody registered may report until there is a registry, and not after', () => {
    expect(send(empty, rows(sample)).answer.accepted).toBe(1)
    expect(send(registered({ ...source, id: 'other' }), rows(sample)).answer).toMatchObject({
      rejected: [{ reason: expect.stringContaining('not in the registry') }],
    })
    expect(send(registered(source), rows(sample)).answer.accepted).toBe(1)
  })

  const unsigned = (change: Partial<Source>) =>
    send(registered({ ...source, ...change }), rows(sample)).answer
  test('with a key in force sign, unless their entry says that they need not', () => {
    expect(unsigned({ keys: [key] })).toMatchObject({
      rejected: [{ reason: expect.stringContaining('is not signed') }],
    })
    expect(unsigned({ keys: [key], unsigned: 'accepted' }).accepted).toBe(1)
    expect(unsigned({ unsigned: 'refused' }).accepted).toBe(0)
  })
})

// A value that no text can be made of cannot be the name of a member.
const textually = (make: () => Partial<Unidentified>): Partial<Unidentified> => {
  try {
    return make()
  } catch {
    return {}
  }
}

describe('what cannot be', () => {
  const { observed, observer, where } = sample
  const STILL: NonNullable<Unidentified['motion']> = {
    heightM: null,
    heightDatum: null,
    speedMps: null,
    courseDeg: null,
    climbMps: null,
    identity: {},
  }
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

  // What an importer was given may be anything, whatever its type says.
  const JUNK_AT: Readonly<Record<string, (junk: never) => Partial<Unidentified>>> = {
    '/weapon/calibreMm': (calibreMm) => ({ weapon: { term: 't', class: 'tank', calibreMm } }),
    '/weapon/class': (junk) => ({ weapon: { term: 't', class: junk, calibreMm: null } }),
    '/category': (category) => ({ category }),
    '/means': (junk) => ({ means: [junk] }),
    '/means list': (means) => ({ means }),
    '/phase': (phase) => ({ phase, category: 'K.SHOT' }),
    '/count/n': (n) => ({ count: { n, precision: 'exact' } }),
    '/count/precision': (precision) => ({ count: { n: 1, precision } }),
    '/observed': (fromMs) => ({ observed: { ...observed, fromMs } }),
    '/observed/basis': (basis) => ({ observed: { ...observed, basis } }),
    '/observed/clock': (clock) => ({ observed: { ...observed, clock } }),
    '/observer/errorM': (errorM) => ({ observer: { ...observer, errorM } }),
    '/observer/control': (control) => ({ observer: { ...observer, control } }),
    '/observer/position/latDeg': (latDeg) => ({
      observer: { ...observer, position: { latDeg, lonDeg: 3 } },
    }),
    '/where/fix/errorM': (errorM) => ({
      where: { ...where, fix: { position: { latDeg: 1, lonDeg: 1 }, errorM } },
    }),
    '/where/sectors': (toDeg) => ({ where: { ...where, sectors: [{ fromDeg: 1, toDeg }] } }),
    '/where/ring': (minM) => ({ where: { ...where, ring: { minM, maxM: 20_037_508 } } }),
    '/grade/reliability': (reliability) => ({ grade: { reliability, credibility: 1 } }),
    '/grade/credibility': (credibility) => ({ grade: { reliability: 'A', credibility } }),
    '/label/policy': (policy) => ({ label: { ...sample.label, policy } }),
    '/label/classification': (classification) => ({ label: { ...sample.label, classification } }),
    '/label/offices': (office) => ({ label: { ...sample.label, offices: [office] } }),
    '/label/offices list': (offices) => ({ label: { ...sample.label, offices } }),
    '/motion/heightM': (heightM) => ({ motion: { ...STILL, heightM, heightDatum: 'msl' } }),
    '/motion/heightDatum': (heightDatum) => ({ motion: { ...STILL, heightM: 1, heightDatum } }),
    '/motion/speedMps': (speedMps) => ({ motion: { ...STILL, speedMps } }),
    '/motion/courseDeg': (courseDeg) => ({ motion: { ...STILL, courseDeg } }),
    '/motion/climbMps': (climbMps) => ({ motion: { ...STILL, climbMps } }),
    '/motion/identity': (junk) => ({ motion: { ...STILL, identity: { [String(junk)]: 'x' } } }),
    '/motion/identity/icao24': (icao24) => ({ motion: { ...STILL, identity: { icao24 } } }),
    '/shot/delayMs': (delayMs) => ({ shot: { delayMs, sigmaMs: 2 } }),
    '/shot/sigmaMs': (sigmaMs) => ({ shot: { delayMs: 400, sigmaMs } }),
    '/assessment/scores/a': (a) => ({
      assessment: { model: 'm', version: '1', scores: { a } },
    }),
  }
  const cases = Object.entries(JUNK_AT)

  test.each(cases)('%s of a wrong kind is told with its place', (name, change) => {
    const place = name.replace(' list', '')
    const isText = name === '/motion/identity/icao24'
    for (const junk of [isText ? 7 : '1","x":"', ['heard'], undefined, Number.NaN, {}])
      if (!(name.endsWith(' list') && Array.isArray(junk)) || place !== '/means')
        expect(faultOf({ ...sample, ...change(junk as never) }, NOW)).toContain(place)
  })

  const SEEN = {
    category: 'P.FORTIFICATION' as const,
    where: { sectors: [], ring: null, fix: { position: { lonDeg: 1, latDeg: 1 }, errorM: 5 } },
  }
  test('who holds a position is told of positions with a place alone', () => {
    expect(faultOf({ ...sample, ...SEEN, holder: 'unmarked' }, NOW)).toBeNull()
    expect(faultOf({ ...sample, ...SEEN, holder: 'me' as never }, NOW)).toMatch(/^\/holder: "me"/)
    expect(faultOf({ ...sample, ...SEEN, category: 'K.SHOT', holder: 'partyA' }, NOW)).toMatch(
      /^\/holder: K.SHOT is no position/,
    )
    const unplaced = { ...sample, ...SEEN, where: { ...SEEN.where, fix: null } }
    expect(faultOf({ ...unplaced, holder: 'partyA' }, NOW)).toMatch(/^\/holder: .*give where\/fix/)
  })

  test.each([0, -1, Number.POSITIVE_INFINITY])('a calibre of %d is none', (calibreMm) => {
    expect(faultOf({ ...sample, weapon: { term: 't', class: 'tank', calibreMm } }, NOW)).toMatch(
      /^\/weapon\/calibreMm: .* is no calibre; give millimetres/,
    )
  })

  test('a reason never repeats much of what was sent', () => {
    const reason = faultOf({ ...sample, phase: 'x'.repeat(60_000) as never }, NOW)
    expect(reason?.length).toBeLessThan(200)
  })

  test('whatever stands in such a member is refused, or hashed as canonical JSON', () => {
    const text = fc.constantFrom('heard', 'unknown', 'none', 'A', 'msl', 'icao24', 'a"b', '1', '')
    const junk = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.integer({ min: -2, max: 9 }),
      text,
      fc.string(),
      fc.array(text),
    )
    let taken = 0
    fc.assert(
      fc.property(fc.constantFrom(...cases), junk, ([, change], value) => {
        const made = { ...sample, ...textually(() => change(value as never)) }
        if (faultOf(made, NOW) !== null) return
        taken += 1
        expect(contentText(made)).toBe(canonicalJson(made as unknown as Json))
      }),
      { numRuns: 20_000 },
    )
    expect(taken).toBeGreaterThan(100)
  })

  test('is told for an id that does not match, and not for one that does', () => {
    const wrong = send(empty, rows({ ...sample, id: '00'.repeat(32) }))
    expect(wrong.answer.rejected[0]?.reason).toContain('is not the hash of this observation')
    expect(send(empty, rows(identify(sample))).answer.accepted).toBe(1)
  })

  test('the limits themselves are allowed', () => {
    const toMs = NOW + CLOCK_AHEAD_MS_MAX
    expect(faultOf({ ...sample, observed: { ...observed, toMs } }, NOW)).toBeNull()
    expect(faultOf({ ...sample, ...at(90, 180) }, NOW)).toBeNull()
    expect(faultOf({ ...sample, where: { ...where, ring: { minM: 2, maxM: 2 } } }, NOW)).toBeNull()
  })
})
