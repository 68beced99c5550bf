import { faultOf } from '@holdfast/core/observe'
import type { Unidentified, Whereabouts } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { residualOf } from '../xml/index.ts'
import { DEFAULTS, LIMITS } from '../observation/index.ts'
import { holderOf } from './shapes.ts'
import type { CapAlert } from './types.ts'

/**
 * An alert in force becomes one observation: that a warning was given, at the time it was sent. What it warns of is not
 * observed by that. Its place is one circle that holds every area of every language; where an outline could not be read
 * or is only a code, the place is unknown, because a part of it would be taken for all.
 */

function fixOf({ infos }: CapAlert): Whereabouts['fix'] {
  const areas = infos.flatMap((info) => info.areas)
  const isWhole = areas.every(({ shapes, shapesUnread }) => shapes.length > 0 && shapesUnread === 0)
  const holder = isWhole ? holderOf(areas) : null
  if (holder === null) return null
  const { position } = holder
  const isMissing = Math.abs(position.latDeg) <= 0.0001 && Math.abs(position.lonDeg) <= 0.0001
  return isMissing ? null : holder
}

/** CAP's own name for a message (3.2.1, references); a long one is cut and told apart by its hash. */
function recordIdOf({ sender, identifier, texts }: CapAlert, rawSha256: string): string {
  const name = `${sender},${identifier},${texts['sent'] ?? ''}`
  return name.length <= LIMITS.recordId && !/[\u007f-\u009f\ud800-\udfff]/u.test(name)
    ? name
    : `cap#${rawSha256}`
}

function observerOf(
  { source }: FeedContext,
  fix: Whereabouts['fix'],
): Unidentified['observer'] | null {
  const place = source.title.slice(0, LIMITS.place)
  if (source.site !== undefined)
    return {
      place,
      position: source.site.position,
      errorM: source.site.errorM,
      control: 'unknown',
    }
  return fix === null ? null : { place, ...fix, control: 'unknown' }
}

/** Why an alert warns of nothing that is, or null. */
function nothingOf({ status, msgType, identifier }: CapAlert): string | null {
  const name = JSON.stringify(identifier.slice(0, 60))
  if (status !== 'Actual') return `status ${status}: alert ${name} is not meant to be acted on`
  if (msgType === 'Ack' || msgType === 'Error')
    return `msgType ${msgType}: alert ${name} answers another alert and warns of nothing itself`
  return null
}

/** Turns an alert into the observation that it was given. Never throws. */
export function observeCap(alert: CapAlert, context: FeedContext): Observed {
  const nothing = nothingOf(alert)
  if (nothing !== null) return { nothing }
  const fix = fixOf(alert)
  const observer = observerOf(context, fix)
  if (observer === null)
    return { nothing: 'no position: no area has an outline that is whole, and the source no site' }
  const { source, sha256, receivedMs } = context
  const rawSha256 = sha256(alert.bytes)
  const observation: Unidentified = {
    source: source.id,
    recordId: recordIdOf(alert, rawSha256),
    // An authority tells; what a party says of itself or of the other is its claim.
    means: [source.kind === 'party' ? 'claimed' : 'told'],
    category: 'I.WARNING',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: alert.sentMs, toMs: alert.sentMs, basis: 'clock', clock: 'ntp' },
    observer,
    where: { sectors: [], ring: null, fix },
    weapon: DEFAULTS.weapon,
    grade: DEFAULTS.grade,
    label: source.label ?? DEFAULTS.label,
    rawSha256,
    residual: residualOf([
      ['version', alert.version],
      ...Object.entries(alert.texts),
      ['info', alert.infoText],
      ['other', alert.otherText],
    ]),
  }
  const fault = faultOf(observation, receivedMs)
  return fault === null ? { observations: [observation] } : { nothing: fault, isRefused: true }
}
