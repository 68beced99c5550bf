/**
 * Goal: an office sees the reliability of those figures only that it may see, how their recalibrations stand, and the monitor
 * alone who adopted them, why, and what could be adopted. Method: released incidents by hand, with a figure withheld; a log of
 * adoptions; the offices one by one.
 */
import type { ReleasedIncident } from '@holdfast/core/verify'
import { initial } from '@holdfast/core/fuse/confidence'
import { describe, expect, test } from 'vitest'
import { findings, Log } from '../../../../tests/support/recalibration-log.ts'
import { ENDED_SHOWN, reliabilityRefused, reliabilityView } from './reliability-view.ts'
import type { ReliabilityNeeds } from './reliability-view.ts'

const incident = (breachProbability: number | null): ReleasedIncident => {
  const answer = { status: 'signed', value: 'yes', machineProbability: 0.9, signedIn: 3 }
  const answers = {
    occurred: answer,
    breach: { status: 'signed', value: 'none', machineProbability: breachProbability, signedIn: 4 },
  }
  // Only these members are read; the rest of an incident is long.
  return { id: 'I-1', status: 'concluded', scripted: true, answers } as unknown as ReleasedIncident
}

const needs = (change: Partial<ReliabilityNeeds> = {}): ReliabilityNeeds => ({
  incidents: [],
  confidence: initial,
  office: 'monitor',
  notice: null,
  exercise: null,
  ...change,
})
const released = (count: number): ReleasedIncident[] =>
  findings(count) as unknown as ReleasedIncident[]

describe('reliability', () => {
  test('a figure that is withheld is not counted', () => {
    const incidents = [incident(0.7), incident(null)]
    const view = reliabilityView(needs({ incidents, notice: 'N', exercise: 'x' }))
    expect(view.notice).toBe('N')
    expect(view.scripted).toBe(true)
    expect(view.questions.occurred.reliability.cases).toBe(2)
    expect(view.questions.breach.reliability.cases).toBe(1)
  })
  test('a live deployment counts no script', () => {
    const view = reliabilityView(needs({ incidents: [incident(0.7)] }))
    expect(view.scripted).toBe(false)
    expect(view.questions.occurred.meaning).toBe('No adjudicated finding yet.')
  })
  test('it is for those who find and those who judge', () => {
    expect(reliabilityRefused('monitor')).toBeNull()
    expect(reliabilityRefused('commission')).toBeNull()
    expect(reliabilityRefused('guarantors')).toHaveProperty('refused')
  })
})

describe('recalibrations', () => {
  test('the monitor is told what may be adopted, or why nothing may', () => {
    const few = reliabilityView(needs({ incidents: released(99) })).recalibrations
    expect(few.occurred.fit).toMatchObject({ cases: 99 })
    expect(few.occurred.fit?.refused).toContain('99 judged cases')
    const log = new Log(findings(100))
    const view = reliabilityView(needs({ incidents: released(100) })).recalibrations
    expect(view.occurred).toMatchObject({ inForce: null, ended: [], older: 0 })
    expect(view.occurred.fit).toEqual({
      name: log.fit(),
      cases: 100,
      scripted: false,
      refused: null,
    })
    expect(view.breach.fit?.refused).toContain('0 judged cases')
  })
  test('the newest that ended are shown and the rest counted, without people and words elsewhere', () => {
    const log = new Log(findings(100))
    for (let n = 0; n < ENDED_SHOWN + 3; n += 1) {
      log.adopt()
      log.withdraw()
    }
    log.adopt()
    const own = reliabilityView(needs({ confidence: log.state })).recalibrations.occurred
    expect(own.inForce?.by).toEqual({ name: 'A. Nalyst', nation: 'SWE', role: 'analyst' })
    expect(own.ended).toHaveLength(ENDED_SHOWN)
    expect(own.older).toBe(3)
    expect(own.ended[0]?.ended?.entry).toBe((own.inForce?.entry ?? 0) - 1)
    const view = reliabilityView(needs({ confidence: log.state, office: 'commission' }))
    const { occurred } = view.recalibrations
    expect(occurred.inForce).toMatchObject({ entry: own.inForce?.entry, cases: 100 })
    expect(JSON.stringify(view.recalibrations)).not.toMatch(/Nalyst|SWE|"r"|[0-9a-f]{64}/)
    expect(occurred.fit).toBeNull()
    expect(view.withheld).toEqual([
      'recalibrations.fit',
      'recalibrations.by',
      'recalibrations.reason',
    ])
  })
})
