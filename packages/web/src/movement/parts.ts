import { PLAN_NAMES } from '@holdfast/core/move/planning'
import type { PlanName } from '@holdfast/core/move/planning'

/** The parts of the movement page, by the words in the address after `#movement?part=`. */
export const PARTS = ['plan', ...PLAN_NAMES] as const
/** A part of the movement page: the plan of movement, or a planning document. */
export type Part = 'plan' | PlanName

/** What each part is called. */
export const PART_TITLE: Readonly<Record<Part, string>> = {
  plan: 'Armed in time',
  air: 'Air',
  sea: 'Sea',
  sites: 'Sites and hubs',
  stocks: 'Stocks',
  training: 'Training',
  ready: 'Ready (IOC, FOC)',
}

/** The part that an address names; the first where it names none. */
export function partIn(hash: string): Part {
  const at = hash.indexOf('?')
  const name = new URLSearchParams(at < 0 ? '' : hash.slice(at + 1)).get('part')
  return PARTS.find((part) => part === name) ?? 'plan'
}
/** The address of a part. */
export const addressOf = (part: Part): string =>
  part === 'plan' ? '#movement' : `#movement?part=${part}`
