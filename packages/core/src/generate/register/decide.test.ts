/**
 * Goal: a nation's own planner changes its own pledges and nobody else's (R2); every change is an entry with its reason
 * and the register is the fold of them (R3); an unknown number stays so (R4); a pledge whose condition is not met is not
 * deployed (R5). Method: commands by every kind of actor, random walks over all moves against the table, refusals by text.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { decide, evolve, initial } from '../state.ts'
import type { GenerateState } from '../generate-state.ts'
import type { GenerateCommand } from '../state.ts'
import type { Pledge } from '../types.ts'
import {
  conditionOf,
  entriesOf,
  lineOf,
  planner,
  play,
  pledgeOf,
  refusalOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import { isInForce } from './standing.ts'
import { PLEDGE_MOVES, PLEDGE_TABLE } from './table.ts'
import type { PledgeMove } from './table.ts'

const own = planner('XAA')
const other = planner('XAB')
const staff = planner('ZZZ')
const system = { ...staff, role: 'system' } as const
const move = (
  to: PledgeMove,
  change: Partial<Extract<GenerateCommand, { type: 'movePledge' }>> = {},
): GenerateCommand => ({
  type: 'movePledge',
  pledge: 'XAA-1',
  move: to,
  reason: 'the government decided',
  sources: [],
  ...(to === 'assign' ? { requirement: 'R-1' } : {}),
  ...change,
})
const recordPledge = (change: Partial<Pledge> = {}): GenerateCommand => ({
  type: 'recordPledge',
  pledge: pledgeOf(change),
})
const amend = (change: Partial<Pledge>): GenerateCommand => ({
  type: 'recordPledge',
  pledge: pledgeOf(change),
  reason: 'the note was corrected',
})
const base = registerOf({ lines: [lineOf()] })
const offered = play(base, [[recordPledge(), own]])

const tell = (condition: string): GenerateCommand => ({
  type: 'moveCondition',
  condition,
  state: 'met',
  reason: 'voted',
  sources: [],
})

describe('who may', () => {
  test('its own planner moves a pledge; another nation, the staff and the machine do not', () => {
    expect(refusalOf(offered, move('commit'), own)).toBeNull()
    for (const actor of [other, staff, system])
      expect(refusalOf(offered, move('commit'), actor)).toContain('may not move a pledge of XAA')
    const minister = { ...own, role: 'minister' } as const
    expect(refusalOf(offered, move('commit'), minister)).toBeNull()
    const watch = { ...own, role: 'watch' } as const
    expect(refusalOf(offered, move('commit'), watch)).toContain('role watch')
  })

  test('a nation records and amends its own; its status moves by its own command alone', () => {
    expect(refusalOf(base, recordPledge(), other)).toContain('may not record a pledge of XAA')
    expect(refusalOf(base, recordPledge({ status: 'committed' }), own)).toContain('begins as')
    expect(refusalOf(offered, amend({ title: 'Two' }), own)).toBeNull()
    expect(refusalOf(offered, recordPledge({ status: 'stated' }), own)).toContain('with a reason')
    expect(refusalOf(offered, recordPledge({ nation: 'XAB' }), other)).toBe(
      'pledge XAA-1: what you record anew has an id that begins with XAB-; write for instance XAB-XAA-1',
    )
  })

  test('the staff records what is stated in public until the nation takes it over', () => {
    const id = 'ZZZ-XAA-1'
    const stated = play(base, [[recordPledge({ id, status: 'stated' }), staff]])
    expect(refusalOf(base, recordPledge({ id }), staff)).toContain('records what is stated')
    const hidden = recordPledge({ id, status: 'stated', releasableTo: ['XAB'] })
    expect(refusalOf(base, hidden, staff)).toContain("hidden from the mission's staff")
    const shared = recordPledge({ id, status: 'stated', releasableTo: ['XAB', 'ZZZ'] })
    expect(refusalOf(base, shared, staff)).toBeNull()
    expect(refusalOf(stated, amend({ id, status: 'stated', title: 'Better' }), staff)).toBeNull()
    const taken = play(stated, [[{ ...move('offer'), pledge: id } as GenerateCommand, own]])
    expect(refusalOf(taken, recordPledge({ id, status: 'stated' }), staff)).toContain(
      'keeps it itself',
    )
  })

  test('documents read again do not overwrite what a nation keeps itself', () => {
    const stated = pledgeOf({ status: 'stated' })
    const coalition = {
      statements: [],
      requirements: [],
      otherRequirements: [],
      conditions: [conditionOf()],
      exclusions: [],
      assessments: [],
      assumptions: [],
      pledges: [stated, pledgeOf({ id: 'XAB-1', nation: 'XAB', status: 'stated' })],
    }
    const command = { type: 'recordCoalition', coalition } as const
    const first = play(base, [[command, system]])
    const taken = play(first, [
      [move('offer'), own],
      [tell('ceasefire'), staff],
    ])
    const again = decide(taken, command, { actor: system, nowMs: 0 })
    expect(again).toEqual({ entries: [] })
    const bare = { ...command, coalition: { ...coalition, conditions: [] } }
    expect(refusalOf(base, bare, other)).toContain('may not record a pledge of XAA')
    expect(refusalOf(base, command, other)).toContain("the mission's staff records it")
  })

  test("a parliament's vote is told by its nation, a ceasefire by the staff", () => {
    const vote = conditionOf({ id: 'vote', kind: 'parliament', nation: 'XAA' })
    const state = registerOf({ conditions: [vote, conditionOf()] })
    expect(refusalOf(state, tell('vote'), own)).toBeNull()
    expect(refusalOf(state, tell('vote'), staff)).toContain('may not speak for condition vote')
    expect(refusalOf(state, tell('ceasefire'), staff)).toBeNull()
    expect(refusalOf(state, tell('ceasefire'), own)).toContain("the mission's staff records it")
    expect(refusalOf(state, tell('nothing'), staff)).toContain('there is no condition nothing')
    // That there is a vote is public; how it went is its nation's to tell.
    const record = (condition: typeof vote) => ({ type: 'recordCondition', condition }) as const
    expect(refusalOf(base, record(vote), staff)).toBeNull()
    expect(refusalOf(base, record(vote), other)).toContain('may not speak for condition vote')
    for (const known of ['met', 'unmet'] as const)
      expect(refusalOf(base, record({ ...vote, state: known }), staff)).toContain('may not speak')
    expect(refusalOf(state, record({ ...vote, title: 'Another' }), staff)).toContain(
      'may not speak',
    )
  })

  test("a pledge that was not released is not there for another nation, not even by its id's refusal", () => {
    const secret = play(base, [[recordPledge({ releasableTo: [] }), own]])
    expect(refusalOf(secret, move('commit'), other)).toBe(refusalOf(base, move('commit'), other))
    const stated = recordPledge({ status: 'stated' })
    expect(refusalOf(secret, stated, staff)).toContain('begins with ZZZ-')
    expect(refusalOf(secret, stated, staff)).toBe(refusalOf(base, stated, staff))
  })
})

describe('what is on record', () => {
  test('each change has who, when, why; the entry names the one before it', () => {
    const state = play(base, [
      [recordPledge(), own],
      [move('commit'), own],
      [move('assign'), own],
    ])
    expect(state.pledges.get('XAA-1')).toMatchObject({ status: 'assigned', requirement: 'R-1' })
    expect(
      state.changes
        .get('XAA-1')
        ?.map(({ index, status, by, reason }) => [index, status, by.nation, reason]),
    ).toEqual([
      [0, 'offered', 'XAA', ''],
      [1, 'committed', 'XAA', 'the government decided'],
      [2, 'assigned', 'XAA', 'the government decided'],
    ])
    const [entry] = entriesOf(state, move('deploy'), { actor: own, index: 3 })
    expect(entry?.refs).toEqual([2])
    const released = play(state, [[move('release'), own]])
    expect(released.pledges.get('XAA-1')).not.toHaveProperty('requirement')
  })

  test.each([
    [move('commit', { reason: ' ' }), 'the reason is empty'],
    [move('assign'), 'it is not committed: commit it first (it is offered)'],
    [move('offer'), 'it is as firm as that already (it is offered)'],
    [move('commit', { requirement: 'R-1' }), 'a line is named with assign'],
    [move('withdraw', { quantity: { kind: 'unknown' } }), 'a number is named with offer or commit'],
    [move('commit', { pledge: 'nobody' }), 'there is no pledge nobody'],
    [
      { type: 'liftCaveat', pledge: 'XAA-1', caveat: 'x', reason: 'y', sources: [] },
      'has no caveat "x" that still binds or will; it has none',
    ],
  ] as [GenerateCommand, string][])('%j is refused', (command, message) => {
    expect(refusalOf(offered, command, own)).toContain(message)
  })

  test('a pledge names conditions that are on record', () => {
    const named = recordPledge({ conditions: ['ceasefire'] })
    expect(refusalOf(base, named, own)).toContain('names condition ceasefire')
  })

  test('a lifted caveat ends when it is lifted, and stays on record', () => {
    const caveat = {
      category: 'geographic',
      title: 'Not there',
      forbids: ['inUkraine'],
      waivableBy: 'its government',
      sources: [],
    } as const
    const state = play(base, [
      [recordPledge({ caveats: [caveat] }), own],
      [{ type: 'liftCaveat', pledge: 'XAA-1', caveat: 'Not there', reason: 'r', sources: [] }, own],
    ])
    expect(state.pledges.get('XAA-1')?.caveats).toEqual([{ ...caveat, untilMs: 1_000 }])
  })

  test('a caveat with an end is lifted before it, one not begun never binds, one that is over is over', () => {
    const caveat = {
      category: 'geographic',
      title: 'Not there',
      forbids: ['inUkraine'],
      waivableBy: 'its government',
      sources: [],
    } as const
    const lift = {
      type: 'liftCaveat',
      pledge: 'XAA-1',
      caveat: 'Not there',
      reason: 'r',
      sources: [],
    } as const
    const after = (dates: { fromMs?: number; untilMs?: number }): readonly unknown[] =>
      play(base, [
        [recordPledge({ caveats: [{ ...caveat, ...dates }] }), own],
        [lift, own],
      ]).pledges.get('XAA-1')?.caveats ?? []
    expect(after({ untilMs: 9_000 })).toEqual([{ ...caveat, untilMs: 1_000 }])
    const unborn = { ...caveat, fromMs: 5_000, untilMs: 1_000 }
    expect(after({ fromMs: 5_000 })).toEqual([unborn])
    for (const atMs of [0, 999, 1_000, 5_000, 9_000]) expect(isInForce(unborn, atMs)).toBe(false)
    const over = play(base, [[recordPledge({ caveats: [{ ...caveat, untilMs: 500 }] }), own]])
    expect(decide(over, lift, { actor: own, nowMs: 500 })).toEqual({
      refused: 'XAA-1 has no caveat "Not there" that still binds or will; it has none',
    })
    expect(decide(over, lift, { actor: own, nowMs: 499 })).toHaveProperty('entries')
  })

  test('a pledge on record is amended with a reason, which its history keeps; an import gives one for all', () => {
    expect(refusalOf(offered, recordPledge({ title: 'Two' }), own)).toBe(
      'recordPledge amends XAA-1: the reason is empty: say it in a sentence',
    )
    expect(refusalOf(base, { ...recordPledge(), reason: ' ' } as GenerateCommand, own)).toBe(
      'recordPledge: the reason is empty: say it in a sentence',
    )
    expect(refusalOf(offered, recordPledge(), own)).toBeNull()
    const state = play(offered, [[amend({ title: 'Two' }), own]])
    expect(state.changes.get('XAA-1')?.map(({ reason }) => reason)).toEqual([
      '',
      'the note was corrected',
    ])
    const rows = { type: 'recordRegister', requirements: [], pledges: [pledgeOf({ title: 'X' })] }
    expect(refusalOf(offered, rows as GenerateCommand, own)).toContain('amends XAA-1')
    expect(refusalOf(offered, { ...rows, reason: 'table' } as GenerateCommand, own)).toBeNull()
  })

  test('a pledge whose condition is not met is not deployed', () => {
    const state = play({ ...base, conditions: new Map([['ceasefire', conditionOf()]]) }, [
      [recordPledge({ conditions: ['ceasefire'] }), own],
      [move('commit'), own],
      [move('assign'), own],
    ])
    expect(refusalOf(state, move('deploy'), own)).toContain('condition ceasefire is unknown')
    const met = play(state, [
      [
        {
          type: 'moveCondition',
          condition: 'ceasefire',
          state: 'met',
          reason: 'signed',
          sources: [{ article: 'a note', quote: 'in force' }],
        },
        staff,
      ],
    ])
    expect(refusalOf(met, move('deploy'), own)).toBeNull()
    expect(met.conditions.get('ceasefire')?.sources).toEqual([
      { article: 'a note', quote: 'in force' },
    ])
  })

  test('a nation that named no number is not assigned, and committing does not give it one', () => {
    const unknown = play(base, [
      [recordPledge({ quantity: { kind: 'unknown' } }), own],
      [move('commit'), own],
    ])
    expect(unknown.pledges.get('XAA-1')?.quantity).toEqual({ kind: 'unknown' })
    expect(refusalOf(unknown, move('assign'), own)).toContain('nobody has said how much it is')
    const named = play(offered, [
      [move('commit', { quantity: { kind: 'range', min: 1, max: 2, unit: 'troops' } }), own],
    ])
    expect(named.pledges.get('XAA-1')?.quantity).toMatchObject({ min: 1, max: 2 })
  })

  test('random walks follow the table, and the fold of the entries is the state', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...PLEDGE_MOVES), fc.boolean()), { maxLength: 12 }),
        fc.boolean(),
        (walk, isKnown) => {
          const quantity = isKnown ? pledgeOf().quantity : ({ kind: 'unknown' } as const)
          const start = play(base, [[recordPledge({ quantity, status: 'stated' }), own]])
          let state: GenerateState = start
          const log = [
            ...entriesOf(base, recordPledge({ quantity, status: 'stated' }), { actor: own }),
          ]
          for (const [to, isOwn] of walk) {
            const before = state.pledges.get('XAA-1')?.status ?? 'stated'
            const cell = PLEDGE_TABLE[before][to]
            const decided = decide(state, move(to), { actor: isOwn ? own : other, nowMs: 0 })
            const may = isOwn && cell.kind === 'accepted' && (to !== 'assign' || isKnown)
            expect(isRefused(decided)).toBe(!may)
            if (isRefused(decided)) continue
            const index = log.length
            for (const entry of entriesOf(state, move(to), { actor: own, index })) {
              log.push(entry)
              state = evolve(state, entry)
            }
            expect(state.pledges.get('XAA-1')?.status).toBe(
              cell.kind === 'accepted' ? cell.next : before,
            )
            // R4: no move that names no number gives it one.
            expect(state.pledges.get('XAA-1')?.quantity).toEqual(quantity)
          }
          const { changes, pledges } = log.reduce(evolve, {
            ...initial,
            requirements: base.requirements,
          })
          expect(pledges.get('XAA-1')).toEqual(state.pledges.get('XAA-1'))
          expect(changes.get('XAA-1')).toHaveLength(log.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})

const minute = (releasableTo?: readonly string[], id = 'XAA-M-1'): GenerateCommand => ({
  type: 'recordMinute',
  minute: {
    id,
    conference: 'paris-3',
    text: 'One battalion',
    pledges: ['XAA-1'],
    ...(releasableTo === undefined ? {} : { releasableTo }),
  },
})

describe('minutes', () => {
  test('are kept once, with who recorded them', () => {
    const words = minute(undefined, 'XAB-M-1')
    const state = play(offered, [[words, other]])
    expect(state.minutes.get('XAB-M-1')).toMatchObject({ recordedBy: 'XAB' })
    expect(refusalOf(state, words, other)).toContain('minute XAB-M-1 is taken')
  })

  test('go no further than the pledges that they name', () => {
    const secret = play(base, [[recordPledge({ releasableTo: ['XAB'] }), own]])
    expect(refusalOf(secret, minute(), own)).toContain('which fewer nations may see')
    expect(refusalOf(secret, minute(['XAC']), own)).toContain('which fewer nations may see')
    expect(refusalOf(secret, minute(['XAB']), own)).toBeNull()
    expect(refusalOf(secret, minute(['XAC'], 'XAC-1'), planner('XAC'))).toContain(
      'there is no pledge',
    )
  })
})
