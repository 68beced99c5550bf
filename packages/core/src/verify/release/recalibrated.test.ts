/**
 * Goal: a recalibrated figure leaves where the raw one does, is of the figure that leaves, and tells no more than it. Method:
 * an event and a candidate that hold every field, over offices and times; incidents with and without figures; the look-up of
 * what revised an event counted. Planted: a worth of the whole event's figure, which would tell of an announced activity.
 */
import { describe, expect, test } from 'vitest'
import { findings, Log } from '../../../../../tests/support/recalibration-log.ts'
import { CANDIDATE, END, EVENT, RESTS } from '../../../../../tests/support/verify-release.ts'
import { Panel } from '../../../../../tests/support/verify-panel.ts'
import { initial, worthAt } from '../../fuse/confidence/index.ts'
import { OFFICES } from '../../nations/index.ts'
import { HOUR_MS } from '../../units/index.ts'
import {
  recalibratedCandidate,
  recalibratedEvent,
  recalibratedIncident,
  releaseCandidate,
  releaseEvent,
  releaseIncident,
} from '../index.ts'
import type { Recalibrating, Release } from '../index.ts'

const CASES = 150
const log = new Log([
  ...findings(CASES),
  ...findings(CASES, { question: 'breach' }, 2).map((one, n) => ({ ...one, id: `I-b${n}` })),
])
const [adopted, ofBreach] = [log.adopt(), log.adopt('breach')]
if (typeof adopted === 'string' || typeof ofBreach === 'string') throw new Error('refused')
const { state } = log
const AFTER = ofBreach.index + 1
const by: Recalibrating = { state, revisedIn: () => AFTER }
const before: Recalibrating = { state, revisedIn: () => adopted.index - 1 }

const SEEN = OFFICES.flatMap((office) =>
  [false, true].map((released): Release => ({
    ...RESTS,
    office,
    nowMs: released ? END + 25 * HOUR_MS : END,
    findingFor: () => false,
  })),
)

const nobody = (): number => {
  throw new Error('nothing need be looked up')
}
const earlyTo = (office: Release['office']): Release => ({
  ...RESTS,
  office,
  nowMs: 0,
  findingFor: () => false,
})

describe('an event', () => {
  test.each(SEEN)('to the $office at $nowMs bears what its own figure is worth', (release) => {
    const out = releaseEvent(EVENT, release)
    const told = recalibratedEvent(out, by)
    const { probability } = out
    expect(told).toEqual({
      ...out,
      recalibrated: worthAt(state, 'occurred', { probability, entry: AFTER }),
    })
    expect(told.recalibrated?.entry).toBe(adopted.index)
  })
  test('an announced activity is not told by the worth of the figure that it lowered', () => {
    const open = { ...RESTS, office: 'commission', nowMs: END, findingFor: () => false } as const
    const lowered = { ...EVENT, probability: 0.2 }
    const told = recalibratedEvent(releaseEvent(lowered, open), by)
    const plain = { ...EVENT, probability: 0.94 }
    expect(told.probability).toBe(0.94)
    expect(told.recalibrated).toEqual(recalibratedEvent(releaseEvent(plain, open), by).recalibrated)
    // Planted: the worth of the whole event's figure is another one.
    expect(told.recalibrated).not.toEqual(
      worthAt(state, 'occurred', { probability: lowered.probability, entry: AFTER }),
    )
  })
  test('of before the adoption, of unknown reports, or where none was ever adopted stays raw', () => {
    const out = releaseEvent(EVENT, {
      ...RESTS,
      office: 'monitor',
      nowMs: END,
      findingFor: () => true,
    })
    expect(recalibratedEvent(out, before)).toBe(out)
    expect(recalibratedEvent(out, { state, revisedIn: () => null })).toBe(out)
    expect(recalibratedEvent(out, { state: initial, revisedIn: nobody })).toBe(out)
  })
})

describe('a candidate', () => {
  const monitor: Release = { ...RESTS, office: 'monitor', nowMs: END, findingFor: () => true }
  const out = releaseCandidate(CANDIDATE, monitor)
  if (out === null) throw new Error('withheld')
  const decided = {
    ...out,
    conditions: out.conditions.map((one) => ({ ...one, held: 'yes' as const })),
  }
  const { probability } = CANDIDATE
  const worth = worthAt(state, 'breach', { probability, entry: AFTER })
  test('bears what its figure of a breach is worth, by its event', () => {
    expect(recalibratedCandidate(decided, EVENT, by).recalibrated).toEqual(worth)
    expect(worth?.entry).toBe(ofBreach.index)
    expect(recalibratedCandidate(decided, EVENT, before)).toBe(decided)
  })
  test('an upper bound stays one: nothing but the least worth bounds it from below', () => {
    const open = {
      ...decided,
      conditions: decided.conditions.map((one) => ({ ...one, held: 'undecided' as const })),
    }
    const told = recalibratedCandidate(open, EVENT, by).recalibrated
    const least = worthAt(state, 'breach', { probability: 0, entry: AFTER })
    expect(told).toEqual({ ...worth, low: least?.low })
  })
  test('that a missed deadline raised stays raw, and one that is withheld is not told', () => {
    expect(recalibratedCandidate(decided, undefined, by)).toBe(decided)
    expect(
      releaseCandidate(CANDIDATE, { ...monitor, office: 'commission', findingFor: () => false }),
    ).toBeNull()
  })
})

describe('an incident', () => {
  const panel = new Panel().open()
  panel.ask('FRA', { type: 'startInquiry' })
  panel.sign({ question: 'occurred', value: 'yes' })
  panel.sign({ question: 'breach', value: 'none' })
  const proposedIn = panel.incident.answers.breach.proposedIn ?? -1
  const late = new Log(log.incidents)
  const [first, second] = [late.adopt(), late.adopt('breach')]
  if (typeof first === 'string' || typeof second === 'string') throw new Error('refused')
  test('bears the worth of the figures that stood beside its answers, as signed', () => {
    expect(proposedIn).toBeGreaterThan(second.index)
    const told = recalibratedIncident(
      releaseIncident(panel.incident, earlyTo('monitor')),
      late.state,
    )
    expect(told.answers).toEqual(panel.incident.answers)
    expect(told.recalibrated).toEqual({
      occurred: worthAt(late.state, 'occurred', { probability: 0.7, entry: proposedIn }),
      breach: worthAt(late.state, 'breach', { probability: 0.7, entry: proposedIn }),
    })
  })
  test('to whom the figure of the breach is withheld its worth is, too', () => {
    const out = releaseIncident(panel.incident, earlyTo('commission'))
    expect(out.answers.breach.machineProbability).toBeNull()
    expect(Object.keys(recalibratedIncident(out, late.state).recalibrated ?? {})).toEqual([
      'occurred',
    ])
  })
  test('without any it is the same', () => {
    const out = releaseIncident(panel.incident, earlyTo('monitor'))
    expect(recalibratedIncident(out, initial)).toBe(out)
  })
})
