/**
 * Goal: each clause of the what-if of Paris means what it says, on both parties' ground alike. Method: for each clause one
 * synthetic event that raises it and one beside it that does not (deeper, elsewhere, another weapon, another day); the
 * same events mirrored over the line.
 */
import { readFileSync } from 'node:fs'
import { EMPTY_STANDING, evaluateEvent, excusePointsOf } from '@holdfast/core/agreement'
import type { Agreement, Standing } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { destination, frameAt, sideOf } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Weapon } from '@holdfast/core/observe'
import { isRefused, parseInstant } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readAgreement } from './index.ts'

const path = new URL('../../../../data/agreements/paris-2026.yaml', import.meta.url)
const read = readAgreement(readFileSync(path, 'utf8'), 'paris-2026.yaml')
if (isRefused(read)) throw new Error(read.refused)
const paris: Agreement = read.agreement
const ms = (text: string): number => parseInstant(text) ?? Number.NaN
const place = (latDeg: number, lonDeg: number): Position => ({ lonDeg, latDeg })

// Before the text; in the freeze; in the ceasefire; in the ceasefire under the amended text.
const BEFORE = ms('2026-01-15T10:00:00Z')
const FREEZE = ms('2026-02-10T10:00:00Z')
const CEASEFIRE = ms('2026-04-01T10:00:00Z')
const REVIEW = ms('2026-07-01T10:00:00Z')
const STANDING: Standing = {
  ...EMPTY_STANDING,
  facts: [
    {
      fact: 'ceasefire-established',
      fromMs: ms('2026-02-25T00:00:00Z'),
      untilMs: null,
      entry: 1,
    },
  ],
}

/** Points within 200 m of a position. */
function around(position: Position): NonNullable<Event['estimate']> {
  const { toOffset } = frameAt(position)
  return {
    position,
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
    support: Array.from({ length: 16 }, (_, i) =>
      toOffset(destination(position, { azimuthDeg: i * 22.5, distanceM: 200 })),
    ),
  }
}

/** So many km behind the line on a party's ground, across from the middle of one of its legs. */
const behind = (km: number, party: 'A' | 'B' = 'A'): Position =>
  destination(place(47.75, 36.425), {
    azimuthDeg: party === 'A' ? 337 : 157,
    distanceM: km * 1000,
  })

const rifle: Weapon = { term: 'rifle', class: 'smallArms', calibreMm: 5 }
const tank: Weapon = { term: 'tank', class: 'tank', calibreMm: 125 }
const mortar = (calibreMm: number): Weapon => ({ term: 'mortar', class: 'mortar', calibreMm })
const gun = (calibreMm: number): Weapon => ({ term: 'howitzer', class: 'artillery', calibreMm })
const rockets = (calibreMm: number): Weapon => ({ term: 'rockets', class: 'mlrs', calibreMm })

type What = Partial<Event> & { readonly at?: Position; readonly atMs?: number }
function event(kind: string, { at = behind(1), atMs = CEASEFIRE, ...more }: What = {}): Event {
  return {
    id: 'e',
    revision: 1,
    kind,
    phase: 'undetermined',
    observed: { fromMs: atMs, toMs: atMs },
    estimate: around(at),
    probability: 0.9,
    count: { n: 1, precision: 'exact' },
    weapon: null,
    observations: ['o'],
    ...more,
  }
}
const fired = (weapon: Weapon, km: number): Event =>
  event('explosion', { phase: 'outgoing', weapon, at: behind(km) })
const clauses = (one: Event): string[] =>
  evaluateEvent(paris, one, { standing: STANDING }).map(({ clause }) => clause)

const kyiv = place(50.45, 30.52)
const inCorridor = place(46.2, 30.9)
const offCorridor = place(45.2, 31.4)
const inEast = place(44.1, 36.6)
/** An act at a site, and the same some 30 km north of it. */
const at = (kind: string, latDeg: number, lonDeg: number): [Event, Event] => [
  event(kind, { at: place(latDeg, lonDeg) }),
  event(kind, { at: place(latDeg + 0.3, lonDeg) }),
]

const PLANTS: readonly (readonly [id: string, latDeg: number, lonDeg: number])[] = [
  ['zaporizhzhia', 47.5, 34.6],
  ['south-ukraine', 47.8, 31.2],
  ['khmelnytskyi', 50.3, 26.6],
  ['rivne', 51.3, 25.9],
  ['chornobyl', 51.4, 30.1],
  ['kursk', 51.7, 35.6],
  ['rostov', 47.6, 42.4],
]
const armed = (weapon: Weapon, where: readonly [latDeg: number, lonDeg: number]): Event =>
  event('P.WEAPON', { weapon, at: place(...where) })

type Row = readonly [clause: string, raises: Event, beside: Event]
const rows: readonly Row[] = [
  ['F-1', event('burst'), event('burst', { atMs: BEFORE })],
  ['F-2', event('salvo', { count: { n: 12, precision: 'exact' } }), event('burst')],
  ['F-3', event('K.ADVANCE'), event('K.ADVANCE', { atMs: BEFORE })],
  ['F-4', event('P.CROSSING'), event('K.RAID')],
  ['F-5', event('P.FORTIFICATION'), event('P.FORTIFICATION', { at: behind(4) })],
  ['F-6', event('P.POINTED', { at: behind(20) }), event('P.POINTED', { at: behind(32) })],
  ['F-7', event('K.MINE.LAY'), event('B.DEMINING')],
  ['W-1', fired(tank, 10), fired(tank, 20)],
  ['W-2', fired(mortar(120), 10), fired(mortar(160), 10)],
  ['W-3', fired(gun(85), 10), fired(gun(122), 10)],
  ['W-4', fired(gun(122), 20), fired(gun(122), 32)],
  ['W-5', fired(gun(152), 30), fired(gun(152), 45)],
  ['W-6', fired(rockets(122), 30), fired(rockets(122), 45)],
  ['W-7', fired(rockets(300), 55), fired(rockets(300), 95)],
  ['W-8', event('P.SETTLEMENT', { at: behind(30) }), event('P.SETTLEMENT', { at: behind(45) })],
  ['W-9', event('P.STORAGE.MISSING'), event('P.STORAGE.MISSING', { atMs: FREEZE })],
  ['W-10', event('P.FORCE.LIMIT', { at: behind(30) }), event('P.FORCE.LIMIT', { at: behind(45) })],
  ['W-11', event('P.CONVOY', { at: behind(20) }), event('P.CONVOY', { at: behind(32) })],
  ['U-1', event('A.UAV', { at: behind(5) }), event('A.UAV', { at: behind(15) })],
  [
    'U-2',
    event('A.UAV', { at: behind(15), atMs: REVIEW }),
    event('A.UAV', { at: behind(32), atMs: REVIEW }),
  ],
  ['U-3', event('A.AIRCRAFT', { at: behind(30) }), event('A.AIRCRAFT', { at: behind(45) })],
  [
    'U-4',
    event('A.AIRCRAFT', { at: place(50.2, 27.5), atMs: REVIEW }),
    event('A.AIRCRAFT', { at: place(50.2, 27.5) }),
  ],
  [
    'U-5',
    event('A.AIRCRAFT', { at: place(48.2, 40.5), atMs: REVIEW }),
    event('A.AIRCRAFT', { at: place(47.6, 40.5), atMs: REVIEW }),
  ],
  ['S-1', event('A.SHIP', { at: inCorridor }), event('A.SHIP', { at: offCorridor })],
  ['S-2', event('K.MINE.LAY', { at: inCorridor }), event('K.MINE.LAY', { at: offCorridor })],
  ['S-3', event('A.SHIP', { at: inEast }), event('A.SHIP', { at: inCorridor })],
  ['S-4', event('K.MINE.LAY', { at: inEast }), event('K.MINE.LAY', { at: inCorridor })],
  ['L-1', event('K.STRIKE.DEEP', { at: kyiv }), event('K.STRIKE.DEEP', { at: behind(20) })],
  ['N-zaporizhzhia', ...at('A.UAV', 47.5, 34.6)],
  ['N-south-ukraine', ...at('K.UAS.STRIKE', 47.8, 31.2)],
  ['N-khmelnytskyi', ...at('explosion', 50.3, 26.6)],
  ['N-rivne', ...at('C.INFRA', 51.3, 25.9)],
  ['N-chornobyl', ...at('K.UAS.STRIKE', 51.4, 30.1)],
  ['N-kursk', ...at('burst', 51.7, 35.6)],
  ['N-rostov', ...at('A.UAV', 47.6, 42.4)],
  ...PLANTS.map(([id, ...where]): Row => [
    `N-weapons-${id}`,
    armed(tank, where),
    armed(rifle, where),
  ]),
  ...PLANTS.map(([id, ...where]): Row => [
    id === 'zaporizhzhia' ? 'N-access' : `N-access-${id}`,
    ...at('X.DENIAL', ...where),
  ]),
  ['H-west', ...at('K.STRIKE.DEEP', 49.8, 24)],
  ['H-centre', ...at('K.UAS.STRIKE', 49.8, 30.1)],
  ['H-office-east', ...at('K.UAS.STRIKE', 48.3, 39)],
  ['G-dam-dnipro', ...at('explosion', 47.9, 35.1)],
  ['G-dam-tsimlyansk', ...at('explosion', 47.6, 42.1)],
  ['C-1', event('C.MISSION'), event('X.THREAT')],
  ['C-2', event('X.FIRE.NEAR'), event('C.CASUALTY')],
  ['C-3', event('C.CASUALTY'), event('C.MISSION')],
  ['C-4', event('C.INFRA'), event('C.DAMAGE')],
  ['C-5', event('C.HUMACCESS'), event('X.DENIAL')],
  ['X-1', event('X.DENIAL'), event('X.DELAY')],
  ['X-2', event('X.DELAY'), event('X.DENIAL')],
  ['X-3', event('X.JAMMING'), event('D.CYBER')],
  ['D-1', event('D.CYBER'), event('D.INFO')],
  ['D-2', event('D.INFO'), event('D.CYBER')],
  [
    'Z-south',
    event('P.DISENG.PRESENCE', { at: place(47.4, 35.3) }),
    event('P.DISENG.PRESENCE', { at: place(47.4, 35.4) }),
  ],
  [
    'Z-north',
    event('P.DISENG.PRESENCE', { at: place(49.6, 37.5) }),
    event('P.DISENG.PRESENCE', { at: place(49.7, 37.5) }),
  ],
  ['E-south', ...at('P.DISENG.PRESENCE', 46.7, 33)],
  ['E-centre', ...at('P.FORTIFICATION', 47.8, 36.6)],
  ['E-north', ...at('P.WEAPON', 49.35, 37.8)],
]

describe('clauses × events', () => {
  test('no clause is left out, and each stands once', () => {
    expect(rows.map(([clause]) => clause)).toEqual(paris.provisions.map(({ clause }) => clause))
  })

  test.each(rows)('%s is raised, and not by what lies beside it', (clause, raises, beside) => {
    expect(clauses(raises)).toContain(clause)
    expect(clauses(beside)).not.toContain(clause)
  })

  test('nothing is raised before the text is in force', () => {
    for (const [clause, raises] of rows) {
      const early = { ...raises, observed: { fromMs: BEFORE, toMs: BEFORE } }
      expect(clauses(early), clause).toEqual([])
    }
  })
})

describe('even-handed', () => {
  const line = paris.lines[0]?.line ?? { vertices: [] }

  test.each<[string, number, number, 'left' | 'right']>([
    ['Kyiv', 50.45, 30.52, 'left'],
    ['Kharkiv', 49.98, 36.25, 'left'],
    ['Sumy', 50.92, 34.8, 'left'],
    ['Odesa', 46.48, 30.73, 'left'],
    ['Kherson', 46.66, 32.62, 'left'],
    ['Nikopol', 47.57, 34.4, 'left'],
    ['Zaporizhzhia', 47.82, 35.19, 'left'],
    ['Sloviansk', 48.87, 37.62, 'left'],
    ['the Zaporizhzhia plant', 47.5, 34.6, 'right'],
    ['Melitopol', 46.85, 35.37, 'right'],
    ['Mariupol', 47.1, 37.54, 'right'],
    ['Donetsk', 48.02, 37.8, 'right'],
    ['Bakhmut', 48.59, 38, 'right'],
    ['Luhansk', 48.57, 39.32, 'right'],
    ['Simferopol', 44.96, 34.11, 'right'],
    ['Belgorod', 50.6, 36.6, 'right'],
    ['the Kursk plant', 51.7, 35.6, 'right'],
  ])('%s lies on its holder’s side at the H-hour', (_, latDeg, lonDeg, side) => {
    expect(sideOf(line, { lonDeg, latDeg })).toBe(side)
  })

  test('the holder that a site names is who holds it by the line', () => {
    const named = paris.zones.flatMap((zone) =>
      zone.kind === 'site' ? [[zone.id, zone.heldBy, sideOf(line, zone.position)] as const] : [],
    )
    expect(named.length).toBeGreaterThan(10)
    for (const [id, heldBy, side] of named) expect(side, id).toBe(heldBy === 'A' ? 'left' : 'right')
  })

  const acts: readonly [string, Partial<Event>][] = [
    ['a burst', { kind: 'burst' }],
    ['a tank that fired', { kind: 'explosion', phase: 'outgoing', weapon: tank }],
    ['a gun that fired', { kind: 'explosion', phase: 'outgoing', weapon: gun(122) }],
    ['a rocket launcher that fired', { kind: 'salvo', phase: 'outgoing', weapon: rockets(300) }],
    ['a drone', { kind: 'A.UAV' }],
    ['a new position', { kind: 'P.FORTIFICATION' }],
    ['a strike far behind', { kind: 'K.UAS.STRIKE' }],
  ]
  test.each(acts)('%s raises the same on either side, however deep', (_, act) => {
    for (const km of [1, 5, 12, 20, 31, 45, 57, 95]) {
      const [a, b] = (['A', 'B'] as const).map((party) =>
        clauses({ ...event('burst', { at: behind(km, party) }), ...act }),
      )
      expect(a, `${km} km`).toEqual(b)
    }
  })
})

describe('exceptions and announcements', () => {
  test('a drone of the mission is told from a party’s by the register, for both drone clauses', () => {
    for (const [clause, atMs] of [
      ['U-1', CEASEFIRE],
      ['U-2', REVIEW],
    ] as const) {
      const flight = {
        id: 'N-8',
        rule: 'mission-flight',
        party: 'mission',
        title: 'Patrol drone 4',
        fromMs: atMs - 3_600_000,
        toMs: atMs + 3_600_000,
        place: { position: behind(5), radiusM: 2000 },
        announcedMs: atMs - 3_600_000,
        late: false,
        withdrawn: false,
        entry: 8,
      } as const
      const held = (notified: Standing['notified']): string | undefined =>
        evaluateEvent(paris, event('A.UAV', { at: behind(5), atMs }), {
          standing: { ...STANDING, notified },
        })
          .find((one) => one.clause === clause)
          ?.conditions.find(({ because }) => because.startsWith('mission-flight:'))?.held
      expect([held([]), held([flight]), held([{ ...flight, rule: 'flight' }])], clause).toEqual([
        'undecided',
        'yes',
        'undecided',
      ])
    }
  })

  test('nobody is named for a breach below clear and convincing', () => {
    const { standards, breaches } = paris.thresholds
    const from = (id: string): number => standards.find((one) => one.id === id)?.from ?? 0
    for (const { id, standard, attributionStandard } of breaches) {
      expect(from(attributionStandard), id).toBeGreaterThanOrEqual(from('clear-and-convincing'))
      expect(from(attributionStandard), id).toBeGreaterThanOrEqual(from(standard))
    }
  })

  test('return fire takes all of its conditions; an exercise and demining stay open until a person decides', () => {
    const [found] = evaluateEvent(paris, event('burst'), { standing: STANDING })
    const open = found?.conditions.filter(({ condition }) => condition === 'exception') ?? []
    expect(
      open.map(({ because, within, parts }) => [because.split(':')[0], within ?? parts ?? '']),
    ).toEqual([
      ['return-fire', 'all'],
      ['at-what-fired', 'return-fire'],
      ['ordered', 'return-fire'],
      ['reported', 'return-fire'],
      ['air-defence', 'all'],
      ['at-what-flew', 'air-defence'],
      ['own-ground', 'air-defence'],
      ['told', 'air-defence'],
      ['announced-exercise', ''],
      ['range-far-behind', ''],
      ['announced-demining', ''],
      ['not-of-a-party', ''],
    ])
    expect(open.every(({ held }) => held !== 'no')).toBe(true)
  })

  test('demining that was announced in time explains an explosion there, and one elsewhere it does not', () => {
    const notified = [
      {
        id: 'N-7',
        rule: 'demining',
        party: 'A',
        title: 'Charges in a field',
        fromMs: CEASEFIRE - 3_600_000,
        toMs: CEASEFIRE + 3_600_000,
        place: { position: behind(1), radiusM: 1000 },
        announcedMs: CEASEFIRE - 48 * 3_600_000,
        late: false,
        withdrawn: false,
        entry: 7,
      },
    ] as const
    const plea = (one: Event): string | undefined =>
      evaluateEvent(paris, one, { standing: { ...STANDING, notified } })
        .find(({ clause }) => clause === 'F-1')
        ?.conditions.filter(({ because }) => because.startsWith('announced-demining'))
        .map(({ held }) => held)
        .join()
    expect(plea(event('explosion'))).toBe('yes')
    expect(plea(event('explosion', { at: behind(8) }))).not.toBe('yes')
    expect(plea(event('burst'))).not.toBe('yes')
  })

  test('at a plant a lesser probability raises a candidate than elsewhere', () => {
    const faint = { probability: 0.03 }
    expect(clauses(event('A.UAV', { ...faint, at: place(47.5, 34.6) }))).toEqual(['N-zaporizhzhia'])
    expect(clauses(event('A.UAV', { ...faint, at: behind(5) }))).toEqual([])
  })

  test('every rule of announcements is named by an exception, and explains what that clause means', () => {
    const named = paris.provisions.flatMap(({ act, unless }) =>
      excusePointsOf(unless).flatMap(({ notified }) =>
        notified === undefined ? [] : [{ notified, act }],
      ),
    )
    expect(new Set(named.map(({ notified }) => notified))).toEqual(
      new Set(paris.notified.map(({ id }) => id)),
    )
  })

  test('the benign rules name the same kinds as the announcements that they rest on', () => {
    for (const { notified, explains } of paris.benign) {
      const rule = paris.notified.find(({ id }) => id === notified)
      if (rule !== undefined) expect(explains).toEqual(rule.explains)
    }
  })

  test('a massed attack has the flash track: two hours, more nations, a higher standard', () => {
    const { breaches, quorum, occurredUnheardMs } = paris.thresholds
    const mass = breaches.find(({ id }) => id === 'mass-attack')
    expect(mass?.occurredUnheardMs).toBe(2 * 3_600_000)
    expect(mass?.occurredUnheardMs).toBeLessThan(occurredUnheardMs)
    expect(mass?.quorum).toBeGreaterThan(quorum)
    const title = (id: string): number =>
      paris.thresholds.standards.findIndex((one) => one.id === id)
    expect(title(mass?.standard ?? '')).toBeGreaterThan(
      title(breaches.find(({ id }) => id === 'fire')?.standard ?? ''),
    )
  })
})
