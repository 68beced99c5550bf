import type { Source } from '../../observe/index.ts'
import type { Look, Measures, View } from '../tracker/types.ts'
import {
  BEARING_REACH_M,
  CLUTTER_PER_M2,
  CONDUCT,
  REACH_UNKNOWN_M,
  SCAN_MS,
  TOLD_CLUTTER_PER_M2,
} from './assumptions.ts'
import type { Joined } from './identity.ts'
import type { Report } from './report.ts'
import type { Domain } from './types.ts'

/**
 * From reports to looks. What reports itself is one look a slice, whoever received it; a sensor's plots of one slice are
 * one look. A radar turns, and a slice is the part of a turn that it swept, which no circle describes: so a look of
 * plots misses nobody (its view is empty), and what a whole turn missed is told afterwards, track by track (`turns.ts`).
 */

/** A report with the number of its hard name, −1 for none. */
export interface Row {
  readonly report: Report
  readonly identity: number
  /** Whether the velocity that it tells is used. */
  readonly isVelocityUsed: boolean
  /** What the register of names said of it; absent: it has none. */
  readonly joined?: Joined | null
}
/** Rows of one look, in order of time. */
export interface Group {
  readonly rows: readonly Row[]
  readonly atMs: number
}

/** Rows of one look while it is made. */
interface Layer {
  readonly rows: Row[]
  readonly names: Set<number>
}

/** Reports of one key may be one look. */
function keyOf({ manner, source, observation }: Report): string {
  if (manner === 'told') return 'told'
  if (manner === 'radar' || manner === 'sighted') return `${manner} ${source.id}`
  // Each from where its observer stood.
  return `${manner} ${source.id} ${observation.id}`
}

/**
 * The looks of a slice. In one look a thing is seen once, so reports of one name are in looks of their own. In order of
 * time, and of one time as the reports came.
 */
export function groupsOf(rows: readonly Row[]): readonly Group[] {
  const groups = new Map<string, Layer[]>()
  for (const row of rows) {
    const { identity, report } = row
    const key = keyOf(report)
    let layers = groups.get(key)
    if (layers === undefined) {
      layers = []
      groups.set(key, layers)
    }
    let layer = identity < 0 ? layers[0] : layers.find(({ names }) => !names.has(identity))
    if (layer === undefined) {
      layer = { rows: [], names: new Set() }
      layers.push(layer)
    }
    layer.rows.push(row)
    if (identity >= 0) layer.names.add(identity)
  }
  return [...groups.values()]
    .flat()
    .map((layer) => ({ rows: layer.rows, atMs: layer.rows.at(-1)?.report.atMs ?? 0 }))
    .toSorted((a, b) => a.atMs - b.atMs)
}

/** Chance that a radar notices a thing of a domain at a range; the least of all classes where none is the domain's. */
export function noticing(source: Source, domain: Domain, rangeM: number): number {
  const reachM =
    source.reachM[domain] ??
    Math.max(REACH_UNKNOWN_M, ...Object.values(source.reachM).map((m) => m ?? 0))
  const tables = source.calibration?.pdByRange ?? {}
  const table = tables[domain]
  const of = table === undefined ? Object.values(tables) : [table]
  if (of.length === 0) return rangeM <= reachM ? source.detection.pd : 0
  return Math.min(...of.map((steps) => steps.find(({ toM }) => rangeM <= toM)?.pd ?? 0))
}

/** False plots per m² and turn, from the rate that was measured; else what is assumed. */
function clutterOf({ calibration, reachM }: Source, domain: Domain): number {
  const perHour = calibration?.falseAlarmsPerHour ?? null
  const radiusM = reachM[domain] ?? Math.max(0, ...Object.values(reachM).map((m) => m ?? 0))
  if (perHour === null || radiusM <= 0) return CLUTTER_PER_M2
  return (perHour * SCAN_MS) / 3_600_000 / (Math.PI * radiusM * radiusM)
}

const MEASURES: Readonly<Record<Report['manner'], Measures>> = {
  told: 'position',
  radar: 'position',
  sighted: 'position',
  foreign: 'position',
  polar: 'polar',
  bearing: 'bearing',
}

/** A place, carried to the look's time by what is known of its velocity; its error in time lies along the way. */
function writePlace({ z, r, atS }: Look, n: number, row: Row): void {
  const { report, isVelocityUsed } = row
  const { eastMps, northMps, sigmaM, timeStdS } = report
  const { speedMpsMax, toldVelocityStdMps } = CONDUCT[report.domain]
  const dtS = atS - report.atMs / 1_000
  const knows = isVelocityUsed && !Number.isNaN(eastMps)
  const [ve, vn] = knows ? [eastMps, northMps] : [0, 0]
  const carriedM = (knows ? toldVelocityStdMps : speedMpsMax / 4) * dtS
  const timeM = knows ? 0 : (speedMpsMax / 4) * timeStdS
  const variance = sigmaM * sigmaM + carriedM * carriedM + timeM * timeM
  const timeVar = timeStdS * timeStdS
  z[2 * n] = report.eastM + ve * dtS
  z[2 * n + 1] = report.northM + vn * dtS
  r[3 * n] = variance + ve * ve * timeVar
  r[3 * n + 1] = ve * vn * timeVar
  r[3 * n + 2] = variance + vn * vn * timeVar
}

/** Writes row `n` of a look, at the look's time: its own velocity carries a told place there. */
function write(look: Look, n: number, row: Row): void {
  const { report, identity, isVelocityUsed } = row
  const { plane, z, r, velocity } = look
  const { toldVelocityStdMps } = CONDUCT[report.domain]
  plane[n] = report.plane
  if (look.identity !== undefined) look.identity[n] = identity
  const { polar, eastMps, northMps } = report
  if (polar !== null) {
    const isBearing = look.measures === 'bearing'
    z[2 * n] = isBearing ? polar.azimuthRad : polar.rangeM
    z[2 * n + 1] = isBearing ? 0 : polar.azimuthRad
    r[3 * n] = isBearing ? polar.azimuthVar : polar.rangeVar
    r[3 * n + 2] = isBearing ? 0 : polar.azimuthVar
  } else {
    writePlace(look, n, row)
  }
  if (velocity === undefined) return
  velocity[3 * n] = isVelocityUsed ? eastMps : Number.NaN
  velocity[3 * n + 1] = isVelocityUsed ? northMps : Number.NaN
  velocity[3 * n + 2] = toldVelocityStdMps * toldVelocityStdMps
}

/** What a look covers: of plots a point, so that nobody is missed; a bearing goes as far as it is believed to reach. */
const viewOf = ({ plane, eastM, northM, manner }: Report): View => ({
  plane,
  eastM,
  northM,
  radiusM: manner === 'bearing' ? BEARING_REACH_M : 0,
})

/** The look of a group. */
export function lookOf({ rows, atMs }: Group, sensor: number, domain: Domain): Look {
  const [first] = rows
  if (first === undefined) throw new Error('a look of no rows')
  const { manner, source } = first.report
  const count = rows.length
  const isTold = manner === 'told'
  const isSited = manner === 'polar' || manner === 'bearing'
  const look: Look = {
    atS: atMs / 1_000,
    sensor,
    measures: MEASURES[manner],
    count,
    plane: new Int32Array(count),
    z: new Float64Array(2 * count),
    r: new Float64Array(3 * count),
    site: isSited
      ? { plane: first.report.plane, eastM: first.report.eastM, northM: first.report.northM }
      : null,
    ...(isTold ? { velocity: new Float64Array(3 * count) } : {}),
    identity: new Int32Array(count),
    // Nobody says how often an observer notices what he tells the direction of.
    pd: isTold || isSited ? 0 : source.detection.pd,
    clutterPerM2: isTold ? TOLD_CLUTTER_PER_M2 : clutterOf(source, domain),
    view: isTold ? null : viewOf(first.report),
  }
  for (const [n, row] of rows.entries()) write(look, n, row)
  return look
}

const NO_PLANES = new Int32Array(0)
const NO_NUMBERS = new Float64Array(0)

/** A look that sees nothing and misses nobody: it brings the states to an instant. */
export const nothingAt = (atMs: number): Look => ({
  atS: atMs / 1_000,
  sensor: -1,
  measures: 'position',
  count: 0,
  plane: NO_PLANES,
  z: NO_NUMBERS,
  r: NO_NUMBERS,
  site: null,
  pd: 0,
  clutterPerM2: CLUTTER_PER_M2,
  view: null,
})
