/** The named schemas of movement planning. The shapes are core's (move/jobs); a client relies on what is described here. */
import { JOB_STATUSES } from '@holdfast/core/move/jobs'
import { Type, type TSchema } from 'typebox'

const list = (description: string): TSchema =>
  Type.Array(Type.Object({}, { additionalProperties: true, description }))
const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
const map = (description: string): TSchema =>
  Type.Object({}, { additionalProperties: true, description })
const LABEL = Type.Object(
  {
    policy: Type.Literal('HOLDFAST'),
    classification: Type.Literal('SECRET'),
    offices: Type.Array(Type.String()),
    releasableTo: Type.Array(Type.String()),
  },
  { description: 'Goes wherever the answer goes' },
)
const KIND = Type.Unsafe<string>({ type: 'string', enum: ['solve', 'replan', 'simulate'] })

/** The body that asks for a job. What each kind takes is said in docs/reference/http.md; what does not fit is refused. */
export const MoveAskedSchema = Type.Object(
  { kind: Type.String({ minLength: 1, maxLength: 40 }) },
  { $id: 'MoveAsked', title: 'MoveAsked', additionalProperties: true },
)
/** The body that adopts the plan of a job. */
export const MoveAdoptionSchema = Type.Object(
  {
    job: Type.String({ minLength: 1, maxLength: 40 }),
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the plan that was seen' }),
    reason: Type.String({ minLength: 1, maxLength: 2_000 }),
  },
  { $id: 'MoveAdoption', title: 'MoveAdoption', additionalProperties: false },
)

/** Components of the OpenAPI document. */
export const MOVE_COMPONENTS: readonly TSchema[] = [
  MoveAskedSchema,
  MoveAdoptionSchema,
  Type.Object(
    {
      id: Type.String(),
      label: LABEL,
      kind: KIND,
      status: Type.Unsafe<string>({ type: 'string', enum: [...JOB_STATUSES] }),
      title: Type.String(),
      asker: Type.Object({ name: Type.String(), nation: Type.String() }),
      modelDigest: Type.String({ description: 'SHA-256 of the model that it works on' }),
      askedAtMs: Type.Integer(),
      beganAtMs: orNull(Type.Integer()),
      endedAtMs: orNull(Type.Integer()),
      ahead: Type.Integer({ minimum: 0, description: 'Jobs that wait before it' }),
      progress: Type.Object({
        words: Type.String(),
        done: Type.Number(),
        all: orNull(Type.Number()),
      }),
      best: orNull(map('The best answer so far; null once it is over')),
      answer: orNull(
        map('By `kind`: `told`, a plan with all that is said of it, or `simulation` of a plan'),
      ),
      reason: orNull(Type.String({ description: 'Why it failed' })),
    },
    {
      $id: 'MoveJob',
      title: 'MoveJob',
      description: 'Planning work that takes longer than a request',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      label: LABEL,
      notice: orNull(Type.String()),
      nowMs: Type.Integer({ description: 'By the clock in force, UTC' }),
      model: map('The model in force: origin, digest, ask, gates, assumptions'),
      plan: orNull(map('The plan that a person adopted, told')),
      choices: list('What each kind of fault can befall'),
      jobs: list('Jobs without their answers, the newest first; those of before a restart too'),
      lost: Type.Array(Type.String(), { description: 'Kept jobs whose files cannot be read' }),
    },
    {
      $id: 'MoveStanding',
      title: 'MoveStanding',
      description: 'How the planning of movement stands',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {},
    {
      $id: 'MoveDocument',
      title: 'MoveDocument',
      description:
        'A movement model (docs/reference/movement-model.schema.json), or a plan (movement-plan.schema.json) with `modelDocument`',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      label: LABEL,
      name: Type.String(),
      origin: Type.Unsafe<string>({ type: 'string', enum: ['adopted', 'shipped'] }),
      digest: Type.String({ description: 'SHA-256 of the document' }),
      title: Type.String(),
      notice: Type.String(),
      results: list('What it is weighed by, and its figure in words'),
      tables: list('Results: title, columns, rows, note'),
      hangsOn: list('Tables of what each result hangs on'),
      assumptions: list('Owned and dated'),
    },
    {
      $id: 'MovePlanning',
      title: 'MovePlanning',
      description: 'A planning document worked out',
      additionalProperties: true,
    },
  ),
]
