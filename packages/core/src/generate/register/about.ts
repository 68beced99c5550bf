/** What an assumption can be about, and what it may then be worth. */
import { isNation } from '../../nations/index.ts'
import type { Refused } from '../../units/index.ts'
import type { GenerateState } from '../generate-state.ts'
import type { Assumption, Requirement } from '../types.ts'
import { PLEDGE_STATUSES } from './table.ts'
import type { Condition } from './types.ts'

/** What is recorded together with an assumption, and may be what it is about. */
interface Beside {
  readonly requirements: readonly Requirement[]
  readonly conditions: readonly Condition[]
}
/** What stands before the colon of `about` where a nation does behind it. */
export const OF_NATION: ReadonlySet<string> = new Set(['deployable', 'rotationRatio'])
const OF_CAPABILITY = new Set(['packageSize', 'persons'])
/** Of offers without a number. */
const STRENGTHS = new Set(['prepared', 'signalled', 'excluded'])
/** The rule for pledges of unknown size as a whole. */
const UNSIZED = 'unsized'

/** The capability that the words about an assumption name, or null. */
export function capabilityAbout(about: string): string | null {
  const [head = '', rest] = about.split(':')
  if (rest === undefined) return null
  return OF_CAPABILITY.has(head) ? rest : STRENGTHS.has(rest) ? head : null
}

/** Why there is nothing that the assumption could be about, or null. Of pledges it says nothing: who may know of one is another question. */
export function refuseAboutNothing(
  state: GenerateState,
  { id, about }: Assumption,
  { requirements, conditions }: Beside,
): Refused | null {
  const refused = (why: string): Refused => ({
    refused: `assumption ${id} is about ${about}: ${why}; see the register for the ids`,
  })
  const colon = about.indexOf(':')
  const [head, rest] = [about.slice(0, Math.max(0, colon)), about.slice(colon + 1)]
  if (head === 'pledge') return null
  if (head === '')
    return rest === UNSIZED ||
      state.requirements.has(rest) ||
      requirements.some((one) => one.id === rest)
      ? null
      : refused(`there is no line ${rest}`)
  if (head === 'condition')
    return state.conditions.has(rest) || conditions.some((one) => one.id === rest)
      ? null
      : refused(`there is no condition ${rest}`)
  if (head === 'status')
    return PLEDGE_STATUSES.some((status) => status === rest)
      ? null
      : refused(`no pledge is ${rest}, one of ${PLEDGE_STATUSES.join(', ')}`)
  if (OF_NATION.has(head)) return isNation(rest) ? null : refused(`${rest} is no nation`)
  return capabilityAbout(about) !== null
    ? null
    : refused(
        `write a line's id, ${UNSIZED}, condition:ID, pledge:ID, status:STATUS, CAPABILITY:prepared (signalled, excluded), packageSize:CAPABILITY, persons:CAPABILITY, deployable:NATION or rotationRatio:NATION`,
      )
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly isLeastIn: boolean
  readonly words: string
}
const CHANCE: Bounds = { least: 0, most: 1, isLeastIn: true, words: 'a chance from 0 to 1' }
const SIZE: Bounds = { least: 0, most: Infinity, isLeastIn: false, words: 'a size above 0' }
/** By what stands before the colon of `about`; anything else is a size. */
const BOUNDS: ReadonlyMap<string, Bounds> = new Map([
  ['condition', CHANCE],
  ['pledge', CHANCE],
  ['status', CHANCE],
  ['rotationRatio', { least: 1, most: 20, isLeastIn: true, words: 'a ratio from 1 to 20' }],
  ['deployable', { least: 0, most: Infinity, isLeastIn: true, words: 'a number of at least 0' }],
])

/** Why the value is none that it could have, or null. */
export function refuseValue({ id, about, value }: Assumption): Refused | null {
  const { least, most, isLeastIn, words } = BOUNDS.get(about.split(':', 1)[0] ?? '') ?? SIZE
  const isIn = value <= most && (isLeastIn ? value >= least : value > least)
  return isIn
    ? null
    : { refused: `assumption ${id} about ${about} has the value ${value}; write ${words}` }
}
