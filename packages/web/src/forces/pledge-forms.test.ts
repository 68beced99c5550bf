// Goal: a nation's officer moves its own pledges and no other's, by what the life cycle allows and nothing else; a number that
// nobody says stays unknown; the number before stays beside the new one; bad input is refused with how to mend it. Method: each
// form's fields and builder on typed values, the moves held against the published table.
import { describe, expect, it } from 'vitest'
import { PLEDGE_MOVES, PLEDGE_STATUSES, PLEDGE_TABLE } from '@holdfast/core/generate/register'
import { AWAY, pledgeOf, registerOf } from '../../../../tests/support/force-words.ts'
import type { FormValues } from '../form/index.ts'
import {
  conditionForm,
  declareForm,
  deedsOf,
  liftForm,
  maySpeakFor,
  moveForm,
  movesOf,
  quantityForm,
} from './pledge-forms.ts'
import type { RegisterForm } from './pledge-forms.ts'

const TYPED = { reason: ' The vote was won. ', source: 'our minister', quote: 'we do it' }
const SAID = [{ article: 'our minister', quote: 'we do it' }]
const pledge = pledgeOf('XAA-1')
const register = registerOf({
  nowMs: Date.UTC(2026, 2, 1, 12),
  pledges: [pledge],
  capabilities: [
    {
      code: 'landManoeuvre',
      title: 'Land manoeuvre',
      unit: 'troops',
      definition: 'Soldiers.',
      countsPeople: true,
      also: ['landForce'],
      parent: 'land',
    },
  ],
})
const build = (form: RegisterForm, typed: FormValues): object =>
  form.sends[0]?.build({ ...TYPED, ...typed }) ?? {}
const shown = ({ fields }: RegisterForm, typed: FormValues): readonly string[] =>
  fields.filter(({ when }) => when === undefined || when(typed)).map(({ name }) => name)
const optionsOf = ({ fields }: RegisterForm, name: string): readonly string[] =>
  (fields.find((one) => one.name === name)?.options ?? []).map(({ value }) => value)
const refused = (words: RegExp) => ({ refused: expect.stringMatching(words) as string })

const as = (viewer: string | null) => ({ ...register, viewer })

describe('who may', () => {
  it('is the pledge’s own nation, until it is withdrawn', () => {
    expect(deedsOf(pledge, as('XAA'))).toEqual(['move', 'quantity', 'declare'])
    expect(deedsOf({ ...pledge, caveats: [AWAY] }, as('XAA'))).toContain('lift')
    expect(deedsOf({ ...pledge, caveats: [{ ...AWAY, untilMs: 5 }] }, as('XAA'))).not.toContain(
      'lift',
    )
    for (const viewer of ['XAB', 'ZZZ', null]) expect(deedsOf(pledge, as(viewer))).toEqual([])
    expect(deedsOf({ ...pledge, status: 'withdrawn' }, as('XAA'))).toEqual([])
  })
  it('tells of a condition its own nation, and the staff where it is no one nation’s', () => {
    expect(['XAA', 'XAB', 'ZZZ', null].map((one) => maySpeakFor({ nation: 'XAA' }, one))).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(['XAA', 'ZZZ', null].map((one) => maySpeakFor({ nation: null }, one))).toEqual([
      false,
      true,
      false,
    ])
  })
})

describe('a move', () => {
  it.each(PLEDGE_STATUSES)('from %s is offered just where the table accepts it', (status) => {
    const accepted = PLEDGE_MOVES.filter((move) => PLEDGE_TABLE[status][move].kind === 'accepted')
    expect(movesOf({ status }).map(({ value }) => value)).toEqual(accepted)
    const form = moveForm(register, { ...pledge, status })
    for (const move of PLEDGE_MOVES) {
      const built = build(form, { move, requirement: 'L-LAND', number: 'same' })
      const isBuilt = 'type' in built
      expect([move, isBuilt]).toEqual([move, accepted.includes(move)])
    }
  })
  it('names a number only where one is asked for, and says nothing of it where it stays', () => {
    const form = moveForm(register, pledge)
    expect(shown(form, { move: 'withdraw' })).toEqual(['move', 'reason', 'source', 'quote'])
    expect(shown(form, { move: 'commit', number: 'range' })).toEqual(
      expect.arrayContaining(['number', 'min', 'max']),
    )
    const command = {
      step: 'generate',
      type: 'movePledge',
      pledge: 'XAA-1',
      move: 'commit',
      reason: 'The vote was won.',
      sources: SAID,
    }
    expect(build(form, { move: 'commit', number: 'same' })).toEqual(command)
    expect(build(form, { move: 'commit', number: 'range', min: '800', max: '1,000' })).toEqual({
      ...command,
      quantity: { kind: 'range', min: 800, max: 1_000, unit: 'troops' },
    })
    expect(build(form, { move: 'commit', number: 'unknown', min: '800' })).toEqual({
      ...command,
      quantity: { kind: 'unknown' },
    })
    expect(build(form, { move: 'withdraw', number: 'range', min: '9' })).toEqual({
      ...command,
      move: 'withdraw',
    })
  })
  it('assigns to a line, those of its capability first', () => {
    const form = moveForm(register, { ...pledge, status: 'committed', capability: 'landManoeuvre' })
    expect(optionsOf(form, 'requirement')).toEqual(['L-LAND', 'L-HUBS'])
    expect(build(form, { move: 'assign', requirement: 'L-LAND' })).toMatchObject({
      move: 'assign',
      requirement: 'L-LAND',
    })
  })
})

describe('another number', () => {
  const form = quantityForm(register, pledge)
  it('is an amendment of the whole pledge; the one before stays beside it with its own source', () => {
    const { changes: _, ...whole } = pledge
    expect(build(form, { number: 'range', min: '2,000' })).toEqual({
      step: 'generate',
      type: 'recordPledge',
      pledge: {
        ...whole,
        quantity: { kind: 'range', min: 2_000, max: 2_000, unit: 'troops' },
        otherFigures: [
          { quantity: pledge.quantity, definition: 'what it was before', sources: pledge.sources },
        ],
        sources: SAID,
      },
      reason: 'The vote was won.',
    })
    expect(build(form, { number: 'unknown' })).toMatchObject({
      pledge: { quantity: { kind: 'unknown' } },
    })
  })
  it.each([
    [{ number: 'range' }, /no number is typed/],
    [{ number: 'range', min: 'many' }, /no whole number/],
    [{ number: 'range', min: '9', max: '3' }, /turn them round/],
    [{ number: 'range', min: '1000', max: '1200' }, /on record already/],
  ])('is refused: %j', (typed, words) => {
    expect(build(form, typed)).toEqual(refused(words))
  })
})

describe('a caveat', () => {
  const own = { ...pledge, caveats: [AWAY] }
  const form = declareForm(register, own)
  const typed = {
    caveat: 'Not at sea',
    category: 'geographic',
    forbids: 'blackSea',
    waivableBy: 'its parliament',
  }
  it('is declared beside those there are, with its days and who may waive it', () => {
    const days = { from: '2026-04-01', until: '2026-07-01' }
    expect(build(form, { ...typed, ...days })).toMatchObject({
      type: 'recordPledge',
      reason: 'The vote was won.',
      pledge: {
        status: 'offered',
        caveats: [
          AWAY,
          {
            category: 'geographic',
            title: 'Not at sea',
            forbids: ['blackSea'],
            waivableBy: 'its parliament',
            declaredMs: register.nowMs,
            fromMs: Date.UTC(2026, 3, 1),
            untilMs: Date.UTC(2026, 6, 1),
            sources: SAID,
          },
        ],
      },
    })
    expect(JSON.stringify(build(form, typed))).not.toMatch(/fromMs|untilMs|changes/)
  })
  it.each([
    [{ from: '1 April' }, /no day/],
    [{ until: '2026-02-30' }, /no day/],
    [{ from: '2026-07-01', until: '2026-04-01' }, /ends before it begins/],
    [{ until: '2026-03-01' }, /ends before it begins/],
    [{ forbids: '' }, /forbids no place/],
    [{ caveat: AWAY.title }, /has the caveat .* already/],
  ])('is refused: %j', (change, words) => {
    expect(build(form, { ...typed, ...change })).toEqual(refused(words))
  })
  it('is lifted by its title, where it is not over: before its end too', () => {
    const ended = { ...AWAY, title: 'Over', untilMs: 9 }
    const dated = { ...AWAY, title: 'Till May', untilMs: Date.UTC(2026, 4, 1) }
    const lifting = liftForm(register, { ...own, caveats: [ended, AWAY, dated] })
    expect(optionsOf(lifting, 'caveat')).toEqual([AWAY.title, 'Till May'])
    expect(build(lifting, { caveat: AWAY.title })).toEqual({
      step: 'generate',
      type: 'liftCaveat',
      pledge: 'XAA-1',
      caveat: AWAY.title,
      reason: 'The vote was won.',
      sources: SAID,
    })
  })
})

it('a condition is told to be what it is not on record as', () => {
  const vote = {
    id: 'vote',
    kind: 'parliament',
    title: 'Vote',
    nation: 'XAA',
    sources: SAID,
  } as const
  const form = conditionForm({ ...vote, state: 'unknown' })
  expect(optionsOf(form, 'state')).toEqual(['met', 'unmet'])
  expect(build(form, { state: 'met' })).toEqual({
    step: 'generate',
    type: 'moveCondition',
    condition: 'vote',
    state: 'met',
    reason: 'The vote was won.',
    sources: SAID,
  })
})
