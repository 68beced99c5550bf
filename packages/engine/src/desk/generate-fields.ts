/** The fields of the commands on the register: requirements, pledges, conditions, numbers, minutes. */
import {
  CONDITION_KINDS,
  CONDITION_STATES,
  FIGURE_BASES,
  NAMED_MAX,
  PLEDGE_MOVES,
  PLEDGE_STATUSES,
} from '@holdfast/core/generate/register'
import { isNation } from '@holdfast/core/nations'
import {
  document,
  either,
  finite,
  flag,
  index,
  instant,
  listOf,
  oneOf,
  optional,
  orNull,
  shape,
  text,
  within,
} from './fields.ts'
import type { Field } from './fields.ts'

type Fields = Readonly<Record<string, Field>>

/** Largest quantity of anything, and of people. */
const QUANTITY_MAX = 10_000_000
/** Most caveats of a pledge, sources of anything, dependencies of a line. */
const PARTS_MAX = 100
/** Most requirements or pledges of one import. */
export const REGISTER_ROWS_MAX = 2_000

/** A whole number in [least, most]. */
export const whole =
  (least: number, most: number): Field =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
      ? null
      : `is no whole number from ${least} to ${most}`

/** An id: letters, digits, hyphens and dots, at most 80. */
const id: Field = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9.-]{0,79}$/.test(value)
    ? null
    : 'is no id of 1 to 80 letters, digits, hyphens and dots'
const nation: Field = (value) =>
  typeof value === 'string' && isNation(value)
    ? null
    : `is no nation, three capitals of ISO 3166-1 such as SWE`
const durationMs = within(0, 10 * 366 * 86_400_000)
const range = shape({
  kind: oneOf('range'),
  min: within(0, QUANTITY_MAX),
  max: within(0, QUANTITY_MAX),
  unit: text,
})
const ordered: Field = (value) => {
  const fault = range(value)
  if (fault !== null) return fault
  const { min, max } = value as { readonly min: number; readonly max: number }
  return min <= max ? null : `has max ${max} below min ${min}`
}
const quantity = either(shape({ kind: oneOf('unknown') }), ordered)
const sources = listOf(shape({ article: text, quote: text }), PARTS_MAX)
const place = oneOf('inUkraine', 'neighbouringNato', 'blackSea', 'airspace', 'remote')
const nations = listOf(either(nation, oneOf('ALL')), NAMED_MAX)
const ids = listOf(id, NAMED_MAX)

const caveat = shape({
  category: oneOf('geographic', 'role', 'parliament', 'mandate', 'condition'),
  title: text,
  forbids: listOf(place, 5),
  waivableBy: text,
  scope: optional(
    shape({
      capabilities: optional(listOf(id, PARTS_MAX)),
      zones: optional(listOf(text, PARTS_MAX)),
    }),
  ),
  declaredMs: optional(instant),
  fromMs: optional(instant),
  untilMs: optional(instant),
  sources,
})
/** A pledge as a whole. */
export const pledge: Field = shape({
  id,
  nation,
  title: text,
  status: oneOf(...PLEDGE_STATUSES),
  capability: id,
  strength: optional(oneOf('prepared', 'signalled')),
  quantity,
  noticeMs: orNull(durationMs),
  rotation: optional(shape({ onMs: durationMs, restMs: durationMs })),
  persons: optional(quantity),
  base: optional(text),
  canLead: optional(flag),
  conditions: optional(ids),
  releasableTo: optional(nations),
  requirement: optional(id),
  otherFigures: optional(listOf(shape({ quantity, definition: text, sources }), PARTS_MAX)),
  caveats: listOf(caveat, PARTS_MAX),
  sources,
})
/** A requirement as a whole. */
export const requirement: Field = shape({
  id,
  title: text,
  capability: id,
  quantity,
  place,
  priority: whole(1, 9),
  posture: optional(orNull(text)),
  zone: optional(text),
  fromMs: optional(instant),
  untilMs: optional(instant),
  noticeMs: optional(durationMs),
  nationsMax: optional(whole(1, 200)),
  needsFramework: optional(flag),
  dependencies: optional(
    listOf(
      shape({
        capability: id,
        quantity: whole(1, QUANTITY_MAX),
        perTroops: whole(1, QUANTITY_MAX),
      }),
      PARTS_MAX,
    ),
  ),
  sources,
})

const figure = shape({
  id,
  nation,
  basis: oneOf(...FIGURE_BASES),
  quantity,
  definition: text,
  asOf: text,
  sources,
})
const commitment = shape({
  id,
  nation,
  title: text,
  persons: quantity,
  fromMs: optional(instant),
  untilMs: optional(instant),
  sources,
})

const why = { reason: text, sources }
const about: Field = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9.:-]{0,159}$/.test(value)
    ? null
    : "is nothing that an assumption is about; write a line's id, capability:strength, condition:ID, pledge:ID, status:STATUS"

/** When something was assumed: a day, a month or a year that there is. */
const date: Field = (value) =>
  typeof value === 'string' &&
  /^\d{4}(?:-\d{2}){0,2}$/.test(value) &&
  Number.isFinite(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value)
    ? null
    : 'is no date; write 2026-03-01, 2026-03 or 2026'

/** Commands of `generate`. */
export const GENERATE_FIELDS: Readonly<Record<string, Fields>> = {
  recordRequirement: { requirement, reason: optional(text) },
  recordPledge: { pledge, reason: optional(text) },
  recordRegister: {
    requirements: listOf(requirement, REGISTER_ROWS_MAX),
    pledges: listOf(pledge, REGISTER_ROWS_MAX),
    figures: optional(listOf(figure, REGISTER_ROWS_MAX)),
    commitments: optional(listOf(commitment, REGISTER_ROWS_MAX)),
    reason: optional(text),
  },
  recordAssumption: {
    assumption: shape({
      id,
      title: text,
      owner: text,
      date,
      about,
      value: finite,
      unit: text,
    }),
  },
  recordCondition: {
    condition: shape({
      id,
      kind: oneOf(...CONDITION_KINDS),
      title: text,
      nation: orNull(nation),
      state: oneOf(...CONDITION_STATES),
      sources,
    }),
  },
  adoptAcceptance: { document, amends: optional(orNull(index)), reason: optional(text) },
  recordFigure: { figure },
  recordCommitment: { commitment },
  movePledge: {
    pledge: id,
    move: oneOf(...PLEDGE_MOVES),
    requirement: optional(id),
    quantity: optional(quantity),
    ...why,
  },
  liftCaveat: { pledge: id, caveat: text, ...why },
  moveCondition: { condition: id, state: oneOf(...CONDITION_STATES), ...why },
  recordMinute: {
    minute: shape({
      id,
      conference: text,
      text,
      pledges: ids,
      releasableTo: optional(nations),
    }),
  },
}
