/**
 * Reads the files of scoring. They come from other programs too, so that every row is looked at, and what is wrong is told
 * with its place in the file and how to mend it.
 */
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import type { CaseId, PlaceFound, PlaceTruth } from './places.ts'
import type { TrackScan, TruthScan } from './tracks.ts'

/** A truth file: of things that move, by scans; or of sounds, by cases. */
export type Truth =
  | { readonly kind: 'moving'; readonly scans: readonly TruthScan[] }
  | { readonly kind: 'sounds'; readonly cases: readonly PlaceTruth[] }

/** What `fuse track` says of its own run. */
export interface RunTold {
  readonly algo: string
  readonly seconds: number
  readonly cpu: number
  readonly dets: number
}

/** A file of tracks, with what its program says of its run where it says it. */
export interface TracksFound {
  readonly scans: readonly TrackScan[]
  readonly run: RunTold | null
}

type Fields = Readonly<Record<string, unknown>>
type Matrix = readonly (readonly number[])[]
type Case = Pick<PlaceTruth, 'id' | 'x' | 'y'>

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCaseId = (value: unknown): value is CaseId => typeof value === 'string' || isNumber(value)

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)

/** Reads a truth file: `{dt, truth: [[[id,x,y,vx,vy],…] per scan]}`, or `[{id, x, y, bound}]`. */
export function readTruth(value: unknown): Truth | Refused {
  if (Array.isArray(value)) {
    const cases = readCases(value, 'bound')
    if (isRefused(cases)) return cases
    return cases.length === 0
      ? { refused: 'holds no case; write at least one {id, x, y, bound}' }
      : { kind: 'sounds', cases }
  }
  if (!isMap(value) || !Array.isArray(value['truth']))
    return {
      refused:
        'is neither {dt, truth: [[[id,x,y,vx,vy],…] per scan]} nor [{id, x, y, bound}]; write one, as `holdfast fuse scenario` does',
    }
  const scans = readScans(value['truth'], { name: 'truth', row: '[id,x,y,vx,vy]', length: 5 })
  return isRefused(scans) ? scans : { kind: 'moving', scans }
}

/** Reads a file of tracks, `{…, tracks: [[[id,x,y,vx,vy,Pxx,Pxy,Pyy],…] per scan]}`, of as many scans as the truth. */
export function readTracks(value: unknown, scanCount: number): TracksFound | Refused {
  if (!isMap(value) || !Array.isArray(value['tracks']))
    return {
      refused:
        'is not {…, tracks: [[[id,x,y,vx,vy,Pxx,Pxy,Pyy],…] per scan]}; write it as `holdfast fuse track` does',
    }
  const scans = readScans(value['tracks'], {
    name: 'tracks',
    row: '[id,x,y,vx,vy,Pxx,Pxy,Pyy]',
    length: 8,
  })
  if (isRefused(scans)) return scans
  if (scans.length !== scanCount)
    return {
      refused: `tracks: has ${scans.length} scans, and the truth ${scanCount}; give the tracks of the same scenario`,
    }
  for (const [scan, rows] of scans.entries())
    for (const [n, [, , , , , xx = 0, xy = 0, yy = 0]] of rows.entries())
      if (!isCovariance(xx, xy, yy))
        return {
          refused: `tracks[${scan}][${n}]: its covariance Pxx ${xx}, Pxy ${xy}, Pyy ${yy} is not positive definite; write one that is`,
        }
  return { scans, run: runOf(value) }
}

/** Reads a file of places, `[{id, x, y, cov: [[,],[,]]}]`. */
export function readPlaces(value: unknown): readonly PlaceFound[] | Refused {
  return Array.isArray(value)
    ? readCases(value, 'cov')
    : { refused: 'is not [{id, x, y, cov: [[,],[,]]}]; write it as `holdfast fuse locate` does' }
}

const isCovariance = (xx: number, xy: number, yy: number): boolean =>
  xx > 0 && yy > 0 && xx * yy - xy * xy > 0

function readScans(
  value: readonly unknown[],
  form: { readonly name: string; readonly row: string; readonly length: number },
): readonly (readonly (readonly number[])[])[] | Refused {
  for (const [scan, rows] of value.entries()) {
    const at = `${form.name}[${scan}]`
    if (!Array.isArray(rows))
      return {
        refused: `${at}: is no list; write a list of ${form.row}, empty where there is none`,
      }
    const seen = new Set<number>()
    for (const [n, row] of (rows as readonly unknown[]).entries()) {
      if (!Array.isArray(row) || row.length !== form.length || !row.every(isNumber))
        return {
          refused: `${at}[${n}]: is not ${form.length} finite numbers; write ${form.row}`,
        }
      const id = row[0] as number
      if (seen.has(id))
        return { refused: `${at}[${n}]: id ${id} is there twice in one scan; give each its own` }
      seen.add(id)
    }
  }
  return value as readonly (readonly (readonly number[])[])[]
}

/** Reads `[{id, x, y, MATRIX}]`, where the matrix is a covariance or a bound. */
function readCases<K extends 'cov' | 'bound'>(
  value: readonly unknown[],
  matrix: K,
): readonly (Case & Readonly<Record<K, Matrix>>)[] | Refused {
  const seen = new Set<unknown>()
  for (const [n, one] of value.entries()) {
    const how = `write {id, x, y, ${matrix}: [[,],[,]]}`
    if (!isMap(one) || !isCaseId(one['id']) || !isNumber(one['x']) || !isNumber(one['y']))
      return { refused: `[${n}]: has no id (a text or a number) and finite x and y; ${how}` }
    const id = one['id']
    if (!isPlaneCovariance(one[matrix]))
      return {
        refused: `[${n}] (${id}): ${matrix} is not a 2 × 2 positive definite matrix; ${how}`,
      }
    if (seen.has(id)) return { refused: `[${n}]: id ${id} is there twice; give each its own` }
    seen.add(id)
  }
  return value as readonly (Case & Readonly<Record<K, Matrix>>)[]
}

function isPlaneCovariance(value: unknown): value is Matrix {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [first, second] = value as readonly unknown[]
  if (!Array.isArray(first) || !Array.isArray(second)) return false
  const numbers: readonly unknown[] = [...first, ...second]
  if (first.length !== 2 || second.length !== 2 || !numbers.every(isNumber)) return false
  const [xx = 0, xy = 0, , yy = 0] = numbers
  return isCovariance(xx, xy, yy)
}

function runOf({ algo, seconds, cpu, dets }: Fields): RunTold | null {
  return typeof algo === 'string' && isNumber(seconds) && isNumber(cpu) && isNumber(dets)
    ? { algo, seconds, cpu, dets }
    : null
}
