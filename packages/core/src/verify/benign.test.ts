// Goal: benign is never concluded on a word alone (V36). Method: a table of grounds, each with what the commission is told; the
// register of announced activities is asked for each instant of what happened.
import { describe, expect, test } from 'vitest'
import { AGREEMENT, Panel, person, snapshot } from '../../../../tests/support/verify-panel.ts'
import type { Agreement } from '../agreement/index.ts'
import { HOUR_MS, isRefused } from '../units/index.ts'
import { decide, explainingRules } from './index.ts'
import type { Command } from './index.ts'

const TEXT: Agreement = {
  ...AGREEMENT,
  benign: [
    { id: 'thunder', title: 'Thunder', explains: [] },
    { id: 'notified-demining', title: 'Notified demining', explains: [], notified: 'demining' },
  ],
  notified: [{ id: 'demining', title: 'Demining' } as Agreement['notified'][number]],
  repairs: [{ id: 'power', title: 'Repair of a power line' } as Agreement['repairs'][number]],
}
const BEGAN_MS = [0, 5 * HOUR_MS]
const notOccurred = (text = TEXT): Panel => {
  const panel = new Panel(text)
  const candidates = BEGAN_MS.map((fromMs) => ({ ...snapshot(`c${fromMs}`), fromMs }))
  panel.ask('FRA', { type: 'openIncident', title: 't', from: 'candidate', candidates })
  return panel.sign({ question: 'occurred', value: 'no' })
}
/** What a conclusion is refused for, where these instants had an announced activity; null: it is concluded. */
function told(panel: Panel, fields: object, announcedMs?: readonly number[]): string | null {
  const command = { type: 'conclude', incident: 'I-0', outcome: 'benign', reason: 'So.', ...fields }
  const decided = decide(panel.state, command as unknown as Command, {
    actor: person('FRA'),
    nowMs: 0,
    agreement: TEXT,
    ...(announcedMs === undefined
      ? {}
      : { announcedAt: (ms: number) => (announcedMs.includes(ms) ? ['demining'] : []) }),
  })
  return isRefused(decided) ? decided.refused : null
}

describe('benign', () => {
  test.each<readonly [string, object, readonly number[] | undefined, string | null]>([
    [
      'no ground',
      {},
      BEGAN_MS,
      'benign takes a ground on record: name the rule that explains it, of thunder',
    ],
    ['a rule that the text has not', { rule: 'ghosts' }, BEGAN_MS, 'the text has no rule ghosts'],
    ['what nobody announces', { rule: 'thunder' }, [], null],
    ['a repair window', { rule: 'power' }, [], null],
    ['an announced activity', { rule: 'demining' }, BEGAN_MS, null],
    [
      'one that was announced for the first event only',
      { rule: 'demining' },
      [0],
      'no activity under demining was announced for',
    ],
    ['a benign rule that asks for an announcement', { rule: 'notified-demining' }, BEGAN_MS, null],
    [
      'the same, unannounced',
      { rule: 'notified-demining' },
      [],
      'no activity under demining was announced for',
    ],
    ['a register that is not at hand', { rule: 'demining' }, undefined, null],
    ['a rule for another outcome', { rule: 'thunder', outcome: 'noBreach' }, [], 'leave it out'],
  ])('on %s', (_what, fields, announcedMs, expected) => {
    const refused = told(notOccurred(), fields, announcedMs)
    if (expected === null) expect(refused).toBeNull()
    else expect(refused).toContain(expected)
  })

  test('on a signed "no breach": nations said it', () => {
    const panel = new Panel(TEXT)
      .open()
      .sign({ question: 'occurred', value: 'yes' })
      .sign({ question: 'breach', value: 'none' })
    expect(told(panel, {}, [])).toBeNull()
  })

  test('under a text that explains nothing is no outcome, and the refusal says which is', () => {
    const panel = notOccurred(AGREEMENT)
    const benign = { type: 'conclude', outcome: 'benign', reason: 'So.' }
    expect(panel.ask('FRA', benign)).toContain('so conclude noBreach')
    expect(panel.ask('FRA', { ...benign, outcome: 'noBreach' })).toBe('recorded')
  })

  test('keeps its ground on record', () => {
    const panel = notOccurred()
    panel.ask('FRA', { type: 'conclude', outcome: 'benign', rule: 'thunder', reason: 'A storm.' })
    expect(panel.entries.at(-1)?.payload).toMatchObject({ outcome: 'benign', rule: 'thunder' })
    expect(explainingRules(TEXT)).toEqual(['thunder', 'notified-demining', 'demining', 'power'])
  })
})
