/**
 * Goal: the watch's day works end to end: what a person sends is read field by field, decided, made durable, labelled for the
 * right offices, shown, and the same after a restart. Method: a real journal in a throw-away directory and a clock that
 * the test moves; a day is played by officers of three nations; every field of every command is dropped in turn.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS as LIAISE } from '@holdfast/core/liaise'
import type { Actor, Office, Role } from '@holdfast/core/nations'
import { COMMANDS as PATROL } from '@holdfast/core/patrol'
import { HOUR_MS, MINUTE_MS, isRefused } from '@holdfast/core/units'
import { readCommand } from '../desk/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { Holdfast, holdJournal } from '../runtime/index.ts'
import { dataText } from '../shipped/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { dayView } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-day-'))
let nowMs = 1_000 * HOUR_MS
const clock = { nowMs: () => nowMs }
let holdfast: Holdfast

async function start(): Promise<Holdfast> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  return await Holdfast.start(held, {
    deployment: liveDeployment,
    clock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
  })
}
beforeAll(async () => {
  holdfast = await start()
})
afterAll(async () => {
  await holdfast.close()
  rmSync(dir, { recursive: true, force: true })
})

const officer = (name: string, role: Role, office: Office = 'monitor', nation = 'SWE'): Actor => ({
  name,
  nation,
  role,
  office,
  keyId: 'dev',
})
const watch = officer('Watch', 'watch')
const security = officer('Security', 'analyst')
const head = officer('Head', 'head-of-mission', 'monitor', 'CAN')
const panel = officer('Panel', 'panel', 'commission', 'NLD')

/** Sends a command as it comes from outside; gives the id of what it opened. */
async function send(actor: Actor, command: object): Promise<number> {
  const read = await readCommand(command, holdfast)
  if (isRefused(read)) throw new Error(read.refused)
  const decided = await holdfast.command(read, actor)
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries[0]?.index ?? -1
}

const party = 'A'
const reason = 'A reason.'
const atMs = 1
const checkpoints = [{ settlement: 'Ayville', dueAtMs: nowMs + 2 * HOUR_MS }]
const movement = {
  vehicles: ['Wolf 1'],
  people: ['P-07', 'P-12'],
  checkpoints,
  departAtMs: nowMs + HOUR_MS,
  returnByMs: nowMs + 4 * HOUR_MS,
  radioEveryMs: 30 * MINUTE_MS,
  marginMs: 10 * MINUTE_MS,
}
const task = {
  id: 't1',
  kind: 'patrol',
  area: 'contact-0',
  title: 'North road',
  settlements: ['Ayville'],
  fromMs: nowMs,
  toMs: nowMs + 5 * HOUR_MS,
  because: 'nobody looked',
}
const evacuation = { evacuation: 'EV-1', note: 'A note.' }
/** One good command of each type. */
const GOOD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  openCall: { subject: { kind: 'incident', id: 'I-0' } },
  logAttempt: {
    call: 'H-1',
    party,
    post: 'x',
    calledAtMs: 1,
    outcome: 'unanswered',
    answeredBy: null,
    said: null,
  },
  recordNotCalled: { call: 'H-1', party, reason },
  reportFireStop: { call: 'H-1', party, stoppedAtMs: 1, basis: 'partySaid' },
  closeCall: { call: 'H-1', note: null },
  callSession: { title: 'First', heldAtMs: 1 },
  addAgendaItem: { session: 'JC-1', title: 'x', protest: null },
  lodgeProtest: { from: party, incident: null, text: 'x' },
  answerProtest: { protest: 'PN-1', text: 'x' },
  agreePoint: { session: 'JC-1', text: 'x', owner: 'mission', dueAtMs: 1 },
  completePoint: { point: 'AP-1', note: 'x' },
  dropPoint: { point: 'AP-1', reason },
  draftMinutes: { session: 'JC-1', text: 'x' },
  returnMinutes: { session: 'JC-1', reason },
  signMinutes: { session: 'JC-1' },
  cancelSession: { session: 'JC-1', reason },
  draftPlan: { fromMs: nowMs, toMs: nowMs + 6 * HOUR_MS, tasks: [task] },
  redraftPlan: { plan: 'TP-1', tasks: [task] },
  clearPlan: { plan: 'TP-1' },
  returnPlan: { plan: 'TP-1', reason },
  signPlan: { plan: 'TP-1' },
  withdrawPlan: { plan: 'TP-1', reason },
  planPatrol: { plan: 'TP-1', task: 't1', movement },
  depart: { patrol: 'P-1', atMs },
  radioCheck: { patrol: 'P-1', atMs, settlement: null },
  passCheckpoint: { patrol: 'P-1', atMs, settlement: 'Ayville' },
  acknowledge: { patrol: 'P-1', alarm: 'radio 1', doing: 'x' },
  takeShelter: { patrol: 'P-1', atMs, settlement: 'Ayville', reason },
  leaveShelter: { patrol: 'P-1', atMs },
  changeMovement: { patrol: 'P-1', checkpoints, returnByMs: 1, reason },
  requestEvacuation: {
    patrol: 'P-1',
    settlement: 'Ayville',
    casualties: { urgent: 1, priority: 0, routine: 0 },
    means: 'road',
    needs: 'x',
  },
  recordReturn: { patrol: 'P-1', atMs },
  cancelPatrol: { patrol: 'P-1', reason },
  acceptEvacuation: evacuation,
  startEvacuation: evacuation,
  collectCasualties: evacuation,
  deliverCasualties: evacuation,
  standDown: evacuation,
}
const EVERY = [
  ...LIAISE.map((type) => ['liaise', type] as const),
  ...PATROL.map((type) => ['patrol', type] as const),
]

describe('every command', () => {
  test.each(EVERY)(
    '%s %s is read with all of its fields, and refused without any of them',
    async (step, type) => {
      const fields = GOOD[type] ?? {}
      const good = { step, type, ...fields }
      const read = await readCommand(good, holdfast)
      // Only what a call is about is looked up, and there is none of that id yet.
      if (type === 'openCall')
        expect(read).toMatchObject({ refused: expect.stringContaining('I-0') as string })
      else expect(read).toEqual(good)
      for (const name of Object.keys(fields)) {
        const { [name]: _, ...rest } = fields
        const refused = await readCommand({ step, type, ...rest }, holdfast)
        expect(refused).toMatchObject({ refused: expect.stringContaining(name) as string })
        const wrong = await readCommand({ ...good, [name]: { odd: 1 } }, holdfast)
        expect(wrong).toMatchObject({ refused: expect.stringContaining(name) as string })
      }
      const odd = await readCommand({ ...good, odd: 1 }, holdfast)
      expect(odd).toMatchObject({ refused: expect.stringContaining('odd') as string })
    },
  )
})

test('a day is played, shown to those who may see it, and the same after a restart', async () => {
  const day = async (office: Office) => {
    const view = await dayView(holdfast, office, null)
    if ('refused' in view) throw new Error(view.refused)
    return view
  }
  const kinds = async (office: Office = 'monitor') =>
    (await day(office)).due.map(({ kind }) => kind)

  const session = await send(panel, {
    step: 'liaise',
    type: 'callSession',
    title: 'First',
    heldAtMs: nowMs,
  })
  const note = await send(watch, {
    step: 'liaise',
    type: 'lodgeProtest',
    from: 'B',
    incident: null,
    text: 'No.',
  })
  await send(panel, {
    step: 'liaise',
    type: 'addAgendaItem',
    session: `JC-${session}`,
    title: 'The note',
    protest: `PN-${note}`,
  })
  const plan = `TP-${await send(watch, { step: 'patrol', type: 'draftPlan', fromMs: nowMs, toMs: nowMs + 6 * HOUR_MS, tasks: [task] })}`
  expect(await kinds()).toEqual(['plan', 'protest'])
  await expect(send(watch, { step: 'patrol', type: 'clearPlan', plan })).rejects.toThrow(
    'own draft',
  )
  await expect(send(panel, { step: 'patrol', type: 'clearPlan', plan })).rejects.toThrow(
    'commission',
  )
  await send(security, { step: 'patrol', type: 'clearPlan', plan })
  await send(head, { step: 'patrol', type: 'signPlan', plan })
  const planned = await send(watch, {
    step: 'patrol',
    type: 'planPatrol',
    plan,
    task: 't1',
    movement,
  })
  const patrol = `P-${planned}`
  nowMs += HOUR_MS
  await send(watch, { step: 'patrol', type: 'depart', patrol, atMs: nowMs })
  expect(await kinds()).toEqual(['contact', 'protest'])
  const before = holdfast.journal.size
  nowMs += 31 * MINUTE_MS
  await holdfast.tick()
  // The clock raises the watch, and writes nothing.
  expect(holdfast.journal.size).toBe(before)
  expect(await kinds()).toEqual(['alarm', 'protest'])
  expect(await kinds('commission')).toEqual(['protest'])
  const [alarm] = (await day('monitor')).due
  await send(watch, {
    step: 'patrol',
    type: 'acknowledge',
    patrol,
    alarm: alarm?.alarm?.id ?? '',
    doing: 'calling',
  })
  expect(await kinds()).toEqual(['takenUp', 'protest'])
  await send(watch, { step: 'patrol', type: 'recordReturn', patrol, atMs: nowMs })
  expect(await kinds()).toEqual(['protest'])

  const offices = async (index: number) => {
    const entry = await holdfast.journal.entry(index)
    return 'tombstone' in entry ? [] : entry.label.offices
  }
  expect(await offices(planned)).toEqual(['monitor'])
  expect(await offices(note)).toEqual(['monitor', 'commission'])

  const { liaise, patrol: state } = holdfast.mission
  await holdfast.close()
  holdfast = await start()
  expect(holdfast.mission.liaise).toEqual(liaise)
  expect(holdfast.mission.patrol).toEqual(state)
})

/** The calls that the commission sees due. */
const callsDue = async () => {
  const view = await dayView(holdfast, 'commission', null)
  return 'refused' in view ? [] : view.due.filter(({ call }) => call !== null)
}

test('a hotline call counts from its incident, is late when nobody calls, and is gone once both legs are told', async () => {
  const document = dataText('agreements/minsk-2014-2015.yaml')
  await send({ ...panel, role: 'system' }, { step: 'agreement', type: 'adoptAgreement', document })
  const open = { step: 'verify', type: 'openIncident', title: 'A claim', from: 'claim' }
  const incident = `I-${await send(watch, { ...open, candidates: [] })}`
  nowMs += 20 * MINUTE_MS
  expect(await callsDue()).toMatchObject([
    { kind: 'lateCall', of: incident, lateMs: 5 * MINUTE_MS },
    { kind: 'lateCall', of: incident, lateMs: 5 * MINUTE_MS },
  ])
  const step = 'liaise'
  const subject = { kind: 'incident', id: incident }
  const call = `H-${await send(watch, { step, type: 'openCall', subject })}`
  const attempt = { step, type: 'logAttempt', call, post: 'corps', calledAtMs: nowMs, said: null }
  await send(watch, { ...attempt, party: 'A', outcome: 'answered', answeredBy: 'duty officer' })
  await send(watch, { ...attempt, party: 'B', outcome: 'unanswered', answeredBy: null })
  expect(await callsDue()).toMatchObject([
    { kind: 'lateCall', of: call, call: { party: 'B', isTried: true } },
  ])
  await send(watch, { step, type: 'closeCall', call, note: null })
  expect(await callsDue()).toEqual([])
})
