/**
 * Goal: whatever officers propose, support, oppose and withdraw, in any order and at any time, no text takes the place of
 * another but by distinct nations that meet the quorum of the day of the proposal, and no author does it alone. Method:
 * random commands by officers of five nations through `decide` and `evolve`, with time passing; every adoption is then
 * counted again from the entries, by code that knows nothing of the fold. A fold that forgets the quorum is planted and
 * must be found.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  AmendmentLog,
  officer,
  on,
  propose,
  support,
  textOf,
  type OnMotion,
} from '../../../../../tests/support/amendment-log.ts'
import type { Entry, Tombstone } from '../../evidence/index.ts'
import { DAY_MS, HOUR_MS } from '../../units/index.ts'
import { adoptedAt, evolve, initial, missingOf, statusAt } from '../index.ts'
import type { Agreement } from '../index.ts'

const FIRST_QUORUM = 3
const NATIONS = ['XAA', 'XAB', 'XAC', 'XAD', 'XAE'] as const

interface Step {
  readonly what: 'propose' | OnMotion
  readonly nation: string
  /** Which of the motions, the newest first. */
  readonly nth: number
  readonly quorum: number
  readonly aheadMs: number | null
  readonly passesMs: number
}
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constant('propose' as const) },
    { weight: 12, arbitrary: fc.constant('supportAmendment' as const) },
    { weight: 2, arbitrary: fc.constant('opposeAmendment' as const) },
    { weight: 1, arbitrary: fc.constant('withdrawAmendment' as const) },
  ),
  nation: fc.constantFrom(...NATIONS),
  nth: fc.nat({ max: 2 }),
  quorum: fc.integer({ min: 1, max: 4 }),
  aheadMs: fc.constantFrom(null, 0, HOUR_MS, DAY_MS, DAY_MS, 9 * DAY_MS),
  passesMs: fc.constantFrom(0, 0, 1, HOUR_MS, DAY_MS, 8 * DAY_MS),
})
const steps = fc.array(step, { minLength: 40, maxLength: 90, size: 'max' })

function play(all: readonly Step[], log: AmendmentLog): AmendmentLog {
  for (const [n, { what, nation, nth, quorum, aheadMs, passesMs }] of all.entries()) {
    log.nowMs += passesMs
    const fromMs = aheadMs === null ? null : log.nowMs + aheadMs
    const agreement = textOf({ thresholds: { quorum } })
    const motion = log.state.amendments.at(-1 - nth)?.entry ?? 0
    const command =
      what === 'propose' ? propose(`text ${n}`, { fromMs, agreement }) : on(what, motion)
    const refused = log.ask(command, officer(nation))
    if (refused !== null) expect(refused.length).toBeGreaterThan(10)
  }
  return log
}
const newLog = (): AmendmentLog =>
  new AmendmentLog({ text: textOf({ thresholds: { quorum: FIRST_QUORUM } }) })

interface Proposed {
  readonly document: string
  readonly sha256: string
  readonly lapsesMs: number
}
interface Adopted {
  readonly agreement: Agreement
  readonly document: string
  readonly fromMs?: number
  readonly carried?: { readonly motion: number; readonly nations: readonly string[] }
}
const adoptedIn = ({ payload }: Entry): Adopted => payload as unknown as Adopted
const motionOf = ({ payload }: Entry): unknown => (payload as { motion?: unknown } | null)?.motion

/** The quorum of the text in force at an entry, read off those before it; where there is none, of the text that it proposes. */
function quorumAt(entries: readonly Entry[], entry: Entry): number {
  const { index, atMs } = entry
  const texts = entries.filter((one) => one.index < index && one.kind === 'agreement.adopted')
  const inForce = texts.findLast((one) => (adoptedIn(one).fromMs ?? one.atMs) <= atMs)
  return adoptedIn(inForce ?? entry).agreement.thresholds.quorum
}

/** Counts one adoption again; throws where it lacks something. */
function recount(entries: readonly Entry[], adoption: Entry): void {
  const { carried, document, fromMs = adoption.atMs } = adoptedIn(adoption)
  const proposal = entries.find(
    ({ index, kind }) => index === carried?.motion && kind === 'agreement.amendment-proposed',
  )
  if (carried === undefined || proposal === undefined)
    throw new Error(`entry ${adoption.index} came of no motion`)
  const { sha256, lapsesMs, ...what } = proposal.payload as unknown as Proposed
  if (what.document !== document) throw new Error(`entry ${adoption.index} is another text`)
  expect(sha256).toBe(createHash('sha256').update(document).digest('hex'))
  expect(adoption.atMs).toBeLessThan(lapsesMs)
  expect(fromMs).toBeGreaterThanOrEqual(adoption.atMs)
  const said = new Map([[proposal.actor.nation, true]])
  for (const one of entries.slice(proposal.index + 1, adoption.index)) {
    if (one.kind === 'agreement.adopted') throw new Error(`entry ${adoption.index} undoes another`)
    if (motionOf(one) !== proposal.index) continue
    if (one.kind === 'agreement.amendment-withdrawn')
      throw new Error(`entry ${adoption.index} was withdrawn`)
    expect(one.actor.nation).not.toBe(proposal.actor.nation)
    said.set(one.actor.nation, one.kind === 'agreement.amendment-supported')
  }
  const nations = [...said].flatMap(([nation, supports]) => (supports ? nation : []))
  const needed = Math.max(2, quorumAt(entries, proposal))
  if (nations.length < needed)
    throw new Error(`entry ${adoption.index} has ${nations.length} of ${needed} nations`)
  expect(nations.length).toBeGreaterThan(said.size - nations.length)
  expect(carried.nations).toEqual(nations.toSorted())
  // The vote that carried it stands right before it.
  const last = entries[adoption.index - 1]
  expect(last?.kind).toBe('agreement.amendment-supported')
  expect(last && motionOf(last)).toBe(proposal.index)
}

const adoptionsIn = (entries: readonly Entry[]): readonly Entry[] =>
  entries.slice(1).filter(({ kind }) => kind === 'agreement.adopted')

test('no text takes the place of another without its nations, and the log alone makes the state', () => {
  const seen = { carried: 0, withdrawn: 0, lapsed: 0, fallen: 0, later: 0, otherQuorum: 0 }
  fc.assert(
    fc.property(steps, (all) => {
      const { entries, state, nowMs } = play(all, newLog())
      for (const adoption of adoptionsIn(entries)) {
        recount(entries, adoption)
        seen.later += (adoptedIn(adoption).fromMs ?? 0) > adoption.atMs ? 1 : 0
        const proposal = entries[adoptedIn(adoption).carried?.motion ?? -1]
        if (proposal !== undefined && quorumAt(entries, adoption) !== quorumAt(entries, proposal))
          seen.otherQuorum += 1
      }
      for (const motion of state.amendments) {
        const status = statusAt(motion, nowMs)
        if (status !== 'open') seen[status] += 1
        // What nobody is missing from is not left lying.
        if (status === 'open') expect(missingOf(motion)).toBeGreaterThan(0)
        expect(motion.text === null || motion.status === 'open').toBe(true)
      }
      expect(adoptedAt(state, nowMs)).not.toBeNull()
      const log: (Entry | Tombstone)[] = entries.flatMap((entry) => [
        { index: entry.index, tombstone: true },
        JSON.parse(JSON.stringify(entry)) as Entry,
      ])
      expect(log.reduce(evolve, initial)).toEqual(state)
    }),
    { numRuns: 150, seed: 5 },
  )
  // Motions that all end in one way would prove little.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10)
})

test('nor does the first text come into force without its own', () => {
  const seen = { first: 0, none: 0, later: 0 }
  fc.assert(
    fc.property(steps, (all) => {
      const { entries } = play(all, new AmendmentLog(null))
      const adoptions = entries.filter(({ kind }) => kind === 'agreement.adopted')
      for (const adoption of adoptions) recount(entries, adoption)
      const [first, later] = adoptions
      seen[first === undefined ? 'none' : 'first'] += 1
      if (later !== undefined) seen.later += 1
      if (first !== undefined) expect(adoptedIn(first).fromMs).toBe(first.atMs)
    }),
    { numRuns: 50, seed: 6 },
  )
  expect(Math.min(seen.first, seen.later)).toBeGreaterThan(10)
})

test('planted: a fold that forgets the quorum is found', () => {
  class Planted extends AmendmentLog {
    override fold(made: Parameters<AmendmentLog['fold']>[0], actor: Entry['actor']): Entry {
      const entry = super.fold(made, actor)
      const amendments = this.state.amendments.map((one) => ({ ...one, quorum: 1 }))
      this.state = { ...this.state, amendments }
      return entry
    }
  }
  const log = new Planted()
  const motion = log.take(propose(), officer('XAA'))
  log.take(support(motion), officer('XAB'))
  const [adoption] = adoptionsIn(log.entries)
  if (adoption === undefined) throw new Error('the planted fold carried nothing')
  expect(() => recount(log.entries, adoption)).toThrow('has 2 of 3 nations')
})
