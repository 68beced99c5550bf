/**
 * Reads a force model and collects every error on the way. Beyond its JSON Schema (docs/reference/force-model.schema.json)
 * it holds that ids are unique in their list, that what is named exists, and that a nation's caveats bind its own packages.
 */
import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import {
  isAbsent,
  isSet,
  onlyKeys,
  refuseUnknown,
  titleOf,
  wholeFrom,
  wholeOrNull,
} from './fields.ts'
import {
  LINES_MAX,
  NATIONS_MAX,
  PACKAGES_MAX,
  QUANTITY_MAX,
  ROTATIONS_MAX,
  RULES_MAX,
} from './types.ts'
import type {
  Acceptance,
  Enabler,
  ForceCaveat,
  ForceCaveatCategory,
  ForceLine,
  ForceModel,
  ForceNation,
  ForcePackage,
  Harmony,
} from './types.ts'

const DAYS_MAX = 3650
const WEIGHT_MAX = 1000
const QUANTITY = [1, QUANTITY_MAX] as const
const CATEGORIES: readonly ForceCaveatCategory[] = [
  'geographic',
  'role',
  'parliament',
  'mandate',
  'condition',
]
const KEYS = {
  model: [
    'id',
    'title',
    'rotations',
    'nations',
    'packages',
    'lines',
    'caveats',
    'waived',
    'enablers',
    'acceptance',
  ],
  package: [
    'id',
    'nation',
    'title',
    'capability',
    'quantity',
    'persons',
    'noticeDays',
    'firstRotation',
    'harmony',
    'canLead',
  ],
  line: [
    'id',
    'title',
    'capability',
    'quantity',
    'place',
    'priority',
    'fromRotation',
    'toRotation',
    'noticeDays',
    'nationsMax',
    'needsFramework',
  ],
  caveat: ['id', 'nation', 'title', 'category', 'packages', 'forbids', 'waivableBy'],
  enabler: ['id', 'title', 'capability', 'quantity', 'perPersons', 'places'],
  acceptance: ['nation', 'place', 'line', 'weight', 'source'],
} as const

function readNation(reader: DocumentReader, fields: Fields): ForceNation {
  onlyKeys(reader, fields, ['id', 'personsPerRotationMax'])
  return {
    id: reader.id(fields, 'id'),
    personsPerRotationMax: wholeOrNull(reader, fields, 'personsPerRotationMax', [0, QUANTITY_MAX]),
  }
}

function readHarmony(reader: DocumentReader, fields: Fields): Harmony | null {
  if (isAbsent(fields, 'harmony')) return null
  const harmony = reader.map(fields, 'harmony')
  onlyKeys(reader, harmony, ['rotationsOnMax', 'rotationsRest'])
  return {
    rotationsOnMax: wholeFrom(reader, harmony, 'rotationsOnMax', [1, ROTATIONS_MAX]),
    rotationsRest: wholeFrom(reader, harmony, 'rotationsRest', [0, ROTATIONS_MAX]),
  }
}

function readPackage(reader: DocumentReader, fields: Fields, rotations: number): ForcePackage {
  onlyKeys(reader, fields, KEYS.package)
  const id = reader.id(fields, 'id')
  return {
    id,
    nation: reader.id(fields, 'nation'),
    title: titleOf(reader, fields, id),
    capability: reader.text(fields, 'capability'),
    quantity: wholeFrom(reader, fields, 'quantity', QUANTITY),
    persons: wholeFrom(reader, fields, 'persons', [0, QUANTITY_MAX]),
    noticeDays: wholeOrNull(reader, fields, 'noticeDays', [0, DAYS_MAX]),
    firstRotation: wholeOrNull(reader, fields, 'firstRotation', [1, rotations]) ?? 1,
    harmony: readHarmony(reader, fields),
    canLead: isSet(reader, fields, 'canLead'),
  }
}

function readLine(reader: DocumentReader, fields: Fields, rotations: number): ForceLine {
  onlyKeys(reader, fields, KEYS.line)
  const id = reader.id(fields, 'id')
  const fromRotation = wholeOrNull(reader, fields, 'fromRotation', [1, rotations]) ?? 1
  const toRotation = wholeOrNull(reader, fields, 'toRotation', [1, rotations]) ?? rotations
  if (toRotation < fromRotation)
    reader.refuse(
      pathOf(fields, 'toRotation'),
      `is ${toRotation}, before fromRotation ${fromRotation}; write ${fromRotation} or more`,
    )
  return {
    id,
    title: titleOf(reader, fields, id),
    capability: reader.text(fields, 'capability'),
    quantity: wholeFrom(reader, fields, 'quantity', QUANTITY),
    place: reader.text(fields, 'place'),
    priority: wholeFrom(reader, fields, 'priority', [1, 9]),
    fromRotation,
    toRotation,
    noticeDays: wholeOrNull(reader, fields, 'noticeDays', [0, DAYS_MAX]),
    nationsMax: wholeOrNull(reader, fields, 'nationsMax', [1, NATIONS_MAX]),
    needsFramework: isSet(reader, fields, 'needsFramework'),
  }
}

const textsOr = (reader: DocumentReader, fields: Fields, key: string, max: number) =>
  isAbsent(fields, key) ? [] : reader.texts(fields, key, max)

function readCaveat(reader: DocumentReader, fields: Fields): ForceCaveat {
  onlyKeys(reader, fields, KEYS.caveat)
  const id = reader.id(fields, 'id')
  const forbids = reader.map(fields, 'forbids')
  onlyKeys(reader, forbids, ['places', 'capabilities', 'lines'])
  const closed = {
    places: textsOr(reader, forbids, 'places', LINES_MAX),
    capabilities: textsOr(reader, forbids, 'capabilities', LINES_MAX),
    lines: textsOr(reader, forbids, 'lines', LINES_MAX),
  }
  if (closed.places.length + closed.capabilities.length + closed.lines.length === 0)
    reader.refuse(
      pathOf(fields, 'forbids'),
      'forbids nothing; name places, capabilities or lines, or remove the caveat',
    )
  return {
    id,
    nation: reader.id(fields, 'nation'),
    title: titleOf(reader, fields, id),
    category: reader.oneOf(fields, 'category', CATEGORIES),
    packages: isAbsent(fields, 'packages') ? null : reader.texts(fields, 'packages', PACKAGES_MAX),
    forbids: closed,
    waivableBy: reader.text(fields, 'waivableBy'),
  }
}

function readEnabler(reader: DocumentReader, fields: Fields): Enabler {
  onlyKeys(reader, fields, KEYS.enabler)
  const id = reader.id(fields, 'id')
  const places = reader.texts(fields, 'places', LINES_MAX)
  if (places.length === 0 && Array.isArray(fields.value['places']))
    reader.refuse(pathOf(fields, 'places'), 'is empty; name at least one place')
  return {
    id,
    title: titleOf(reader, fields, id),
    capability: reader.text(fields, 'capability'),
    quantity: wholeFrom(reader, fields, 'quantity', QUANTITY),
    perPersons: wholeFrom(reader, fields, 'perPersons', QUANTITY),
    places,
  }
}

function readAcceptance(reader: DocumentReader, fields: Fields): Acceptance {
  onlyKeys(reader, fields, KEYS.acceptance)
  if (isAbsent(fields, 'place') === isAbsent(fields, 'line'))
    reader.refuse(fields.path, 'names a place and a line, or neither; name one of the two')
  return {
    nation: reader.id(fields, 'nation'),
    place: isAbsent(fields, 'place') ? null : reader.text(fields, 'place'),
    line: isAbsent(fields, 'line') ? null : reader.id(fields, 'line'),
    weight: reader.number(fields, 'weight', { min: 0, max: WEIGHT_MAX }),
    source: reader.text(fields, 'source'),
  }
}

const idsOf = (items: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(items.map(({ id }) => id))

const NAMES_SHOWN_MAX = 12
/** A caveat on what nothing in the model is called would bind nobody, and nobody would see it. */
function refuseNameless(
  reader: DocumentReader,
  path: string,
  name: string,
  known: ReadonlySet<string>,
): void {
  if (name === '' || known.has(name)) return
  const shown = [...known].toSorted().slice(0, NAMES_SHOWN_MAX).join(', ')
  const more = known.size > NAMES_SHOWN_MAX ? ` and ${known.size - NAMES_SHOWN_MAX} more` : ''
  reader.refuse(path, `names ${name}, which nothing in the model has; known are ${shown}${more}`)
}

/** Repeated ids, and names of what is not there. */
function refuseLoose(reader: DocumentReader, model: ForceModel): void {
  for (const list of ['nations', 'packages', 'lines', 'caveats', 'enablers'] as const)
    reader.refuseRepeats(
      model[list].map(({ id }) => id),
      (i) => `${list}.${i}.id`,
    )
  const nations = { ids: idsOf(model.nations), list: 'nations' }
  const lines = { ids: idsOf(model.lines), list: 'lines' }
  const caveats = { ids: idsOf(model.caveats), list: 'caveats' }
  const named = {
    places: new Set(model.lines.map(({ place }) => place)),
    capabilities: new Set([...model.lines, ...model.packages].map((one) => one.capability)),
  }
  const owner = new Map(model.packages.map(({ id, nation }) => [id, nation]))
  for (const list of ['packages', 'caveats', 'acceptance'] as const)
    for (const [i, { nation }] of model[list].entries())
      refuseUnknown(reader, `${list}.${i}.nation`, nation, nations)
  for (const [i, { nation, packages, forbids }] of model.caveats.entries()) {
    for (const [j, id] of (packages ?? []).entries())
      if (id !== '' && owner.get(id) !== nation)
        reader.refuse(
          `caveats.${i}.packages.${j}`,
          `names ${id}, which is no package of ${nation}; name its own, or correct the nation`,
        )
    for (const [j, id] of forbids.lines.entries())
      refuseUnknown(reader, `caveats.${i}.forbids.lines.${j}`, id, lines)
    for (const list of ['places', 'capabilities'] as const)
      for (const [j, name] of forbids[list].entries())
        refuseNameless(reader, `caveats.${i}.forbids.${list}.${j}`, name, named[list])
  }
  for (const [i, { line }] of model.acceptance.entries())
    if (line !== null) refuseUnknown(reader, `acceptance.${i}.line`, line, lines)
  for (const [i, id] of model.waived.entries()) refuseUnknown(reader, `waived.${i}`, id, caveats)
}

/**
 * A force model from a parsed document. Absent: `title` is the id; a limit, a notice and `harmony` are null; `canLead` and
 * `needsFramework` are false; `firstRotation` and `fromRotation` are the first, `toRotation` is the last; `caveats`, `waived`,
 * `enablers` and `acceptance` are empty. The refusal holds one line for each error.
 */
export function parseForceModel(value: unknown, at: At): ForceModel | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  onlyKeys(reader, root, KEYS.model)
  const id = reader.id(root, 'id')
  const rotations = reader.map(root, 'rotations')
  onlyKeys(reader, rotations, ['count', 'monthsEach'])
  const count = wholeFrom(reader, rotations, 'count', [1, ROTATIONS_MAX])
  const maps = (key: string, max: number): readonly Fields[] =>
    isAbsent(root, key) ? [] : reader.maps(root, key, max)
  const model: ForceModel = {
    id,
    title: titleOf(reader, root, id),
    rotations: { count, monthsEach: reader.positive(rotations, 'monthsEach', 60) },
    nations: reader.maps(root, 'nations', NATIONS_MAX).map((f) => readNation(reader, f)),
    packages: reader.maps(root, 'packages', PACKAGES_MAX).map((f) => readPackage(reader, f, count)),
    lines: reader.maps(root, 'lines', LINES_MAX).map((f) => readLine(reader, f, count)),
    caveats: maps('caveats', RULES_MAX).map((f) => readCaveat(reader, f)),
    waived: isAbsent(root, 'waived') ? [] : reader.texts(root, 'waived', RULES_MAX),
    enablers: maps('enablers', RULES_MAX).map((f) => readEnabler(reader, f)),
    acceptance: maps('acceptance', RULES_MAX).map((f) => readAcceptance(reader, f)),
  }
  refuseLoose(reader, model)
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : model
}
