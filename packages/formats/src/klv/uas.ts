import type { Polygon, Position } from '@holdfast/core/geo'
import type { InstantMs } from '@holdfast/core/units'
import { wrapLonDeg } from '@holdfast/core/geo'
import type { KlvItem } from './items.ts'
import type { KlvRecord } from './packet.ts'

/** What an ST 0601 packet says of the platform, its sensor and what the sensor looks at. Null: not said, or special. */
export interface UasView {
  /** Item 2, whole milliseconds since 1970 as the sender counts them; item 136 (leap seconds) is not applied. */
  readonly timeMs: InstantMs | null
  readonly platform: {
    readonly designation: string | null
    readonly tailNumber: string | null
    /** Degrees from true north in [0, 360). */
    readonly headingDeg: number | null
    /** Up is positive; item 90 before item 6. */
    readonly pitchDeg: number | null
    /** Right wing down is positive; item 91 before item 7. */
    readonly rollDeg: number | null
    readonly groundSpeedMps: number | null
  }
  readonly sensor: {
    readonly position: Position | null
    /** Metres above `heightDatum`: items 104 and 75 above the ellipsoid, else item 15 above mean sea level. */
    readonly heightM: number | null
    readonly heightDatum: 'ellipsoid' | 'msl' | null
    readonly horizontalFovDeg: number | null
    readonly verticalFovDeg: number | null
    /** Of the line of sight against the platform's axes (items 18 to 20). */
    readonly relativeAzimuthDeg: number | null
    readonly relativeElevationDeg: number | null
    readonly relativeRollDeg: number | null
  }
  /** From the sensor to the frame's centre, metres. */
  readonly slantRangeM: number | null
  /** Across the frame on the ground, metres; item 96 before item 22. */
  readonly targetWidthM: number | null
  readonly frameCentre: {
    readonly position: Position
    readonly heightM: number | null
    readonly heightDatum: 'ellipsoid' | 'msl' | null
  } | null
  /** Upper left, upper right, lower right, lower left of the image; items 82 to 89, else 23, 24 and 26 to 33. */
  readonly corners: {
    readonly positions: readonly Position[]
    readonly from: 'full' | 'offset'
  } | null
  readonly operationalMode: string | null
}

/** What the sensor saw of the ground: its four corners, or its centre and how wide the frame is there. */
export type Footprint =
  | { readonly kind: 'polygon'; readonly polygon: Polygon; readonly from: 'full' | 'offset' }
  | { readonly kind: 'centre'; readonly position: Position; readonly widthM: number | null }

type Numbers = ReadonlyMap<number, number>

/** Nearer to 0° N 0° E than this on both axes, a position is a missing one (core/observe refuses it). */
const NULL_ISLAND_DEG = 0.0001

function positionOf(latDeg: number | undefined, lonDeg: number | undefined): Position | null {
  if (latDeg === undefined || lonDeg === undefined || Math.abs(latDeg) > 90) return null
  if (Math.abs(latDeg) <= NULL_ISLAND_DEG && Math.abs(lonDeg) <= NULL_ISLAND_DEG) return null
  return { lonDeg: wrapLonDeg(lonDeg), latDeg }
}

type Corners = UasView['corners']
function cornersAt(from: 'full' | 'offset', at: (i: number) => Position | null): Corners {
  const positions = [0, 2, 4, 6].map(at).filter((position) => position !== null)
  return positions.length === 4 ? { positions, from } : null
}
function cornersOf(numbers: Numbers, centre: Position | null): Corners {
  const full = cornersAt('full', (i) => positionOf(numbers.get(82 + i), numbers.get(83 + i)))
  if (full !== null || centre === null) return full
  return cornersAt('offset', (i) => {
    const [latDeg, lonDeg] = [numbers.get(26 + i), numbers.get(27 + i)]
    if (latDeg === undefined || lonDeg === undefined) return null
    return positionOf(centre.latDeg + latDeg, centre.lonDeg + lonDeg)
  })
}

function heightOf(
  numbers: Numbers,
  ellipsoid: readonly number[],
  msl: number,
): { readonly heightM: number | null; readonly heightDatum: 'ellipsoid' | 'msl' | null } {
  for (const tag of ellipsoid) {
    const heightM = numbers.get(tag)
    if (heightM !== undefined) return { heightM, heightDatum: 'ellipsoid' }
  }
  const heightM = numbers.get(msl)
  return heightM === undefined
    ? { heightM: null, heightDatum: null }
    : { heightM, heightDatum: 'msl' }
}

function textOf(items: readonly KlvItem[], wanted: number): string | null {
  const value = items.findLast(({ tag }) => tag === wanted)?.value
  return value?.kind === 'text' ? value.text : value?.kind === 'code' ? value.word : null
}

/** The typed view of an ST 0601 packet; null for other sets. Of an item that comes twice the last one counts. */
export function uasOf({ set, items }: KlvRecord): UasView | null {
  if (set !== 'uasDatalink') return null
  const numbers = new Map<number, number>()
  for (const { tag, value } of items) {
    if (value.kind === 'number') numbers.set(tag, value.value)
    else numbers.delete(tag)
  }
  const of = (...tags: readonly number[]): number | null => {
    for (const tag of tags) {
      const value = numbers.get(tag)
      if (value !== undefined) return value
    }
    return null
  }
  const timeUs = of(2)
  const heading = of(5)
  const centre = positionOf(numbers.get(23), numbers.get(24))
  return {
    timeMs: timeUs === null ? null : Math.floor(timeUs / 1_000),
    platform: {
      designation: textOf(items, 10),
      tailNumber: textOf(items, 4),
      headingDeg: heading === null ? null : heading % 360,
      pitchDeg: of(90, 6),
      rollDeg: of(91, 7),
      groundSpeedMps: of(56),
    },
    sensor: {
      position: positionOf(numbers.get(13), numbers.get(14)),
      ...heightOf(numbers, [104, 75], 15),
      horizontalFovDeg: of(16),
      verticalFovDeg: of(17),
      relativeAzimuthDeg: of(18),
      relativeElevationDeg: of(19),
      relativeRollDeg: of(20),
    },
    slantRangeM: of(21),
    targetWidthM: of(96, 22),
    frameCentre: centre === null ? null : { position: centre, ...heightOf(numbers, [78], 25) },
    corners: cornersOf(numbers, centre),
    operationalMode: textOf(items, 77),
  }
}

/**
 * The ground that a packet's frame covers, for coverage; null where it does not say, or looks at the sky. The corners
 * are taken as sent: an oblique frame's far corners may lie beyond the horizon's haze, and the ring may cross itself
 * where the sender's order is wrong.
 */
export function footprintOf(record: KlvRecord): Footprint | null {
  const view = uasOf(record)
  if (view === null) return null
  const { corners, frameCentre, targetWidthM } = view
  const first = corners?.positions[0]
  if (corners !== null && first !== undefined)
    return {
      kind: 'polygon',
      polygon: { ring: [...corners.positions, first] },
      from: corners.from,
    }
  if (frameCentre === null) return null
  return { kind: 'centre', position: frameCentre.position, widthM: targetWidthM }
}
