/** The named schemas of the agreement's standing and of the motions to amend it. */
import { AMENDMENT_TABLE } from '@holdfast/core/agreement'
import { OFFICES } from '@holdfast/core/nations'
import { Type, type TSchema } from 'typebox'

const orNull = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
const whole = (description: string): TSchema => Type.Integer({ description })
const instant = (description: string): TSchema =>
  Type.Integer({ description: `${description}; ms since 1970, UTC` })
const text = (description: string): TSchema => Type.String({ description })
const rows = (members: Record<string, TSchema>, description: string): TSchema =>
  Type.Array(Type.Object(members, { additionalProperties: true }), { description })

const ADOPTED = {
  id: Type.String(),
  title: Type.String(),
  entry: whole('Log index of its adoption'),
  atMs: instant('When it was adopted'),
  fromMs: instant('From when it is in force'),
  amends: orNull(whole('Log index of the text that it amends')),
  carried: orNull(
    Type.Object(
      {
        motion: whole('Log index of the motion that it came of'),
        nations: Type.Array(Type.String(), { description: 'Nations that carried it' }),
        opposed: Type.Array(Type.String(), { description: 'Nations against it' }),
      },
      { description: 'Null where one officer adopted it, as the first text may be' },
    ),
  ),
  version: orNull(text('The version in force now')),
}
const NAMED_FACTS = rows({ fact: Type.String(), title: Type.String() }, 'Facts')
const PARTY = Type.String({ enum: ['A', 'B'] })

const FACTS = rows(
  {
    fact: Type.String(),
    title: Type.String(),
    declaredBy: Type.String({ enum: ['commission', 'bothParties'] }),
    holds: Type.Boolean({ description: 'Whether it holds now' }),
    records: rows(
      {
        fromMs: instant('From when it holds'),
        untilMs: orNull(instant('Until when, open; null: without end')),
        entry: whole('Log index of the motion that established it'),
        endedIn: orNull(whole('Log index of the motion that ended it')),
        atMs: instant('When it was established'),
        movedBy: Type.Array(Type.String(), { description: 'Nations, or the parties' }),
        reason: text('Empty to the guarantors for 24 h'),
        scripted: Type.Boolean(),
      },
      'Each time that it was established',
    ),
    waiting: rows(
      {
        kind: Type.String({ enum: ['declare', 'end'] }),
        nation: Type.String(),
        party: orNull(PARTY),
        instantMs: orNull(instant('From or until when; null: from when it is settled')),
        entry: whole('Log index of the motion'),
      },
      'Motions that wait for others',
    ),
  },
  'Every fact that the text knows',
)
const REGISTER = Type.Object(
  {
    total: whole('Notifications in the register'),
    next: orNull(whole('The `before` of the next page; null on the last')),
    notifications: rows(
      {
        id: Type.String(),
        rule: Type.String(),
        party: Type.String({ enum: ['A', 'B', 'mission'] }),
        title: text('Empty where it is withheld'),
        fromMs: orNull(instant('When the activity begins; null where it is withheld')),
        toMs: orNull(instant('When it ends; null where it is withheld')),
        place: orNull(
          Type.Object({
            position: Type.Object({ lonDeg: Type.Number(), latDeg: Type.Number() }),
            radiusM: Type.Number({ exclusiveMinimum: 0 }),
          }),
        ),
        announcedMs: orNull(instant('When it was announced; null where it is withheld')),
        late: orNull(Type.Boolean({ description: 'Later than its rule asks for' })),
        withdrawn: orNull(Type.Boolean()),
        withheld: Type.Array(Type.String(), { description: 'Taken out or coarsened' }),
      },
      'Newest first',
    ),
  },
  { additionalProperties: true },
)

const VOTES = {
  nation: Type.String(),
  reason: text('Empty to the guarantors for 24 h'),
  entry: whole('Log index of the vote'),
  atMs: instant('When it was given'),
}
const MOTION = {
  motion: whole('Log index of the proposal, by which it is named'),
  agreement: text("The agreement's id in the proposed text"),
  title: text('Its title there'),
  status: Type.String({ enum: Object.keys(AMENDMENT_TABLE) }),
  sha256: text('SHA-256 of the proposed document, hexadecimal'),
  amends: orNull(whole('Log index of the text of the same id that it amends')),
  inForce: orNull(
    whole('Log index of the text in force on the day of the proposal; null: it is the first'),
  ),
  nation: text("The proposer's nation"),
  reason: text('Empty to the guarantors for 24 h'),
  atMs: instant('When it was proposed'),
  fromMs: orNull(instant('From when it is to be in force; null: from when it is carried')),
  lapsesMs: instant('From when on it can be carried no more'),
  quorum: whole(
    'Distinct nations that it takes, by the text in force on the day of the proposal, the first by its own',
  ),
  missing: whole('Nations that must still support it; 0 where it is not open'),
  nations: Type.Array(Type.String(), { description: "For it, the proposer's among them" }),
  opposed: Type.Array(Type.String(), { description: 'Against it' }),
  supporters: rows(VOTES, "What nations for it said last, the proposer's left out"),
  opponents: rows(VOTES, 'What nations against it said last'),
  closedIn: orNull(whole('Log index of the entry that carried, withdrew or felled it')),
  overtakes: Type.Optional(
    Type.Array(Type.Integer(), {
      description:
        'Log indices of texts, carried for a later instant, that it would keep from ever coming into force',
    }),
  ),
  why: Type.Optional(text('Why it fell; absent where it did not')),
  scripted: Type.Boolean(),
}
const HEAD = {
  office: Type.String({ enum: [...OFFICES] }),
  notice: orNull(Type.String()),
  nowMs: instant('By the clock in force'),
}
const PART = Type.Object({ change: Type.String() }, { additionalProperties: true })
const named = (name: string, members: Record<string, TSchema>, description: string): TSchema =>
  Type.Object(members, { $id: name, title: name, description, additionalProperties: true })
const MOTIONS: readonly TSchema[] = [
  named(
    'AgreementMotions',
    {
      ...HEAD,
      inForce: orNull(whole('Log index of the text in force')),
      quorum: orNull(
        whole(
          'Distinct nations that a motion takes that is proposed now; null: no text is in force, and the first says so itself',
        ),
      ),
      motions: rows(MOTION, 'The newest first, at most 200'),
      older: whole('Motions before those'),
    },
    'Motions to amend the agreement',
  ),
  named(
    'AgreementMotion',
    {
      ...HEAD,
      ...MOTION,
      document: orNull(text('The proposed text, YAML; null once an entry closed the motion')),
      changes: orNull(
        Type.Object(
          { parts: Type.Array(PART), clauses: Type.Array(PART) },
          { description: 'What it would change of the text in force, field by field' },
        ),
      ),
      withheld: Type.Array(Type.String(), { description: 'Taken out for this office' }),
    },
    'One motion to amend the agreement, with its text',
  ),
]

/** Components of the OpenAPI document. */
export const AGREEMENT_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      office: Type.String({ enum: [...OFFICES] }),
      notice: orNull(Type.String()),
      nowMs: instant('By the clock in force'),
      agreement: orNull(Type.Object(ADOPTED, { additionalProperties: true })),
      texts: rows(ADOPTED, 'Every text that was adopted, oldest first'),
      phases: Type.Object({
        now: rows({ phase: Type.String(), title: Type.String() }, 'Phases in force now'),
        spans: rows(
          {
            phase: Type.String(),
            fromMs: instant('From when it was in force'),
            toMs: orNull(instant('Until when, open; null: without end as far as is known')),
          },
          'When each phase was in force',
        ),
      }),
      gates: rows(
        {
          gate: Type.String(),
          title: Type.String(),
          isOpen: Type.Boolean(),
          missing: NAMED_FACTS,
          barredBy: NAMED_FACTS,
        },
        'Deployment gates now: what each still needs, and what bars it',
      ),
      facts: FACTS,
      duties: rows(
        {
          clause: Type.String(),
          party: PARTY,
          dueMs: instant('The deadline that was met'),
          entry: whole('Log index of what showed it'),
          confirmedIn: orNull(whole("Log index of the commission's confirmation")),
          recalledIn: orNull(whole('Log index of what took it back')),
        },
        'Duties that were shown to be done, the newest first, at most 500',
      ),
      dutiesTotal: whole('Duties that were ever shown'),
      beforeRecord: rows(
        {
          clause: Type.String(),
          title: Type.String(),
          party: Type.String({ enum: ['A', 'B', 'both'] }),
          deadlines: whole('How many deadlines of this duty passed; at least 1'),
          firstMs: instant('The first of them'),
          lastMs: instant('The last of them'),
          sinceMs: instant('From when on the log held a text with this duty'),
        },
        'Deadlines older than the record, by duty: nothing is known of them, and they raise no candidate',
      ),
      register: REGISTER,
    },
    {
      $id: 'AgreementStanding',
      title: 'AgreementStanding',
      description: 'What people declared, showed and announced under the agreement adopted last',
      additionalProperties: true,
    },
  ),
  ...MOTIONS,
]
