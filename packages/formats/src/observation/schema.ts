import {
  CATEGORY,
  DISTANCE_M_MAX,
  HEIGHT_M_MAX,
  HEIGHT_M_MIN,
  HOLDERS,
  IDENTITIES,
  MEANS,
  OBSERVED_MS_MIN,
  PHASES,
  POSITIONINGS,
  SHOT_DELAY_MS,
  SHOT_SIGMA_MS,
  SPEED_MPS_MAX,
  WEAPON_CLASSES,
} from '@holdfast/core/observe'
import type { Category } from '@holdfast/core/observe'
import { OFFICES } from '@holdfast/core/nations'
import {
  DEFAULTS,
  HASH_PATTERN,
  LIMITS,
  LINE_PATTERN,
  NAME_PATTERN,
  NATION_PATTERN,
  RESIDUAL_KEY_PATTERN,
  TEXT_PATTERN,
} from './limits.ts'

/** The last instant that ECMAScript's time scale can name. */
export const INSTANT_MS_MAX = 8_640_000_000_000_000
/** Categories that a source may report: obligations are raised by a missed deadline, nobody observes them. */
export const OBSERVABLE = Object.keys(CATEGORY).filter(
  (category) => !category.startsWith('O.'),
) as Category[]
/** The values of each closed list of words. */
export const WORDS = {
  means: MEANS,
  category: OBSERVABLE,
  phase: PHASES,
  precision: ['exact', 'about', 'atLeast', 'unknown'],
  basis: ['clock', 'partOfDay', 'date'],
  clock: ['gnss', 'ntp', 'manual', 'degraded'],
  control: ['partyA', 'partyB', 'none', 'unknown'],
  weaponClass: WEAPON_CLASSES,
  reliability: ['A', 'B', 'C', 'D', 'E', 'F'],
  credibility: [1, 2, 3, 4, 5, 6],
  policy: ['HOLDFAST'],
  classification: ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'],
  office: OFFICES,
  heightDatum: ['ellipsoid', 'msl', 'pressure'],
  positioning: POSITIONINGS,
  holder: HOLDERS,
} as const

type Schema = Readonly<Record<string, unknown>>
const closed = (
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
})
const word = (values: readonly (string | number)[], description: string): Schema => ({
  enum: values,
  description,
})
const between = (minimum: number, maximum: number, description: string): Schema => ({
  type: 'number',
  minimum,
  maximum,
  description,
})
const line = (maxLength: number, description: string): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: LINE_PATTERN,
  description,
})
const orNull = (schema: Schema, description: string): Schema => ({
  anyOf: [schema, { type: 'null' }],
  description,
})

const instant = (description: string): Schema => ({
  type: 'integer',
  minimum: OBSERVED_MS_MIN,
  maximum: INSTANT_MS_MAX,
  description,
})
const position: Schema = {
  ...closed({
    lonDeg: between(-180, 180, 'Longitude, degrees east.'),
    latDeg: between(-90, 90, 'Latitude, degrees north.'),
  }),
  description: 'WGS 84. A position at 0, 0 stands for a missing one and is rejected.',
}
const errorM = between(
  0,
  DISTANCE_M_MAX,
  'Radius, metres, that holds the true position with 95 % probability.',
)
const azimuth = (description: string): Schema => ({
  type: 'number',
  minimum: 0,
  exclusiveMaximum: 360,
  description,
})

const where = closed({
  sectors: {
    type: 'array',
    maxItems: LIMITS.sectors,
    description:
      'The directions reported, each an arc; several are alternatives or a spread. Empty: unknown.',
    items: closed({
      fromDeg: azimuth('Azimuth from true north, degrees in [0, 360).'),
      toDeg: azimuth('Azimuth from true north, clockwise from fromDeg, degrees in [0, 360).'),
    }),
  },
  ring: orNull(
    closed({
      minM: between(0, DISTANCE_M_MAX, 'Metres from the observer; not beyond maxM.'),
      maxM: between(0, DISTANCE_M_MAX, 'Metres from the observer.'),
    }),
    'Distance from the observer; null where unknown.',
  ),
  fix: orNull(
    closed({ position, errorM }),
    'A position measured directly (imagery, inspection); null where there is none.',
  ),
})

const observed = closed({
  fromMs: instant('Milliseconds since 1970-01-01T00:00:00Z; not later than toMs.'),
  toMs: instant(
    'Milliseconds since 1970-01-01T00:00:00Z; at most five minutes ahead of the clock in force.',
  ),
  basis: word(WORDS.basis, 'What bounds the time: a clock, a part of the day, or only a date.'),
  clock: word(WORDS.clock, 'How far the clock can be trusted.'),
})

const observer = closed({
  place: line(LIMITS.place, 'Where the observer stood, in words: a settlement, never a person.'),
  position,
  errorM,
  control: word(WORDS.control, 'Who controls the ground that the observer stood on.'),
})

const weapon = closed({
  term: line(LIMITS.term, 'The weapon as the source names it.'),
  class: word(WORDS.weaponClass, 'The family that agreements distinguish.'),
  calibreMm: orNull(
    { type: 'number', exclusiveMinimum: 0, maximum: LIMITS.calibreMm },
    'Millimetres; null where it was not assessed.',
  ),
})

const label: Schema = {
  ...closed({
    policy: word(WORDS.policy, 'The policy that the label belongs to.'),
    classification: word(WORDS.classification, 'STANAG 4774 classification.'),
    offices: {
      type: 'array',
      uniqueItems: true,
      items: { enum: WORDS.office },
      description: 'Offices that may see it at all; none denies everyone.',
    },
    releasableTo: {
      type: 'array',
      uniqueItems: true,
      maxItems: LIMITS.releasableTo,
      items: { type: 'string', pattern: NATION_PATTERN },
      description: 'Nation codes, or ALL.',
    },
  }),
  default: DEFAULTS.label,
  description: 'Left out: restricted, seen by the monitor alone.',
}

const hash = (description: string): Schema => ({
  type: 'string',
  pattern: HASH_PATTERN,
  description,
})

const measured = (low: number, high: number, description: string): Schema =>
  orNull({ type: 'number', minimum: low, maximum: high }, `${description} Null: not measured.`)

const quality: Schema = {
  ...closed({
    accuracyM: orNull(
      between(0, DISTANCE_M_MAX, 'Radius, metres, that holds its position with 95 % probability.'),
      'Null: not said. The greatest value: said to be unknown.',
    ),
    containmentM: orNull(
      between(0, DISTANCE_M_MAX, 'Radius, metres, that contains its position with integrity.'),
      'Null: not said. The greatest value: said to have none.',
    ),
    isMonitored: orNull(
      { type: 'boolean' },
      'Whether its receiver checks its own integrity (AIS RAIM, ADS-B SIL above 0). Null: not said.',
    ),
    positioning: orNull(
      { enum: WORDS.positioning },
      'By what it fixes its position; combined: satellites with something else. Null: not said.',
    ),
  }),
  description: 'What the sender says of the quality of its own position. Left out: nothing.',
}

const motion: Schema = {
  ...closed(
    {
      heightM: measured(HEIGHT_M_MIN, HEIGHT_M_MAX, 'Metres above heightDatum.'),
      heightDatum: orNull(
        { enum: WORDS.heightDatum },
        'WGS 84 ellipsoid, mean sea level, or pressure altitude (1013.25 hPa); null with a null height.',
      ),
      speedMps: measured(0, SPEED_MPS_MAX, 'Speed over ground, metres a second.'),
      courseDeg: orNull(
        azimuth('Course over ground, degrees from true north in [0, 360).'),
        'Null: not measured.',
      ),
      climbMps: measured(-SPEED_MPS_MAX, SPEED_MPS_MAX, 'Metres a second, up is positive.'),
      identity: closed(
        Object.fromEntries(
          IDENTITIES.map((kind) => [kind, line(LIMITS.identity, 'As transmitted or assigned.')]),
        ),
        IDENTITIES,
      ),
      quality,
    },
    ['quality'],
  ),
  description: 'Of moving things: what was measured of the movement. The place is `where`.',
}

const assessment: Schema = {
  ...closed({
    model: line(LIMITS.identity, 'Name of the model.'),
    version: line(LIMITS.identity, 'Version of the model.'),
    scores: {
      type: 'object',
      minProperties: 1,
      maxProperties: LIMITS.scores,
      propertyNames: { pattern: RESIDUAL_KEY_PATTERN },
      additionalProperties: { type: 'number', minimum: 0, maximum: 1 },
      description: 'A score in [0, 1] for each class, as the model gave them.',
    },
  }),
  description: 'Where a trained model classified what was observed.',
}

const shot: Schema = {
  ...closed({
    delayMs: between(
      SHOT_DELAY_MS.min,
      SHOT_DELAY_MS.max,
      'How much later the muzzle blast came than the shock wave, milliseconds.',
    ),
    sigmaMs: between(
      SHOT_SIGMA_MS.min,
      SHOT_SIGMA_MS.max,
      'Standard deviation of that, milliseconds.',
    ),
  }),
  description:
    'Of a bullet that passed the sensor faster than sound, its shock wave and muzzle blast told apart; `observed` is the time of the shock wave.',
}

/** Members that may be left out of what is posted. */
const OPTIONAL = [
  'id',
  'weapon',
  'grade',
  'label',
  'rawSha256',
  'residual',
  'motion',
  'assessment',
  'shot',
  'holder',
  'exercise',
]

const members: Readonly<Record<string, Schema>> = {
  id: hash(
    'Hex SHA-256 of the canonical JSON (RFC 8785) of every other member, defaults filled in. Left out, it is worked out; given, it must match.',
  ),
  source: { type: 'string', pattern: NAME_PATTERN, description: 'Id of the source that reports.' },
  recordId: line(
    LIMITS.recordId,
    "The source's own name for the record, unique within the source.",
  ),
  means: {
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: { enum: WORDS.means },
    description: 'How the source knows; several may hold at once.',
  },
  category: word(
    WORDS.category,
    'What was observed, never what it means in law. An explosion category allows only its own phase: K.EXPL.IMPACT impact, K.EXPL.OUTGOING outgoing, K.EXPL.AIRBURST airburst, K.EXPL.UNDET undetermined.',
  ),
  phase: word(WORDS.phase, 'Which part of a flight was observed.'),
  count: closed({
    n: { type: 'integer', minimum: 0, maximum: LIMITS.countN, description: 'How many.' },
    precision: word(WORDS.precision, '"Over 370" is at least 370.'),
  }),
  observed,
  observer,
  where,
  weapon: {
    ...orNull(weapon, 'Null, or left out, where the source names none.'),
    default: DEFAULTS.weapon,
  },
  grade: {
    ...closed({
      reliability: word(WORDS.reliability, 'Reliability of the source; F cannot be judged.'),
      credibility: word(WORDS.credibility, 'Credibility of the report; 6 cannot be judged.'),
    }),
    default: DEFAULTS.grade,
    description: 'NATO grading. Left out: F6, cannot be judged.',
  },
  label,
  rawSha256: hash(
    'Hex SHA-256 of the bytes that the observation was read from. Left out, it is the hash of the canonical JSON of the other members but id, defaults filled in, with rawSha256 "".',
  ),
  residual: {
    type: 'object',
    maxProperties: LIMITS.residualMembers,
    propertyNames: { pattern: RESIDUAL_KEY_PATTERN },
    additionalProperties: {
      type: 'string',
      maxLength: LIMITS.residualValue,
      pattern: TEXT_PATTERN,
    },
    default: DEFAULTS.residual,
    description:
      'What the source said that no other member holds, word for word; nothing is decided from it.',
  },
  motion,
  assessment,
  shot,
  holder: word(
    WORDS.holder,
    'Who was seen to hold the position at where.fix; categories P alone. Left out where nobody could tell.',
  ),
  exercise: {
    type: 'string',
    pattern: NAME_PATTERN,
    description: 'Id of the exercise or demonstration that it belongs to.',
  },
}

/**
 * The JSON Schema (draft 2020-12) of one observation as it is posted. `docs/reference/observation.schema.json` is this
 * object, and `readObservation` takes exactly what it takes: a test holds both.
 */
export const OBSERVATION_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:holdfast:schema:observation:1',
  title: 'Observation',
  description:
    'What one source reported at one instant, before interpretation. Beyond this schema a row is also rejected when its id is known (`duplicate`) or does not match, its time is reversed or in the future, its ring reversed, its phase contradicts its category, or its position is 0, 0.',
  ...closed(members, OPTIONAL),
}
