import {
  ACTIVITIES,
  ADDRESSEES,
  AGREEMENT_LIMITS as LIMITS,
  BAND_M_MAX,
  BURDENS,
  COUNTED_BY,
  CORRIDOR_WIDTH_M_MAX,
  DAYS_MAX,
  DECLARERS,
  DUTY_KINDS,
  EVENT_KINDS,
  EVERY_DAYS_MIN,
  EXCUSE_DEPTH_MAX,
  HOURS_MAX,
  TERM_HOURS_MIN,
  MASS_AT_LEAST_MAX,
  MASS_KM_MAX,
  MASS_MINUTES_MAX,
  MEDIA,
  ONE_OR_BOTH,
  PHASE_KINDS,
  QUORUM_MAX,
  SITE_RADIUS_M_MAX,
  WEAPON_CLASSES,
  ZONE_PURPOSES,
  ZONE_WIDTH_M_MAX,
} from '@holdfast/core/agreement'
import { PHASES } from '@holdfast/core/observe'
import type { JsonSchema } from './read-document.ts'

// How long a text may be is core's to judge: its message says how long this one is.
const text = { type: 'string', minLength: 1 }
const id = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$' }
const instant = {
  description: 'An instant in UTC.',
  type: 'string',
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$`,
}
const party = { enum: ['A', 'B'] }
const oneOrBoth = { enum: ONE_OR_BOTH }
const number = (minimum: number, maximum: number): object => ({ type: 'number', minimum, maximum })
const share = number(0, 1)
const hours = number(0, HOURS_MAX)
const term = number(TERM_HOURS_MIN, HOURS_MAX)
const calibre = number(1, 1000)
const quorum = { type: 'integer', minimum: 2, maximum: QUORUM_MAX }
const above0 = (maximum: number): object => ({ type: 'number', exclusiveMinimum: 0, maximum })
const list = (items: object, maxItems?: number): object => ({
  type: 'array',
  items,
  ...(maxItems === undefined ? {} : { maxItems }),
})
const refs = list(text, LIMITS.references)
const kinds = list({ enum: EVENT_KINDS })

function map(
  properties: Readonly<Record<string, object>>,
  optional: readonly string[] = [],
): object {
  const required = Object.keys(properties).filter((key) => !optional.includes(key))
  return { type: 'object', required, additionalProperties: false, properties }
}

const about = (description: string, schema: object): object => ({ description, ...schema })

/** One shape for each case: only the case that a value is gets told, never those that it is not. */
const cases = (...pairs: readonly (readonly [when: object, then: object])[]): object => ({
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  allOf: pairs.map(([when, then]) => ({ if: when, then })),
})

const position = map({ lonDeg: number(-180, 180), latDeg: number(-90, 90) })
const basis = map({ kind: { enum: ['text', 'assumption'] }, source: text })
// The length of a ring or a chain is core's to judge: its message says what closed means.
const ring = list(position, LIMITS.ringVertices)
const chain = list(position, LIMITS.lineVertices)

const ZONES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  polygon: { ring },
  withdrawal: { widthM: number(1, ZONE_WIDTH_M_MAX), lineOf: map({ A: id, B: id }) },
  site: {
    position,
    radiusM: number(1, SITE_RADIUS_M_MAX),
    heldBy: about('The party that held it at the H-hour.', party),
  },
  corridor: { course: chain, widthM: number(1, CORRIDOR_WIDTH_M_MAX), medium: { enum: MEDIA } },
  band: {
    fromM: about('Metres from the line of contact.', number(0, BAND_M_MAX)),
    toM: about('Metres from the line of contact; absent: without end.', number(1, BAND_M_MAX)),
    side: oneOrBoth,
  },
}

const zone = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: Object.keys(ZONES) } },
  ...cases(
    ...Object.entries(ZONES).map(
      ([kind, keys]) =>
        [
          { required: ['kind'], properties: { kind: { const: kind } } },
          map(
            {
              id,
              title: text,
              kind: {},
              purpose: { enum: ZONE_PURPOSES },
              why: about('Why it is drawn for one party only.', text),
              ...keys,
              basis,
            },
            ['purpose', 'why', 'heldBy', 'toM'],
          ),
        ] as const,
    ),
  ),
}

const lineOfContact = about(
  'The line that says who holds the ground: its id, or a list in order of time. The first counts before its own instant too.',
  {
    type: ['string', 'array'],
    ...cases(
      [{ type: 'string' }, id],
      [{ type: 'array' }, list(map({ line: id, from: instant }), LIMITS.linesOfContact)],
    ),
  },
)

const weaponRule = map(
  {
    classes: { type: 'array', items: { enum: WEAPON_CLASSES }, minItems: 1 },
    calibreFromMm: calibre,
    calibreBelowMm: calibre,
    terms: { type: 'array', items: text, minItems: 1, maxItems: LIMITS.weaponRules },
  },
  ['classes', 'calibreFromMm', 'calibreBelowMm', 'terms'],
)

const excuseAt = (depth: number): object => ({ $ref: `#/$defs/exception${depth}` })

// That an exception has one of the three keys, and how deep one may lie, is core's to judge: its messages say how to mend it.
function excuse(depth: number): object {
  const members = list(depth < EXCUSE_DEPTH_MAX ? excuseAt(depth + 1) : {}, LIMITS.exceptions)
  return map(
    {
      id,
      title: text,
      notified: about('A rule of notified activities, of which an announcement holds it.', id),
      all: about('Exceptions that must all hold together; in place of notified and any.', members),
      any: about('Exceptions of which any one suffices; in place of notified and all.', members),
    },
    ['notified', 'all', 'any'],
  )
}

const from = about(
  'Only from then on: an instant, or so many days after a version came into force, a phase was entered or a fact declared.',
  {
    type: ['string', 'object'],
    ...cases(
      [{ type: 'string' }, instant],
      [{ type: 'object' }, map({ after: id, days: number(0, DAYS_MAX) })],
    ),
  },
)

const provision = map(
  {
    clause: id,
    title: text,
    source: text,
    sinceVersion: id,
    untilVersion: id,
    act: map({ kinds, phases: list({ enum: PHASES }) }),
    weapons: list(weaponRule, LIMITS.weaponRules),
    zone: id,
    from,
    unless: about('Exceptions, of which any one suffices.', list(excuseAt(0), LIMITS.exceptions)),
    phases: about('Phases in which it binds; absent: every one.', refs),
    count: about(
      'It means only what is one of so many.',
      map(
        {
          atLeast: about('Rounds or strikes, as the events count them.', {
            type: 'integer',
            minimum: 2,
            maximum: MASS_AT_LEAST_MAX,
          }),
          withinMinutes: about('From the first to the last.', above0(MASS_MINUTES_MAX)),
          withinKm: about('From the event; absent: anywhere.', above0(MASS_KM_MAX)),
          by: about('One party’s, by the ground; absent: anyone’s.', { enum: COUNTED_BY }),
        },
        ['withinKm', 'by'],
      ),
    ),
    breach: about('A kind of breach of thresholds.breaches.', id),
    burden: about('Who has to show what.', { enum: BURDENS }),
    terms: about('Defined terms that the wording rests on.', refs),
    wording: about('The wording in the languages of the text, by code.', {
      type: 'object',
      additionalProperties: text,
    }),
    binds: map({ party, why: { type: 'string' } }, ['why']),
  },
  [
    'untilVersion',
    'weapons',
    'zone',
    'from',
    'unless',
    'phases',
    'count',
    'breach',
    'burden',
    'terms',
    'wording',
    'binds',
  ],
)

const everyDays = about('Again every so many days.', number(EVERY_DAYS_MIN, DAYS_MAX))
const isAfter = { type: 'object', required: ['after'], properties: { after: {} } }

const due = about(
  'By when: an instant, or so many days after a phase was entered or a fact declared.',
  {
    type: ['string', 'object'],
    ...cases(
      [{ type: 'string' }, instant],
      [isAfter, map({ after: id, days: number(0, DAYS_MAX), everyDays }, ['everyDays'])],
      [{ type: 'object', not: isAfter }, map({ at: instant, everyDays }, ['everyDays'])],
    ),
  },
)

const obligation = map(
  {
    clause: id,
    title: text,
    source: text,
    due,
    kind: { enum: DUTY_KINDS },
    party: oneOrBoth,
    why: text,
  },
  ['kind', 'why'],
)

const fact = map({ id, title: text, declaredBy: { enum: DECLARERS }, basis })

const phase = map(
  {
    id,
    title: text,
    kind: { enum: PHASE_KINDS },
    entry: about('Facts that must all hold; only the first phase may have none.', refs),
    exit: about('Facts of which any ends it.', refs),
    lastsDays: about('It ends so many days after its entry unless renewed.', above0(DAYS_MAX)),
    renewal: about('The fact that renews it.', id),
    basis,
  },
  ['entry', 'exit', 'lastsDays', 'renewal'],
)

const gate = map(
  {
    id,
    title: text,
    needs: refs,
    barredBy: about('Facts that close it whatever else holds.', refs),
    basis,
  },
  ['needs', 'barredBy'],
)

const baseline = map(
  {
    h: about('The H-hour.', instant),
    line: about('The agreed line.', id),
    holdingAreas: list(map({ zone: id, party }), LIMITS.holdingAreas),
    weapons: list(
      map(
        {
          serial: text,
          term: text,
          class: { enum: WEAPON_CLASSES },
          calibreMm: calibre,
          party,
          zone: about('The holding area where it stays.', id),
        },
        ['calibreMm'],
      ),
      LIMITS.weapons,
    ),
    minefields: list(map({ id, party, ring, recorded: text }), LIMITS.minefields),
    contacts: list(map({ party, office: text }), LIMITS.contacts),
    why: about('Why something is named for one party only.', text),
  },
  ['holdingAreas', 'weapons', 'minefields', 'contacts', 'why'],
)

const notified = map(
  {
    id,
    title: text,
    activity: { enum: ACTIVITIES },
    noticeHours: hours,
    to: { enum: ADDRESSEES },
    says: about('What the announcement must say.', list(text, LIMITS.says)),
    explains: about('Kinds of event that it may explain.', kinds),
    source: text,
  },
  ['says', 'explains'],
)

const repair = map({
  id,
  title: text,
  noticeHours: hours,
  guaranteesHours: about('By when both guarantees must be there, before the window.', hours),
  goHours: about('By when go or no-go is said, before the window.', hours),
  presence: about('Whether the mission must be present.', { type: 'boolean' }),
  clause: about('The clause that fire on an open window breaks.', id),
  source: text,
})

const benign = map({ id, title: text, explains: kinds, notified: id }, ['notified'])

const breach = map(
  {
    id,
    title: text,
    standard: id,
    attributionStandard: id,
    quorum,
    screening: share,
    occurredUnheardHours: term,
  },
  ['quorum', 'screening', 'occurredUnheardHours'],
)

const OPTIONAL = {
  languages: list(map({ code: id, title: text, authentic: { type: 'boolean' } }), LIMITS.languages),
  definitions: list(map({ term: text, means: text, source: text }), LIMITS.definitions),
  facts: list(fact, LIMITS.facts),
  phases: list(phase, LIMITS.phases),
  gates: list(gate, LIMITS.gates),
  baseline,
  notified: list(notified, LIMITS.notified),
  repairs: list(repair, LIMITS.repairs),
  benign: list(benign, LIMITS.benign),
}

const thresholds = map(
  {
    screening: share,
    quorum,
    occurredUnheardHours: term,
    partiesHeardHours: term,
    standards: list(map({ id, title: text, from: share, to: share }), LIMITS.standards),
    breaches: list(breach, LIMITS.breaches),
  },
  ['breaches'],
)

/** The JSON Schema of an agreement's document: its shape. What refers to what is judged by `parseAgreement`. */
export const AGREEMENT_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:holdfast:agreement',
  title: 'Agreement',
  description:
    'A ceasefire text that Holdfast can evaluate. See docs/guides/writing-an-agreement.md.',
  ...map(
    {
      id,
      title: text,
      ladder: id,
      lineOfContact,
      parties: map({ A: map({ title: text }), B: map({ title: text }) }),
      versions: list(map({ id, title: text, from: instant, source: text }), LIMITS.versions),
      thresholds,
      lines: list(map({ id, title: text, basis, vertices: chain }), LIMITS.lines),
      zones: list(zone, LIMITS.zones),
      provisions: list(provision, LIMITS.provisions),
      obligations: list(obligation, LIMITS.obligations),
      ...OPTIONAL,
    },
    Object.keys(OPTIONAL),
  ),
  $defs: Object.fromEntries(
    Array.from({ length: EXCUSE_DEPTH_MAX + 1 }, (_, depth) => [
      `exception${depth}`,
      excuse(depth),
    ]),
  ),
}
