/** `holdfast incident task …`: somebody is sent to look, and reports what was met on the way and what looking came to. */
import { ACCESS, TASK_MEANS, TASK_OUTCOMES } from '@holdfast/core/verify'
import { CommandRefused } from '../output/index.ts'
import { oneOf, textOf, textOrNull, type DayOptions } from './day.ts'
import { INCIDENT, WORK, WORKERS, numberOf, positionOf, wordAt, type Act } from './incident-act.ts'
import { instantOf } from './options.ts'

const byWorkers = { as: WORKERS, roles: WORK } as const
const TASK = ['task', 'its id, for instance T-50; `holdfast desk` lists them'] as const
const TEXT = ['--text <text>', 'what was met or seen, in a sentence', true] as const
/** Largest radius of a place, metres; core/verify wants it smaller still. */
const RADIUS_M_MAX = 1e7

const instantOrNull = (option: string, text: string | null): number | null =>
  text === null ? null : instantOf(option, text)

/** Where to look; null where words say it. */
function placeOf(options: DayOptions): object | null {
  const position = positionOf(options)
  const radius = textOrNull(options, 'radius')
  if (position === null && radius === null) return null
  if (position === null || radius === null)
    throw new CommandRefused('a place takes --at and --radius together')
  return { position, radiusM: numberOf('--radius', radius, { least: 0, most: RADIUS_M_MAX }) }
}

/** Tasks of an incident. */
export const TASKING: readonly Act[] = [
  {
    name: 'request',
    about: 'ask that somebody looks; the nation that looks does not verify alone',
    arguments: [INCIDENT],
    options: [
      ['--means <means>', `by what: ${TASK_MEANS.join(', ')}`, true],
      ['--team <code>', 'the nation that looks, three capitals', true],
      ['--what <text>', 'what to look for', true],
      ['--at <lon,lat>', 'where, degrees, WGS 84', false],
      ['--radius <metres>', 'within how far of that', false],
      ['--due <instant>', 'by when, UTC', false],
    ],
    ...byWorkers,
    example:
      'task request I-42 --means drone --team FIN --what "Look for craters." --at 37.8,48.1 --radius 500',
    make: (words, options) => ({
      type: 'requestTask',
      incident: wordAt(words, 0),
      means: oneOf('--means', textOf(options, 'means'), TASK_MEANS),
      nation: textOf(options, 'team'),
      what: textOf(options, 'what'),
      place: placeOf(options),
      dueMs: instantOrNull('--due', textOrNull(options, 'due')),
    }),
  },
  {
    name: 'access',
    about: 'report what a party said to access; where it was hindered, `task open` books it',
    arguments: [INCIDENT, TASK, ['access', `one of ${ACCESS.join(', ')}`]],
    options: [
      TEXT,
      ['--until <instant>', 'delayed: until when, UTC', false],
      ['--condition <text>', 'conditional: on what', false],
      ['--by <who>', 'refused: by whom, as they named themselves', false],
      ['--where <text>', 'refused: where, in words', false],
      ['--at <lon,lat>', 'where it was met, degrees, WGS 84', false],
    ],
    ...byWorkers,
    example:
      'task access I-42 T-50 refused --by "a guard" --where "the north gate" --text "They were sent back."',
    make: (words, options) => ({
      type: 'reportAccess',
      incident: wordAt(words, 0),
      task: wordAt(words, 1),
      access: oneOf('access', wordAt(words, 2), ACCESS),
      untilMs: instantOrNull('--until', textOrNull(options, 'until')),
      condition: textOrNull(options, 'condition'),
      by: textOrNull(options, 'by'),
      where: textOrNull(options, 'where'),
      position: positionOf(options),
      text: textOf(options, 'text'),
    }),
  },
  {
    name: 'close',
    about: 'close a task with what looking came to',
    arguments: [INCIDENT, TASK, ['outcome', `one of ${TASK_OUTCOMES.join(', ')}`]],
    options: [TEXT],
    ...byWorkers,
    example: 'task close I-42 T-50 confirms --text "Two craters, the edges fresh."',
    make: (words, options) => ({
      type: 'closeTask',
      incident: wordAt(words, 0),
      task: wordAt(words, 1),
      outcome: oneOf('outcome', wordAt(words, 2), TASK_OUTCOMES),
      text: textOf(options, 'text'),
    }),
  },
  {
    name: 'open',
    about: 'open an access incident on access that was hindered',
    arguments: [INCIDENT, TASK],
    options: [['--title <text>', 'what it is about', true]],
    ...byWorkers,
    example: 'task open I-42 T-50 --title "A drone team was sent back at the north gate"',
    make: (words, options) => ({
      type: 'openAccessIncident',
      incident: wordAt(words, 0),
      task: wordAt(words, 1),
      title: textOf(options, 'title'),
    }),
  },
]
