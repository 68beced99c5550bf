import type { Command } from 'commander'
import type { Call, CallAbout } from '@holdfast/core/liaise'
import { iso, printJson, printTable } from '../output/index.ts'
import { aboutWords, addRecording, atOrNow, dayOf, oneOf, textOf, textOrNull } from './day.ts'
import type { DayOptions, Recording } from './day.ts'
import { dataOption, instantOf } from './options.ts'

const PARTIES = ['A', 'B'] as const
const CALL = [
  'call',
  'the id of a call, for instance H-120; `holdfast hotline list` shows them',
] as const
const PARTY = ['party', 'A or B'] as const
const AT = (what: string) => ['--at <instant>', `${what}, UTC; left out: now`, false] as const

const RECORDINGS: readonly Recording[] = [
  {
    name: 'open',
    about: 'open a call about an incident, an event or a candidate: both commanders within 15 min',
    arguments: [
      ['kind', 'incident, event or candidate'],
      ['id', 'its id'],
    ],
    options: [],
    example: 'hotline open incident I-112',
    role: 'watch',
    make: ([kind = '', id = '']) => ({
      type: 'openCall',
      subject: { kind: oneOf('kind', kind, ['incident', 'event', 'candidate']), id },
    }),
  },
  {
    name: 'log',
    about: 'log an attempt to reach a commander; leave out --answered-by where nobody answered',
    arguments: [CALL, PARTY],
    options: [
      ['--post <post>', 'the post that was called, never a person', true],
      ['--answered-by <post>', 'the post that answered', false],
      ['--said <text>', 'what was said', false],
      AT('when it was called'),
    ],
    example:
      'hotline log H-120 A --post "corps east" --answered-by "duty officer" --said "Will stop."',
    role: 'watch',
    make: ([call = '', party = ''], options, nowMs) => {
      const answeredBy = textOrNull(options, 'answeredBy')
      return {
        type: 'logAttempt',
        call,
        party: oneOf('party', party, PARTIES),
        post: textOf(options, 'post'),
        calledAtMs: atOrNow(options, nowMs),
        outcome: answeredBy === null ? 'unanswered' : 'answered',
        answeredBy,
        said: textOrNull(options, 'said'),
      }
    },
  },
  {
    name: 'not-called',
    about: 'put on record why a party was not called',
    arguments: [CALL, PARTY],
    options: [['--reason <text>', 'why', true]],
    example: 'hotline not-called H-120 B --reason "the line is cut; the note went by patrol"',
    role: 'watch',
    make: ([call = '', party = ''], options) => ({
      type: 'recordNotCalled',
      call,
      party: oneOf('party', party, PARTIES),
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'fire-stop',
    about: 'put on record when a party stopped firing',
    arguments: [CALL, PARTY],
    options: [
      ['--at <instant>', 'when fire stopped, UTC', true],
      ['--basis <how>', 'partySaid or missionHeard', true],
    ],
    example: 'hotline fire-stop H-120 A --at 2026-03-01T03:40:00Z --basis missionHeard',
    role: 'watch',
    make: ([call = '', party = ''], options) => ({
      type: 'reportFireStop',
      call,
      party: oneOf('party', party, PARTIES),
      stoppedAtMs: instantOf('--at', textOf(options, 'at')),
      basis: oneOf('--basis', textOf(options, 'basis'), ['partySaid', 'missionHeard']),
    }),
  },
  {
    name: 'close',
    about: 'close a call once the log says of both parties that they were called, or why not',
    arguments: [CALL],
    options: [['--note <text>', 'what the next watch must know', false]],
    example: 'hotline close H-120 --note "quiet since 03:40"',
    role: 'watch',
    make: ([call = ''], options) => ({
      type: 'closeCall',
      call,
      note: textOrNull(options, 'note'),
    }),
  },
]

/** What came of the call to a party: of several attempts the last that was answered, else the last. */
function told(call: Call, party: 'A' | 'B'): string {
  const { status, attempts, notCalledWhy, fireStopped } = call.legs[party]
  const inOrder = attempts.toSorted((a, b) => b.calledAtMs - a.calledAtMs)
  const last = inOrder.find(({ outcome }) => outcome === 'answered') ?? inOrder[0]
  return [
    `${status}${last === undefined ? '' : ` ${iso(last.calledAtMs)}`}`,
    ...(attempts.length > 1 ? [`${attempts.length} attempts`] : []),
    ...(last === undefined || last.said === null ? [] : [JSON.stringify(last.said)]),
    ...(notCalledWhy === null ? [] : [notCalledWhy]),
    ...(fireStopped === null ? [] : [`fire stopped ${iso(fireStopped.stoppedAtMs)}`]),
  ].join('; ')
}

/** `holdfast hotline`: the log of rung 0, who was called, who answered, when fire stopped. */
export function addHotline(program: Command): void {
  const hotline = program
    .command('hotline')
    .description('the hotline log: both commanders are called within 15 minutes')
  hotline
    .command('list', { isDefault: true })
    .description('list the open calls and those of the last day')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast hotline list --json\n')
    .action(async (options: DayOptions) => {
      const { calls } = (await dayOf(options, 'monitor')) as unknown as {
        calls: readonly (Call & { readonly about: CallAbout | null })[]
      }
      if (options.json === true) printJson({ calls })
      else
        printTable(
          'hotline calls',
          ['call', 'about', 'due', 'status', 'party A', 'party B'],
          calls.map((call) => [
            call.id,
            call.about === null
              ? `${call.subject.kind} ${call.subject.id}`
              : aboutWords(call.about),
            iso(call.dueAtMs),
            call.status,
            told(call, 'A'),
            told(call, 'B'),
          ]),
        )
    })
  for (const recording of RECORDINGS)
    addRecording(hotline, { step: 'liaise', office: 'monitor' }, recording)
}
