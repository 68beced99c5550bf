/** An observation as a position of something with a name of its own; null where it is none. `residual` is never read. */
import type { Observation, SourceKind } from '../../observe/index.ts'
import { AIR_MPS_MAX, RESCUE_MPS_MAX, SHIP_MPS_MAX } from './assumptions.ts'
import type { PositionReport } from './types.ts'

/** Kinds of sources through which things report themselves. */
const OWN_KINDS: ReadonlySet<SourceKind> = new Set(['adsb', 'ais'])

/** The position of an observation by a source of that kind. Mode 3/A codes are shared and name nobody. */
export function positionReportOf(
  { id, source, observed, where, motion }: Observation,
  kind: SourceKind,
): PositionReport | null {
  if (where.fix === null || motion === undefined) return null
  const { icao24, mmsi, uid } = motion.identity
  const identity =
    icao24 !== undefined
      ? `icao24:${icao24}`
      : mmsi !== undefined
        ? `mmsi:${mmsi}`
        : uid !== undefined
          ? `uid:${uid}`
          : null
  if (identity === null) return null
  return {
    observation: id,
    source,
    identity,
    atMs: observed.fromMs,
    position: where.fix.position,
    errorM: where.fix.errorM,
    ...(motion.quality === undefined ? {} : { quality: motion.quality }),
    speedMps: motion.speedMps,
    speedMaxMps: identity.startsWith('mmsi:') ? shipMps(identity.slice(5)) : AIR_MPS_MAX,
    isOwn: OWN_KINDS.has(kind),
    isFixed: identity.startsWith('mmsi:00') || identity.startsWith('mmsi:99'),
  }
}
// ITU-R M.585: 111… search and rescue aircraft, 00… coast and base stations, 99… aids to navigation.
const shipMps = (mmsi: string): number => (mmsi.startsWith('111') ? RESCUE_MPS_MAX : SHIP_MPS_MAX)
