import type { InstantMs, Refused } from '@holdfast/core/units'
import { HAZARDS, circleFault, lineFault, periodFault, strayMember } from '../cot/index.ts'
import { escapeXml } from '../xml/index.ts'
import type { Circle, HazardKind } from '../cot/index.ts'
import { readAlert } from './read.ts'

/**
 * All that ever leaves as a public warning: take cover here, and keep away from this hazard. Both say where and until
 * when, never who, from where or why: no observation, event, track or party has a form here. What was written is read
 * back by the rules for what comes in, and is refused if they do not take it.
 */

interface Warned {
  /** Unique with the sender: letters, digits and . _ : - only. */
  readonly identifier: string
  /** Who warns, as a name on the internet or an address of mail. */
  readonly sender: string
  /** When it is said, milliseconds since 1970, UTC; CAP keeps whole seconds. */
  readonly sentMs: InstantMs
  /** What people call the place; part of the warning in each language. */
  readonly areaDesc: string
  readonly circle: Circle
  readonly texts: readonly CapText[]
}
/** What the warning says in one language, in words that were agreed beforehand. */
export interface CapText {
  /** RFC 3066: `en`, `uk`, `ru`. */
  readonly language: string
  readonly event: string
  readonly headline: string
  readonly instruction: string
}
/** A warning to take cover, without an origin or a direction. */
export interface CapTakeCover extends Warned {
  readonly kind: 'takeCover'
  readonly fromMs: InstantMs
  readonly untilMs: InstantMs
}
/** A warning of a hazard to whoever comes there. */
export interface CapHazard extends Warned {
  readonly kind: 'hazard'
  readonly hazard: HazardKind
  readonly fromMs: InstantMs
  readonly untilMs: InstantMs
}
/** What may be written as CAP. */
export type CapItem = CapTakeCover | CapHazard

const COMMON = [
  'kind',
  'identifier',
  'sender',
  'sentMs',
  'areaDesc',
  'circle',
  'texts',
  'fromMs',
  'untilMs',
]
const MEMBERS: Readonly<Record<CapItem['kind'], readonly string[]>> = {
  takeCover: COMMON,
  hazard: [...COMMON, 'hazard'],
}
const TEXT_MEMBERS = ['language', 'event', 'headline', 'instruction']
const TEXTS_MAX = 8
const NAME = /^[A-Za-z0-9][A-Za-z0-9@._:-]{0,99}$/

function textFault(text: CapText): string | null {
  const stray = strayMember(text, TEXT_MEMBERS)
  if (stray !== null) return stray
  if (!/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/.test(text.language))
    return 'language is none; give a code of RFC 3066'
  return (
    lineFault('event', text.event) ??
    lineFault('headline', text.headline) ??
    lineFault('instruction', text.instruction)
  )
}

function faultOfItem(item: CapItem): string | null {
  const kind: unknown = item.kind
  if (typeof kind !== 'string' || !Object.hasOwn(MEMBERS, kind))
    return 'this kind is never written as CAP'
  const { identifier, sender, sentMs, fromMs, untilMs, circle, texts } = item
  const stray = strayMember(item, MEMBERS[item.kind]) ?? strayMember(circle, ['centre', 'radiusM'])
  if (stray !== null) return stray
  if (!NAME.test(identifier) || !NAME.test(sender))
    return 'identifier and sender are names; give letters, digits and @ . _ : -'
  if (item.kind === 'hazard' && !Object.hasOwn(HAZARDS, item.hazard))
    return 'hazard is not of the list'
  const fault =
    circleFault(circle) ??
    periodFault(fromMs, untilMs) ??
    periodFault(sentMs, untilMs) ??
    lineFault('areaDesc', item.areaDesc)
  if (fault !== null) return fault
  if (texts.length === 0 || texts.length > TEXTS_MAX)
    return `there are ${texts.length} texts; give 1 to ${TEXTS_MAX}, each in another language`
  if (new Set(texts.map(({ language }) => language)).size !== texts.length)
    return 'a language is given twice'
  for (const text of texts) {
    const found = textFault(text)
    if (found !== null) return found
  }
  return null
}

// CAP 1.2, 3.3.2: whole seconds, and UTC is written -00:00.
const instant = (ms: InstantMs): string => `${new Date(ms).toISOString().slice(0, 19)}-00:00`
const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`

function categoryOf(item: CapItem): string {
  if (item.kind === 'takeCover') return 'Security'
  const categories: Partial<Record<HazardKind, string>> = {
    fire: 'Fire',
    blockedRoad: 'Transport',
    damagedBridge: 'Infra',
    downedPowerLine: 'Infra',
    flood: 'Met',
    hazardousMaterial: 'CBRNE',
  }
  return categories[item.hazard] ?? 'Safety'
}

function infoOf(item: CapItem, text: CapText): string {
  const { centre, radiusM } = item.circle
  // Rounded outwards: the circle that is read holds the one that was meant.
  const radiusKm = (Math.ceil(radiusM) / 1_000).toFixed(3)
  const place = `${centre.latDeg.toFixed(6)},${centre.lonDeg.toFixed(6)}`
  const isCover = item.kind === 'takeCover'
  return [
    '<info>',
    element('language', text.language),
    element('category', categoryOf(item)),
    element('event', text.event),
    element('responseType', isCover ? 'Shelter' : 'Avoid'),
    element('urgency', isCover ? 'Immediate' : 'Expected'),
    element('severity', 'Severe'),
    // How likely it is was not worked out for the public, and is not claimed.
    element('certainty', isCover ? 'Possible' : 'Unknown'),
    element('effective', instant(item.fromMs)),
    element('expires', instant(item.untilMs)),
    element('headline', text.headline),
    element('instruction', text.instruction),
    '<area>',
    element('areaDesc', item.areaDesc),
    element('circle', `${place} ${radiusKm}`),
    '</area>',
    '</info>',
  ].join('')
}

/** A warning as a CAP 1.2 document (UTF-8, status Actual, scope Public, msgType Alert), or why it is not written. */
export function writeCap(item: CapItem): Uint8Array | Refused {
  const fault = faultOfItem(item)
  if (fault !== null) return { refused: fault }
  const document =
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">` +
    element('identifier', item.identifier) +
    element('sender', item.sender) +
    element('sent', instant(item.sentMs)) +
    '<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>' +
    item.texts.map((text) => infoOf(item, text)).join('') +
    '</alert>'
  const read = readAlert(document)
  if ('reason' in read) return { refused: read.detail }
  const [first] = read.unread
  return first === undefined ? new TextEncoder().encode(document) : { refused: first }
}
