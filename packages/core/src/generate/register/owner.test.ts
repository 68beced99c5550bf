/**
 * Goal: what is on record is overwritten by nobody but who may (R20); a guess of what is hidden learns nothing (R21);
 * words about a hidden pledge, and changes made in confidence, go no further than they were released (R22); an
 * assumption has a value that can be (R23). Method: commands by every kind of actor on small made-up registers.
 */
import { describe, expect, test } from 'vitest'
import {
  assume,
  conditionOf,
  entriesOf,
  lineOf,
  planner,
  play,
  pledgeOf,
  refusalOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import { decide, initial } from '../state.ts'
import type { GenerateCommand } from '../state.ts'
import type { Assumption, Pledge, Requirement } from '../types.ts'
import { entryReleasableTo, labelFor, releaseRegister } from './release.ts'

const own = planner('XAA')
const other = planner('XAB')
const staff = planner('ZZZ')
const system = { ...staff, role: 'system' } as const
const hidden = pledgeOf({ releasableTo: ['XAC'] })
const record = (pledge: Pledge, reason?: string): GenerateCommand => ({
  type: 'recordPledge',
  pledge,
  ...(reason === undefined ? {} : { reason }),
})
const imported = (pledge: Pledge): GenerateCommand => ({
  type: 'recordRegister',
  requirements: [],
  pledges: [pledge],
  reason: 'a table',
})
const secret = play(initial, [[record(hidden), own]])
const assumes = (assumption: Assumption): GenerateCommand => ({
  type: 'recordAssumption',
  assumption,
})
const asks = (requirement: Requirement, reason?: string): GenerateCommand => ({
  type: 'recordRequirement',
  requirement,
  ...(reason === undefined ? {} : { reason }),
})

describe('a guess of a hidden pledge', () => {
  test.each([
    ['another nation', other],
    ['the staff', staff],
  ])('by %s is answered alike, right or wrong', (_, actor) => {
    for (const put of [record, imported]) {
      const right = refusalOf(secret, put(hidden), actor)
      expect(right).not.toBeNull()
      expect(right).toBe(refusalOf(secret, put({ ...hidden, title: 'Guessed' }), actor))
    }
    expect(refusalOf(secret, record(hidden), other)).toBe(refusalOf(initial, record(hidden), other))
  })

  test('its own nation records the same again, and nothing is recorded', () => {
    expect(entriesOf(secret, record(hidden), { actor: own })).toEqual([])
  })

  test('an assumption about it is answered as one about a pledge that is not there', () => {
    const about = assumes(assume('pledge:XAA-1', 0.5))
    const byOther = assumes({ ...assume('pledge:XAA-1', 0.5), id: 'XAB-A' })
    expect(refusalOf(secret, byOther, other)).toContain('there is no pledge XAA-1')
    for (const command of [about, byOther])
      expect(refusalOf(secret, command, other)).toBe(refusalOf(initial, command, other))
    const known = play(secret, [[about, own]])
    const wrong = assumes(assume('pledge:XAA-1', 0.4))
    expect(refusalOf(known, about, other)).not.toBeNull()
    expect(refusalOf(known, about, other)).toBe(refusalOf(known, wrong, other))
  })
})

describe('who overwrites', () => {
  const asked = play(initial, [[asks(lineOf()), own]])
  const changed = lineOf({ title: 'Other troops' })

  test('a requirement: who recorded it and the staff, with a reason', () => {
    expect(refusalOf(asked, asks(changed, 'a note'), other)).toContain('a planner of XAA or')
    for (const actor of [own, staff]) {
      expect(refusalOf(asked, asks(changed, 'a note'), actor)).toBeNull()
      expect(refusalOf(asked, asks(changed), actor)).toContain('amends R-1')
    }
    const table = { type: 'recordRegister', requirements: [changed], pledges: [] } as const
    expect(refusalOf(asked, { ...table, reason: 'r' }, other)).toContain('R-1 is on record')
    expect(refusalOf(asked, table, own)).toContain('amends R-1')
    const [entry] = entriesOf(asked, asks(changed, 'a note'), { actor: own })
    expect(entry?.payload).toMatchObject({ reason: 'a note' })
  })

  test('an amendment by the staff takes nothing from its nation; what the staff recorded is theirs', () => {
    const amended = play(asked, [[asks(changed, 'a note'), staff]])
    expect(refusalOf(amended, asks(lineOf(), 'back'), own)).toBeNull()
    expect(refusalOf(registerOf({ lines: [lineOf()] }), asks(changed, 'r'), own)).toContain(
      "the mission's staff amends it",
    )
  })

  test('an assumption: the nation that recorded it, or the staff its own', () => {
    const one = assume('landManoeuvre:prepared', 5)
    const two = { ...one, value: 6 }
    const byNation = play(initial, [[assumes(one), own]])
    const byStaff = play(initial, [[assumes(one), staff]])
    const may = (state: typeof byNation, actor: typeof own) =>
      refusalOf(state, assumes(two), actor) === null
    expect([own, other, staff].map((actor) => may(byNation, actor))).toEqual([true, false, false])
    expect([own, other, staff].map((actor) => may(byStaff, actor))).toEqual([false, false, true])
  })

  test.each(['deployable:XAA', 'rotationRatio:XAA', 'pledge:XAA-1'])(
    'an assumption about %s: that nation or the staff',
    (about) => {
      const state = registerOf({ pledges: [pledgeOf()] })
      const by = ({ nation }: typeof own) => assumes({ ...assume(about, 1), id: `${nation}-A` })
      expect([own, staff].map((actor) => refusalOf(state, by(actor), actor))).toEqual([null, null])
      expect(refusalOf(state, by(other), other)).toContain("planner of XAA or the mission's staff")
    },
  )

  test('documents read again do not overwrite a requirement that was amended; read as it stands they change nothing', () => {
    const line = lineOf({ id: 'R-9' })
    const read = (requirements: readonly (typeof line)[]) =>
      ({
        type: 'recordCoalition',
        coalition: {
          statements: [],
          requirements,
          otherRequirements: [],
          conditions: [],
          exclusions: [],
          assessments: [],
          assumptions: [],
          pledges: [],
        },
      }) as const
    const first = play(initial, [[read([line]), system]])
    const amendment = {
      type: 'recordRequirement',
      requirement: { ...line, title: 'More' },
      reason: 'the staff counted again',
    } as const
    const amended = play(first, [[amendment, staff]])
    expect(amended.requirements.get('R-9')?.title).toBe('More')
    for (const actor of [system, staff])
      expect(refusalOf(amended, read([line]), actor)).toBe(
        'recordCoalition: what is on record of R-9 is not what the documents say; write the documents as it stands, or amend it by recordRequirement with a reason',
      )
    const same = read([{ ...line, title: 'More' }])
    expect(decide(amended, same, { actor: system, nowMs: 0 })).toEqual({ entries: [] })
    const beside = read([
      { ...line, title: 'More' },
      { ...line, id: 'R-10' },
    ])
    expect(refusalOf(amended, beside, system)).toBeNull()
  })
})

describe('what goes no further', () => {
  test('an assumption about a hidden pledge has its release, in the register, the label and the log', () => {
    const about = assumes(assume('pledge:XAA-1', 0.5))
    expect(entriesOf(secret, about, { actor: own }).map(entryReleasableTo)).toEqual([
      ['XAA', 'XAC'],
    ])
    const state = play(secret, [[about, own]])
    const seen = (viewer: string | null) => releaseRegister(state, viewer).assumptions.size
    expect(['XAA', 'XAC', 'XAB', 'ZZZ', null].map(seen)).toEqual([1, 1, 0, 0, 0])
  })

  test('a pledge released to all does not release what was assumed of it in confidence, until it is said again', () => {
    const about = assumes(assume('pledge:XAA-1', 0.5))
    const wide = record({ ...hidden, releasableTo: ['ALL'] }, 'now public')
    const state = play(secret, [
      [about, own],
      [wide, own],
    ])
    const seen = (of: typeof state) =>
      ['XAA', 'XAC', 'XAB', 'ZZZ', null].map((one) => releaseRegister(of, one).assumptions.size)
    expect(seen(state)).toEqual([1, 1, 0, 0, 0])
    expect(labelFor(state, 'XAC').releasableTo).toEqual(['XAC'])
    // The same words again are said to all now; while the pledge is hidden they are nothing new.
    expect(seen(play(state, [[about, own]]))).toEqual([1, 1, 1, 1, 1])
    expect(entriesOf(play(secret, [[about, own]]), about, { actor: own })).toEqual([])
  })

  test('a pledge released to all keeps earlier changes where they were', () => {
    const wide = { ...hidden, releasableTo: ['ALL'] }
    const commit = { type: 'movePledge', pledge: 'XAA-1', move: 'commit', sources: [] } as const
    const state = play(secret, [
      [{ ...commit, reason: 'in confidence' }, own],
      [record({ ...wide, status: 'committed' }, 'now public'), own],
    ])
    const reasons = (viewer: string | null) =>
      releaseRegister(state, viewer)
        .changes.get('XAA-1')
        ?.map(({ reason }) => reason)
    expect(reasons('XAB')).toEqual(['now public'])
    expect(reasons(null)).toEqual(['now public'])
    for (const viewer of ['XAA', 'XAC'])
      expect(reasons(viewer)).toEqual(['', 'in confidence', 'now public'])
    expect(labelFor(state, 'XAC').releasableTo).toEqual(['XAC'])
    expect(labelFor(state, 'XAB').releasableTo).toEqual(['ALL'])
  })
})

test.each([
  ['condition:c', [0, 1], [-0.1, 1.1]],
  ['status:offered', [0, 1], [7]],
  ['pledge:XAA-1', [0, 1], [7, -1]],
  ['packageSize:landManoeuvre', [1], [0, -5]],
  ['persons:landManoeuvre', [1], [0]],
  ['landManoeuvre:prepared', [5_000], [0, -1]],
  ['R-1', [1], [0, Number.NaN]],
  ['rotationRatio:XAA', [1, 20], [0.9, 21]],
  ['deployable:XAA', [0, 10_000], [-1]],
] as const)('an assumption about %s is worth %j, never %j', (about, good, bad) => {
  const state = registerOf({
    pledges: [pledgeOf()],
    lines: [lineOf()],
    conditions: [conditionOf({ id: 'c' })],
  })
  for (const value of good) expect(refusalOf(state, assumes(assume(about, value)), own)).toBeNull()
  for (const value of bad)
    expect(refusalOf(state, assumes(assume(about, value)), own)).toContain(`has the value ${value}`)
})

test.each([
  ['R-9', 'there is no line R-9'],
  ['condition:nope', 'there is no condition nope'],
  ['status:promised', 'no pledge is promised, one of stated'],
  ['deployable:GRB', 'GRB is no nation'],
  ['landManoeuvre:willing', "write a line's id"],
  ['made:up', "write a line's id"],
])('an assumption about %s, which is nothing, is refused', (about, why) => {
  const state = registerOf({ pledges: [pledgeOf()] })
  expect(refusalOf(state, assumes(assume(about, 1)), own)).toContain(`is about ${about}: ${why}`)
})
