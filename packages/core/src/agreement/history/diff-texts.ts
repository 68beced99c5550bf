/**
 * What differs between two texts, field by field, and which clauses that touches: a clause whose words stand as they
 * stood is another clause all the same where the zone that it names was drawn anew. Lists are paired by the ids of their
 * items, so that a provision put in between does not make all that follow look changed.
 */
import { excusePointsOf } from '../document/excuse.ts'
import type { Agreement, Obligation, Provision } from '../document/types.ts'

/** A field that differs. A value that is absent is `undefined`; a list of another length is told as its length. */
export interface TextChange {
  /** Dotted, from the part's own root; an item of a list is named by its id, or its place from 0. */
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}
/** One part of the document that differs: a version, a zone, a provision. */
export interface PartDiff {
  /** The list of the document that it stands in, such as `zones`; or a key at the root, such as `title`. */
  readonly part: string
  /** Its id there; empty for what is no list. */
  readonly id: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Empty where it was added or removed. */
  readonly fields: readonly TextChange[]
}
/** A clause that differs, by its own words or through what it refers to. */
export interface ClauseTouched {
  readonly clause: string
  readonly change: 'added' | 'removed' | 'changed' | 'through'
  readonly fields: readonly TextChange[]
  /** Parts that it refers to and that differ, such as `zones zone-30`. */
  readonly through: readonly string[]
}
/** Two texts compared. */
export interface TextDiff {
  /** Parts that are no clauses. */
  readonly parts: readonly PartDiff[]
  readonly clauses: readonly ClauseTouched[]
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What an item of a list may be known by, the likeliest first. */
const KEYS = ['id', 'clause', 'serial', 'code', 'term', 'line', 'zone'] as const

/** The items of a list by their key, or null where they have none in common or it repeats. */
function keyed(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  if (!list.every(isFields)) return null
  for (const key of KEYS) {
    const items = new Map(list.map((item) => [item[key], item] as const))
    const isKey = [...items.keys()].every((one) => typeof one === 'string')
    if (isKey && items.size === list.length) return items as ReadonlyMap<string, unknown>
  }
  return null
}

const join = (path: string, key: string | number): string =>
  path === '' ? String(key) : `${path}.${key}`
const lengthOf = ({ length }: readonly unknown[]): string => `${length} items`

function listChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): readonly TextChange[] {
  const [then, now] = [keyed(before), keyed(after)]
  if (then !== null && now !== null)
    return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) =>
      changesOf(then.get(key), now.get(key), join(path, key)),
    )
  const isPlain = [...before, ...after].every((one) => typeof one !== 'object' || one === null)
  if (isPlain)
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ field: path, before: before.join(', '), after: after.join(', ') }]
  if (before.length !== after.length)
    return [{ field: path, before: lengthOf(before), after: lengthOf(after) }]
  return before.flatMap((item, i) => changesOf(item, after[i], join(path, i)))
}

/** Every field that differs between two values, in the order of the first; a value that is absent is `undefined`. */
export function changesOf(before: unknown, after: unknown, path = ''): readonly TextChange[] {
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path)
  if (isFields(before) && isFields(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changesOf(before[key], after[key], join(path, key)),
    )
  return Object.is(before, after) ? [] : [{ field: path, before, after }]
}

/** Every part of a text but its clauses, by `part` and id. A list whose items have no ids is one part. */
function partsOf(
  agreement: Agreement,
): ReadonlyMap<string, { part: string; id: string; value: unknown }> {
  const { provisions: _provisions, obligations: _obligations, ...rest } = agreement
  const found = new Map<string, { part: string; id: string; value: unknown }>()
  for (const [part, value] of Object.entries(rest)) {
    const items = Array.isArray(value) ? keyed(value) : null
    if (items === null) found.set(part, { part, id: '', value })
    else for (const [id, item] of items) found.set(`${part} ${id}`, { part, id, value: item })
  }
  return found
}

function changeOf<T>(before: T | undefined, after: T | undefined): PartDiff['change'] {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
}

function partDiffs(before: Agreement, after: Agreement): readonly PartDiff[] {
  const [then, now] = [partsOf(before), partsOf(after)]
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) => {
    const [a, b] = [then.get(key), now.get(key)]
    const { part, id } = a ?? b ?? { part: key, id: '' }
    const change = changeOf(a, b)
    const fields = change === 'changed' ? changesOf(a?.value, b?.value) : []
    return change === 'changed' && fields.length === 0 ? [] : [{ part, id, change, fields }]
  })
}

type Clause = Provision | Obligation
const clausesOf = ({ provisions, obligations }: Agreement): ReadonlyMap<string, Clause> =>
  new Map([...provisions, ...obligations].map((one) => [one.clause, one]))

const some = (part: string, ids: readonly (string | undefined)[]): readonly string[] =>
  ids.flatMap((id) => (id === undefined ? [] : `${part} ${id}`))

/** What a zone is measured from. */
function placesOf(agreement: Agreement, id: string | undefined): readonly string[] {
  const zone = agreement.zones.find((one) => one.id === id)
  if (zone === undefined) return []
  const contact = agreement.linesOfContact.map(({ line }) => line)
  const lines =
    zone.kind === 'withdrawal' ? Object.values(zone.lineOf) : zone.kind === 'band' ? contact : []
  return [...some('zones', [id]), ...some('lines', lines)]
}

function phasesOf(agreement: Agreement, ids: readonly string[]): readonly string[] {
  const phases = agreement.phases.filter(({ id }) => ids.includes(id))
  const facts = phases.flatMap(({ entry, exit, renewal }) => [...entry, ...exit, renewal])
  return [...some('phases', ids), ...some('facts', facts)]
}

/** Every part that a clause refers to, as `part id`. */
function refersTo(agreement: Agreement, clause: Clause): readonly string[] {
  if ('due' in clause) {
    const { due } = clause
    return due.kind === 'at'
      ? []
      : [...phasesOf(agreement, [due.what]), ...some('facts', [due.what])]
  }
  const { zone, phases, sinceVersion, untilVersion, unless, terms, after } = clause
  return [
    ...placesOf(agreement, zone),
    ...phasesOf(agreement, phases ?? []),
    ...some('versions', [sinceVersion, untilVersion, after?.what]),
    ...(after === undefined
      ? []
      : [...phasesOf(agreement, [after.what]), ...some('facts', [after.what])]),
    ...some(
      'notified',
      excusePointsOf(unless).map(({ notified }) => notified),
    ),
    ...some('definitions', terms ?? []),
  ]
}

/** The parts that differ, by name; a kind of breach stands within the thresholds. */
function differing(parts: readonly PartDiff[]): ReadonlySet<string> {
  const breaches = parts
    .filter(({ part }) => part === 'thresholds')
    .flatMap(({ fields }) => fields)
    .flatMap(({ field }) => /^breaches\.([^.]+)/.exec(field)?.[1] ?? [])
  return new Set([
    ...parts.map(({ part, id }) => `${part} ${id}`),
    ...breaches.map((id) => `breach ${id}`),
  ])
}

/** What differs between two texts, and which clauses that touches. Pure; the same texts give an empty answer. */
export function diffTexts(before: Agreement, after: Agreement): TextDiff {
  const parts = partDiffs(before, after)
  const changed = differing(parts)
  const [then, now] = [clausesOf(before), clausesOf(after)]
  const touched = [...new Set([...then.keys(), ...now.keys()])].flatMap(
    (clause): readonly ClauseTouched[] => {
      const [a, b] = [then.get(clause), now.get(clause)]
      const change = changeOf(a, b)
      if (change !== 'changed') return [{ clause, change, fields: [], through: [] }]
      const fields = changesOf(a, b)
      const names = new Set([
        ...(a === undefined ? [] : refersTo(before, a)),
        ...(b === undefined ? [] : refersTo(after, b)),
        ...(b !== undefined && 'breach' in b ? some('breach', [b.breach]) : []),
      ])
      const through = [...names].filter((name) => changed.has(name))
      if (fields.length === 0 && through.length === 0) return []
      return [{ clause, change: fields.length > 0 ? change : 'through', fields, through }]
    },
  )
  return { parts, clauses: touched }
}
