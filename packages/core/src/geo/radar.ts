import { ecefOf, meanRadiusM, placeOf, skyAt } from './ecef.ts'
import type { Enu, Place, Sky } from './ecef.ts'
import { ellipseOf } from './estimate.ts'
import type { Covariance } from './estimate.ts'
import type { Offset, Position } from './types.ts'

/**
 * From what a radar measures to a position, and back.
 *
 * A radar of two dimensions gives slant range and azimuth; where that is on the ground depends on how high the thing
 * flies: 10 km up and 20 km away by slant range is 17.3 km away on the map. So the height belongs to the position, and
 * its error to the position's error. Taking the range as a distance on the map (or dropping the height silently) puts
 * aircraft near the site kilometres away from where they are.
 *
 * With a height, the elevation angle is sought whose point at that range has that height. Without one, or with one
 * that the range cannot reach, the thing may be anywhere from `HEIGHT_M_LOW` to `HEIGHT_M_HIGH`: the position is the
 * middle of what that leaves on the ground, and the error covers both ends.
 *
 * Refraction is left out: it bends the line of sight, which changes the elevation angle (that nobody reads here), and
 * lengthens the measured range by about a hundred metres at 400 km, of the order of a long-range radar's own error.
 */

const RAD_PER_DEG = Math.PI / 180
/** Longest slant range, metres: beyond what any category of plots can carry (512 NM). */
export const RADAR_RANGE_M_MAX = 1_000_000
/** A height that is not known is taken to lie between these, metres above the ellipsoid. */
export const HEIGHT_M_LOW = 0
/** The highest that a thing of unknown height is assumed to fly, metres above the ellipsoid. */
export const HEIGHT_M_HIGH = 15_000
/** The height of the point found differs from the one given by less than this, metres. */
const CLOSURE_M = 0.001
/** Far more than are needed: each round gains two digits or more. */
const ROUNDS_MAX = 20
/** Beyond half a turn an azimuth's deviation says nothing more. */
const AZIMUTH_STD_DEG_MAX = 90

/** What a height is above. */
export type HeightDatum = 'ellipsoid' | 'msl' | 'pressure'
/** A height as it was reported, metres above its datum. */
export interface PlotHeight {
  readonly heightM: number
  readonly datum: HeightDatum
}
/** What a radar measured: slant range, metres; azimuth, degrees from true north; and the height of what was seen, or null. */
export interface RadarPlot {
  readonly rangeM: number
  readonly azimuthDeg: number
  readonly height: PlotHeight | null
}
/** One standard deviation of each. Without `heightM` the height's is taken from its datum (`heightStdM`). */
export interface RadarDeviations {
  readonly rangeM: number
  readonly azimuthDeg: number
  readonly heightM?: number
}
/** Where a plot is. */
export interface RadarFix {
  readonly position: Position
  /**
   * Whether the height given was used; `unknown`: there was none; `inconsistent`: no point at that range has it, and
   * the position is worked out as though there were none.
   */
  readonly height: 'given' | 'unknown' | 'inconsistent'
  /** In the local east-north frame at the position. */
  readonly covarianceM2: Covariance
  /** A radius, metres, that holds the true position with at least 95 %: the major semi-axis of the 95 % ellipse. */
  readonly errorM: number
}

/**
 * One standard deviation, metres, of a reported height when it is read as one above the ellipsoid. Mean sea level
 * differs from it by the geoid (-107 to +85 m in EGM2008: half the larger). Pressure altitude differs further by the
 * weather: some 15 hPa of 8.3 m at the surface, and 2 % of the height for a column 5 K warmer or colder than standard.
 */
export function heightStdM({ heightM, datum }: PlotHeight): number {
  if (datum === 'ellipsoid') return 0
  if (datum === 'msl') return 54
  return Math.hypot(54, 125, 0.02 * heightM)
}

interface Sight {
  readonly sky: Sky
  readonly site: Place
  readonly rangeM: number
  readonly sinAzimuth: number
  readonly cosAzimuth: number
}

/** The end of the line of sight at a sine of elevation in [-1, 1]. */
function endOf({ rangeM, sinAzimuth, cosAzimuth }: Sight, sinElevation: number): Enu {
  const groundM = rangeM * Math.sqrt(Math.max(0, 1 - sinElevation * sinElevation))
  return {
    eastM: groundM * sinAzimuth,
    northM: groundM * cosAzimuth,
    upM: rangeM * sinElevation,
  }
}

/** The sine of the elevation whose end has a height above the ellipsoid, or null where the range cannot reach it. */
function elevationTo(sight: Sight, heightM: number): number | null {
  const { site, rangeM, sky } = sight
  const siteRadiusM = meanRadiusM(site.position.latDeg) + site.heightM
  const radiusM = meanRadiusM(site.position.latDeg) + heightM
  // On a sphere of that radius the law of cosines solves it; the ellipsoid's remainder is iterated away.
  let sine =
    (radiusM * radiusM - siteRadiusM * siteRadiusM - rangeM * rangeM) / (2 * rangeM * siteRadiusM)
  const slope = radiusM / (rangeM * siteRadiusM)
  let before = Number.NaN
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    sine = Math.max(-1, Math.min(1, sine))
    const missM = placeOf(sky.toEcef(endOf(sight, sine))).heightM - heightM
    if (Math.abs(missM) < CLOSURE_M) return sine
    // Straight up or down, and still not there: the range does not reach.
    if (sine === before) return null
    before = sine
    sine -= missM * slope
  }
  return null
}

function sightOf(site: Place, plot: RadarPlot): Sight {
  const azimuthRad = plot.azimuthDeg * RAD_PER_DEG
  return {
    sky: skyAt(site),
    site,
    rangeM: plot.rangeM,
    sinAzimuth: Math.sin(azimuthRad),
    cosAzimuth: Math.cos(azimuthRad),
  }
}

/** The nearest and the farthest ground that an unknown height leaves, as sines of elevation, and their middle. */
function spreadOf(sight: Sight): readonly [near: Enu, far: Enu, middle: Enu] {
  // Out of reach of a height is straight above the site, or straight below where the site is the higher one.
  const high = elevationTo(sight, HEIGHT_M_HIGH) ?? (sight.site.heightM < HEIGHT_M_HIGH ? 1 : -1)
  const low = elevationTo(sight, HEIGHT_M_LOW) ?? (sight.site.heightM < HEIGHT_M_LOW ? 1 : -1)
  // The arc on the ground grows until the line of sight meets the plot's vertical at a right angle.
  const radiusM = meanRadiusM(sight.site.position.latDeg) + sight.site.heightM
  const farthest = Math.max(low, Math.min(high, -sight.rangeM / radiusM))
  const tangent = (sine: number): number =>
    Math.sqrt(Math.max(0, 1 - sine * sine)) / (radiusM + sight.rangeM * sine)
  const near = endOf(sight, tangent(high) < tangent(low) ? high : low)
  const far = endOf(sight, farthest)
  const middle = {
    eastM: (near.eastM + far.eastM) / 2,
    northM: (near.northM + far.northM) / 2,
    upM: (near.upM + far.upM) / 2,
  }
  return [near, far, middle]
}

/** The end of a plot with its height changed, as a point around the site; straight up or down where out of reach. */
function endAt(site: Place, plot: RadarPlot, heightM: number): Enu {
  const sight = sightOf(site, plot)
  return endOf(sight, elevationTo(sight, heightM) ?? (heightM > site.heightM ? 1 : -1))
}

const changed = (plot: RadarPlot, rangeM: number): RadarPlot => ({
  ...plot,
  rangeM: Math.max(1, plot.rangeM + rangeM),
})

/** The longer of two displacements: near the zenith one side of a deviation reaches farther than the other. */
const longer = (a: Offset, b: Offset): Offset =>
  Math.hypot(a.eastM, a.northM) >= Math.hypot(b.eastM, b.northM) ? a : b

/** Sum of the outer products of displacements, each one standard deviation long. */
function covarianceOf(displacements: readonly Offset[]): Covariance {
  let [ee, en, nn] = [0, 0, 0]
  for (const { eastM, northM } of displacements) {
    ee += eastM * eastM
    en += eastM * northM
    nn += northM * northM
  }
  return { ee, en, nn }
}

/** Whether everything is a number in range: a plot that is not has no position. */
function isUsable(site: Place, plot: RadarPlot): boolean {
  const { rangeM, azimuthDeg, height } = plot
  return (
    rangeM > 0 &&
    rangeM <= RADAR_RANGE_M_MAX &&
    Number.isFinite(azimuthDeg) &&
    Number.isFinite(site.heightM) &&
    (height === null || Number.isFinite(height.heightM))
  )
}

/**
 * The position of a plot, with the covariance that range, azimuth and height leave. Each deviation is carried through
 * the whole computation (not linearised), so that it stays right near the zenith, where the ground range hangs on the
 * height. Null where range or azimuth is no number, or the range not in (0, `RADAR_RANGE_M_MAX`].
 */
export function radarFix(site: Place, plot: RadarPlot, std: RadarDeviations): RadarFix | null {
  if (!isUsable(site, plot)) return null
  const sight = sightOf(site, plot)
  const { height } = plot
  const sine = height === null ? null : elevationTo(sight, height.heightM)
  const [near, far, middle] = sine === null ? spreadOf(sight) : [null, null, endOf(sight, sine)]
  const place = placeOf(sight.sky.toEcef(middle))
  const ground = skyAt(place)
  const offsetOf = (end: Enu): Offset => ground.toEnu(sight.sky.toEcef(end))
  const atHeight = height !== null && sine !== null ? height.heightM : place.heightM
  const end = (other: RadarPlot, heightM: number): Offset => offsetOf(endAt(site, other, heightM))
  const azimuthStdDeg = Math.min(std.azimuthDeg, AZIMUTH_STD_DEG_MAX)
  const displacements = [
    longer(end(changed(plot, std.rangeM), atHeight), end(changed(plot, -std.rangeM), atHeight)),
    end({ ...plot, azimuthDeg: plot.azimuthDeg + azimuthStdDeg }, atHeight),
  ]
  if (near !== null) {
    // Evenly spread between the ends: half the width over the square root of three.
    const half = longer(offsetOf(near), offsetOf(far))
    displacements.push({ eastM: half.eastM / Math.sqrt(3), northM: half.northM / Math.sqrt(3) })
  } else if (height !== null) {
    const stdM = std.heightM ?? heightStdM(height)
    displacements.push(longer(end(plot, atHeight + stdM), end(plot, atHeight - stdM)))
  }
  const covarianceM2 = covarianceOf(displacements)
  return {
    position: place.position,
    height: sine !== null ? 'given' : height === null ? 'unknown' : 'inconsistent',
    covarianceM2,
    errorM: ellipseOf(covarianceM2).semiMajorM,
  }
}

/**
 * What a radar at a site measures of a place: slant range in metres, azimuth in [0, 360) and elevation in [-90, 90]
 * degrees, without refraction. Straight above the site the azimuth is 0.
 */
export function radarPlotOf(
  site: Place,
  seen: Place,
): { readonly rangeM: number; readonly azimuthDeg: number; readonly elevationDeg: number } {
  const { eastM, northM, upM } = skyAt(site).toEnu(ecefOf(seen))
  const groundM = Math.hypot(eastM, northM)
  const azimuthDeg = groundM === 0 ? 0 : Math.atan2(eastM, northM) / RAD_PER_DEG
  return {
    rangeM: Math.hypot(groundM, upM),
    azimuthDeg: (azimuthDeg + 360) % 360,
    elevationDeg: Math.atan2(upM, groundM) / RAD_PER_DEG,
  }
}
