import type { NationCode } from '../nations/index.ts'
import { concerns } from './register/standing.ts'
import type { Assumption, Caveat, Exclusion, Pledge, Requirement } from './types.ts'

/** A number with its unit, and the ids of the assumptions that it rests on. */
export interface Sized {
  readonly value: number
  readonly unit: string
  readonly assumptions: readonly string[]
}
/** A pledge or an exclusion, as the assignment weighs it: sized where a statement or an assumption sizes it. */
export interface Offer {
  readonly id: string
  readonly nation: NationCode
  readonly capability: string
  readonly size: Sized | null
  readonly caveats: readonly Caveat[]
  /** False for what a nation has ruled out: no offer stands behind it. */
  readonly pledged: boolean
  /** Whether the nation committed it, with a number of its own. */
  readonly firm: boolean
  /** 0 is taken first. */
  readonly rank: number
}

const assumed = (assumptions: readonly Assumption[], about: string): Sized | null => {
  const found = assumptions.find((assumption) => assumption.about === about)
  return found === undefined
    ? null
    : { value: Math.floor(found.value), unit: found.unit, assumptions: [found.id] }
}

/**
 * What a line is planned at: the planner's assumption about it, else the least that its source asks (at least 1), else
 * null: nobody sized it. Whole units.
 */
export function planLine(line: Requirement, assumptions: readonly Assumption[]): Sized | null {
  const planned = assumed(assumptions, line.id)
  if (planned !== null) return planned
  if (line.quantity.kind === 'unknown' || line.quantity.min <= 0) return null
  return { value: Math.ceil(line.quantity.min), unit: line.quantity.unit, assumptions: [] }
}

const COMMITTED: ReadonlySet<Pledge['status']> = new Set(['committed', 'assigned', 'deployed'])

/** Pledges that still stand, at the least that was stated or else at what is assumed; then the exclusions. */
export function offersOf(
  pledges: readonly Pledge[],
  exclusions: readonly Exclusion[],
  assumptions: readonly Assumption[],
): readonly Offer[] {
  const standing = pledges.filter(({ status }) => status !== 'withdrawn')
  const pledged = standing.map(({ id, nation, capability, quantity, caveats, ...rest }): Offer => {
    const strength = rest.strength ?? 'prepared'
    const size =
      quantity.kind === 'unknown'
        ? assumed(assumptions, `${capability}:${strength}`)
        : { value: Math.floor(quantity.min), unit: quantity.unit, assumptions: [] }
    const firm = COMMITTED.has(rest.status) && quantity.kind === 'range'
    const rank = firm ? 0 : strength === 'prepared' ? 1 : 2
    return { id, nation, capability, size, caveats, pledged: true, firm, rank }
  })
  const excluded = exclusions.map(({ id, nation, capability, caveat }): Offer => {
    const size = assumed(assumptions, `${capability}:excluded`)
    return { id, nation, capability, size, caveats: [caveat], pledged: false, firm: false, rank: 3 }
  })
  return [...pledged, ...excluded]
}

/** The caveats that keep the offer from the line; empty where none does. */
export const blocking = (offer: Offer, line: Requirement): readonly Caveat[] =>
  offer.caveats.filter((caveat) => caveat.forbids.includes(line.place) && concerns(caveat, line))

/** Whether the offer has what the line asks for; a nation's exclusion matters only where it forbids the line's place. */
export const matches = (offer: Offer, line: Requirement): boolean =>
  offer.capability === line.capability && (offer.pledged || blocking(offer, line).length > 0)
