/**
 * Goal: an office sees the reliability of those figures only that it may see. Method: released incidents by hand, with a
 * figure withheld; the offices one by one.
 */
import type { ReleasedIncident } from '@holdfast/core/verify'
import { describe, expect, test } from 'vitest'
import { reliabilityRefused, reliabilityView } from './reliability-view.ts'

const incident = (breachProbability: number | null): ReleasedIncident => {
  const answer = { status: 'signed', value: 'yes', machineProbability: 0.9 }
  const answers = {
    occurred: answer,
    breach: { status: 'signed', value: 'none', machineProbability: breachProbability },
  }
  // Only these members are read; the rest of an incident is long.
  return { status: 'concluded', scripted: true, answers } as unknown as ReleasedIncident
}

describe('reliability', () => {
  test('a figure that is withheld is not counted', () => {
    const view = reliabilityView([incident(0.7), incident(null)], { notice: 'N', exercise: 'x' })
    expect(view.notice).toBe('N')
    expect(view.scripted).toBe(true)
    expect(view.questions.occurred.reliability.cases).toBe(2)
    expect(view.questions.breach.reliability.cases).toBe(1)
  })
  test('a live deployment counts no script', () => {
    const view = reliabilityView([incident(0.7)], { notice: null, exercise: null })
    expect(view.scripted).toBe(false)
    expect(view.questions.occurred.meaning).toBe('No adjudicated finding yet.')
  })
  test('it is for those who find and those who judge', () => {
    expect(reliabilityRefused('monitor')).toBeNull()
    expect(reliabilityRefused('commission')).toBeNull()
    expect(reliabilityRefused('guarantors')).toHaveProperty('refused')
  })
})
