// What the watch orders and reports on an incident: who is sent to look, what was met on the way, what it came to. The
// forms ask what core/verify/tasks demands of each; what they leave out the server refuses in words.
import { ACCESS, TASK_MEANS, TASK_OUTCOMES } from '@holdfast/core/verify'
import type {
  Access,
  ReleasedIncident,
  ReleasedTask,
  TaskMeans,
  TaskOutcome,
} from '@holdfast/core/verify'
import { parseInstant } from '@holdfast/core/units'
import type { CommandBody, SeenEvent } from '../api/index.ts'
import { titleOfEvent } from '../words/index.ts'
import type { FormSpec, FormValues } from '../form/index.ts'

/** What a means of looking is called. */
export const MEANS_WORD: Readonly<Record<TaskMeans, string>> = {
  inspectionTeam: 'inspection team',
  drone: 'drone',
  camera: 'camera',
  satellite: 'satellite',
}
const OUTCOME_WORD: Readonly<Record<TaskOutcome, string>> = {
  confirms: 'confirms it',
  contradicts: 'contradicts it',
  inconclusive: 'is inconclusive',
  notDone: 'was not done',
}
/** A disc around an event's place that is looked over, metres. */
const RADIUS_M = 1_000
const HOUR_MS = 3_600_000
const DUE_HOURS = ['', '1', '2', '6', '12', '24'] as const

const verify = (type: string, fields: Readonly<Record<string, unknown>>): CommandBody => ({
  step: 'verify',
  type,
  ...fields,
})
const orNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim()
const isOf =
  (field: string, word: string) =>
  (values: FormValues): boolean =>
    values[field] === word

/** Orders somebody to look. */
export function orderForm(
  { id }: Pick<ReleasedIncident, 'id'>,
  events: readonly SeenEvent[],
  { nation, nowMs }: { readonly nation: string; readonly nowMs: number },
): FormSpec<CommandBody> {
  const placed = events.filter(({ estimate }) => estimate !== null)
  return {
    title: `Order somebody to look into ${id}`,
    about: 'The nation that looks collects evidence, and so it does not verify this alone.',
    fields: [
      {
        name: 'means',
        label: 'By what',
        kind: 'choice',
        options: TASK_MEANS.map((value) => ({ value, title: MEANS_WORD[value] })),
      },
      { name: 'nation', label: 'Whose (three letters)', kind: 'line', value: nation },
      { name: 'what', label: 'What to look for', kind: 'text' },
      {
        name: 'place',
        label: 'Where',
        kind: 'choice',
        options: [
          { value: '', title: 'as the words say' },
          ...placed.map((event) => ({
            value: event.id,
            title: `within 1 km of: ${titleOfEvent(event)}`,
          })),
        ],
        isOptional: true,
      },
      {
        name: 'due',
        label: 'Due',
        kind: 'choice',
        options: DUE_HOURS.map((value) => ({
          value,
          title: value === '' ? 'no instant' : `in ${value} h`,
        })),
        isOptional: true,
      },
    ],
    sends: [
      {
        label: 'Order it',
        build: ({ means, nation: whose = '', what, place = '', due = '' }) => {
          const estimate = placed.find((event) => event.id === place)?.estimate ?? null
          return verify('requestTask', {
            incident: id,
            means,
            nation: whose.trim().toUpperCase(),
            what,
            place: estimate === null ? null : { position: estimate.position, radiusM: RADIUS_M },
            dueMs: due === '' ? null : Math.round(nowMs + Number(due) * HOUR_MS),
          })
        },
      },
    ],
  }
}

/** Reports what a party said to access. */
export function accessForm({ id, incident }: ReleasedTask): FormSpec<CommandBody> {
  return {
    title: `Access on ${id}`,
    about: 'Hindered access is a breach of its own kind: an access incident can be opened on it.',
    fields: [
      {
        name: 'access',
        label: 'Access was',
        kind: 'choice',
        options: ACCESS.map((value) => ({ value, title: value })),
      },
      {
        name: 'until',
        label: 'Until (UTC)',
        kind: 'line',
        hint: '2026-11-22T18:00Z',
        when: isOf('access', 'delayed'),
      },
      {
        name: 'condition',
        label: 'On what condition',
        kind: 'line',
        when: isOf('access', 'conditional'),
      },
      {
        name: 'by',
        label: 'Refused by, as they named themselves',
        kind: 'line',
        when: isOf('access', 'refused'),
      },
      { name: 'where', label: 'Where', kind: 'line', when: isOf('access', 'refused') },
      { name: 'text', label: 'What happened', kind: 'text' },
    ],
    sends: [
      {
        label: 'Put it on record',
        build: ({ access = 'granted', until = '', condition, by, where, text }) => {
          const said = access as Access
          const untilMs = said === 'delayed' ? (parseInstant(until.trim()) ?? null) : null
          if (said === 'delayed' && untilMs === null)
            return { refused: `${until} is no instant: write it as 2026-11-22T18:00Z` }
          return verify('reportAccess', {
            incident,
            task: id,
            access,
            untilMs,
            condition: said === 'conditional' ? orNull(condition) : null,
            by: said === 'refused' ? orNull(by) : null,
            where: said === 'refused' ? orNull(where) : null,
            position: null,
            text,
          })
        },
      },
    ],
  }
}

/** Closes a task with what looking came to. */
export const closeForm = ({ id, incident }: ReleasedTask): FormSpec<CommandBody> => ({
  title: `Close ${id}`,
  fields: [
    {
      name: 'outcome',
      label: 'Looking',
      kind: 'choice',
      options: TASK_OUTCOMES.map((value) => ({ value, title: OUTCOME_WORD[value] })),
    },
    { name: 'text', label: 'What was found', kind: 'text' },
  ],
  sends: [
    {
      label: 'Close it',
      build: ({ outcome, text }) => verify('closeTask', { incident, task: id, outcome, text }),
    },
  ],
})

/** Opens an incident on access that was hindered. */
export const accessIncidentForm = ({
  id,
  incident,
  access,
}: ReleasedTask): FormSpec<CommandBody> => ({
  title: `Open an access incident on ${id}`,
  fields: [
    {
      name: 'title',
      label: 'Title',
      kind: 'line',
      value: `Access ${access.at(-1)?.access ?? 'hindered'} while ${incident} was looked into`,
    },
  ],
  sends: [
    {
      label: 'Open the incident',
      build: ({ title }) => verify('openAccessIncident', { incident, task: id, title }),
    },
  ],
})

/** Puts somebody on the incident. */
export const assignForm = (
  { id }: Pick<ReleasedIncident, 'id'>,
  nation: string,
): FormSpec<CommandBody> => ({
  title: `Assign ${id}`,
  fields: [
    { name: 'officer', label: 'Officer', kind: 'line' },
    { name: 'nation', label: 'Nation (three letters)', kind: 'line', value: nation },
  ],
  sends: [
    {
      label: 'Assign',
      build: ({ officer = '', nation: of = '' }) =>
        assignCommand(id, { officer: officer.trim(), nation: of.trim().toUpperCase() }),
    },
  ],
})

/** Who is on an incident; null: nobody. */
export const assignCommand = (
  incident: string,
  to: { readonly officer: string; readonly nation: string } | null,
): CommandBody => verify('assign', { incident, to })

/** A note of the watch. */
export const noteForm = ({ id }: Pick<ReleasedIncident, 'id'>): FormSpec<CommandBody> => ({
  title: `Note on ${id}`,
  about: 'For those who work on it; no part of the finding.',
  fields: [{ name: 'text', label: 'Note', kind: 'text' }],
  sends: [{ label: 'Note it', build: ({ text }) => verify('note', { incident: id, text }) }],
})
