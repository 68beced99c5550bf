// Goal: what becomes of a task is on record whatever a party does to access, and hindered access becomes an incident of
// its own only by a person, once for each report (V21, V22). Method: scripts of commands; each report with one field wrong.
import { describe, expect, test } from 'vitest'
import { Panel, person } from '../../../../../tests/support/verify-panel.ts'
import { DAY_MS, HOUR_MS } from '../../units/index.ts'
import { PLACE_RADIUS_M_MAX, TASKS_OPEN_MAX, accessProposals } from '../index.ts'
import type { Task } from '../index.ts'

const request = {
  type: 'requestTask',
  means: 'inspectionTeam',
  nation: 'FIN',
  what: 'Look for craters.',
  place: { position: { lonDeg: 37.8, latDeg: 48.1 }, radiusM: 500 },
  dueMs: DAY_MS,
}
const report = {
  type: 'reportAccess',
  task: 'T-1',
  access: 'granted',
  untilMs: null,
  condition: null,
  by: null,
  where: null,
  position: null,
  text: 'At the checkpoint.',
}
const refused = { ...report, access: 'refused', by: 'An armed man', where: 'The north checkpoint' }
const close = { type: 'closeTask', task: 'T-1', outcome: 'confirms', text: 'Two craters.' }
const open = { type: 'openAccessIncident', task: 'T-1', title: 'Access refused in the north' }
const tasked = (): Panel => {
  const panel = new Panel().open()
  panel.ask('FRA', request)
  return panel
}
const taskOf = (panel: Panel): Task => {
  const task = panel.state.tasks.get('T-1')
  if (task === undefined) throw new Error('there is no task')
  return task
}

describe('a task', () => {
  test('is asked for, reported on and closed, and its nation counts as having collected', () => {
    const panel = tasked()
    expect(taskOf(panel)).toMatchObject({ status: 'requested', incident: 'I-0', nation: 'FIN' })
    panel.nowMs = HOUR_MS
    panel.ask('FRA', { ...report, access: 'delayed', untilMs: 3 * HOUR_MS })
    panel.ask('FRA', { ...report, access: 'conditional', condition: 'Without a camera' })
    expect(taskOf(panel).status).toBe('conditional')
    expect(panel.incident.collectedBy).toEqual(['JPN'])
    expect(panel.ask('FRA', close)).toBe('recorded')
    expect(taskOf(panel)).toMatchObject({
      status: 'closed',
      result: { outcome: 'confirms', atMs: HOUR_MS },
      access: [{ untilMs: 3 * HOUR_MS }, { condition: 'Without a camera' }],
    })
    expect(panel.incident.collectedBy).toEqual(['FIN', 'JPN'])
    expect(panel.ask('FRA', report)).toContain('is closed: request another')
  })

  test('that nobody could do leaves its nation as independent as it was', () => {
    const panel = tasked()
    panel.ask('FRA', { ...close, outcome: 'notDone' })
    expect(panel.incident.collectedBy).toEqual(['JPN'])
  })

  test('keeps a nation that looked from verifying alone', () => {
    // FIN and JPN are a quorum of 2, and both collected.
    const panel = tasked()
    panel.ask('FRA', close)
    panel.ask('FRA', {
      type: 'proposeAnswer',
      question: 'occurred',
      value: 'yes',
      standard: 'grounds',
      machineProbability: null,
    })
    for (const nation of ['FIN', 'JPN']) panel.vote(nation, 'occurred')
    expect(panel.incident.answers.occurred.status).toBe('proposed')
    panel.vote('SWE', 'occurred')
    expect(panel.incident.answers.occurred.status).toBe('signed')
  })

  test('reports back after the finding is out, and goes where its incident goes', () => {
    const panel = tasked().open()
    panel.ask('FRA', { type: 'merge', into: 'I-2', reason: 'One salvo.' })
    expect(taskOf(panel).incident).toBe('I-2')
    expect(panel.ask('FRA', { ...report, incident: 'I-2' })).toBe('recorded')
    panel.ask('FRA', { type: 'reopen', reason: 'Two salvos.' })
    expect(taskOf(panel).incident).toBe('I-0')
    for (const [question, value] of [['occurred', 'no']] as const) panel.sign({ question, value })
    panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
    expect(panel.incident.status).toBe('concluded')
    expect(panel.ask('FRA', request)).toContain('is concluded: reopen it first')
    expect(panel.ask('FRA', close)).toBe('recorded')
  })

  test.each<readonly [string, object, string]>([
    ['by no means', { means: 'spy' }, 'means is spy: use one of inspectionTeam, drone'],
    ['of nobody', { nation: '' }, 'say whose team looks'],
    ['for nothing', { what: ' ' }, 'what is empty'],
    ['due before it was asked', { dueMs: 0 }, 'dueMs is not after'],
    [
      'nowhere',
      { place: { position: { lonDeg: 181, latDeg: 0 }, radiusM: 1 } },
      'place.position 181, 0 is no place',
    ],
    [
      'everywhere',
      { place: { position: { lonDeg: 0, latDeg: 1 }, radiusM: PLACE_RADIUS_M_MAX + 1 } },
      `up to ${PLACE_RADIUS_M_MAX}`,
    ],
  ])('%s is refused', (_what, change, message) => {
    const panel = new Panel().open()
    const before = panel.state
    expect(panel.ask('FRA', { ...request, ...change })).toContain(message)
    expect(panel.state).toBe(before)
  })

  test('is one of so many, and a script sends nobody real', () => {
    const panel = new Panel().open()
    for (let i = 0; i < TASKS_OPEN_MAX; i++) expect(panel.ask('FRA', request)).toBe('recorded')
    expect(panel.ask('FRA', request)).toContain(`${TASKS_OPEN_MAX} open tasks`)
    const scripted = new Panel()
    const script = person('XAA', 'scripted')
    scripted.ask(script, { type: 'openIncident', title: 'x', from: 'claim', candidates: [] })
    expect(scripted.ask(script, request)).toContain('a script sends no team of FIN')
  })
})

describe('a report of access', () => {
  test.each<readonly [string, object, string]>([
    ['of no kind', { access: 'perhaps' }, 'access is perhaps: use one of granted'],
    ['delayed without end', { access: 'delayed' }, 'untilMs is missing'],
    [
      'delayed until before it was asked',
      { access: 'delayed', untilMs: 0 },
      'untilMs is not after',
    ],
    ['conditional on nothing', { access: 'conditional', condition: '' }, 'condition is empty'],
    ['conditional without a word', { access: 'conditional' }, 'condition is empty'],
    ['refused by nobody', { ...refused, by: null }, 'refused access: by is empty'],
    ['refused nowhere', { ...refused, where: null }, 'refused access: where is empty'],
    ['granted on a condition', { condition: 'x' }, 'condition says nothing of granted access'],
    ['from no place', { position: { lonDeg: 0, latDeg: 91 } }, 'report.position 0, 91 is no place'],
    ['without a word', { text: '' }, 'text is empty'],
    ['on no task', { task: 'T-9' }, 'I-0 has no task T-9'],
  ])('%s is refused', (_what, change, message) => {
    const panel = tasked()
    const before = panel.state
    expect(panel.ask('FRA', { ...report, ...change })).toContain(message)
    expect(panel.state).toBe(before)
  })
})

describe('hindered access', () => {
  test('proposes an incident, which a person opens once for each report, linked both ways', () => {
    const panel = tasked()
    expect(panel.ask('FRA', open)).toContain('nothing was reported on access')
    panel.ask('FRA', refused)
    expect(accessProposals(panel.state)).toMatchObject([
      { task: 'T-1', incident: 'I-0', category: 'X.DENIAL', report: { by: 'An armed man' } },
    ])
    expect(panel.ask('FRA', open)).toBe('recorded')
    expect(panel.at('I-3')).toMatchObject({
      status: 'recorded',
      title: 'Access refused in the north',
      collectedBy: ['FIN'],
      access: { task: 'T-1', category: 'X.DENIAL', report: 2 },
      links: [{ incident: 'I-0', how: 'accessTo' }],
    })
    expect(panel.incident.links).toMatchObject([{ incident: 'I-3', how: 'accessHindered' }])
    expect(accessProposals(panel.state)).toEqual([])
    expect(panel.ask('FRA', open)).toContain('no hindered access that no incident was opened on')
    panel.ask('FRA', { ...report, access: 'delayed', untilMs: DAY_MS })
    panel.ask('FRA', report)
    expect(panel.ask('FRA', { ...open, title: 'Access delayed' })).toBe('recorded')
    expect(panel.at('I-6').access?.category).toBe('X.DELAY')
  })

  test('is no incident where access was granted, or without a title', () => {
    const panel = tasked()
    panel.ask('FRA', report)
    expect(panel.ask('FRA', open)).toContain('no hindered access')
    panel.ask('FRA', refused)
    expect(panel.ask('FRA', { ...open, title: '' })).toContain('title is empty')
    expect(panel.ask(person('ZZZ', 'system'), open)).toContain('the role system may not')
  })
})
