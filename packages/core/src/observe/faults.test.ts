/**
 * Goal: nothing impossible is taken. Method: a table of every refusal, and properties over values that do not belong.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOW, empty, rows, sample, send } from '../../../../tests/support/observe-world.ts'
import { canonicalJson } from '../evidence/index.ts'
import type { Json } from '../evidence/index.ts'
import { CLOCK_AHEAD_MS_MAX, contentText, faultOf, identify } from './index.ts'
import type { Unidentified } from './index.ts'

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
