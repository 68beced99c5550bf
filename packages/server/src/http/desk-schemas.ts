/** The named schema of the watch's desk. */
import { Type, type TSchema } from 'typebox'

const list = (description: string): TSchema =>
  Type.Array(Type.Object({}, { additionalProperties: true, description }))
const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
const instant = (description: string): TSchema => Type.Integer({ description })
const count = (description: string): TSchema => Type.Integer({ minimum: 0, description })

const OCCURRED = Type.Object(
  {
    incident: Type.String(),
    title: Type.String(),
    status: Type.String(),
    dueMs: instant('UTC'),
    isLate: Type.Boolean(),
    lateMs: count('Elapsed time; 0 in time'),
  },
  { additionalProperties: true },
)
const CLAIM = Type.Object(
  {
    incident: Type.String(),
    party: Type.String(),
    stance: Type.String(),
    atMs: instant('When it was filed, UTC'),
    entry: count('Log index'),
    alleges: orNull(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description: 'Kind, time and place; null before the release, and then on the 1 km grid',
        },
      ),
    ),
    state: Type.String({ description: 'filed (it counts nowhere yet) or confirmed' }),
    coverage: orNull(
      Type.Object(
        {
          kind: Type.String({
            description: 'seen, lookedAndSawNothing, undecided or noSensorLooked',
          }),
        },
        {
          additionalProperties: true,
          description: 'Outside the monitor: the kind, and unseen rounded up to tenths',
        },
      ),
    ),
    because: orNull(Type.String({ description: 'Why there is no judgement' })),
  },
  { additionalProperties: true },
)

/** Components of the OpenAPI document. */
export const DESK_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      office: Type.String(),
      notice: orNull(Type.String()),
      exercise: orNull(Type.String()),
      nowMs: instant('By the clock in force, UTC'),
      lag: Type.Object(
        {
          entries: count('Recorded and not projected yet'),
          observationsWaiting: count('Recorded and not fused yet'),
        },
        { additionalProperties: true },
      ),
      occurred: Type.Array(OCCURRED, {
        description: 'Open incidents whose occurred is unsigned; the most overdue first',
      }),
      access: list('Hindered access that no incident was opened on, oldest first'),
      tasks: list('Open task with what was said to access; the next due first'),
      unconfirmed: list('Claim that waits for an officer of another nation, oldest first'),
      claims: Type.Array(CLAIM, { description: 'Claims that say when and where, newest first' }),
      proposals: list('To merge or to split, waiting for a person; oldest first'),
      duplicates: list(
        'Likely duplicate, with the command that a person may send; the monitor only',
      ),
      decorrelated: list('Pair that a person holds apart, newest first'),
      assignments: list('Open incident with who is on it, newest first'),
      unassigned: count('Open incidents that nobody is on'),
      handOvers: list(
        "Note of one watch to the next with who took it over, newest first; the office's own",
      ),
      leftOut: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
        description: 'Of each list, how many it has no room for',
      }),
      duplicatesCut: Type.Boolean({
        description: 'Set where not all open incidents and candidates were compared',
      }),
      withheld: Type.Array(Type.String({ description: 'What the office does not have' })),
      assumptions: Type.Array(Type.String()),
    },
    {
      $id: 'Desk',
      title: 'Desk',
      description: 'What waits to be decided beside the incidents, as the office may see it',
      additionalProperties: true,
    },
  ),
]
