/**
 * Goal: the life of the what-if of Paris is what its head says: a freeze that ends on day 30 unless it is renewed, three
 * gates that no other opens, fighting that closes all, an amendment, duties that run from phases. Method: tables of
 * declared facts; the same event a millisecond about each boundary.
 */
import { readFileSync } from 'node:fs'
import {
  EMPTY_STANDING,
  dueObligations,
  evaluateEvent,
  gatesAt,
  lineOfContactAt,
  phaseSpans,
  phasesAt,
  versionAt,
} from '@holdfast/core/agreement'
import type { Agreement, Standing } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { distanceM, frameAt, sideOf } from '@holdfast/core/geo'
import { DAY_MS, isRefused, parseInstant } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readAgreement } from './index.ts'

const path = new URL('../../../../data/agreements/paris-2026.yaml', import.meta.url)
const read = readAgreement(readFileSync(path, 'utf8'), 'paris-2026.yaml')
if (isRefused(read)) throw new Error(read.refused)
const paris: Agreement = read.agreement
const H = parseInstant('2026-02-01T06:00:00Z') ?? Number.NaN
const day = (n: number): number => H + n * DAY_MS

/** Facts, each from a day after the H-hour, and until one where it ended. */
const declared = (...facts: readonly (readonly [string, number, number?])[]): Standing => ({
  ...EMPTY_STANDING,
  facts: facts.map(([fact, from, until], entry) => ({
    fact,
    fromMs: day(from),
    untilMs: until === undefined ? null : day(until),
    entry,
  })),
})

const place = { lonDeg: 36.4, latDeg: 47.78 }
const at = (position: typeof place): NonNullable<Event['estimate']> => ({
  position,
  covarianceM2: { ee: 1, en: 0, nn: 1 },
  ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
  support: [{ eastM: 0, northM: 0 }],
})
const event = (kind: string, atMs: number): Event => ({
  id: 'e',
  revision: 1,
  kind,
  phase: 'undetermined',
  observed: { fromMs: atMs, toMs: atMs },
  estimate: {
    position: place,
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
    support: [frameAt(place).toOffset(place)],
  },
  probability: 0.9,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
})
const clauses = (kind: string, atMs: number, standing: Standing): string[] =>
  evaluateEvent(paris, event(kind, atMs), { standing }).map(({ clause }) => clause)
const isFireBound = (atMs: number, standing: Standing): boolean =>
  clauses('burst', atMs, standing).includes('F-1')

describe('the freeze', () => {
  const renewed = declared(['freeze-renewed', 20])
  const table: readonly (readonly [string, Standing, number, boolean])[] = [
    ['a millisecond before the H-hour', EMPTY_STANDING, H - 1, false],
    ['at the H-hour', EMPTY_STANDING, H, true],
    ['a millisecond before day 30', EMPTY_STANDING, day(30) - 1, true],
    ['on day 30, not renewed', EMPTY_STANDING, day(30), false],
    ['on day 30, renewed on day 20', renewed, day(30), true],
    ['a millisecond before day 60, renewed once', renewed, day(60) - 1, true],
    ['on day 60, renewed once', renewed, day(60), false],
    ['renewed only when it was over', declared(['freeze-renewed', 30]), day(31), false],
    ['followed by a ceasefire on day 25', declared(['ceasefire-established', 25]), day(31), true],
    ['fighting goes on from day 10', declared(['fighting-goes-on', 10]), day(11), false],
  ]
  test.each(table)('%s', (_, standing, atMs, isBound) => {
    expect(isFireBound(atMs, standing)).toBe(isBound)
  })

  test('what protects people binds before, in and after it, as long as the text is in force', () => {
    for (const atMs of [H, day(29), day(30), day(300)])
      expect(clauses('C.MISSION', atMs, EMPTY_STANDING)).toEqual(['C-1'])
    expect(clauses('C.MISSION', H - 1, EMPTY_STANDING)).toEqual([])
  })
})

describe('phases follow each other by what people declare', () => {
  const standing = declared(['ceasefire-established', 25], ['hostilities-ended', 200])

  test('freeze, ceasefire, stabilisation', () => {
    expect(phaseSpans(paris, standing)).toEqual([
      { phase: 'freeze', fromMs: H, toMs: day(25) },
      { phase: 'ceasefire', fromMs: day(25), toMs: day(200) },
      { phase: 'stabilisation', fromMs: day(200), toMs: null },
    ])
  })

  test('heavy weapons are bound from the ceasefire on', () => {
    const missing = [24, 25, 250].map((n) => clauses('P.STORAGE.MISSING', day(n), standing))
    expect(missing).toEqual([[], ['W-9'], ['W-9']])
  })

  test('fighting ends every phase, and its end revives none', () => {
    const broken = declared(['ceasefire-established', 25], ['fighting-goes-on', 40, 50])
    expect(phasesAt(paris, broken, day(39))).toEqual(['ceasefire'])
    for (const n of [40, 49, 50, 90]) expect(phasesAt(paris, broken, day(n))).toEqual([])
  })
})

const open = (standing: Standing): string[] =>
  gatesAt(paris, standing, day(100))
    .filter(({ isOpen }) => isOpen)
    .map(({ gate }) => gate)

describe('deployment gates', () => {
  const ALL = ['ceasefire-established', 'peace-deal-concluded', 'hostilities-ended'] as const
  const GATES = ['after-ceasefire', 'after-peace-deal', 'after-hostilities'] as const
  test('none is open by itself', () => {
    expect(open(EMPTY_STANDING)).toEqual([])
    expect(paris.gates.map(({ id }) => id)).toEqual([...GATES])
  })

  test.each(ALL.map((fact, i) => [fact, GATES[i]] as const))(
    '%s opens its own gate and no other',
    (fact, gate) => {
      expect(open(declared([fact, 90]))).toEqual([gate])
      expect(open(declared([fact, 101]))).toEqual([])
    },
  )

  test('all three facts open all three', () => {
    expect(open(declared(...ALL.map((fact) => [fact, 90] as const)))).toEqual([...GATES])
  })

  test('the end of fighting opens none again: a fact must be declared anew', () => {
    const opened = ALL.map((fact) => [fact, 80] as const)
    const fought = ['fighting-goes-on', 85, 95] as const
    expect(open(declared(...opened, fought))).toEqual([])
    expect(open(declared(...opened, fought, ['ceasefire-established', 96]))).toEqual([GATES[0]])
  })

  test('while fighting goes on none is open, whatever else holds', () => {
    for (let mask = 0; mask < 8; mask += 1) {
      const facts = ALL.filter((_, i) => (mask >> i) % 2 === 1)
      const standing = declared(...facts.map((fact) => [fact, 90] as const), [
        'fighting-goes-on',
        99,
      ] as const)
      expect(open(standing), facts.join()).toEqual([])
      expect(
        gatesAt(paris, standing, day(100)).every(({ barredBy }) => barredBy.length === 1),
      ).toBe(true)
    }
  })
})

/** The clauses that an event of a kind raises, each with its version. */
const told = (kind: string, atMs: number, standing: Standing): string[] =>
  evaluateEvent(paris, event(kind, atMs), { standing }).map(
    ({ clause, agreementVersion }) => `${clause} of ${agreementVersion}`,
  )
const ESTABLISHED = declared(['ceasefire-established', 25])

describe('versions', () => {
  const REVIEW = parseInstant('2026-06-01T06:00:00Z') ?? Number.NaN
  test('each begins with its instant', () => {
    expect([H - 1, H, REVIEW - 1, REVIEW].map((atMs) => versionAt(paris, atMs)?.id)).toEqual([
      undefined,
      'h-hour',
      'h-hour',
      'review-1',
    ])
  })

  test('the review replaces the rule on drones, and a candidate names the version', () => {
    expect(told('A.UAV', REVIEW - 1, ESTABLISHED)).toEqual(['U-1 of h-hour'])
    expect(told('A.UAV', REVIEW, ESTABLISHED)).toEqual(['U-2 of review-1'])
  })

  test('the survey moves the line in the drained reservoir, once towards each party', () => {
    const lower = { lonDeg: 33.63, latDeg: 46.95 }
    const upper = { lonDeg: 34.25, latDeg: 47.525 }
    const sides = (atMs: number): string[] =>
      [lower, upper].map((point) => sideOf(lineOfContactAt(paris, atMs).line, point))
    expect(sides(REVIEW - 1)).toEqual(['right', 'left'])
    expect(sides(REVIEW)).toEqual(['left', 'right'])
  })

  test('the line of contact has two shapes in time, between 1,000 and 1,200 km long', () => {
    expect(paris.linesOfContact.map(({ fromMs }) => fromMs)).toEqual([H, REVIEW])
    for (const { line } of paris.lines) {
      const lengthM = line.vertices.reduce((sum, vertex, i) => {
        const before = line.vertices[i - 1]
        return before === undefined ? sum : sum + distanceM(before, vertex)
      }, 0)
      expect(lengthM).toBeGreaterThan(1_000_000)
      expect(lengthM).toBeLessThan(1_200_000)
    }
  })
})

/** Each clause that takes time, the duty after which it binds, an event of it, and the day on which both begin. */
const TIMED: readonly (readonly [
  clause: string,
  duty: string,
  one: Partial<Event>,
  day: number,
])[] = [
  [
    'W-1',
    'W-D-15',
    { phase: 'outgoing', weapon: { term: 'tank', class: 'tank', calibreMm: 125 } },
    32,
  ],
  [
    'W-4',
    'W-D-35',
    { phase: 'outgoing', weapon: { term: 'gun', class: 'artillery', calibreMm: 122 } },
    39,
  ],
  [
    'W-7',
    'W-D-70',
    { phase: 'outgoing', weapon: { term: 'rockets', class: 'mlrs', calibreMm: 300 } },
    46,
  ],
  ['W-8', 'W-D-settlements', { kind: 'P.SETTLEMENT' }, 7],
  ['W-10', 'I-strength', { kind: 'P.FORCE.LIMIT' }, 55],
  [
    'Z-south',
    'Z-D',
    { kind: 'P.DISENG.PRESENCE', estimate: at({ lonDeg: 35.3, latDeg: 47.4 }) },
    39,
  ],
  [
    'E-centre',
    'E-D',
    { kind: 'P.DISENG.PRESENCE', estimate: at({ lonDeg: 36.6, latDeg: 47.8 }) },
    39,
  ],
]

describe('what takes time binds from the day on which its duty is due', () => {
  test.each(TIMED)('%s with %s', (clause, duty, one, n) => {
    const raises = (ms: number): boolean =>
      evaluateEvent(
        paris,
        { ...event('explosion', ms), ...one },
        { standing: declared(['ceasefire-established', 25]) },
      ).some((found) => found.clause === clause)
    expect([day(n) - 1, day(n)].map(raises)).toEqual([false, true])
    const due = (ms: number): boolean =>
      dueObligations(paris, declared(['ceasefire-established', 25]), ms).some(
        (found) => found.clause === duty,
      )
    expect([day(n) - 1, day(n)].map(due)).toEqual([false, true])
  })

  test('a ceasefire that is established anew gives the time to withdraw anew', () => {
    const again = declared(
      ['ceasefire-established', 25, 50],
      ['fighting-goes-on', 50, 60],
      ['ceasefire-established', 60],
    )
    const tank = {
      phase: 'outgoing',
      weapon: { term: 'tank', class: 'tank', calibreMm: 125 },
    } as const
    const bound = [49, 55, 61, 67].map((n) =>
      evaluateEvent(paris, { ...event('explosion', day(n)), ...tank }, { standing: again }).some(
        (found) => found.clause === 'W-1',
      ),
    )
    expect(bound).toEqual([true, false, false, true])
  })
})

describe('duties run from phases', () => {
  const standing = declared(['ceasefire-established', 25], ['hostilities-ended', 200])
  const due = (atMs: number, which: Standing = standing): string[] =>
    dueObligations(paris, which, atMs).map(({ clause }) => clause)
  const FIRST: readonly (readonly [string, number])[] = [
    ['I-contacts', 1],
    ['I-hotline', 1],
    ['I-inventory', 10],
    ['I-minefields', 20],
    ['W-D-settlements', 7],
    ['W-D-15', 32],
    ['Z-D', 39],
    ['E-D', 39],
    ['W-D-35', 39],
    ['W-D-70', 46],
    ['I-discipline', 55],
    ['I-strength', 55],
    ['I-update', 205],
    ['I-demining', 290],
    ['I-review', 380],
  ]

  test.each(FIRST)('%s is due on day %i and not before', (clause, n) => {
    expect(due(day(n) - 1)).not.toContain(clause)
    expect(due(day(n))).toContain(clause)
  })

  test('no duty is left out', () => {
    expect(FIRST.map(([clause]) => clause).toSorted()).toEqual(
      paris.obligations.map(({ clause }) => clause).toSorted(),
    )
  })

  const times = (clause: string, days: readonly number[]): number[] =>
    days.map((n) => due(day(n)).filter((one) => one === clause).length)

  test('a report recurs, and the hotline is tried every week', () => {
    expect(times('I-discipline', [84, 85])).toEqual([1, 2])
    expect(times('I-hotline', [7, 8])).toEqual([1, 2])
    // It runs from a fact, so that it goes on in the stabilisation, which began on day 200.
    expect(times('I-discipline', [204, 205])).toEqual([5, 6])
  })

  test('what was never entered is never due', () => {
    const never = due(day(29), EMPTY_STANDING)
    expect(
      never.filter((clause) => /^(?:W-D-\d|[ZE]-D)/u.test(clause) || clause === 'I-demining'),
    ).toEqual([])
  })
})
