/**
 * Goal: nobody between a source and the record leaves a batch out, puts one in or changes one without a mark.
 * Method: a sender with a true chain, a carrier that loses, reorders, repeats and forges; a model that knows what was
 * done says what must be seen.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft, Entry, Json } from '../evidence/index.ts'
import { GAPS_KEPT, RAISED_MAX, REPLAY_RAISED_MS, isRaised, raisedOn } from './chain.ts'
import { decideBatch, evolve, initial, linkOf, linked, NO_CHAIN, STATEMENTS_KEPT } from './index.ts'
import type { Chain, ObserveState, Prepared, SignedStatement, Source } from './index.ts'

const NOW = 1_700_000_000_000
const hash = (n: number, flavour = 0): string => `${flavour}${n}`.padStart(64, '0')
const statement = (n: number, change: Partial<SignedStatement> = {}): SignedStatement => ({
  source: 's',
  keyId: 'a1'.repeat(32),
  sequence: n,
  previous: n === 1 ? null : hash(n - 1),
  root: hash(n, 7),
  signedAtMs: NOW,
  hash: hash(n),
  sign1: '',
  ...change,
})
const upTo = (n: number): Chain =>
  Array.from({ length: n }, (_, i) => statement(i + 1)).reduce(linked, NO_CHAIN)

const numbersOf = ({ gaps }: Chain): ReadonlySet<number> =>
  new Set(gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)))
const shuffled = (of: readonly number[]) =>
  fc.shuffledSubarray([...of], { minLength: of.length, maxLength: of.length })
// Every k-th first makes many gaps; what is left comes in any order. Also any order at all.
const orders = fc
  .record({ n: fc.integer({ min: 1, max: 600 }), step: fc.integer({ min: 1, max: 5 }) })
  .chain(({ n, step }) => {
    const all = Array.from({ length: n }, (_, i) => i + 1)
    const first = all.filter((one) => one % step === 0)
    const rest = all.filter((one) => one % step !== 0)
    return fc.oneof(
      shuffled(all),
      shuffled(rest).map((late) => [...first, ...late]),
      fc.constant([...first, ...rest.toReversed()]),
    )
  })

describe('a statement', () => {
  test('follows on the last, or says what is missing', () => {
    expect(linkOf(NO_CHAIN, statement(1))).toEqual({ kind: 'next' })
    expect(linkOf(upTo(3), statement(4))).toEqual({ kind: 'next' })
    expect(linkOf(upTo(3), statement(7))).toEqual({ kind: 'gap', from: 4, to: 6 })
    expect(linkOf(upTo(3), statement(2))).toEqual({ kind: 'repeats' })
  })

  test('that contradicts what was taken is a fork, whatever its number', () => {
    expect(linkOf(upTo(3), statement(2, { hash: hash(2, 9) }))).toMatchObject({ kind: 'fork' })
    expect(linkOf(upTo(3), statement(4, { previous: hash(3, 9) }))).toMatchObject({ kind: 'fork' })
    expect(linkOf(NO_CHAIN, statement(1, { previous: hash(0) }))).toMatchObject({ kind: 'fork' })
    const gapped = linked(upTo(3), statement(6))
    expect(linkOf(gapped, statement(5, { hash: hash(5, 9) }))).toMatchObject({ kind: 'fork' })
    expect(linkOf(gapped, statement(4, { previous: hash(3, 9) }))).toMatchObject({ kind: 'fork' })
    expect(linkOf(gapped, statement(5))).toEqual({ kind: 'fills' })
  })

  test('too old to be compared is a replay', () => {
    expect(linkOf(upTo(STATEMENTS_KEPT + 5), statement(5))).toMatchObject({ kind: 'replay' })
    expect(linkOf(upTo(STATEMENTS_KEPT + 5), statement(6))).toEqual({ kind: 'repeats' })
  })

  test('of the true chain is never refused in any order, and all gaps close when all have come', () => {
    let merges = 0
    fc.assert(
      fc.property(orders, (order) => {
        let chain = NO_CHAIN
        const came = new Set<number>()
        for (const n of order) {
          const link = linkOf(chain, statement(n))
          if (!['next', 'gap', 'fills'].includes(link.kind)) expect(link).toBe('taken')
          chain = linked(chain, statement(n))
          came.add(n)
          const isMerged = chain.gaps.some(({ merged }) => merged)
          const named = numbersOf(chain)
          // Nothing that is missing is forgotten; without a merged range nothing else is named.
          for (let one = 1; one <= chain.head; one += 1)
            if (named.has(one) ? !isMerged && came.has(one) : !came.has(one))
              expect({ one, named: named.has(one) }).toBe('right')
          expect(chain.gaps.length).toBeLessThanOrEqual(GAPS_KEPT)
          chain.gaps.slice(1).forEach(({ from }, i) => {
            if (from <= (chain.gaps[i]?.to ?? 0) + 1) expect(chain.gaps).toBe('apart')
          })
          if (isMerged) merges += 1
        }
        // What is still named came before: sent again in order, it closes what was put together.
        for (const n of numbersOf(chain)) {
          expect(linkOf(chain, statement(n))).toEqual({ kind: 'fills' })
          chain = linked(chain, statement(n))
        }
        expect(chain.gaps).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(merges).toBeGreaterThan(0)
  })

  test('over so many gaps the two oldest become one, and the late ones still come', () => {
    const odd = Array.from({ length: GAPS_KEPT + 2 }, (_, i) => statement(2 * i + 1))
    const chain = odd.reduce(linked, NO_CHAIN)
    expect(chain.gaps).toHaveLength(GAPS_KEPT)
    expect(chain.gaps[0]).toEqual({ from: 2, to: 4, next: hash(4), merged: true })
    expect(linkOf(chain, statement(2))).toEqual({ kind: 'fills' })
    expect(linkOf(chain, statement(4))).toEqual({ kind: 'fills' })
    expect(linkOf(chain, statement(4, { hash: hash(4, 9) }))).toMatchObject({ kind: 'fork' })
    // Number 3 was taken: the same again fills, another one is a fork.
    expect(linkOf(chain, statement(3))).toEqual({ kind: 'fills' })
    expect(linkOf(chain, statement(3, { hash: hash(3, 9) }))).toMatchObject({ kind: 'fork' })
    expect(linked(chain, statement(3)).gaps).toEqual(chain.gaps)
    expect(linked(chain, statement(4)).gaps[0]).toMatchObject({ from: 2, to: 3, next: hash(3) })
  })

  test('that someone changed is found at once where its neighbour came, and by the next one otherwise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), (forged) => {
        let chain = upTo(forged - 1)
        const forgery = statement(forged, { hash: hash(forged, 9) })
        expect(linkOf(chain, forgery)).toEqual({ kind: 'next' })
        chain = linked(chain, forgery)
        expect(linkOf(chain, statement(forged + 1))).toMatchObject({ kind: 'fork' })
        expect(linkOf(chain, statement(forged))).toMatchObject({ kind: 'fork' })
      }),
    )
  })
})

const apply = (state: ObserveState, drafts: readonly Draft[], atMs: number): ObserveState =>
  drafts.reduce(
    (s, draft, index) =>
      evolve(s, { ...draft, index, atMs, actor: null, label: null } as unknown as Entry),
    state,
  )
const raisedBy = (sent: { readonly raised: readonly Draft[] }): readonly unknown[] =>
  sent.raised.map(({ payload }) => payload)

describe('a signed batch', () => {
  const source: Source = {
    id: 's',
    title: 'S',
    nation: 'XAA',
    kind: 'acoustic',
    reachM: {},
    detection: { pd: 1, falseReport: 0, basis: 'test' },
    group: 's',
    keys: [
      { keyId: 'a1'.repeat(32), publicKey: 'b2'.repeat(32), fromMs: NOW - 1_000, revokedMs: null },
    ],
  }
  const start: ObserveState = { ...initial, sources: new Map([['s', source]]) }
  const prepared = (n: number): Prepared => ({
    root: hash(n, 7),
    rows: [{ index: 0, id: hash(n, 5), fromMs: 0, source: 's', fault: null }],
    malformed: [],
  })
  function send(state: ObserveState, n: number, signed: SignedStatement, nowMs = NOW) {
    const memory = { has: () => false, answerOf: () => undefined }
    const decided = decideBatch(state, prepared(n), { nowMs, memory, signed })
    const batch: readonly Draft[] =
      decided.entry === null
        ? []
        : [
            {
              kind: 'observe.batch-accepted',
              payload: { ...decided.entry, observations: [] } as unknown as Json,
              refs: [],
            },
          ]
    return { ...decided, state: apply(state, [...decided.raised, ...batch], nowMs) }
  }

  test('is raised for its gap however much was raised before', () => {
    let state = start
    for (let n = 1; n <= 2 * RAISED_MAX + 100; n += 1) {
      const sent = send(state, 2 * n, statement(2 * n))
      expect(raisedBy(sent)).toMatchObject([{ kind: 'gap', sequence: 2 * n }])
      expect(sent.entry).not.toBeNull()
      state = sent.state
    }
    expect(state.chains.get('s')?.raised).toEqual(new Set())
    const last = 4 * RAISED_MAX + 200
    const forked = send(state, 1, statement(last, { hash: hash(1, 9), root: hash(1, 7) }))
    expect(raisedBy(forked)).toMatchObject([{ kind: 'fork', sequence: last }])
  })

  test('that is old is raised once an hour whatever its number, and silences nothing else', () => {
    const old = STATEMENTS_KEPT + 44
    const chains = new Map([['s', upTo(old + STATEMENTS_KEPT)]])
    let state: ObserveState = { ...start, chains }
    const replay = (n: number, nowMs: number) => {
      const sent = send(state, n, statement(n), nowMs)
      expect(sent.refused).toMatch(/^replay: /)
      state = sent.state
      return sent.raised.length
    }
    expect(replay(1, NOW)).toBe(1)
    for (let n = 1; n <= old; n += 1) expect(replay(n, NOW + n)).toBe(0)
    expect(replay(1, NOW + REPLAY_RAISED_MS - 1)).toBe(0)
    expect(replay(1, NOW + REPLAY_RAISED_MS)).toBe(1)
    expect(state.chains.get('s')).toMatchObject({
      replayRaisedMs: NOW + REPLAY_RAISED_MS,
      raised: new Set(['replay 1']),
    })
    // A clock that ran ahead and was put right does not silence them.
    expect(replay(2, NOW)).toBe(1)
    const forked = statement(old + STATEMENTS_KEPT, { hash: hash(1, 9), root: hash(1, 7) })
    expect(raisedBy(send(state, 1, forked))).toMatchObject([{ kind: 'fork' }])
  })

  test('that forks is raised where its mark is not among the latest, whatever was raised before', () => {
    let chain = raisedOn(NO_CHAIN, { kind: 'replay', sequence: 1, atMs: NOW })
    for (let n = 1; n <= 3 * RAISED_MAX; n += 1) {
      const fork = { kind: 'fork', sequence: n, atMs: NOW } as const
      expect(isRaised(chain, fork)).toBe(false)
      chain = raisedOn(chain, fork)
      expect(isRaised(chain, fork)).toBe(true)
      expect(chain.raised.size).toBeLessThanOrEqual(RAISED_MAX + 1)
    }
    expect(isRaised(chain, { kind: 'fork', sequence: 2 * RAISED_MAX + 1, atMs: NOW })).toBe(true)
    expect(isRaised(chain, { kind: 'fork', sequence: 2 * RAISED_MAX, atMs: NOW })).toBe(false)
    expect(chain.raised.has('replay 1')).toBe(true)
  })

  test('come again inside a merged range records nothing; at its ends it takes its place once', () => {
    const odd = Array.from({ length: GAPS_KEPT + 3 }, (_, i) => statement(2 * i + 1))
    const state = { ...start, chains: new Map([['s', odd.reduce(linked, NO_CHAIN)]]) }
    const again = (from: ObserveState, n: number) => {
      const stored = { batch: hash(n, 7), accepted: 1, rejected: [] }
      const memory = { has: () => true, answerOf: () => stored }
      return decideBatch(from, prepared(n), { nowMs: NOW, memory, signed: statement(n) })
    }
    // The range is 2 to 6, of which 3 and 5 were taken.
    expect(again(state, 3)).toMatchObject({ entry: null, raised: [], answer: { accepted: 1 } })
    expect(send(state, 4, statement(4))).toMatchObject({ raised: [], answer: { accepted: 1 } })
    const shorter = send(state, 2, statement(2)).state
    const { entry, answer, raised } = again(shorter, 3)
    expect(entry).not.toBeNull()
    expect(raised).toEqual([])
    expect(answer).toMatchObject({ accepted: 0, rejected: [{ reason: 'duplicate' }] })
  })

  test('takes its place; a gap is raised once and what follows it is taken', () => {
    const first = send(start, 1, statement(1))
    expect(first).toMatchObject({ raised: [], answer: { accepted: 1 } })
    const fourth = send(first.state, 4, statement(4))
    expect(fourth).toMatchObject({
      answer: { accepted: 1 },
      raised: [
        {
          kind: 'observe.chain-broken',
          payload: { kind: 'gap', why: 'statements 2 to 3 did not come' },
        },
      ],
    })
    expect(fourth.state.chains.get('s')?.gaps).toEqual([{ from: 2, to: 3, next: hash(3) }])
    expect(send(fourth.state, 3, statement(3))).toMatchObject({
      raised: [],
      answer: { accepted: 1 },
    })
  })

  test('that forks is refused, raised once, and changes nothing of the chain', () => {
    const { state } = send(start, 1, statement(1))
    const forked = send(state, 9, statement(1, { hash: hash(1, 9), root: hash(9, 7) }))
    expect(forked).toMatchObject({
      refused: expect.stringMatching(/^fork: /),
      answer: { accepted: 0 },
      raised: [{ payload: { kind: 'fork', sequence: 1 } }],
    })
    const again = send(forked.state, 9, statement(1, { hash: hash(1, 9), root: hash(9, 7) }))
    expect(again).toMatchObject({ refused: expect.stringMatching(/^fork: /), raised: [] })
    expect(again.state.chains.get('s')?.hashes).toEqual(state.chains.get('s')?.hashes)
  })

  test.each([
    ['an unknown key', statement(1, { keyId: 'cc'.repeat(32) }), /not enrolled/],
    ['a key that is not in force yet', statement(1, { signedAtMs: NOW - 2_000 }), /from .* only/],
    [
      'other rows than were signed',
      statement(1, { root: hash(2, 7) }),
      /the rows that came with it/,
    ],
    ['a source that is not registered', statement(1, { source: 'x' }), /not in the registry/],
  ])('with %s is refused', (_, signed, why) => {
    expect(send(start, 1, signed)).toMatchObject({
      refused: expect.stringMatching(why),
      raised: [],
    })
  })

  test('with a revoked key is refused even where it claims to be older than the revocation', () => {
    const keys = source.keys?.map((key) => ({ ...key, revokedMs: NOW - 10 })) ?? []
    const state = { ...start, sources: new Map([['s', { ...source, keys }]]) }
    expect(send(state, 1, statement(1, { signedAtMs: NOW - 500 }))).toMatchObject({
      refused: expect.stringContaining('was revoked'),
    })
  })

  test('whose rows were dropped on the way keeps its place, and says so', () => {
    const dropped: Prepared = { root: hash(0), rows: [], malformed: [], dropped: 40 }
    const memory = { has: () => false, answerOf: () => undefined }
    const signed = statement(1)
    const { entry, answer } = decideBatch(start, dropped, { nowMs: NOW, memory, signed })
    expect(entry).toMatchObject({ root: signed.root, received: 0, dropped: 40, signed })
    expect(answer).toEqual({ batch: signed.root, accepted: 0, rejected: [] })
    expect(decideBatch(start, dropped, { nowMs: NOW, memory }).entry).toBeNull()
  })

  test('that brings rows of another source has those rejected', () => {
    const mixed = {
      ...prepared(1),
      rows: [
        ...prepared(1).rows,
        { index: 1, id: hash(2, 5), fromMs: 0, source: 't', fault: null },
      ],
    }
    const memory = { has: () => false, answerOf: () => undefined }
    const { answer } = decideBatch(
      { ...start, sources: new Map([...start.sources, ['t', { ...source, id: 't' }]]) },
      mixed,
      { nowMs: NOW, memory, signed: statement(1) },
    )
    expect(answer).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, reason: expect.stringContaining('sign it by itself') }],
    })
  })
})
