/**
 * Goal: what nations and parties declare, show and announce at the command line stands in the record, is shown back as each
 * office may see it, and is refused with the reason where it may not be. Method: the real commands over HTTP against a
 * running deployment with a small text; one server for the file.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { wallClock } from '@holdfast/engine/clock'
import { Intake } from '@holdfast/engine/intake'
import { liveDeployment } from '@holdfast/engine/opening'
import { MemoryProjections } from '@holdfast/engine/projector'
import { Holdfast, holdJournal } from '@holdfast/engine/runtime'
import { HighsSolver } from '@holdfast/engine/solver'
import { Views } from '@holdfast/engine/views'
import { createServer, type HttpServer } from '@holdfast/server/http'
import { RejectsLedger } from '@holdfast/store/rejects'
import { iso } from '../output/index.ts'
import { addAgreement } from './agreement.ts'
import { addDeclare } from './declare.ts'
import { addNotified } from './notified.ts'

const TEXT = `
id: truce
title: A truce
ladder: paris-2026
lineOfContact: contact
parties: { A: { title: A }, B: { title: B } }
versions: [{ id: v1, title: First, from: 2020-01-01T00:00:00Z, source: a text }]
thresholds:
  screening: 0.05
  quorum: 2
  occurredUnheardHours: 12
  partiesHeardHours: 72
  standards: [{ id: s, title: S, from: 0.5, to: 1 }]
lines:
  - id: contact
    title: Line
    basis: { kind: text, source: a text }
    vertices: [{ lonDeg: 37, latDeg: 47 }, { lonDeg: 38, latDeg: 48 }]
zones: []
facts:
  - { id: quiet, title: Quiet, declaredBy: commission, basis: { kind: text, source: a text } }
  - { id: signed, title: Signed, declaredBy: bothParties, basis: { kind: text, source: a text } }
  - { id: fighting, title: Fighting, declaredBy: commission, basis: { kind: text, source: a text } }
phases:
  - { id: truce, title: Truce, kind: ceasefire, entry: [quiet], exit: [fighting], basis: { kind: text, source: a text } }
gates:
  - { id: established, title: Established, needs: [quiet], barredBy: [fighting], basis: { kind: text, source: a text } }
notified:
  - { id: works, title: Works, activity: demining, noticeHours: 24, to: both, says: [where], explains: [], source: a text }
provisions:
  - { clause: C, title: No fire, source: a text, sinceVersion: v1, act: { kinds: [explosion], phases: [] } }
obligations:
  - { clause: D, title: Lists, due: 2026-01-01T00:00:00Z, party: both, source: a text }
`

const dir = mkdtempSync(join(tmpdir(), 'holdfast-declare-'))
let holdfast: Holdfast
let server: HttpServer
beforeAll(async () => {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const sink = new MemoryProjections()
  const parts = { deployment: liveDeployment, clock: wallClock, sink, solver: new HighsSolver() }
  holdfast = await Holdfast.start(held, parts)
  const rejects = await RejectsLedger.open(join(dir, 'rejects'))
  const views = new Views(holdfast, new Intake(holdfast, rejects, 0))
  const at = { host: '127.0.0.1', port: 0, pageDir: null, basemapDir: null }
  server = await createServer(views, at)
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  writeFileSync(join(dir, 'server.json'), JSON.stringify({ url: listening.url }))
})
afterAll(async () => {
  await server.close()
  await holdfast.close()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** What a command prints. */
async function run(...line: readonly string[]): Promise<string> {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk)
    return true
  })
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  addAgreement(program)
  addDeclare(program)
  addNotified(program)
  await program.parseAsync([...line, '--data', dir], { from: 'user' })
  return out
}
const json = async (...line: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await run(...line, '--json')) as Record<string, unknown>

test('declared, shown and announced at the command line', async () => {
  const file = join(dir, 'truce.yaml')
  writeFileSync(file, TEXT)
  await expect(run('declare', 'fact', 'quiet', '--reason', 'r')).rejects.toThrow('adopt one first')
  await run('agreement', 'adopt', file)

  const fact = ['declare', 'fact', 'quiet', '--reason', 'no fire for a day'] as const
  expect(await json(...fact, '--nation', 'XAA')).toMatchObject({
    fact: 'quiet',
    holds: false,
    settled: false,
    waiting: ['XAA'],
  })
  expect(await run(...fact, '--nation', 'XAB')).toContain('settled; quiet holds now')
  expect(await json('declare', 'fact', 'signed', '--party', 'A', '--reason', 'note')).toMatchObject(
    {
      waiting: ['A'],
    },
  )
  const statement = ['declare', 'fact', 'signed', '--party', 'B', '--reason', 'note'] as const
  await expect(run(...statement)).rejects.toThrow('another nation')
  await expect(run('declare', 'fact', 'peace', '--reason', 'r')).rejects.toThrow(
    'it has quiet, signed, fighting',
  )
  await expect(run(...fact, '--from', 'today')).rejects.toThrow('write an instant in UTC')

  const duty = ['D', '--party', 'B', '--due', '2026-01-01T00:00:00Z', '--reason', 'lists']
  await run('declare', 'met', ...duty)
  await expect(run('declare', 'confirm', ...duty)).rejects.toThrow('nobody confirms')
  expect(await run('declare', 'confirm', ...duty, '--nation', 'XAB')).toContain('confirmed: entry')

  const standing = await run('agreement', 'standing', '--office', 'guarantors')
  for (const told of [/truce +.*in force/, /established +Established +open/, /XAA, XAB/])
    expect(standing).toMatch(told)
  expect(standing).toMatch(/D +B +2026-01-01T00:00:00Z +confirmed/)

  const fromMs = Math.ceil(Date.now() / HOUR_MS + 2) * HOUR_MS
  const activity = ['notified', 'announce', '--rule', 'works', '--party', 'B']
  const time = ['--from', iso(fromMs), '--to', iso(fromMs + HOUR_MS)]
  const area = ['--title', 'Road clearing', '--at', '37.81,48.12', '--radius', '700']
  const announced = await json(...activity, ...time, ...area)
  // Two hours are less than the day's notice that the rule asks for.
  expect(announced).toMatchObject({ late: true })
  const id = String(announced['id'])
  expect(await run('notified', 'list')).toMatch(/37\.8100, 48\.1200 ± 700 m/)
  const withheld = await run('notified', 'list', '--office', 'guarantors')
  expect(withheld).toContain('withheld')
  expect(withheld).not.toMatch(/37\.8|Road/)
  expect(await run('notified', 'withdraw', id, '--reason', 'called off')).toContain('is withdrawn')
  expect(await json('notified', 'list', '--limit', '1')).toMatchObject({
    total: 1,
    notifications: [{ id, withdrawn: true }],
  })

  const ours = ['notified', 'announce', '--rule', 'works', '--party', 'mission']
  await run(...ours, ...time, ...area)
  expect(await run('notified', 'list', '--office', 'commission')).toMatch(
    /mission +withheld +withheld +withheld +withheld/,
  )
})

test.each([
  ['a place of one number', ['--at', '37.8', '--radius', '5'], 'give longitude and latitude'],
  ['a place that is none', ['--at', '37.8,98', '--radius', '5'], 'latitude 98'],
  ['a radius that is none', ['--at', '37.8,48', '--radius', 'wide'], 'wide: give a number'],
])('refused before anything is asked: %s', async (_, more, why) => {
  const activity = ['--rule', 'works', '--party', 'A', '--title', 't']
  const time = ['--from', '2030-01-01T00:00:00Z', '--to', '2030-01-01T01:00:00Z']
  await expect(run('notified', 'announce', ...activity, ...time, ...more)).rejects.toThrow(why)
})
