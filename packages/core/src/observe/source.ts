import type { InstantMs } from '../units/index.ts'
import { DISTANCE_M_MAX, HEIGHT_M_MAX, HEIGHT_M_MIN } from './check.ts'
import { orderFault } from './trajectory.ts'
import type { Calibration, Confusion, Site, Source, SourceKey } from './types.ts'

/** What names of sources look like: they stand in paths, pages and other people's systems. */
export const SOURCE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/
const HEX_32 = /^[0-9a-f]{64}$/
/** Keys of one source, revoked ones included: they are never forgotten, because old batches were signed with them. */
const KEYS_MAX = 64
/** Rows of a confusion matrix must sum to 1 within this. */
const SUM_TOLERANCE = 1e-6

const isShare = (value: number): boolean => value >= 0 && value <= 1

function confusionFault({ classes, rows }: Confusion): string | null {
  if (rows.length !== classes.length)
    return `confusion has ${rows.length} rows for ${classes.length} classes; give one a class`
  for (const [i, row] of rows.entries()) {
    const sum = row.reduce((total, value) => total + value, 0)
    if (row.length !== classes.length || row.some((value) => !isShare(value)))
      return `confusion.rows[${i}] must hold ${classes.length} probabilities in [0, 1]`
    if (Math.abs(sum - 1) > SUM_TOLERANCE)
      return `confusion.rows[${i}] sums to ${sum}; the probabilities of what it may say sum to 1`
  }
  return null
}

function calibrationFault(calibration: Calibration): string | null {
  const { pdByRange, falseAlarmsPerHour, clockErrorMs, basis, confusion } = calibration
  for (const [kind, steps] of Object.entries(pdByRange))
    for (const [i, { toM, pd }] of steps.entries()) {
      if (!isShare(pd)) return `pdByRange.${kind}[${i}].pd is ${pd}; give a probability in [0, 1]`
      if (!(toM > (steps[i - 1]?.toM ?? 0)))
        return `pdByRange.${kind}[${i}].toM is ${toM}; ranges are metres above 0 and rise`
    }
  for (const [name, value] of [
    ['falseAlarmsPerHour', falseAlarmsPerHour],
    ['clockErrorMs', clockErrorMs],
  ] as const)
    if (value !== null && !(value >= 0 && value < Infinity))
      return `${name} is ${value}; give a number from 0, or null where it was not measured`
  if (basis.trim() === '') return 'basis is empty; say how it was measured, by whom and when'
  return confusion === null ? null : confusionFault(confusion)
}

function keysFault(keys: readonly SourceKey[]): string | null {
  if (keys.length > KEYS_MAX) return `has ${keys.length} keys; ${KEYS_MAX} are allowed`
  for (const [i, { keyId, publicKey, fromMs, revokedMs }] of keys.entries()) {
    if (!HEX_32.test(publicKey) || !HEX_32.test(keyId))
      return `keys[${i}]: publicKey and keyId are 64 lower-case hex digits each`
    if (keys.findIndex((other) => other.keyId === keyId) !== i) return `keys[${i}] stands twice`
    if (revokedMs !== null && revokedMs < fromMs)
      return `keys[${i}] is revoked before it is in force`
  }
  return null
}

function siteFault({ position, heightM, errorM }: Site): string | null {
  const { lonDeg, latDeg } = position
  if (!(Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180))
    return `site.position ${lonDeg}, ${latDeg} is no place; give degrees, lonDeg in [-180, 180] and latDeg in [-90, 90]`
  if (lonDeg === 0 && latDeg === 0)
    return 'site.position 0, 0 stands for a missing one; leave the site out'
  if (!(heightM >= HEIGHT_M_MIN && heightM <= HEIGHT_M_MAX))
    return `site.heightM is ${heightM}; give metres above the WGS 84 ellipsoid`
  if (!(errorM >= 0 && errorM <= DISTANCE_M_MAX))
    return `site.errorM is ${errorM}; give the radius in metres that holds 95 %`
  return null
}

/** Why a source cannot be registered as it stands, or null where nothing is wrong. */
export function sourceFault(source: Source): string | null {
  const { id, nation, reachM, detection, group } = source
  if (!SOURCE_ID.test(id))
    return `source ${JSON.stringify(id)}: an id is 1 to 128 letters, digits, dots, colons, hyphens or underscores, the first a letter or digit`
  if (nation.trim() === '') return `source ${id}: names no nation or body that owns it`
  if (group.trim() === '') return `source ${id}: names no group; its own id will do`
  for (const [name, value] of [
    ['pd', detection.pd],
    ['falseReport', detection.falseReport],
  ] as const)
    if (!isShare(value))
      return `source ${id}: detection.${name} is ${value}; give a probability in [0, 1]`
  if (detection.basis.trim() === '')
    return `source ${id}: detection.basis is empty; say what was measured or assumed`
  for (const [kind, metres] of Object.entries(reachM))
    if (metres !== undefined && !(metres > 0 && metres < Infinity))
      return `source ${id}: reachM.${kind} is ${metres}; give metres above 0`
  return statedFault(source)
}

function trajectoryFault({ site, trajectory }: Source): string | null {
  if (trajectory === undefined) return null
  if (site !== undefined) return 'has a site and a trajectory; give the one or the other'
  for (const [i, waypoint] of trajectory.entries()) {
    const fault = siteFault(waypoint)
    if (fault !== null) return `trajectory[${i}]: ${fault}`
  }
  return orderFault(trajectory)
}

// What an owner may leave out.
function statedFault(source: Source): string | null {
  const { id, site, calibration, keys, heartbeatMs } = source
  const fault =
    (site && siteFault(site)) ??
    trajectoryFault(source) ??
    (keys && keysFault(keys)) ??
    (calibration && prefixed('calibration.', calibrationFault(calibration))) ??
    (heartbeatMs !== undefined && !(heartbeatMs >= 1_000)
      ? `heartbeatMs is ${heartbeatMs}; give milliseconds, at least 1000`
      : null)
  return fault ? `source ${id}: ${fault}` : null
}

const prefixed = (prefix: string, fault: string | null): string | null =>
  fault === null ? null : `${prefix}${fault}`

const modelName = (model: Source['model']): string =>
  model ? `${model.name} ${model.version}` : 'none'

/**
 * The source as it is recorded: a calibration was measured on one model, so another model makes it void unless a newer
 * measurement comes with it.
 */
export function registered(
  before: Source | undefined,
  source: Source,
): { readonly source: Source; readonly voided: string | null } {
  const changed =
    before !== undefined &&
    (before.model?.name !== source.model?.name || before.model?.version !== source.model?.version)
  const isOld =
    source.calibration !== undefined &&
    source.calibration.measuredMs <= (before?.calibration?.measuredMs ?? -Infinity)
  if (!changed || !isOld) return { source, voided: null }
  const { calibration: _void, ...rest } = source
  return {
    source: rest,
    voided: `the calibration was measured on the model ${modelName(before.model)}; the model is now ${modelName(source.model)}`,
  }
}

/** The key of that id where it was in force at that instant; otherwise what is wrong with it. */
export function keyInForce(
  source: Source,
  keyId: string,
  atMs: InstantMs,
): SourceKey | { readonly refused: string } {
  const key = source.keys?.find((one) => one.keyId === keyId)
  if (key === undefined)
    return {
      refused: `the key ${keyId} is not enrolled for the source ${source.id}; enrol it first`,
    }
  if (atMs < key.fromMs)
    return { refused: `the key ${keyId} of ${source.id} is in force from ${key.fromMs} only` }
  if (key.revokedMs !== null && atMs >= key.revokedMs)
    return {
      refused: `the key ${keyId} of ${source.id} was revoked at ${key.revokedMs}; enrol another and sign with it`,
    }
  return key
}

/** Whether the source's unsigned batches are taken: by default those of a source that never had a key. */
export const takesUnsigned = ({ keys = [], unsigned }: Source): boolean =>
  (unsigned ?? (keys.length > 0 ? 'refused' : 'accepted')) === 'accepted'
