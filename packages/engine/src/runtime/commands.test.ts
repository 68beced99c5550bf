/**
 * Goal: which step decides a command is no part of what goes on record. Method: commands of the agreement whose payload is
 * what was asked, through the dispatcher as the desk gives them; the members of what comes out.
 */
import { expect, test } from 'vitest'
import { BARE, evolve, initial, type Agreement } from '@holdfast/core/agreement'
import type { Actor } from '@holdfast/core/nations'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { initialMission } from '../mission/index.ts'
import { decideCommand, type Command } from './commands.ts'
import { labelOf } from './labels.ts'

const agreement = {
  ...BARE,
  id: 'x',
  title: 'x',
  versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
  provisions: [],
  obligations: [{ clause: 'D', party: 'both', due: { kind: 'at', atMs: 5 } }],
  notified: [{ id: 'works', title: 'Works', noticeMs: 0, to: 'both', says: [], explains: [] }],
  thresholds: { quorum: 2 },
} as unknown as Agreement
const actor = (office: Actor['office'], nation: string): Actor => ({
  name: 'an officer',
  nation,
  role: 'head-of-mission',
  office,
  keyId: 'dev',
})
const duty = { step: 'agreement', clause: 'D', party: 'A', dueMs: 5, reason: 'seen' } as const
const place = { position: { lonDeg: 37, latDeg: 48 }, radiusM: 500 }
const activity = { rule: 'works', party: 'A', title: 't', fromMs: 10, toMs: DAY_MS, place } as const

test('no entry says which step decided it, and the command is left as it was', () => {
  const text = { step: 'agreement', type: 'adoptAgreement', agreement, document: 'd' } as const
  const asked: readonly (readonly [Command, Actor])[] = [
    [text, { ...actor('commission', 'XAA'), role: 'system' }],
    [{ ...duty, type: 'showMet' }, actor('monitor', 'XAA')],
    [{ ...duty, type: 'confirmMet' }, actor('commission', 'XAB')],
    [{ step: 'agreement', type: 'announceActivity', ...activity }, actor('monitor', 'XAA')],
  ]
  let state = initial
  const kinds: string[] = []
  for (const [command, who] of asked) {
    const mission = { ...initialMission(), agreement: state }
    const decided = decideCommand(mission, command, { actor: who, nowMs: 0 })
    if (isRefused(decided)) throw new Error(decided.refused)
    const [made] = decided.entries
    if (made === undefined || decided.entries.length > 1) throw new Error('each makes one entry')
    expect(Object.keys(made.payload as object)).not.toContain('step')
    const index = kinds.length
    state = evolve(state, { ...made, index, actor: who, atMs: 0, label: labelOf(made.kind) })
    kinds.push(made.kind)
    expect(command.step).toBe('agreement')
  }
  expect(kinds).toEqual([
    'agreement.adopted',
    'agreement.duty-shown',
    'agreement.duty-confirmed',
    'agreement.activity-announced',
  ])
})
