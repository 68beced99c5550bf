/**
 * Goal: a record judged anew under the text of its day agrees with what stands in it, and whatever does not agree is seen:
 * another text, another code, a candidate that an incident took up otherwise. Method: a real deployment with two texts
 * adopted in turn; then candidates are planted in its projections as another code would have left them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Candidate } from '@holdfast/core/agreement'
import type { Actor } from '@holdfast/core/nations'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { Views } from '@holdfast/engine/views'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-history-'))
const START_MS = Date.UTC(2026, 0, 20)
const day = (n: number): number => START_MS + n * DAY_MS
const clock = new VirtualClock(START_MS)
const WATCH: Actor = {
  name: 'W. Atch',
  nation: 'ZZZ',
  role: 'watch',
  office: 'monitor',
  keyId: 'test',
}
const ANALYST: Actor = { ...WATCH, role: 'analyst' }
const HEAD: Actor = { ...WATCH, role: 'head-of-mission', office: 'commission' }
/** The second text has a clause more, in a version that begins before it was adopted. */
const AMENDED = SKELETON.replace(
  'provisions:\n',
  `provisions:
  - clause: C-9
    title: No explosion at all
    source: The amendment
    sinceVersion: first-text
    act: { kinds: [explosion], phases: [] }
`,
)

const explosion = (recordId: string, atMs: number): object => ({
  source: 'patrol-1',
  recordId,
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: {
    place: 'post',
    position: { lonDeg: 38.2, latDeg: 48 },
    errorM: 10,
    control: 'unknown',
  },
  where: { sectors: [], ring: null, fix: { position: { lonDeg: 38.1, latDeg: 48 }, errorM: 50 } },
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  rawSha256: '00'.repeat(32),
})
const REGISTRY = `sources:
  - id: patrol-1
    title: patrol-1
    nation: XAA
    kind: patrol
    reachM: {}
    detection: { pd: 0.9, falseReport: 0.02, basis: 'ASSUMPTION: test' }
    group: patrol-1
    unsigned: accepted
`

async function opened<T>(work: (one: Opened, views: Views) => Promise<T>): Promise<T> {
  const one = await openHoldfast({
    dir,
    deployment: liveDeployment,
    databaseUrl: null,
    clock,
    intakeThreads: 0,
  })
  if (isRefused(one)) throw new Error(one.refused)
  try {
    return await work(one, new Views(one.holdfast, one.intake))
  } finally {
    await one.close()
  }
}
async function command(views: Views, asked: object, actor: Actor): Promise<void> {
  const decided = await views.command(asked, actor)
  if (isRefused(decided)) throw new Error(decided.refused)
}
const adopt = (views: Views, document: string): Promise<void> =>
  command(views, { step: 'agreement', type: 'adoptAgreement', document }, HEAD)
/** Three nations, which is the quorum of the text in force, carry another one. */
async function amend(views: Views, document: string): Promise<void> {
  const said = { step: 'agreement', reason: 'a clause more' }
  await command(views, { ...said, type: 'proposeAmendment', document, fromMs: null }, HEAD)
  const motion = views.agreementMotions('commission').motions[0]?.motion
  for (const nation of ['XAA', 'XAB'])
    await command(views, { ...said, type: 'supportAmendment', motion }, { ...HEAD, nation })
}

let printed = ''
/** Runs a command; what it prints. Refused, `printed` holds what it had printed before. */
async function run(...words: string[]): Promise<string> {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  const program = new Command('holdfast').exitOverride()
  addAgreement(program)
  await program.parseAsync(['agreement', ...words, '--data', dir], { from: 'user' })
  return printed
}
interface Told {
  readonly texts: readonly { entry: number; version: string; events: number; candidates: number }[]
  readonly events: number
  readonly stands: Readonly<Record<'same' | 'added' | 'dropped' | 'changed', number>> & {
    clauses: { clause: string; fields: Record<string, number> }[]
  }
  readonly takenUp: Readonly<Record<'same' | 'added' | 'dropped' | 'changed', number>>
}

beforeAll(async () => {
  await opened(async ({ holdfast }, views) => {
    await command(views, { step: 'observe', type: 'registerSources', document: REGISTRY }, ANALYST)
    await adopt(views, SKELETON)
    clock.advanceTo(day(2))
    await holdfast.ingest([explosion('one', day(1)), explosion('two', day(2))], WATCH)
    clock.advanceTo(day(3))
    await amend(views, AMENDED)
    clock.advanceTo(day(5))
    await holdfast.ingest([explosion('three', day(4))], WATCH)
    await holdfast.caughtUp()
    const all = await holdfast.sink.list('candidate', { limit: 10 })
    const ids = [all.find(({ event }) => event !== null), all.find(({ event }) => event === null)]
    const of = { title: 'both', from: 'candidate', candidates: ids.map((one) => one?.id) }
    await command(views, { step: 'verify', type: 'openIncident', ...of }, WATCH)
    await holdfast.caughtUp()
  })
}, 60_000)
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

describe('the record under the text of its day', () => {
  test('each event has the text that was adopted then, and stands as it stood', async () => {
    const told = JSON.parse(await run('history', '--json', '--strict')) as Told
    expect(told.events).toBe(3)
    expect(told.texts.map(({ events, candidates }) => [events, candidates])).toEqual([
      [2, 2],
      [1, 2],
    ])
    expect(told.texts[0]?.entry).toBeLessThan(told.texts[1]?.entry ?? 0)
    // Four of events and a duty past its deadline; one of each was taken up.
    expect(told.stands).toMatchObject({ same: 5, added: 0, dropped: 0, changed: 0 })
    expect(told.takenUp).toMatchObject({ same: 2, added: 0, dropped: 0, changed: 0 })
  })

  test('a window of days holds the later events only', async () => {
    // The record is opened by the machine's clock: as many days as lie between.
    const days = Math.ceil((Date.now() - day(3)) / DAY_MS)
    expect(await run('history', '--days', String(days))).toContain('  1 events; 0 before any text')
  })

  test('what an amendment would have changed in the record', async () => {
    const [before, after] = [join(dir, 'before.yaml'), join(dir, 'after.yaml')]
    writeFileSync(before, SKELETON)
    writeFileSync(after, AMENDED)
    const told = JSON.parse(await run('diff', before, after, '--days', '36600', '--json')) as {
      candidates: { events: number; diff: object }
    }
    expect(told.candidates).toMatchObject({ events: 3, diff: { added: 3, dropped: 0 } })
  })

  test('the motion that the second text came of is read from the directory, too', async () => {
    const { motions } = JSON.parse(await run('motions', '--json')) as {
      motions: { motion: number; status: string; nations: string[] }[]
    }
    expect(motions).toMatchObject([{ status: 'carried', nations: ['XAA', 'XAB', 'ZZZ'] }])
    await expect(run('motions', '0')).rejects.toThrow('there is no motion 0')
  })

  test('candidates that another code left are seen, each as what it is', async () => {
    await opened(async ({ holdfast, projections }) => {
      const all = await holdfast.sink.list('candidate', { limit: 100 })
      const [first, second] = all.filter((one) => one.event !== null)
      if (first === undefined || second === undefined) throw new Error('two candidates are there')
      const other: Candidate = { ...first, probability: first.probability / 2 }
      const extra: Candidate = { ...second, id: 'planted', clause: 'C-7' }
      await projections.apply({
        size: await projections.size(),
        put: { candidate: [other, extra] },
        remove: { candidate: [second.id] },
      })
    })
    await expect(run('history', '--strict', '--json')).rejects.toThrow(/3 candidates are not as/)
    const { stands, takenUp } = JSON.parse(printed) as Told
    expect(stands).toMatchObject({ same: 3, added: 1, dropped: 1, changed: 1 })
    expect(stands.clauses.map(({ clause, fields }) => [clause, fields])).toEqual([
      ['C-1', { probability: 1 }],
      ['C-7', {}],
    ])
    expect(takenUp).toMatchObject({ same: 2, changed: 0 })
  })
})
