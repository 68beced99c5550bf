import type { Office } from '@holdfast/core/nations'
import type { Status } from '../runtime/index.ts'

/**
 * How a deployment stands, for one office; the seed of its keys and salts is not in it. What fusion follows, and the words of
 * a failure (which may quote what was being worked on), are the monitor's alone.
 */
export function statusView({ deployment, tracking, failure, ...status }: Status, office: Office) {
  const { kind, origin, exercise } = deployment
  const isMonitor = office === 'monitor'
  return {
    deployment: { kind, origin, exercise },
    ...status,
    failure: failure === null || isMonitor ? failure : 'it failed; the monitor’s office sees why',
    tracking: isMonitor ? tracking : null,
  }
}
