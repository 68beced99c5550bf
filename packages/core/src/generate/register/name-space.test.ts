/**
 * Goal: nobody learns from an answer what others keep to themselves, whatever id they try (R25). Method: two worlds that
 * differ in what one viewer may not see and in nothing else; every command of that viewer, on ids of both worlds, gets the same
 * refusal or the same entries, and the register is shown the same. What is hidden is drawn: pledges, their moves, minutes and
 * assumptions of other nations. A planted world shows that ids without a name space would tell.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assume,
  entriesOf,
  lineOf,
  planner,
  play,
  pledgeOf,
  refusalOf,
} from '../../../../../tests/support/force-register.ts'
import type { GenerateState } from '../generate-state.ts'
import { decide, evolve, initial } from '../state.ts'
import type { GenerateCommand } from '../state.ts'
import { labelFor, releaseRegister } from './release.ts'

const NATIONS = ['XAA', 'XAB', 'ZZZ'] as const
/** Who may not see what is hidden. */
const VIEWERS = ['XAC', 'ZZZ', 'XAB'] as const
const minute = (id: string, pledges: readonly string[], releasableTo?: readonly string[]) =>
  ({
    type: 'recordMinute',
    minute: {
      id,
      conference: 'c',
      text: 'words',
      pledges,
      ...(releasableTo === undefined ? {} : { releasableTo }),
    },
  }) satisfies GenerateCommand

/** What every nation sees, and what is hidden from all but its own nation later. */
const visible = play(initial, [
  [{ type: 'recordRequirement', requirement: lineOf() }, planner('ZZZ')],
  [{ type: 'recordPledge', pledge: pledgeOf() }, planner('XAA')],
  [minute('XAA-M', ['XAA-1']), planner('XAA')],
  [{ type: 'recordAssumption', assumption: assume('pledge:XAA-1', 0.5) }, planner('XAA')],
])

/** Numbers of ids: few, so that guesses meet what is there. */
const number = fc.integer({ min: 1, max: 4 })
const word = fc.constantFrom('', 'M-', 'A-')
const anyId = fc
  .tuple(fc.constantFrom('XAA-', 'XAB-', 'XAC-', 'ZZZ-', 'XAA.', ''), word, number)
  .map((parts) => parts.join(''))

/** What the nation records that others may not see: a pledge with its moves, a minute and an assumption about it. */
function hiddenBy(nation: string, n: number, quantity: number): readonly GenerateCommand[] {
  const id = `${nation}-${n}`
  const about = assume(`pledge:${id}`, 0.5)
  const range = { kind: 'range', min: quantity, max: quantity, unit: 'troops' } as const
  const status = nation === 'ZZZ' ? 'stated' : 'offered'
  const pledge = pledgeOf({ id, nation, status, quantity: range, releasableTo: [] })
  return [
    { type: 'recordPledge', pledge },
    { type: 'movePledge', pledge: id, move: 'commit', reason: 'in confidence', sources: [] },
    minute(`${nation}-M-${n}`, [id], []),
    { type: 'recordAssumption', assumption: { ...about, id: `${nation}-A-${n}` } },
  ]
}

/** The world with what is hidden besides, at places in the log after all that both worlds have. */
function withHidden(world: GenerateState, secrets: readonly Secret[]): GenerateState {
  let [state, index] = [world, 1_000]
  for (const { nation, n, quantity } of secrets)
    for (const command of hiddenBy(nation, n, quantity)) {
      const actor = planner(nation)
      if (refusalOf(state, command, actor) !== null) continue
      for (const entry of entriesOf(state, command, { actor, index })) state = evolve(state, entry)
      index += 1
    }
  return state
}
interface Secret {
  readonly nation: string
  readonly n: number
  readonly quantity: number
}
const secretOf = (nations: readonly string[]): fc.Arbitrary<Secret> =>
  fc.record({
    nation: fc.constantFrom(...nations),
    n: fc.integer({ min: 2, max: 4 }),
    quantity: fc.constantFrom(500, 600),
  })

/** The world in which XAA-1, which every nation saw, was amended and narrowed to its own nation. */
const narrowed = (min: number): GenerateState => {
  const quantity = { kind: 'range', min, max: min, unit: 'troops' } as const
  const pledge = pledgeOf({ quantity, releasableTo: [] })
  const amended = { type: 'recordPledge', pledge, reason: 'in confidence from now on' } as const
  return entriesOf(visible, amended, { actor: planner('XAA'), index: 900 }).reduce(evolve, visible)
}

/** Every command that names an id that could be hidden. */
const attempts = (id: string, nation: string, about: string): readonly GenerateCommand[] => [
  { type: 'recordPledge', pledge: pledgeOf({ id, nation }) },
  { type: 'recordPledge', pledge: pledgeOf({ id, nation, status: 'stated' }), reason: 'r' },
  { type: 'recordPledge', pledge: pledgeOf({ id, nation, releasableTo: [] }), reason: 'r' },
  {
    type: 'recordRegister',
    requirements: [],
    pledges: [pledgeOf({ id, nation, status: 'stated' })],
    reason: 'a table',
  },
  { type: 'movePledge', pledge: id, move: 'commit', reason: 'r', sources: [] },
  { type: 'liftCaveat', pledge: id, caveat: 'c', reason: 'r', sources: [] },
  minute(id, []),
  minute(id, [about]),
  { type: 'recordAssumption', assumption: { ...assume('R-1', 0.5), id } },
  { type: 'recordAssumption', assumption: { ...assume(`pledge:${about}`, 0.5), id } },
  { type: 'recordAssumption', assumption: { ...assume(`pledge:${id}`, 0.5), id: about } },
]

describe.each(VIEWERS)('%s, from whom something is kept', (viewer) => {
  const others = NATIONS.filter((nation) => nation !== viewer)
  test('is answered as if it were not there', () => {
    let accepted = 0
    fc.assert(
      fc.property(
        fc.array(secretOf(others), { minLength: 1, maxLength: 4 }),
        fc.array(secretOf(others), { maxLength: 2 }),
        anyId,
        fc.constantFrom('XAA', 'XAB', 'XAC'),
        anyId,
        fc.boolean(),
        (secrets, fewer, id, nation, about, isNarrowed) => {
          const [first, second] = isNarrowed ? [narrowed(600), narrowed(700)] : [visible, visible]
          const [one, two] = [withHidden(first, secrets), withHidden(second, fewer)]
          const context = { actor: planner(viewer), nowMs: 0 }
          for (const command of attempts(id, nation, about)) {
            const answer = decide(one, command, context)
            expect(answer).toEqual(decide(two, command, context))
            if ('entries' in answer && answer.entries.length > 0) accepted += 1
          }
          const seen = (state: GenerateState) => {
            const { lastEntry: _, recordedBy: __, ...shown } = releaseRegister(state, viewer)
            return [shown, labelFor(state, viewer)]
          }
          expect(seen(one)).toEqual(seen(two))
        },
      ),
      { numRuns: 300, seed: 20_260_731 },
    )
    // Not vacuous: some of what is tried is recorded.
    expect(accepted).toBeGreaterThan(20)
  })
})

test('ids of no name space, as logs of before have them, would tell: the property can fail', () => {
  const old = pledgeOf({ id: 'XAC-9', nation: 'XAA', releasableTo: [] })
  const told = { ...visible, pledges: new Map([...visible.pledges, [old.id, old]]) }
  const guess = { type: 'recordPledge', pledge: pledgeOf({ id: 'XAC-9', nation: 'XAC' }) } as const
  expect(refusalOf(told, guess, planner('XAC'))).toContain('is taken')
  expect(refusalOf(visible, guess, planner('XAC'))).toBeNull()
})

const pledge = (id: string, nation = 'XAC'): GenerateCommand => ({
  type: 'recordPledge',
  pledge: pledgeOf({ id, nation }),
})
const assumes = (id: string): GenerateCommand => ({
  type: 'recordAssumption',
  assumption: { ...assume('R-1', 1), id },
})

describe('who may give an id', () => {
  test.each([
    ['XAC-1', pledge('XAC-1'), null],
    ['XAC.1', pledge('XAC.1'), null],
    ['XACC-1', pledge('XACC-1'), 'begins with XAC-; write for instance XAC-XACC-1'],
    ['1', pledge('1'), 'begins with XAC-'],
    ['another nation’s', minute('XAB-1', []), 'begins with XAC-'],
    ['own minute', minute('XAC-M', []), null],
    ['an open assumption', assumes('A-1'), null],
    ['an open assumption in own space', assumes('XAC-A'), null],
    ['an open assumption in another’s', assumes('XAB-A'), 'begins with XAC-'],
  ])('%s', (_, command, message) => {
    const refused = refusalOf(visible, command, planner('XAC'))
    if (message === null) expect(refused).toBeNull()
    else expect(refused).toContain(message)
  })

  test('what is seen is amended as it stands, whatever it is called', () => {
    const old = pledgeOf({ id: 'first' })
    const state = { ...visible, pledges: new Map([...visible.pledges, [old.id, old]]) }
    const amended = { type: 'recordPledge', pledge: { ...old, title: 'Two' }, reason: 'r' } as const
    expect(refusalOf(state, amended, planner('XAA'))).toBeNull()
  })

  test('an open assumption becomes one about a pledge only under an id of its nation', () => {
    const state = play(visible, [[assumes('A-1'), planner('XAA')]])
    const turned = { ...assume('pledge:XAA-1', 0.5), id: 'A-1' }
    const command = { type: 'recordAssumption', assumption: turned } as const
    expect(refusalOf(state, command, planner('XAA'))).toContain('begins with XAA-')
  })
})
