/**
 * Goal: nobody between a source and the record leaves a batch out, puts one in or changes one without a mark.
 * Method: a sender with a true chain, a carrier that loses, reorders, repeats and forges; a model that knows what was
 * done says what must be seen.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft, Entry, Json } from '../evidence/index.ts'
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
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), (order) => {
        let chain = NO_CHAIN
        const came = new Set<number>()
        for (const n of order) {
          const link = linkOf(chain, statement(n))
          expect(['next', 'gap', 'fills']).toContain(link.kind)
          chain = linked(chain, statement(n))
          came.add(n)
          const missing = chain.gaps.flatMap(({ from, to }) =>
            Array.from({ length: to - from + 1 }, (_, i) => from + i),
          )
          const wanted = Array.from({ length: chain.head }, (_, i) => i + 1)
          expect(new Set(missing)).toEqual(new Set(wanted.filter((one) => !came.has(one))))
        }
      }),
      { numRuns: 500 },
    )
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
    rows: [{ index: 0, id: hash(n, 5), source: 's', fault: null }],
    malformed: [],
  })
  const apply = (state: ObserveState, drafts: readonly Draft[]): ObserveState =>
    drafts.reduce(
      (s, draft, index) =>
        evolve(s, { ...draft, index, atMs: NOW, actor: null, label: null } as unknown as Entry),
      state,
    )
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
    return { ...decided, state: apply(state, [...decided.raised, ...batch]) }
  }

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
      rows: [...prepared(1).rows, { index: 1, id: hash(2, 5), source: 't', fault: null }],
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
