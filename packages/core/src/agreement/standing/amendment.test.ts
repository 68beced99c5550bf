/**
 * Goal: a text in force is replaced only by a motion that nations other than its author's carried, under the quorum of the
 * day of its proposal, and each cell of the table is so. Method: a small text with a quorum of 3; motions brought into
 * every status, every command on each; then texts that come into force later, and a journal of before.
 */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
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
import type { Entry, Json } from '../../evidence/index.ts'
import { DAY_MS, HOUR_MS, isRefused } from '../../units/index.ts'
import {
  AMENDMENT_LAPSES_MS,
  AMENDMENT_TABLE,
  adoptedAt,
  adoptedOf,
  decide,
  missingOf,
  statusAt,
  tallyOf,
  touchedBy,
  waitingAt,
} from '../index.ts'
import type { AmendmentStatus } from '../index.ts'

let log: AmendmentLog
beforeEach(() => {
  log = new AmendmentLog()
})

test('a motion is carried by the vote that meets the quorum, and the adoption names it and the nations', () => {
  const motion = log.take(propose(), officer('XAA'))
  expect(log.entries[motion]).toMatchObject({
    kind: 'agreement.amendment-proposed',
    refs: [0],
    payload: {
      document: 'text 1',
      // printf 'text 1' | sha256sum
      sha256: '900a4469df00ccbfd0c145c6d1e4b7953dd0afafadd7534e3a4019e8d38fc663',
      amends: 0,
      inForce: 0,
      quorum: 3,
      fromMs: null,
      lapsesMs: log.nowMs + AMENDMENT_LAPSES_MS,
    },
  })
  log.take(support(motion), officer('XAB'))
  expect(missingOf(log.motion(motion))).toBe(1)
  expect(adoptedOf(log.state)?.entry).toBe(0)
  log.take(oppose(motion), officer('XAD'))
  log.nowMs += HOUR_MS
  log.take(support(motion), officer('XAC'))
  expect(log.entries.slice(-2)).toMatchObject([
    { kind: 'agreement.amendment-supported', refs: [motion], payload: { motion } },
    {
      kind: 'agreement.adopted',
      refs: [0, motion, 2],
      atMs: log.nowMs,
      payload: {
        document: 'text 1',
        amends: 0,
        fromMs: log.nowMs,
        carried: { motion, nations: ['XAA', 'XAB', 'XAC'], opposed: ['XAD'] },
      },
    },
  ])
  expect(adoptedOf(log.state)).toMatchObject({ document: 'text 1', entry: 5, amends: 0 })
  expect(log.motion(motion)).toMatchObject({ status: 'carried', closedIn: 5, text: null })
})

/** Brings a motion of XAA into a status; XAB supports it. */
const INTO: Readonly<Record<AmendmentStatus, () => number>> = {
  open: () => {
    const motion = log.take(propose(), officer('XAA'))
    log.take(support(motion), officer('XAB'))
    return motion
  },
  carried: () => {
    const motion = INTO.open()
    log.take(support(motion), officer('XAC'))
    return motion
  },
  withdrawn: () => {
    const motion = INTO.open()
    log.take(withdraw(motion), officer('XAA', { role: 'head-of-mission', name: 'another' }))
    return motion
  },
  lapsed: () => {
    const motion = INTO.open()
    log.nowMs += AMENDMENT_LAPSES_MS
    return motion
  },
  fallen: () => {
    const motion = INTO.open()
    const other = log.take(propose('text 2'), officer('XAD'))
    log.take(support(other), officer('XAA'))
    log.take(support(other), officer('XAB'))
    return motion
  },
}
const STATUSES = Object.keys(AMENDMENT_TABLE) as AmendmentStatus[]
const COMMANDS = ['supportAmendment', 'opposeAmendment', 'withdrawAmendment'] as const

describe.each(STATUSES)('a motion that is %s', (status) => {
  test.each(COMMANDS)('%s: as the table says', (type) => {
    const motion = INTO[status]()
    expect(statusAt(log.motion(motion), log.nowMs)).toBe(status)
    const cell = AMENDMENT_TABLE[status][type]
    const [before, size] = [log.state, log.entries.length]
    // XAE speaks for itself, XAA takes its own motion back.
    const refused = log.ask(on(type, motion), officer(type === 'withdrawAmendment' ? 'XAA' : 'XAE'))
    if (cell.kind === 'accepted') {
      expect(refused).toBeNull()
      expect(cell.next).toContain(statusAt(log.motion(motion), log.nowMs))
    } else {
      expect(refused).toBe(`motion ${motion}: ${cell.kind === 'refused' ? cell.reason : ''}`)
      expect([log.state, log.entries.length]).toEqual([before, size])
    }
    expect(AMENDMENT_TABLE[status].proposeAmendment.kind).toBe('impossible')
  })
})

test('the table of the specification is this table', () => {
  const path = '../../../../../docs/specs/agreement-standing.md'
  const page = readFileSync(new URL(path, import.meta.url), 'utf8')
  const rows = page.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    return STATUSES.includes(cells[1] as AmendmentStatus) ? [cells.slice(1, 5)] : []
  })
  const told = STATUSES.map((status) => [
    status,
    ...COMMANDS.map((type) => {
      const cell = AMENDMENT_TABLE[status][type]
      return cell.kind === 'accepted' ? cell.next.join(', ') : cell.kind
    }),
  ])
  expect(rows).toEqual(told)
})

test('a motion lapses by the clock alone, at its instant and not a millisecond before', () => {
  const motion = INTO.open()
  log.nowMs = log.motion(motion).lapsesMs - 1
  expect(log.ask(oppose(motion), officer('XAD'))).toBeNull()
  log.nowMs += 1
  expect(log.ask(support(motion), officer('XAC'))).toContain('its time is over')
  // Its text is given up when the next one comes.
  log.take(propose(), officer('XAA'))
  expect(log.motion(motion)).toMatchObject({ status: 'open', text: null })
})

test('nobody carries alone: the author’s nation counts once, whoever speaks for it, and two nations are the fewest', () => {
  const motion = log.take(propose(), officer('XAA'))
  const second = officer('XAA', { name: 'a colleague', role: 'head-of-mission' })
  expect(log.ask(support(motion), second)).toContain('XAA proposed motion 1 and counts once')
  expect(log.ask(oppose(motion), second)).toContain('withdraw it instead')
  log.take(support(motion), officer('XAB'))
  expect(log.ask(support(motion), officer('XAB', { name: 'a colleague' }))).toContain(
    'XAB supports motion 1 already (entry 2)',
  )
  log = new AmendmentLog({ text: textOf({ thresholds: { quorum: 1 } }) })
  const low = log.take(propose(), officer('XAA'))
  expect(adoptedOf(log.state)?.document).toBe('text 0')
  log.take(support(low), officer('XAB'))
  expect(adoptedOf(log.state)?.document).toBe('text 1')
})

test('of each nation its last word counts, and as many against as for carry nothing', () => {
  const motion = INTO.open()
  log.take(oppose(motion), officer('XAB'))
  expect(tallyOf(log.motion(motion))).toEqual({ nations: ['XAA'], opposed: ['XAB'] })
  log.take(support(motion), officer('XAB'))
  for (const nation of ['XBA', 'XBB', 'XBC']) log.take(oppose(motion), officer(nation))
  log.take(support(motion), officer('XAC'))
  // Three for it, which is the quorum, and three against.
  expect(missingOf(log.motion(motion))).toBe(1)
  expect(adoptedOf(log.state)?.entry).toBe(0)
  log.take(support(motion), officer('XBC'))
  expect(adoptedOf(log.state)?.carried).toEqual({
    motion,
    nations: ['XAA', 'XAB', 'XAC', 'XBC'],
    opposed: ['XBA', 'XBB'],
  })
})

test('a text that is carried for later is adopted now and in force then; what is decided until then is under the old one', () => {
  const fromMs = log.nowMs + 10 * DAY_MS
  const later = textOf({
    thresholds: { quorum: 2 },
    facts: [{ id: 'calm', title: 'calm', declaredBy: 'commission' }],
  })
  const motion = log.take(propose('text 1', { fromMs, agreement: later }), officer('XAA'))
  log.take(support(motion), officer('XAB'))
  const before = log.state
  log.take(support(motion), officer('XAC'))
  expect(touchedBy(before, log.state, log.entries.at(-1) as Entry)).toEqual([
    { fromMs, toMs: Infinity },
  ])
  expect([fromMs - 1, fromMs].map((ms) => adoptedAt(log.state, ms)?.document)).toEqual([
    'text 0',
    'text 1',
  ])
  const fact = { type: 'declareFact', party: null, fromMs: null, reason: 'seen' } as const
  log.take({ ...fact, fact: 'quiet' }, officer('XAA'))
  expect(log.ask({ ...fact, fact: 'calm' }, officer('XAA'))).toContain('has no fact "calm"')
  // The quorum is that of the day of the proposal, whatever comes into force while nations deliberate.
  const next = log.take(propose('text 2'), officer('XAD'))
  expect(log.motion(next)).toMatchObject({ inForce: 0, amends: log.entries.length - 3, quorum: 3 })
  log.nowMs = fromMs
  expect(waitingAt(log.state, fromMs - 1)).toHaveLength(1)
  expect(waitingAt(log.state, fromMs)).toEqual([])
  log.take({ ...fact, fact: 'calm' }, officer('XAA'))
  expect(waitingAt(log.state, fromMs)).toMatchObject([{ fact: 'calm' }])
  log.take(support(next), officer('XAA'))
  expect(adoptedOf(log.state)?.document).toBe('text 1')
  log.take(support(next), officer('XAB'))
  expect(adoptedOf(log.state)?.document).toBe('text 2')
  expect(waitingAt(log.state, fromMs)).toEqual([])
  expect(log.motion(log.take(propose('text 3'), officer('XAD')))).toMatchObject({ quorum: 3 })
})

test('a motion that is carried after the instant that it named does not reach back to it', () => {
  const fromMs = log.nowMs + HOUR_MS
  const motion = log.take(propose('text 1', { fromMs }), officer('XAA'))
  log.nowMs += DAY_MS
  log.take(support(motion), officer('XAB'))
  log.take(support(motion), officer('XAC'))
  expect(adoptedOf(log.state)).toMatchObject({ atMs: log.nowMs, fromMs: log.nowMs })
})

test('a text of another id takes the place of the one in force by a motion, too', () => {
  const motion = log.take(propose('text y', { agreement: textOf({ id: 'y' }) }), officer('XAA'))
  log.take(support(motion), officer('XAB'))
  log.take(support(motion), officer('XAC'))
  expect(adoptedOf(log.state)).toMatchObject({ agreement: { id: 'y' }, amends: null })
  expect(log.entries.at(-1)?.refs).toEqual([0, motion, 2])
})

test('where the adoption was lost behind the vote that carried it, the same nation may say it again', () => {
  const motion = INTO.open()
  const context = { actor: officer('XAC'), nowMs: log.nowMs }
  const decided = decide(log.state, support(motion), context)
  if (isRefused(decided)) throw new Error(decided.refused)
  const [said] = decided.entries
  if (said === undefined) throw new Error('nothing was recorded')
  log.fold(said, context.actor)
  expect(missingOf(log.motion(motion))).toBe(0)
  log.take(support(motion), officer('XAC'))
  expect(adoptedOf(log.state)?.carried).toMatchObject({ nations: ['XAA', 'XAB', 'XAC'] })
})

test('journals of before stand: a later text that one officer adopted is in force, and fells what waits', () => {
  const motion = log.take(propose(), officer('XAA'))
  const plain = { agreement: textOf(), document: 'text 9', amends: 0 } as unknown as Json
  const { index } = log.fold(
    { kind: 'agreement.adopted', payload: plain, refs: [0] },
    officer('XAB'),
  )
  expect(adoptedOf(log.state)).toMatchObject({
    document: 'text 9',
    carried: null,
    fromMs: log.nowMs,
  })
  expect(log.motion(motion)).toMatchObject({ status: 'fallen', closedIn: index })
})

const later = (fromMs: number): number => {
  const motion = log.take(propose('later', { fromMs }), officer('XAA'))
  for (const nation of ['XAB', 'XAC']) log.take(support(motion), officer(nation))
  return motion
}
const carry = (document: string, more: object): number => {
  const motion = log.take(propose(document, more), officer('XAD'))
  for (const nation of ['XAA', 'XAB']) log.take(support(motion), officer(nation))
  return motion
}
describe('a text that was carried for a later instant', () => {
  test.each([
    ['from now on', null, true],
    ['from an earlier instant', 2 * DAY_MS, true],
    ['from the same instant', 5 * DAY_MS, true],
    ['from a later one', 6 * DAY_MS, false],
  ])('beside another that is carried %s', (_when, fromMs, isOvertaken) => {
    const first = later(5 * DAY_MS)
    const text = adoptedOf(log.state)?.entry ?? 0
    const second = log.take(propose('text 2', { fromMs }), officer('XAD'))
    // The conflict is told with the motion, before anybody supports it.
    expect(log.motion(second).overtakes).toEqual(isOvertaken ? [text] : undefined)
    for (const nation of ['XAA', 'XAB']) log.take(support(second), officer(nation))
    const closedIn = log.entries.length - 1
    expect(log.motion(second).status).toBe('carried')
    expect(log.motion(first).status).toBe(isOvertaken ? 'fallen' : 'carried')
    if (isOvertaken)
      expect(log.motion(first)).toMatchObject({
        closedIn,
        why: expect.stringContaining('the text carried last prevails') as string,
      })
    // What the status says is what comes: a text that fell is never in force, one that is carried is.
    const everInForce = [1, 2, 5, 5.5, 6, 400].map((day) => adoptedAt(log.state, day * DAY_MS))
    expect(everInForce.some((one) => one?.entry === text)).toBe(!isOvertaken)
  })

  test('that is in force already is not overtaken', () => {
    const first = later(2 * DAY_MS)
    log.nowMs = 2 * DAY_MS
    expect(log.motion(carry('text 2', { fromMs: null })).overtakes).toBeUndefined()
    expect(log.motion(first).status).toBe('carried')
  })
})

test('the same text with other blanks at the ends is the same motion', () => {
  const motion = log.take(propose('a: 1\nb: 2\n'), officer('XAA'))
  for (const document of ['a: 1\nb: 2', 'a: 1\nb: 2\n\n', 'a: 1 \r\nb: 2\r\n'])
    expect(log.ask(propose(document), officer('XAB'))).toContain(
      `motion ${motion} proposes this very text already`,
    )
  expect(log.ask(propose('a: 1\n  b: 2\n'), officer('XAB'))).toBeNull()
})
