// What a key or a button does to the rows that are picked. Each act is asked for in a form first where it needs a reason,
// and each says by itself what it cannot do; the server decides, and whatever it refuses changed nothing.
import type { Actor, Role } from '@holdfast/core/nations'
import type { CommandBody } from '../api/index.ts'
import type { FormSpec, FormValues } from '../form/index.ts'
import { nameOf, otherOf } from './rows.ts'
import type { DeskRow } from './rows.ts'

/** A command, and the row that it is about: its refusal is said there. */
export interface Step {
  readonly row: string
  readonly body: CommandBody
}
/** What an act comes to: commands at once, a form to fill in, or why it is not possible here. */
export type Act =
  | { readonly steps: readonly Step[] }
  | { readonly form: FormSpec<readonly Step[]> }
  | { readonly refused: string }
/** What is picked: the rows with a tick, or else the one under the cursor; and all rows by id. */
export interface Picked {
  readonly rows: readonly DeskRow[]
  readonly me: Pick<Actor, 'name' | 'nation' | 'role' | 'office'>
  readonly all: ReadonlyMap<string, DeskRow>
  /** A candidate of an incident in words. */
  readonly describe: (candidate: string) => string
}

/** Roles that merge, split and reopen; the others propose it. */
const HEADS: ReadonlySet<Role> = new Set<Role>(['panel', 'head-of-mission'])

/** A command of the step that verifies. */
export const verify = (type: string, fields: Readonly<Record<string, unknown>>): CommandBody => ({
  step: 'verify',
  type,
  ...fields,
})
/** Every decision says why. */
export const REASON = { name: 'reason', label: 'Reason, for the record', kind: 'text' } as const

/** An incident's number of opening: ids are `I-` and the log index. */
const bornIn = (id: string): number => Number(id.slice(2))
const incidentsOf = (rows: readonly DeskRow[]): readonly DeskRow[] =>
  rows.filter(({ what }) => what === 'incident').toSorted((a, b) => bornIn(a.id) - bornIn(b.id))

/** Whoever logged in takes the incidents. */
export function assignToMe({ rows, me }: Picked): Act {
  const incidents = incidentsOf(rows)
  if (incidents.length === 0)
    return { refused: 'only incidents are assigned: open one on the candidate first (o)' }
  const to = { nation: me.nation, officer: me.name }
  return {
    steps: incidents.map(({ id }) => ({ row: id, body: verify('assign', { incident: id, to }) })),
  }
}

/** The incidents that a row may be one with: a person's or the machine's proposal, the likeliest first. */
const pairedWith = ({ id, proposals, duplicates }: DeskRow): readonly string[] => [
  ...new Set([
    ...proposals.flatMap((one) =>
      one.kind === 'merge' ? [otherOf([one.incident, one.into], id)] : [],
    ),
    ...duplicates.flatMap(({ pair }) => {
      const other = otherOf(pair, id)
      return other.startsWith('I-') ? [other] : []
    }),
  ]),
]

/** A row's name with its title. */
export const titled = (id: string, all: Picked['all']): string => {
  const title = all.get(id)?.title
  return title === undefined ? nameOf(id) : `${nameOf(id)}: ${title}`
}

/** Candidates go into an incident: nothing is asked, for nothing is lost. */
const addingTo = (incident: string, candidates: readonly DeskRow[]): readonly Step[] =>
  candidates.map(({ id }) => ({
    row: id,
    body: verify('addCandidate', { incident, candidate: id }),
  }))

function mergeForm(
  going: readonly DeskRow[],
  choices: readonly string[],
  { all, me, rows }: Picked,
): Act {
  const candidates = rows.filter(({ what }) => what === 'candidate')
  const sending =
    (type: 'merge' | 'proposeMerge') =>
    ({ into = '', reason = '' }: FormValues): readonly Step[] => [
      ...going.flatMap(({ id }) => {
        const fields = { incident: id, into, reason, ...(type === 'merge' ? {} : { score: null }) }
        return id === into ? [] : [{ row: id, body: verify(type, fields) }]
      }),
      ...addingTo(into, candidates),
    ]
  const sends = [
    { label: 'Merge', build: sending('merge') },
    { label: 'Propose the merger', build: sending('proposeMerge') },
  ]
  const isHead = HEADS.has(me.role)
  return {
    form: {
      title: `Merge ${going.map(({ id }) => id).join(', ')} into one incident`,
      about: isHead
        ? 'The others close, and their evidence goes to the one that is kept. It can be undone (u).'
        : 'Panel and head of mission merge; your role proposes it to them.',
      fields: [
        {
          name: 'into',
          label: 'Which one is kept',
          kind: 'choice',
          options: choices.map((id) => ({ value: id, title: titled(id, all) })),
        },
        REASON,
      ],
      sends: isHead ? sends : sends.slice(1),
    },
  }
}

/** Several become one; one alone goes with what it is likely to be one with. */
export function merge(picked: Picked): Act {
  const incidents = incidentsOf(picked.rows)
  const candidates = picked.rows.filter(({ what }) => what === 'candidate')
  const [first] = incidents
  if (first === undefined) {
    const [candidate] = candidates
    const [into] = candidates.length === 1 && candidate !== undefined ? pairedWith(candidate) : []
    return into === undefined
      ? { refused: 'select an incident beside the candidates, or open one on them (o)' }
      : { steps: addingTo(into, candidates) }
  }
  if (incidents.length === 1 && candidates.length > 0)
    return { steps: addingTo(first.id, candidates) }
  // One alone goes into what it is likely to be one with; of several any may be kept, the oldest stands first.
  const choices = incidents.length > 1 ? incidents.map(({ id }) => id) : pairedWith(first)
  if (choices.length === 0)
    return { refused: `nothing is like ${first.id}: select another one beside it (x)` }
  return mergeForm(incidents, choices, picked)
}

/** Some candidates of an incident go to one of their own. */
export function split({ rows, me, describe }: Picked): Act {
  const [row, more] = rows
  if (row === undefined || more !== undefined || row.what !== 'incident')
    return { refused: 'one incident is split at a time' }
  if (row.candidates.length < 2)
    return { refused: `${row.id} holds fewer than two candidates: there is nothing to split` }
  const proposed = row.proposals.flatMap((one) => (one.kind === 'split' ? one.candidates : []))
  const fields = (values: FormValues) => ({
    incident: row.id,
    candidates: (values['candidates'] ?? '').split(' ').filter((id) => id !== ''),
    reason: values['reason'] ?? '',
  })
  const propose = {
    label: 'Propose the split',
    build: (values: FormValues): readonly Step[] => [
      { row: row.id, body: verify('proposeSplit', { ...fields(values), score: null }) },
    ],
  }
  const part = {
    label: 'Split off',
    build: (values: FormValues): readonly Step[] => [
      { row: row.id, body: verify('split', { ...fields(values), title: values['title'] ?? '' }) },
    ],
  }
  const isHead = HEADS.has(me.role)
  return {
    form: {
      title: `Split ${row.id}`,
      fields: [
        {
          name: 'candidates',
          label: 'Which candidates go to an incident of their own',
          kind: 'ticks',
          value: proposed.join(' '),
          options: row.candidates.map((id) => ({ value: id, title: describe(id) })),
        },
        ...(isHead
          ? [{ name: 'title', label: 'Title of the new incident', kind: 'line' } as const]
          : []),
        REASON,
      ],
      sends: isHead ? [part, propose] : [propose],
    },
  }
}

/** Two are held apart: nobody proposes them as one again until that is undone. */
export function holdApart({ rows, all }: Picked): Act {
  const [row] = rows
  if (row === undefined) return { refused: 'select two rows, or one with a likely pair' }
  const others =
    rows.length === 2
      ? rows.slice(1).map(({ id }) => id)
      : rows.length === 1
        ? [
            ...new Set([
              ...pairedWith(row),
              ...row.duplicates.map(({ pair }) => otherOf(pair, row.id)),
            ]),
          ]
        : []
  if (others.length === 0)
    return { refused: 'select two rows (x): nothing is proposed to be one with this one' }
  return {
    form: {
      title: `Hold ${nameOf(row.id)} apart`,
      about: 'They are not proposed as one again until somebody undoes it.',
      fields: [
        {
          name: 'other',
          label: 'From',
          kind: 'choice',
          options: others.map((id) => ({ value: id, title: titled(id, all) })),
        },
        REASON,
      ],
      sends: [
        {
          label: 'Hold apart',
          build: ({ other = '', reason = '' }) => {
            const [incident, apart] = row.what === 'incident' ? [row.id, other] : [other, row.id]
            return incident.startsWith('I-')
              ? [{ row: row.id, body: verify('decorrelate', { incident, other: apart, reason }) }]
              : { refused: 'two candidates: open an incident on one of them first' }
          },
        },
      ],
    },
  }
}

/** An incident on the candidates that are picked. */
export function openIncident({ rows }: Picked): Act {
  const candidates = rows.filter(({ what }) => what === 'candidate')
  const [first] = candidates
  if (first === undefined || candidates.length !== rows.length)
    return { refused: 'an incident is opened on candidates alone; join them to one with m' }
  return {
    form: {
      title: `Open an incident on ${candidates.length === 1 ? 'this candidate' : `${candidates.length} candidates`}`,
      fields: [{ name: 'title', label: 'Title', kind: 'line', value: suggested(first) }],
      sends: [
        {
          label: 'Open the incident',
          build: ({ title = '' }) => [
            {
              row: first.id,
              body: verify('openIncident', {
                title,
                from: 'candidate',
                candidates: candidates.map(({ id }) => id),
              }),
            },
          ],
        },
      ],
    },
  }
}

const TITLE_MAX = 120
/** A title to begin with: no place in it, for titles leave the monitor's office before places do. */
export const suggested = ({ kinds, clauses }: DeskRow): string =>
  `${kinds.length === 0 ? 'Deadline passed' : kinds.join(', ')}, clause ${clauses.join(', ')}`.slice(
    0,
    TITLE_MAX,
  )

/** A dismissal, or the last merger into this incident, or of this one, is undone; pairs held apart may be joined again. */
export function undo({ rows, all }: Picked): Act {
  const [row, more] = rows
  if (row === undefined || more !== undefined) return { refused: 'one row at a time' }
  const merged = row.mergedInto === null ? row.mergedFrom : [row.id]
  const apart = row.apart.map(({ pair }) => otherOf(pair, row.id))
  const options = [
    ...(row.status === 'dismissed'
      ? [{ value: row.id, title: `the dismissal of ${titled(row.id, all)}` }]
      : []),
    ...merged.toReversed().map((id) => ({ value: id, title: `the merger of ${titled(id, all)}` })),
    ...apart.map((id) => ({
      value: `apart ${id}`,
      title: `holding it apart from ${titled(id, all)}`,
    })),
  ]
  if (options.length === 0)
    return {
      refused: `${nameOf(row.id)} is not dismissed, nothing was merged into it, and it is held apart from none`,
    }
  return {
    form: {
      title: 'Undo',
      about:
        'What was dismissed or merged is at work again, with the evidence that it brought; all of it stays on record.',
      fields: [{ name: 'what', label: 'What', kind: 'choice', options }, REASON],
      sends: [
        {
          label: 'Undo it',
          build: ({ what = '', reason = '' }) => {
            if (!what.startsWith('apart '))
              return [{ row: row.id, body: verify('reopen', { incident: what, reason }) }]
            const other = what.slice('apart '.length)
            const [incident, second] = row.what === 'incident' ? [row.id, other] : [other, row.id]
            return [
              { row: row.id, body: verify('recorrelate', { incident, other: second, reason }) },
            ]
          },
        },
      ],
    },
  }
}
