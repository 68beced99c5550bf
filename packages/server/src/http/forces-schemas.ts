/** The named schemas of the register of what is promised. */
import { Type, type TSchema } from 'typebox'

const list = (description: string): TSchema =>
  Type.Array(Type.Object({}, { additionalProperties: true, description }))
const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
/** The label of an answer about forces. */
export const LABEL = Type.Object(
  {
    policy: Type.Literal('HOLDFAST'),
    classification: Type.Literal('SECRET'),
    offices: Type.Array(Type.String()),
    releasableTo: Type.Array(Type.String(), {
      description: 'Nations; `ALL` only where nothing was used that some may not see',
    }),
  },
  { description: 'Goes wherever the answer goes' },
)
const HEAD = {
  notice: orNull(Type.String()),
  label: LABEL,
  viewer: orNull(Type.String({ description: 'The nation that it was computed for' })),
}

const CAPABILITY = Type.Object(
  {
    code: Type.String(),
    title: Type.String(),
    unit: Type.String({ description: 'What a quantity of it counts' }),
    definition: Type.String(),
    countsPeople: Type.Boolean({ description: 'Whether the unit counts people' }),
    also: Type.Array(Type.String(), { description: 'Older words of the same meaning' }),
    parent: Type.String({ description: 'The family that a reader looks under' }),
  },
  { additionalProperties: true },
)

const ENTRY = orNull(Type.Integer({ description: 'Log index; null for what ships' }))
const ACCEPTANCE_VERSION = Type.Object(
  {
    origin: Type.Union([Type.Literal('shipped'), Type.Literal('adopted')]),
    id: Type.String(),
    digest: Type.String({ description: "SHA-256 of the table's canonical JSON" }),
    entry: ENTRY,
  },
  { description: 'The acceptance table that it was computed with' },
)

/** The body of a question. Which members a kind takes is said in docs/reference/http.md; what does not fit is refused. */
export const QuestionSchema = Type.Object(
  { kind: Type.String({ minLength: 1, maxLength: 40 }) },
  { $id: 'ForceQuestion', title: 'ForceQuestion', additionalProperties: true },
)

/** What `GET /forces/gaps` takes; `readQuestion` says what is wrong with a value that fits here. */
export const GAPS_ASKED = Type.Object(
  {
    posture: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'The first on record where it is left out; empty: the lines of every posture alone',
      }),
    ),
    why: Type.Optional(
      Type.Boolean({ description: 'With proven reasons, a few solves for each unmet line' }),
    ),
    rotations: Type.Optional(Type.Integer({ description: '1 to 24; 4 where it is left out' })),
    months: Type.Optional(Type.Number({ description: 'Of a rotation; 6 where it is left out' })),
    seconds: Type.Optional(
      Type.Number({ description: 'Wall time of each solve; 20 where it is left out' }),
    ),
    gap: Type.Optional(
      Type.Number({ description: 'At which a solve may stop; 0.01 where it is left out' }),
    ),
  },
  { additionalProperties: false },
)

const WHY = Type.Object(
  {
    line: Type.String(),
    shortfall: Type.Number({ description: 'Summed over its rotations' }),
    why: Type.Union(
      [
        'noPledge',
        'blockedByCaveats',
        'competition',
        'enabler',
        'people',
        'rest',
        'nationsMax',
        'framework',
        'rules',
        'together',
        'tooLittle',
        'unproven',
      ].map((kind) => Type.Literal(kind)),
    ),
    caveats: list('Caveat to lift, by nation; none of them to spare'),
    shortfallThen: orNull(
      Type.Number({ description: 'With those lifted, alone, or without what binds' }),
    ),
    lines: Type.Array(Type.String(), { description: 'Lines that its packages serve instead' }),
    binding: Type.Array(Type.String(), {
      description:
        'What binds, none of it to spare: capabilities (enabler), nations (people, rest), the line (nationsMax, framework), kinds of rules (rules), kinds of rules or `competition` (together, beside `caveats`)',
    }),
    gap: orNull(Type.Number()),
    reason: orNull(Type.String()),
  },
  { additionalProperties: true, description: 'Why a line is unmet' },
)

/** Components of the OpenAPI document. */
export const FORCES_COMPONENTS: readonly TSchema[] = [
  QuestionSchema,
  Type.Object(
    {
      ...HEAD,
      nowMs: Type.Integer({ description: 'By the clock in force, UTC' }),
      requirements: list('Line of the statement of requirements'),
      pledges: list('Pledge with `changes`: who moved it, when, why'),
      exclusions: list('What a nation rules out'),
      assessments: list('What somebody else reckons; never counted'),
      conditions: list('Condition with its state'),
      assumptions: list('Owned and dated'),
      commitments: list('People committed elsewhere'),
      figures: list(
        'Numbers of a nation by what they count, with conflicts, and what it can sustain',
      ),
      minutes: list('Words of a conference'),
      acceptance: ACCEPTANCE_VERSION,
      capabilities: Type.Array(CAPABILITY, { description: 'The published codes of capabilities' }),
    },
    {
      $id: 'Register',
      title: 'Register',
      description: 'What is promised, as far as the nation that asks may see it',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      ...HEAD,
      kind: Type.String(),
      posture: orNull(Type.String()),
      asOfMs: Type.Integer({ description: 'UTC' }),
      acceptance: ACCEPTANCE_VERSION,
    },
    {
      $id: 'ForceAnswer',
      title: 'ForceAnswer',
      description: 'Computed from what the nation that asks may see, and nothing else',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      ...HEAD,
      kind: Type.Literal('gaps'),
      posture: orNull(Type.String()),
      asOfMs: Type.Integer({ description: 'UTC' }),
      acceptance: ACCEPTANCE_VERSION,
      weightedGap: Type.Number({
        description: 'Share lacking × (10 − priority), summed over line-rotations',
      }),
      lines: list(
        'Line with what it needs, what is `by` whom on it, `shortfall` of the worst rotation, `caveats` that close it, `assumptions`, `firm`',
      ),
      leftOut: list('Line, offer or dependency that is not counted, and why'),
      whys: Type.Optional(Type.Array(WHY, { description: 'With `why` alone' })),
    },
    {
      $id: 'Gaps',
      title: 'Gaps',
      description:
        'Computed from what the nation that asks may see: rotations, packages that go whole, rests, and the people that a nation can deploy',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      ...HEAD,
      inForce: ACCEPTANCE_VERSION,
      document: Type.Object(
        {},
        { additionalProperties: true, description: 'The table; adopted again it is the same' },
      ),
      nations: Type.Array(Type.String(), { description: 'With a public pledge or exclusion' }),
      unsaid: Type.Array(Type.String(), { description: 'Those of whom no party spoke' }),
      history: list('Adoption with who, when, `reason`, what it `amends`; the newest first'),
    },
    {
      $id: 'AcceptanceInForce',
      title: 'AcceptanceInForce',
      description: 'In whose eyes a nation may be where; every question weighs it',
      additionalProperties: true,
    },
  ),
]
