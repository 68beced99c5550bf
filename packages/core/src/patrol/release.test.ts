// Goal: nobody outside the monitor's office learns where a patrol is or will be, nor ever who, in what, or who was hurt
// (P9). Method: a patrol and a plan whose secrets are marked words; every released form at every minute about the delay is
// searched for them.
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../units/index.ts'
import { RELEASE_DELAY_MS } from '../verify/index.ts'
import { releasePatrol, releasePlan } from './index.ts'
import type { Patrol, Plan } from './index.ts'

const by = { nation: 'SWE', officer: 'secret-officer', keyId: 'secret-key' }
const patrol: Patrol = {
  id: 'P-1',
  plan: 'TP-0',
  task: 't1',
  movement: {
    vehicles: ['secret-vehicle'],
    people: ['secret-person'],
    checkpoints: [{ settlement: 'secret-next', dueAtMs: HOUR_MS }],
    departAtMs: 0,
    returnByMs: 4 * HOUR_MS,
    radioEveryMs: 20 * MINUTE_MS,
    marginMs: 0,
  },
  status: 'returned',
  departedAtMs: 0,
  heardAtMs: 3 * HOUR_MS,
  heardFrom: 'Ayville',
  passed: [{ settlement: 'Ayville', atMs: HOUR_MS }],
  acknowledgements: [{ alarm: 'radio 1', doing: 'secret-doing', by, atMs: 1, entry: 3 }],
  shelters: [{ settlement: 'secret-shelter', reason: 'secret-reason', fromMs: 1, toMs: 2 }],
  evacuations: ['secret-evacuation'],
  endedAtMs: 3 * HOUR_MS,
  remarks: [{ by, atMs: 1, reason: 'secret-remark' }],
  entries: [1],
  scripted: false,
}
const plan: Plan = {
  id: 'TP-0',
  number: 4,
  fromMs: 0,
  toMs: 12 * HOUR_MS,
  tasks: [
    {
      id: 't1',
      kind: 'patrol',
      area: 'secret-area',
      title: 'secret-title',
      settlements: ['Ayville'],
      fromMs: 0,
      toMs: HOUR_MS,
      because: 'secret-because',
    },
  ],
  status: 'signed',
  drafters: [by],
  clearedBy: { ...by, nation: 'NLD' },
  signedBy: { ...by, nation: 'CAN' },
  signedAtMs: 0,
  remarks: [{ by, atMs: 1, reason: 'secret-remark' }],
  entries: [0],
  scripted: false,
}
const dueMs = 3 * HOUR_MS + RELEASE_DELAY_MS

describe.each(['commission', 'guarantors'] as const)('to the %s', (office) => {
  test('a patrol goes once it has been back for the delay, and never whole', () => {
    expect(RELEASE_DELAY_MS).toBe(DAY_MS)
    expect(releasePatrol(patrol, { office, nowMs: dueMs - 1 })).toBeNull()
    const released = releasePatrol(patrol, { office, nowMs: dueMs })
    expect(released?.passed).toEqual([{ settlement: 'Ayville', atMs: HOUR_MS }])
    expect(JSON.stringify(released)).not.toContain('secret')
  })

  test.each(['planned', 'out', 'sheltering', 'cancelled'] as const)(
    'never while it is %s',
    (status) => {
      expect(releasePatrol({ ...patrol, status }, { office, nowMs: 90 * DAY_MS })).toBeNull()
      const endedAtMs = status === 'cancelled' ? 0 : null
      expect(
        releasePatrol({ ...patrol, status, endedAtMs }, { office, nowMs: 90 * DAY_MS }),
      ).toBeNull()
    },
  )

  test('a plan goes once it and its patrols have been over for the delay, without its words', () => {
    const nowMs = plan.toMs + RELEASE_DELAY_MS
    expect(releasePlan(plan, [patrol], { office, nowMs: nowMs - 1 })).toBeNull()
    const released = releasePlan(plan, [patrol], { office, nowMs })
    expect(released).toMatchObject({ nations: ['CAN', 'NLD', 'SWE'], tasks: [{ kind: 'patrol' }] })
    expect(JSON.stringify(released)).not.toContain('secret')
    const late: Patrol = { ...patrol, status: 'out', endedAtMs: null }
    expect(releasePlan(plan, [late], { office, nowMs: nowMs + 90 * DAY_MS })).toBeNull()
    expect(releasePlan({ ...plan, status: 'cleared' }, [], { office, nowMs })).toBeNull()
  })
})
