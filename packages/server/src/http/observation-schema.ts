/**
 * The published schema of an observation as it is sent. It describes; the engine's reader decides, row by row, so that
 * one bad row does not cost the batch. `observation-schema.test.ts` holds it to the type in core.
 */
import { CATEGORY, MEANS, PHASES, WEAPON_CLASSES, type Category } from '@holdfast/core/observe'
import { OFFICES } from '@holdfast/core/nations'
import { Type } from 'typebox'

const oneOf = <const T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>({
    type: 'string',
    enum: [...values],
    ...(description === undefined ? {} : { description }),
  })

const instantMs = (description: string) =>
  Type.Integer({ description: `${description}, milliseconds since 1970, UTC` })
const metres = (description: string) =>
  Type.Number({ minimum: 0, description: `${description}, metres` })
const azimuth = (description: string) =>
  Type.Number({
    minimum: 0,
    exclusiveMaximum: 360,
    description: `${description}, degrees from true north`,
  })
const sha256 = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description })

const PositionSchema = Type.Object(
  {
    lonDeg: Type.Number({ minimum: -180, maximum: 180 }),
    latDeg: Type.Number({ minimum: -90, maximum: 90 }),
  },
  { description: 'A point on WGS 84, degrees' },
)
const LabelSchema = Type.Object({
  policy: Type.Literal('HOLDFAST'),
  classification: oneOf(['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET']),
  offices: Type.Array(oneOf(OFFICES), { description: 'Offices that may see it at all' }),
  releasableTo: Type.Array(Type.String(), { description: 'Nation codes, or ALL' }),
})
const WeaponSchema = Type.Object({
  term: Type.String({ description: 'As the source names it' }),
  class: oneOf(WEAPON_CLASSES),
  calibreMm: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()]),
})
const WhereSchema = Type.Object({
  sectors: Type.Array(
    Type.Object({
      fromDeg: azimuth('Start of the arc, clockwise'),
      toDeg: azimuth('End of the arc'),
    }),
    { description: 'Directions from the observer; empty where none was given' },
  ),
  ring: Type.Union([
    Type.Object({ minM: metres('Nearest'), maxM: metres('Farthest') }),
    Type.Null(),
  ]),
  fix: Type.Union([
    Type.Object({ position: PositionSchema, errorM: metres('Radius that holds 95 %') }),
    Type.Null(),
  ]),
})
const ObserverSchema = Type.Object({
  place: Type.String(),
  position: PositionSchema,
  errorM: metres('Radius that holds 95 %'),
  control: oneOf(['partyA', 'partyB', 'none', 'unknown']),
})

/** An observation as it is sent. */
export const ObservationSchema = Type.Object(
  {
    id: Type.Optional(sha256('Worked out from the content; must agree where it is given')),
    source: Type.String({ description: 'Id of a registered source' }),
    recordId: Type.String({ description: "The source's own name for the record" }),
    means: Type.Array(oneOf(MEANS), { minItems: 1 }),
    category: oneOf(
      Object.keys(CATEGORY) as Category[],
      'What was observed, never what it means in law',
    ),
    phase: oneOf(PHASES),
    count: Type.Object({
      n: Type.Integer({ minimum: 0 }),
      precision: oneOf(['exact', 'about', 'atLeast', 'unknown']),
    }),
    observed: Type.Object({
      fromMs: instantMs('Start'),
      toMs: instantMs('End'),
      basis: oneOf(['clock', 'partOfDay', 'date']),
      clock: oneOf(['gnss', 'ntp', 'manual', 'degraded']),
    }),
    observer: ObserverSchema,
    where: WhereSchema,
    weapon: Type.Union([WeaponSchema, Type.Null()]),
    grade: Type.Object({
      reliability: oneOf(['A', 'B', 'C', 'D', 'E', 'F']),
      credibility: Type.Unsafe<1 | 2 | 3 | 4 | 5 | 6>({ type: 'integer', minimum: 1, maximum: 6 }),
    }),
    label: LabelSchema,
    rawSha256: sha256('Of the bytes that it was read from'),
    residual: Type.Record(Type.String(), Type.String(), {
      description: 'What the source said besides, word for word; nothing is decided from it',
    }),
    exercise: Type.Optional(Type.String({ description: 'Id of the exercise that it belongs to' })),
  },
  {
    $id: 'Observation',
    title: 'Observation',
    description: 'What one source reported at one instant',
  },
)
