// Goal: merging, splitting and holding apart are a person's decisions that lose nothing and can be undone; proposals bind
// nobody, and what was held apart stays so through mergers (V18–V20). Method: short scripts of commands, each followed by
// what undoes it; refusals with the state as it was.
import { describe, expect, test } from 'vitest'
import { Panel, person, snapshot, testimony } from '../../../../../tests/support/verify-panel.ts'
import type { Json } from '../../evidence/index.ts'
import { CANDIDATES_MAX, evolve, heldApart, initial } from '../index.ts'
import type { Incident } from '../index.ts'

const reason = 'The same salvo.'
const machine = person('ZZZ', 'system')
const evidence = ({ candidates, events, observations, clauses, collectedBy }: Incident) => ({
  candidates,
  events,
  observations,
  clauses,
  collectedBy,
})
/** Two incidents of one candidate each, I-0 and I-1. */
const two = (): Panel => new Panel().open(testimony(1)).open(testimony(2, { nation: 'SWE' }))
/** One incident of three candidates; the last two share a report. */
const three = (): Panel => {
  const panel = new Panel()
  const candidates = [
    snapshot('a', testimony(1)),
    snapshot('b', testimony(2, { nation: 'SWE' }), testimony(3)),
    snapshot('c', testimony(3), testimony(4, { nation: 'CAN' })),
  ]
  panel.ask('FRA', { type: 'openIncident', title: 'A case', from: 'candidate', candidates })
  return panel
}

describe('a merger', () => {
  const merge = { type: 'merge', into: 'I-1', reason }
  test('undone gives back what it took, candidates, reports and collectors', () => {
    const panel = two()
    const before = evidence(panel.at('I-1'))
    panel.ask('FRA', merge)
    expect(evidence(panel.at('I-1'))).toEqual({
      candidates: ['c1', 'c0'],
      events: ['e-c1', 'e-c0'],
      observations: ['o2', 'o1'],
      clauses: [{ clause: 'X-1', agreementVersion: 'v1' }],
      collectedBy: ['JPN', 'SWE'],
    })
    expect(panel.ask('FRA', { type: 'reopen', reason: 'Two salvos.' })).toBe('recorded')
    expect(evidence(panel.at('I-1'))).toEqual(before)
    expect(panel.incident).toMatchObject({
      status: 'inquiry',
      mergedInto: null,
      candidates: ['c0'],
    })
  })

  test('undone leaves its evidence with a survivor that was answered on it', () => {
    const panel = two()
    panel.ask('FRA', merge)
    panel.ask('FRA', {
      incident: 'I-1',
      type: 'proposeAnswer',
      question: 'occurred',
      value: 'yes',
      standard: 'grounds',
      machineProbability: null,
    })
    expect(panel.ask('FRA', { type: 'reopen', reason: 'Two salvos.' })).toBe('recorded')
    expect(panel.at('I-1').candidates).toEqual(['c1', 'c0'])
    expect(panel.incident.candidates).toEqual(['c0'])
  })

  test('is undone in the order of mergers, the last first', () => {
    const panel = two().open(testimony(3))
    panel.ask('FRA', merge)
    panel.ask('FRA', { type: 'merge', incident: 'I-1', into: 'I-2', reason })
    expect(panel.ask('FRA', { type: 'reopen', reason })).toContain('reopen that one first')
    expect(panel.ask('FRA', { type: 'reopen', incident: 'I-1', reason })).toBe('recorded')
    expect(panel.ask('FRA', { type: 'reopen', reason })).toBe('recorded')
    expect([...panel.state.incidents.values()].map(({ candidates }) => candidates)).toEqual([
      ['c0'],
      ['c1'],
      ['c2'],
    ])
  })

  test('into a claim makes it a candidate, and undone a claim again', () => {
    const panel = new Panel().open()
    panel.ask('FRA', { type: 'openIncident', title: 'A claim', from: 'claim', candidates: [] })
    expect(panel.at('I-1').status).toBe('recorded')
    panel.ask('FRA', merge)
    expect(panel.at('I-1').status).toBe('candidate')
    panel.ask('FRA', { type: 'reopen', reason })
    expect(panel.at('I-1').status).toBe('recorded')
  })

  test('of a log older than undoing is folded as it was, and undone without giving back', () => {
    const panel = two()
    panel.ask('FRA', merge)
    const NEWER = new Set(['takes', 'intoNext', 'occurredDueMs', 'threshold'])
    panel.state = panel.entries
      .map((entry) => ({
        ...entry,
        payload: Object.fromEntries(
          Object.entries(entry.payload ?? {}).filter(([field]) => !NEWER.has(field)),
        ) as Json,
      }))
      .reduce(evolve, initial)
    expect(panel.at('I-1')).toMatchObject({ status: 'candidate', candidates: ['c1', 'c0'] })
    expect(panel.at('I-1')).not.toHaveProperty('occurredDueMs')
    expect(panel.ask('FRA', { type: 'reopen', reason: 'Two salvos.' })).toBe('recorded')
    expect(panel.at('I-1').candidates).toEqual(['c1', 'c0'])
    expect(panel.incident).toMatchObject({ status: 'inquiry', mergedInto: null })
  })

  test('that would hold too much is refused', () => {
    const panel = new Panel()
    for (const from of [0, CANDIDATES_MAX])
      panel.ask('FRA', {
        type: 'openIncident',
        title: 'A night',
        from: 'candidate',
        candidates: Array.from({ length: CANDIDATES_MAX }, (_, i) => snapshot(`n${from + i}`)),
      })
    expect(panel.ask('FRA', merge)).toContain(`the most is ${CANDIDATES_MAX}`)
  })
})

describe('a split', () => {
  const split = { type: 'split', title: 'The second', reason: 'An hour later.' }
  test('begins a case of its own; reports that both rest on stay with both', () => {
    const panel = three()
    panel.claim({ party: 'A', stance: 'denies', text: 'No.' })
    expect(panel.ask('FRA', { ...split, candidates: ['c'] })).toBe('recorded')
    expect(panel.incident).toMatchObject({
      candidates: ['a', 'b'],
      observations: ['o1', 'o2', 'o3'],
      collectedBy: ['JPN', 'SWE'],
      links: [{ incident: 'I-3', how: 'splitInto' }],
    })
    expect(panel.at('I-3')).toMatchObject({
      status: 'candidate',
      title: 'The second',
      candidates: ['c'],
      observations: ['o3', 'o4'],
      collectedBy: ['CAN', 'JPN'],
      claims: [],
      heardByMs: null,
      links: [{ incident: 'I-0', how: 'splitFrom' }],
    })
  })

  test('is undone by a merger', () => {
    const panel = three()
    const before = evidence(panel.incident)
    panel.ask('FRA', { ...split, candidates: ['c'] })
    panel.ask('FRA', { type: 'merge', incident: 'I-1', into: 'I-0', reason })
    expect(evidence(panel.incident)).toEqual(before)
  })

  test('takes "corroborated" away where one group is left', () => {
    const panel = three()
    panel.ask('FRA', { type: 'corroborate', reason: 'Two groups.' })
    expect(panel.incident.status).toBe('corroborated')
    panel.ask('FRA', { ...split, candidates: ['b', 'c'] })
    expect(panel.incident.status).toBe('candidate')
  })

  test.each<readonly [string, readonly string[], string]>([
    ['of nothing', [], 'no candidate is named'],
    ['of everything', ['a', 'b', 'c'], 'leave it one candidate at least'],
    ['of a stranger', ['z'], 'holds no candidate z'],
  ])('%s is refused', (_what, candidates, message) => {
    const panel = three()
    const before = panel.state
    expect(panel.ask('FRA', { ...split, candidates })).toContain(message)
    expect(panel.state).toBe(before)
  })

  test('from under an answer is refused until the answer is recalled', () => {
    const panel = three().sign({ question: 'occurred', value: 'yes' })
    expect(panel.ask('FRA', { ...split, candidates: ['c'] })).toContain('occurred of I-0 stands on')
    for (const nation of ['FRA', 'SWE'])
      panel.ask(nation, { type: 'recall', question: 'occurred', reason: 'A wrong report.' })
    expect(panel.ask('FRA', { ...split, candidates: ['c'] })).toBe('recorded')
  })
})

describe('two that are held apart', () => {
  const apart = { type: 'decorrelate', other: 'I-1', reason: 'Two calibres.' }
  const propose = { type: 'proposeMerge', into: 'I-1', reason: 'Alike.', score: 0.9 }
  test('are neither proposed nor merged, either way round, until that is undone', () => {
    const panel = two()
    expect(panel.ask('FRA', apart)).toBe('recorded')
    expect(panel.ask(machine, propose)).toContain('held apart by FRA (log 2)')
    expect(panel.ask('FRA', { type: 'merge', incident: 'I-1', into: 'I-0', reason })).toContain(
      'held apart by FRA',
    )
    expect(panel.ask('FRA', { ...apart, incident: 'I-1', other: 'I-0' })).toContain(
      'held apart already',
    )
    expect(
      panel.ask('SWE', { type: 'recorrelate', other: 'I-1', reason: 'One gun after all.' }),
    ).toBe('recorded')
    expect(heldApart(panel.state, 'I-0', 'I-1')).toBeNull()
    expect(panel.ask(machine, propose)).toBe('recorded')
    expect(panel.ask('SWE', { type: 'recorrelate', other: 'I-1', reason })).toContain(
      'not held apart',
    )
  })

  test('stay apart when one of them goes into a third', () => {
    const panel = two().open(testimony(3))
    panel.ask('FRA', apart)
    panel.ask('FRA', { type: 'merge', into: 'I-2', reason })
    expect(panel.ask('FRA', { type: 'merge', incident: 'I-1', into: 'I-2', reason })).toContain(
      'held apart',
    )
    // Undone from the survivor: the pair itself is what was held apart.
    expect(panel.ask('FRA', { type: 'recorrelate', incident: 'I-2', other: 'I-1', reason })).toBe(
      'recorded',
    )
    expect(panel.state.decorrelated.size).toBe(0)
  })

  test('may be an incident and a candidate', () => {
    const panel = two()
    expect(panel.ask('FRA', { ...apart, other: 'strange' })).toBe('recorded')
    expect(panel.ask('FRA', { type: 'addCandidate', candidate: snapshot('strange') })).toContain(
      'was held apart from I-0 by FRA',
    )
    expect(panel.ask('FRA', { ...apart, other: 'c0' })).toContain('split it off first')
  })

  test.each([
    ['itself', 'I-0', 'not held apart from itself'],
    ['an incident that is not there', 'I-9', 'there is no incident I-9'],
    ['nothing', ' ', 'neither an incident nor a candidate'],
  ])('are not %s', (_what, other, message) => {
    expect(two().ask('FRA', { ...apart, other })).toContain(message)
  })
})

describe('a proposal', () => {
  const propose = { type: 'proposeMerge', into: 'I-1', reason: 'Alike.', score: 0.9 }
  test('changes no incident, is made once, and bears the answer of the decision', () => {
    const panel = two()
    const before = panel.state.incidents
    expect(panel.ask(machine, propose)).toBe('recorded')
    expect(panel.state.incidents).toBe(before)
    expect(panel.state.proposals.get('P-2')).toMatchObject({
      kind: 'merge',
      status: 'open',
      score: 0.9,
      by: { isMachine: true },
    })
    expect(panel.ask('SWE', { ...propose, incident: 'I-1', into: 'I-0' })).toContain(
      'P-2 proposes that',
    )
    panel.ask('FRA', { type: 'merge', into: 'I-1', reason })
    expect(panel.state.proposals.get('P-2')?.status).toBe('taken')
  })

  test('may be declined, and made again; held apart, it may not', () => {
    const panel = two()
    panel.ask(machine, propose)
    const decline = { type: 'declineProposal', proposal: 'P-2', reason: 'Too little to go by.' }
    expect(panel.ask('FRA', { ...decline, proposal: 'P-9' })).toContain('there is no proposal P-9')
    expect(panel.ask('FRA', decline)).toBe('recorded')
    expect(panel.ask('FRA', decline)).toContain('was declined already')
    expect(panel.ask(machine, propose)).toBe('recorded')
    panel.ask('FRA', { type: 'decorrelate', other: 'I-1', reason: 'Two.' })
    expect(panel.state.proposals.get('P-4')?.status).toBe('declined')
    expect(panel.ask(machine, propose)).toContain('held apart')
  })

  test('to split is checked as a split is, and taken when it is made', () => {
    const panel = three()
    const split = { type: 'proposeSplit', candidates: ['c'], reason: 'Far off.', score: null }
    expect(panel.ask(machine, { ...split, candidates: ['a', 'b', 'c'] })).toContain('leave it one')
    expect(panel.ask(machine, { ...split, score: 2 })).toContain('outside 0 to 1')
    expect(panel.ask(machine, split)).toBe('recorded')
    expect(panel.ask(machine, split)).toContain('P-1 proposes that already')
    panel.ask('FRA', { type: 'split', candidates: ['c'], title: 'Far', reason: 'Far off.' })
    expect(panel.state.proposals.get('P-1')?.status).toBe('taken')
  })

  test('is all that a machine may do', () => {
    const panel = two()
    for (const command of [
      { type: 'merge', into: 'I-1', reason },
      { type: 'decorrelate', other: 'I-1', reason },
      { type: 'declineProposal', proposal: 'P-2', reason },
    ])
      expect(panel.ask(machine, command)).toContain('the role system may not')
  })
})
