import { DAY_MS, tellInstant } from '../../units/index.ts'
import { conflictRegion } from './footprint.ts'
import { crossingOf } from './crossing.ts'
import { isEverInForce } from './lint-clauses.ts'
import type { Found } from './remark.ts'
import type { Agreement } from './types.ts'

/** How far outside the conflict region's bounds a line may run before it is remarked on, degrees. */
const LINE_MARGIN_DEG = 1
/** Widths below this are remarked on, metres: whoever thinks in kilometres writes 50 for 50 km. */
const WIDTH_M_ODD = 100
/** A clause that binds this long after its version is remarked on. */
const FROM_LATE_MS = 5 * 365 * DAY_MS
/** Bounds of two bands that are meant to be the same may differ by this. */
const BAND_TOLERANCE = 1e-9

/** Lines of which no vertex lies near the conflict region. */
export function linesOutside(agreement: Agreement): readonly Found[] {
  const region = conflictRegion(agreement)
  if (region?.kind !== 'polygon') return []
  const { ring } = region.polygon
  const bounds = (key: 'lonDeg' | 'latDeg'): readonly [number, number] => {
    const values = ring.map((one) => one[key])
    return [
      values.reduce((a, b) => Math.min(a, b)) - LINE_MARGIN_DEG,
      values.reduce((a, b) => Math.max(a, b)) + LINE_MARGIN_DEG,
    ]
  }
  const [west, east] = bounds('lonDeg')
  const [south, north] = bounds('latDeg')
  return agreement.lines.flatMap(({ id, line }, i) =>
    line.vertices.some(
      ({ lonDeg, latDeg }) =>
        lonDeg >= west && lonDeg <= east && latDeg >= south && latDeg <= north,
    )
      ? []
      : [
          {
            path: `lines.${i}.vertices`,
            problem:
              `line ${id} has no vertex near the conflict region (${region.id}); ` +
              'look whether longitude and latitude are swapped, or draw the region larger',
          },
        ],
  )
}

/** Lines that cross themselves: there both sides are on both sides. */
export function crossedLines({ lines }: Agreement): readonly Found[] {
  return lines.flatMap(({ id, line }, i) => {
    const crossing = crossingOf(line.vertices)
    return crossing === null
      ? []
      : [
          {
            path: `lines.${i}.vertices`,
            problem:
              `line ${id} crosses itself after its vertices ${crossing.join(' and ')}, where nobody can say on which ` +
              'side of it a place lies; put the vertices in order',
          },
        ]
  })
}

/** Zones so narrow that somebody may have meant kilometres. */
export function narrowZones({ zones }: Agreement): readonly Found[] {
  return zones.flatMap((zone, i) =>
    'widthM' in zone && zone.widthM < WIDTH_M_ODD
      ? [
          {
            path: `zones.${i}.widthM`,
            problem: `zone ${zone.id} is ${zone.widthM} m wide; widthM is in metres: write ${zone.widthM * 1000} if kilometres are meant`,
          },
        ]
      : [],
  )
}

/** Probabilities between two bands that no standard of proof has a word for. */
export function bandGaps({ thresholds: { standards } }: Agreement): readonly Found[] {
  const rising = standards
    .map((standard, i) => ({ standard, i }))
    .toSorted((a, b) => a.standard.from - b.standard.from)
  let reached = rising[0]?.standard.to ?? 0
  return rising.flatMap(({ standard: { id, from, to }, i }) => {
    const before = reached
    reached = Math.max(reached, to)
    return from <= before + BAND_TOLERANCE
      ? []
      : [
          {
            path: `thresholds.standards.${i}.from`,
            problem:
              `no standard of proof has the probabilities from ${before} to ${from}, where ${id} begins; ` +
              'let the bands meet',
          },
        ]
  })
}

/** Clauses whose own beginning does not fit that of the version which has them first. */
export function oddBeginnings(agreement: Agreement): readonly Found[] {
  return agreement.provisions.flatMap((provision, i) => {
    const { clause, fromMs, sinceVersion } = provision
    const version = agreement.versions.find(({ id }) => id === sinceVersion)
    if (fromMs === undefined || version === undefined) return []
    // One that never binds is remarked on as such.
    if (!isEverInForce(agreement, provision)) return []
    const binds = `${clause} is to bind from ${tellInstant(fromMs)}`
    const begins = `${version.id}, which has it first, begins at ${tellInstant(version.fromMs)}`
    const path = `provisions.${i}.from`
    if (fromMs < version.fromMs)
      return [
        {
          path,
          problem: `${binds}, and ${begins}: it binds from then only; correct the year, or leave from out`,
        },
      ]
    return fromMs - version.fromMs > FROM_LATE_MS
      ? [
          {
            path,
            problem: `${binds}, more than five years after ${begins}; look whether the year is right`,
          },
        ]
      : []
  })
}

const bare = (title: string): string => title.trim().toLowerCase()

/** Parties that a reader cannot tell apart. */
export function partiesAlike({ parties: { A, B } }: Agreement): readonly Found[] {
  return bare(A.title) === bare(B.title)
    ? [
        {
          path: 'parties.B.title',
          problem: `both parties are called ${JSON.stringify(B.title)}; give each its own title`,
        },
      ]
    : []
}
