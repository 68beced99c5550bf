// Goal: what is out stays out but for what is recalled (V11, V33), and what stands beside an answer is of that answer (V27, V28,
// V30); fictional nations judge nothing of it (V8). Method: random walks that begin from a published finding, which walks from nothing seldom reach; the checker of
// `life-cycle.test.ts` recounts every rule. Then the checker is checked: each planted bug must be caught by the same walks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from '../../../../tests/support/verify-checker.ts'
import { NOT_OCCURRED, PUBLISHED } from '../../../../tests/support/verify-published.ts'
import { walk } from '../../../../tests/support/verify-walk.ts'
import type { Decide } from '../../../../tests/support/verify-walk.ts'
import { decide } from './index.ts'
import type { Incident } from './index.ts'

const NIGHTLY = process.env['HOLDFAST_NIGHTLY'] === '1'
const draw = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999))
const walks = fc.array(draw, { minLength: 200, maxLength: 200 })
const runs = { seed: 20_261_123, numRuns: NIGHTLY ? 5_000 : 100 }

/** How a finding that was published stands now. */
const toldOf = ({ status, outcome, recalls }: Incident): string =>
  recalls.length === 0 ? status : outcome === null ? `${status}, recalled` : 'recalled in part'

test('walks from a published finding keep every rule, and recall it in part and wholly', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(walks, (draws) => {
      const { steps } = walk(draws, decide, PUBLISHED)
      expect(steps.length).toBeGreaterThanOrEqual(PUBLISHED.length)
      expect(check(steps)).toEqual([])
      for (const { after } of steps) {
        const own = after.incidents.get('I-0')
        if (own !== undefined) reached.add(toldOf(own))
        if (own?.answers.breach.status === 'recalled') reached.add('breach recalled')
      }
    }),
    runs,
  )
  const ends = ['published', 'corrected', 'recalled in part', 'recalled, recalled']
  for (const one of [...ends, 'breach recalled']) expect(reached).toContain(one)
})

test('walks on what did not occur conclude it as benign by a rule of the text only', () => {
  const rules: (string | undefined)[] = []
  const reached = new Set<string>()
  fc.assert(
    fc.property(walks, (draws) => {
      const { steps } = walk(draws, decide, NOT_OCCURRED)
      expect(check(steps)).toEqual([])
      let concluded: string | undefined
      for (const { entry, after } of steps) {
        const { outcome, rule } = entry.payload as { outcome?: string; rule?: string }
        if (outcome === 'benign') rules.push(rule)
        if (entry.kind === 'verify.incident-concluded') concluded = rule
        // The rule stands beside the outcome that it explains, and goes with it.
        const own = after.incidents.get('I-0')
        if (own === undefined) continue
        expect(own.explainedBy).toBe(own.outcome === null ? undefined : concluded)
        expect(Object.hasOwn(own, 'explainedBy')).toBe(own.outcome === 'benign')
        reached.add(own.outcome === null && concluded !== undefined ? 'taken back' : 'else')
      }
    }),
    runs,
  )
  expect(reached).toContain('taken back')
  expect(rules.length).toBeGreaterThan(0)
  expect(new Set(rules)).toEqual(new Set(['thunder']))
})

type Made = Extract<ReturnType<Decide>, { entries: unknown }>['entries'][number]
/** Changes what decide drafts. */
const drafting =
  (kind: string, change: (payload: Record<string, unknown>) => object): Decide =>
  (state, command, context) => {
    const decided = decide(state, command, context)
    if ('refused' in decided) return decided
    return {
      entries: decided.entries.map((one) =>
        one.kind === kind
          ? { ...one, payload: change(one.payload as Record<string, unknown>) as Made['payload'] }
          : one,
      ),
    }
  }

/** Incidents whose candidates were raised under the version that comes into force after every walk. */
const ofTomorrow = (incidents: ReadonlyMap<string, Incident>): ReadonlyMap<string, Incident> =>
  new Map(
    [...incidents].map(([id, one]) => [
      id,
      { ...one, clauses: one.clauses.map((clause) => ({ ...clause, agreementVersion: 'v2' })) },
    ]),
  )

/** Gives a conclusion as benign a ground that its entry does not have. */
const onAWord: Decide = (state, command, context) => {
  const isBare = command.type === 'conclude' && command.outcome === 'benign'
  const decided = decide(state, isBare ? { ...command, rule: 'thunder' } : command, context)
  if (!isBare || 'refused' in decided) return decided
  const { incident, outcome, reason } = command
  return {
    entries: decided.entries.map((one) => ({ ...one, payload: { incident, outcome, reason } })),
  }
}

const PLANTED: readonly (readonly [string, string, Decide])[] = [
  [
    'V33',
    'one recalled answer takes the whole finding',
    drafting('verify.recall-moved', (payload) =>
      payload['next'] === 'recalled' ? { ...payload, incidentNext: 'recalled' } : payload,
    ),
  ],
  [
    'V33',
    'a finding whose breach is recalled stays out',
    drafting('verify.recall-moved', (payload) => ({ ...payload, incidentNext: 'published' })),
  ],
  [
    'V8',
    'a fictional nation taken for one that exists',
    (state, command, context) => {
      const { actor } = context
      const isFiction = actor.nation.startsWith('XA') && actor.role === 'panel'
      return decide(state, command, {
        ...context,
        actor: isFiction ? { ...actor, nation: 'NOR' } : actor,
      })
    },
  ],
  [
    'V28',
    'a clause of the text of tomorrow',
    (state, command, context) =>
      decide({ ...state, incidents: ofTomorrow(state.incidents) }, command, context),
  ],
  ['V36', 'benign concluded on a word alone', onAWord],
  [
    'V30',
    'the figure of the sender',
    drafting('verify.answer-proposed', (payload) => ({ ...payload, machineProbability: 0.99 })),
  ],
]

describe('the checker catches', () => {
  test.each(PLANTED)('%s: %s', (rule, _what, planted) => {
    const given = rule === 'V36' ? NOT_OCCURRED : PUBLISHED
    const caught = fc.check(
      fc.property(walks, (draws) =>
        check(walk(draws, planted, given).steps).every((one) => !one.startsWith(`${rule} `)),
      ),
      { ...runs, endOnFailure: true },
    )
    expect(caught.failed).toBe(true)
  })

  // What is kept of a proposal that was lost is folded and not decided: so the fault is planted in what the fold gave.
  test.each<readonly [string, (incident: Incident) => Partial<Incident>]>([
    ['a proposal that was lost is forgotten', () => ({ lapsed: [] })],
    [
      'what was said of it is shown beside the next one',
      ({ dissent, lapsed = [] }) => ({
        dissent: [...dissent, ...lapsed.flatMap((one) => one.dissent)],
      }),
    ],
  ])('V27: %s', (_what, change) => {
    const caught = fc.check(
      fc.property(walks, (draws) => {
        const { steps } = walk(draws, decide, PUBLISHED)
        const forgetting = steps.map((step) => ({
          ...step,
          after: {
            ...step.after,
            incidents: new Map(
              [...step.after.incidents].map(([id, one]) => [id, { ...one, ...change(one) }]),
            ),
          },
        }))
        return check(forgetting).every((one) => !one.startsWith('V27 '))
      }),
      { ...runs, endOnFailure: true },
    )
    expect(caught.failed).toBe(true)
  })
})
