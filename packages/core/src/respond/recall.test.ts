// Goal: a recall stops the clocks that rest on the answer that it takes, and no other (V34): all on the breach, a rung for some
// severities on the severity, a rung for one party's breaches on the attribution. Method: each answer of a published finding is
// recalled in turn, and signed anew, through the steps' own decide and evolve; a table by hand tells what must run. The
// table is checked by a planted fault: a follower that takes one recalled answer for the whole finding must not pass it.
import { describe, expect, test } from 'vitest'
import { Panel, person } from '../../../../tests/support/verify-panel.ts'
import type { Draft, Entry } from '../evidence/index.ts'
import { HOUR_MS, isRefused } from '../units/index.ts'
import type { Incident, Question } from '../verify/index.ts'
import { decide, evolve, follow, initial } from './index.ts'
import type { Ladder, RespondState, Rung } from './index.ts'

const basis = { kind: 'assumption', source: 'test' } as const
const ALL = ['technical', 'minor', 'serious', 'grave', 'collapse'] as const
const persists = {
  type: 'reportPersistence',
  incident: 'I-0',
  persists: true,
  reason: 'Fire goes on.',
} as const
const rung = (id: string, change: Partial<Rung>): Rung => ({
  id,
  number: 1,
  title: id,
  dueMs: 72 * HOUR_MS,
  trigger: { severities: ALL, persists: false },
  forBreachesBy: ['A', 'B'],
  measures: [],
  basis,
  ...change,
})
const LADDER: Ladder = {
  id: 'l',
  title: 'l',
  notice: null,
  mandates: [],
  rungs: [
    rung('any', {}),
    rung('grave', { trigger: { severities: ['grave'], persists: false } }),
    rung('onA', { forBreachesBy: ['A'] }),
    rung('goesOn', { trigger: { severities: ALL, persists: true } }),
  ],
}

const publish = (panel: Panel): void => {
  panel.ask('FRA', { type: 'conclude', outcome: 'breach', reason: 'r' })
  panel.ask('FRA', { type: 'publish' })
  if (panel.incident.status !== 'published') throw new Error('not published')
}
const published = (): Panel => {
  const panel = new Panel()
    .open()
    .sign({ question: 'occurred', value: 'yes' })
    .sign({ question: 'breach', value: { clause: 'X-1', agreementVersion: 'v1' } })
    .sign({ question: 'severity', value: 'grave' })
    .heard()
    .sign({ question: 'attribution', value: 'A' })
  publish(panel)
  return panel
}
const taking = (panel: Panel, question: Question): Panel => {
  for (const nation of ['FRA', 'SWE'])
    panel.ask(nation, { type: 'recall', question, reason: 'The launcher stood by the church.' })
  return panel
}

type Follow = typeof follow
/** The clocks of a panel's incident, followed at each hour that is asked for. */
class Clocks {
  state: RespondState = initial
  #index = 1_000
  readonly #follow: Follow
  constructor(by: Follow = follow) {
    this.#follow = by
  }
  record(drafts: readonly Draft[], nowMs: number): void {
    for (const draft of drafts) {
      this.#index += 1
      const entry = { ...draft, index: this.#index, atMs: nowMs, actor: {}, label: {} }
      this.state = evolve(this.state, entry as unknown as Entry)
    }
  }
  follow(incident: Incident, hour: number): this {
    const nowMs = hour * HOUR_MS
    this.record(this.#follow(this.state, { incident, ladder: LADDER, nowMs }), nowMs)
    return this
  }
  all() {
    return [...this.state.clocks.values()]
  }
  running(): readonly string[] {
    return this.all().flatMap((clock) => (clock.status === 'running' ? [clock.rung] : []))
  }
}

/** Question, the clocks that go on, and what those that stop say. */
const TABLE = [
  ['occurred', [], /^The answer on occurred was recalled \(entry \d+\), and breach rests on it\.$/],
  ['breach', [], /^The answer on breach was recalled \(entry \d+\)\.$/],
  ['severity', ['any', 'onA'], /^The answer on severity was recalled \(entry \d+\)\.$/],
  ['attribution', ['any', 'grave'], /^The answer on attribution was recalled \(entry \d+\)\.$/],
] as const

/** Takes one recalled answer for the whole finding. */
const planted: Follow = (state, { incident, ...rest }) =>
  follow(state, {
    ...rest,
    incident:
      incident.recalls.length === 0 ? incident : { ...incident, breachEstablishedAtMs: null },
  })

describe('the recall of one answer', () => {
  test.each(TABLE)('of %s leaves %j running, and says what was recalled', (question, go, why) => {
    const panel = published()
    const clocks = new Clocks().follow(panel.incident, 1)
    expect(clocks.running()).toEqual(['any', 'grave', 'onA'])
    clocks.follow(taking(panel, question).incident, 2)
    expect(clocks.running()).toEqual(go)
    for (const clock of clocks.all()) if (clock.status === 'stopped') expect(clock.why).toMatch(why)
    // What goes on keeps its deadline, and reopening the finding changes nothing of it.
    const deadlines = clocks.all().filter(({ status }) => status === 'running')
    expect(deadlines.every(({ dueAtMs }) => dueAtMs === 72 * HOUR_MS)).toBe(true)
    panel.ask('FRA', { type: 'reopen', reason: 'To answer it anew.' })
    expect(panel.incident.status).toBe('inquiry')
    expect(clocks.follow(panel.incident, 3).running()).toEqual(go)
  })

  test('and the same answer signed anew: what rested on it goes on with the time that was left', () => {
    const panel = published()
    const clocks = new Clocks().follow(panel.incident, 0)
    clocks.follow(taking(panel, 'severity').incident, 10)
    panel.ask('FRA', { type: 'reopen', reason: 'To answer it anew.' })
    panel.sign({ question: 'severity', value: 'grave' })
    publish(panel)
    const again = clocks.follow(panel.incident, 30).all().at(-1)
    expect(again).toMatchObject({ rung: 'grave', status: 'running', dueAtMs: 92 * HOUR_MS })
  })

  test('of a breach that went on says nothing of the breach that is signed after it', () => {
    const panel = published()
    const clocks = new Clocks().follow(panel.incident, 0)
    const report = (): string => {
      const decided = decide(clocks.state, persists, {
        actor: { ...person('FRA'), role: 'planner' },
        nowMs: 0,
        incidents: panel.state.incidents,
      })
      if (isRefused(decided)) return decided.refused
      clocks.record(decided.entries, 0)
      return 'recorded'
    }
    expect(report()).toBe('recorded')
    expect(report()).toContain('is on record as going on')
    expect(clocks.follow(panel.incident, 1).running()).toContain('goesOn')
    clocks.follow(taking(panel, 'breach').incident, 2)
    panel.ask('FRA', { type: 'reopen', reason: 'To answer it anew.' })
    panel.sign({ question: 'breach', value: { clause: 'X-1', agreementVersion: 'v1' } })
    expect(clocks.follow(panel.incident, 3).running()).toEqual(['any', 'onA'])
    expect(report()).toBe('recorded')
    expect(clocks.follow(panel.incident, 4).running()).toEqual(['any', 'onA', 'goesOn'])
  })

  test('found out: one recalled answer taken for the whole finding', () => {
    const wrong = TABLE.filter(([question, go]) => {
      const panel = published()
      const clocks = new Clocks(planted).follow(panel.incident, 1)
      return clocks.follow(taking(panel, question).incident, 2).running().join() !== go.join()
    })
    expect(wrong.map(([question]) => question)).toEqual(['severity', 'attribution'])
  })
})
