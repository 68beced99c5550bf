import { CATEGORY, DISTANCE_M_MAX } from '@holdfast/core/observe'
import type { Category } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import type { CodecOptions, FeedContext, Observed } from '../codec/index.ts'
import {
  completed,
  frameOf,
  nameOr,
  observerOf,
  parseNumber,
  phaseOf,
  residualOf,
} from '../open-feed/index.ts'
import { wordOf } from '../json/index.ts'
import type { Circle } from '../open-feed/index.ts'
import type { Around } from '../geojson/index.ts'
import { periodOf, wordIn } from './entity.ts'
import type { OgcRecord } from './entity.ts'

/** What the OGC's JSON interfaces have in common once an observation was found: time, category, residual. */

/**
 * Radius, metres, around a point that comes without one: neither interface has a member for it. An assumption: a place
 * taken from a map or by a receiver of satellite navigation.
 */
export const POINT_ERROR_M = 100
/** The most datastreams that the option names. */
const DATASTREAMS_MAX = 1_000

/** Choices that both interfaces know. */
export const OBSERVE_OPTIONS = {
  category:
    'JSON object from the name or id of a datastream to the category that its observations are of; others are I.MEASURED.',
  errorM: `Radius, metres, that holds a point with 95 %; ${POINT_ERROR_M} where it is left out.`,
} as const

/** The choices as they are used. */
export interface ObserveChoice {
  readonly categories: ReadonlyMap<string, Category>
  readonly errorM: number
}

const isCategory = (value: unknown): value is Category =>
  typeof value === 'string' && Object.hasOwn(CATEGORY, value) && !value.startsWith('O.')

function categoriesOf(json: string): ReadonlyMap<string, Category> | Refused {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { refused: 'category: is no JSON; give {"name of the datastream": "K.EXPL.UNDET"}' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { refused: 'category: is no object; give {"name of the datastream": "K.EXPL.UNDET"}' }
  const categories = new Map<string, Category>()
  for (const [name, category] of Object.entries(value)) {
    if (!isCategory(category))
      return {
        refused: `category: /${name.slice(0, 60)}: ${JSON.stringify(category).slice(0, 60)} is no category that is observed`,
      }
    categories.set(name, category)
  }
  return categories.size > DATASTREAMS_MAX
    ? { refused: `category: ${categories.size} datastreams; the most is ${DATASTREAMS_MAX}` }
    : categories
}

/** The choices, or why they cannot be used. */
export function choiceOf({ category = '{}', errorM }: CodecOptions): ObserveChoice | Refused {
  const categories = categoriesOf(category)
  if (isRefused(categories)) return categories
  const radiusM = errorM === undefined ? POINT_ERROR_M : parseNumber(errorM)
  return radiusM === null || radiusM < 0 || radiusM > DISTANCE_M_MAX
    ? { refused: 'errorM: give metres, 0 or more' }
    : { categories, errorM: radiusM }
}

/** The circle of a geometry, with the error of its points. */
export const circleOf = ({ position, radiusM }: Around, errorM: number): Circle => ({
  position,
  errorM: Math.min(radiusM + errorM, DISTANCE_M_MAX),
})

// `@iot.id` is no name of a residual member: `iot.id` is, and `Datastream.iot.navigationLink`.
const residualName = (name: string): string => name.replace(/^@/, '').replaceAll('@', '.')

/** What an interface found in an observation of its own. */
export interface Found {
  /** Names that the datastream goes by, any of which may be in the choice. */
  readonly datastreams: readonly string[]
  readonly recordName: string
  readonly circle: Circle | null
}

/** When it was: by the phenomenon, else by the result, else as received; the last two are no clock of the thing's own. */
function observedOf({ members }: OgcRecord, { receivedMs }: FeedContext): unknown {
  for (const name of ['phenomenonTime', 'resultTime']) {
    const word = wordIn(members, name)
    const period = word === null ? null : periodOf(word)
    if (period !== null)
      return { ...period, basis: 'clock', clock: name === 'phenomenonTime' ? 'ntp' : 'degraded' }
  }
  return { fromMs: receivedMs, toMs: receivedMs, basis: 'clock', clock: 'degraded' }
}

// An interval, or a local time, says more than the instants that it stands for.
const isHeldTime = (name: string, text: string): boolean =>
  name === 'phenomenonTime' && /^"[^"/]*Z"$/.test(text)

/** The observation of a record. */
export function observeFound(
  record: OgcRecord,
  { datastreams, recordName, circle }: Found,
  { categories }: ObserveChoice,
  context: FeedContext,
): Observed {
  const at = `byte ${record.offset}: `
  const observer = observerOf(context, circle)
  if (observer === null)
    return { nothing: `no position: ${at}neither the observation nor the source has a place` }
  const residual = residualOf(
    [...record.members]
      .filter(([name, text]) => !isHeldTime(name, text))
      .map(([name, text]) => [residualName(name), wordOf(text, { from: 0, to: text.length })]),
  )
  if (residual === null) return { nothing: `${at}it says more than a residual holds` }
  const frame = frameOf(context, new TextEncoder().encode(record.text))
  const mapped = datastreams.find((name) => categories.has(name)) ?? ''
  const category = categories.get(mapped) ?? 'I.MEASURED'
  return completed(
    {
      ...frame,
      // Rows of two data arrays may be alike; what stands around them tells them apart.
      recordId: nameOr(
        recordName,
        context.sha256(new TextEncoder().encode(JSON.stringify([...record.members]))),
      ),
      means: ['sensed'],
      category,
      phase: phaseOf(category),
      // One measurement; how many happenings a mapped one stands for, nobody said.
      count: { n: 1, precision: category === 'I.MEASURED' ? 'exact' : 'unknown' },
      observed: observedOf(record, context),
      observer,
      where: { sectors: [], ring: null, fix: circle },
      residual,
    },
    context,
    at,
  )
}
