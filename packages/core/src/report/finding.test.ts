/**
 * Goal: an incident is told in the editions that may have it, as the panel signed it, with its dissent, and no person is
 * named. Method: one incident in every status that matters, in every edition.
 */
import { expect, test } from 'vitest'
import { initial } from '../observe/index.ts'
import { DAY_MS, isRefused } from '../units/index.ts'
import type { DismissalGround, Incident, IncidentStatus } from '../verify/index.ts'
import { EDITIONS, compose } from './index.ts'
import type { Asked, Edition, Report, ReportRecord } from './index.ts'

const START_MS = Date.UTC(2026, 1, 28, 17, 30)
const END_MS = START_MS + DAY_MS

const record = (more: Partial<ReportRecord> = {}): ReportRecord => ({
  logSize: 1_000,
  exercise: null,
  observations: [],
  observe: initial,
  coverageEntries: [],
  agreement: null,
  incidents: [],
  acts: [],
  regions: [],
  told: [],
  totals: null,
  ...more,
})
const asked = (edition: Edition, more: Partial<Asked> = {}): Asked => ({
  kind: 'daily',
  number: 60,
  year: 2026,
  edition,
  period: { fromMs: START_MS, toMs: END_MS },
  previous: { fromMs: START_MS - DAY_MS, toMs: START_MS },
  topic: null,
  incident: null,
  asOfMs: END_MS + 1,
  ...more,
})
function composed(one: ReportRecord, ask: Asked): Report {
  const report = compose(one, ask)
  if (isRefused(report)) throw new Error(report.refused)
  return report
}

const incident = (status: IncidentStatus): Incident => {
  const blank = {
    status: 'open',
    value: null,
    proposedBy: null,
    machineProbability: null,
    votes: [],
    signedAtMs: null,
    standard: null,
    proposedIn: null,
    signedIn: null,
    capitalsDueAtMs: null,
    recallMoved: [],
    scripted: false,
  } as const
  return {
    id: 'I-50',
    status,
    sinceMs: START_MS,
    title: 'Shots near the bridge',
    candidates: [],
    events: [],
    observations: ['a'.repeat(64)],
    clauses: [{ clause: '1', agreementVersion: 'v1' }],
    collectedBy: ['POL'],
    assignedTo: { nation: 'POL', officer: 'Duty Name' },
    notes: [
      {
        text: 'between ourselves',
        nation: 'POL',
        officer: 'Note Name',
        office: 'monitor',
        atMs: START_MS,
        entry: 53,
      },
    ],
    claims: [
      {
        party: 'A',
        stance: 'denies',
        text: 'It was thunder',
        atMs: START_MS,
        entry: 51,
        source: { by: 'Liaison Name', receivedAtMs: START_MS, channel: 'hotline', document: null },
        filedBy: { nation: 'POL', officer: 'Filer Name' },
        confirmed: { nation: 'SWE', officer: 'Second Name', atMs: START_MS, entry: 52 },
        alleges: {
          kind: 'shot',
          fromMs: START_MS,
          toMs: START_MS,
          position: { lonDeg: 38.123457, latDeg: 48 },
          radiusM: 10,
        },
      },
    ],
    answers: {
      occurred: {
        ...blank,
        question: 'occurred',
        status: 'signed',
        value: 'yes',
        proposedBy: { nation: 'POL', officer: 'Officer Name' },
        votes: [
          {
            nation: 'FRA',
            officer: 'Other Name',
            agrees: true,
            standard: 's',
            reason: 'seen',
            scripted: false,
            atMs: START_MS,
            entry: 52,
          },
        ],
      },
      breach: { ...blank, question: 'breach' },
      attribution: { ...blank, question: 'attribution' },
      intent: { ...blank, question: 'intent' },
      severity: { ...blank, question: 'severity' },
    },
    dissent: [{ question: 'occurred', nation: 'ROU', reason: 'not convinced' }],
    testimony: [],
    asked: ['occurred', 'breach'],
    heardByMs: null,
    outcome: null,
    recalls: [],
    corrections: [],
    mergedInto: null,
    breachEstablishedAtMs: null,
    entries: [50, 51, 52],
    scripted: false,
  }
}
const acts = [{ incident: 'I-50', entry: 52, atMs: END_MS - 1 }]

test.each([
  ['inquiry', ['monitor']],
  ['concluded', ['monitor', 'coalition']],
  ['published', EDITIONS],
  ['recalled', EDITIONS],
] as const)(
  'an incident that is %s is listed in the editions that may have it',
  (status, editions) => {
    for (const edition of EDITIONS) {
      const report = composed(record({ incidents: [incident(status)], acts }), asked(edition))
      const isListed = editions.some((one) => one === edition)
      expect(report.findings).toHaveLength(isListed ? 1 : 0)
      expect(report.findingsUnlisted).toBe(isListed ? 0 : 1)
    }
  },
)

test('a published finding is told with its signers by nation, its dissent and its entries; no officer is named', () => {
  const report = composed(record({ incidents: [incident('published')], acts }), asked('public'))
  const [finding] = report.findings
  expect(finding?.answers[0]).toMatchObject({
    question: 'occurred',
    value: 'yes',
    signers: ['FRA', 'POL'],
  })
  expect(finding?.dissent).toEqual([
    { question: 'occurred', nation: 'ROU', reason: 'not convinced' },
  ])
  expect(finding?.from.entries).toEqual([50, 51, 52])
  expect(finding?.claims).toEqual([])
  expect(finding?.withheld).toContainEqual({ field: 'claims', rule: 'unpublished' })
  expect(JSON.stringify(report)).not.toMatch(/Name|between ourselves|38\.123457/)
  expect(finding?.withheld.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['notes', 'assignedTo', 'claims.alleges']),
  )
  const forParties = composed(
    record({ incidents: [incident('published')], acts }),
    asked('parties'),
  )
  expect(forParties.findings[0]?.claims).toHaveLength(1)
})

test('what rests on observations of another label has no machine figure, and no spot report of its own', () => {
  const [id] = incident('published').observations
  const one = (classification: string) => {
    const label = { policy: 'HOLDFAST', classification, releasableTo: ['ALL'] }
    const observed = { fromMs: START_MS - 9 * DAY_MS, toMs: START_MS - 9 * DAY_MS }
    const observation = { id, label, observed, category: 'I.AIR' }
    const recorded = { observation, entry: 4 } as unknown as ReportRecord['observations'][number]
    const told = incident('published')
    const occurred = { ...told.answers.occurred, machineProbability: 0.25 }
    const known = { ...told, answers: { ...told.answers, occurred } }
    return record({ incidents: [known], acts, observations: [recorded] })
  }
  const finding = (edition: Edition, classification: string) =>
    composed(one(classification), asked(edition)).findings[0]
  const figure = (edition: Edition, classification: string) =>
    finding(edition, classification)?.answers[0]?.machineProbability
  expect(figure('public', 'UNCLASSIFIED')).toBe(0.25)
  expect(figure('monitor', 'SECRET')).toBe(0.25)
  const ask = { kind: 'spot', incident: 'I-50', previous: null } as const
  for (const edition of ['coalition', 'parties', 'public'] as const) {
    expect(figure(edition, 'SECRET')).toBeNull()
    expect(finding(edition, 'SECRET')?.withheld).toContainEqual({
      field: 'answers.machineProbability',
      rule: 'label',
    })
    expect(compose(one('SECRET'), asked(edition, ask))).toMatchObject({
      refused: expect.stringContaining('labels') as string,
    })
  }
  expect(isRefused(compose(one('SECRET'), asked('monitor', ask)))).toBe(false)
})

test('the rule that explains what is benign is told with the outcome, in every edition that lists it', () => {
  const told = (edition: Edition, more: Partial<Incident>) => {
    const one = { ...incident('published'), ...more }
    const [row] = composed(record({ incidents: [one], acts }), asked(edition)).findings
    return { outcome: row?.outcome, by: row?.explainedBy }
  }
  const benign = { outcome: 'benign', explainedBy: 'demining-notice' } as const
  for (const edition of EDITIONS) {
    expect(told(edition, benign)).toEqual({ outcome: 'benign', by: 'demining-notice' })
    expect(told(edition, { outcome: 'noBreach' })).toEqual({ outcome: 'noBreach', by: null })
  }
  // Planted: a rule beside an incident whose words are not out yet, which no edition of other offices may list.
  const early = { ...incident('inquiry'), ...benign, sinceMs: END_MS }
  const rows = EDITIONS.flatMap(
    (edition) => composed(record({ incidents: [early], acts }), asked(edition)).findings,
  )
  expect(rows.map(({ explainedBy }) => explainedBy)).toEqual(['demining-notice'])
})

test('an incident that did not move in the period is not in the report', () => {
  const late = [{ incident: 'I-50', entry: 52, atMs: END_MS + 1 }]
  const report = composed(
    record({ incidents: [incident('published')], acts: late }),
    asked('monitor'),
  )
  expect(report.findings).toEqual([])
})

test('a spot report of an incident that the edition may not list is refused', () => {
  const one = record({ incidents: [incident('inquiry')], acts })
  const ask = { kind: 'spot', incident: 'I-50', previous: null } as const
  expect(compose(one, asked('public', ask))).toMatchObject({
    refused: expect.stringContaining('inquiry') as string,
  })
  expect(isRefused(compose(one, asked('monitor', ask)))).toBe(false)
})

const dismissed = (id: string, atMs: number, ground: DismissalGround): Incident => ({
  ...incident('dismissed'),
  id,
  dismissal: {
    ground,
    moved: [
      { nation: 'POL', officer: 'Duty Name', reason: 'near the bridge', atMs, entry: 60 },
      { nation: 'FRA', officer: 'Other Name', reason: 'agreed', atMs, entry: 61 },
    ],
    from: 'corroborated',
    atMs,
  },
})

test('what was dismissed in the period is counted by ground in every edition, with its words for the monitor alone', () => {
  const incidents = [
    dismissed('I-1', END_MS, 'benign'),
    dismissed('I-2', START_MS + 1, 'benign'),
    dismissed('I-3', END_MS - 5, 'notEnough'),
    dismissed('I-4', START_MS, 'noBreach'),
    dismissed('I-5', END_MS + 1, 'noBreach'),
  ]
  const moved = incidents.map(({ id, dismissal }) => ({
    incident: id,
    entry: 61,
    atMs: dismissal?.atMs ?? 0,
  }))
  for (const edition of EDITIONS) {
    const report = composed(record({ incidents, acts: moved }), asked(edition))
    expect(report.dismissed.map(({ ground, incidents: n }) => [ground, n])).toEqual([
      ['notEnough', 1],
      ['benign', 2],
    ])
    expect(report.dismissed[0]?.from).toMatchObject({ entries: [60, 61], of: 'entries' })
    // In no other list: what is put aside is told once.
    expect([report.findings.length, report.findingsUnlisted]).toEqual([0, 0])
    const isMonitor = edition === 'monitor'
    expect(JSON.stringify(report).includes('near the bridge')).toBe(isMonitor)
    expect(JSON.stringify(report)).not.toContain('Name')
    expect(report.dismissed[0]?.withheld).toEqual(
      isMonitor ? [] : [{ field: 'dismissal.moved.reason', rule: 'words' }],
    )
  }
})

test('one that was brought back, or waits for a second officer, is no dismissal; a spot report tells of its own', () => {
  const one = dismissed('I-50', END_MS - 1, 'benign')
  const waiting: Incident = { ...one, status: 'corroborated' }
  const report = composed(record({ incidents: [waiting], acts }), asked('monitor'))
  expect([report.dismissed.length, report.findings.length]).toEqual([0, 1])
  const ask = { kind: 'spot', incident: 'I-50', previous: null } as const
  const spot = composed(record({ incidents: [one], acts }), asked('monitor', ask))
  expect([spot.dismissed.length, spot.findings[0]?.status]).toEqual([0, 'dismissed'])
})
