// Goal: a click says what it sends, sends only what the desk reads, and what must be typed cannot be left out; what waits
// reads as a sentence. Method: every kind of thing that waits, as the core lists it; the commands that its clicks make
// are held against the core's own lists.
import { COMMANDS as LIAISE } from '@holdfast/core/liaise'
import { COMMANDS as PATROL, DUE_KINDS } from '@holdfast/core/patrol'
import type { Alarm, DueItem, DueKind } from '@holdfast/core/patrol'
import type { Actor } from '@holdfast/core/nations'
import { describe, expect, it } from 'vitest'
import { actionsFor, whyNot } from './actions.ts'
import { DUE_WORD, instantOf, wordsOfDue, wordsOfRaised } from './words.ts'

const alarm: Alarm = {
  id: 'checkpoint Ayville 7',
  patrol: 'P-1',
  kind: 'checkpoint',
  settlement: 'Ayville',
  sinceMs: 7,
  raisedAtMs: 7,
  raised: 1,
  acknowledged: null,
}
const call = {
  call: 'H-1',
  subject: { kind: 'event', id: 'e1' },
  party: 'A',
  dueAtMs: 7,
  isTried: false,
  triedAtMs: null,
  about: null,
  other: null,
  lateMs: 0,
} as const
const SAYS: Partial<Record<DueKind, string>> = { evacuation: 'requested', plan: 'draft' }
const item = (kind: DueKind, more: Partial<DueItem> = {}): DueItem => ({
  kind,
  key: kind,
  of: 'X-1',
  alarm: kind === 'alarm' || kind === 'takenUp' ? alarm : null,
  call: kind === 'call' || kind === 'lateCall' ? call : null,
  says: SAYS[kind] ?? '',
  dueAtMs: 7,
  lateMs: 0,
  ...more,
})
const every: readonly DueItem[] = [
  ...DUE_KINDS.map((kind) => item(kind)),
  item('call', { call: { ...call, call: null } }),
  item('plan', { says: 'cleared' }),
  ...['accepted', 'underWay', 'collected'].map((says) => item('evacuation', { says })),
]

describe('the clicks', () => {
  it('are there for everything that waits, each with its own words', () => {
    for (const one of every) {
      const labels = actionsFor(one, 9).map(({ label }) => label)
      expect([one.kind, labels.length > 0]).toEqual([one.kind, true])
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
  it('name a command of their step, and never a field that is typed', () => {
    for (const { command, typed } of every.flatMap((one) => actionsFor(one, 9))) {
      const known: readonly string[] = command['step'] === 'liaise' ? LIAISE : PATROL
      expect(known).toContain(command['type'])
      if (typed !== undefined) expect(command[typed] ?? null).toBeNull()
    }
  })
  it('say the instant at which they were clicked, and the alarm by its name', () => {
    const [heard, came, back, ...taken] = actionsFor(item('alarm'), 9)
    expect(heard?.command).toMatchObject({ type: 'radioCheck', patrol: 'X-1', atMs: 9 })
    expect(came?.command).toMatchObject({ type: 'passCheckpoint', settlement: 'Ayville' })
    expect(back?.command).toMatchObject({ type: 'recordReturn', atMs: 9 })
    for (const { command } of taken)
      expect(command).toMatchObject({ type: 'acknowledge', alarm: 'checkpoint Ayville 7' })
    expect(taken.length).toBeGreaterThan(0)
  })
  it('take up no alarm twice, and call no party off that was tried', () => {
    const by = { nation: 'SWE', officer: 'watch', keyId: '' }
    const acknowledged = { alarm: alarm.id, doing: 'calling', by, atMs: 8, entry: 3 }
    const again = actionsFor(item('takenUp', { alarm: { ...alarm, acknowledged } }), 9)
    expect(again.map(({ command }) => command['type'])).not.toContain('acknowledge')
    const tried = actionsFor(item('call', { call: { ...call, isTried: true } }), 9)
    expect(tried.map(({ command }) => command['type'])).toEqual(['logAttempt', 'logAttempt'])
  })
})

const officer = (office: Actor['office'], role: Actor['role']): Actor => ({
  name: 'Lind',
  nation: 'XAA',
  role,
  office,
  keyId: 'dev',
})

describe('who may click', () => {
  it('is told before the click: another office’s or role’s work is no button that refuses', () => {
    const [sign] = actionsFor(item('minutes'), 9)
    const [open] = actionsFor(item('call', { call: { ...call, call: null } }), 9)
    const [signPlan] = actionsFor(item('plan', { says: 'cleared' }), 9)
    if (sign === undefined || open === undefined || signPlan === undefined) throw new Error('none')
    expect(whyNot(sign, officer('monitor', 'head-of-mission'))).toContain('commission')
    expect(whyNot(sign, officer('commission', 'panel'))).toBeNull()
    expect(whyNot(open, officer('monitor', 'watch'))).toBeNull()
    expect(whyNot(open, officer('guarantors', 'minister'))).toContain('monitor or commission')
    expect(whyNot(signPlan, officer('monitor', 'watch'))).toContain('head-of-mission')
  })
})

describe('what raises the watch on every page', () => {
  it('is what may not wait, counted; the rest raises nobody', () => {
    const due = ['alarm', 'alarm', 'evacuation', 'lateCall', 'call', 'takenUp', 'plan'] as const
    expect(
      wordsOfRaised(
        due.map((kind) => ({ kind })),
        0,
      ),
    ).toBe('2 patrol alarms, 1 casualty evacuation, 1 call late')
    expect(wordsOfRaised([{ kind: 'point' }], 0)).toBe('')
    expect(wordsOfRaised([], 7)).toBe('7 more calls that nobody opened')
  })
})

describe('the words', () => {
  it('are there for every kind', () => {
    for (const kind of DUE_KINDS) expect(DUE_WORD[kind].length).toBeGreaterThan(3)
  })
  it('say what the patrol missed, where it last was, and who is on it', () => {
    expect(wordsOfDue(item('alarm', { says: 'Bee Hill' }))).toBe(
      'not at the checkpoint Ayville; last said to be at Bee Hill',
    )
    const by = { nation: 'SWE', officer: 'K. Berg', keyId: '' }
    const acknowledged = { alarm: alarm.id, doing: 'calling', by, atMs: 8, entry: 3 }
    expect(wordsOfDue(item('takenUp', { alarm: { ...alarm, raised: 2, acknowledged } }))).toBe(
      'not at the checkpoint Ayville; raised 2 times; K. Berg: calling',
    )
  })
  it('stand on an instant that no date holds, and on a call without its subject', () => {
    for (const bad of [-9e15, 9e15, Number.NaN])
      expect(() => new Date(instantOf(bad, 7)).toISOString()).not.toThrow()
    expect(instantOf(5, 7)).toBe(5)
    const withheld = { ...call, subject: null } as unknown as typeof call
    expect(wordsOfDue(item('call', { call: withheld }))).toContain('not released yet')
  })
  it('say whom to call, and what was tried', () => {
    const dueAtMs = 14 * 3_600_000 + 47 * 60_000
    expect(wordsOfDue(item('call', { call: { ...call, dueAtMs } }))).toBe(
      'party A about an event, time counted from 14:32 UTC',
    )
    const subject = { kind: 'incident', id: 'I-3' } as const
    expect(wordsOfDue(item('call', { call: { ...call, subject } }))).toContain('incident I-3')
    expect(wordsOfDue(item('call', { call: { ...call, isTried: true } }))).toContain(
      'nobody answered',
    )
    expect(wordsOfDue(item('call', { call: { ...call, call: null } }))).toContain('nobody opened')
    const at = Date.UTC(2026, 2, 1, 2, 41)
    const about = {
      incident: 'I-3',
      title: 'Shelling of a village',
      kinds: [{ kind: 'explosion', events: 3 }],
      events: 3,
      beganMs: at,
      place: {
        area: null,
        near: '4 km NE of Horlivka',
        toldFrom: null,
        position: { lonDeg: 38.05, latDeg: 48.33 },
        errorM: 300,
      },
    }
    const other = {
      party: 'A',
      status: 'answered',
      calledAtMs: at + 5 * 60_000,
      answeredBy: 'duty officer',
      said: 'Will stop.',
      stoppedAtMs: null,
    } as const
    const told = {
      ...call,
      party: 'B',
      about,
      other,
      isTried: true,
      triedAtMs: at + 60_000,
    } as const
    expect(wordsOfDue(item('lateCall', { call: told }))).toBe(
      'party B about I-3 Shelling of a village · 3 × explosion · 4 km NE of Horlivka, 48.330° N 38.050° E · began 02:41 UTC; nobody answered 02:42 UTC; party A answered 02:46 UTC, “Will stop.”',
    )
    expect(wordsOfDue(item('plan'))).toContain('security')
    expect(wordsOfDue(item('evacuation'))).toContain('nobody has accepted')
  })
})
