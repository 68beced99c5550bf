/**
 * Goal: excuses that count only together are held, not held or open as their parts are, and what is announced bounds them
 * rightly; nothing of it changes a candidate's figure. Method: total tables of the two ways of joining; random trees against
 * a plain reference that settles every open point both ways; random places of announcements, whose true cover must lie in
 * the bounds; the whole way through an evaluation.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { distanceM, frameAt, supportPositions } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { DAY_MS } from '../../units/index.ts'
import { BARE, EMPTY_STANDING, compileAgreement, evaluateEvent } from '../index.ts'
import type { Agreement, Condition, Excuse, Notification, Provision } from '../index.ts'
import { boundsTogether, heldTogether } from './excuses.ts'

type Held = Condition['held']
const HELD: readonly Held[] = ['yes', 'no', 'undecided']

describe('joining', () => {
  const TABLE: Readonly<
    Record<'all' | 'any', Readonly<Record<Held, Readonly<Record<Held, Held>>>>>
  > = {
    all: {
      yes: { yes: 'yes', no: 'no', undecided: 'undecided' },
      no: { yes: 'no', no: 'no', undecided: 'no' },
      undecided: { yes: 'undecided', no: 'no', undecided: 'undecided' },
    },
    any: {
      yes: { yes: 'yes', no: 'yes', undecided: 'yes' },
      no: { yes: 'yes', no: 'no', undecided: 'undecided' },
      undecided: { yes: 'yes', no: 'undecided', undecided: 'undecided' },
    },
  }
  test.each(['all', 'any'] as const)('%s of two, every pair', (how) => {
    for (const a of HELD)
      for (const b of HELD)
        expect([a, b, heldTogether(how, [a, b])]).toEqual([a, b, TABLE[how][a][b]])
  })

  const tree = fc.letrec<{ node: Tree }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...HELD),
      fc.record({
        how: fc.constantFrom('all', 'any'),
        of: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  })).node
  const joined = (one: Tree): Held =>
    typeof one === 'string' ? one : heldTogether(one.how, one.of.map(joined))

  test('whatever the tree: yes or no only if every way of settling what is open agrees', () => {
    fc.assert(
      fc.property(tree, (one) => {
        const open = countOpen(one)
        fc.pre(open <= 8)
        const outcomes = new Set(
          Array.from({ length: 1 << open }, (_, bits) => {
            let next = 0
            const settled = (node: Tree): boolean => {
              if (node === 'undecided') {
                next += 1
                return ((bits >> (next - 1)) & 1) === 1
              }
              if (typeof node === 'string') return node === 'yes'
              const all = node.of.map(settled)
              return node.how === 'all' ? all.every(Boolean) : all.some(Boolean)
            }
            return settled(one)
          }),
        )
        const plain = outcomes.size === 2 ? 'undecided' : outcomes.has(true) ? 'yes' : 'no'
        expect(joined(one)).toBe(plain)
      }),
      { numRuns: 500 },
    )
  })

  test('bounds hold whatever the parts have in common, and are reached', () => {
    expect(boundsTogether('all', [sure(0.7), sure(0.6)])).toEqual({
      least: expect.closeTo(0.3),
      most: 0.6,
    })
    expect(boundsTogether('any', [sure(0.7), sure(0.6)])).toEqual({ least: 0.7, most: 1 })
    expect(boundsTogether('all', [sure(1), { least: 0, most: 1 }])).toEqual({ least: 0, most: 1 })
    fc.assert(
      fc.property(
        fc.constantFrom('all' as const, 'any' as const),
        fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (how, sets) => {
          const { least, most } = boundsTogether(
            how,
            sets.map((set) => sure(share(set))),
          )
          const together = Array.from({ length: 12 }, (_, i) =>
            how === 'all' ? sets.every((set) => set[i]) : sets.some((set) => set[i]),
          )
          expect(share(together)).toBeGreaterThanOrEqual(least - 1e-12)
          expect(share(together)).toBeLessThanOrEqual(most + 1e-12)
        },
      ),
      { numRuns: 500 },
    )
  })
})

type Tree = Held | { readonly how: 'all' | 'any'; readonly of: readonly Tree[] }
const countOpen = (one: Tree): number =>
  typeof one === 'string'
    ? Number(one === 'undecided')
    : one.of.reduce((sum, node) => sum + countOpen(node), 0)
const share = (list: readonly boolean[]): number => list.filter(Boolean).length / list.length
const sure = (part: number): { least: number; most: number } => ({ least: part, most: part })

const V1 = 1_000 * DAY_MS
const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const east = (eastM: number): Position =>
  frameAt({ lonDeg: 38, latDeg: 48 }).toPosition({ eastM, northM: 0 })
const rule = (id: string): Agreement['notified'][number] => ({
  id,
  title: id,
  activity: 'exercise',
  noticeMs: DAY_MS,
  to: 'both',
  says: [],
  explains: ['explosion'],
  source: 's',
})
const agreementWith = (unless: readonly Excuse[]): Agreement => ({
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: V1, source: 's' }],
  lines: [{ id: 'first', title: 'f', line: { vertices: [east(-1), east(1)] }, basis }],
  linesOfContact: [{ line: 'first', fromMs: V1 }],
  zones: [],
  notified: [rule('r1'), rule('r2')],
  provisions: [
    {
      clause: 'C',
      title: 'C',
      source: 's',
      sinceVersion: 'v1',
      act: { kinds: [], phases: [] },
      unless,
    } satisfies Provision,
  ],
  obligations: [],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
})
const event: Event = {
  id: 'e',
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: { fromMs: V1 + DAY_MS, toMs: V1 + DAY_MS },
  estimate: {
    position: east(0),
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
    support: Array.from({ length: 10 }, (_, i) => ({ eastM: 1_000 * i, northM: 0 })),
  },
  probability: 0.8,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
}
/** A notification under a rule that covers the points from one kilometre to another. */
const covers = (
  ruleId: string,
  fromKm: number,
  toKm: number,
  more: Partial<Notification> = {},
): Notification => ({
  id: `N-${ruleId}`,
  rule: ruleId,
  party: 'A',
  title: ruleId,
  fromMs: V1,
  toMs: V1 + 2 * DAY_MS,
  place: { position: east(500 * (fromKm + toKm)), radiusM: 500 * (toKm - fromKm) + 100 },
  announcedMs: V1 - DAY_MS,
  late: false,
  withdrawn: false,
  entry: 1,
  ...more,
})
const both: Excuse = {
  id: 'both',
  title: 'it was both',
  all: [
    { id: 'one', title: 'the first', notified: 'r1' },
    { id: 'two', title: 'the second', notified: 'r2' },
  ],
}
const person: Excuse = {
  id: 'reply',
  title: 'it was return fire',
  all: [
    { id: 'aimed', title: 'at what fired' },
    { id: 'told', title: 'and reported', notified: 'r1' },
  ],
}
const conditionsOf = (
  unless: readonly Excuse[],
  notified: readonly Notification[],
): readonly Condition[] => {
  const [found] = evaluateEvent(agreementWith(unless), event, {
    standing: { ...EMPTY_STANDING, notified },
  })
  expect(found?.probability).toBe(0.8)
  return (found?.conditions ?? []).filter(({ condition }) => condition === 'exception')
}
const told = (list: readonly Condition[]): unknown[] =>
  list.map(({ held, probability }) => [held, probability])

describe('a candidate', () => {
  test('one announcement of two that are needed together excuses nothing; both do', () => {
    expect(told(conditionsOf([both], [covers('r1', 0, 9)]))).toEqual([
      ['undecided', null],
      ['yes', 1],
      ['undecided', null],
    ])
    expect(told(conditionsOf([both], [covers('r1', 0, 9), covers('r2', 0, 9)]))).toEqual([
      ['yes', 1],
      ['yes', 1],
      ['yes', 1],
    ])
  })

  test('each part follows its whole, names it, and says what is open', () => {
    const list = conditionsOf([person, { id: 'other', title: 'another' }], [covers('r1', 0, 6)])
    expect(list.map(({ parts, within }) => [parts, within])).toEqual([
      ['all', undefined],
      [undefined, 'reply'],
      [undefined, 'reply'],
      [undefined, undefined],
    ])
    expect(list[0]?.because).toBe(
      'reply: it was return fire; it takes all 2 together; aimed, told open; ' +
        'what was announced covers 0 % to 70 % of its place; a person decides',
    )
    const anyOf: Excuse = { id: 'either', title: 'either', any: [...(both.all ?? [])] }
    expect(conditionsOf([anyOf], [covers('r2', 0, 9)])[0]).toEqual({
      condition: 'exception',
      held: 'yes',
      probability: 1,
      because:
        'either: either; it takes any one of 2; held: two; what was announced covers 100 % of its place; a person decides',
      parts: 'any',
    })
  })

  test('what came late bounds from above only', () => {
    const late = conditionsOf([both], [covers('r1', 0, 9, { late: true }), covers('r2', 0, 6)])
    expect(late[0]?.because).toContain('covers 0 % to 70 %')
  })

  test('random covers: the share that both truly cover lies in the bounds that are told', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(9), (a, b, c, d) => {
        const [from1, to1, from2, to2] = [
          Math.min(a, b),
          Math.max(a, b),
          Math.min(c, d),
          Math.max(c, d),
        ]
        const [own] = conditionsOf([both], [covers('r1', from1, to1), covers('r2', from2, to2)])
        const shared = Array.from({ length: 10 }, (_, i) => i).filter(
          (i) => i >= Math.max(from1, from2) && i <= Math.min(to1, to2),
        ).length
        const [least = 0, most = 100] = /covers (?:(\d+) % to )?(\d+) %/
          .exec(own?.because ?? '')
          ?.slice(1)
          .map((one, i, all) => Number(one ?? all[1 - i])) ?? [0, 100]
        expect(10 * shared).toBeGreaterThanOrEqual(least)
        expect(10 * shared).toBeLessThanOrEqual(most)
        expect(own?.held === 'yes').toBe(from1 === 0 && to1 === 9 && from2 === 0 && to2 === 9)
      }),
      { numRuns: 60 },
    )
  })

  test('the fast evaluation raises the same with excuses and without', () => {
    const standing = { ...EMPTY_STANDING, notified: [covers('r1', 0, 9), covers('r2', 0, 9)] }
    const screened = (unless: readonly Excuse[]): unknown =>
      compileAgreement(agreementWith(unless)).screen(event, { standing })
    expect(screened([both, person])).toEqual(screened([]))
  })
})

/** A tree of excuses whose points are for people or name a rule. */
const excuses = fc.letrec<{ node: Excuse }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    fc.record({ id: fc.constant(''), title: fc.constant('t') }),
    fc.record({
      id: fc.constant(''),
      title: fc.constant('t'),
      notified: fc.constantFrom('r1', 'r2'),
    }),
    fc
      .tuple(fc.boolean(), fc.array(tie('node'), { minLength: 2, maxLength: 3 }))
      .map(([isAll, of]): Excuse =>
        isAll ? { id: '', title: 't', all: of } : { id: '', title: 't', any: of },
      ),
  ),
})).node
const announced = fc.record({
  rule: fc.constantFrom('r1', 'r2'),
  fromKm: fc.constantFrom(0, 0, 4),
  toKm: fc.constantFrom(9, 9, 9, 5),
  late: fc.constantFrom(false, false, true),
  withdrawn: fc.constantFrom(false, false, true),
})

/** The same read plainly: what each point is, and then each group, with no bounds and no sentences. */
function plainHeld(excuse: Excuse, notified: readonly Notification[]): Held {
  const members = excuse.all ?? excuse.any
  if (members === undefined) {
    const isHeld = notified.some(
      (one) =>
        one.rule === excuse.notified &&
        !one.late &&
        !one.withdrawn &&
        supportPositions(event.estimate as NonNullable<Event['estimate']>).every(
          (point) => distanceM(one.place.position, point) < one.place.radiusM,
        ),
    )
    return isHeld ? 'yes' : 'undecided'
  }
  const each = members.map((one) => plainHeld(one, notified))
  const isHeld =
    excuse.all === undefined ? each.includes('yes') : each.every((one) => one === 'yes')
  return isHeld ? 'yes' : 'undecided'
}

test('random trees and announcements: each excuse of a list is held as the plain reading has it', () => {
  const counts = new Map<Held, number>()
  fc.assert(
    fc.property(
      fc.array(excuses, { minLength: 1, maxLength: 3 }),
      fc.array(announced, { maxLength: 4 }),
      (unless, list) => {
        const notified = list.map(({ rule: id, fromKm, toKm, late, withdrawn }) =>
          covers(id, fromKm, toKm, { late, withdrawn }),
        )
        const own = conditionsOf(unless, notified).filter(({ within }) => within === undefined)
        expect(own.map(({ held }) => held)).toEqual(unless.map((one) => plainHeld(one, notified)))
        for (const { held } of own) counts.set(held, (counts.get(held) ?? 0) + 1)
      },
    ),
    { numRuns: 150 },
  )
  expect(Math.min(counts.get('yes') ?? 0, counts.get('undecided') ?? 0)).toBeGreaterThan(20)
})
