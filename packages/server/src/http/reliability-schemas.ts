/** The named schema of the reliability of the machine's figures. */
import { Type, type TSchema } from 'typebox'

const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
const count = (description: string): TSchema => Type.Integer({ minimum: 0, description })
const instant = (description: string): TSchema => Type.Integer({ description })
const hex = (description: string): TSchema =>
  Type.String({ pattern: '^[0-9a-f]{64}$', description })

const BY = orNull(
  Type.Object(
    { name: Type.String(), nation: Type.String(), role: Type.String() },
    { additionalProperties: true, description: "Who; the monitor's alone" },
  ),
)
const REASON = orNull(Type.String({ description: "Why; the monitor's alone" }))
const ADOPTION = Type.Object(
  {
    entry: count('Log index of the entry that adopted it'),
    atMs: instant('When, UTC'),
    cases: count('Judged cases that it was learned from'),
    scripted: Type.Boolean({ description: "Whether they are a script's" }),
    fit: orNull(hex("Name of the fit; the monitor's alone")),
    by: BY,
    reason: REASON,
    ended: orNull(
      Type.Object(
        {
          entry: count('Log index of the entry that ended it'),
          atMs: instant('When, UTC'),
          by: BY,
          reason: REASON,
        },
        { additionalProperties: true, description: 'Null while it is in force' },
      ),
    ),
  },
  { additionalProperties: true },
)
const RECALIBRATION = Type.Object(
  {
    inForce: orNull(ADOPTION),
    ended: Type.Array(ADOPTION, { description: 'Newest first' }),
    older: count('Ended ones that are not shown'),
    fit: orNull(
      Type.Object(
        {
          name: hex('What adoptRecalibration names: the digest of the cases'),
          cases: count('Judged cases that it would rest on'),
          scripted: Type.Boolean({ description: "Whether they are a script's" }),
          refused: orNull(Type.String({ description: 'Why it may not be adopted' })),
        },
        { additionalProperties: true, description: "What may be adopted now; the monitor's alone" },
      ),
    ),
  },
  { additionalProperties: true },
)

/** Components of the OpenAPI document. */
export const RELIABILITY_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      notice: orNull(Type.String()),
      scripted: Type.Boolean({ description: "Whether the findings are a script's" }),
      questions: Type.Record(
        Type.String(),
        Type.Object(
          { meaning: Type.String({ description: 'What the diagram means, in one sentence' }) },
          { additionalProperties: true },
        ),
      ),
      recalibrations: Type.Record(Type.String(), RECALIBRATION, {
        description: 'How the recalibration of the figures of each question stands',
      }),
      withheld: Type.Array(Type.String(), { description: 'What the office does not have' }),
    },
    {
      $id: 'Reliability',
      title: 'Reliability',
      description:
        "Whether the machine's figures held true, for each question beside which one stands",
      additionalProperties: true,
    },
  ),
]
