/**
 * What a nation is reported to have said, and how a planner reads it. The two are kept apart: the words are a fact of
 * the article, the reading is ours, and one statement may be read as an offer and as a restriction of it.
 */
import { pathOf } from '../units/index.ts'
import type { DocumentReader, Fields } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'
import { readCaveatOptions, readNotice } from './line-options.ts'
import type { Caveat, Quantity, Requirement, Source } from './types.ts'

/** How a planner reads a statement. Only `pledge` can fill a line. */
export type Reading =
  | {
      readonly as: 'pledge'
      readonly capability: string
      readonly strength: 'prepared' | 'signalled'
      /** Notice to move; null: not stated. */
      readonly noticeMs: number | null
    }
  /** More words for an offer that another statement makes: its sources are added, nothing is counted twice. */
  | { readonly as: 'support'; readonly of: string }
  | { readonly as: 'restriction'; readonly caveat: Caveat }
  | { readonly as: 'exclusion'; readonly capability: string; readonly caveat: Caveat }
  | { readonly as: 'assessment'; readonly capability: string; readonly quantity: Quantity }
  | { readonly as: 'context'; readonly why: string }
/** One public statement of one party. */
export interface Statement {
  readonly id: string
  /** Null for a group whose nations are not named. */
  readonly nation: NationCode | null
  readonly party: string
  readonly kind: (typeof STATEMENT_KINDS)[number]
  readonly says: string
  /** The number that the article names; unknown where it names none. */
  readonly number: Quantity
  /** How the articles contradict each other, where they do. */
  readonly conflict: string | null
  readonly readings: readonly Reading[]
  readonly sources: readonly Source[]
}

const STATEMENT_KINDS = [
  'offer',
  'caveat',
  'condition',
  'position',
  'role',
  'capacityFact',
  'unspecified',
] as const
/** Every place that a requirement can name. */
export const PLACES: readonly Requirement['place'][] = [
  'inUkraine',
  'neighbouringNato',
  'blackSea',
  'airspace',
  'remote',
]
const ANY = { min: 0, max: 10_000_000 }

/** The sources of an item, by the articles' titles. */
export function readSources(
  reader: DocumentReader,
  fields: Fields,
  articles: ReadonlyMap<string, string>,
): readonly Source[] {
  const listed = reader.maps(fields, 'sources')
  if (listed.length === 0)
    reader.refuse(pathOf(fields, 'sources'), 'is empty; name the article and its words')
  return listed.map((source) => {
    const id = reader.text(source, 'article')
    const article = articles.get(id)
    if (article === undefined && id !== '')
      reader.refuse(
        pathOf(source, 'article'),
        `names "${id}", which is no article here; write one of ${[...articles.keys()].join(', ')}`,
      )
    return { article: article ?? id, quote: reader.text(source, 'quote') }
  })
}

/** A quantity as stated. Null stays unknown; `below` is open (whole units); `above` has no upper end that anyone stated, so it stays unknown too. */
export function readQuantity(reader: DocumentReader, fields: Fields, key: string): Quantity {
  if (fields.value[key] === null || fields.value[key] === undefined) return { kind: 'unknown' }
  const quantity = reader.map(fields, key)
  if ('above' in quantity.value) {
    reader.number(quantity, 'above', ANY)
    return { kind: 'unknown' }
  }
  const unit = reader.text(quantity, 'unit')
  if ('below' in quantity.value)
    return {
      kind: 'range',
      min: 0,
      max: reader.number(quantity, 'below', { min: 1, max: ANY.max }) - 1,
      unit,
    }
  const min = reader.number(quantity, 'min', ANY)
  const max = reader.number(quantity, 'max', ANY)
  if (max < min)
    reader.refuse(pathOf(quantity, 'max'), `is below min (${min}); write ${min} or more`)
  return { kind: 'range', min, max, unit }
}

function readCaveat(reader: DocumentReader, fields: Fields, sources: readonly Source[]): Caveat {
  const forbids = reader.someOf(fields, 'forbids', PLACES)
  return {
    category: reader.oneOf(fields, 'category', [
      'geographic',
      'role',
      'parliament',
      'mandate',
      'condition',
    ]),
    title: reader.text(fields, 'title'),
    // One order, however the planner lists them: the same caveat must not be recorded twice.
    forbids: PLACES.filter((place) => forbids.includes(place)),
    waivableBy: reader.text(fields, 'waivableBy'),
    ...readCaveatOptions(reader, fields),
    sources,
  }
}

function readReading(reader: DocumentReader, fields: Fields, sources: readonly Source[]): Reading {
  const as = reader.oneOf(fields, 'as', [
    'context',
    'pledge',
    'support',
    'restriction',
    'exclusion',
    'assessment',
  ])
  switch (as) {
    case 'pledge':
      return {
        as,
        capability: reader.text(fields, 'capability'),
        strength: reader.oneOf(fields, 'strength', ['prepared', 'signalled']),
        noticeMs: readNotice(reader, fields),
      }
    case 'support':
      return { as, of: reader.text(fields, 'of') }
    case 'restriction':
      return { as, caveat: readCaveat(reader, fields, sources) }
    case 'exclusion':
      return {
        as,
        capability: reader.text(fields, 'capability'),
        caveat: readCaveat(reader, fields, sources),
      }
    case 'assessment':
      return {
        as,
        capability: reader.text(fields, 'capability'),
        quantity: readQuantity(reader, fields, 'quantity'),
      }
    case 'context':
      break
  }
  return { as, why: reader.text(fields, 'why') }
}

/** One statement; errors go to the reader. */
export function readStatement(
  reader: DocumentReader,
  fields: Fields,
  articles: ReadonlyMap<string, string>,
): Statement {
  const sources = readSources(reader, fields, articles)
  const readings = reader.maps(fields, 'readings').map((item) => readReading(reader, item, sources))
  const nation = fields.value['nation'] === null ? null : reader.text(fields, 'nation')
  if (nation !== null && nation !== '' && !/^[A-Z]{3}$/.test(nation))
    reader.refuse(pathOf(fields, 'nation'), `is "${nation}"; write three capital letters, or null`)
  if (nation === null && readings.some(({ as }) => as !== 'context'))
    reader.refuse(
      pathOf(fields, 'readings'),
      'reads an offer out of a statement that names no nation; read it as context',
    )
  for (const as of ['pledge', 'exclusion', 'assessment'] as const)
    if (readings.filter((reading) => reading.as === as).length > 1)
      reader.refuse(
        pathOf(fields, 'readings'),
        `reads more than one ${as}; restate the words as two statements`,
      )
  return {
    id: reader.text(fields, 'id'),
    nation,
    party: reader.text(fields, 'party'),
    kind: reader.oneOf(fields, 'kind', STATEMENT_KINDS),
    says: reader.text(fields, 'says'),
    number: readQuantity(reader, fields, 'number'),
    conflict: fields.value['conflict'] === undefined ? null : reader.text(fields, 'conflict'),
    readings,
    sources,
  }
}
