/**
 * Goal: remembering what was asked last leaves nothing out that a walk over every incident would draft, and looks at no
 * more incidents than changed. Method: random walks through the life cycle of incidents, with clocks, persistence and ladders
 * that change in between; after each step both are asked. Planted: a memory that forgets clocks, persistence or ladders.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Draft, Entry } from '@holdfast/core/evidence'
import * as respond from '@holdfast/core/respond'
import { isRefused } from '@holdfast/core/units'
import * as verify from '@holdfast/core/verify'
import { PUBLISHED } from '../../../../tests/support/verify-published.ts'
import { walk } from '../../../../tests/support/verify-walk.ts'
import type { Draw } from '../../../../tests/support/verify-walk.ts'
import { readLadder } from '../documents/index.ts'
import { FollowUps, followUps } from './follow-ups.ts'
import type { Followed } from './follow-ups.ts'

const DOCUMENT = readFileSync(
  new URL('../../../../data/ladders/paris-2026.yaml', import.meta.url),
  'utf8',
)
const read = readLadder(DOCUMENT, 'paris-2026.yaml')
if (isRefused(read)) throw new Error(read.refused)
/** Every second rung answers what goes on, and each answers any severity, so that persistence decides often. */
const LADDER: respond.Ladder = {
  ...read.ladder,
  rungs: read.ladder.rungs.map((rung, i) => ({
    ...rung,
    forBreachesBy: ['A', 'B'],
    trigger: {
      ...rung.trigger,
      severities: ['technical', 'minor', 'serious', 'grave', 'collapse'],
      persists: i % 2 === 1,
    },
  })),
}
/** Half the rungs, as an amended ladder may have. */
const SHORTER: respond.Ladder = { ...LADDER, rungs: LADDER.rungs.filter((_, i) => i % 3 === 0) }

const entryOf = (draft: Pick<Draft, 'kind' | 'payload'>, index: number): Entry =>
  ({ ...draft, index, atMs: index }) as unknown as Entry

/** Draws of a walk, and beside each what happens to the response: nothing mostly, a report of persistence, another ladder. */
const draw = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999))
const scripts = fc.array(fc.record({ draw, beside: fc.nat(19) }), {
  minLength: 500,
  maxLength: 500,
})

/** What is reported beside a step of the walk. */
function besideOf(
  beside: number,
  { incidents }: verify.VerifyState,
): readonly Pick<Draft, 'kind' | 'payload'>[] {
  // Persistence matters where a breach stands: those first.
  const all = [...incidents.values()]
  const standing = all.filter(({ breachEstablishedAtMs }) => breachEstablishedAtMs !== null)
  const incident = (standing.length > 0 ? standing : all).at(0)?.id
  if (beside > 17)
    return [
      {
        kind: 'respond.ladder-adopted',
        payload: { ladder: SHORTER, boundTo: 't', document: '' } as never,
      },
    ]
  if (beside > 15)
    return [
      {
        kind: 'respond.ladder-adopted',
        payload: { ladder: LADDER, boundTo: 't', document: '' } as never,
      },
    ]
  if (beside > 9 && incident !== undefined)
    return [
      {
        kind: 'respond.persistence-reported',
        payload: { incident, persists: beside > 11, reason: 'x' },
      },
    ]
  return []
}

interface Asked {
  readonly remembered: readonly Draft[]
  readonly walked: readonly Draft[]
  readonly isOfResponse: boolean
}

/** Plays a walk with a memory; after each step both are asked, and what follows is folded. */
function play(
  script: readonly { readonly draw: Draw; readonly beside: number }[],
  memory: Pick<FollowUps, 'of'>,
): readonly Asked[] {
  let state = respond.initial
  let index = 0
  const fold = (draft: Pick<Draft, 'kind' | 'payload'>): void => {
    state = respond.evolve(state, entryOf(draft, (index += 1)))
  }
  fold({
    kind: 'respond.ladder-adopted',
    payload: { ladder: LADDER, boundTo: 't', document: '' } as never,
  })
  const asked: Asked[] = []
  const ask = (incidents: verify.VerifyState, isOfResponse: boolean): void => {
    const now: Followed = { verify: incidents, respond: state }
    const { drafts, settled } = memory.of(now, index)
    asked.push({ remembered: drafts, walked: followUps(now, index), isOfResponse })
    for (const one of drafts) fold(one)
    settled()
  }
  // Half of the walks begin from a published finding, which walks from nothing seldom recall.
  const [first] = script
  const { steps } = walk(
    script.map((one) => one.draw),
    verify.decide,
    (first?.beside ?? 0) % 2 === 0 ? PUBLISHED : [],
  )
  for (const [i, { after }] of steps.entries()) {
    ask(after, false)
    const beside = besideOf(script[i]?.beside ?? 0, after)
    for (const one of beside) fold(one)
    if (beside.length > 0) ask(after, true)
  }
  return asked
}

const RUNS = { seed: 20_261_122, numRuns: 120 }

test('what is remembered leaves nothing out, and drafts nothing that the walk does not', () => {
  const reached = new Map<string, number>()
  fc.assert(
    fc.property(scripts, (script) => {
      for (const { remembered, walked, isOfResponse } of play(script, new FollowUps())) {
        expect(remembered).toEqual(walked)
        for (const { kind } of walked) {
          const name = `${kind} after ${isOfResponse ? 'the response' : 'an incident'}`
          reached.set(name, (reached.get(name) ?? 0) + 1)
        }
      }
    }),
    RUNS,
  )
  expect([...reached.keys()].toSorted()).toEqual([
    'respond.clock-started after an incident',
    'respond.clock-started after the response',
    'respond.clock-stopped after an incident',
  ])
})

/** Asked with a memory in which one thing never changes. */
const forgetting = (
  blind: (now: Followed, before: Followed) => Followed,
): Pick<FollowUps, 'of'> => {
  let before: Followed | null = null
  return {
    of: (now, nowMs) => ({
      drafts: followUps(now, nowMs, before === null ? null : blind(now, before)),
      settled: () => {
        before = now
      },
    }),
  }
}
const PLANTED: readonly (readonly [string, Pick<FollowUps, 'of'>])[] = [
  ['incidents', forgetting((now, before) => ({ ...before, verify: now.verify }))],
  [
    'persistence',
    forgetting((now, before) => ({
      ...before,
      respond: { ...before.respond, persisting: now.respond.persisting },
    })),
  ],
  [
    'the ladder',
    forgetting((now, before) => ({
      ...before,
      respond: { ...before.respond, ladder: now.respond.ladder },
    })),
  ],
]
test.each(PLANTED)('a memory that forgets changes of %s is found out', (_, memory) => {
  const caught = fc.check(
    fc.property(scripts, (script) =>
      play(script, memory).every(
        ({ remembered, walked }) => JSON.stringify(remembered) === JSON.stringify(walked),
      ),
    ),
    { ...RUNS, endOnFailure: true },
  )
  expect(caught.failed).toBe(true)
})

test('where folding failed, the same is asked again', () => {
  const memory = new FollowUps()
  const now: Followed = { verify: verify.initial, respond: { ...respond.initial, ladder: LADDER } }
  const incident = {
    id: 'I-1',
    status: 'inquiry',
    entries: [1],
    recalls: [],
    breachEstablishedAtMs: 5,
    answers: {
      breach: { signedIn: 3 },
      severity: { status: 'open' },
      attribution: { status: 'open' },
    },
  } as unknown as verify.Incident
  const broken = { ...now, verify: { ...now.verify, incidents: new Map([['I-1', incident]]) } }
  memory.of(now, 0).settled()
  const first = memory.of(broken, 0).drafts
  expect(first.length).toBeGreaterThan(0)
  const again = memory.of(broken, 0)
  expect(again.drafts).toEqual(first)
  again.settled()
  expect(memory.of(broken, 0).drafts).toEqual([])
})
