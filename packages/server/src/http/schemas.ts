/** The named schemas of the interface. What the engine answers with is described here as far as a client relies on it. */
import { OFFICES, type Office, type Role } from '@holdfast/core/nations'
import { Type, type TSchema } from 'typebox'
import { AGREEMENT_COMPONENTS } from './agreement-schemas.ts'
import { DAY_COMPONENTS } from './day-schemas.ts'
import { DESK_COMPONENTS } from './desk-schemas.ts'
import { RECORD_COMPONENTS } from './record-schemas.ts'
import { FORCES_COMPONENTS, LABEL } from './forces-schemas.ts'
import { MOVE_COMPONENTS } from './move-schemas.ts'
import { ObservationSchema } from './observation-schema.ts'
import { REPORT_COMPONENTS } from './report-schemas.ts'
import { LINE_COMPONENTS } from './line-schemas.ts'
import { RELIABILITY_COMPONENTS } from './reliability-schemas.ts'
import { THERMAL_COMPONENTS } from './thermal-schemas.ts'
import { TRACK_COMPONENTS } from './track-schemas.ts'

/** Roles that a person can log in with: `system` and `scripted` belong to no person. */
export const LOGIN_ROLES = [
  'watch',
  'analyst',
  'panel',
  'planner',
  'minister',
  'head-of-mission',
] as const satisfies readonly Role[]

const named = ($id: string, properties: Record<string, TSchema>, description: string) =>
  Type.Object(properties, { $id, title: $id, description, additionalProperties: true })
const list = (of: string) =>
  Type.Array(Type.Object({}, { additionalProperties: true, description: of }))
const whole = (description: string) => Type.Integer({ minimum: 0, description })
const hex = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description })
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()])
const LEAVES_OUT = Type.String({
  description: 'What the figures do not weigh, and where the answer that does is',
})
const ref = (id: string) => Type.Unsafe<unknown>({ $ref: `${id}#` })

/** The body of a login. */
export const LoginSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\u0000-\\u001f\\u007f]+$' }),
    nation: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 3166-1 alpha-3' }),
    role: Type.Unsafe<(typeof LOGIN_ROLES)[number]>({ type: 'string', enum: [...LOGIN_ROLES] }),
    office: Type.Unsafe<Office>({ type: 'string', enum: [...OFFICES] }),
  },
  { $id: 'Login', title: 'Login', additionalProperties: false },
)
/** The body of a command: the step that decides it, and what that step asks for. */
export const CommandSchema = Type.Object(
  { step: Type.String({ minLength: 1, maxLength: 40 }) },
  { $id: 'Command', title: 'Command', additionalProperties: true },
)
/** The query of a page of observations. */
export const PageSchema = Type.Object({
  limit: Type.Integer({ minimum: 1, default: 100 }),
  after: Type.Optional(
    Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Id of the last one seen' }),
  ),
})

const rejected = Type.Array(
  Type.Object({ index: whole('Place in the request, from 0'), reason: Type.String() }),
)
const batch = {
  batch: hex(
    'Merkle root (RFC 6962) over the ids of all rows that fit the schema, in request order',
  ),
  accepted: whole('Observations that are durable now'),
  rejected,
}
const ACTOR = named(
  'Actor',
  {
    name: Type.String(),
    nation: Type.String(),
    role: Type.String(),
    office: Type.String({ enum: [...OFFICES] }),
    keyId: Type.String(),
  },
  'Who acts',
)
const PICTURE = named(
  'Picture',
  {
    office: Type.String({ enum: [...OFFICES] }),
    notice: orNull(Type.String()),
    exercise: orNull(Type.String()),
    nowMs: Type.Integer(),
    logSize: whole('Entries in the log'),
    lag: whole('Entries that the projections have not applied yet'),
    line: list('Line of the agreement'),
    zones: list('Zone of the agreement'),
    observations: list('Observation as the office may see it'),
    events: list(
      'Event. `zones` names those that it may lie in, with the probability; a zone that is not named has 0. `estimate.support` comes where it was asked for',
    ),
    engagements: list('Engagement'),
    candidates: list('Candidate'),
    incidents: list('Incident'),
    clocks: list('Clock'),
    coverage: Type.Object(
      {
        count: whole('Sources in the registry'),
        states: Type.Record(Type.String(), whole('Sources that stand so')),
        sources: list('Source, how it stands and since when; empty for other offices'),
        chainProblems: orNull(
          Type.Object({
            count: whole('Open gaps, and forks and replays that were raised'),
            sources: Type.Array(Type.String()),
          }),
        ),
      },
      { description: 'How the sources stand now' },
    ),
    coverageNote: orNull(
      Type.String({ description: 'The coverage that every count stands under, in words' }),
    ),
  },
  'What one office sees at one instant',
)
const CHAIN = named(
  'Chain',
  {
    incident: Type.Object({}, { additionalProperties: true }),
    candidates: list('Candidate'),
    events: list('Event'),
    observations: list('Observation as the office may see it'),
    entries: Type.Array(
      Type.Object(
        {
          index: whole('Log index'),
          kind: Type.String(),
          atMs: Type.Integer(),
          leafHash: hex('RFC 6962 leaf hash'),
          inclusion: Type.Object({
            index: whole('Log index'),
            size: whole('Log size'),
            hashes: Type.Array(hex('Sibling, from the leaf up')),
          }),
        },
        { additionalProperties: true },
      ),
    ),
    clocks: list('Clock'),
    checkpoint: Type.String({ description: 'Signed note' }),
  },
  'One incident with all that it rests on',
)

/** Every named schema, by the name that it has in the OpenAPI document. */
export const COMPONENTS: readonly TSchema[] = [
  ...AGREEMENT_COMPONENTS,
  ...REPORT_COMPONENTS,
  ...DAY_COMPONENTS,
  ...DESK_COMPONENTS,
  ...RECORD_COMPONENTS,
  ...FORCES_COMPONENTS,
  ...MOVE_COMPONENTS,
  ...THERMAL_COMPONENTS,
  ...LINE_COMPONENTS,
  ...RELIABILITY_COMPONENTS,
  ...TRACK_COMPONENTS,
  ObservationSchema,
  LoginSchema,
  CommandSchema,
  ACTOR,
  PICTURE,
  CHAIN,
  named('Session', { actor: orNull(ref('Actor')) }, 'Who is logged in; null for nobody'),
  named('Batch', batch, 'What became of a batch'),
  named(
    'Problem',
    {
      type: Type.Literal('about:blank'),
      title: Type.String(),
      status: Type.Integer({ minimum: 400, maximum: 599 }),
      detail: Type.String({ description: 'What is wrong and how to mend it' }),
    },
    'A problem document (RFC 9457)',
  ),
  named(
    'BatchRefused',
    {
      type: Type.Literal('about:blank'),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      ...batch,
    },
    'A problem document for a batch of which nothing was accepted',
  ),
  named(
    'Run',
    {
      answers: Type.Array(
        Type.Object(
          { status: Type.Integer({ description: '201 or 422 where the batch is settled' }) },
          { additionalProperties: true },
        ),
        {
          description:
            'One for each batch in its order, as if it had come alone; the first that is refused is the last, those after it were not tried',
        },
      ),
    },
    'What became of signed batches that came together',
  ),
  named(
    'OneObservation',
    {
      entry: whole('Log index of its batch'),
      observation: Type.Object({}, { additionalProperties: true }),
    },
    'One observation as the office may see it',
  ),
  named(
    'ObservationPage',
    {
      observations: list('Observation as the office may see it'),
      next: orNull(hex('`after` of the next page')),
    },
    'A page of observations, by time',
  ),
  named(
    'Recorded',
    {
      entries: Type.Array(
        Type.Object({ index: whole('Log index'), kind: Type.String(), atMs: Type.Integer() }),
      ),
      remark: Type.Optional(
        Type.String({
          description: 'What an answer of the incident lacks although its votes suffice',
        }),
      ),
    },
    'The entries that a command made',
  ),
  named(
    'Act',
    {
      answers: Type.Array(
        Type.Union([
          ref('Recorded'),
          Type.Object({ refused: Type.String(), status: Type.Integer() }),
        ]),
      ),
    },
    'What became of each command of an act, in their order',
  ),
  named(
    'LogEntry',
    { index: whole('Log index') },
    'An entry as the office may see it, with its inclusion proof',
  ),
  named(
    'Status',
    {
      nowMs: Type.Integer({ description: 'By the clock in force, UTC' }),
      logSize: whole('Durable entries'),
      rootHash: hex('Merkle root of the log'),
      projected: whole('Entries that the projections stand for'),
      lag: Type.Object({
        entries: whole('Entries that wait to be projected'),
        observationsWaiting: whole('Observations that wait to be fused'),
      }),
      failure: orNull(Type.String()),
    },
    'How the deployment stands',
  ),
  named(
    'Sources',
    { sources: list('Source with its chain and how it stands') },
    'The registry of sources',
  ),
  named(
    'Coverage',
    {
      fromMs: Type.Integer(),
      toMs: Type.Integer(),
      count: whole('Sources in the registry'),
      counted: whole('Sources that look by themselves: the mean is over these alone'),
      roles: Type.Record(Type.String(), Type.Integer(), {
        description: 'Sources by role: looks, overhead, transponder, tells, synthetic',
      }),
      mean: Type.Record(Type.String(), Type.Number(), {
        description: 'Mean share of time by state, of the sources that look',
      }),
      sources: list('Source with its shares; empty for offices that do not see which'),
    },
    'How each source stood over a period',
  ),
  named('Feeds', { feeds: list('Feed with its counts') }, 'The feeds and what each brought'),
  named(
    'Rejects',
    { rows: list('Reject'), next: orNull(whole('`before` of the next page')) },
    'What came in and was not understood, newest first',
  ),
  named(
    'TakenRecords',
    {
      records: whole('Records that were decoded'),
      accepted: whole('Observations that are durable now'),
      duplicates: whole('Observations that were known'),
      nothings: Type.Record(Type.String(), Type.Integer(), {
        description: 'Records that are no observation, by what they are',
      }),
      rejects: list('Bytes that were not understood: offset, length, reason, detail'),
    },
    'What became of bytes of a format',
  ),
  named('Movement', { label: LABEL, leavesOut: LEAVES_OUT }, 'The flow of the thin network'),
]

/** Marks a route that needs no login, in the OpenAPI document. */
export const OPEN: { security: [] } = { security: [] }
/** A response of one media type whose body is the named component. */
export const body = (id: string, description: string, mediaType = 'application/json') => ({
  description,
  content: { [mediaType]: { schema: { $ref: `${id}#` } } },
})
/** The problem responses of a route, by status. */
export const problems = (...statuses: number[]): Record<number, ReturnType<typeof body>> =>
  Object.fromEntries(
    statuses.map((status) => [status, body('Problem', 'Refused', 'application/problem+json')]),
  )
