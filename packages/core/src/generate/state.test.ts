/**
 * Goal: the register is a fold of its entries and nothing else. Method: record, fold, and compare; commands by those
 * who may not are refused.
 */
import { describe, expect, test } from 'vitest'
import type { Actor, Label } from '../nations/index.ts'
import type { Entry } from '../evidence/index.ts'
import { isRefused } from '../units/index.ts'
import { decide, evolve, initial } from './index.ts'
import { releaseRegister, toModel } from './register/index.ts'
import type { Assumption, GenerateCommand, GenerateState } from './index.ts'

const actor: Actor = {
  name: 'P. Lanner',
  nation: 'XAA',
  role: 'planner',
  office: 'guarantors',
  keyId: 'dev',
}
const label: Label = {
  policy: 'HOLDFAST',
  classification: 'RESTRICTED',
  offices: ['guarantors'],
  releasableTo: ['ALL'],
}
const assumption: Assumption = {
  id: 'A-01',
  title: 'A brigade',
  owner: 'planner',
  date: '2026',
  about: 'landForce:prepared',
  value: 5000,
  unit: 'troops',
}
const command: GenerateCommand = { type: 'recordAssumption', assumption }

function record(state: GenerateState, asked: GenerateCommand): GenerateState {
  const decided = decide(state, asked, { actor, nowMs: 0 })
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries.reduce((next, draft, index) => {
    // What the journal keeps is JSON.
    const payload = JSON.parse(JSON.stringify(draft.payload)) as Entry['payload']
    return evolve(next, { ...draft, payload, index, actor, atMs: 0, label })
  }, state)
}

describe('the register', () => {
  test('holds what was recorded', () => {
    expect([...record(initial, command).assumptions.values()]).toEqual([assumption])
  })

  test('recording the same again records nothing; a correction replaces and keeps its place', () => {
    const state = record(initial, command)
    expect(decide(state, command, { actor, nowMs: 0 })).toEqual({ entries: [] })
    const two = record(state, {
      type: 'recordAssumption',
      assumption: { ...assumption, id: 'A-02' },
    })
    const corrected = { ...assumption, value: 4000 }
    const after = record(two, { type: 'recordAssumption', assumption: corrected })
    expect([...after.assumptions.values()].map(({ id, value }) => [id, value])).toEqual([
      ['A-01', 4000],
      ['A-02', 5000],
    ])
    expect(two.assumptions.get('A-01')?.value).toBe(5000)
  })

  test('tombstones and other kinds leave it unchanged', () => {
    const state = record(initial, command)
    expect(evolve(state, { index: 1, tombstone: true })).toBe(state)
    const other = {
      kind: 'verify.claim-filed',
      payload: {},
      refs: [],
      index: 2,
      actor,
      atMs: 0,
      label,
    }
    expect(evolve(state, other)).toBe(state)
  })

  test.each([
    [{ role: 'watch' }, 'role watch may not record'],
    [{ role: 'scripted' }, 'role scripted may not record'],
    [{ office: 'monitor' }, 'office monitor may not record'],
  ] as const)('%j is refused', (change, message) => {
    const refused = decide(initial, command, { actor: { ...actor, ...change }, nowMs: 0 })
    expect(isRefused(refused) && refused.refused).toContain(message)
  })

  test('a nameless record is refused', () => {
    const nameless: GenerateCommand = {
      type: 'recordAssumption',
      assumption: { ...assumption, id: '' },
    }
    expect(isRefused(decide(initial, nameless, { actor, nowMs: 0 }))).toBe(true)
  })

  test('an entry of before conditions, rotations and secrecy folds, and is planned with', () => {
    const pledge = {
      id: 'XAA-1',
      nation: 'XAA',
      title: 'Prepared to deploy',
      status: 'stated',
      capability: 'landForce',
      strength: 'prepared',
      quantity: { kind: 'unknown' },
      noticeMs: null,
      caveats: [
        { category: 'role', title: 'Support only', forbids: [], waivableBy: 'x', sources: [] },
      ],
      sources: [],
    }
    const entry = { kind: 'generate.pledge-recorded', payload: { pledge }, refs: [], index: 0 }
    const state = evolve(record(initial, command), { ...entry, actor, atMs: 0, label })
    expect(state.pledges.get('XAA-1')).toEqual(pledge)
    const options = { taxonomy: null, posture: null, startMs: 0 }
    const { model } = toModel(state, { ...options, rotations: { count: 1, monthsEach: 6 } })
    expect(model.packages).toMatchObject([{ id: 'XAA-1', quantity: 5_000 }])
    expect(releaseRegister(state, null).pledges.size).toBe(1)
  })
})
