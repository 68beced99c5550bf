import { describe, expect, test } from 'vitest'
import type { Motion } from '../../observe/index.ts'
import { Names, calledAfter, contradictionsOf, identityOf } from './identity.ts'
import { hardName, isName } from './names.ts'
import type { Called } from './identity.ts'
import { reportOf } from './report.ts'
import type { Report } from './report.ts'
import {
  MIDDLE,
  SCENE_MS,
  observationOf,
  sourceOf,
} from '../../../../../tests/support/moving-scenes.ts'

// Goal: a name is believed for what it is worth: codes that many bear are no names, a name that jumps is two things, and
// what cannot be true together is said. Method: tables, and legs at the edge of what a thing can have covered.

const ADSB = sourceOf('adsb-1', 'adsb')
const OTHER = sourceOf('adsb-2', 'adsb')
const at = (ms: number, lonDeg: number, source = ADSB): Report => {
  const report = reportOf(
    observationOf({
      source: source.id,
      atMs: SCENE_MS + ms,
      position: { ...MIDDLE, lonDeg },
      identity: { icao24: '4b1805' },
    }),
    source,
  )
  if (report === null) throw new Error('no report')
  return report
}
const register = (): Names => new Names({ speedMpsMax: 600, silenceMs: 60_000, namesMax: 100 })

describe('names', () => {
  const rows: readonly (readonly [Parameters<typeof isName>[0], string, boolean])[] = [
    ['icao24', '4b1805', true],
    ['icao24', '000000', false],
    ['icao24', 'ffffff', false],
    ['mmsi', '273456780', true],
    ['mmsi', '111111111', false],
    ['mmsi', '123456789', false],
    ['mode3a', '4321', true],
    ...['7500', '7600', '7700', '7000', '2000', '1000', '0000', '1200'].map(
      (code) => ['mode3a', code, false] as const,
    ),
    ['callsign', 'AFR123', true],
    ['callsign', '', false],
  ]
  test.each(rows)('%s %s', (kind, value, is) => {
    expect(isName(kind, value)).toBe(is)
  })
  test('the address goes before the callsign, and a code is no hard name', () => {
    expect(hardName({ callsign: 'A', mode3a: '4321' })).toBeNull()
    expect(hardName({ callsign: 'A', icao24: 'abcdef' })?.key).toBe('icao24:abcdef')
    expect(hardName({ icao24: '000000', mmsi: '273456780' })?.key).toBe('mmsi:273456780')
  })
})

describe('legs', () => {
  test('a report goes on the leg that it can have come from; one that cannot begins another, and both are shared', () => {
    const names = register()
    const first = names.join('k', at(0, 36.3))
    expect(first).toMatchObject({ number: 0, isEcho: false, sharedSinceMs: null })
    expect(names.join('k', at(1_000, 36.302)).number).toBe(0)
    const far = names.join('k', at(2_000, 38.3))
    expect(far).toMatchObject({ number: 1, sharedSinceMs: SCENE_MS + 2_000 })
    expect(names.join('k', at(3_000, 36.304))).toMatchObject({
      number: 0,
      sharedSinceMs: SCENE_MS + 3_000,
    })
    // After a minute of silence the other leg is nobody's rival.
    expect(names.join('k', at(70_000, 36.4)).sharedSinceMs).toBeNull()
  })
  test('at most four legs: the longest silent goes', () => {
    const names = register()
    for (const [n, lonDeg] of [30, 33, 36, 39, 42].entries()) names.join('k', at(n, lonDeg))
    expect(names.numbersOf('k')).toEqual([1, 2, 3, 4])
  })
  test('one transmission by two receivers is an echo; the next one is not', () => {
    const names = register()
    names.join('k', at(0, 36.3))
    expect(names.join('k', at(150, 36.3, OTHER)).isEcho).toBe(true)
    // A feed that fills its gaps with the last position tells nothing new; after a while it is a thing that stands still.
    expect(names.join('k', at(1_900, 36.3)).isEcho).toBe(true)
    expect(names.join('k', at(2_100, 36.3)).isEcho).toBe(false)
    expect(names.join('k', at(2_500, 36.300_01, OTHER)).isEcho).toBe(false)
  })
  test('a velocity that the way refutes is not borne out; one that it shows is, through a turn', () => {
    const going = (ms: number, lonDeg: number, courseDeg: number): boolean => {
      const report = reportOf(
        observationOf({
          source: 'adsb-1',
          atMs: SCENE_MS + ms,
          position: { ...MIDDLE, lonDeg },
          identity: { icao24: '4b1805' },
          speedMps: 200,
          courseDeg,
        }),
        ADSB,
      )
      if (report === null) throw new Error('no report')
      return names.join('k', report).isVelocityBorneOut
    }
    const names = register()
    expect(going(0, 36.3, 90)).toBe(true)
    // 1,517 m in eight seconds, to the east.
    expect(going(8_000, 36.32, 90)).toBe(true)
    expect(going(16_000, 36.34, 70)).toBe(true)
    expect(going(24_000, 36.36, 270)).toBe(false)
    expect(going(32_000, 36.38, 90)).toBe(true)
  })
  test('a copy is apart; what is silent is forgotten', () => {
    const names = register()
    names.join('k', at(0, 36.3))
    const copy = names.copy()
    names.join('k', at(1_000, 40))
    expect(copy.numbersOf('k')).toEqual([0])
    names.prune(SCENE_MS + 200_000)
    expect(names.numbersOf('k')).toEqual([])
  })
})

const NOTHING = new Map<never, never>()
const heard = (
  ...said: readonly (readonly [s: number, identity: Motion['identity']])[]
): readonly Called[] =>
  said.reduce<readonly Called[]>(
    (called, [s, identity]) => calledAfter(called, identity, SCENE_MS + 1_000 * s),
    [],
  )

describe('what a track is called', () => {
  test('codes may change; one that comes back contradicts', () => {
    const changed = heard([0, { mode3a: '4321' }], [10, { mode3a: '5555' }])
    expect(identityOf(changed)).toEqual({ mode3a: '5555' })
    expect(contradictionsOf(changed, NOTHING)).toEqual([])
    const back = heard([0, { mode3a: '4321' }], [10, { mode3a: '5555' }], [20, { mode3a: '4321' }])
    expect(contradictionsOf(back, NOTHING)).toEqual([
      { kind: 'mode3a', values: ['4321', '5555'], sinceMs: SCENE_MS + 10_000 },
    ])
  })
  test('two addresses contradict at once, the more often heard is told, and both are listed', () => {
    const called = heard(
      [0, { icao24: 'aaaaab' }],
      [1, { icao24: 'aaaaab' }],
      [2, { icao24: 'bbbbbc' }],
    )
    expect(identityOf(called)).toEqual({ icao24: 'aaaaab' })
    expect(contradictionsOf(called, NOTHING)).toEqual([
      { kind: 'icao24', values: ['aaaaab', 'bbbbbc'], sinceMs: SCENE_MS + 2_000 },
    ])
  })
  test('an address that another track bears too is one value', () => {
    const called = heard([0, { icao24: 'aaaaab' }])
    expect(contradictionsOf(called, new Map([['icao24', SCENE_MS]]))).toEqual([
      { kind: 'icao24', values: ['aaaaab'], sinceMs: SCENE_MS },
    ])
  })
  test('emergency and conspicuity codes are not what a track is called', () => {
    expect(identityOf(heard([0, { mode3a: '7700' }], [1, { mode3a: '2000' }]))).toEqual({})
  })
})
