/**
 * Goal: the Minsk text that ships says of an event what the public text says. Method: places whose holder is publicly
 * known against the lines; a table of synthetic events (of the kinds that the public record holds) against clauses; the
 * same event a day before and a day after each version.
 */
import { readFileSync } from 'node:fs'
import {
  EMPTY_STANDING,
  dueObligations,
  evaluateEvent,
  zoneProbabilities,
} from '@holdfast/core/agreement'
import { parseInstant } from '@holdfast/core/units'
import type { Agreement } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { destination, frameAt, sideOf } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Weapon } from '@holdfast/core/observe'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readAgreement } from './index.ts'

const path = new URL('../../../../data/agreements/minsk-2014-2015.yaml', import.meta.url)
const read = readAgreement(readFileSync(path, 'utf8'), 'minsk-2014-2015.yaml')
if (isRefused(read)) throw new Error(read.refused)
const minsk: Agreement = read.agreement
const ms = (text: string): number => parseInstant(text) ?? Number.NaN
const place = (latDeg: number, lonDeg: number): Position => ({ lonDeg, latDeg })

const avdiivka = place(48.1402, 37.7501)
const donetsk = place(48.023, 37.80224)
const debaltseve = place(48.34072, 38.4049)
const zolote = place(48.6952, 38.5151)

/** Points over a sector and ring about an observer, as a patrol reports them. */
function sector(
  observer: Position,
  { fromDeg, toDeg, minM, maxM }: { fromDeg: number; toDeg: number; minM: number; maxM: number },
): NonNullable<Event['estimate']> {
  const points = Array.from({ length: 64 }, (_, i) =>
    destination(observer, {
      azimuthDeg: fromDeg + ((toDeg - fromDeg) * ((i % 8) + 0.5)) / 8,
      distanceM: minM + ((maxM - minM) * (Math.floor(i / 8) + 0.5)) / 8,
    }),
  )
  const { toOffset } = frameAt(observer)
  return {
    position: observer,
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
    support: points.map((point) => toOffset(point)),
  }
}
const around = (position: Position): NonNullable<Event['estimate']> =>
  sector(position, { fromDeg: 0, toDeg: 360, minM: 0, maxM: 200 })

const weapons = {
  grad: { term: 'BM-21 Grad 122mm MLRS', class: 'mlrs', calibreMm: 122 },
  uragan: { term: 'Uragan 220mm', class: 'mlrs', calibreMm: 220 },
  howitzer: { term: '122mm artillery', class: 'artillery', calibreMm: 122 },
  mortar82: { term: '82mm mortar', class: 'mortar', calibreMm: 82 },
  mortar: { term: 'mortar', class: 'mortar', calibreMm: null },
  tank: { term: 'tank', class: 'tank', calibreMm: null },
  smallArms: { term: 'small arms', class: 'smallArms', calibreMm: null },
} as const satisfies Record<string, Weapon>

const event = (day: string, more: Partial<Event> = {}): Event => ({
  id: 'e',
  revision: 1,
  kind: 'explosion',
  phase: 'outgoing',
  observed: { fromMs: ms(`${day}T10:00:00Z`), toMs: ms(`${day}T10:05:00Z`) },
  estimate: around(avdiivka),
  probability: 0.9,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
  ...more,
})
const clauses = (one: Event): string[] =>
  evaluateEvent(minsk, one).map(
    ({ clause, undecided }) => `${clause}${undecided.length > 0 ? '?' : ''}`,
  )

describe('the lines, against places whose holder is publicly known', () => {
  const line = minsk.lines.find(({ id }) => id === minsk.linesOfContact[0]?.line)
  const memorandum = minsk.lines.find(({ id }) => id === 'memorandum')
  if (line === undefined || memorandum === undefined) throw new Error('a line is missing')

  test.each<[string, number, number]>([
    ['Avdiivka', 48.1402, 37.7501],
    ['Svitlodarsk', 48.4337, 38.2233],
    ['Chermalyk', 47.3145, 37.8081],
    ['Zolote, north edge', 48.6979, 38.5151],
    ['Mariupol', 47.09514, 37.54131],
    ['Shyrokyne', 47.0984, 37.818],
    ['Popasna', 48.63328, 38.37804],
    ['Stanytsia Luhanska', 48.65433, 39.47943],
  ])('%s lies on the side of A', (_, latDeg, lonDeg) => {
    expect(sideOf(line.line, { lonDeg, latDeg })).toBe('left')
  })

  test.each<[string, number, number]>([
    ['Donetsk', 48.023, 37.80224],
    ['Yasynuvata', 48.1298, 37.8594],
    ['Horlivka', 48.33576, 38.05325],
    ['Kominternove (Pikuzy)', 47.2434, 37.7583],
    ['Debaltseve', 48.34072, 38.4049],
    ['Dokuchaievsk', 47.75046, 37.67936],
    ['Kadiivka', 48.56818, 38.64352],
    ['Slovianoserbsk', 48.69779, 38.98133],
    ['Luhansk', 48.56705, 39.31706],
  ])('%s lies on the side of B', (_, latDeg, lonDeg) => {
    expect(sideOf(line.line, { lonDeg, latDeg })).toBe('right')
  })

  test('the line of the memorandum has Debaltseve and the airport before it', () => {
    expect(sideOf(memorandum.line, debaltseve)).toBe('left')
    expect(sideOf(memorandum.line, place(48.074, 37.74))).toBe('left')
    expect(sideOf(memorandum.line, donetsk)).toBe('right')
  })

  test('every line, area and region that is drawn is marked an assumption', () => {
    const drawn = minsk.zones.filter(({ kind }) => kind === 'polygon')
    expect([...minsk.lines, ...drawn].map(({ basis }) => basis.kind)).not.toContain('text')
  })
})

const depth = (km: number): NonNullable<Event['estimate']> =>
  around(destination(place(48.405, 38.22), { azimuthDeg: 330, distanceM: km * 1000 }))
const { grad, uragan, howitzer, mortar82, mortar, tank, smallArms } = weapons
const table: readonly [string, Event, string[]][] = [
  [
    'SMM-046: a Grad salvo heard at Avdiivka, south-east, 2 to 6 km',
    event('2016-08-16', {
      kind: 'salvo',
      weapon: grad,
      estimate: sector(avdiivka, { fromDeg: 123.75, toDeg: 146.25, minM: 2000, maxM: 6000 }),
    }),
    ['PM-1', 'PM-2-mlrs'],
  ],
  ['a Grad behind 35 km', event('2016-08-16', { weapon: grad, estimate: depth(45) }), ['PM-1']],
  [
    'a Uragan there',
    event('2016-08-16', { weapon: uragan, estimate: depth(45) }),
    ['PM-1', 'PM-2-long-range'],
  ],
  [
    'a howitzer within 25 km',
    event('2016-08-16', { weapon: howitzer, estimate: depth(20) }),
    ['PM-1', 'PM-2-artillery'],
  ],
  [
    'a howitzer behind 25 km',
    event('2016-08-16', { weapon: howitzer, estimate: depth(30) }),
    ['PM-1'],
  ],
  [
    'a howitzer in Debaltseve, past the line of the memorandum',
    event('2016-08-16', { weapon: howitzer, estimate: around(debaltseve) }),
    ['PM-1', 'PM-2-artillery'],
  ],
  ['a mortar of 82 mm within 15 km', event('2016-08-16', { weapon: mortar82 }), ['PM-1', 'AD-1']],
  [
    'a mortar of 82 mm behind 15 km',
    event('2016-08-16', { weapon: mortar82, estimate: depth(20) }),
    ['PM-1'],
  ],
  ['a mortar without calibre', event('2016-08-16', { weapon: mortar }), ['PM-1', 'AD-1?']],
  ['a tank', event('2016-08-16', { weapon: tank }), ['PM-1', 'AD-1']],
  ['the impact of a mortar', event('2016-08-16', { phase: 'impact', weapon: mortar82 }), ['PM-1']],
  [
    'a burst of small arms',
    event('2016-08-16', { kind: 'burst', phase: 'undetermined', weapon: smallArms }),
    ['PM-1'],
  ],
  [
    'a weapon of unknown kind',
    event('2016-08-16'),
    ['PM-1', 'PM-2-artillery?', 'PM-2-mlrs?', 'PM-2-long-range?', 'AD-1?'],
  ],
  ['an explosion in Kyiv', event('2016-08-16', { estimate: around(place(50.45, 30.52)) }), []],
  [
    'mortars at Zolote after the framework decision',
    event('2018-09-05', { weapon: mortar82, estimate: around(zolote) }),
    ['PM-1', 'AD-1', 'FD-fire-zolote'],
  ],
  [
    'the same before it',
    event('2016-09-19', { weapon: mortar82, estimate: around(zolote) }),
    ['PM-1', 'AD-1'],
  ],
  [
    'an armoured vehicle in the area',
    event('2018-09-05', {
      kind: 'P.DISENG.PRESENCE',
      phase: 'undetermined',
      estimate: around(zolote),
    }),
    ['FD-presence-zolote?'],
  ],
  [
    'a raid in 2020',
    event('2020-08-10', { kind: 'K.RAID', phase: 'undetermined' }),
    ['AM-1-offensive'],
  ],
  [
    'a drone in 2020',
    event('2020-08-10', { kind: 'A.UAV', phase: 'undetermined' }),
    ['AM-1-aircraft?'],
  ],
]

describe('clauses × events', () => {
  test.each<[string, Event, string[]]>(table)('%s', (_, one, expected) => {
    expect(clauses(one)).toEqual(expected)
  })

  test('return fire of August 2020 is a candidate whose four conditions stay open', () => {
    const [found, ...others] = evaluateEvent(
      minsk,
      event('2020-08-10', { kind: 'burst', weapon: smallArms }),
    )
    expect(others).toEqual([])
    expect(found).toMatchObject({
      clause: 'AM-2',
      agreementVersion: 'additional-2020',
      probability: 0.9,
    })
    const open = found?.conditions.filter(({ condition }) => condition === 'exception') ?? []
    expect(open.map(({ held, because }) => `${held} ${because.split(':')[0]}`)).toEqual([
      'undecided return-fire',
      'undecided against-offensive',
      'undecided ordered',
      'undecided coordination-failed',
      'undecided notified',
    ])
  })

  test('the Zolote area carries a probability where the estimate straddles its edge', () => {
    const straddling = event('2018-09-05', {
      estimate: sector(zolote, { fromDeg: 135, toDeg: 180, minM: 0, maxM: 2000 }),
    })
    const share = zoneProbabilities(minsk, straddling).find(
      ({ zone }) => zone === 'disengagement-zolote',
    )
    expect(share?.probability).toBeGreaterThan(0.3)
    expect(share?.probability).toBeLessThan(0.8)
    const found = evaluateEvent(minsk, straddling).find(({ clause }) => clause === 'FD-fire-zolote')
    expect(found?.probability).toBeCloseTo(0.9 * (share?.probability ?? 0), 12)
    expect(found?.undecided[0]).toMatch(
      /^place: the position estimate straddles the edge of "Disengagement area of Zolote \(generalised\)"; /,
    )
  })
})

const howitzerOn = (day: string): string[] => clauses(event(day, { weapon: weapons.howitzer }))
const due = (text: string): string[] =>
  dueObligations(minsk, EMPTY_STANDING, ms(text)).map(({ clause }) => clause)

describe('the text in force on that day', () => {
  test.each([
    ['2014-09-05', 'none', 'P-1'],
    ['2014-09-18', 'P-1', 'MM-3'],
    ['2015-02-14', 'MM-3', 'PM-1'],
    ['2020-07-26', 'PM-1', 'AM-2'],
  ])('a burst the day before and the day after the version of %s', (day, before, after) => {
    const shots = (shiftMs: number): string => {
      const one = event(day, { kind: 'burst', weapon: weapons.smallArms })
      const atMs = one.observed.fromMs + shiftMs
      return (
        clauses({ ...one, observed: { fromMs: atMs, toMs: atMs } })
          .map((c) => c.replace('?', ''))
          .join(' ') || 'none'
      )
    }
    expect([shots(-DAY_MS), shots(DAY_MS)]).toEqual([before, after])
  })

  test('a howitzer before the withdrawal was due is no candidate against it', () => {
    expect(howitzerOn('2015-03-01')).toEqual(['PM-1'])
    expect(howitzerOn('2015-03-04')).toEqual(['PM-1', 'PM-2-artillery'])
  })

  test('deadlines pass in their order, each raising one candidate against both parties', () => {
    expect(due('2014-09-20T20:59:59Z')).toEqual([])
    expect(due('2015-02-16T22:00:00Z')).toEqual(['MM-4-done', 'PM-2-begun'])
    expect(due('2015-03-02T21:59:59Z')).toEqual(['MM-4-done', 'PM-2-begun'])
    expect(due('2016-08-16T00:00:00Z')).toEqual([
      'MM-4-done',
      'PM-2-begun',
      'PM-2-done',
      'AD-1-done',
    ])
  })
})
