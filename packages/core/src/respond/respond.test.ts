// Goal: a breach starts its clocks once, at absolute instants of elapsed time, whatever the restarts and the daylight
// saving; a recall stops them; and no decision is recorded without mandate and attribution. Method: fold, cut and
// replay the entries at every split; spoil one ground of a good decision at a time.
import { describe, expect, test } from 'vitest'
import type { Draft, Entry } from '../evidence/index.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS, HOUR_MS, isRefused } from '../units/index.ts'
import type { Incident } from '../verify/index.ts'
import { QUESTIONS } from '../verify/index.ts'
import { decide, evolve, expire, follow, initial, nextDueMs, unblocks } from './index.ts'
import type { Ladder, Measure, RespondCommand, RespondState, Rung } from './index.ts'

// 24 October 2026, 12:00 in Kyiv: the clocks go back that night, so 72 h end at 11:00 local time.
const START = Date.UTC(2026, 9, 24, 9)
const basis = { kind: 'assumption', source: 'test' } as const
const gate = (nation: string, hours: number | null) => ({
  nation,
  body: 'Parliament',
  legalBasis: 'law',
  usualDurationMs: hours === null ? null : hours * HOUR_MS,
  basis,
})
const measure = (id: string, againstParty: boolean): Measure => ({
  id,
  title: id,
  capabilities: [],
  mandate: 'm',
  againstParty,
  basis,
  gates: [gate('FRA', 12), gate('DEU', null)],
})
const ALL = ['technical', 'minor', 'serious', 'grave', 'collapse'] as const
const rung = (number: number, hours: number, change: Partial<Rung> = {}): Rung => ({
  id: `r${number}`,
  number,
  title: `Rung ${number}`,
  dueMs: hours * HOUR_MS,
  trigger: { severities: ALL, persists: false },
  forBreachesBy: ['A', 'B'],
  measures: [],
  basis,
  ...change,
})
const LADDER: Ladder = {
  id: 'l',
  title: 'l',
  notice: 'What-if.',
  mandates: [
    {
      id: 'm',
      title: 'm',
      clause: 'Article 4',
      fromMs: START,
      untilMs: START + 30 * DAY_MS,
      permits: ['talk', 'hit'],
      basis,
    },
  ],
  rungs: [
    rung(0, 0.25),
    rung(1, 24, {
      measures: [measure('talk', false), measure('hit', true), measure('creep', false)],
    }),
    rung(2, 48, { trigger: { severities: ['grave'], persists: true } }),
    rung(3, 72, { trigger: { severities: ['serious', 'grave'], persists: false } }),
    { ...rung(1, 24, { forBreachesBy: ['B'] }), id: 'r1-b' },
  ],
}
const person = (nation: string, role: Actor['role']): Actor => ({
  name: role,
  nation,
  role,
  office: 'guarantors',
  keyId: 'k',
})
const SYSTEM = person('ZZZ', 'system')
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: [],
  releasableTo: [],
} as const

const blank = {
  votes: [],
  proposedBy: null,
  machineProbability: null,
  standard: null,
  proposedIn: null,
  capitalsDueAtMs: null,
  recallMoved: [],
  scripted: false,
}
const answered = (values: Readonly<Record<string, unknown>>): Incident['answers'] =>
  Object.fromEntries(
    QUESTIONS.map((question) => {
      const value = values[question] ?? null
      return [
        question,
        {
          ...blank,
          question,
          value,
          status: value === null ? 'open' : 'signed',
          signedAtMs: null,
          signedIn: value === null ? null : 7,
        },
      ]
    }),
  ) as unknown as Incident['answers']
const breach = { clause: 'X-1', agreementVersion: 'v1' }
const incident = (
  values: Readonly<Record<string, unknown>> = { breach },
  change: Partial<Incident> = {},
): Incident => ({
  id: 'I-1',
  status: 'inquiry',
  sinceMs: START,
  title: 't',
  candidates: [],
  events: [],
  observations: [],
  clauses: [],
  collectedBy: [],
  claims: [],
  answers: answered(values),
  dissent: [],
  testimony: [],
  asked: QUESTIONS,
  heardByMs: null,
  outcome: null,
  recalls: [],
  corrections: [],
  mergedInto: null,
  breachEstablishedAtMs: START,
  entries: [1],
  scripted: false,
  ...change,
})

/** A journal of this step: records what is drafted and folds it. */
class Log {
  readonly entries: Entry[] = []
  state: RespondState = initial
  record(drafts: readonly Draft[], atMs: number, actor = SYSTEM): readonly Draft[] {
    for (const draft of drafts) {
      const entry: Entry = { ...draft, index: this.entries.length, actor, atMs, label }
      this.entries.push(entry)
      this.state = evolve(this.state, entry)
    }
    return drafts
  }
  ask(command: RespondCommand, actor: Actor, atMs: number, one = incident()): string {
    const decided = decide(this.state, command, {
      actor,
      nowMs: atMs,
      incidents: new Map([[one.id, one]]),
    })
    if (isRefused(decided)) return decided.refused
    this.record(decided.entries, atMs, actor)
    return 'recorded'
  }
  follow(one: Incident, atMs: number): number {
    return this.record(follow(this.state, { incident: one, ladder: LADDER, nowMs: atMs }), atMs)
      .length
  }
  get clocks(): string[] {
    return [...this.state.clocks.values()].map(({ rung: id, status }) => `${id} ${status}`)
  }
}
function opened(one = incident(), atMs = START): Log {
  const log = new Log()
  log.ask({ type: 'adoptLadder', ladder: LADDER, boundTo: 'x', document: 'd' }, SYSTEM, START)
  log.follow(one, atMs)
  return log
}

const signedIn = (one: Incident, entry: number): Incident => ({
  ...one,
  answers: { ...one.answers, breach: { ...one.answers.breach, signedIn: entry } },
})

describe('clocks', () => {
  test('start once, at the signature, by elapsed time across the change of the clocks', () => {
    const grave = incident({ breach, severity: 'grave' })
    const log = opened(grave, START + HOUR_MS)
    expect(log.clocks).toEqual(['r0 running', 'r1 running', 'r3 running'])
    expect(log.follow(grave, START + 2 * HOUR_MS)).toBe(0)
    const three = [...log.state.clocks.values()].find(({ rung: id }) => id === 'r3')
    expect(three?.dueAtMs).toBe(START + 72 * 3_600_000)
    const local = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Kyiv',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    expect(local.format(three?.dueAtMs)).toBe('27/10/2026, 11:00')
  })

  test('survive a restart at every split, across their deadline too, and expire once', () => {
    const log = opened(incident({ breach, severity: 'grave' }))
    const late = START + 100 * HOUR_MS
    log.record(expire(log.state, START + HOUR_MS), START + HOUR_MS)
    log.record(expire(log.state, late), late)
    for (let split = 0; split <= log.entries.length; split++) {
      // Restarted from a prefix long after: what is missing is drafted again, what is there is not.
      const again = new Log()
      again.record(log.entries.slice(0, split), START)
      again.state = log.entries.slice(0, split).reduce(evolve, initial)
      if (split > 0) again.follow(incident({ breach, severity: 'grave' }), late)
      again.record(expire(again.state, late), late)
      const ends = [...again.state.clocks.values()].map(({ dueAtMs, endedAtMs, status }) => [
        status,
        endedAtMs === dueAtMs,
      ])
      expect(ends).toEqual(split === 0 ? [] : Array.from({ length: 3 }, () => ['expired', true]))
      expect(expire(again.state, late)).toEqual([])
      const cut = log.entries
        .slice(split)
        .reduce(evolve, log.entries.slice(0, split).reduce(evolve, initial))
      expect(cut).toEqual(log.state)
    }
    expect(nextDueMs(log.state)).toBeNull()
  })

  test('expire at their deadline and not before', () => {
    const log = opened()
    expect(nextDueMs(log.state)).toBe(START + HOUR_MS / 4)
    expect(expire(log.state, START + HOUR_MS / 4 - 1)).toEqual([])
    expect(expire(log.state, START + HOUR_MS / 4)).toHaveLength(1)
  })

  test('stop when the finding is recalled or merged, once', () => {
    for (const gone of [
      incident({}, { breachEstablishedAtMs: null }),
      incident({}, { breachEstablishedAtMs: null, status: 'recalled' }),
      incident({ breach }, { status: 'merged', mergedInto: 'I-9' }),
    ]) {
      const log = opened()
      expect(log.follow(gone, START + 60_000)).toBe(2)
      expect(log.clocks).toEqual(['r0 stopped', 'r1 stopped'])
      expect(log.follow(gone, START + 120_000)).toBe(0)
      expect(expire(log.state, START + 1000 * HOUR_MS)).toEqual([])
    }
  })

  test.each<readonly [string, Incident, Incident, string, number]>([
    [
      'the incident was merged away and is back',
      incident({ breach }, { status: 'merged', mergedInto: 'I-9' }),
      incident({ breach }),
      'C-I-1-r1-7-2',
      START + 27 * HOUR_MS,
    ],
    [
      'the breach itself was recalled and is signed anew: its whole time',
      incident({}, { breachEstablishedAtMs: null }),
      signedIn(incident({ breach }, { breachEstablishedAtMs: START + 5 * HOUR_MS }), 40),
      'C-I-1-r1-40',
      START + 29 * HOUR_MS,
    ],
  ])('run again after they were stopped: %s', (_what, gone, back, clock, dueAtMs) => {
    const log = opened()
    log.follow(gone, START + 60_000)
    expect(log.clocks).toEqual(['r0 stopped', 'r1 stopped'])
    // Stopped a minute after the start and back three hours and a minute after it: the pause is added, no more.
    expect(log.follow(back, START + 3 * HOUR_MS + 60_000)).toBe(2)
    expect(log.follow(back, START + 4 * HOUR_MS)).toBe(0)
    expect(log.state.clocks.get(clock)).toMatchObject({ status: 'running', dueAtMs })
    // The log alone makes the same clocks, and a second stop is followed by a third clock.
    expect(log.entries.reduce(evolve, initial)).toEqual(log.state)
    expect(log.follow(gone, START + 5 * HOUR_MS)).toBe(2)
    expect(log.follow(back, START + 6 * HOUR_MS)).toBe(2)
    expect(log.clocks.filter((one) => one === 'r1 running')).toHaveLength(1)
  })

  test('that were met are not owed again', () => {
    const log = opened()
    const meet = { type: 'meetClock', clock: 'C-I-1-r1-7', why: 'Warned.' } as const
    expect(log.ask(meet, person('FRA', 'planner'), START + 1)).toBe('recorded')
    log.follow(incident({ breach }, { status: 'merged', mergedInto: 'I-9' }), START + 60_000)
    log.follow(incident(), START + HOUR_MS)
    expect(log.clocks).toEqual(['r0 stopped', 'r1 met', 'r0 running'])
  })

  test('stop without the words of the recall: a clock goes to every office', () => {
    const recall = {
      question: 'breach',
      value: null,
      signedAtMs: START,
      recalledAtMs: START,
      reason: 'The launcher stood by the church.',
      entry: 9,
    } as const
    const log = opened()
    log.follow(incident({}, { breachEstablishedAtMs: null, recalls: [recall] }), START)
    expect([...log.state.clocks.values()].map(({ why }) => why)).toEqual([
      'The answer on breach was recalled (entry 9).',
      'The answer on breach was recalled (entry 9).',
    ])
  })

  test('wait for attribution where a rung answers one party, and for persistence where it must persist', () => {
    const log = opened(incident({ breach, severity: 'grave', attribution: 'undetermined' }))
    expect(log.clocks).not.toContain('r1-b running')
    expect(
      log.ask(
        { type: 'reportPersistence', incident: 'I-1', persists: true, reason: 'again' },
        person('FRA', 'planner'),
        START,
      ),
    ).toBe('recorded')
    log.follow(incident({ breach, severity: 'grave', attribution: 'B' }), START)
    expect(log.clocks).toEqual(expect.arrayContaining(['r1-b running', 'r2 running']))
    const other = opened(incident({ breach, attribution: 'A' }))
    expect(other.clocks).toEqual(['r0 running', 'r1 running'])
    expect(opened(incident({ breach, attribution: 'thirdParty' })).clocks).toEqual(['r0 running'])
  })

  test('are left alone by tombstones and strangers', () => {
    const { state } = opened()
    expect(evolve(state, { index: 3, tombstone: true })).toBe(state)
  })
})

describe('rung 0', () => {
  const call = {
    type: 'logHotlineCall',
    incident: 'I-1',
    party: 'A',
    calledAtMs: START,
    answeredBy: 'duty officer',
    fireStoppedAtMs: null,
  } as const
  test('is met by calling both commanders in time', () => {
    const log = opened()
    expect(log.ask(call, person('FRA', 'watch'), START + 60_000)).toBe('recorded')
    expect(log.clocks[0]).toBe('r0 running')
    expect(
      log.ask({ ...call, party: 'B', answeredBy: null }, person('FRA', 'watch'), START + 120_000),
    ).toBe('recorded')
    expect(log.clocks[0]).toBe('r0 met')
    expect(log.state.calls).toHaveLength(2)
  })
  test('refuses a call that was not made yet', () => {
    expect(
      opened().ask({ ...call, calledAtMs: START + HOUR_MS }, person('FRA', 'watch'), START),
    ).toContain('in the future')
  })
})

describe('a decision', () => {
  const yes = {
    type: 'recordDecision',
    incident: 'I-1',
    measure: 'hit',
    party: 'B',
    nation: 'FRA',
    decision: 'yes',
    legalBasis: 'Article 35',
    conditions: ['With notice.'],
  } as const
  const minister = person('FRA', 'minister')
  const guilty = incident({ breach, attribution: 'B' })

  test('is recorded, and opens its nation’s gate only', () => {
    const log = opened(guilty)
    expect(log.ask(yes, minister, START + HOUR_MS, guilty)).toBe('recorded')
    const asked = { incident: 'I-1', askedAtMs: START, party: 'B' } as const
    const open = unblocks(measure('hit', true), log.state.decisions, asked)
    expect(open.gates.map(({ nation, status }) => `${nation} ${status}`)).toEqual([
      'FRA approved',
      'DEU waiting',
    ])
    expect([open.status, open.byMs]).toEqual(['waiting', null])
    // The attribution may be recalled, and another party named: what was decided on this one opens nothing against that.
    const other = unblocks(measure('hit', true), log.state.decisions, { ...asked, party: 'A' })
    expect(other.gates.map(({ status }) => status)).toEqual(['waiting', 'waiting'])
    expect(log.ask({ ...yes, decision: 'no' }, minister, START + 2 * HOUR_MS, guilty)).toBe(
      'recorded',
    )
    expect(unblocks(measure('hit', true), log.state.decisions, asked).status).toBe('declined')
    expect(unblocks({ ...measure('hit', true), gates: [gate('FRA', 12)] }, [], asked).byMs).toBe(
      START + 12 * HOUR_MS,
    )
  })

  test.each<readonly [string, Partial<RespondCommand>, Incident, Actor, number, string]>([
    [
      'unattributed',
      {},
      incident(),
      minister,
      1,
      'needs a signed attribution to it; attribution is open',
    ],
    [
      'undetermined',
      {},
      incident({ breach, attribution: 'undetermined' }),
      minister,
      1,
      'attribution is signed (undetermined)',
    ],
    [
      'of the other party',
      { party: 'A' },
      guilty,
      minister,
      1,
      'against party A needs a signed attribution',
    ],
    [
      'recalled',
      {},
      incident({ attribution: 'B' }, { breachEstablishedAtMs: null }),
      minister,
      1,
      'no signed breach',
    ],
    [
      'outside the mandate',
      { measure: 'creep', party: null },
      guilty,
      minister,
      1,
      'outside the mandate m: Article 4',
    ],
    ['after the mandate', {}, guilty, minister, 31 * 24, 'mandate m is not in force: Article 4'],
    ['before the mandate', {}, guilty, minister, -1, 'mandate m is not in force: Article 4'],
    ['for another nation', { nation: 'DEU' }, guilty, minister, 1, 'FRA decides for itself only'],
    [
      'by a planner',
      {},
      guilty,
      person('FRA', 'planner'),
      1,
      'the role planner may not recordDecision',
    ],
    [
      'by a script',
      { nation: 'XAA' },
      guilty,
      person('XAA', 'scripted'),
      1,
      'the incident is real',
    ],
    ['without legal basis', { legalBasis: ' ' }, guilty, minister, 1, 'legalBasis is empty'],
    ['on no measure', { measure: 'other' }, guilty, minister, 1, 'has no measure other'],
  ])('is refused: %s', (_what, change, one, actor, hours, message) => {
    const log = opened(guilty)
    const before = log.state
    expect(
      log.ask({ ...yes, ...change } as RespondCommand, actor, START + hours * HOUR_MS, one),
    ).toContain(message)
    expect(log.state).toBe(before)
  })

  test('is refused on a rung that was not reached', () => {
    const log = new Log()
    log.ask({ type: 'adoptLadder', ladder: LADDER, boundTo: 'x', document: 'd' }, SYSTEM, START)
    expect(log.ask(yes, minister, START + HOUR_MS, guilty)).toContain('rung r1 was not reached')
  })
})

describe('a clock is met', () => {
  const planner = person('FRA', 'planner')
  const meet = { type: 'meetClock', clock: 'C-I-1-r1-7', why: 'Warned.' } as const
  test('before its deadline, never after', () => {
    expect(opened().ask(meet, planner, START + 24 * HOUR_MS - 1)).toBe('recorded')
    expect(opened().ask(meet, planner, START + 24 * HOUR_MS)).toContain('has run out')
    expect(opened().ask({ ...meet, clock: 'C-9' }, planner, START)).toContain(
      'there is no clock C-9',
    )
  })
})

test('a one-sided ladder is refused at adoption too', () => {
  const log = new Log()
  const ladder = {
    ...LADDER,
    rungs: [rung(0, 1), rung(1, 24, { forBreachesBy: ['B'], measures: [measure('hit', true)] })],
  }
  expect(
    log.ask({ type: 'adoptLadder', ladder, boundTo: 'x', document: 'd' }, SYSTEM, START),
  ).toContain('no consequence for a breach by party A')
})
