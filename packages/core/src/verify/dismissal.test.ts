// Goal: what is dismissed is dismissed by whom it takes, comes back as it stood, is nobody's finding, and is told outside
// the monitor's office without names and words (V26). Method: a short script of commands for each rule.
import { describe, expect, test } from 'vitest'
import {
  Panel,
  person,
  snapshot,
  testimony,
  SOURCE,
} from '../../../../tests/support/verify-panel.ts'
import type { Actor } from '../nations/index.ts'
import { check } from '../../../../tests/support/verify-checker.ts'
import { AGREEMENT, officer } from '../../../../tests/support/verify-walk.ts'
import type { Step } from '../../../../tests/support/verify-walk.ts'
import type { Entry } from '../evidence/index.ts'
import { DAY_MS, isRefused } from '../units/index.ts'
import { decide, dismissalTakes, evolve, foundIn, initial, releaseIncident } from './index.ts'
import { INCIDENT_STATUSES } from './index.ts'
import type { Command, Incident, Release } from './index.ts'

const analyst = (nation: string): Actor => ({ ...person(nation, 'analyst'), office: 'monitor' })
const dismiss = { type: 'dismiss', ground: 'benign', reason: 'The announced demolition.' }
const reopen = { type: 'reopen', reason: 'The notice was of another day.' }
const two = [testimony(1), testimony(2, { source: 's2', group: 'g2' })]

describe('one officer dismisses', () => {
  test('what only a machine says, and anybody at work brings it back where it stood', () => {
    const panel = new Panel().open()
    expect(panel.ask(analyst('FRA'), dismiss)).toBe('recorded')
    expect(panel.incident).toMatchObject({
      status: 'dismissed',
      outcome: null,
      dismissal: { ground: 'benign', from: 'candidate', atMs: 0, moved: [{ nation: 'FRA' }] },
    })
    expect(panel.ask('SWE', { type: 'startInquiry' })).toContain('was dismissed: reopen it first')
    expect(panel.ask({ ...analyst('NLD'), role: 'watch' }, reopen)).toBe('recorded')
    expect(panel.incident).toMatchObject({ status: 'candidate', heardByMs: null })
    expect(panel.incident.dismissal).toBeUndefined()
    expect(panel.ask(analyst('FRA'), dismiss)).toBe('recorded')
  })

  test('never alone what their own nation collected', () => {
    const panel = new Panel().open()
    expect(panel.ask(analyst('JPN'), dismiss)).toBe('recorded')
    expect(panel.incident).toMatchObject({ status: 'candidate', dismissal: { atMs: null } })
    expect(panel.ask(analyst('FRA'), dismiss)).toBe('recorded')
    expect(panel.incident.status).toBe('dismissed')
  })
})

describe('it takes two nations', () => {
  test.each<[string, (panel: Panel) => void]>([
    [
      'where independent groups of sources say it',
      (p) => p.ask('FRA', { type: 'corroborate', reason: 'x' }),
    ],
    [
      'where a party claims it',
      (p) =>
        p.ask('FRA', {
          type: 'fileClaim',
          party: 'A',
          stance: 'accuses',
          text: 'x',
          source: SOURCE,
        }),
    ],
  ])('%s', (_, prepare) => {
    const panel = new Panel().open(...two)
    prepare(panel)
    const { status } = panel.incident
    expect(dismissalTakes(panel.incident)).toBe(2)
    expect(panel.ask(analyst('FRA'), dismiss)).toBe('recorded')
    expect(panel.incident.status).toBe(status)
    expect(panel.ask(analyst('FRA'), dismiss)).toContain('FRA has moved to dismiss I-0 already')
    expect(panel.ask(analyst('SWE'), { ...dismiss, ground: 'notEnough' })).toContain('as benign')
    expect(panel.ask(analyst('SWE'), dismiss)).toBe('recorded')
    expect(panel.incident.status).toBe('dismissed')
    expect(panel.ask('FRA', reopen)).toBe('recorded')
    expect(panel.incident.status).toBe(status)
  })

  test.each<[string, (panel: Panel) => void]>([
    [
      'a claim',
      (p) =>
        p.ask('FRA', {
          type: 'fileClaim',
          party: 'A',
          stance: 'accuses',
          text: 'x',
          source: SOURCE,
        }),
    ],
    ['independent groups', (p) => p.ask('FRA', { type: 'corroborate', reason: 'x' })],
    ['an inquiry', (p) => p.ask('FRA', { type: 'startInquiry' })],
  ])('where %s was merged into a shell, and the shell into another', (_, prepare) => {
    const panel = new Panel().open(...two)
    prepare(panel)
    const shell = { type: 'openIncident', title: 'A shell', from: 'claim', candidates: [] }
    const shells = [1, 2].map(() => {
      panel.ask('FRA', shell)
      return `I-${panel.entries.length - 1}`
    })
    const [first = '', last = ''] = shells
    const { status, claims } = panel.incident
    const merge = { type: 'merge', reason: 'One case.' }
    expect(panel.ask('FRA', { ...merge, into: first })).toBe('recorded')
    expect(panel.ask('FRA', { ...merge, incident: first, into: last })).toBe('recorded')
    expect(panel.at(last)).toMatchObject({ status, claims })
    const said = panel.ask(analyst('FRA'), { ...dismiss, incident: last })
    if (status === 'inquiry') expect(said).toContain('the inquiry runs')
    expect(panel.at(last).status).toBe(status)
    // Reopened, each has its own again.
    expect(panel.ask('FRA', { ...reopen, incident: first })).toBe('recorded')
    expect(panel.at(last).claims).toEqual([])
    expect(panel.at(first).claims).toEqual(claims)
  })

  test.each<[string, object]>([
    ['evidence', { type: 'addCandidate', candidate: snapshot('more', testimony(3)) }],
    ['a claim', { type: 'fileClaim', party: 'B', stance: 'admits', text: 'x', source: SOURCE }],
    ['an inquiry', { type: 'startInquiry' }],
    [
      'a proposal',
      {
        type: 'proposeAnswer',
        question: 'occurred',
        value: 'yes',
        standard: 'grounds',
        machineProbability: null,
      },
    ],
  ])('and %s that comes meanwhile ends the move', (_, command) => {
    const panel = new Panel().open(...two)
    panel.ask('FRA', { type: 'corroborate', reason: 'x' })
    panel.ask(analyst('FRA'), dismiss)
    expect(panel.incident.dismissal).toBeDefined()
    expect(panel.ask('SWE', command)).toBe('recorded')
    expect(panel.incident.dismissal).toBeUndefined()
  })
})

test.each<[string, object, string]>([
  ['a ground that there is not', { ground: 'boring' }, 'noBreach, notEnough, benign'],
  ['no reason', { reason: ' ' }, 'reason is empty'],
])('refused: %s', (_, change, says) => {
  const panel = new Panel().open()
  expect(panel.ask(analyst('FRA'), { ...dismiss, ...change })).toContain(says)
  expect(panel.incident.status).toBe('candidate')
})

test('what the panel has before it, or has concluded, is not dismissed', () => {
  const panel = new Panel().open().sign({ question: 'occurred', value: 'no' })
  expect(panel.ask(analyst('FRA'), dismiss)).toContain('occurred of I-0 has been proposed')
  panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Signed.' })
  expect(panel.ask(analyst('FRA'), dismiss)).toContain('is concluded')
})

test('a dismissal releases no place; the commission reads who and why, the guarantors the ground and the nations', () => {
  const panel = new Panel().open()
  panel.ask(analyst('FRA'), dismiss)
  expect(foundIn([panel.incident])(panel.incident.events[0] ?? '')).toBe(false)
  const seen = (office: Release['office'], nowMs: number) =>
    releaseIncident(panel.incident, {
      office,
      nowMs,
      findingFor: () => false,
      observation: () => undefined,
      event: () => undefined,
    })
  const [move] = seen('commission', 0).dismissal?.moved ?? []
  expect(move).toMatchObject({ officer: 'FRA', reason: dismiss.reason })
  const outside = seen('guarantors', 0)
  expect(outside.dismissal).toMatchObject({
    ground: 'benign',
    moved: [{ officer: '', reason: '' }],
  })
  expect(outside.withheld).toContain('dismissal.moved.reason')
  expect(seen('guarantors', 2 * DAY_MS).dismissal?.moved[0]?.reason).toBe(dismiss.reason)
  expect(INCIDENT_STATUSES).toContain('dismissed')
})

/** What was said to an incident itself. */
const own = (one: Incident): Incident => ({
  ...one,
  claims: one.claims.filter(({ entry }) => one.entries.includes(entry)),
})

describe('merged into a shell, and the shell dismissed', () => {
  const [head, ground] = [
    { ...officer('CAN', 'head-of-mission'), office: 'monitor' as const },
    'benign',
  ]
  const shell = { type: 'openIncident', title: 'x', from: 'claim', candidates: [] }
  const way = [
    shell,
    {
      type: 'fileClaim',
      incident: 'I-0',
      party: 'A',
      stance: 'accuses',
      text: 'x',
      source: SOURCE,
    },
    shell,
    { type: 'merge', incident: 'I-0', into: 'I-2', reason: 'One.' },
    { type: 'dismiss', incident: 'I-2', ground, reason: 'Nothing.' },
  ]
  /** What the checker says of the way, and where the shell stands. */
  const run = (lie: (incident: Incident) => Incident): readonly [readonly string[], string] => {
    let state = initial
    const steps: Step[] = []
    for (const [index, each] of way.entries()) {
      const command = each as Command
      const incidents = new Map([...state.incidents].map(([id, one]) => [id, lie(one)]))
      const context = { actor: head, nowMs: index, agreement: AGREEMENT }
      const decided = decide({ ...state, incidents }, command, context)
      if (isRefused(decided)) throw new Error(decided.refused)
      const [entry] = decided.entries.map(
        (draft) => ({ ...draft, index, actor: head, atMs: index }) as unknown as Entry,
      )
      if (entry === undefined) throw new Error('nothing is recorded')
      const after = evolve(state, entry)
      steps.push({ before: state, after, entry, command })
      state = after
    }
    return [check(steps), state.incidents.get('I-2')?.status ?? '']
  }
  test('takes two nations', () => {
    expect(run((one) => one)).toEqual([[], 'recorded'])
  })
  test('planted: what was merged into it forgotten', () => {
    expect(run(own)).toEqual([['V26 dismissed by 1 of 2'], 'dismissed'])
  })
})
