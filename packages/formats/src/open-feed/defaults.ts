import { CATEGORY } from '@holdfast/core/observe'
import type { Category } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { nameOf, observerOf, phaseOf } from './complete.ts'
import type { Circle } from './complete.ts'
import { nestOf } from './members.ts'
import type { Nest } from './members.ts'

/**
 * Members that a table or a map may leave out, because the feed says them or because they are unknown: unknown is a
 * value. What an observation cannot do without (category, means, time) is never filled in here.
 */

const isCategory = (value: unknown): value is Category =>
  typeof value === 'string' && Object.hasOwn(CATEGORY, value)

const NO_MOTION: Nest = {
  heightM: null,
  heightDatum: null,
  speedMps: null,
  courseDeg: null,
  climbMps: null,
  identity: {},
}

/** A fix that is whole: numbers everywhere. */
function circleOf(fix: Nest | null): Circle | null {
  const position = fix === null ? null : nestOf(fix, 'position')
  const lonDeg = position?.['lonDeg']
  const latDeg = position?.['latDeg']
  const errorM = fix?.['errorM']
  return typeof lonDeg === 'number' && typeof latDeg === 'number' && typeof errorM === 'number'
    ? { position: { lonDeg, latDeg }, errorM }
    : null
}

/** Whether every position and number below is null or not there: a place that the record leaves open. */
const isOpen = (nest: Nest | null): boolean =>
  nest === null ||
  Object.entries(nest).every(
    ([name, value]) =>
      value === null ||
      name === 'errorM' ||
      (isOpen(nestOf(nest, name)) && nestOf(nest, name) !== null),
  )

function whereOf(given: Nest): Nest {
  const fix = nestOf(given, 'fix')
  const ring = nestOf(given, 'ring')
  const sectors = given['sectors']
  const sector = nestOf(given, 'sectors')
  return {
    ...given,
    fix: isOpen(fix) ? null : fix,
    ring: isOpen(ring) ? null : ring,
    sectors: Array.isArray(sectors)
      ? sectors
      : sector === null
        ? []
        : Object.values(sector).filter(
            (one) => typeof one !== 'object' || !isOpen(nestOf({ one }, 'one')),
          ),
  }
}

/** The members with what was left out, handed to the last check; or why the place of their observer is unknown. */
export function withDefaults(
  given: Nest & { readonly rawSha256: string },
  context: FeedContext,
  check: (members: Nest) => Observed,
): Observed {
  const observed = nestOf(given, 'observed') ?? {}
  const where = whereOf(nestOf(given, 'where') ?? {})
  const own = nestOf(given, 'observer')
  const fallback = observerOf(context, circleOf(nestOf(where, 'fix')))
  if (own === null && fallback === null)
    return { nothing: 'no position: neither the record nor the source says where it was observed' }
  const weapon = nestOf(given, 'weapon')
  const motion = nestOf(given, 'motion')
  const { category } = given
  return check({
    ...given,
    recordId: given['recordId'] ?? nameOf(given.rawSha256),
    phase: given['phase'] ?? (isCategory(category) ? phaseOf(category) : 'undetermined'),
    count: { n: 1, precision: 'unknown', ...nestOf(given, 'count') },
    observed: { basis: 'clock', clock: 'manual', toMs: observed['fromMs'], ...observed },
    observer: { ...fallback, ...own },
    where,
    weapon:
      weapon === null || weapon['term'] === null || weapon['term'] === undefined
        ? null
        : { class: 'unknown', calibreMm: null, ...weapon },
    ...(motion === null ? {} : { motion: { ...NO_MOTION, ...motion } }),
  })
}
