// Goal: no sequence of commands whatever skips a signature, a hearing, a person's decision or a separation of duties
// (V1–V23 and V26 of docs/specs/incident-lifecycle.md). Method: random walks of commands by scripted and real officers go through
// decide and evolve; a checker that knows neither recounts every rule from the entries alone. Then the checker is
// checked: each planted bug lies to decide about one fact, and must be caught by the same walks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from '../../../../tests/support/verify-checker.ts'
import { AGREEMENT, officer, walk } from '../../../../tests/support/verify-walk.ts'
import type { Decide, Draw } from '../../../../tests/support/verify-walk.ts'
import { seededRandom } from '../units/index.ts'
import { QUESTIONS, TASK_STATUSES, decide, evolve, initial } from './index.ts'
import type { Incident, Task } from './index.ts'

const NIGHTLY = process.env['HOLDFAST_NIGHTLY'] === '1'
const LENGTH = 400
const RUNS = NIGHTLY ? 2_000 : 200
/** Short sequences: each begins from nothing, and a million of them are a nightly's work. */
const SHORT = { sequences: NIGHTLY ? 1_000_000 : 1_000, length: NIGHTLY ? 100 : 40 }
const draw = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999))
const walks = fc.array(draw, { minLength: LENGTH, maxLength: LENGTH })
const seed = 20_260_117

/** What is corrected and recalled once it is out is walked from a published finding (`found.test.ts`). */
const REACHED = [
  'concluded',
  'published',
  'merged',
  'dismissed',
  'dismissed by two',
  'brought back',
  'breach signed',
  'occurred referred',
  'severity signed',
  'attribution signed',
  'breach deadlocked',
  'split',
  'held apart',
  'joined again',
  'given back',
  'access incident',
  'mass',
  'light',
  ...TASK_STATUSES,
]

describe('random walks', () => {
  test(`keep every rule over ${RUNS * LENGTH} commands, and reach the ends of the tables`, () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(walks, (draws) => {
        const { steps, state } = walk(draws, decide)
        expect(check(steps)).toEqual([])
        const entries = steps.map(({ entry }) => entry)
        for (const { after, entry } of steps) {
          const { kind } = entry
          if (kind === 'verify.incident-split') reached.add('split')
          if (kind === 'verify.decorrelated') reached.add('held apart')
          const { next } = entry.payload as { readonly next?: string }
          if (kind === 'verify.incident-reopened' && next !== undefined) reached.add('brought back')
          if (kind === 'verify.recorrelated') reached.add('joined again')
          const { returns = null } = entry.payload as { readonly returns?: object | null }
          if (returns !== null) reached.add('given back')
          for (const task of after.tasks.values()) reached.add(task.status)
          for (const incident of after.incidents.values()) reach(incident, reached)
        }
        // Folding again gives the same state; a tombstone or a stranger's entry leaves it alone.
        expect(entries.reduce(evolve, initial)).toEqual(state)
        expect(evolve(state, { index: 9, tombstone: true })).toBe(state)
        for (const entry of entries.slice(0, 1))
          expect(evolve(state, { ...entry, kind: 'move.network-adopted' })).toBe(state)
      }),
      { seed, numRuns: RUNS },
    )
    expect(REACHED.filter((one) => !reached.has(one))).toEqual([])
  })

  test(`keep every rule over ${SHORT.sequences} sequences of ${SHORT.length}, each from its own seed`, () => {
    let recorded = 0
    for (let i = 0; i < SHORT.sequences; i++) {
      const { steps } = walk([OPENING, ...drawsOf(seed + i, SHORT.length)], decide)
      const wrong = check(steps)
      recorded += steps.length
      // Not an assertion for each: a million of them would take longer than the walks.
      if (wrong.length > 0) expect({ seed: seed + i, wrong }).toEqual({ seed: seed + i, wrong: [] })
    }
    // A walk of refusals alone would keep every rule too.
    expect(recorded).toBeGreaterThan(4 * SHORT.sequences)
  })
})

/** Opens a real incident on two candidates. */
const OPENING: Draw = [0, 1, 1, 0, 0]

function reach(incident: Incident, reached: Set<string>): void {
  reached.add(incident.status)
  if (incident.status === 'dismissed' && (incident.dismissal?.moved.length ?? 0) > 1)
    reached.add('dismissed by two')
  if (incident.access !== undefined) reached.add('access incident')
  for (const question of QUESTIONS) {
    const { status, threshold } = incident.answers[question]
    reached.add(`${question} ${status}`)
    if (status === 'signed') for (const kind of threshold?.kinds ?? []) reached.add(kind)
  }
}

function drawsOf(from: number, length: number): readonly Draw[] {
  const random = seededRandom(from)
  const nat = (): number => Math.floor(random() * 1_000)
  return Array.from({ length }, () => [nat(), nat(), nat(), nat(), nat()])
}

/** Lies to decide about each incident. */
const lying =
  (change: (incident: Incident) => Partial<Incident>): Decide =>
  (state, command, context) =>
    decide(
      {
        ...state,
        incidents: new Map(
          [...state.incidents].map(([id, one]) => [id, { ...one, ...change(one) }]),
        ),
      },
      command,
      context,
    )
/** Lies to decide about each task. */
const lyingOnTasks =
  (change: Partial<Task>): Decide =>
  (state, command, context) =>
    decide(
      {
        ...state,
        tasks: new Map([...state.tasks].map(([id, one]) => [id, { ...one, ...change }])),
      },
      command,
      context,
    )
/** Lies to decide about the thresholds. */
const lyingOnThresholds =
  (change: Partial<typeof AGREEMENT.thresholds>): Decide =>
  (state, command, context) =>
    decide(state, command, {
      ...context,
      agreement: { ...AGREEMENT, thresholds: { ...AGREEMENT.thresholds, ...change } },
    })
const answersWith =
  (change: (answer: Incident['answers']['occurred']) => object) =>
  ({ answers }: Incident): Partial<Incident> => ({
    answers: Object.fromEntries(
      QUESTIONS.map((one) => [
        one,
        { ...answers[one], ...change(answers[one] as Incident['answers']['occurred']) },
      ]),
    ) as unknown as Incident['answers'],
  })

const confirmed = { confirmed: { nation: 'ZZZ', officer: 'x', atMs: 0, entry: 0 } }
const spoken = { stance: 'denies', text: 'x', atMs: 0, entry: 0 } as const
const PLANTED: readonly (readonly [string, string, Decide])[] = [
  ['V2', 'a quorum of one', lyingOnThresholds({ quorum: 1 })],
  ['V3', 'own drafts approved', lying(answersWith(() => ({ proposedBy: null })))],
  ['V4', 'collectors forgotten', lying(() => ({ collectedBy: [] }))],
  [
    'V5',
    'occurred taken for granted',
    lying(({ answers }) => ({
      answers: { ...answers, occurred: { ...answers.occurred, status: 'signed', value: 'yes' } },
    })),
  ],
  [
    'V6',
    'parties unheard',
    lying(() => ({
      claims: [
        { ...spoken, ...confirmed, party: 'A' },
        { ...spoken, ...confirmed, party: 'B' },
      ],
    })),
  ],
  [
    'V7',
    'scripts taken for people',
    (state, command, context) =>
      lying(() => ({ scripted: context.actor.role === 'scripted' }))(state, command, context),
  ],
  ['V16', 'kinds of breach forgotten', lyingOnThresholds({ breaches: [] })],
  [
    'V17',
    'votes against not counted',
    lying(answersWith(({ votes }) => ({ votes: votes.filter(({ agrees }) => agrees) }))),
  ],
  [
    'V18',
    'a proposal taken for a decision',
    (state, command, context) =>
      decide(
        state,
        command.type === 'proposeMerge' ? { ...command, type: 'merge' } : command,
        context,
      ),
  ],
  [
    'V18',
    'a machine taken for a person',
    (state, command, context) =>
      decide(state, command, {
        ...context,
        actor:
          context.actor.role === 'system' ? officer(context.actor.nation, 'panel') : context.actor,
      }),
  ],
  [
    'V19',
    'what was held apart forgotten',
    (state, command, context) => decide({ ...state, decorrelated: new Map() }, command, context),
  ],
  [
    'V20',
    'a candidate counted that is not there',
    lying(({ candidates }) => ({ candidates: [...candidates, 'ghost'] })),
  ],
  ['V21', 'access incidents forgotten', lyingOnTasks({ opened: [] })],
  ['V21', 'tasks reopened', lyingOnTasks({ status: 'granted' })],
  ['V22', 'another team named', lyingOnTasks({ nation: 'ZZZ' })],
  ['V26', 'what a party claims forgotten', lying(() => ({ claims: [] }))],
  ['V26', 'those who collected dismiss alone', lying(() => ({ collectedBy: [] }))],
  ['V26', 'a proposal overlooked', lying(answersWith(() => ({ status: 'open' })))],
  [
    'V26',
    'the first officer of another nation',
    lying(({ dismissal }) =>
      dismissal === undefined
        ? {}
        : {
            dismissal: {
              ...dismissal,
              moved: dismissal.moved.map((one) => ({ ...one, nation: 'ZZZ' })),
            },
          },
    ),
  ],
  ['V9', 'a deadlock while others may still vote', lying(answersWith(() => ({ votesDueAtMs: 0 })))],
  ['V37', 'the capitals are not asked', lying(answersWith(() => ({ capitalsDueAtMs: 0 })))],
  [
    'V38',
    'merged into a shell',
    (state, command, context) =>
      command.type === 'merge'
        ? lying(({ id }) => (id === command.incident ? { status: 'recorded' } : {}))(
            state,
            command,
            context,
          )
        : decide(state, command, context),
  ],
  ['V23', 'the due instant forgotten', lying(() => ({ occurredDueMs: Infinity }))],
]

describe('the checker catches', () => {
  test.each(PLANTED)('%s: %s', (rule, _what, planted) => {
    const caught = fc.check(
      fc.property(walks, (draws) =>
        check(walk(draws, planted).steps).every((one) => !one.startsWith(`${rule} `)),
      ),
      { seed, numRuns: 150, endOnFailure: true },
    )
    expect(caught.failed).toBe(true)
  })
})
