/**
 * Goal: every bad command on the amendment of a text is refused with the reason, and changes nothing. Method: a log with
 * one text; each command with one thing wrong, by officers of every office, and by scripts on what people did.
 */
import { beforeEach, expect, test } from 'vitest'
import {
  AmendmentLog,
  officer,
  on,
  oppose,
  propose,
  support,
  textOf,
  withdraw,
} from '../../../../../tests/support/amendment-log.ts'
import type { Actor } from '../../nations/index.ts'
import { HOUR_MS } from '../../units/index.ts'
import { adoptedOf, AMENDMENTS_OF_NATION_MAX } from '../index.ts'
import { AHEAD_MS_MAX, REASON_CHARACTERS_MAX } from './guard.ts'

const scripted = (nation: string): Actor => officer(nation, { role: 'scripted' })
const COMMANDS = ['supportAmendment', 'opposeAmendment', 'withdrawAmendment'] as const

let log: AmendmentLog
beforeEach(() => {
  log = new AmendmentLog()
})

test('before there is a text, and without the office or the role', () => {
  for (const [one, actor, why] of [
    [propose(), officer('XAA', { office: 'monitor', role: 'analyst' }), 'the monitor office'],
    [support(1), officer('XAA', { office: 'guarantors' }), 'the guarantors office'],
    [oppose(1), officer('XAA', { role: 'watch' }), 'the role watch'],
    [withdraw(1), officer('XAA', { role: 'system' }), 'the role system'],
    [propose(), scripted('FRA'), 'fictional nation'],
  ] as const)
    expect(log.ask(one, actor)).toContain(why)
  log = new AmendmentLog(null)
  expect(log.ask(propose('text 1', { fromMs: log.nowMs + 1 }), officer('XAA'))).toContain(
    'leave out from when',
  )
  expect(log.ask(propose('text 1', { amends: 0 }), officer('XAA'))).toContain(
    'no text of agreement x to amend',
  )
  expect(log.ask(support(0), officer('XAA'))).toContain('there is no motion 0')
})

test('a proposal without words, of the text that is there, of the past, or against a text of before', () => {
  for (const [more, why] of [
    [{ reason: ' ' }, 'reason is empty'],
    [{ reason: 'x'.repeat(REASON_CHARACTERS_MAX + 1) }, 'the most is'],
    [{ document: 'text 0' }, 'already adopted with this very text (entry 0)'],
    [{ amends: 7 }, 'entry 0 is: read that one first'],
    [{ fromMs: log.nowMs - 1 }, 'does not reach back'],
    [{ fromMs: log.nowMs + AHEAD_MS_MAX + 1 }, 'days ahead'],
    [{ fromMs: 1.5 }, 'no instant in whole milliseconds'],
    [
      { agreement: textOf({ provisions: [{ clause: 'C', binds: { party: 'A', why: '' } }] }) },
      'binds party A only',
    ],
  ] as const)
    expect(log.ask(propose('text 1', more), officer('XAA'))).toContain(why)
  expect(log.entries).toHaveLength(1)
})

test('the same text twice, and one motion too many of a nation', () => {
  const motion = log.take(propose(), officer('XAA'))
  expect(log.ask(propose(), officer('XAB'))).toBe(
    `motion ${motion} proposes this very text already: support that one`,
  )
  // For another instant it is another motion.
  expect(log.ask(propose('text 1', { fromMs: log.nowMs + HOUR_MS }), officer('XAB'))).toBeNull()
  for (let n = 1; n < AMENDMENTS_OF_NATION_MAX; n += 1)
    log.take(propose(`text a${n}`), officer('XAA'))
  expect(log.ask(propose('text z'), officer('XAA'))).toContain('which is the most')
  log.take(withdraw(motion), officer('XAA'))
  expect(log.ask(propose('text z'), officer('XAA'))).toBeNull()
})

test('a word on no motion, without words, or for another nation', () => {
  const motion = log.take(propose(), officer('XAA'))
  for (const bad of [99, 0, -1, 0.5])
    expect(log.ask(support(bad), officer('XAB'))).toContain(`open now: ${motion}`)
  for (const type of COMMANDS)
    expect(log.ask(on(type, motion, ''), officer('XAB'))).toContain('reason is empty')
  expect(log.ask(withdraw(motion), officer('XAB'))).toContain('oppose it instead')
  expect(log.motion(motion).votes).toEqual([])
})

test('a script on what people adopted or moved, and people on what a script moved', () => {
  expect(log.ask(propose(), scripted('XAA'))).toContain('a scripted officer may not go on with it')
  const real = log.take(propose(), officer('XAA'))
  expect(log.ask(support(real), scripted('XAB'))).toContain('is real')
  log = new AmendmentLog({ by: officer('XAA', { role: 'system' }) })
  const played = log.take(propose(), scripted('XAA'))
  expect(log.ask(support(played), officer('XAB'))).toContain('belongs to a script')
  log.take(support(played), scripted('XAB'))
  log.take(support(played), scripted('XAC'))
  expect(adoptedOf(log.state)).toMatchObject({ document: 'text 1', scripted: true })
  // People may amend what a script adopted, and then it is theirs.
  const theirs = log.take(propose('text 2'), officer('XAA'))
  log.take(support(theirs), officer('XAB'))
  log.take(support(theirs), officer('XAC'))
  expect(adoptedOf(log.state)).toMatchObject({ document: 'text 2', scripted: false })
})

test('a first text that a fictional nation helped to carry is not of real nations, whoever spoke last', () => {
  for (const [by, isFiction] of [
    [['XAA', 'NOR', 'SWE'], true],
    [['NOR', 'SWE', 'POL'], false],
  ] as const) {
    const empty = new AmendmentLog(null)
    const motion = empty.take(propose(), officer(by[0]))
    for (const nation of by.slice(1)) empty.take(support(motion), officer(nation))
    expect(adoptedOf(empty.state)?.carried?.nations).toEqual(by.toSorted())
    expect(adoptedOf(empty.state)?.fictional).toBe(isFiction)
    expect(empty.ask(propose('text 2'), officer('XAB')) === null).toBe(isFiction)
  }
})

test('fictional nations neither propose to amend what real ones set in force nor count on their motions', () => {
  const real = new AmendmentLog({ by: officer('SWE') })
  const why = 'is of real nations, and XAA is fictional'
  expect(real.ask(propose(), officer('XAA'))).toContain(why)
  const motion = real.take(propose(), officer('NOR'))
  for (const type of COMMANDS) expect(real.ask(on(type, motion), officer('XAA'))).toContain(why)
  for (const nation of ['XAB', 'XAC'])
    expect(real.ask(support(motion), officer(nation))).not.toBeNull()
  expect(real.motion(motion).votes).toEqual([])
  real.take(support(motion), officer('SWE'))
  real.take(support(motion), officer('POL'))
  expect(adoptedOf(real.state)?.carried?.nations).toEqual(['NOR', 'POL', 'SWE'])
  // What an exercise adopted real nations take over, and then it is theirs.
  const taken = log.take(propose(), officer('NOR'))
  log.take(support(taken), officer('SWE'))
  log.take(support(taken), officer('POL'))
  expect(log.ask(propose('text 2'), officer('XAA'))).toContain(why)
})
