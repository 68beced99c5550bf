/**
 * Goal: an acceptance table is put in force by an entry with who, when and why; it is amended by its keeper or the staff alone,
 * by naming the entry in force, with a reason (G21). Method: commands by every kind of actor, one after the other; each
 * refusal beside the command that would have passed.
 */
import { expect, test } from 'vitest'
import {
  entriesOf,
  lineOf,
  planner,
  play,
  refusalOf,
} from '../../../../../tests/support/force-register.ts'
import { initial } from '../state.ts'
import type { GenerateCommand, GenerateState } from '../index.ts'
import { acceptanceDigest, acceptanceInForce } from './index.ts'
import type { AcceptanceTable, AdoptAcceptance } from './index.ts'

const table = (change: Partial<AcceptanceTable> = {}): AcceptanceTable => ({
  id: 'a',
  title: 'T',
  notice: 'N',
  owner: 'the cell',
  date: '2026',
  statements: [],
  parties: [],
  weights: [],
  groups: [],
  views: [],
  ...change,
})
const adopt = (change: Partial<AdoptAcceptance> = {}): GenerateCommand => ({
  type: 'adoptAcceptance',
  table: table(),
  ...change,
})
const [own, other, staff] = [planner('XAA'), planner('XAB'), planner('ZZZ')]
const second = table({ title: 'Second' })
const inForce = (state: GenerateState) => acceptanceInForce(state.acceptances)

test('the first is adopted by any planner, and says who, when and what', () => {
  expect(inForce(initial)).toBeNull()
  const [draft] = entriesOf(initial, adopt(), { actor: own })
  expect(draft).toMatchObject({ kind: 'generate.acceptance-adopted', refs: [] })
  const state = play(initial, [[adopt(), own]])
  expect(inForce(state)).toMatchObject({
    nation: 'XAA',
    keeper: 'XAA',
    digest: acceptanceDigest(table()),
    amends: null,
    table: table(),
  })
  expect(refusalOf(initial, adopt({ amends: 3 }), own)).toContain('leave amends out')
})

test.each(['owner', 'date'] as const)('a table without %s is refused', (key) => {
  expect(refusalOf(initial, adopt({ table: table({ [key]: null }) }), own)).toContain(
    `a has no ${key}`,
  )
})

test('it is amended by its keeper or the staff, with a reason, by the entry that is in force', () => {
  // The line takes the first place in the log, so that no index is 0.
  const before = [[{ type: 'recordRequirement', requirement: lineOf() }, staff] as const]
  const first = play(initial, [...before, [adopt(), own]])
  const at = inForce(first)?.index ?? -1
  const amend = adopt({ table: second, amends: at, reason: 'a party spoke' })
  expect(refusalOf(first, amend, other)).toContain('a planner of XAA or')
  expect(refusalOf(first, adopt({ table: second }), own)).toContain(`amend ${at}`)
  expect(refusalOf(first, adopt({ table: second, amends: at + 1, reason: 'r' }), own)).toContain(
    `not ${at + 1}`,
  )
  expect(refusalOf(first, adopt({ table: second, amends: at, reason: ' ' }), own)).toContain(
    'the reason of the amendment',
  )
  expect(refusalOf(first, adopt({ amends: at, reason: 'r' }), own)).toContain('in force already')
  for (const actor of [own, staff]) {
    const state = play(initial, [...before, [adopt(), own], [amend, actor]])
    expect(inForce(state)).toMatchObject({ keeper: 'XAA', amends: at, reason: 'a party spoke' })
    expect(inForce(state)?.table.title).toBe('Second')
    expect(state.acceptances).toHaveLength(2)
    // Whoever looked at the first one overwrites nothing that was put in force since.
    expect(refusalOf(state, adopt({ amends: at, reason: 'r' }), own)).toContain(`not ${at}`)
  }
  const byStaff = play(initial, [[adopt(), staff]])
  expect(refusalOf(byStaff, amend, own)).toContain("; the mission's staff amends it")
})

test('who does not plan adopts nothing', () => {
  expect(refusalOf(initial, adopt(), { ...own, role: 'watch' })).toContain('adopt')
})
