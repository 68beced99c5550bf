/**
 * Goal: an event is held against the text of its own time, in three values, with honest probabilities. Method: a small
 * agreement on a straight line, a table of clauses × synthetic events, and properties over random events.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { frameAt } from '../../geo/index.ts'
import type { Offset, Polygon, Position } from '../../geo/index.ts'
import type { Weapon, WeaponClass } from '../../observe/index.ts'
import { DAY_MS } from '../../units/index.ts'
import {
  BARE,
  EMPTY_STANDING,
  dueObligations,
  evaluateEvent,
  versionAt,
  zoneProbabilities,
} from '../index.ts'
import type { Agreement, Provision } from '../index.ts'

const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const V1 = 1_000 * DAY_MS
const V2 = 2_000 * DAY_MS
const corner = (lonDeg: number, latDeg: number): Position => ({ lonDeg, latDeg })
const box = (west: number, south: number, east: number, north: number): Polygon => {
  const sw = corner(west, south)
  return { ring: [sw, corner(east, south), corner(east, north), corner(west, north), sw] }
}
const clause = (name: string, more: Partial<Provision>): Provision => ({
  clause: name,
  title: name,
  source: 'test',
  sinceVersion: 'v1',
  act: { kinds: ['explosion', 'salvo', 'P.WEAPON'], phases: ['outgoing'] },
  ...more,
})
// The line of contact runs north along 38° E: A lies west. B measures from a line of its own, 0.1° (7.4 km) farther east.
const meridian = (lonDeg: number): { vertices: Position[] } => ({
  vertices: [
    { lonDeg, latDeg: 46 },
    { lonDeg, latDeg: 50 },
  ],
})
const agreement: Agreement = {
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  linesOfContact: [{ line: 'contact', fromMs: 0 }],
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [
    { id: 'v1', title: 'one', fromMs: V1, source: 's' },
    { id: 'v2', title: 'two', fromMs: V2, source: 's' },
  ],
  lines: [
    { id: 'contact', title: 'c', line: meridian(38), basis },
    { id: 'old', title: 'o', line: meridian(38.1), basis },
  ],
  zones: [
    { id: 'region', title: 'r', kind: 'polygon', polygon: box(36, 46, 40, 50), basis },
    {
      id: 'deep',
      title: 'd',
      kind: 'withdrawal',
      widthM: 50_000,
      lineOf: { A: 'contact', B: 'old' },
      basis,
    },
    { id: 'half', title: 'h', kind: 'polygon', polygon: box(37, 47, 37.5, 49), basis },
  ],
  provisions: [
    clause('FIRE', {
      untilVersion: 'v2',
      zone: 'region',
      act: { kinds: ['explosion', 'burst'], phases: [] },
    }),
    clause('FIRE2', {
      sinceVersion: 'v2',
      zone: 'region',
      act: { kinds: ['explosion'], phases: [] },
      unless: [
        { id: 'ordered', title: 'it was ordered' },
        { id: 'notified', title: 'it was notified' },
      ],
    }),
    clause('MORTAR', { zone: 'deep', weapons: [{ classes: ['mortar'], calibreBelowMm: 121 }] }),
    clause('LONG', {
      zone: 'deep',
      weapons: [
        { classes: ['mlrs'], calibreFromMm: 220 },
        { classes: ['mlrs', 'missile'], terms: ['Tornado-S'] },
      ],
    }),
    clause('ONLY-B', {
      zone: 'deep',
      weapons: [{ classes: ['tank'] }],
      binds: { party: 'B', why: 'for the test' },
      fromMs: V1 + 10 * DAY_MS,
    }),
    clause('HALF', { zone: 'half', weapons: [{ classes: ['tank'] }] }),
  ],
  obligations: [
    {
      clause: 'DUTY',
      title: 'all is withdrawn',
      source: 's',
      due: { kind: 'at', atMs: V1 + 5 * DAY_MS },
      kind: 'withdrawal',
      party: 'both',
    },
  ],
  thresholds: {
    screening: 0.05,
    standards: [{ id: 's', title: 's', from: 0.5, to: 0.9 }],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
}

const here: readonly Offset[] = [{ eastM: 0, northM: 0 }]
const estimate = (position: Position, support = here): Event['estimate'] => ({
  position,
  covarianceM2: { ee: 1, en: 0, nn: 1 },
  ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
  support,
})
const weapon = (weaponClass: WeaponClass, calibreMm: number | null, term = 'as said'): Weapon => ({
  term,
  class: weaponClass,
  calibreMm,
})
const at = (lonDeg: number, latDeg = 48): Event['estimate'] => estimate({ lonDeg, latDeg })
const event = (more: Partial<Event> = {}): Event => ({
  id: 'e1',
  revision: 1,
  kind: 'explosion',
  phase: 'outgoing',
  observed: { fromMs: V1 + 100 * DAY_MS, toMs: V1 + 100 * DAY_MS },
  estimate: at(37.9),
  probability: 0.8,
  count: { n: 1, precision: 'exact' },
  weapon: weapon('smallArms', 8),
  observations: ['o1'],
  ...more,
})
const clauses = (more: Partial<Event>): string[] =>
  evaluateEvent(agreement, event(more)).map(
    (one) =>
      `${one.clause} ${Math.round(one.probability * 100)}${one.undecided.length > 0 ? '?' : ''}`,
  )

const later = { fromMs: V2 + DAY_MS, toMs: V2 + DAY_MS }
const table: readonly [string, Partial<Event>, string[]][] = [
  ['a plain explosion', {}, ['FIRE 80']],
  ['an impact', { phase: 'impact', weapon: weapon('mortar', 82) }, ['FIRE 80']],
  ['an event of a kind that no clause means', { kind: 'flare' }, []],
  ['an event outside the region', { estimate: at(45) }, []],
  ['an event without a place', { estimate: null }, ['FIRE 80?']],
  ['an unlikely event', { probability: 0.04 }, []],
  ['a mortar of 82 mm', { weapon: weapon('mortar', 82) }, ['FIRE 80', 'MORTAR 80']],
  ['a mortar of 120 mm', { weapon: weapon('mortar', 120) }, ['FIRE 80', 'MORTAR 80']],
  ['a mortar of 240 mm', { weapon: weapon('mortar', 240) }, ['FIRE 80']],
  ['a mortar without calibre', { weapon: weapon('mortar', null) }, ['FIRE 80', 'MORTAR 80?']],
  [
    'a mortar, far from the line',
    { weapon: weapon('mortar', 82), estimate: at(37.5) },
    ['FIRE 80'],
  ],
  [
    'B measures from its own line',
    { weapon: weapon('mortar', 82), estimate: at(38.4) },
    ['FIRE 80', 'MORTAR 80'],
  ],
  ['A from the line of contact', { weapon: weapon('mortar', 82), estimate: at(37.6) }, ['FIRE 80']],
  [
    'ground held beyond its own line',
    { weapon: weapon('mortar', 82), estimate: at(38.05) },
    ['FIRE 80', 'MORTAR 80'],
  ],
  [
    'an undetermined explosion of a known mortar',
    { phase: 'undetermined', weapon: weapon('mortar', 82) },
    ['FIRE 80', 'MORTAR 80?'],
  ],
  [
    'an undetermined explosion of an unknown weapon',
    { phase: 'undetermined', weapon: null },
    ['FIRE 80'],
  ],
  [
    'a term, word by word',
    { weapon: weapon('mlrs', 300, '9A54 TORNADO-S') },
    ['FIRE 80', 'LONG 80'],
  ],
  ['a term that only begins alike', { weapon: weapon('mlrs', 122, 'Tornado-Six') }, ['FIRE 80']],
  ['a rocket launcher of 122 mm', { weapon: weapon('mlrs', 122, 'BM-21 Grad') }, ['FIRE 80']],
  ['a rocket launcher, no more', { weapon: weapon('mlrs', null, 'MLRS') }, ['FIRE 80', 'LONG 80?']],
  [
    'a mortar seen standing',
    { kind: 'P.WEAPON', phase: 'undetermined', weapon: weapon('mortar', 82) },
    ['MORTAR 80'],
  ],
  ['a tank of A, where only B is bound', { weapon: weapon('tank', 125) }, ['FIRE 80']],
  ['a tank of B', { weapon: weapon('tank', 125), estimate: at(38.2) }, ['FIRE 80', 'ONLY-B 80']],
  [
    'a tank of B before the deadline',
    {
      weapon: weapon('tank', 125),
      estimate: at(38.2),
      observed: { fromMs: V1 + DAY_MS, toMs: V1 + DAY_MS },
    },
    ['FIRE 80'],
  ],
  [
    'a tank of B about the deadline',
    {
      weapon: weapon('tank', 125),
      estimate: at(38.2),
      observed: { fromMs: V1 + 9 * DAY_MS, toMs: V1 + 11 * DAY_MS },
    },
    ['FIRE 80', 'ONLY-B 80?'],
  ],
  [
    'the day before a version',
    { observed: { fromMs: V2 - DAY_MS, toMs: V2 - DAY_MS } },
    ['FIRE 80'],
  ],
  ['the day after a version', { observed: later }, ['FIRE2 80?']],
  ['at the very instant of a version', { observed: { fromMs: V2, toMs: V2 } }, ['FIRE2 80?']],
  ['across a version', { observed: { fromMs: V2 - 1, toMs: V2 + 1 } }, ['FIRE 80?', 'FIRE2 80?']],
  ['what is only claimed', { observations: ['a', 'b'], claims: ['a', 'b'] }, []],
  ['what one claims and another heard', { observations: ['a', 'b'], claims: ['a'] }, ['FIRE 80']],
  ['before every version', { observed: { fromMs: 0, toMs: V1 - 1 } }, []],
  ['across the first version', { observed: { fromMs: V1 - 1, toMs: V1 } }, ['FIRE 80?']],
]

describe('clauses × events', () => {
  test.each<[string, Partial<Event>, string[]]>(table)('%s', (_, more, expected) => {
    expect(clauses(more)).toEqual(expected)
  })

  test('every weapon that nobody named stays open against every rule: never a no', () => {
    const found = evaluateEvent(agreement, event({ weapon: null, estimate: at(38.05) }))
    expect(found.map((one) => one.clause)).toEqual(['FIRE', 'MORTAR', 'LONG', 'ONLY-B'])
    const open = found.filter((one) => one.clause !== 'FIRE').map((one) => one.conditions[1])
    for (const condition of open)
      expect(condition).toMatchObject({ condition: 'weapon', held: 'undecided', probability: null })
  })

  test('an exception stays open until a person decides it, and takes nothing off the figure', () => {
    const [found] = evaluateEvent(agreement, event({ observed: { fromMs: V2, toMs: V2 } }))
    expect(found?.probability).toBe(0.8)
    expect(found?.undecided).toEqual([
      'exception: ordered: it was ordered; a person has to decide it',
      'exception: notified: it was notified; a person has to decide it',
    ])
  })

  test('an estimate across an edge gives the share inside as a probability, and says so', () => {
    const { toOffset } = frameAt({ lonDeg: 37.5, latDeg: 48 })
    const support = [37.48, 37.49, 37.499, 37.501].map((lonDeg) => toOffset({ lonDeg, latDeg: 48 }))
    const across = event({
      estimate: estimate({ lonDeg: 37.5, latDeg: 48 }, support),
      weapon: weapon('tank', 125),
    })
    const found = evaluateEvent(agreement, across).find((one) => one.clause === 'HALF')
    expect(found?.probability).toBeCloseTo(0.8 * 0.75, 12)
    expect(found?.undecided).toEqual([
      'place: the position estimate straddles the edge of "h"; 75 % of it lies inside',
    ])
    expect(zoneProbabilities(agreement, across)).toEqual([
      { zone: 'region', probability: 1 },
      { zone: 'deep', probability: 0 },
      { zone: 'half', probability: 0.75 },
    ])
    expect(zoneProbabilities(agreement, event({ estimate: null }))).toEqual([])
  })
})

const anyEvent = fc
  .record({
    lonDeg: fc.double({ min: 36, max: 41, noNaN: true }),
    latDeg: fc.double({ min: 45, max: 51, noNaN: true }),
    support: fc.array(
      fc.record({
        eastM: fc.integer({ min: -9e4, max: 9e4 }),
        northM: fc.integer({ min: -9e4, max: 9e4 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    phase: fc.constantFrom<Event['phase']>('outgoing', 'impact', 'undetermined'),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    weaponClass: fc.constantFrom<WeaponClass>('mortar', 'mlrs', 'tank', 'missile', 'unknown'),
    calibreMm: fc.option(fc.integer({ min: 60, max: 300 })),
    fromMs: fc.integer({ min: V1 - 5 * DAY_MS, max: V2 + 5 * DAY_MS }),
    lengthMs: fc.integer({ min: 0, max: 2 * DAY_MS }),
  })
  .map((a) =>
    event({
      estimate: estimate({ lonDeg: a.lonDeg, latDeg: a.latDeg }, a.support),
      phase: a.phase,
      probability: a.probability,
      weapon: weapon(a.weaponClass, a.calibreMm),
      observed: { fromMs: a.fromMs, toMs: a.fromMs + a.lengthMs },
    }),
  )

const sorted = (list: ReturnType<typeof evaluateEvent>): unknown =>
  list.toSorted((a, b) => (a.id < b.id ? -1 : 1))

describe('properties', () => {
  test('a probability is in [0, 1], above the screen, and the product of its factors', () => {
    fc.assert(
      fc.property(anyEvent, (one) => {
        for (const found of evaluateEvent(agreement, one)) {
          expect(found.probability).toBeGreaterThanOrEqual(agreement.thresholds.screening)
          expect(found.probability).toBeLessThanOrEqual(one.probability)
          const factors = found.conditions.map(({ probability }) => probability ?? 1)
          expect(found.probability).toBe(factors.reduce((product, factor) => product * factor, 1))
          expect(found.conditions.some(({ held }) => held === 'no')).toBe(false)
          const open = found.conditions.filter(({ held }) => held === 'undecided')
          expect(found.undecided).toHaveLength(open.length)
        }
      }),
    )
  })

  test('what is settled for all points at once is what each point alone would give', () => {
    fc.assert(
      fc.property(anyEvent, (one) => {
        if (one.estimate === null) return
        const { toPosition } = frameAt(one.estimate.position)
        const alone = one.estimate.support.map((offset) =>
          zoneProbabilities(agreement, event({ estimate: estimate(toPosition(offset)) })),
        )
        for (const [i, { zone, probability }] of zoneProbabilities(agreement, one).entries()) {
          const shares = alone.map((zones) => zones[i]?.probability ?? 0)
          const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
          expect(`${zone} ${probability.toFixed(9)}`).toBe(`${zone} ${mean.toFixed(9)}`)
        }
      }),
    )
  })

  test('the order of clauses, zones and support points changes nothing', () => {
    const backward = {
      ...agreement,
      zones: agreement.zones.toReversed(),
      provisions: agreement.provisions.toReversed(),
    }
    fc.assert(
      fc.property(anyEvent, (one) => {
        const turned = one.estimate && {
          ...one,
          estimate: { ...one.estimate, support: one.estimate.support.toReversed() },
        }
        expect(sorted(evaluateEvent(backward, turned ?? one))).toEqual(
          sorted(evaluateEvent(agreement, one)),
        )
      }),
    )
  })
})

describe('time', () => {
  test('a version begins at its instant', () => {
    expect([V1 - 1, V1, V2 - 1, V2].map((ms) => versionAt(agreement, ms)?.id)).toEqual([
      undefined,
      'v1',
      'v1',
      'v2',
    ])
  })

  test('a deadline raises one candidate when it has passed, the same one ever after', () => {
    const dueMs = V1 + 5 * DAY_MS
    expect(dueObligations(agreement, EMPTY_STANDING, dueMs - 1)).toEqual([])
    const [found] = dueObligations(agreement, EMPTY_STANDING, dueMs)
    expect(found).toMatchObject({
      clause: 'DUTY',
      agreementVersion: 'v1',
      event: null,
      atMs: dueMs,
    })
    expect(found?.undecided).toEqual([
      'act: no entry says whether both parties did it, so the figure of 1 is an upper bound ' +
        'that counts the deadline alone: all is withdrawn',
    ])
    expect(dueObligations(agreement, EMPTY_STANDING, V2 + DAY_MS)).toEqual([found])
  })

  test('without a clock a candidate bears the end of its event', () => {
    expect(evaluateEvent(agreement, event())[0]?.atMs).toBe(event().observed.toMs)
    expect(evaluateEvent(agreement, event(), { nowMs: 7 })[0]?.atMs).toBe(7)
  })
})
