/**
 * Goal: no office but the monitor learns from the standing where an announced activity is before it is a day over, nor
 * the guarantors what people typed; everything else is told to all. Method: a log of commands; the views of every office
 * at instants before and after; then the labels of the entries, which decide who reads them in the log.
 */
import { beforeEach, expect, test } from 'vitest'
import {
  BARE,
  decide,
  evolve,
  initial,
  type Agreement,
  type AgreementCommand,
  type AgreementState,
} from '@holdfast/core/agreement'
import { OFFICES, type Actor, type Office } from '@holdfast/core/nations'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { GRID_M } from '@holdfast/core/verify'
import { initialMission } from '../mission/index.ts'
import { labelOf } from '../runtime/labels.ts'
import { agreementStanding, REGISTER_ROWS_MAX } from './agreement-view.ts'

const basis = { kind: 'text', source: 'a text' } as const
const rule = (id: string, to: string) => ({
  id,
  title: id,
  activity: 'exercise',
  noticeMs: 0,
  to,
  says: [],
  explains: [],
  source: 's',
})
const text = {
  ...BARE,
  id: 'x',
  title: 'The text',
  versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
  facts: ['quiet', 'fighting'].map((id) => ({ id, title: id, declaredBy: 'commission', basis })),
  phases: [{ id: 'freeze', title: 'Freeze', kind: 'freeze', entry: [], exit: ['quiet'], basis }],
  gates: [{ id: 'g', title: 'Gate', needs: ['quiet'], barredBy: ['fighting'], basis }],
  provisions: [],
  obligations: [{ clause: 'D', party: 'both', due: { kind: 'at', atMs: 5 } }],
  notified: [rule('seen', 'monitor'), rule('told', 'both')],
  thresholds: { quorum: 2 },
} as unknown as Agreement

const actorOf = (nation: string, office: Office): Actor => ({
  name: nation,
  nation,
  role: 'head-of-mission',
  office,
  keyId: 'dev',
})
const place = { position: { lonDeg: 37.812_345_6, latDeg: 48.123_456_7 }, radiusM: 250 }
const activity = (of: string) =>
  ({
    type: 'announceActivity',
    rule: of,
    party: 'A',
    title: `Exercise ${of} at Verkhnie`,
    fromMs: DAY_MS,
    toMs: 2 * DAY_MS,
    place,
  }) as const
const declare = (fact: string) =>
  ({ type: 'declareFact', fact, party: null, fromMs: null, reason: 'seen at Verkhnie' }) as const
const duty = { clause: 'D', party: 'A', dueMs: 5, reason: 'depots at Verkhnie' } as const

let state: AgreementState
let kinds: string[]
beforeEach(() => {
  state = initial
  kinds = []
})
/** What adopts the text of a demonstration. */
const SYSTEM: Actor = { ...actorOf('XAA', 'commission'), role: 'system' }
function take(command: AgreementCommand, actor: Actor): void {
  const decided = decide(state, command, { actor, nowMs: 0 })
  if (isRefused(decided)) throw new Error(decided.refused)
  for (const made of decided.entries) {
    const label = labelOf(made.kind)
    state = evolve(state, { ...made, index: kinds.length, actor, atMs: 0, label })
    kinds.push(made.kind)
  }
}
function all(): void {
  take({ type: 'adoptAgreement', agreement: text, document: 'd' }, SYSTEM)
  take(activity('seen'), actorOf('XAA', 'monitor'))
  take(activity('told'), actorOf('XAA', 'monitor'))
  take(declare('quiet'), actorOf('XAA', 'commission'))
  take(declare('quiet'), actorOf('XAB', 'commission'))
  take(declare('fighting'), actorOf('XAB', 'commission'))
  take({ type: 'showMet', ...duty }, actorOf('XAA', 'monitor'))
  take({ type: 'confirmMet', ...duty }, actorOf('XAB', 'commission'))
}
const deployment = { kind: 'live', origin: 'o', exercise: null, seed: null } as const
const viewOf = (
  office: Office,
  nowMs: number,
  page: { limit: number; before?: number } = { limit: 10 },
) =>
  agreementStanding(
    { mission: { ...initialMission(), agreement: state }, nowMs, deployment },
    office,
    page,
  )

const rowsOf = (office: Office, nowMs: number) => viewOf(office, nowMs).register.notifications
const placesAt = (office: Office, nowMs: number) =>
  viewOf(office, nowMs).register.notifications.map((one) => one.place)

test('phases, gates with what is missing, facts with who moved them: for every office', () => {
  all()
  for (const office of OFFICES) {
    const { phases, gates, facts, duties, agreement } = viewOf(office, 10)
    expect(agreement).toMatchObject({ id: 'x', entry: 0, amends: null, version: 'v1' })
    // The very instant at which the phase would begin, its exit was declared.
    expect(phases).toEqual({ now: [], spans: [] })
    expect(gates).toMatchObject([{ gate: 'g', isOpen: true, missing: [], barredBy: [] }])
    expect(facts).toMatchObject([
      { fact: 'quiet', holds: true, records: [{ movedBy: ['XAA', 'XAB'], entry: 4 }], waiting: [] },
      {
        fact: 'fighting',
        holds: false,
        records: [],
        waiting: [{ kind: 'declare', nation: 'XAB' }],
      },
    ])
    expect(duties).toMatchObject([{ clause: 'D', dueMs: 5, entry: 6, confirmedIn: 7 }])
  }
  take(declare('fighting'), actorOf('XAA', 'commission'))
  expect(viewOf('guarantors', 10).gates).toMatchObject([
    { isOpen: false, barredBy: [{ fact: 'fighting', title: 'fighting' }] },
  ])
})

test('places leave the monitor a day after the activity, on the grid; the commission has those that it is told of', () => {
  all()
  expect(placesAt('monitor', 0)).toEqual([place, place])
  const [told, seen] = placesAt('commission', 3 * DAY_MS - 1)
  expect(seen).toBeNull()
  expect(told).toMatchObject({ radiusM: GRID_M })
  expect(told?.position.lonDeg).not.toBe(place.position.lonDeg)
  expect(placesAt('guarantors', 3 * DAY_MS - 1)).toEqual([null, null])
  expect(placesAt('guarantors', 3 * DAY_MS)).toEqual([told, told])
  for (const nowMs of [0, DAY_MS, 3 * DAY_MS, 30 * DAY_MS])
    for (const office of ['commission', 'guarantors'] as const) {
      const shown = JSON.stringify(viewOf(office, nowMs))
      for (const digits of ['37.812', '48.123', '250']) expect(shown).not.toContain(digits)
    }
})

test("of the mission's own movement nothing leaves the monitor before it is a day over but that a rule was followed", () => {
  take({ type: 'adoptAgreement', agreement: text, document: 'd' }, SYSTEM)
  const [fromMs, toMs] = [DAY_MS + 1_234_567, 2 * DAY_MS + 7_654_321]
  const movement = { ...activity('told'), party: 'mission', fromMs, toMs } as const
  take(movement, actorOf('XAA', 'monitor'))
  expect(rowsOf('monitor', 0)).toMatchObject([{ fromMs, toMs, place, title: movement.title }])
  for (const office of ['commission', 'guarantors'] as const) {
    for (const nowMs of [0, fromMs, toMs, toMs + DAY_MS - 1]) {
      const [row] = rowsOf(office, nowMs)
      const { id, rule: of, party, entry, withheld, title, ...rest } = row ?? { id: 'no row' }
      expect({ id, of, party, entry, title }).toEqual({
        id: 'N-1',
        of: 'told',
        party: 'mission',
        entry: 1,
        title: '',
      })
      expect(Object.values(rest).every((value) => value === null)).toBe(true)
      expect(withheld).toEqual(['title', ...Object.keys(rest)])
      const shown = JSON.stringify(viewOf(office, nowMs).register)
      for (const told of [String(fromMs), String(toMs), 'Verkhnie', '37.8'])
        expect(shown).not.toContain(told)
    }
    expect(rowsOf(office, toMs + DAY_MS)).toMatchObject([
      { fromMs, toMs, title: movement.title, place: { radiusM: GRID_M } },
    ])
  }
})

test('what people typed reaches the guarantors a day later', () => {
  all()
  const has = (office: Office, nowMs: number): boolean =>
    JSON.stringify(viewOf(office, nowMs)).includes('Verkhnie')
  expect([has('monitor', 0), has('commission', 0), has('guarantors', DAY_MS - 1)]).toEqual([
    true,
    true,
    false,
  ])
  expect(has('guarantors', DAY_MS)).toBe(true)
  expect(JSON.stringify(viewOf('guarantors', DAY_MS).register)).not.toContain('Verkhnie')
  expect(JSON.stringify(viewOf('guarantors', 3 * DAY_MS).register)).toContain('Verkhnie')
})

test('the log shows an entry with an exact place to the monitor alone, and reasons to no guarantor', () => {
  all()
  const readers = new Map(kinds.map((kind) => [kind, labelOf(kind).offices]))
  expect(readers.get('agreement.adopted')).toContain('guarantors')
  expect(readers.get('agreement.activity-announced')).toEqual(['monitor'])
  for (const kind of ['fact-moved', 'duty-shown', 'duty-confirmed'])
    expect(readers.get(`agreement.${kind}`)).toEqual(['monitor', 'commission'])
})

test('the register comes in pages, newest first; without an agreement all is empty', () => {
  expect(viewOf('monitor', 0)).toMatchObject({ agreement: null, gates: [], register: { total: 0 } })
  all()
  const first = viewOf('monitor', 0, { limit: 1 }).register
  expect(first).toMatchObject({ total: 2, next: 2, notifications: [{ id: 'N-2' }] })
  const second = viewOf('monitor', 0, { limit: 1, before: first.next ?? 0 }).register
  expect(second).toMatchObject({ next: 1, notifications: [{ id: 'N-1' }] })
  expect(viewOf('monitor', 0, { limit: 1, before: 1 }).register).toMatchObject({
    next: null,
    notifications: [],
  })
  expect(viewOf('monitor', 0, { limit: 2 * REGISTER_ROWS_MAX }).register.next).toBeNull()
  for (let n = 0; n < REGISTER_ROWS_MAX; n += 1)
    take({ ...activity('told'), fromMs: DAY_MS + 1 + n }, actorOf('XAA', 'monitor'))
  const whole = viewOf('monitor', 0, { limit: 2 * REGISTER_ROWS_MAX }).register
  expect(whole.notifications).toHaveLength(REGISTER_ROWS_MAX)
  const rest = viewOf('monitor', 0, { limit: 10, before: whole.next ?? 0 }).register
  expect(rest).toMatchObject({ next: null, notifications: [{ id: 'N-2' }, { id: 'N-1' }] })
})
