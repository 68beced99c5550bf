/**
 * Goal: no command on grouping, a task or the watch reaches its step malformed, and every command of the step has its
 * fields. Method: a good command of each type; each of its fields is then dropped, replaced by values of other kinds, and
 * joined by an unknown one, and each such command is faulted by the name of the field.
 */
import { COMMANDS } from '@holdfast/core/verify'
import { describe, expect, test } from 'vitest'
import { faultIn } from './fields.ts'
import { VERIFY_WORK_FIELDS, alleged } from './verify-fields.ts'

const incident = 'I-1'
const reason = 'Two calibres.'
const position = { lonDeg: 37.8, latDeg: 48.1 }
const GOOD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  proposeMerge: { incident, into: 'I-2', score: 0.7, reason },
  proposeSplit: { incident, candidates: ['c'], score: null, reason },
  declineProposal: { incident, proposal: 'P-3', reason },
  split: { incident, title: 'The second', candidates: ['c'], reason },
  decorrelate: { incident, other: 'I-2', reason },
  recorrelate: { incident, other: 'I-2', reason },
  requestTask: {
    incident,
    means: 'drone',
    nation: 'FIN',
    what: 'Look for craters.',
    place: { position, radiusM: 500 },
    dueMs: 1,
  },
  reportAccess: {
    incident,
    task: 'T-4',
    access: 'refused',
    untilMs: null,
    condition: null,
    by: 'An armed man',
    where: 'The north checkpoint',
    position,
    text: 'Turned back.',
  },
  closeTask: { incident, task: 'T-4', outcome: 'confirms', text: 'Two craters.' },
  openAccessIncident: { incident, task: 'T-4', title: 'Access refused' },
  dismiss: { incident, ground: 'benign', reason },
  assign: { incident, to: { nation: 'FIN', officer: 'Watch officer 3' } },
  note: { incident, text: 'Ask the night patrol.' },
  handOver: {
    from: 'First',
    to: 'Second',
    openPoints: [{ incident: null, text: 'A post is out.' }],
  },
  acceptHandOver: { handOver: 7, reason: null },
}
const WRONG = [{}, [{}], 7.5, Number.NaN, '', 'x'.repeat(20_000)]

describe.each(Object.entries(GOOD))('%s', (type, command) => {
  const fields = VERIFY_WORK_FIELDS[type] ?? {}
  test('is read as it should be', () => {
    expect(faultIn(command, fields)).toBeNull()
  })
  test.each(Object.keys(command))('is faulted by its %s', (field) => {
    const { [field]: _dropped, ...without } = command
    expect(faultIn(without, fields)).toBe(`${field} is missing`)
    for (const wrong of WRONG)
      expect(faultIn({ ...command, [field]: wrong }, fields)).toContain(field)
  })
  test('takes nothing unknown', () => {
    expect(faultIn({ ...command, other_: 1 }, fields)).toContain('other_ is not known')
  })
})

test('places and inner fields are read too', () => {
  const request = GOOD['requestTask']
  const fields = VERIFY_WORK_FIELDS['requestTask'] ?? {}
  for (const place of [
    { position, radiusM: Infinity },
    { position: { lonDeg: 181, latDeg: 0 }, radiusM: 1 },
    { position },
    { position, radiusM: 1, heightM: 2 },
  ])
    expect(faultIn({ ...request, place }, fields)).toContain('place')
  const claim = { kind: 'explosion', fromMs: 0, toMs: 1, position, radiusM: 5 }
  expect(alleged(claim)).toBeNull()
  for (const field of Object.keys(claim))
    expect(alleged({ ...claim, [field]: 'x'.repeat(20_000) })).toContain(field)
})

test('every command that verify knows has fields here or beside the older ones', () => {
  const older = ['openIncident', 'addCandidate', 'corroborate', 'startInquiry', 'fileClaim']
  const onClaims = ['confirmClaim', 'takeBackClaim']
  const answers = [
    'recordSilence',
    'ask',
    'proposeAnswer',
    'vote',
    'withdrawProposal',
    'declareDeadlock',
  ]
  const ends = ['referToCapitals', 'dissent', 'recall', 'conclude', 'publish', 'correct']
  const kept = [...older, ...onClaims, ...answers, ...ends, 'merge', 'reopen']
  expect([...kept, ...Object.keys(VERIFY_WORK_FIELDS)].toSorted()).toEqual(COMMANDS.toSorted())
})
