/**
 * Goal: what a nation may not see changes nothing that it is shown (R6), and an entry's payload says who may read it (R7).
 * Method: random registers with a secret pledge put in and taken out; every kind of entry.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  entriesOf,
  lineOf,
  planner,
  play,
  pledgeOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import { entryReleasableTo, isReleasedTo, labelFor, releaseRegister } from './release.ts'

const own = planner('XAA')
const base = registerOf({ lines: [lineOf()] })
const secret = { type: 'recordPledge', pledge: pledgeOf({ releasableTo: ['XAB'] }) } as const
const open = {
  type: 'recordPledge',
  pledge: pledgeOf({ id: 'XAC-1', nation: 'XAC' }),
} as const

describe('who sees a pledge', () => {
  test.each([
    [undefined, null, true],
    [['ALL'], null, true],
    [[], null, false],
    [[], 'XAA', true],
    [[], 'XAB', false],
    [['XAB'], 'XAB', true],
    [['XAB'], 'XAC', false],
    [['XAB'], 'ZZZ', false],
  ] as const)('%j, seen by %s: %s', (releasableTo, viewer, is) => {
    expect(isReleasedTo({ releasableTo, owner: 'XAA' }, viewer)).toBe(is)
  })

  test('a register with a secret pledge looks to others as one without it', () => {
    const nations = ['XAA', 'XAB', 'XAC'] as const
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...nations), fc.subarray([...nations, 'ALL'])), {
          maxLength: 6,
        }),
        fc.constantFrom(...nations, null, 'ZZZ'),
        (released, viewer) => {
          const pledges = released.map(([nation, releasableTo], i) =>
            pledgeOf({ id: `P-${i}`, nation, releasableTo }),
          )
          const seen = releaseRegister(registerOf({ pledges }), viewer)
          const may = pledges.filter(
            ({ nation, releasableTo }) =>
              releasableTo?.includes('ALL') === true ||
              (viewer !== null && (nation === viewer || releasableTo?.includes(viewer) === true)),
          )
          expect(seen).toEqual(releaseRegister(registerOf({ pledges: may }), viewer))
          expect([...seen.pledges.keys()]).toEqual(may.map(({ id }) => id))
        },
      ),
    )
  })

  test('neither its history nor a minute that names it tells of it', () => {
    const minute = { id: 'XAA-M-1', conference: 'c', text: 'words', pledges: ['XAC-1'] }
    const state = play(base, [
      [secret, own],
      [open, planner('XAC')],
      [{ type: 'recordMinute', minute }, own],
      [
        {
          type: 'recordMinute',
          minute: { ...minute, id: 'XAA-M-2', pledges: ['XAA-1'], releasableTo: ['XAB'] },
        },
        own,
      ],
    ])
    const seen = releaseRegister(state, 'XAC')
    expect([...seen.changes.keys()]).toEqual(['XAC-1'])
    expect([...seen.minutes.keys()]).toEqual(['XAA-M-1'])
    expect([...releaseRegister(state, 'XAB').minutes.keys()]).toEqual(['XAA-M-1', 'XAA-M-2'])
  })

  test('a minute goes no further than a pledge that was narrowed since; who wrote it keeps the words', () => {
    const minute = { id: 'XAB-M', conference: 'c', text: 'words', pledges: ['XAC-1'] }
    const narrowed = { ...open.pledge, releasableTo: ['XAA'] }
    const state = play(base, [
      [open, planner('XAC')],
      [{ type: 'recordMinute', minute }, planner('XAB')],
      [{ ...open, pledge: narrowed, reason: 'in confidence from now on' }, planner('XAC')],
    ])
    const seen = (viewer: string | null) =>
      [...releaseRegister(state, viewer).minutes.values()].map((kept) => kept.minute.pledges)
    expect(seen('XAC')).toEqual([['XAC-1']])
    expect(seen('XAA')).toEqual([['XAC-1']])
    expect(seen('XAB')).toEqual([[]])
    for (const viewer of ['XAD', 'ZZZ', null]) expect(seen(viewer)).toEqual([])
  })

  test('a label is releasable to all only where nothing was used that some may not see', () => {
    const state = play(base, [
      [secret, own],
      [open, planner('XAC')],
    ])
    expect(labelFor(state, 'XAC')).toMatchObject({
      classification: 'SECRET',
      offices: ['guarantors'],
      releasableTo: ['ALL'],
    })
    expect(labelFor(state, 'XAB').releasableTo).toEqual(['XAB'])
    expect(labelFor(state, null).releasableTo).toEqual(['ALL'])
  })
})

describe('who may read an entry', () => {
  test('every entry about a secret pledge, and none about an open one, is held back', () => {
    const state = play(base, [
      [secret, own],
      [open, planner('XAC')],
    ])
    const of = (pledge: string, actor: typeof own) =>
      entriesOf(
        state,
        { type: 'movePledge', pledge, move: 'commit', reason: 'r', sources: [] },
        { actor },
      ).map(entryReleasableTo)
    expect(of('XAA-1', own)).toEqual([['XAA', 'XAB']])
    expect(of('XAC-1', planner('XAC'))).toEqual([['ALL']])
    expect(entriesOf(base, secret, { actor: own }).map(entryReleasableTo)).toEqual([['XAA', 'XAB']])
    const minute = { id: 'XAA-M', conference: 'c', text: 't', pledges: [], releasableTo: ['XAB'] }
    expect(
      entriesOf(base, { type: 'recordMinute', minute }, { actor: own }).map(entryReleasableTo),
    ).toEqual([['XAA', 'XAB']])
  })

  test('entries of other steps are not read', () => {
    const payload = { releasableTo: [] }
    expect(entryReleasableTo({ kind: 'verify.claim-filed', payload, actor: own })).toEqual(['ALL'])
  })
})
