import type { Command } from 'commander'
import type { ActionPoint, Protest, Session } from '@holdfast/core/liaise'
import { iso, printJson, printTable } from '../output/index.ts'
import { addRecording, dayOf, oneOf, textOf, textOrNull } from './day.ts'
import type { DayOptions, Recording } from './day.ts'
import { dataOption, instantOf } from './options.ts'

const SESSION = ['session', 'the id of a session, for instance JC-80'] as const
const POINT = ['point', 'the id of an action point, for instance AP-84'] as const
const NOTE = ['note', 'the id of a protest note, for instance PN-82'] as const
const REASON = ['--reason <text>', 'why', true] as const

const RECORDINGS: readonly Recording[] = [
  {
    name: 'session',
    about: 'call a session of the joint commission; it is numbered',
    arguments: [],
    options: [
      ['--title <text>', 'what it is called', true],
      ['--at <instant>', 'when it is held, UTC', true],
    ],
    example: 'commission session --title "Weekly session" --at 2026-03-02T09:00:00Z',
    role: 'panel',
    make: (_, options) => ({
      type: 'callSession',
      title: textOf(options, 'title'),
      heldAtMs: instantOf('--at', textOf(options, 'at')),
    }),
  },
  {
    name: 'agenda',
    about: 'add an item to the agenda of a session, a protest note perhaps',
    arguments: [SESSION],
    options: [
      ['--title <text>', 'the item', true],
      ['--protest <note>', 'the protest note that it takes up', false],
    ],
    example: 'commission agenda JC-80 --title "Fire on the pumping station" --protest PN-82',
    role: 'panel',
    make: ([session = ''], options) => ({
      type: 'addAgendaItem',
      session,
      title: textOf(options, 'title'),
      protest: textOrNull(options, 'protest'),
    }),
  },
  {
    name: 'protest',
    about: 'put a protest note of a party on record',
    arguments: [['party', 'who protests: A or B']],
    options: [
      ['--text <text>', 'what it says', true],
      ['--incident <id>', 'the incident that it is about', false],
    ],
    example: 'commission protest B --incident I-112 --text "We deny the finding."',
    role: 'panel',
    make: ([party = ''], options) => ({
      type: 'lodgeProtest',
      from: oneOf('party', party, ['A', 'B']),
      incident: textOrNull(options, 'incident'),
      text: textOf(options, 'text'),
    }),
  },
  {
    name: 'answer',
    about: 'answer a protest note in writing',
    arguments: [NOTE],
    options: [['--text <text>', 'the answer', true]],
    example: 'commission answer PN-82 --text "Taken up at the session of 2 March."',
    role: 'panel',
    make: ([protest = ''], options) => ({
      type: 'answerProtest',
      protest,
      text: textOf(options, 'text'),
    }),
  },
  {
    name: 'agree',
    about: 'put an action point of a session on record: what, whose, by when',
    arguments: [SESSION],
    options: [
      ['--text <text>', 'what is to be done', true],
      ['--owner <owner>', 'A, B or mission', true],
      ['--due <instant>', 'by when, UTC', true],
    ],
    example:
      'commission agree JC-80 --text "Withdraw two mortars" --owner A --due 2026-03-05T12:00:00Z',
    role: 'panel',
    make: ([session = ''], options) => ({
      type: 'agreePoint',
      session,
      text: textOf(options, 'text'),
      owner: oneOf('--owner', textOf(options, 'owner'), ['A', 'B', 'mission']),
      dueAtMs: instantOf('--due', textOf(options, 'due')),
    }),
  },
  {
    name: 'done',
    about: 'close an action point as done',
    arguments: [POINT],
    options: [['--note <text>', 'how that is known', true]],
    example: 'commission done AP-84 --note "patrol 4 saw both mortars leave"',
    role: 'panel',
    make: ([point = ''], options) => ({
      type: 'completePoint',
      point,
      note: textOf(options, 'note'),
    }),
  },
  {
    name: 'drop',
    about: 'close an action point that is not done',
    arguments: [POINT],
    options: [REASON],
    example: 'commission drop AP-84 --reason "overtaken by the finding on I-112"',
    role: 'panel',
    make: ([point = ''], options) => ({
      type: 'dropPoint',
      point,
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'minutes',
    about: 'draft the minutes of a session that was held',
    arguments: [SESSION],
    options: [['--text <text>', 'the minutes', true]],
    example: 'commission minutes JC-80 --as "K. Berg" --nation SWE --text "Both parties came."',
    role: 'panel',
    make: ([session = ''], options) => ({
      type: 'draftMinutes',
      session,
      text: textOf(options, 'text'),
    }),
  },
  {
    name: 'return',
    about: 'send the minutes back to be drafted anew',
    arguments: [SESSION],
    options: [REASON],
    example: 'commission return JC-80 --reason "item 2 is missing"',
    role: 'panel',
    make: ([session = ''], options) => ({
      type: 'returnMinutes',
      session,
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'sign',
    about: 'sign the minutes; two nations do, and never who drafted them',
    arguments: [SESSION],
    options: [],
    example: 'commission sign JC-80 --as "A. Smit" --nation NLD',
    role: 'panel',
    make: ([session = '']) => ({ type: 'signMinutes', session }),
  },
  {
    name: 'cancel',
    about: 'cancel a session that was not held',
    arguments: [SESSION],
    options: [REASON],
    example: 'commission cancel JC-80 --reason "party B did not come"',
    role: 'panel',
    make: ([session = ''], options) => ({
      type: 'cancelSession',
      session,
      reason: textOf(options, 'reason'),
    }),
  },
]

interface Paper {
  readonly sessions: readonly Session[]
  readonly protests: readonly Protest[]
  readonly points: readonly ActionPoint[]
}

function print({ sessions, protests, points }: Paper): void {
  printTable(
    'sessions of the joint commission',
    ['session', 'no.', 'held', 'status', 'agenda', 'points', 'title'],
    sessions.map((one) => [
      one.id,
      one.number,
      iso(one.atMs),
      one.status,
      one.agenda.length,
      one.points.length,
      one.title,
    ]),
  )
  printTable(
    'protest notes',
    ['note', 'no.', 'from', 'incident', 'status', 'text'],
    protests.map(({ id, number, from, incident, status, text }) => [
      id,
      number,
      from,
      incident ?? '',
      status,
      text,
    ]),
  )
  printTable(
    'action points',
    ['point', 'no.', 'owner', 'due', 'status', 'text'],
    points.map(({ id, number, owner, dueAtMs, status, text }) => [
      id,
      number,
      owner,
      iso(dueAtMs),
      status,
      text,
    ]),
  )
}

/** `holdfast commission`: the joint commission's sessions, protest notes, action points and minutes. */
export function addCommission(program: Command): void {
  const commission = program
    .command('commission')
    .description('the joint commission: agenda, protest notes, action points, signed minutes')
  commission
    .command('list', { isDefault: true })
    .description('list sessions, protest notes and action points')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast commission list --json\n')
    .action(async (options: DayOptions) => {
      const { sessions, protests, points } = (await dayOf(
        options,
        'commission',
      )) as unknown as Paper
      if (options.json === true) printJson({ sessions, protests, points })
      else print({ sessions, protests, points })
    })
  for (const recording of RECORDINGS)
    addRecording(commission, { step: 'liaise', office: 'commission' }, recording)
}
