/**
 * Goal: the registry of sources changes by entries alone, takes nothing back that was registered, and decides who may
 * report. Method: examples of each change, and a table of every refusal.
 */
import { describe, expect, test } from 'vitest'
import {
  NOW,
  actor,
  context,
  empty,
  entryOf,
  registered,
  rows,
  sample,
  send,
} from '../../../../tests/support/observe-world.ts'
import { decide, evolve, initial, sourceFault } from './index.ts'
import type { Calibration, Source, SourceKey } from './index.ts'

describe('sources', () => {
  const source: Source = {
    id: 'patrol-1',
    title: 'Patrol',
    nation: 'XAA',
    kind: 'patrol',
    reachM: { explosion: 15_000 },
    detection: { pd: 0.7, falseReport: 0.02, basis: 'assumption' },
    group: 'patrol-1',
  }
  const key: SourceKey = {
    keyId: 'a1'.repeat(32),
    publicKey: 'b2'.repeat(32),
    fromMs: NOW,
    revokedMs: null,
  }
  const calibration: Calibration = {
    pdByRange: { shot: [{ toM: 500, pd: 0.9 }] },
    falseAlarmsPerHour: 0.1,
    confusion: null,
    clock: 'gnss',
    clockErrorMs: 1,
    measuredMs: NOW,
    basis: 'range day',
  }

  test('are registered once; again as they stand is no entry, changed it is one', () => {
    const first = decide(initial, { type: 'registerSource', source }, context)
    if (!('entries' in first)) throw new Error('refused')
    const state = first.entries.reduce((s, draft, i) => evolve(s, entryOf(draft, i)), initial)
    expect(state.sources.get('patrol-1')).toEqual(source)
    expect(decide(state, { type: 'registerSource', source }, context)).toEqual({ entries: [] })
    const moved = { ...source, group: 'mast' }
    expect(decide(state, { type: 'registerSource', source: moved }, context)).toMatchObject({
      entries: [{ kind: 'observe.source-registered' }],
    })
  })

  test.each([
    [{ id: 'a b' }, /an id is/],
    [{ nation: ' ' }, /names no nation/],
    [{ group: '' }, /names no group/],
    [{ detection: { pd: 1.1, falseReport: 0, basis: 'x' } }, /pd is 1.1/],
    [{ detection: { pd: 1, falseReport: Number.NaN, basis: 'x' } }, /falseReport is NaN/],
    [{ detection: { pd: 1, falseReport: 0, basis: '' } }, /basis is empty/],
    [{ reachM: { shot: -1 } }, /reachM.shot is -1/],
  ])('%j is refused', (change, reason) => {
    const refused = decide(
      initial,
      { type: 'registerSource', source: { ...source, ...change } },
      context,
    )
    expect(refused).toMatchObject({ refused: expect.stringMatching(reason) })
  })

  test.each([
    [{ keys: [{ ...key, publicKey: 'AB' }] }, /64 lower-case hex/],
    [{ keys: [key, key] }, /stands twice/],
    [{ keys: [{ ...key, revokedMs: NOW - 1 }] }, /revoked before/],
    [
      { site: { position: { lonDeg: 0, latDeg: 0 }, heightM: 1, errorM: 1 } },
      /stands for a missing/,
    ],
    [{ site: { position: { lonDeg: 1, latDeg: 91 }, heightM: 1, errorM: 1 } }, /is no place/],
    [{ heartbeatMs: 10 }, /heartbeatMs is 10/],
    [{ calibration: { ...calibration, basis: ' ' } }, /calibration.basis is empty/],
    [{ calibration: { ...calibration, falseAlarmsPerHour: -1 } }, /falseAlarmsPerHour is -1/],
    [
      { calibration: { ...calibration, confusion: { classes: ['a', 'b'], rows: [[1, 0]] } } },
      /1 rows for 2 classes/,
    ],
    [
      {
        calibration: {
          ...calibration,
          confusion: {
            classes: ['a', 'b'],
            rows: [
              [1, 0],
              [0.2, 0.7],
            ],
          },
        },
      },
      /rows\[1\] sums to/,
    ],
    [
      {
        calibration: {
          ...calibration,
          pdByRange: {
            shot: [
              { toM: 2, pd: 1 },
              { toM: 2, pd: 0 },
            ],
          },
        },
      },
      /ranges are metres above 0 and rise/,
    ],
  ])('what the owner may leave out is judged where it is there: %j', (change, reason) => {
    expect(sourceFault({ ...source, ...change })).toMatch(reason)
  })

  test('another model makes the calibration void, unless a newer measurement comes with it', () => {
    const before = { ...source, model: { name: 'ear', version: '1' }, calibration }
    const { state } = registered(before)
    const next = { ...before, model: { name: 'ear', version: '2' } }
    const voided = decide(state, { type: 'registerSource', source: next }, context)
    expect(voided).toMatchObject({
      entries: [{ payload: { voided: expect.stringContaining('ear 1; the model is now ear 2') } }],
    })
    expect(JSON.stringify(voided)).not.toContain('measuredMs')
    const measured = { ...next, calibration: { ...calibration, measuredMs: NOW + 1 } }
    expect(
      JSON.stringify(decide(state, { type: 'registerSource', source: measured }, context)),
    ).toContain('measuredMs')
  })

  test('keep their keys: none is left out, a revoked one stays so, and only some may change them', () => {
    const { state } = registered({ ...source, keys: [key] })
    const without = decide(state, { type: 'registerSource', source }, context)
    expect(without).toMatchObject({ refused: expect.stringContaining('revoke it instead') })
    const revoke = {
      type: 'revokeKey',
      source: 'patrol-1',
      keyId: key.keyId,
      reason: 'lost',
    } as const
    expect(
      decide(state, revoke, { ...context, actor: { ...actor, role: 'planner' } }),
    ).toMatchObject({
      refused: expect.stringContaining('planner may not'),
    })
    const revoked = decide(state, revoke, context)
    if (!('entries' in revoked)) throw new Error(revoked.refused)
    const after = revoked.entries.reduce((s, draft, i) => evolve(s, entryOf(draft, i)), state)
    expect(after.sources.get('patrol-1')?.keys?.[0]?.revokedMs).toBe(NOW)
    expect(decide(after, revoke, context)).toMatchObject({
      refused: expect.stringContaining('already'),
    })
    const revive = { type: 'registerSource', source: { ...source, keys: [key] } } as const
    expect(decide(after, revive, context)).toMatchObject({
      refused: expect.stringContaining('stays so'),
    })
  })

  test('that nobody registered may report until there is a registry, and not after', () => {
    expect(send(empty, rows(sample)).answer.accepted).toBe(1)
    expect(send(registered({ ...source, id: 'other' }), rows(sample)).answer).toMatchObject({
      rejected: [{ reason: expect.stringContaining('not in the registry') }],
    })
    expect(send(registered(source), rows(sample)).answer.accepted).toBe(1)
  })

  const unsigned = (change: Partial<Source>) =>
    send(registered({ ...source, ...change }), rows(sample)).answer
  test('with a key in force sign, unless their entry says that they need not', () => {
    expect(unsigned({ keys: [key] })).toMatchObject({
      rejected: [{ reason: expect.stringContaining('is not signed') }],
    })
    expect(unsigned({ keys: [key], unsigned: 'accepted' }).accepted).toBe(1)
    expect(unsigned({ unsigned: 'refused' }).accepted).toBe(0)
  })
})
