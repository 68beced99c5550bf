import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { PLACES } from '../statement.ts'
import { VIEW_KINDS } from './types.ts'
import type { AcceptanceTable, AcceptanceView, BroughtStatement } from './types.ts'
import type { NationGroup, ViewWeight } from './types.ts'

/** Most views of a table. */
export const VIEWS_MAX = 2_000
/** Most nations of a group. */
const GROUP_MAX = 250

interface Known {
  readonly parties: readonly string[]
  readonly groups: readonly string[]
  readonly statements: readonly string[]
}

const has = (fields: Fields, key: string): boolean =>
  fields.value[key] !== undefined && fields.value[key] !== null

function only(reader: DocumentReader, fields: Fields, keys: readonly string[]): void {
  for (const key of Object.keys(fields.value))
    if (!keys.includes(key))
      reader.refuse(
        pathOf(fields, key),
        `this key is not known here; write one of ${keys.join(', ')}, or remove it`,
      )
}

/** An id that is known here. */
function named(
  reader: DocumentReader,
  fields: Fields,
  key: string,
  { ids, noun }: { readonly ids: readonly string[]; readonly noun: string },
): string {
  const id = reader.id(fields, key)
  if (id !== '' && !ids.includes(id))
    reader.refuse(
      pathOf(fields, key),
      `names "${id}", which is no ${noun} here; write one of: ${ids.join(', ') || 'none is there'}`,
    )
  return id
}

function refuseNation(reader: DocumentReader, path: string, nation: string): void {
  if (nation !== '' && !/^[A-Z]{3}$/.test(nation))
    reader.refuse(path, `is "${nation}"; write three capital letters`)
}

function readWeight(reader: DocumentReader, fields: Fields): ViewWeight {
  only(reader, fields, ['view', 'title', 'weight', 'owner', 'date'])
  return {
    view: reader.oneOf(fields, 'view', VIEW_KINDS),
    title: reader.text(fields, 'title'),
    weight: reader.number(fields, 'weight', { min: 0, max: 1_000 }),
    owner: reader.text(fields, 'owner'),
    date: reader.text(fields, 'date'),
  }
}

function readGroup(reader: DocumentReader, fields: Fields): NationGroup {
  only(reader, fields, ['id', 'title', 'source', 'nations'])
  const nations = reader.texts(fields, 'nations', GROUP_MAX)
  for (const [i, nation] of nations.entries())
    refuseNation(reader, `${pathOf(fields, 'nations')}.${i}`, nation)
  reader.refuseRepeats(nations, (i) => `${pathOf(fields, 'nations')}.${i}`)
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    source: reader.text(fields, 'source'),
    nations,
  }
}

function readView(reader: DocumentReader, fields: Fields, known: Known): AcceptanceView {
  only(reader, fields, [
    'id',
    'party',
    'view',
    'nation',
    'group',
    'capabilities',
    'places',
    'statement',
    'reading',
  ])
  const nation = has(fields, 'nation') ? reader.text(fields, 'nation') : null
  if (nation !== null) refuseNation(reader, pathOf(fields, 'nation'), nation)
  if ((nation === null) === !has(fields, 'group'))
    reader.refuse(
      pathOf(fields, 'nation'),
      'a view is about a nation or about a group; write one of the two',
    )
  const statement = reader.id(fields, 'statement')
  if (statement !== '' && !known.statements.includes(statement))
    reader.refuse(
      pathOf(fields, 'statement'),
      `names "${statement}", which is no public statement on record; name the one that says so, or leave the view out`,
    )
  return {
    id: reader.id(fields, 'id'),
    party: named(reader, fields, 'party', { ids: known.parties, noun: 'party' }),
    view: reader.oneOf(fields, 'view', VIEW_KINDS),
    nation,
    group: has(fields, 'group')
      ? named(reader, fields, 'group', { ids: known.groups, noun: 'group' })
      : null,
    capabilities: has(fields, 'capabilities') ? reader.texts(fields, 'capabilities', 100) : null,
    places: has(fields, 'places') ? reader.someOf(fields, 'places', PLACES) : null,
    statement,
    reading: reader.text(fields, 'reading'),
  }
}

/** The statements that the document brings; one that is on record already would say other words under the same name. */
function readStatements(
  reader: DocumentReader,
  root: Fields,
  onRecord: readonly string[],
): readonly BroughtStatement[] {
  if (!has(root, 'statements')) return []
  const brought = reader.maps(root, 'statements', VIEWS_MAX).map((one) => {
    only(reader, one, ['id', 'article', 'quote'])
    const id = reader.id(one, 'id')
    if (onRecord.includes(id))
      reader.refuse(
        pathOf(one, 'id'),
        `${id} is a statement on record; name it in a view, or bring this one under another id`,
      )
    return { id, article: reader.text(one, 'article'), quote: reader.text(one, 'quote') }
  })
  return brought
}

const HEAD = ['kind', 'id', 'title', 'notice', 'owner', 'date', 'statements'] as const

/**
 * Reads a table of views (`kind: acceptance`). `statements` are the ids on record: a view without one of them, or of those
 * that the document brings, is refused.
 */
export function parseAcceptance(
  value: unknown,
  at: At,
  statements: readonly string[],
): AcceptanceTable | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  only(reader, root, [...HEAD, 'parties', 'weights', 'groups', 'views'])
  reader.oneOf(root, 'kind', ['acceptance'])
  const parties = reader.maps(root, 'parties', 50).map((one) => {
    only(reader, one, ['id', 'title'])
    return { id: reader.id(one, 'id'), title: reader.text(one, 'title') }
  })
  const weights = reader
    .maps(root, 'weights', VIEW_KINDS.length)
    .map((one) => readWeight(reader, one))
  for (const view of VIEW_KINDS)
    if (reader.errors.length === 0 && weights.filter((one) => one.view === view).length !== 1)
      reader.refuse(
        'weights',
        `does not weigh "${view}" exactly once; write one weight for each view`,
      )
  const groups = reader.maps(root, 'groups', 100).map((one) => readGroup(reader, one))
  const brought = readStatements(reader, root, statements)
  const known: Known = {
    parties: parties.map(({ id }) => id),
    groups: groups.map(({ id }) => id),
    statements: [...statements, ...brought.map(({ id }) => id)],
  }
  const views = reader.maps(root, 'views', VIEWS_MAX).map((one) => readView(reader, one, known))
  for (const [key, items] of Object.entries({ parties, groups, statements: brought, views }))
    reader.refuseRepeats(
      items.map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  const table = {
    id: reader.id(root, 'id'),
    title: reader.text(root, 'title'),
    notice: reader.text(root, 'notice'),
    owner: has(root, 'owner') ? reader.text(root, 'owner') : null,
    date: has(root, 'date') ? reader.text(root, 'date') : null,
    statements: brought,
    parties,
    weights,
    groups,
    views,
  }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : table
}
