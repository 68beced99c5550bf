import { readJson } from '../files/index.ts'
import { CommandRefused } from '../output/index.ts'
import { atOrNow, oneOf, textOf, textOrNull } from './day.ts'
import type { DayOptions, Recording } from './day.ts'
import { instantOf } from './options.ts'

const PLAN = ['plan', 'the id of a plan, for instance TP-60'] as const
const PATROL = ['patrol', 'the id of a patrol, for instance P-64'] as const
const REASON = ['--reason <text>', 'why', true] as const
const AT = ['--at <instant>', 'when it was so, UTC; left out: now', false] as const
const SETTLEMENT = ['--settlement <name>', 'where, a settlement', true] as const

/** Largest plan or movement that is read. */
const FILE_BYTES_MAX = 1_000_000

/** Fields that are instants in a file: written as text, read as milliseconds. */
const INSTANTS: Readonly<Record<string, string>> = {
  from: 'fromMs',
  to: 'toMs',
  due: 'dueAtMs',
  depart: 'departAtMs',
  returnBy: 'returnByMs',
}

/** A file's value with its instants read: `"from": "2026-03-02T05:00Z"` becomes `fromMs`. */
function withInstants(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((one, i) => withInstants(one, `${path}[${i}]`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => {
      const field = Object.hasOwn(INSTANTS, key) ? INSTANTS[key] : undefined
      if (field !== undefined && typeof one === 'string')
        return [field, instantOf(`${path}.${key}`, one)]
      return [key, withInstants(one, `${path}.${key}`)]
    }),
  )
}

/** A map from a JSON file; refused where the file holds something else. */
function mapIn(file: string, how: string): Record<string, unknown> {
  const value = withInstants(readJson(file, { how, bytesMax: FILE_BYTES_MAX }), file)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandRefused(`${file} holds no JSON object; ${how}`)
  return value as Record<string, unknown>
}
const PLAN_FILE =
  'give {"from", "to", "tasks": [{"id", "kind", "area", "title", "settlements", "from", "to", "because"}]}'
const MOVEMENT_FILE =
  'give {"vehicles", "people", "checkpoints": [{"settlement", "due"}], "depart", "returnBy", "radioEveryMs", "marginMs"}'
const WAY_FILE = 'give {"checkpoints": [{"settlement", "due"}], "returnBy"}'

const PLANS: readonly Recording[] = [
  {
    name: 'draft',
    about: "draft a day's plan from a JSON file: tasks with settlements, times and reasons",
    arguments: [['file', PLAN_FILE]],
    options: [],
    example: 'patrol draft tomorrow.json --as "K. Berg" --nation SWE',
    role: 'watch',
    make: ([file = '']) => ({ type: 'draftPlan', ...mapIn(file, PLAN_FILE) }),
  },
  {
    name: 'redraft',
    about: 'replace the tasks of a draft; who does so neither clears nor signs it',
    arguments: [PLAN, ['file', 'a JSON file with the tasks']],
    options: [],
    example: 'patrol redraft TP-60 tomorrow.json',
    role: 'watch',
    make: ([plan = '', file = '']) => ({
      type: 'redraftPlan',
      plan,
      tasks: mapIn(file, PLAN_FILE)['tasks'],
    }),
  },
  {
    name: 'clear',
    about: 'clear a plan for security; never who drafted it',
    arguments: [PLAN],
    options: [],
    example: 'patrol clear TP-60 --as "A. Smit" --nation NLD',
    role: 'analyst',
    make: ([plan = '']) => ({ type: 'clearPlan', plan }),
  },
  {
    name: 'send-back',
    about: 'send a plan back to be drafted anew',
    arguments: [PLAN],
    options: [REASON],
    example: 'patrol send-back TP-60 --reason "the bridge at Bee Hill is mined"',
    role: 'analyst',
    make: ([plan = ''], options) => ({
      type: 'returnPlan',
      plan,
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'sign',
    about: 'sign a cleared plan as head of mission; neither who drafted nor who cleared it',
    arguments: [PLAN],
    options: [],
    example: 'patrol sign TP-60 --as "M. Roy" --nation CAN',
    role: 'head-of-mission',
    make: ([plan = '']) => ({ type: 'signPlan', plan }),
  },
  {
    name: 'withdraw',
    about: 'withdraw a plan that nobody is out on',
    arguments: [PLAN],
    options: [REASON],
    example: 'patrol withdraw TP-60 --reason "storm warning"',
    role: 'head-of-mission',
    make: ([plan = ''], options) => ({
      type: 'withdrawPlan',
      plan,
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'plan',
    about: 'plan a patrol on a task of a signed plan, with its movement from a JSON file',
    arguments: [PLAN, ['task', 'the id of a task of it'], ['file', MOVEMENT_FILE]],
    options: [],
    example: 'patrol plan TP-60 t1 movement.json',
    role: 'watch',
    make: ([plan = '', task = '', file = '']) => ({
      type: 'planPatrol',
      plan,
      task,
      movement: mapIn(file, MOVEMENT_FILE),
    }),
  },
]

const CONDUCT: readonly Recording[] = [
  {
    name: 'depart',
    about: 'put on record that a patrol departed',
    arguments: [PATROL],
    options: [AT],
    example: 'patrol depart P-64',
    role: 'watch',
    make: ([patrol = ''], options, nowMs) => ({
      type: 'depart',
      patrol,
      atMs: atOrNow(options, nowMs),
    }),
  },
  {
    name: 'radio',
    about: 'put a radio check on record',
    arguments: [PATROL],
    options: [AT, ['--settlement <name>', 'where it said to be', false]],
    example: 'patrol radio P-64 --settlement Ayville',
    role: 'watch',
    make: ([patrol = ''], options, nowMs) => ({
      type: 'radioCheck',
      patrol,
      atMs: atOrNow(options, nowMs),
      settlement: textOrNull(options, 'settlement'),
    }),
  },
  {
    name: 'checkpoint',
    about: 'put on record that a patrol came to a checkpoint',
    arguments: [PATROL],
    options: [SETTLEMENT, AT],
    example: 'patrol checkpoint P-64 --settlement Ayville',
    role: 'watch',
    make: ([patrol = ''], options, nowMs) => ({
      type: 'passCheckpoint',
      patrol,
      atMs: atOrNow(options, nowMs),
      settlement: textOf(options, 'settlement'),
    }),
  },
  {
    name: 'acknowledge',
    about: 'take an alarm of the clock up; it comes again while its cause lasts',
    arguments: [PATROL, ['alarm', 'its name, as `holdfast day --json` tells it (due.alarm.id)']],
    options: [['--doing <text>', 'what is done about it', true]],
    example: 'patrol acknowledge P-64 "radio 1772334000000" --doing "calling on the second net"',
    role: 'watch',
    make: ([patrol = '', alarm = ''], options) => ({
      type: 'acknowledge',
      patrol,
      alarm,
      doing: textOf(options, 'doing'),
    }),
  },
  {
    name: 'shelter',
    about: 'put on record that a patrol took shelter',
    arguments: [PATROL],
    options: [SETTLEMENT, REASON, AT],
    example: 'patrol shelter P-64 --settlement Ayville --reason "shelling near the road"',
    role: 'watch',
    make: ([patrol = ''], options, nowMs) => ({
      type: 'takeShelter',
      patrol,
      atMs: atOrNow(options, nowMs),
      settlement: textOf(options, 'settlement'),
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'leave-shelter',
    about: 'put on record that a patrol left its shelter',
    arguments: [PATROL],
    options: [AT],
    example: 'patrol leave-shelter P-64',
    role: 'watch',
    make: ([patrol = ''], options, nowMs) => ({
      type: 'leaveShelter',
      patrol,
      atMs: atOrNow(options, nowMs),
    }),
  },
  {
    name: 'change',
    about: "change a patrol's checkpoints and return, within its task, from a JSON file",
    arguments: [PATROL, ['file', WAY_FILE]],
    options: [REASON],
    example: 'patrol change P-64 way.json --reason "a tyre was changed"',
    role: 'watch',
    make: ([patrol = '', file = ''], options) => ({
      type: 'changeMovement',
      patrol,
      ...mapIn(file, WAY_FILE),
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'back',
    about: 'put on record that a patrol is back',
    arguments: [PATROL],
    options: [AT],
    example: 'patrol back P-64',
    role: 'watch',
    make: ([patrol = ''], options, nowMs) => ({
      type: 'recordReturn',
      patrol,
      atMs: atOrNow(options, nowMs),
    }),
  },
  {
    name: 'cancel',
    about: 'cancel a patrol that has not departed',
    arguments: [PATROL],
    options: [REASON],
    example: 'patrol cancel P-64 --reason "no driver"',
    role: 'watch',
    make: ([patrol = ''], options) => ({
      type: 'cancelPatrol',
      patrol,
      reason: textOf(options, 'reason'),
    }),
  },
]

const STEPS = {
  accept: 'acceptEvacuation',
  start: 'startEvacuation',
  collect: 'collectCasualties',
  deliver: 'deliverCasualties',
  'stand-down': 'standDown',
} as const
type StepWord = keyof typeof STEPS
const STEP_WORDS: readonly StepWord[] = ['accept', 'start', 'collect', 'deliver', 'stand-down']

function count(options: DayOptions, name: string): number {
  const text = textOrNull(options, name) ?? '0'
  if (!/^\d{1,3}$/u.test(text))
    throw new CommandRefused(`--${name} ${text}: write a whole number from 0 to 200`)
  return Number(text)
}

const EVACUATIONS: readonly Recording[] = [
  {
    name: 'evacuate',
    about: 'request a casualty evacuation for a patrol that is out; numbers, never who',
    arguments: [PATROL],
    options: [
      SETTLEMENT,
      ['--urgent <n>', 'casualties that cannot wait', false],
      ['--priority <n>', 'casualties that can wait for a few hours', false],
      ['--routine <n>', 'casualties that can wait for a day', false],
      ['--means <how>', 'road, air or either', true],
      ['--needs <text>', 'what the crew must bring and beware of', true],
    ],
    example:
      'patrol evacuate P-64 --settlement Ayville --urgent 1 --means road --needs "one stretcher; mines north of the road"',
    role: 'watch',
    make: ([patrol = ''], options) => ({
      type: 'requestEvacuation',
      patrol,
      settlement: textOf(options, 'settlement'),
      casualties: {
        urgent: count(options, 'urgent'),
        priority: count(options, 'priority'),
        routine: count(options, 'routine'),
      },
      means: oneOf('--means', textOf(options, 'means'), ['road', 'air', 'either']),
      needs: textOf(options, 'needs'),
    }),
  },
  {
    name: 'evacuation',
    about: `move a casualty evacuation on: ${STEP_WORDS.join(', ')}`,
    arguments: [
      ['evacuation', 'its id, for instance EV-70'],
      ['step', STEP_WORDS.join(', ')],
    ],
    options: [['--note <text>', 'who does it, and what is known', true]],
    example: 'patrol evacuation EV-70 accept --note "field hospital, one ambulance"',
    role: 'watch',
    make: ([evacuation = '', step = ''], options) => ({
      type: STEPS[oneOf('step', step, STEP_WORDS)],
      evacuation,
      note: textOf(options, 'note'),
    }),
  },
]

/** Every command that puts something of a plan, a patrol or an evacuation on record. */
export const RECORDINGS: readonly Recording[] = [...PLANS, ...CONDUCT, ...EVACUATIONS]
