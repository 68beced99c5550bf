// Goal: the rules that random walks seldom meet, each by one example: recalls and what rests on them (V11), mergers
// (V12), the capitals (V14), corroboration (N6), requests whose shape is wrong. Method: a short script of commands.
import { describe, expect, test } from 'vitest'
import { BARE } from '../agreement/index.ts'
import type { Agreement } from '../agreement/index.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS, HOUR_MS, isRefused } from '../units/index.ts'
import { CAPITALS_ANSWER_MS, COMMANDS, decide, evolve, initial, snapshotOf } from './index.ts'
import type { CandidateSnapshot, Command, Incident, Proposal, Testimony } from './index.ts'

const agreement: Agreement = {
  id: 't',
  title: 't',
  parties: { A: { title: 'A' }, B: { title: 'B' } },
  versions: [{ id: 'v1', title: 'v', fromMs: 0, source: 't' }],
  lines: [],
  ...BARE,
  linesOfContact: [{ line: 'l', fromMs: 0 }],
  zones: [],
  provisions: [
    { clause: 'X-1', title: 't', source: 't', sinceVersion: 'v1', act: { kinds: [], phases: [] } },
  ],
  obligations: [],
  thresholds: {
    screening: 0.1,
    standards: [
      { id: 'suspicion', title: 's', from: 0.2, to: 0.5 },
      { id: 'grounds', title: 'g', from: 0.5, to: 1 },
    ],
    quorum: 2,
    occurredUnheardMs: 12 * HOUR_MS,
    partiesHeardMs: 72 * HOUR_MS,
    breaches: [],
  },
  ladder: 'l',
}
const person = (nation: string, role: Actor['role'] = 'panel'): Actor => ({
  name: nation,
  nation,
  role,
  office: role === 'minister' ? 'guarantors' : 'commission',
  keyId: 'k',
})
const testimony = (i: number, change: Partial<Testimony> = {}): Testimony => ({
  observation: `o${i}`,
  source: `s${i}`,
  group: `g${i}`,
  nation: 'JPN',
  means: ['heard'],
  ...change,
})
const snapshot = (id: string, ...told: Testimony[]): CandidateSnapshot => ({
  candidate: {
    id,
    clause: 'X-1',
    agreementVersion: 'v1',
    event: `e-${id}`,
    probability: 0.7,
    conditions: [],
    undecided: [],
    atMs: 0,
  },
  testimony: told.length === 0 ? [testimony(1)] : told,
})

class Panel {
  state = initial
  nowMs = 0
  #index = 0
  /** Gives a command; returns what it was refused for, or `recorded`. */
  ask(nation: string | Actor, command: object): string {
    const actor = typeof nation === 'string' ? person(nation) : nation
    const decided = decide(this.state, { incident: 'I-0', ...command } as Command, {
      actor,
      nowMs: this.nowMs,
      agreement,
    })
    if (isRefused(decided)) return decided.refused
    for (const draft of decided.entries) {
      const label = {
        policy: 'HOLDFAST',
        classification: 'UNCLASSIFIED',
        offices: [],
        releasableTo: [],
      } as const
      const entry = { ...draft, index: this.#index++, actor, atMs: this.nowMs, label }
      this.state = evolve(this.state, entry)
    }
    return 'recorded'
  }
  open(...told: Testimony[]): this {
    const candidates = [snapshot(`c${this.#index}`, ...told)]
    this.ask('FRA', { type: 'openIncident', title: 'A case', from: 'candidate', candidates })
    return this
  }
  sign({ question, value }: Proposal): this {
    const proposal = { question, value, standard: 'grounds', machineProbability: 0.7 }
    this.ask('FRA', { type: 'proposeAnswer', ...proposal })
    for (const nation of ['SWE', 'NLD']) this.vote(nation, question)
    if (this.incident.answers[question].status !== 'signed') throw new Error('not signed')
    return this
  }
  vote(nation: string | Actor, question: string, agrees = true, standard = 'grounds'): string {
    return this.ask(nation, { type: 'vote', question, agrees, standard, reason: 'Seen.' })
  }
  get incident(): Incident {
    const incident = this.state.incidents.get('I-0')
    if (incident === undefined) throw new Error('no incident was opened')
    return incident
  }
}
const breach = { question: 'breach', value: { clause: 'X-1', agreementVersion: 'v1' } } as const
const found = (): Panel =>
  new Panel()
    .open()
    .sign({ question: 'occurred', value: 'yes' })
    .sign(breach)
    .sign({ question: 'severity', value: 'minor' })

describe('a recall', () => {
  const recall = { type: 'recall', question: 'occurred', reason: 'The source was wrong.' }
  test('takes a quorum, takes along what rested on the answer, and keeps it on record', () => {
    const panel = found()
    expect(panel.ask('FRA', recall)).toBe('recorded')
    expect(panel.incident.breachEstablishedAtMs).toBe(0)
    expect(panel.ask('FRA', recall)).toContain('has moved to recall')
    panel.nowMs = HOUR_MS
    expect(panel.ask('SWE', recall)).toBe('recorded')
    const { answers, recalls, breachEstablishedAtMs } = panel.incident
    expect([answers.occurred.status, answers.breach.status, answers.severity.status]).toEqual([
      'recalled',
      'recalled',
      'recalled',
    ])
    expect(breachEstablishedAtMs).toBeNull()
    expect(recalls.map((one) => [one.question, one.signedAtMs, one.recalledAtMs])).toEqual([
      ['occurred', 0, HOUR_MS],
      ['breach', 0, HOUR_MS],
      ['severity', 0, HOUR_MS],
    ])
    expect(panel.sign({ question: 'occurred', value: 'no' }).incident.recalls).toHaveLength(3)
  })
})

describe('a merger', () => {
  const merge = { type: 'merge', into: 'I-1', reason: 'The same salvo.' }
  test('moves what a case rests on, and can be undone', () => {
    const panel = new Panel().open(testimony(1)).open(testimony(2))
    expect(panel.ask('FRA', merge)).toBe('recorded')
    expect(panel.state.incidents.get('I-1')?.observations).toEqual(['o2', 'o1'])
    expect(panel.vote('SWE', 'occurred')).toContain('was merged')
    expect(panel.ask('FRA', { type: 'reopen', reason: 'Two salvos.' })).toBe('recorded')
    expect([panel.incident.status, panel.incident.mergedInto]).toEqual(['inquiry', null])
  })
  test('never closes what was proposed, signed, scripted, or itself', () => {
    const panel = found().open()
    expect(panel.ask('FRA', { ...merge, into: [...panel.state.incidents.keys()][1] })).toContain(
      'has been proposed',
    )
    expect(panel.ask('FRA', { ...merge, into: 'I-0' })).toContain('not merged into itself')
    expect(panel.ask('FRA', merge)).toContain('there is no incident I-1')
  })
})

describe('the capitals', () => {
  const minister = person('NLD', 'minister')
  test('vote once the question is referred, supersede their officers, and have their own clock', () => {
    const panel = new Panel().open()
    panel.ask('FRA', {
      type: 'proposeAnswer',
      question: 'occurred',
      value: 'yes',
      standard: 'grounds',
      machineProbability: null,
    })
    expect(panel.vote(minister, 'occurred')).toContain('only once the question is referred')
    panel.vote('NLD', 'occurred', false)
    const lock = { type: 'declareDeadlock', question: 'occurred', reason: 'No quorum.' }
    expect(panel.ask('FRA', lock)).toContain('1 of 2 nations have voted')
    panel.vote('SWE', 'occurred')
    expect(panel.ask('FRA', lock)).toBe('recorded')
    expect(panel.ask('FRA', { type: 'referToCapitals', question: 'occurred' })).toBe('recorded')
    expect(panel.incident.answers.occurred.capitalsDueAtMs).toBe(CAPITALS_ANSWER_MS)
    expect(panel.ask('FRA', lock)).toContain('their clock has not run out')
    expect(panel.vote('NLD', 'occurred')).toContain('a minister votes now')
    panel.nowMs = DAY_MS
    expect(panel.vote(minister, 'occurred')).toBe('recorded')
    expect(panel.incident.answers.occurred).toMatchObject({ status: 'signed', signedAtMs: DAY_MS })
  })
})

describe('corroboration', () => {
  const corroborate = { type: 'corroborate', reason: 'Two reports.' }
  test.each([
    ['two groups', [testimony(1), testimony(2)], 'recorded'],
    ['one group twice', [testimony(1), testimony(2, { group: 'g1' })], '1 independent group'],
    [
      'a nation’s statement',
      [testimony(1), testimony(2, { means: ['told'] })],
      '1 independent group',
    ],
    [
      'claims',
      [testimony(1, { means: ['claimed'] }), testimony(2, { means: ['told'] })],
      '0 independent',
    ],
  ])('by %s', (_what, told, message) => {
    expect(new Panel().open(...told).ask('FRA', corroborate)).toContain(message)
  })
})

describe('a request is refused', () => {
  test.each<readonly [string, object, string]>([
    [
      'with an unknown command',
      { type: 'fire' },
      `verify knows no command fire: use one of ${COMMANDS[0]}`,
    ],
    ['on no incident', { type: 'publish', incident: 'I-9' }, 'there is no incident I-9'],
    ['on no question', { type: 'vote', question: 'guilt' }, 'there is no question guilt'],
    ['with no vote', { type: 'vote', question: 'occurred' }, 'nothing is proposed'],
    ['with an unknown party', { type: 'fileClaim', party: 'C' }, 'there is no party C'],
    [
      'with an unknown stance',
      { type: 'fileClaim', party: 'A', stance: 'silent' },
      'stance silent is unknown',
    ],
    ['with no text', { type: 'fileClaim', party: 'A', stance: 'denies' }, 'text is empty'],
    [
      'with a value of another question',
      {
        type: 'proposeAnswer',
        question: 'occurred',
        value: 'grave',
        standard: 'grounds',
        machineProbability: null,
      },
      'occurred cannot be answered "grave"',
    ],
    [
      'with an unknown standard',
      {
        type: 'proposeAnswer',
        question: 'occurred',
        value: 'yes',
        standard: 'hunch',
        machineProbability: null,
      },
      'no standard of proof hunch: use one of suspicion, grounds',
    ],
    [
      'with a probability of 2',
      {
        type: 'proposeAnswer',
        question: 'occurred',
        value: 'yes',
        standard: 'grounds',
        machineProbability: 2,
      },
      'outside 0 to 1',
    ],
    [
      'before its ground is signed',
      { type: 'proposeAnswer', ...breach, standard: 'grounds', machineProbability: null },
      'breach rests on occurred, which is not signed yet',
    ],
    [
      'where nobody asked',
      {
        type: 'proposeAnswer',
        question: 'intent',
        value: 'accidental',
        standard: 'grounds',
        machineProbability: null,
      },
      'nobody asked for intent',
    ],
    [
      'with nothing signed to conclude',
      { type: 'conclude', outcome: 'breach', reason: 'x' },
      'a closing state is always signed',
    ],
  ])('%s', (_what, command, message) => {
    const panel = new Panel().open()
    const before = panel.state
    expect(panel.ask('FRA', command)).toContain(message)
    expect(panel.state).toBe(before)
  })

  test('when a breach would rest on a suspicion, or on a clause that the text does not have', () => {
    const panel = new Panel().open().sign({ question: 'occurred', value: 'yes' })
    const proposal = { type: 'proposeAnswer', ...breach, machineProbability: null }
    expect(panel.ask('FRA', { ...proposal, standard: 'suspicion' })).toContain(
      'too weak a standard',
    )
    const value = { clause: 'X-9', agreementVersion: 'v1' }
    expect(panel.ask('FRA', { ...proposal, value, standard: 'grounds' })).toContain('no clause X-9')
  })

  test('from the guarantors’ office, and from roles that do not judge', () => {
    const panel = new Panel().open()
    const guarantor: Actor = { ...person('FRA'), office: 'guarantors' }
    expect(panel.ask(guarantor, { type: 'publish' })).toContain(
      "guarantors' office does not verify",
    )
    expect(panel.ask(person('FRA', 'planner'), { type: 'publish' })).toContain(
      'the role planner may not',
    )
  })
})

test('a candidate is taken up with who reported it, and an unregistered source counts for no nation', () => {
  const { candidate } = snapshot('c')
  const observation = { id: 'o1', source: 's1', means: ['heard'] } as never
  const event = { id: 'e-c', observations: ['o1', 'o2'] } as never
  const source = { id: 's1', nation: 'FIN', group: 'mast' } as never
  expect(
    snapshotOf(candidate, event, new Map([['o1', observation]]), new Map([['s1', source]]))
      .testimony,
  ).toEqual([{ observation: 'o1', source: 's1', group: 'mast', nation: 'FIN', means: ['heard'] }])
  expect(
    snapshotOf(candidate, event, new Map([['o1', observation]]), new Map()).testimony[0]?.nation,
  ).toBe('ZZZ')
  expect(snapshotOf(candidate, null, new Map(), new Map()).testimony).toEqual([])
})
