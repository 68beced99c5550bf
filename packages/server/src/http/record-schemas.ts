/** The named schemas of the record as it is judged anew. */
import { Type, type TSchema } from 'typebox'

const instant = (description: string): TSchema => Type.Integer({ description })
const open = (description: string): TSchema =>
  Type.Object({}, { additionalProperties: true, description })

/** Components of the OpenAPI document. */
export const RECORD_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      notice: Type.Union([Type.String(), Type.Null()]),
      nowMs: instant('By the clock in force, UTC'),
      dueByMs: instant('When the newest entry was made, UTC'),
      size: Type.Integer({ minimum: 0, description: 'Entries of the log' }),
      lag: open('What is recorded and not derived yet'),
      texts: Type.Array(open('An adopted text, with what people declared under its agreement')),
    },
    {
      $id: 'RecordHead',
      title: 'RecordHead',
      description: 'What a record that is judged anew begins with',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      rows: Type.Array(open('An event, a candidate, or one that an incident took up')),
      next: Type.Union([Type.String(), Type.Null()], {
        description: 'The `after` of the next page; null after the last',
      }),
    },
    {
      $id: 'RecordPage',
      title: 'RecordPage',
      description: 'A page of a record that is judged anew',
      additionalProperties: true,
    },
  ),
]
