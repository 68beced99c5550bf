import { emptyRoot, toHex } from '../evidence/index.ts'
import type { Unidentified } from './check.ts'
import { OWN_HASHING } from './hashing.ts'
import type { Hashing } from './hashing.ts'
import type { Observation, PositionQuality, Sector } from './types.ts'

/**
 * An observation's name is a hash of what it says: the SHA-256 of its canonical JSON (RFC 8785) without the id. So
 * the same record has the same name wherever, whenever and however often it arrives, and nothing about receiving it
 * may enter. The canonical text is spelt out member by member, because this runs for every observation and the
 * general writer, which must look up and sort the members, takes several times as long; a test holds the two equal.
 */

// Printable ASCII without the quote and the backslash: what needs no escape.
const PLAIN = /^[ !#-[\]-~]*$/
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))
// Words of closed lists, as the types hold them, need no look for what to escape.
const words = (items: readonly string[]): string =>
  items.length === 0 ? '[]' : `["${items.join('","')}"]`
const list = (items: readonly string[]): string =>
  `[${items.map((item) => quoted(item)).join(',')}]`

function residualText(residual: Readonly<Record<string, string>>): string {
  const keys = Object.keys(residual)
  if (keys.length > 1) keys.sort()
  return keys.map((key) => `${quoted(key)}:${quoted(residual[key] ?? '')}`).join(',')
}

const sectorText = ({ fromDeg, toDeg }: Sector): string => `{"fromDeg":${fromDeg},"toDeg":${toDeg}}`

function whereText({ fix, ring, sectors }: Observation['where']): string {
  const fixText =
    fix === null
      ? 'null'
      : `{"errorM":${fix.errorM},"position":{"latDeg":${fix.position.latDeg},"lonDeg":${fix.position.lonDeg}}}`
  const ringText = ring === null ? 'null' : `{"maxM":${ring.maxM},"minM":${ring.minM}}`
  return `{"fix":${fixText},"ring":${ringText},"sectors":[${sectors.map((s) => sectorText(s)).join(',')}]}`
}

const sorted = <T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))

// Absent where nothing was said: ids of observations without it stay what they were.
const qualityText = (quality: PositionQuality | undefined): string =>
  quality === undefined
    ? ''
    : `"quality":{"accuracyM":${quality.accuracyM},"containmentM":${quality.containmentM},` +
      `"isMonitored":${quality.isMonitored},"positioning":${quality.positioning === null ? 'null' : `"${quality.positioning}"`}},`

function motionText(motion: Observation['motion']): string {
  if (motion === undefined) return ''
  const { climbMps, courseDeg, heightDatum, heightM, identity, quality, speedMps } = motion
  const names = sorted(identity).map(([kind, name]) => `"${kind}":${quoted(name ?? '')}`)
  const datum = heightDatum === null ? 'null' : `"${heightDatum}"`
  return (
    `"motion":{"climbMps":${climbMps},"courseDeg":${courseDeg},"heightDatum":${datum},` +
    `"heightM":${heightM},"identity":{${names.join(',')}},${qualityText(quality)}"speedMps":${speedMps}},`
  )
}

function assessmentText(assessment: Observation['assessment']): string {
  if (assessment === undefined) return ''
  const { model, scores, version } = assessment
  const each = sorted(scores).map(([name, score]) => `${quoted(name)}:${score}`)
  return `"assessment":{"model":${quoted(model)},"scores":{${each.join(',')}},"version":${quoted(version)}},`
}

// Absent where nothing was measured, as above.
const shotText = (shot: Observation['shot']): string =>
  shot === undefined ? '' : `"shot":{"delayMs":${shot.delayMs},"sigmaMs":${shot.sigmaMs}},`

/** The text that is hashed: canonical JSON of every member but the id. */
export function contentText(observation: Unidentified): string {
  const { count, grade, label, observed, observer, weapon } = observation
  const { position } = observer
  const exercise =
    observation.exercise === undefined ? '' : `"exercise":${quoted(observation.exercise)},`
  const holder = observation.holder === undefined ? '' : `"holder":"${observation.holder}",`
  const weaponText =
    weapon === null
      ? 'null'
      : `{"calibreMm":${weapon.calibreMm},"class":"${weapon.class}","term":${quoted(weapon.term)}}`
  return (
    `{${assessmentText(observation.assessment)}"category":"${observation.category}",` +
    `"count":{"n":${count.n},"precision":"${count.precision}"},${exercise}` +
    `"grade":{"credibility":${grade.credibility},"reliability":"${grade.reliability}"},` +
    `${holder}"label":{"classification":"${label.classification}","offices":${words(label.offices)},` +
    `"policy":"${label.policy}","releasableTo":${list(label.releasableTo)}},` +
    `"means":${words(observation.means)},${motionText(observation.motion)}` +
    `"observed":{"basis":"${observed.basis}","clock":"${observed.clock}",` +
    `"fromMs":${observed.fromMs},"toMs":${observed.toMs}},` +
    `"observer":{"control":"${observer.control}","errorM":${observer.errorM},"place":${quoted(observer.place)},` +
    `"position":{"latDeg":${position.latDeg},"lonDeg":${position.lonDeg}}},` +
    `"phase":"${observation.phase}","rawSha256":${quoted(observation.rawSha256)},` +
    `"recordId":${quoted(observation.recordId)},"residual":{${residualText(observation.residual)}},` +
    `${shotText(observation.shot)}"source":${quoted(observation.source)},"weapon":${weaponText},"where":${whereText(observation.where)}}`
  )
}

/** Hex SHA-256 over source, the source's own record id and content; an id that is given is left out. */
export function observationId(observation: Unidentified, hashing: Hashing = OWN_HASHING): string {
  return hashing.hexOfText(contentText(observation))
}

/** The observation under its own id, whatever id it came with. */
export function identify(observation: Unidentified, hashing: Hashing = OWN_HASHING): Observation {
  return { ...observation, id: observationId(observation, hashing) }
}

/**
 * Hex Merkle root (RFC 6962) over observations in order. A leaf is the 32 bytes of an id, so that anyone who holds the
 * observation can work out its leaf. Without observations it is the hash of the empty string.
 *
 * Only the right edge is kept: the hash of each complete subtree that is not yet half of a larger one.
 */
export function batchRoot(ids: readonly string[], hashing: Hashing = OWN_HASHING): string {
  const edge: Uint8Array[] = []
  for (const [i, id] of ids.entries()) {
    let hash = hashing.leaf(leafOf(id))
    // As many subtrees close with leaf i as i has trailing ones.
    for (let rest = i; rest % 2 === 1; rest = (rest - 1) / 2)
      hash = hashing.node(edge.pop() ?? hash, hash)
    edge.push(hash)
  }
  let root = edge.pop()
  if (root === undefined) return toHex(emptyRoot())
  for (let left = edge.pop(); left !== undefined; left = edge.pop()) root = hashing.node(left, root)
  return toHex(root)
}

const nibble = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : Number.NaN

function leafOf(id: string): Uint8Array {
  const leaf = new Uint8Array(32)
  for (let i = 0; i < 32; i += 1) {
    const byte = nibble(id.charCodeAt(2 * i)) * 16 + nibble(id.charCodeAt(2 * i + 1))
    if (Number.isNaN(byte) || id.length !== 64)
      throw new TypeError(`not the id of an observation: ${id}`)
    leaf[i] = byte
  }
  return leaf
}
