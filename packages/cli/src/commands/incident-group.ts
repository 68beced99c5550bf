/** Acts of grouping, and who is on what: a person decides what is one incident, and each of it can be undone. */
import { CommandRefused } from '../output/index.ts'
import { textOf, textOrNull } from './day.ts'
import {
  HEADS,
  INCIDENT,
  REASON,
  WORK,
  WORKERS,
  entryOf,
  listAt,
  wordAt,
  type Act,
} from './incident-act.ts'

const byWorkers = { as: WORKERS, roles: WORK } as const
const byHeads = {
  as: [
    ['commission', 'panel'],
    ['monitor', 'head-of-mission'],
  ],
  roles: HEADS,
} as const satisfies Pick<Act, 'as' | 'roles'>
const CANDIDATES = ['candidates...', 'ids of candidates that it holds'] as const
const OTHER = ['other', 'the id of an incident, or of a candidate'] as const

const pair =
  (type: string, other: 'into' | 'other' | 'proposal'): Act['make'] =>
  (words, options) => ({
    type,
    incident: wordAt(words, 0),
    [other]: wordAt(words, 1),
    reason: textOf(options, 'reason'),
  })

/** What is one, and what is not. */
export const GROUPING: readonly Act[] = [
  {
    name: 'propose-merge',
    about: 'propose that an incident goes into another; a head or the panel decides',
    arguments: [INCIDENT, ['into', 'the id of the one that it goes into']],
    options: [REASON],
    ...byWorkers,
    example: 'propose-merge I-43 I-42 --reason "one salvo"',
    make: (words, options) => ({ ...pair('proposeMerge', 'into')(words, options), score: null }),
  },
  {
    name: 'propose-split',
    about: 'propose that candidates become an incident of their own',
    arguments: [INCIDENT, CANDIDATES],
    options: [REASON],
    ...byWorkers,
    example: 'propose-split I-42 CANDIDATE --reason "another village"',
    make: (words, options) => ({
      type: 'proposeSplit',
      incident: wordAt(words, 0),
      candidates: listAt(words, 1),
      score: null,
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'decline',
    about: 'turn a proposal to group otherwise down; `holdfast desk` lists them',
    arguments: [INCIDENT, ['proposal', 'its id, for instance P-61']],
    options: [REASON],
    ...byWorkers,
    example: 'decline I-43 P-61 --reason "an hour apart"',
    make: pair('declineProposal', 'proposal'),
  },
  {
    name: 'merge',
    about: 'merge an incident into another; reopening it undoes that',
    arguments: [INCIDENT, ['into', 'the id of the one that it goes into']],
    options: [REASON],
    ...byHeads,
    example: 'merge I-43 I-42 --reason "one salvo"',
    make: pair('merge', 'into'),
  },
  {
    name: 'split',
    about: 'split candidates off to an incident of their own',
    arguments: [INCIDENT, CANDIDATES],
    options: [['--title <text>', 'what the new one is about', true], REASON],
    ...byHeads,
    example: 'split I-42 CANDIDATE --title "Explosions at the weir" --reason "another village"',
    make: (words, options) => ({
      type: 'split',
      incident: wordAt(words, 0),
      title: textOf(options, 'title'),
      candidates: listAt(words, 1),
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'apart',
    about: 'hold two apart: they are not proposed as one again until that is undone',
    arguments: [INCIDENT, OTHER],
    options: [REASON, ['--undo', 'they are no longer held apart', false]],
    ...byWorkers,
    example: 'apart I-42 I-43 --reason "a day between them"',
    make: (words, options) =>
      pair(options['undo'] === true ? 'recorrelate' : 'decorrelate', 'other')(words, options),
  },
]

/** An open point: a text, or an incident's id, a colon and a text. */
function pointOf(text: string): { readonly incident: string | null; readonly text: string } {
  const [, incident, said] = /^(I-\d+):\s*(.*)$/su.exec(text) ?? []
  if (incident === undefined) return { incident: null, text }
  if (said === undefined || said === '')
    throw new CommandRefused(`--point ${text}: say what is open about ${incident}`)
  return { incident, text: said }
}

/** Who is on what. */
export const WORKING: readonly Act[] = [
  {
    name: 'assign',
    about: 'put an officer on an incident',
    arguments: [
      INCIDENT,
      ['officer-nation', "the officer's nation, three capitals"],
      ['officer', 'who'],
    ],
    options: [],
    ...byWorkers,
    example: 'assign I-42 SWE Lind',
    make: (words) => ({
      type: 'assign',
      incident: wordAt(words, 0),
      to: { nation: wordAt(words, 1), officer: wordAt(words, 2) },
    }),
  },
  {
    name: 'unassign',
    about: 'nobody is on the incident any more',
    arguments: [INCIDENT],
    options: [],
    ...byWorkers,
    example: 'unassign I-42',
    make: (words) => ({ type: 'assign', incident: wordAt(words, 0), to: null }),
  },
  {
    name: 'note',
    about: 'write a note for those who work on it; it is no part of the finding',
    arguments: [INCIDENT],
    options: [['--text <text>', 'the note', true]],
    ...byWorkers,
    example: 'note I-42 --text "The camera films again from 06:00."',
    make: (words, options) => ({
      type: 'note',
      incident: wordAt(words, 0),
      text: textOf(options, 'text'),
    }),
  },
  {
    name: 'hand-over',
    about: 'hand the watch over with its open points; `holdfast desk` shows the notes',
    arguments: [
      ['from', 'the officer who hands over, who gives the command (`--as`)'],
      ['to', 'the officer who takes over'],
    ],
    options: [
      ['--point <text...>', 'an open point; "I-42: …" where it is about an incident', false],
    ],
    ...byWorkers,
    example:
      'hand-over Berg Ek --as Berg --point "I-42: the drone waits for clearance" "radio 2 is down"',
    make: (words, options) => ({
      type: 'handOver',
      from: wordAt(words, 0),
      to: wordAt(words, 1),
      openPoints: Array.isArray(options['point'])
        ? (options['point'] as string[]).map(pointOf)
        : [],
    }),
  },
  {
    name: 'take-over',
    about: 'take the watch over; until then it is still the one’s who handed it over',
    arguments: [['entry', 'the log index of the note; `holdfast desk` lists them']],
    options: [['--reason <text>', 'why you, where the note names another', false]],
    ...byWorkers,
    example: 'take-over 57 --as Ek',
    make: (words, options) => ({
      type: 'acceptHandOver',
      handOver: entryOf('hand-over', wordAt(words, 0)),
      reason: textOrNull(options, 'reason'),
    }),
  },
]
