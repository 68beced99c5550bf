/**
 * Events from a file, one at a time: a history of any length passes in the same memory. What a file holds is not trusted:
 * an event without its support points or its times would be judged wrongly, not refused, further on.
 */
import type { Event } from '@holdfast/core/fuse'
import type { Observation } from '@holdfast/core/observe'
import { valuesOf } from './values.ts'

const HOW =
  'give a JSON array of events, or one a line, as `holdfast export events --office monitor` writes them'
const HOW_OBSERVATIONS =
  'give observations as `holdfast export observations --office monitor` writes them'

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

const isPosition = (value: unknown): boolean =>
  isFields(value) && isNumber(value['lonDeg']) && isNumber(value['latDeg'])
const isOffset = (value: unknown): boolean =>
  isFields(value) && isNumber(value['eastM']) && isNumber(value['northM'])
const isEstimate = (value: unknown): boolean =>
  value === null ||
  (isFields(value) &&
    isPosition(value['position']) &&
    Array.isArray(value['support']) &&
    value['support'].length > 0 &&
    value['support'].every(isOffset))
const isInterval = (value: unknown): boolean =>
  isFields(value) &&
  isNumber(value['fromMs']) &&
  isNumber(value['toMs']) &&
  value['fromMs'] <= value['toMs']
const isWeapon = (value: unknown): boolean =>
  value === null ||
  (isFields(value) &&
    isText(value['term']) &&
    isText(value['class']) &&
    (value['calibreMm'] === null || isNumber(value['calibreMm'])))
const isShare = (value: unknown): boolean => isNumber(value) && value >= 0 && value <= 1

/** What each member of an event has to be; one that an evaluation does not read is not asked for. */
const MEMBERS: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  id: [isText, 'an id'],
  kind: [isText, 'a kind of event'],
  phase: [isText, 'a phase'],
  observed: [isInterval, '{fromMs, toMs} in milliseconds, in order'],
  estimate: [isEstimate, 'null, or a place with its support points'],
  probability: [isShare, 'a number from 0 to 1'],
  weapon: [isWeapon, 'null, or {term, class, calibreMm}'],
  observations: [areTexts, 'a list of ids'],
  claims: [(value) => value === undefined || areTexts(value), 'a list of ids, or left out'],
}

function faultIn(
  value: unknown,
  members: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>>,
  noun: string,
): string | null {
  if (!isFields(value)) return `is no ${noun}`
  for (const [name, [isGood, what]] of Object.entries(members))
    if (!isGood(value[name])) return `is no ${noun}: ${name} must be ${what}`
  return null
}

/** What is wrong with a value that should be an event, or null. */
const faultOf = (value: unknown): string | null =>
  faultIn(value, MEMBERS, 'event with its support points')

/**
 * The events of a file, a JSON array or NDJSON. Refused at the first item that is none, with its number from 0 and its
 * line.
 *
 * @yields each event in the order of the file
 */
export async function* eventsOf(file: string): AsyncGenerator<Event> {
  for await (const value of valuesOf(file, { how: HOW, faultOf }))
    yield withoutExtent(value as Event)
}

/** What a stranger says of its extent could hide points from a border: it is worked out from the points again. */
function withoutExtent(event: Event): Event {
  if (event.estimate?.extent === undefined) return event
  const { extent: _, ...estimate } = event.estimate
  return { ...event, estimate }
}

/** What an explanation names of an observation. */
export type NamedObservation = Pick<
  Observation,
  'id' | 'source' | 'recordId' | 'category' | 'phase' | 'weapon' | 'where'
>

const isWhere = (value: unknown): boolean =>
  isFields(value) && Array.isArray(value['sectors']) && 'ring' in value && 'fix' in value

const NAMED: Readonly<
  Record<keyof NamedObservation, readonly [(value: unknown) => boolean, string]>
> = {
  id: [isText, 'an id'],
  source: [isText, 'a source'],
  recordId: [isText, 'the name of a record'],
  category: [isText, 'a category'],
  phase: [isText, 'a phase'],
  weapon: [isWeapon, 'null, or {term, class, calibreMm}'],
  where: [isWhere, '{sectors, ring, fix}'],
}

/**
 * The observations of a file as `export observations` writes them: what an office was given, perhaps with members
 * withheld.
 *
 * @yields each observation in the order of the file
 */
export async function* observationsOf(file: string): AsyncGenerator<NamedObservation> {
  const asked = {
    how: HOW_OBSERVATIONS,
    faultOf: (value: unknown) => faultIn(value, NAMED, 'observation'),
  }
  for await (const value of valuesOf(file, asked)) yield value as NamedObservation
}
