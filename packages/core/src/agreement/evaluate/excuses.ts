/**
 * Excuses of a clause, and what several of them come to together. A single point is as `notified.ts` has it. A group that
 * needs `all` holds when all of its members do, does not hold when one of them does not, and is open otherwise; one that
 * needs `any` the other way round. How its members hang together nobody knows, so what its announcements cover is bounded
 * and not multiplied: all of n points cover at least what they cover together beyond n - 1 whole places, and at most what
 * the least of them covers; any of them at least what the greatest covers, and at most all of it added up (Fréchet 1935).
 * A point for people alone may be anything from nothing to all.
 */
import type { Excuse, ExcusePoint } from '../document/excuse.ts'
import { partsOf } from '../document/excuse.ts'
import type { Agreement, Condition, Provision, Standing } from '../document/types.ts'
import type { Event } from '../../fuse/index.ts'
import { pointCondition } from './notified.ts'

type Held = Condition['held']
/** Share of an event's points that an excuse covers: from least to most, each in [0, 1]. */
export interface Bounds {
  readonly least: number
  readonly most: number
}

/** What members that are each held, or not, or open come to together. */
export function heldTogether(how: 'all' | 'any', members: readonly Held[]): Held {
  const [settles, otherwise]: readonly Held[] = how === 'all' ? ['no', 'yes'] : ['yes', 'no']
  if (members.includes(settles as Held)) return settles as Held
  return members.includes('undecided') ? 'undecided' : (otherwise as Held)
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)

/** What members that each cover from least to most come to together, whatever they have in common. */
export function boundsTogether(how: 'all' | 'any', members: readonly Bounds[]): Bounds {
  const least = members.map((one) => one.least)
  const most = members.map((one) => one.most)
  return how === 'all'
    ? { least: Math.max(0, sum(least) - (members.length - 1)), most: Math.min(1, ...most) }
    : { least: Math.max(0, ...least), most: Math.min(1, sum(most)) }
}

interface Judged {
  readonly held: Held
  readonly bounds: Bounds
  /** Its own condition first, then those of its members. */
  readonly conditions: readonly Condition[]
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

// What people alone decide says nothing of a place: then no share is told.
const tellBounds = ({ least, most }: Bounds): string =>
  least === 0 && most === 1
    ? ''
    : least === most
      ? `; what was announced covers ${percent(least)} of its place`
      : `; what was announced covers ${percent(least)} to ${percent(most)} of its place`

function tellOpen(
  how: 'all' | 'any',
  held: Held,
  members: readonly (readonly [string, Held])[],
): string {
  const named = (which: Held): string =>
    members.flatMap(([id, one]) => (one === which ? [id] : [])).join(', ')
  const needs = how === 'all' ? `all ${members.length} together` : `any one of ${members.length}`
  const open = named('undecided')
  const tell = {
    yes: `held: ${named('yes')}`,
    no: `not held: ${named('no')}`,
    undecided: `${named('yes') === '' ? '' : `${named('yes')} held, `}${open} open`,
  }[held]
  return `it takes ${needs}; ${tell}`
}

interface At {
  readonly agreement: Agreement
  readonly event: Event
  readonly standing: Standing | undefined
}

const inside = (condition: Condition, within: string | null): Condition =>
  within === null ? condition : { ...condition, within }

function judged(excuse: Excuse, at: At, within: string | null): Judged {
  const parts = partsOf(excuse)
  if (parts === null) {
    const { condition, bounds } = pointCondition(excuse as ExcusePoint, at)
    return { held: condition.held, bounds, conditions: [inside(condition, within)] }
  }
  const { how } = parts
  const { id, title } = excuse
  const members = parts.members.map((one) => judged(one, at, id))
  const held = heldTogether(
    how,
    members.map((one) => one.held),
  )
  const bounds = boundsTogether(
    how,
    members.map((one) => one.bounds),
  )
  const named = parts.members.map((one, i) => [one.id, members[i]?.held ?? 'undecided'] as const)
  const own: Condition = {
    condition: 'exception',
    held,
    probability: bounds.least === bounds.most ? bounds.least : null,
    because: `${id}: ${title}; ${tellOpen(how, held, named)}${tellBounds(bounds)}; a person decides`,
    parts: how,
  }
  return {
    held,
    bounds,
    conditions: [inside(own, within), ...members.flatMap(({ conditions }) => conditions)],
  }
}

/** The excuses of a provision, one condition each; one that others make up is followed by theirs. */
export const exceptionConditions = ({ unless }: Provision, at: At): readonly Condition[] =>
  unless === undefined ? [] : unless.flatMap((excuse) => judged(excuse, at, null).conditions)
