/**
 * Goal: every kind of zone, the line of contact of the event's own time, phases, and thresholds by kind of breach mean
 * what the text says; an explanation on demand is the one of the whole. Method: a straight line along a meridian, on which
 * distances and sides are plain, and tables of places and times against the expected values.
 */
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { destination, frameAt } from '../../geo/index.ts'
import type { Offset, Position } from '../../geo/index.ts'
import { DAY_MS, tellInstant } from '../../units/index.ts'
import {
  BARE,
  EMPTY_STANDING,
  compileAgreement,
  evaluateEvent,
  lineOfContactAt,
  zoneProbabilities,
} from '../index.ts'
import type { Agreement, Provision, Standing, Zone } from '../index.ts'

const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const V1 = 1_000 * DAY_MS
const MOVED = V1 + 50 * DAY_MS
const meridian = (lonDeg: number): { vertices: Position[] } => ({
  vertices: [
    { lonDeg, latDeg: 46 },
    { lonDeg, latDeg: 50 },
  ],
})
/** Metres east of the first line of contact, on the parallel of 48° N. */
const east = (eastM: number): Position =>
  frameAt({ lonDeg: 38, latDeg: 48 }).toPosition({ eastM, northM: 0 })
const zone = (id: string, more: object): Zone => ({ id, title: id, basis, ...more }) as Zone
const zones: readonly Zone[] = [
  zone('plant', { kind: 'site', position: east(40_000), radiusM: 5_000 }),
  zone('lane', {
    kind: 'corridor',
    course: { vertices: [east(-60_000), east(-30_000)] },
    widthM: 4_000,
    medium: 'sea',
  }),
  zone('near', { kind: 'band', fromM: 0, toM: 10_000, side: 'both' }),
  zone('rear of A', { kind: 'band', fromM: 20_000, toM: 30_000, side: 'A' }),
  zone('far rear of B', { kind: 'band', fromM: 50_000, toM: null, side: 'B' }),
]
const clause = (name: string, more: Partial<Provision> = {}): Provision => ({
  clause: name,
  title: name,
  source: 'test',
  sinceVersion: 'v1',
  act: { kinds: [], phases: [] },
  ...more,
})
const agreementWith = (more: Partial<Agreement>): Agreement => ({
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: V1, source: 's' }],
  lines: [
    { id: 'first', title: 'f', line: meridian(38), basis },
    { id: 'second', title: 's', line: meridian(38.2), basis },
  ],
  linesOfContact: [{ line: 'first', fromMs: V1 }],
  zones,
  provisions: zones.map(({ id }) => clause(id, { zone: id })),
  obligations: [],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [
      { id: 'grave', title: 'g', standard: 's', attributionStandard: 's', screening: 0.5 },
    ],
  },
  ...more,
})
const here: readonly Offset[] = [{ eastM: 0, northM: 0 }]
const at = (position: Position, support = here): Event['estimate'] => ({
  position,
  covarianceM2: { ee: 1, en: 0, nn: 1 },
  ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
  support,
})
const instant = (ms: number): Event['observed'] => ({ fromMs: ms, toMs: ms })
const event = (more: Partial<Event> = {}): Event => ({
  id: 'e',
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: instant(V1 + DAY_MS),
  estimate: at(east(0)),
  probability: 0.8,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
  ...more,
})
const inZones = (agreement: Agreement, one: Event): string[] =>
  zoneProbabilities(agreement, one).flatMap(({ zone: id, probability }) =>
    probability === 0 ? [] : [probability === 1 ? id : `${id} ${probability}`],
  )

const far = (position: Position): Agreement =>
  agreementWith({
    zones: [zone('island', { kind: 'site', position, radiusM: 5_000 })],
    provisions: [clause('I', { zone: 'island' })],
  })

describe('kinds of zone', () => {
  test.each<[string, number, string[]]>([
    ['on the line', 0, ['near']],
    ['9.9 km east', 9_900, ['near']],
    ['10.1 km west', -10_100, []],
    ['20.1 km west, on the ground of A', -20_100, ['rear of A']],
    ['20.1 km east, on the ground of B', 20_100, []],
    ['31 km west, in the lane', -31_000, ['lane']],
    ['29 km west, a kilometre before the lane, which is rounded', -29_000, ['lane', 'rear of A']],
    ['35.1 km east', 35_100, ['plant']],
    ['34.9 km east', 34_900, []],
    ['51 km east', 51_000, ['far rear of B']],
    ['51 km west', -51_000, ['lane']],
    ['400 km east', 400_000, ['far rear of B']],
  ])('%s', (_, eastM, expected) => {
    const agreement = agreementWith({})
    expect(inZones(agreement, event({ estimate: at(east(eastM)) }))).toEqual(expected)
  })

  test('a site is a disc in every direction, and its share that of the points', () => {
    const agreement = agreementWith({})
    for (let azimuthDeg = 0; azimuthDeg < 360; azimuthDeg += 15) {
      const placed = (distanceM: number): string[] =>
        inZones(
          agreement,
          event({ estimate: at(destination(east(40_000), { azimuthDeg, distanceM })) }),
        )
      expect(placed(4_990)).toEqual(['plant'])
      expect(placed(5_010)).toEqual([])
    }
    const support = [-2, -1, 1, 2].map((km) => ({ eastM: 1_500 * km, northM: 0 }))
    expect(inZones(agreement, event({ estimate: at(east(35_000), support) }))).toEqual([
      'plant 0.5',
    ])
  })

  test('a clause that binds one party counts its own ground only', () => {
    const binds = { party: 'B', why: 'for the test' } as const
    const agreement = agreementWith({ provisions: [clause('B-near', { zone: 'near', binds })] })
    const support = [-3, -2, -1, 1].map((km) => ({ eastM: 1_000 * km, northM: 0 }))
    const [found] = evaluateEvent(agreement, event({ estimate: at(east(0), support) }))
    expect(found?.probability).toBe(0.8 * 0.25)
    expect(found?.conditions[2]?.because).toBe(
      'the position estimate straddles the edge of the strip of party B in "near"; 25 % of it lies inside',
    )
  })

  test('near the meridian of 180° and near a pole places are counted all the same', () => {
    for (const position of [
      { lonDeg: 179.99, latDeg: 50 },
      { lonDeg: 40, latDeg: 84 },
    ]) {
      const support = [-9, -4, 4, 9].map((km) => ({ eastM: 1_000 * km, northM: 0 }))
      expect(inZones(far(position), event({ estimate: at(position, support) }))).toEqual([
        'island 0.5',
      ])
    }
  })
})

describe('the line of contact in time', () => {
  const linesOfContact = [
    { line: 'first', fromMs: V1 },
    { line: 'second', fromMs: MOVED },
  ]
  const agreement = agreementWith({ linesOfContact, provisions: [clause('N', { zone: 'near' })] })

  test('a line is in force from its instant on, the first one before it too', () => {
    expect([0, V1, MOVED - 1, MOVED].map((ms) => lineOfContactAt(agreement, ms).id)).toEqual([
      'first',
      'first',
      'first',
      'second',
    ])
  })

  const placed = (ms: number, eastM: number): string[] =>
    inZones(agreement, event({ observed: instant(ms), estimate: at(east(eastM)) }))

  test('an event is measured from the line of its own time', () => {
    expect(placed(MOVED - 1, -8_000)).toEqual(['near'])
    expect(placed(MOVED, -8_000)).toEqual(['rear of A'])
    expect(placed(MOVED, 20_000)).toEqual(['near'])
  })

  test('one that goes on while the line moves counts by the greater share, and says so', () => {
    const during = event({
      observed: { fromMs: MOVED - 1, toMs: MOVED + 1 },
      estimate: at(east(-8_000)),
    })
    const [found] = evaluateEvent(agreement, during)
    expect(found?.conditions[2]).toEqual({
      condition: 'place',
      held: 'undecided',
      probability: 1,
      because:
        `the line of contact changed at ${tellInstant(MOVED)}, while it happened: ` +
        '0 % to 100 % of the position estimate lies in "near", by which line is taken',
    })
  })
})

const signed = (ms: number): Standing => ({
  ...EMPTY_STANDING,
  facts: [{ fact: 'signed', fromMs: ms, untilMs: null, entry: 7 }],
})

describe('phases', () => {
  const agreement = agreementWith({
    phases: [
      {
        id: 'freeze',
        title: 'f',
        kind: 'freeze',
        entry: [],
        exit: [],
        lastsMs: 30 * DAY_MS,
        basis,
      },
      { id: 'peace', title: 'p', kind: 'ceasefire', entry: ['signed'], exit: [], basis },
    ],
    provisions: [clause('F', { phases: ['freeze'] }), clause('P', { phases: ['freeze', 'peace'] })],
  })
  const phase = (standing: Standing | undefined, observed: Event['observed']): string[] =>
    evaluateEvent(agreement, event({ observed }), { standing }).map(
      ({ clause: name, conditions }) =>
        `${name} ${conditions[4]?.condition} ${conditions[4]?.held}`,
    )
  const ends = V1 + 30 * DAY_MS

  test.each<[string, Standing | undefined, Event['observed'], string[]]>([
    ['in the freeze', EMPTY_STANDING, instant(V1), ['F phase yes', 'P phase yes']],
    ['when it has ended', EMPTY_STANDING, instant(ends), []],
    [
      'across its end',
      EMPTY_STANDING,
      { fromMs: ends - 1, toMs: ends },
      ['F phase undecided', 'P phase undecided'],
    ],
    [
      'across its end into the next',
      signed(ends),
      { fromMs: ends - 1, toMs: ends },
      ['F phase undecided', 'P phase yes'],
    ],
    ['in the next', signed(ends), instant(ends), ['P phase yes']],
    [
      'where nobody says what was declared',
      undefined,
      instant(ends),
      ['F phase undecided', 'P phase undecided'],
    ],
  ])('%s', (_, standing, observed, expected) => {
    expect(phase(standing, observed)).toEqual(expected)
  })
})

describe('thresholds', () => {
  test('a kind of breach has its own', () => {
    const agreement = agreementWith({
      provisions: [clause('ANY'), clause('GRAVE', { breach: 'grave' })],
    })
    const raised = (probability: number): string[] =>
      evaluateEvent(agreement, event({ probability })).map((one) => one.clause)
    expect([0.04, 0.05, 0.49, 0.5].map(raised)).toEqual([[], ['ANY'], ['ANY'], ['ANY', 'GRAVE']])
  })
})

const spread = [-6, -1, 1, 2].map((km) => ({ eastM: 1_000 * km, northM: 0 }))

describe('on demand', () => {
  test('one clause is explained as in the whole, and one that is not raised has none', () => {
    const ready = compileAgreement(agreementWith({}))
    const one = event({ estimate: at(east(-29_000)) })
    expect(ready.evaluate(one).map(({ clause: name }) => ready.explain(one, name))).toEqual(
      ready.evaluate(one),
    )
    expect(ready.explain(one, 'plant')).toBeNull()
    expect(JSON.parse(JSON.stringify(ready.evaluate(one)))).toEqual(ready.evaluate(one))
  })

  test('an event asked between two others changes nothing of theirs', () => {
    const ready = compileAgreement(agreementWith({}))
    const [one, other] = [event({ estimate: at(east(0), spread) }), event({ estimate: null })]
    const before = ready.evaluate(one)
    ready.evaluate(other)
    expect(ready.evaluate(one)).toEqual(before)
  })
})
