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

/** The body of a question. Which members a kind takes is said in docs/reference/http.md; what does not fit is refused. */
export const QuestionSchema = Type.Object(
  { kind: Type.String({ minLength: 1, maxLength: 40 }) },
  { $id: 'ForceQuestion', title: 'ForceQuestion', additionalProperties: true },
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
    },
    {
      $id: 'ForceAnswer',
      title: 'ForceAnswer',
      description: 'Computed from what the nation that asks may see, and nothing else',
      additionalProperties: true,
    },
  ),
]
