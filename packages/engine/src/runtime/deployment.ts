import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Refused } from '@holdfast/core/units'

/**
 * What kind of deployment a data directory holds. A replay or demonstration never shares a directory or a log origin
 * with a live one, and only they may seed their salts and keys.
 */
export type DeploymentKind = 'live' | 'demonstration' | 'replay'

/** What a data directory says of itself, in `deployment.json`. */
export interface Deployment {
  readonly kind: DeploymentKind
  /** The log's origin line, after C2SP tlog-checkpoint. */
  readonly origin: string
  /** The exercise or demonstration that marks all of its data; null for a live one. */
  readonly exercise: string | null
  /** Seeds salts and keys; null for a live one, whose are random. */
  readonly seed: string | null
}

const FILE = 'deployment.json'

/** Reads what the directory holds, or makes it one of the asked kind when it is empty. */
export function openDeployment(dir: string, asked: Deployment): Deployment | Refused {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, FILE)
  if (!existsSync(path)) {
    writeFileSync(path, `${JSON.stringify(asked, null, 2)}\n`)
    return asked
  }
  const found = readDeployment(dir)
  if (found === null)
    return {
      refused: `${path} cannot be read as a deployment; restore it or name another directory with --data`,
    }
  if (found.kind !== asked.kind || found.exercise !== asked.exercise)
    return {
      refused:
        `${dir} holds a ${found.kind} deployment (${found.origin}), not a ${asked.kind} one; ` +
        `name another directory with --data: live and demonstration data never mix`,
    }
  return found
}

/** What the directory says of itself; null when it holds no deployment. */
export function readDeployment(dir: string): Deployment | null {
  try {
    const value: unknown = JSON.parse(readFileSync(join(dir, FILE), 'utf8'))
    return typeof value === 'object' && value !== null && 'kind' in value && 'origin' in value
      ? (value as Deployment)
      : null
  } catch {
    return null
  }
}
