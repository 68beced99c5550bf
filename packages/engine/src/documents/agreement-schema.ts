import { EVENT_KINDS, WEAPON_CLASSES, ZONE_WIDTH_M_MAX } from '@holdfast/core/agreement'
import { PHASES } from '@holdfast/core/observe'
import type { JsonSchema } from './read-document.ts'

const text = { type: 'string', minLength: 1 }
const id = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$' }
const instant = {
  description: 'An instant in UTC.',
  type: 'string',
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$`,
}
const party = { enum: ['A', 'B'] }
const share = { type: 'number', minimum: 0, maximum: 1 }
const list = (items: object, minItems = 0): object => ({ type: 'array', items, minItems })

function map(
  properties: Readonly<Record<string, object>>,
  optional: readonly string[] = [],
): object {
  const required = Object.keys(properties).filter((key) => !optional.includes(key))
  return { type: 'object', required, additionalProperties: false, properties }
}

const position = map({
  lonDeg: { type: 'number', minimum: -180, maximum: 180 },
  latDeg: { type: 'number', minimum: -90, maximum: 90 },
})
const basis = map({ kind: { enum: ['text', 'assumption'] }, source: text })

const zone = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: ['polygon', 'withdrawal'] } },
  if: { properties: { kind: { const: 'withdrawal' } } },
  // The length of a ring is core's to judge: its message says what closed means.
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: map({
    id,
    title: text,
    kind: {},
    widthM: { type: 'number', minimum: 1, maximum: ZONE_WIDTH_M_MAX },
    lineOf: map({ A: id, B: id }),
    basis,
  }),
  else: map({ id, title: text, kind: {}, ring: list(position), basis }),
}

const weaponRule = map(
  {
    classes: list({ enum: WEAPON_CLASSES }, 1),
    calibreFromMm: { type: 'number', minimum: 1, maximum: 1000 },
    calibreBelowMm: { type: 'number', minimum: 1, maximum: 1000 },
    terms: list(text, 1),
  },
  ['classes', 'calibreFromMm', 'calibreBelowMm', 'terms'],
)

const provision = map(
  {
    clause: id,
    title: text,
    source: text,
    sinceVersion: id,
    untilVersion: id,
    act: map({ kinds: list({ enum: EVENT_KINDS }), phases: list({ enum: PHASES }) }),
    weapons: list(weaponRule),
    zone: id,
    from: instant,
    unless: list(map({ id, title: text })),
    binds: map({ party, why: { type: 'string' } }, ['why']),
  },
  ['untilVersion', 'weapons', 'zone', 'from', 'unless', 'binds'],
)

/** The JSON Schema of an agreement's document: its shape. What refers to what is judged by `parseAgreement`. */
export const AGREEMENT_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:holdfast:agreement',
  title: 'Agreement',
  description:
    'A ceasefire text that Holdfast can evaluate. See docs/guides/writing-an-agreement.md.',
  ...map({
    id,
    title: text,
    ladder: id,
    lineOfContact: id,
    parties: map({ A: map({ title: text }), B: map({ title: text }) }),
    versions: list(map({ id, title: text, from: instant, source: text })),
    thresholds: map({
      screening: share,
      quorum: { type: 'integer', minimum: 2, maximum: 50 },
      occurredUnheardHours: { type: 'number', minimum: 0, maximum: 8760 },
      partiesHeardHours: { type: 'number', minimum: 0, maximum: 8760 },
      standards: list(map({ id, title: text, from: share, to: share })),
    }),
    lines: list(map({ id, title: text, basis, vertices: list(position) })),
    zones: list(zone),
    provisions: list(provision),
    obligations: list(
      map(
        {
          clause: id,
          title: text,
          source: text,
          due: instant,
          party: { enum: ['A', 'B', 'both'] },
          why: text,
        },
        ['why'],
      ),
    ),
  }),
}
