import { IDENTITIES } from '@holdfast/core/observe'

/** The members of an observation that a mapping may fill, as JSON pointers (RFC 6901). */
const MEMBERS: readonly string[] = [
  '/recordId',
  '/means',
  '/category',
  '/phase',
  '/count/n',
  '/count/precision',
  '/observed/fromMs',
  '/observed/toMs',
  '/observed/basis',
  '/observed/clock',
  '/observer/place',
  '/observer/position/lonDeg',
  '/observer/position/latDeg',
  '/observer/errorM',
  '/observer/control',
  '/where/fix/position/lonDeg',
  '/where/fix/position/latDeg',
  '/where/fix/errorM',
  '/where/ring/minM',
  '/where/ring/maxM',
  '/where/sectors/0/fromDeg',
  '/where/sectors/0/toDeg',
  '/weapon/term',
  '/weapon/class',
  '/weapon/calibreMm',
  '/grade/reliability',
  '/grade/credibility',
  '/label',
  '/motion/heightM',
  '/motion/heightDatum',
  '/motion/speedMps',
  '/motion/courseDeg',
  '/motion/climbMps',
  ...IDENTITIES.map((kind) => `/motion/identity/${kind}`),
  '/assessment/model',
  '/assessment/version',
  '/exercise',
]
/** Every member by its pointer; scores and residual members have names of the feed's own. */
export const MEMBER_PATTERN = `^(?:${MEMBERS.join('|')}|/(?:assessment/scores|residual)/[A-Za-z][A-Za-z0-9_.-]{0,63})$`
const MEMBER = new RegExp(MEMBER_PATTERN)

/** Whether the pointer names a member that a mapping may fill. */
export const isMember = (pointer: string): boolean => MEMBER.test(pointer)

/** A nested value under construction. */
export type Nest = Record<string, unknown>
const isNest = (value: unknown): value is Nest =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Sets the member that a pointer of the list names. Sectors are kept as a map of their numbers until `finish`. */
export function setMember(root: Nest, pointer: string, value: unknown): void {
  const tokens = pointer.split('/').slice(1)
  const last = tokens.pop() ?? ''
  let nest = root
  for (const token of tokens) {
    const inner = Object.hasOwn(nest, token) ? nest[token] : undefined
    const next: Nest = isNest(inner) ? inner : {}
    nest[token] = next
    nest = next
  }
  nest[last] = value
}

/** The members below a name, or null where none was set. */
export function nestOf(root: Nest, name: string): Nest | null {
  const inner = Object.hasOwn(root, name) ? root[name] : undefined
  return isNest(inner) ? inner : null
}
