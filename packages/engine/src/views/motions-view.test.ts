/**
 * Goal: each office sees how a motion to amend stands, and none but the commission and the monitor the text before it is
 * carried; what people typed reaches the guarantors a day later. Method: a log of commands; the views of every office
 * before and after; then the labels of the entries, which decide who reads them in the log.
 */
import { expect, test } from 'vitest'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { DAY_MS } from '@holdfast/core/units'
import {
  AmendmentLog,
  officer,
  oppose,
  propose,
  support,
  textOf,
  withdraw,
} from '../../../../tests/support/amendment-log.ts'
import { initialMission } from '../mission/index.ts'
import { labelOf } from '../runtime/labels.ts'
import { agreementStanding } from './agreement-view.ts'
import { agreementMotion, agreementMotions, MOTIONS_SHOWN_MAX } from './motions-view.ts'

const deployment = { kind: 'live', origin: 'o', exercise: null, seed: null } as const
const needsOf = ({ state, nowMs }: AmendmentLog) => ({
  mission: { ...initialMission(), agreement: state },
  nowMs,
  deployment,
})
const listOf = (log: AmendmentLog, office: Office) => agreementMotions(needsOf(log), office)
const oneOf = (log: AmendmentLog, office: Office, motion: number) =>
  agreementMotion(needsOf(log), office, motion)

/** A motion of XAA that would lower the quorum; XAB is for it, XAD against. */
function moved(): { readonly log: AmendmentLog; readonly motion: number } {
  const log = new AmendmentLog()
  const lower = textOf({ thresholds: { quorum: 1 } })
  const motion = log.take(propose('secret text', { agreement: lower }), officer('XAA'))
  log.take(support(motion), officer('XAB'))
  log.take(oppose(motion), officer('XAD'))
  return { log, motion }
}

test('every office sees who is for a motion and against it, and how many are missing', () => {
  const { log, motion } = moved()
  for (const office of OFFICES) {
    const { inForce, quorum, motions, older } = listOf(log, office)
    expect({ inForce, quorum, older }).toEqual({ inForce: 0, quorum: 3, older: 0 })
    expect(motions).toMatchObject([
      {
        motion,
        status: 'open',
        nation: 'XAA',
        nations: ['XAA', 'XAB'],
        opposed: ['XAD'],
        quorum: 3,
        missing: 1,
        supporters: [{ nation: 'XAB', entry: 2 }],
        opponents: [{ nation: 'XAD', entry: 3 }],
        closedIn: null,
      },
    ])
  }
  log.take(support(motion), officer('XAC'))
  expect(listOf(log, 'monitor')).toMatchObject({
    inForce: 5,
    // The new text asks for one; nobody amends alone.
    quorum: 2,
    motions: [{ status: 'carried', missing: 0, closedIn: 5 }],
  })
})

test('the text and what it would change are the commission’s and the monitor’s; reasons reach the guarantors a day later', () => {
  const { log, motion } = moved()
  for (const office of ['monitor', 'commission'] as const)
    expect(oneOf(log, office, motion)).toMatchObject({
      document: 'secret text',
      reason: 'the line moved',
      changes: {
        clauses: [],
        parts: [{ part: 'thresholds', fields: [{ field: 'quorum', before: 3, after: 1 }] }],
      },
      withheld: [],
    })
  const withheld = oneOf(log, 'guarantors', motion)
  expect(withheld).toMatchObject({ document: null, changes: null, missing: 1 })
  expect(withheld?.withheld).toEqual(['document', 'changes'])
  for (const shown of [withheld, listOf(log, 'guarantors')])
    expect(JSON.stringify(shown)).not.toMatch(/secret|the line moved|read and weighed/u)
  log.nowMs += DAY_MS
  const later = JSON.stringify(oneOf(log, 'guarantors', motion))
  expect(later).toMatch(/the line moved.*read and weighed/u)
  expect(later).not.toContain('secret')
})

test('a motion that is closed shows how it ended, and its text no more', () => {
  const { log, motion } = moved()
  log.take(withdraw(motion), officer('XAA'))
  expect(oneOf(log, 'commission', motion)).toMatchObject({
    status: 'withdrawn',
    document: null,
    changes: null,
    missing: 0,
    closedIn: 4,
  })
  expect(oneOf(log, 'commission', 0)).toBeNull()
  expect(oneOf(log, 'commission', 99)).toBeNull()
})

test('before there is a text there is nothing to amend', () => {
  expect(listOf(new AmendmentLog(null), 'commission')).toMatchObject({
    inForce: null,
    quorum: null,
    motions: [],
    older: 0,
  })
})

test('the newest are listed, and the rest are counted', () => {
  const log = new AmendmentLog()
  for (let n = 0; n <= MOTIONS_SHOWN_MAX; n += 1)
    log.take(withdraw(log.take(propose(`text a${n}`), officer('XAA'))), officer('XAA'))
  const { motions, older } = listOf(log, 'commission')
  expect([motions.length, older]).toEqual([MOTIONS_SHOWN_MAX, 1])
  expect(motions[0]?.motion).toBeGreaterThan(motions[1]?.motion ?? Infinity)
})

test('the standing tells which motion a text came of, and from when it is in force', () => {
  const { log, motion } = moved()
  log.take(support(motion), officer('XAC'))
  const { agreement, texts } = agreementStanding(needsOf(log), 'guarantors', { limit: 1 })
  const carried = { motion, nations: ['XAA', 'XAB', 'XAC'], opposed: ['XAD'] }
  expect(agreement).toMatchObject({ entry: 5, amends: 0, fromMs: log.nowMs, carried })
  expect(texts[0]).toMatchObject({ entry: 0, carried: null })
})

test('in the log a motion is read by the commission and the monitor alone, the text that came of it by all', () => {
  const { log, motion } = moved()
  log.take(support(motion), officer('XAC'))
  const readers = log.entries.map(({ kind }) => [kind, labelOf(kind).offices] as const)
  for (const [kind, offices] of readers)
    expect(offices).toEqual(kind === 'agreement.adopted' ? [...OFFICES] : ['monitor', 'commission'])
  expect(readers.map(([kind]) => kind)).toContain('agreement.amendment-opposed')
})
