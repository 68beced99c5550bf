import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../units/index.ts'
import {
  HEIGHT_M_HIGH,
  RADAR_RANGE_M_MAX,
  ecefOf,
  ellipseHolds,
  ellipseOf,
  heightStdM,
  placeOf,
  radarFix,
  radarPlotOf,
  skyAt,
} from './index.ts'
import type { Place, RadarDeviations, RadarFix, RadarPlot } from './index.ts'

// Goal: what a radar measured becomes the position that was measured, to a decimetre as far as any radar reaches, and
// the error holds what it promises. Method: points worked out independently (40 digits, from the target to the radar,
// which is the other way round), there-and-back over the whole Earth, and draws of errors counted against the ellipse.

const place = (lonDeg: number, latDeg: number, heightM: number): Place => ({
  position: { lonDeg, latDeg },
  heightM,
})

/** Range, azimuth and elevation by plain ECEF formulas with WGS 84's a and 1/f in 40-digit arithmetic (mpmath). */
const GOLDEN = [
  {
    desc: 'mid latitudes',
    site: place(37.9, 48.5, 210),
    target: place(38.3, 48.9, 9_500),
    rangeM: 54186.398401,
    azimuthDeg: 33.35193035031,
    elevationDeg: 9.63213670809,
  },
  {
    desc: 'long range, low',
    site: place(30.5, 50.4, 180),
    target: place(33.9, 47.2, 10_668),
    rangeM: 435077.807002,
    azimuthDeg: 143.6438341086,
    elevationDeg: -0.571765732202,
  },
  {
    desc: '500 km',
    site: place(8, 46, 3_000),
    target: place(8.6, 50.45, 12_000),
    rangeM: 497355.589424,
    azimuthDeg: 4.925504754989,
    elevationDeg: -1.19814993491,
  },
  {
    desc: 'across the date line',
    site: place(179.5, 65, 50),
    target: place(-177, 64.2, 8_000),
    rangeM: 190078.375464,
    azimuthDeg: 116.4343422626,
    elevationDeg: 1.5464375254,
  },
  {
    desc: 'beyond the north pole',
    site: place(10, 89, 100),
    target: place(-170, 88.5, 11_000),
    rangeM: 279666.835356,
    azimuthDeg: 0,
    elevationDeg: 0.983134682682,
  },
  {
    desc: 'at the north pole',
    site: place(0, 90, 0),
    target: place(45, 88, 10_000),
    rangeM: 223773.709022,
    azimuthDeg: 135,
    elevationDeg: 1.56089858698,
  },
  {
    desc: 'at the south pole',
    site: place(0, -90, 2_835),
    target: place(-120, -87, 12_000),
    rangeM: 335554.005318,
    azimuthDeg: 240,
    elevationDeg: 0.0645870169784,
  },
  {
    desc: 'over the equator',
    site: place(0.5, 0.001, 5),
    target: place(-1, -2, 6_096),
    rangeM: 277354.500558,
    azimuthDeg: 217.0265201885,
    elevationDeg: 0.00777303876061,
  },
  {
    desc: 'below the site',
    site: place(1.5, 42.5, 3_000),
    target: place(1.6, 42.55, 900),
    rangeM: 10140.6054735,
    azimuthDeg: 55.9087717298,
    elevationDeg: -11.9962948349,
  },
  {
    desc: 'steep',
    site: place(37.9, 48.5, 210),
    target: place(37.92, 48.52, 11_000),
    rangeM: 11116.0486886,
    azimuthDeg: 33.59438251143,
    elevationDeg: 76.076596588,
  },
]

/** Metres in space between two places. */
function apartM(a: Place, b: Place): number {
  const [p, q] = [ecefOf(a), ecefOf(b)]
  return Math.hypot(p.xM - q.xM, p.yM - q.yM, p.zM - q.zM)
}
const EXACT: RadarDeviations = { rangeM: 0, azimuthDeg: 0, heightM: 0 }
const ellipsoidal = (heightM: number): RadarPlot['height'] => ({ heightM, datum: 'ellipsoid' })
function fixOf(site: Place, plot: RadarPlot, std: RadarDeviations = EXACT): RadarFix {
  const fix = radarFix(site, plot, std)
  if (fix === null) throw new Error('no fix')
  return fix
}

const sites = fc.record({
  lonDeg: fc.double({ min: -180, max: 179.999, noNaN: true }),
  latDeg: fc.oneof(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.constantFrom(-90, 90, 0, 89.9999, -89.9999),
  ),
  heightM: fc.double({ min: -400, max: 4_000, noNaN: true }),
})
const ways = fc.record({
  rangeM: fc.double({ min: 20_000, max: 500_000, noNaN: true }),
  azimuthDeg: fc.double({ min: 0, max: 359.999, noNaN: true }),
  heightM: fc.double({ min: -300, max: 18_000, noNaN: true }),
})

describe('Earth-centred coordinates', () => {
  test('the axes of the ellipsoid are those published (6,378,137 m and 6,356,752.3142 m)', () => {
    expect(ecefOf(place(0, 0, 0)).xM).toBe(6_378_137)
    expect(ecefOf(place(0, 90, 0)).zM).toBeCloseTo(6_356_752.314_2, 3)
  })

  test('there and back is the same place to a tenth of a millimetre, from the Dead Sea to low orbits', () => {
    fc.assert(
      fc.property(sites, fc.double({ min: -430, max: 2_000_000, noNaN: true }), (at, heightM) => {
        const from = place(at.lonDeg, at.latDeg, heightM)
        const back = placeOf(ecefOf(from))
        expect(apartM(from, back)).toBeLessThan(1e-4)
        expect(back.heightM).toBeCloseTo(heightM, 4)
      }),
    )
  })

  test('a frame turns what it turned back', () => {
    fc.assert(
      fc.property(sites, ways, (at, way) => {
        const { toEnu, toEcef } = skyAt(place(at.lonDeg, at.latDeg, at.heightM))
        const back = toEnu(toEcef({ eastM: way.rangeM, northM: -way.rangeM / 3, upM: way.heightM }))
        expect(back.eastM).toBeCloseTo(way.rangeM, 5)
        expect(back.northM).toBeCloseTo(-way.rangeM / 3, 5)
        expect(back.upM).toBeCloseTo(way.heightM, 5)
      }),
    )
  })
})

describe('radar measurements', () => {
  test.each(GOLDEN)('$desc: what is measured, and where it is', (row) => {
    const seen = radarPlotOf(row.site, row.target)
    expect(seen.rangeM).toBeCloseTo(row.rangeM, 3)
    expect(seen.azimuthDeg).toBeCloseTo(row.azimuthDeg, 7)
    expect(seen.elevationDeg).toBeCloseTo(row.elevationDeg, 7)
    const { rangeM, azimuthDeg, target } = row
    const fix = fixOf(row.site, { rangeM, azimuthDeg, height: ellipsoidal(target.heightM) })
    expect(fix.height).toBe('given')
    const found = { position: fix.position, heightM: target.heightM }
    expect(apartM(found, target)).toBeLessThan(0.1)
  })

  test('there and back is the same place within 0.1 m to 500 km, over the poles and the date line', () => {
    fc.assert(
      fc.property(sites, ways, (at, way) => {
        const site = place(at.lonDeg, at.latDeg, at.heightM)
        const { rangeM, azimuthDeg, heightM } = way
        const fix = fixOf(site, { rangeM, azimuthDeg, height: ellipsoidal(heightM) })
        expect(fix.height).toBe('given')
        const seen = radarPlotOf(site, { position: fix.position, heightM })
        expect(Math.abs(seen.rangeM - rangeM)).toBeLessThan(0.1)
        const turn = Math.abs(((seen.azimuthDeg - azimuthDeg + 540) % 360) - 180)
        expect(turn * (Math.PI / 180) * rangeM).toBeLessThan(0.1)
        expect(fix.position.lonDeg).toBeGreaterThanOrEqual(-180)
        expect(fix.position.lonDeg).toBeLessThan(180)
      }),
      { numRuns: 500 },
    )
  })

  test('from a place to the radar and back, whatever the place', () => {
    fc.assert(
      fc.property(sites, ways, (at, way) => {
        const site = place(at.lonDeg, at.latDeg, at.heightM)
        const far = skyAt(site).toEcef({
          eastM: way.rangeM * Math.sin(way.azimuthDeg),
          northM: way.rangeM * Math.cos(way.azimuthDeg),
          upM: 0,
        })
        const target = { ...placeOf(far), heightM: way.heightM }
        const { rangeM, azimuthDeg } = radarPlotOf(site, target)
        const fix = fixOf(site, { rangeM, azimuthDeg, height: ellipsoidal(way.heightM) })
        expect(apartM({ position: fix.position, heightM: way.heightM }, target)).toBeLessThan(0.1)
      }),
      { numRuns: 500 },
    )
  })

  test('what is no measurement has no position', () => {
    const site = place(37.9, 48.5, 210)
    for (const rangeM of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, RADAR_RANGE_M_MAX + 1])
      expect(radarFix(site, { rangeM, azimuthDeg: 0, height: null }, EXACT)).toBeNull()
    expect(
      radarFix(site, { rangeM: 1_000, azimuthDeg: Number.NaN, height: null }, EXACT),
    ).toBeNull()
    expect(
      radarFix(site, { rangeM: 1_000, azimuthDeg: 0, height: ellipsoidal(Number.NaN) }, EXACT),
    ).toBeNull()
  })
})

describe('the error of a radar position', () => {
  const site = place(37.9, 48.5, 210)
  const std = { rangeM: 80, azimuthDeg: 0.08 }

  test('deviations of range and azimuth become the ellipse of the textbook, far away and low', () => {
    const plot = { rangeM: 200_000, azimuthDeg: 90, height: ellipsoidal(9_000) }
    const { covarianceM2 } = fixOf(site, plot, { ...std, heightM: 0 })
    // Along the line of sight 80 m over the cosine of a small elevation, across it 200 km × 0.08°.
    expect(Math.sqrt(covarianceM2.ee)).toBeGreaterThan(79)
    expect(Math.sqrt(covarianceM2.ee)).toBeLessThan(90)
    expect(Math.sqrt(covarianceM2.nn)).toBeCloseTo((200_000 * 0.08 * Math.PI) / 180, -1)
  })

  test('the height counts where the elevation is steep and hardly where it is flat', () => {
    const height = { heightM: 10_000, datum: 'pressure' } as const
    const none = { rangeM: 0, azimuthDeg: 0 }
    const steep = fixOf(site, { rangeM: 14_000, azimuthDeg: 90, height }, { ...none })
    const flat = fixOf(site, { rangeM: 200_000, azimuthDeg: 90, height }, { ...none })
    // Ground range falls by tan(elevation), seen from below the target, for each metre of height: 44.4° and 3.7°.
    const stdM = heightStdM(height)
    expect(Math.sqrt(steep.covarianceM2.ee) / stdM).toBeCloseTo(Math.tan(0.775), 1)
    expect(Math.sqrt(flat.covarianceM2.ee) / stdM).toBeCloseTo(Math.tan(0.0649), 2)
  })

  test('draws of range, azimuth and height fall into the ellipse as often as it says', () => {
    const random = seededRandom(48)
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    for (const rangeM of [15_000, 60_000, 300_000]) {
      const height = { heightM: 8_000, datum: 'ellipsoid' } as const
      const sigma = { ...std, heightM: 150 }
      const plot = { rangeM, azimuthDeg: 33, height }
      const fix = fixOf(site, plot, sigma)
      const ellipse = ellipseOf(fix.covarianceM2)
      const ground = skyAt({ position: fix.position, heightM: 8_000 })
      let held = 0
      let near = 0
      for (let draw = 0; draw < 2_000; draw += 1) {
        const heightM = 8_000 + normal() * sigma.heightM
        const drawn = fixOf(site, {
          rangeM: rangeM + normal() * sigma.rangeM,
          azimuthDeg: 33 + normal() * sigma.azimuthDeg,
          height: ellipsoidal(heightM),
        })
        const offset = ground.toEnu(ecefOf({ position: drawn.position, heightM: 8_000 }))
        if (ellipseHolds(ellipse, offset)) held += 1
        if (Math.hypot(offset.eastM, offset.northM) <= fix.errorM) near += 1
      }
      expect(held / 2_000).toBeGreaterThan(0.93)
      expect(held / 2_000).toBeLessThan(0.97)
      expect(near / 2_000).toBeGreaterThan(0.945)
    }
  })

  test('without a height the error reaches every height that is possible', () => {
    fc.assert(
      fc.property(sites, ways, fc.double({ min: 0, max: 1, noNaN: true }), (at, way, share) => {
        const radar = place(at.lonDeg, at.latDeg, at.heightM)
        const { rangeM, azimuthDeg } = way
        const fix = fixOf(radar, { rangeM, azimuthDeg, height: null })
        expect(fix.height).toBe('unknown')
        const heightM = share * HEIGHT_M_HIGH
        const truth = fixOf(radar, { rangeM, azimuthDeg, height: ellipsoidal(heightM) })
        const offset = skyAt({ position: fix.position, heightM }).toEnu(
          ecefOf({ position: truth.position, heightM }),
        )
        expect(Math.hypot(offset.eastM, offset.northM)).toBeLessThanOrEqual(fix.errorM + 1)
      }),
    )
  })

  test('a height that the range cannot reach is inconsistent, never a position made up from it', () => {
    const plot = { rangeM: 5_000, azimuthDeg: 45, height: ellipsoidal(12_000) }
    const fix = fixOf(site, plot, { ...std, heightM: 0 })
    expect(fix.height).toBe('inconsistent')
    const seen = radarPlotOf(site, { position: fix.position, heightM: site.heightM })
    expect(fix.errorM + 1).toBeGreaterThan(5_000 - seen.rangeM)
  })

  test('straight above the site the error stays finite and grows with the range error', () => {
    const above = { rangeM: 9_790, azimuthDeg: 0, height: ellipsoidal(10_000) }
    const small = fixOf(site, above, { rangeM: 10, azimuthDeg: 0, heightM: 0 })
    const large = fixOf(site, above, { rangeM: 100, azimuthDeg: 0, heightM: 0 })
    expect(small.errorM).toBeGreaterThan(400)
    expect(large.errorM).toBeGreaterThan(small.errorM)
    expect(large.errorM).toBeLessThan(10_000)
  })
})
