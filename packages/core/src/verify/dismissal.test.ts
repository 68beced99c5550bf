// Goal: what is dismissed is dismissed by whom it takes, comes back as it stood, is nobody's finding, and is told outside
// the monitor's office without names and words (V26). Method: a short script of commands for each rule.
import { describe, expect, test } from 'vitest'
import { Panel, person, snapshot, testimony } from '../../../../tests/support/verify-panel.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS } from '../units/index.ts'
import { INCIDENT_STATUSES, dismissalTakes, foundIn, releaseIncident } from './index.ts'
import type { Release } from './index.ts'

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
      (p) => p.ask('FRA', { type: 'fileClaim', party: 'A', stance: 'accuses', text: 'x' }),
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

  test.each<[string, object]>([
    ['evidence', { type: 'addCandidate', candidate: snapshot('more', testimony(3)) }],
    ['a claim', { type: 'fileClaim', party: 'B', stance: 'admits', text: 'x' }],
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
