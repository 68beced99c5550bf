/** Tracks in words. */
import type { TrackRow } from '../api/index.ts'

/** What a domain is called. */
export const DOMAIN_WORD: Readonly<Record<TrackRow['domain'], string>> = {
  air: 'aircraft',
  sea: 'ship',
  land: 'vehicle',
}
/** What a status means. */
export const STATUS_WORD: Readonly<Record<string, string>> = {
  tentative: 'tentative: seen too seldom to be sure that there is anything',
  confirmed: 'confirmed',
  coasting: 'coasting: not seen lately, carried on by its last speed',
  lost: 'lost',
}
/** What a kind of name is called. */
export const IDENTITY_WORD: Readonly<Record<string, string>> = {
  icao24: 'ICAO address',
  mode3a: 'Mode 3/A code',
  callsign: 'Call sign',
  mmsi: 'MMSI',
  imo: 'IMO number',
  trackNumber: 'Track number of its system',
  uid: 'Unique id',
}

/** What it calls itself, or else its number here. */
export function nameOf({ id, identity }: Pick<TrackRow, 'id' | 'identity'>): string {
  const { callsign, icao24, mmsi } = identity
  return callsign ?? icao24 ?? mmsi ?? id
}

/** "12 s", "3 min": how long ago. */
export function agoOf(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000))
  return s < 100 ? `${s} s` : `${Math.round(s / 60)} min`
}

/** Speed and course in one line; a thing that hardly moves has no course worth telling. */
export function motionOf({
  speedMps,
  courseDeg,
}: Pick<TrackRow, 'speedMps' | 'courseDeg'>): string {
  if (speedMps < 0.5) return 'hardly moves'
  const course = String(Math.round(courseDeg) % 360).padStart(3, '0')
  return `${Math.round(speedMps * 3.6)} km/h · course ${course}°`
}
