// Goal: hindered access names the clauses of the day that name it, or says that there is none, and the incident on it begins
// with them and keeps them (V24). Method: one agreement in three versions, clauses with and without a zone; a script of
// commands over them.
import { describe, expect, test } from 'vitest'
import type { Agreement, Provision } from '../../agreement/index.ts'
import { AGREEMENT, Panel, snapshot } from '../../../../../tests/support/verify-panel.ts'
import { DAY_MS, HOUR_MS } from '../../units/index.ts'
import { accessProposals, accessProvision, tellProvision } from '../index.ts'

const provision = (clause: string, more: Partial<Provision> = {}): Provision => ({
  clause,
  title: 't',
  source: 't',
  sinceVersion: 'v1',
  act: { kinds: ['X.DENIAL', 'X.DELAY'], phases: [] },
  ...more,
})
const TEXT: Agreement = {
  ...AGREEMENT,
  versions: ['v1', 'v2', 'v3'].map((id, i) => ({
    id,
    title: id,
    source: 't',
    fromMs: i * DAY_MS,
  })),
  provisions: [
    provision('A-all', { act: { kinds: [], phases: [] } }),
    provision('A-fire', { act: { kinds: ['explosion'], phases: [] } }),
    provision('A-2', { sinceVersion: 'v2', breach: 'access' }),
    provision('A-2-plant', { sinceVersion: 'v2', zone: 'plant' }),
    provision('A-3', { sinceVersion: 'v3', act: { kinds: ['X.DENIAL'], phases: [] } }),
    provision('A-old', { untilVersion: 'v2', act: { kinds: ['X.CONDITIONAL'], phases: [] } }),
    provision('A-later', { sinceVersion: 'v3', fromMs: 9 * DAY_MS }),
  ],
  thresholds: {
    ...AGREEMENT.thresholds,
    breaches: [
      {
        id: 'access',
        title: 'Access',
        standard: 'grounds',
        attributionStandard: 'grounds',
        quorum: 4,
        occurredUnheardMs: 2 * HOUR_MS,
      },
    ],
  },
}

describe('what the text says of a hindrance', () => {
  test.each([
    ['before any version', -1, 'X.DENIAL', null, [], []],
    ['under a version without one', 0, 'X.DENIAL', 'v1', [], []],
    ['of another kind', 0, 'X.CONDITIONAL', 'v1', ['A-old'], []],
    ['from the version that has it on', DAY_MS, 'X.DENIAL', 'v2', ['A-2'], ['A-2-plant']],
    ['until the version that no longer has it', DAY_MS, 'X.CONDITIONAL', 'v2', [], []],
    ['of several clauses', 2 * DAY_MS, 'X.DENIAL', 'v3', ['A-2', 'A-3'], ['A-2-plant']],
    ['from its instant on', 9 * DAY_MS, 'X.DELAY', 'v3', ['A-2', 'A-later'], ['A-2-plant']],
  ] as const)('%s', (_, atMs, category, agreementVersion, clauses, zoned) => {
    expect(accessProvision(TEXT, category, atMs)).toEqual({ agreementVersion, clauses, zoned })
  })

  test.each([
    [undefined, 'the clause was not kept: the log is older than the rule'],
    [accessProvision(TEXT, 'X.DENIAL', -1), 'no version of the agreement was in force'],
    [accessProvision(TEXT, 'X.DENIAL', 0), 'no clause on access in version v1'],
    [accessProvision(TEXT, 'X.DENIAL', DAY_MS), 'A-2 of version v2; in its zone only: A-2-plant'],
    [
      { agreementVersion: 'v2', clauses: [], zoned: ['A-9'] },
      'no clause on access in version v2; in its zone only: A-9',
    ],
    [accessProvision(TEXT, 'X.CONDITIONAL', 0), 'A-old of version v1'],
  ])('is told in words', (said, words) => {
    expect(tellProvision(said)).toBe(words)
  })
})

const REQUEST = { means: 'drone', nation: 'FIN', what: 'Look.', place: null, dueMs: null }
const REFUSED = {
  access: 'refused',
  untilMs: null,
  condition: null,
  by: 'An armed man',
  where: 'A gate',
  position: null,
  text: 'They were sent back.',
}
/** The incident opened on access that was refused at an instant, and the panel. */
function hindered(atMs: number): Panel {
  const panel = new Panel(TEXT).open()
  panel.nowMs = atMs
  panel.ask('FRA', { type: 'requestTask', ...REQUEST })
  expect(panel.ask('FRA', { type: 'reportAccess', task: 'T-1', ...REFUSED })).toBe('recorded')
  // What was in force when it was met counts, not what is when somebody opens the incident.
  panel.nowMs = 5 * DAY_MS
  expect(panel.ask('FRA', { type: 'openAccessIncident', task: 'T-1', title: 'Sent back' })).toBe(
    'recorded',
  )
  return panel
}
const opened = (panel: Panel) => panel.state.incidents.get('I-3')

describe('an access incident', () => {
  test('begins with the clauses that hold everywhere, their quorum and their hours, and keeps them', () => {
    const panel = hindered(DAY_MS)
    const said = { agreementVersion: 'v2', clauses: ['A-2'], zoned: ['A-2-plant'] }
    expect(opened(panel)).toMatchObject({
      access: { category: 'X.DENIAL', provision: said },
      clauses: [{ clause: 'A-2', agreementVersion: 'v2' }],
      occurredDueMs: 5 * DAY_MS + 2 * HOUR_MS,
      collectedBy: ['FIN'],
    })
    panel.ask('FRA', { incident: 'I-3', type: 'addCandidate', candidate: snapshot('c9') })
    expect(opened(panel)?.clauses.map(({ clause }) => clause)).toEqual(['A-2', 'X-1'])
    panel.ask('FRA', {
      incident: 'I-3',
      type: 'proposeAnswer',
      question: 'occurred',
      value: 'yes',
      standard: 'grounds',
      machineProbability: null,
    })
    expect(opened(panel)?.answers.occurred.threshold).toMatchObject({
      kinds: ['access'],
      quorum: 4,
    })
  })

  test('on which the text says nothing says so, and goes by the general hours', () => {
    const panel = hindered(0)
    const said = opened(panel)?.access?.provision
    expect(tellProvision(said)).toBe('no clause on access in version v1')
    expect(opened(panel)).toMatchObject({
      clauses: [],
      occurredDueMs: 5 * DAY_MS + 12 * HOUR_MS,
    })
  })

  test('is proposed with what the text says; granted access has none', () => {
    const panel = new Panel(TEXT).open()
    panel.ask('FRA', { type: 'requestTask', ...REQUEST })
    const granted = { ...REFUSED, access: 'granted', by: null, where: null }
    panel.ask('FRA', { type: 'reportAccess', task: 'T-1', ...granted })
    panel.nowMs = 2 * DAY_MS
    panel.ask('FRA', { type: 'reportAccess', task: 'T-1', ...REFUSED })
    const reports = panel.state.tasks.get('T-1')?.access.map((one) => one.provision?.clauses)
    expect(reports).toEqual([undefined, ['A-2', 'A-3']])
    expect(accessProposals(panel.state)).toMatchObject([
      { report: { provision: { agreementVersion: 'v3' } } },
    ])
  })
})
