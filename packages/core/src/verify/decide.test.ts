// Goal: the rules that random walks seldom meet, each by one example: recalls and what rests on them (V11), mergers
// (V12), the capitals (V14), corroboration (N6), due instants (V23), requests whose shape is wrong. Method: a short
// script of commands.
import { describe, expect, test } from 'vitest'
import {
  AGREEMENT,
  Panel,
  person,
  snapshot,
  testimony,
} from '../../../../tests/support/verify-panel.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS, HOUR_MS } from '../units/index.ts'
import {
  CAPITALS_ANSWER_MS,
  COMMANDS,
  OPEN_POINTS_MAX,
  isLate,
  occurredTiming,
  snapshotOf,
} from './index.ts'

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

test('an answer that opens again because its ground is gone bears nothing of the one before', () => {
  const panel = new Panel().open()
  const before = panel.incident.answers.breach
  panel.sign({ question: 'occurred', value: 'yes' })
  const standard = 'grounds'
  panel.ask('FRA', { type: 'proposeAnswer', ...breach, standard, machineProbability: 0.7 })
  expect(panel.incident.answers.breach.threshold?.standardFrom).toBe(0.5)
  for (const nation of ['FRA', 'SWE'])
    panel.ask(nation, { type: 'recall', question: 'occurred', reason: 'A wrong report.' })
  expect(panel.incident.answers.breach).toEqual(before)
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
    expect(panel.ask('FRA', lock)).toContain('others may still vote')
    panel.nowMs = DAY_MS
    expect(panel.ask('FRA', lock)).toBe('recorded')
    const end = { type: 'conclude', outcome: 'deadlocked', reason: 'No.' }
    expect(panel.ask('FRA', end)).toContain('refer a deadlock to them first')
    expect(panel.ask('FRA', { type: 'referToCapitals', question: 'occurred' })).toBe('recorded')
    expect(panel.incident.answers.occurred.capitalsDueAtMs).toBe(DAY_MS + CAPITALS_ANSWER_MS)
    expect(panel.ask('FRA', lock)).toContain('their clock has not run out')
    expect(panel.vote('NLD', 'occurred')).toContain('a minister votes now')
    panel.nowMs = 2 * DAY_MS
    expect(panel.vote(minister, 'occurred')).toBe('recorded')
    const signed = { status: 'signed', signedAtMs: 2 * DAY_MS }
    expect(panel.incident.answers.occurred).toMatchObject(signed)
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
      'worked out from the record',
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
  const observed = { fromMs: candidate.atMs - 5, toMs: candidate.atMs }
  const event = { id: 'e-c', observed, observations: ['o1', 'o2'] } as never
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

const mass = (id: string) => {
  const { candidate, testimony: told } = snapshot(id)
  return { candidate: { ...candidate, clause: 'X-2' }, testimony: told }
}
describe('occurred', () => {
  const thresholds = {
    ...AGREEMENT.thresholds,
    breaches: [
      {
        id: 'mass',
        title: 'Mass attack',
        standard: 'grounds',
        attributionStandard: 'grounds',
        occurredUnheardMs: 2 * HOUR_MS,
      },
    ],
  }
  const flash = {
    ...AGREEMENT,
    thresholds,
    provisions: [
      ...AGREEMENT.provisions,
      ...AGREEMENT.provisions.map((one) => ({ ...one, clause: 'X-2', breach: 'mass' })),
    ],
  }

  test('knows its due instant, and is shown late from the millisecond after it, but never refused', () => {
    const panel = new Panel().open()
    expect(panel.incident.occurredDueMs).toBe(12 * HOUR_MS)
    expect(isLate(panel.incident, 12 * HOUR_MS)).toBe(false)
    expect(isLate(panel.incident, 12 * HOUR_MS + 1)).toBe(true)
    panel.nowMs = 20 * HOUR_MS
    panel.sign({ question: 'occurred', value: 'yes' })
    expect(occurredTiming(panel.incident, 900 * HOUR_MS)).toEqual({
      dueMs: 12 * HOUR_MS,
      signedAtMs: 20 * HOUR_MS,
      lateMs: 8 * HOUR_MS,
    })
  })

  test('is due sooner once a grave kind comes in, and no later when it goes', () => {
    const panel = new Panel(flash).open()
    panel.nowMs = HOUR_MS
    panel.ask('FRA', { type: 'addCandidate', candidate: mass('m') })
    expect(panel.incident.occurredDueMs).toBe(2 * HOUR_MS)
    panel.ask('FRA', {
      type: 'split',
      candidates: ['m'],
      title: 'The salvo',
      reason: 'Another one.',
    })
    expect(panel.at('I-2')).toMatchObject({ occurredDueMs: 2 * HOUR_MS, candidates: ['m'] })
    expect(panel.incident.occurredDueMs).toBe(2 * HOUR_MS)
  })

  test('of an incident of a log older than the rule is never late', () => {
    const { occurredDueMs: _due, ...old } = new Panel().open().incident
    expect(isLate(old, 900 * DAY_MS)).toBe(false)
  })

  test('shows by which kind of breach an answer was signed', () => {
    const panel = new Panel(flash).open()
    panel.ask('FRA', { type: 'addCandidate', candidate: mass('m') })
    panel.sign({ question: 'occurred', value: 'yes' })
    expect(panel.incident.answers.occurred.threshold).toEqual({
      kinds: ['mass'],
      quorum: 2,
      standardFrom: null,
    })
  })
})

describe('the watch', () => {
  test('assigns, takes the assignment back, and keeps notes apart from the finding', () => {
    const panel = new Panel().open()
    const to = { nation: 'JPN', officer: 'Watch officer 3' }
    expect(panel.ask('FRA', { type: 'assign', to })).toBe('recorded')
    expect(panel.incident.assignedTo).toEqual(to)
    expect(panel.ask('FRA', { type: 'assign', to: null })).toBe('recorded')
    expect(panel.incident.assignedTo).toBeNull()
    expect(panel.ask('FRA', { type: 'note', text: 'Ask the night patrol.' })).toBe('recorded')
    expect(panel.incident.notes).toMatchObject([{ text: 'Ask the night patrol.', nation: 'FRA' }])
    expect(panel.incident.answers).toEqual(new Panel().open().incident.answers)
  })

  test('hands over its open points to the next', () => {
    const panel = new Panel().open()
    const openPoints = [
      { incident: 'I-0', text: 'The drone is due at 04:00.' },
      { incident: null, text: 'One post is without power.' },
    ]
    const handOver = { type: 'handOver', from: 'FRA', to: 'Second', openPoints }
    expect(panel.ask('FRA', handOver)).toBe('recorded')
    expect(panel.state.handOvers).toMatchObject([{ from: 'FRA', to: 'Second', openPoints }])
    expect(panel.entries.at(-1)?.refs).toEqual([0])
  })

  test.each([
    ['of another', { from: 'First' }, 'FRA does not hand over for First'],
    ['to nobody else', { to: 'FRA' }, 'hands over to nobody else'],
    ['with no name', { to: ' ' }, 'to is empty'],
    ['on no incident', { openPoints: [{ incident: 'I-9', text: 'x' }] }, 'no such incident'],
    [
      'with nothing to say',
      { openPoints: [{ incident: null, text: '' }] },
      'openPoints.text is empty',
    ],
    [
      'with more than anybody reads',
      {
        openPoints: Array.from({ length: OPEN_POINTS_MAX + 1 }, () => ({
          incident: null,
          text: 'x',
        })),
      },
      `the most is ${OPEN_POINTS_MAX}`,
    ],
  ])('hands over nothing %s', (_what, change, message) => {
    const panel = new Panel().open()
    const handOver = { type: 'handOver', from: 'FRA', to: 'Second', openPoints: [], ...change }
    expect(panel.ask('FRA', handOver)).toContain(message)
    expect(panel.state.handOvers).toEqual([])
  })

  test('assigns nothing to a name without a nation, and what a script opened to nobody real', () => {
    const panel = new Panel().open()
    const assign = (to: object, by: string | Actor = 'FRA'): string =>
      panel.ask(by, { type: 'assign', to })
    expect(assign({ nation: 'France', officer: 'x' })).toContain('no code of three letters')
    expect(assign({ nation: 'FRA', officer: '' })).toContain('to.officer is empty')
    const script = person('XAA', 'scripted')
    const scripted = new Panel()
    scripted.ask(script, {
      type: 'openIncident',
      title: 'A script',
      from: 'candidate',
      candidates: [snapshot('s')],
    })
    expect(scripted.ask(script, { type: 'assign', to: { nation: 'FRA', officer: 'x' } })).toContain(
      'belongs to a script',
    )
  })
})
