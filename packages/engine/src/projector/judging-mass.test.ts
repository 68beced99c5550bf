/**
 * Goal: massed fire stands in the projections as a history judged anew has it, however reports came in, were revised or went,
 * over pages and over a restart. Method: random changes of events a few minutes apart under a text with a clause that counts,
 * judged and judged anew; what stands at the end is held against one walk over the events that are left.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BARE,
  initial,
  reevaluate,
  type Adopted,
  type Agreement,
  type AgreementState,
  type Candidate,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { isNothing, Judging, type Judged } from './judging.ts'
import { MemoryProjections } from './sink.ts'

const MINUTE = 60_000
const fire = { kinds: ['salvo'], phases: [] } as const
const text = {
  ...BARE,
  id: 'x',
  title: 'x',
  versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
  lines: [],
  linesOfContact: [],
  zones: [],
  provisions: [
    {
      clause: 'M',
      title: 'massed',
      source: 's',
      sinceVersion: 'v1',
      act: fire,
      count: { atLeast: 5, withinMs: 30 * MINUTE },
    },
  ],
  obligations: [],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 1,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
  ladder: 'l',
} as unknown as Agreement
const adopted = { agreement: text, entry: 0, atMs: 0, fromMs: 0 } as unknown as Adopted
const state: AgreementState = { ...initial, adopted: [adopted] }

const eventAt = (id: string, minute: number, n: number): Event => ({
  id,
  revision: 1,
  kind: 'salvo',
  phase: 'impact',
  observed: { fromMs: minute * MINUTE, toMs: minute * MINUTE },
  probability: 0.9,
  count: { n, precision: 'exact' },
  weapon: null,
  observations: ['o'],
  estimate: null,
})

const step = fc.record({
  events: fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 14 }),
      minute: fc.integer({ min: 0, max: 200 }),
      n: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 4 },
  ),
  gone: fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 1 }),
  restart: fc.constantFrom(false, false, false, true),
})

const sorted = (list: readonly Candidate[]): readonly Candidate[] =>
  list.toSorted((a, b) => (a.id < b.id ? -1 : 1))

test('what stands is what a history judged anew has', async () => {
  let raised = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const sink = new MemoryProjections()
      let judging = new Judging(3)
      const apply = async ({ put, remove }: Judged): Promise<void> => {
        if (!isNothing(put, remove)) await sink.apply({ size: 1, put, remove })
      }
      for (const { events, gone, restart } of steps) {
        const byId = new Map(
          events.map(({ id, minute, n }) => [`e${id}`, eventAt(`e${id}`, minute, n)]),
        )
        const goneEvents = gone.map((id) => `e${id}`).filter((id) => !byId.has(id))
        const change = {
          events: [...byId.values()],
          engagements: [],
          goneEvents,
          goneEngagements: [],
        }
        await apply(judging.judged(change, state))
        for await (const judged of judging.judgedAnew(sink, state)) await apply(judged)
        if (!restart) continue
        judging = new Judging(3)
        for (const one of await sink.list('candidate', { limit: 100 })) judging.remember(one)
      }
      const events = await sink.list('event', { limit: 100 })
      const history = [...reevaluate([adopted], events, { facts: [], notified: [], met: [] })]
      const expected = history.flatMap(({ candidates }) => candidates)
      raised += expected.length
      expect(sorted(await sink.list('candidate', { limit: 100 }))).toEqual(sorted(expected))
    }),
    { numRuns: 40 },
  )
  expect(raised).toBeGreaterThan(40)
})
