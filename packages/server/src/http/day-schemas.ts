/** The named schemas of the watch's day. */
import { Type, type TSchema } from 'typebox'

const list = (description: string): TSchema =>
  Type.Array(Type.Object({}, { additionalProperties: true, description }))
const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
const instant = (description: string): TSchema => Type.Integer({ description })
const PERIOD = Type.Object({
  fromMs: instant('UTC, included'),
  toMs: instant('UTC, not included'),
})

const DUE = Type.Object(
  {
    kind: Type.String({
      description: 'What waits; the most urgent kind first, a late call before one in time',
    }),
    key: Type.String({ description: 'The same as long as the same thing waits' }),
    of: Type.String({
      description: 'Id of what waits; of the subject where no call is open about it',
    }),
    alarm: orNull(Type.Object({}, { additionalProperties: true })),
    call: orNull(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description:
            'One party of one call: about (incident, kinds, events, when it began, place), when it was tried, what came of the other party',
        },
      ),
    ),
    says: Type.String({ maxLength: 200 }),
    dueAtMs: instant('UTC; within a kind the most overdue first'),
    lateMs: Type.Integer({ minimum: 0, description: 'Elapsed time; 0 in time' }),
  },
  { additionalProperties: true },
)

/** Components of the OpenAPI document. */
export const DAY_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      office: Type.String(),
      notice: orNull(Type.String()),
      exercise: orNull(Type.String()),
      nowMs: instant('By the clock in force, UTC'),
      due: Type.Array(DUE),
      unopenedLeftOut: Type.Integer({
        minimum: 0,
        description: 'Calls that nobody opened and that the list has no room for',
      }),
      leftOut: Type.Object(
        {},
        {
          additionalProperties: Type.Integer({ minimum: 1 }),
          description: 'How many of a kind the list has no room for; alarms and evacuations never',
        },
      ),
      calls: list(
        'Hotline call: open, or closed within a day; what it is about once that is released',
      ),
      sessions: list('Session of the joint commission'),
      protests: list('Protest note'),
      points: list('Action point'),
      plans: list('Plan; for other offices than the monitor only what has been over for 24 h'),
      patrols: list('Patrol by settlements; for other offices as the plans'),
      evacuations: list('Casualty evacuation; empty for other offices than the monitor'),
    },
    {
      $id: 'Day',
      title: 'Day',
      description: 'What waits for the watch, and what it waits on, as the office may see it',
      additionalProperties: true,
    },
  ),
  Type.Object(
    {
      seen: PERIOD,
      planned: PERIOD,
      areas: Type.Integer({ minimum: 0, description: 'Areas along the line of contact' }),
      answers: Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 1 }), {
        description:
          'Shares of the day over all areas: seen, none (it is known that nobody looked), unknown (nobody knows)',
      }),
      roles: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
        description: 'Sources by role; only those that look count',
      }),
      events: Type.Integer({ minimum: 0, description: 'Events that the expectation rests on' }),
      recordDays: Type.Integer({ minimum: 0 }),
      eventsLeftOut: Type.Boolean(),
      deficits: list(
        'Area with the stretches that were not seen, each with its answer (none or unknown) and why, and what is needed to know',
      ),
      proposals: list(
        'First what to register or state where nobody knows (kind register); then whom to send where it is known that nobody looked, the most unseen events first',
      ),
      assumptions: Type.Array(Type.String()),
    },
    {
      $id: 'Tasking',
      title: 'Tasking',
      description: 'Where nobody looked over the last day, or nobody knows; the monitor only',
      additionalProperties: true,
    },
  ),
]
