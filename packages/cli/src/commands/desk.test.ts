/**
 * Goal: `holdfast desk` prints what waits, the most urgent table first, each office its own, and says what is left out and
 * what is withheld. Method: a small deployment on disk, its printed tables against files in golden/ (UPDATE_GOLDEN=1 rewrites
 * them) with the machine's clock held; then one desk of every kind of line that the small one has not.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Actor, Office, Role } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import type { DeskView } from '@holdfast/engine/desk-view'
import { liveDeployment, openHoldfast } from '@holdfast/engine/opening'
import { dataText } from '@holdfast/engine/shipped'
import { Views } from '@holdfast/engine/views'
import { addDesk, printDesk } from './desk.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-desk-printed-'))
const BEFORE_MS = Date.UTC(2026, 0, 20)
const START_MS = Date.UTC(2026, 1, 10, 6)
const NOW_MS = START_MS + 13 * HOUR_MS

const officer = (name: string, role: Role, office: Office = 'monitor'): Actor => ({
  name,
  nation: 'SWE',
  role,
  office,
  keyId: 'dev',
})
const WATCH = officer('Berg', 'watch')
const PANEL = officer('Lund', 'panel', 'commission')
const HEAD = officer('Holm', 'head-of-mission', 'commission')

const SOURCES = `sources:
  - id: mast-4
    title: A mast
    nation: XAA
    kind: acoustic
    site: { lonDeg: 37.82, latDeg: 48.12, heightM: 200, errorM: 5 }
    reachM: { explosion: 9000 }
    detection: { pd: 0.8, falseReport: 0.02, basis: "ASSUMPTION: no trial was held" }
`
const NEAR = { lonDeg: 37.81, latDeg: 48.12 }
const FAR = { lonDeg: 39.51, latDeg: 48.92 }
const alleged = (position: object) => ({
  kind: 'explosion',
  fromMs: START_MS - 2 * HOUR_MS,
  toMs: START_MS - HOUR_MS,
  position,
  radiusM: 300,
})
const REFUSED = {
  access: 'refused',
  untilMs: null,
  condition: null,
  by: 'a guard',
  where: 'a gate',
  position: null,
  text: 'They were sent back.',
}

type Send = (type: string, fields: object, actor?: Actor) => Promise<number>

async function playScene(send: Send, clock: VirtualClock): Promise<void> {
  const opening = { from: 'claim', candidates: [] }
  const look = { means: 'drone', nation: 'FIN', what: 'Look for craters.', place: null }
  const early = `I-${await send('openIncident', { title: 'A road is closed', ...opening })}`
  const first = `T-${await send('requestTask', { incident: early, ...look, dueMs: null })}`
  await send('reportAccess', { incident: early, task: first, ...REFUSED })
  clock.advanceTo(START_MS)
  const mill = `I-${await send('openIncident', { title: 'Explosion at the mill', ...opening })}`
  const twin = `I-${await send('openIncident', { title: 'Explosion near the mill', ...opening })}`
  const source = { by: 'Liaison', receivedAtMs: START_MS, channel: 'hotline', document: null }
  const claim = { party: 'A', stance: 'accuses', text: 'They fired.', source }
  await send('fileClaim', { incident: mill, ...claim, alleges: alleged(NEAR) })
  await send('fileClaim', { incident: twin, ...claim, alleges: alleged(NEAR) })
  await send('fileClaim', { incident: early, ...claim, stance: 'denies', alleges: alleged(FAR) })
  const dueMs = START_MS + 20 * HOUR_MS
  const second = `T-${await send('requestTask', { incident: mill, ...look, dueMs })}`
  await send('reportAccess', { incident: mill, task: second, ...REFUSED })
  await send('proposeMerge', { incident: twin, into: early, score: null, reason: 'One road.' })
  await send('decorrelate', { incident: mill, other: early, reason: 'A day apart.' }, PANEL)
  await send('assign', { incident: mill, to: { nation: 'SWE', officer: 'Lind' } })
  const points = [
    { incident: mill, text: 'The drone waits for clearance.' },
    { incident: null, text: 'Radio 2 is down.' },
  ]
  await send('handOver', { from: 'Berg', to: 'Ek', openPoints: points })
  await send('handOver', { from: 'Lund', to: 'Dahl', openPoints: [] }, PANEL)
}

let printed: Readonly<Record<'commission' | 'monitor', string>>

beforeAll(async () => {
  const clock = new VirtualClock(BEFORE_MS)
  const deployment = liveDeployment
  const opened = await openHoldfast({ dir, deployment, databaseUrl: null, clock, intakeThreads: 0 })
  if (isRefused(opened)) throw new Error(opened.refused)
  const views = new Views(opened.holdfast, opened.intake)
  const command = async (asked: object, actor: Actor): Promise<number> => {
    const decided = await views.command(asked, actor)
    if (isRefused(decided)) throw new Error(decided.refused)
    return decided.entries[0]?.index ?? -1
  }
  const document = dataText('agreements/paris-2026.yaml')
  await command(
    { step: 'agreement', type: 'adoptAgreement', document },
    { ...HEAD, role: 'system' },
  )
  const analyst = officer('Ask', 'analyst')
  await command({ step: 'observe', type: 'registerSources', document: SOURCES }, analyst)
  const up = { source: 'mast-4', state: 'up', fromMs: BEFORE_MS, toMs: null, reason: 'It was on.' }
  await command({ step: 'observe', type: 'stateCoverage', ...up }, analyst)
  const send: Send = (type, fields, actor = WATCH) =>
    command({ step: 'verify', type, ...fields }, actor)
  await playScene(send, clock)
  await opened.close()
  printed = {
    commission: await run('--office', 'commission'),
    monitor: await run('--json'),
  }
}, 120_000)
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

/** What is printed meanwhile. */
async function printedBy(work: () => Promise<unknown> | void): Promise<string> {
  let text = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part)
    return true
  })
  await work()
  vi.restoreAllMocks()
  vi.useRealTimers()
  return text
}
/** Runs the command by a clock that stands. */
async function run(...words: string[]): Promise<string> {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS })
  const program = new Command('holdfast').exitOverride()
  program.configureOutput({ writeErr: () => undefined })
  addDesk(program)
  return await printedBy(async () => {
    await program.parseAsync(['desk', ...words, '--data', dir], { from: 'user' })
  })
}

function expectGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

describe('the desk of a small deployment', () => {
  // What `--json` gives is what the tables are printed from.
  test('is printed for the monitor', async () => {
    const view = JSON.parse(printed.monitor) as DeskView
    expectGolden('desk-monitor.txt', await printedBy(() => printDesk(view)))
  })

  test('is printed for the commission, without what is the monitor’s', () => {
    expectGolden('desk-commission.txt', printed.commission)
    // The golden text may be rewritten by mistake; these may not come in with it.
    for (const own of ['mast-4', 'Radio 2', 'waits for clearance']) {
      expect(printed.commission).not.toContain(own)
      expect(printed.monitor).toContain(own)
    }
  })

  test('is not printed for the guarantors', async () => {
    await expect(run('--office', 'guarantors')).rejects.toThrow(/monitor, commission/u)
  })
})

test('an incident is dismissed, with a second nation where it takes one, and brought back', async () => {
  const incident = (JSON.parse(printed.monitor) as DeskView).occurred[0]?.incident ?? ''
  const dismissing = ['dismiss', incident, '--ground', 'benign', '--reason', 'An announced blast']
  const isWaiting = async (): Promise<boolean> =>
    (JSON.parse(await run('--json')) as DeskView).occurred.some((one) => one.incident === incident)
  await expect(run(...dismissing.with(3, 'dull'))).rejects.toThrow(/noBreach, notEnough, benign/u)
  expect(await run(...dismissing, '--nation', 'FIN')).toMatch(/^on record: entry \d+$/mu)
  await expect(run(...dismissing, '--nation', 'FIN')).rejects.toThrow(/FIN has moved|dismissed/u)
  if (await isWaiting()) await run(...dismissing, '--nation', 'IRL')
  expect(await isWaiting()).toBe(false)
  await run('reopen', incident, '--reason', 'It was another day')
  expect(await isWaiting()).toBe(true)
}, 60_000)

const EMPTY: DeskView = {
  office: 'monitor',
  notice: null,
  exercise: null,
  nowMs: NOW_MS,
  lag: { entries: 0, observationsWaiting: 0 },
  occurred: [],
  access: [],
  tasks: [],
  unconfirmed: [],
  claims: [],
  proposals: [],
  duplicates: [],
  decorrelated: [],
  assignments: [],
  unassigned: 0,
  handOvers: [],
  leftOut: {},
  duplicatesCut: false,
  withheld: [],
  assumptions: [],
}
const claimed = (coverage: DeskView['claims'][number]['coverage'], because: string | null = null) =>
  ({
    incident: 'I-1',
    party: 'B',
    stance: 'accuses',
    atMs: START_MS,
    entry: 7,
    state: 'filed',
    alleges: null,
    coverage,
    because,
  }) as const
const alike = (command: Readonly<Record<string, unknown>> | null) =>
  ({
    pair: ['I-1', 'c2'],
    kinds: ['incident', 'candidate'],
    command,
    score: 0.815,
    time: 1,
    place: 1,
    kind: 1,
    text: 0,
  }) as const

test('an empty desk says so of every list', async () => {
  const text = await printedBy(() => printDesk(EMPTY))
  expect(text.match(/^ {2}none$/gmu)).toHaveLength(10)
  expect(text).not.toContain('left out')
  expect(text).not.toContain('not derived yet')
})

test('a desk of every other kind of line', async () => {
  const whole: DeskView = {
    ...EMPTY,
    lag: { entries: 3, observationsWaiting: 40 },
    claims: [
      claimed({ kind: 'seen', sources: ['mast-4', 'patrol-1'] }),
      claimed({ kind: 'seen' }),
      claimed({ kind: 'lookedAndSawNothing', unseen: 0.3 }),
      claimed({
        kind: 'lookedAndSawNothing',
        unseen: 0.125,
        lookedShare: 0.5,
        sources: ['mast-4'],
        undecided: ['mast-5'],
      }),
      claimed({ kind: 'noSensorLooked' }),
      claimed({ kind: 'undecided', undecided: ['mast-5'] }),
      claimed(null, 'withheld until the incident is released'),
      claimed(null),
    ],
    proposals: [
      {
        id: 'P-9',
        incident: 'I-1',
        kind: 'split',
        candidates: ['c1', 'c2'],
        reason: 'Two places.',
        score: null,
        status: 'open',
        by: { nation: 'FIN', officer: 'Aho', isMachine: false },
        atMs: START_MS,
        entry: 9,
      },
    ],
    duplicates: [
      alike({ type: 'proposeMerge', incident: 'I-2', into: 'I-1' }),
      alike({ type: 'addCandidate', incident: 'I-1', candidate: 'c2' }),
      alike(null),
    ],
    leftOut: { claims: 12, duplicates: 1 },
    duplicatesCut: true,
  }
  expectGolden('desk-lines.txt', await printedBy(() => printDesk(whole)))
})
