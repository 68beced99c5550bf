/**
 * Goal: a conference at the command line: nations offer, the gap is told anew, what a nation kept to itself stays with whom
 * it was released to on every way out (commands, log, table), and wrong words are refused. Method: the real commands over
 * HTTP against a running deployment that holds the shipped record; one server for the file.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { OFFICES } from '@holdfast/core/nations'
import { isRefused } from '@holdfast/core/units'
import { wallClock } from '@holdfast/engine/clock'
import { ForceDesk } from '@holdfast/engine/forces'
import { Intake } from '@holdfast/engine/intake'
import { liveDeployment } from '@holdfast/engine/opening'
import { MemoryProjections } from '@holdfast/engine/projector'
import { Holdfast, SYSTEM, holdJournal } from '@holdfast/engine/runtime'
import { shippedCoalition } from '@holdfast/engine/shipped'
import { HighsSolver } from '@holdfast/engine/solver'
import { Views } from '@holdfast/engine/views'
import { createServer, LIMITS, type HttpServer } from '@holdfast/server/http'
import { RejectsLedger } from '@holdfast/store/rejects'
import { addForces } from './forces.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-forces-'))
const solver = new HighsSolver()
let holdfast: Holdfast
let views: Views
let desk: ForceDesk
let server: HttpServer
beforeAll(async () => {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const sink = new MemoryProjections()
  const parts = { deployment: liveDeployment, clock: wallClock, sink, solver }
  holdfast = await Holdfast.start(held, parts)
  const coalition = shippedCoalition()
  if (isRefused(coalition)) throw new Error(coalition.refused)
  const command = { step: 'generate', type: 'recordCoalition', coalition } as const
  const done = await holdfast.command(command, { ...SYSTEM, office: 'guarantors' })
  if (isRefused(done)) throw new Error(done.refused)
  const rejects = await RejectsLedger.open(join(dir, 'rejects'))
  views = new Views(holdfast, new Intake(holdfast, rejects, 0))
  desk = new ForceDesk(holdfast, () => views.notice())
  const at = { host: '127.0.0.1', port: 0, pageDir: null, basemapDir: null }
  // Each command logs in; a conference of one second is not what the limit is for.
  const limits = {
    eventLoopDelayMs: 0,
    perMinute: { ...LIMITS.perMinute, logins: 10_000, commands: 10_000 },
  }
  server = await createServer(views, { ...at, forces: desk, limits })
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  writeFileSync(join(dir, 'server.json'), JSON.stringify({ url: listening.url }))
})
afterAll(async () => {
  await server.close()
  await desk.close()
  await holdfast.close()
  await solver.close()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** What `holdfast forces …` prints. */
async function run(...words: readonly string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = new Command('holdfast').exitOverride()
  addForces(program)
  const still = (command: Command): void => {
    command.exitOverride()
    for (const one of command.commands) still(one)
  }
  still(program)
  await program.parseAsync(['forces', ...words, '--data', dir], { from: 'user' })
  vi.restoreAllMocks()
  return printed
}
const json = async <T>(...words: readonly string[]): Promise<T> =>
  JSON.parse(await run(...words, '--json')) as T
const parts = (line: string): string[] => line.split(' ')
const offer = (id: string, nation: string, ...more: readonly string[]): Promise<string> =>
  run(
    ...parts(`pledge new ${id} --nation ${nation} --title A-brigade --capability landManoeuvre`),
    '--quantity',
    '3000 troops',
    ...more,
  )
interface Gaps {
  readonly lines: readonly { readonly line: string; readonly shortfall: number }[]
  readonly label: { readonly releasableTo: readonly string[] }
}
async function lacks(nation: string): Promise<readonly [number, readonly string[]]> {
  const { lines, label } = await json<Gaps>(
    ...parts(`gaps --no-why --posture 50k-100k --nation ${nation}`),
  )
  const shortfall = lines.find(({ line }) => line === 'R-GEN-LARGE')?.shortfall ?? -1
  return [shortfall, label.releasableTo]
}

test('a conference: offers come, the gap is told anew to each nation from what it may see', async () => {
  const [before, all] = await lacks('XAA')
  expect(all).toEqual(['ALL'])
  expect(before).toBeGreaterThan(3_000)
  expect(await offer('XAA-1', 'XAA', '--release-to', 'XAB')).toMatch(/^on record: entry \d+\n$/)
  expect(await lacks('XAA')).toEqual([before - 3_000, ['XAA']])
  expect(await lacks('XAB')).toEqual([before - 3_000, ['XAB']])
  expect(await lacks('XAC')).toEqual([before, ['ALL']])
  await run(
    'minutes',
    'new',
    'XAA-M-1',
    'A brigade',
    '--conference',
    'c-1',
    '--nation',
    'XAA',
    '--pledge',
    'XAA-1',
    '--release-to',
    'XAB',
  )
  expect(await run('minutes', 'list', '--nation', 'XAB')).toContain('A brigade')
  expect(await run('minutes', 'list', '--nation', 'XAC')).not.toContain('A brigade')
})

test('no way out tells another nation or office of what was not released', async () => {
  for (const nation of ['XAC', 'ZZZ']) {
    expect(await run('pledge', 'list', '--nation', nation)).not.toContain('XAA')
    for (const words of [
      ['linchpins'],
      ['asks', '--most', '1'],
      ['credibility', '--replications', '20'],
      ['postures'],
      ['what-if', '--suppose', 'withdraws:GBR'],
    ])
      expect(await run(...words, '--nation', nation, '--gap', '0.2')).not.toMatch(/XAA-1|XAA\b/)
    const file = join(dir, `${nation}.csv`)
    await run('export', 'pledges', file, '--nation', nation)
    expect(readFileSync(file, 'utf8')).not.toContain('XAA')
  }
  await holdfast.caughtUp()
  for (const office of OFFICES) {
    for (let index = 0; index < holdfast.journal.size; index += 1)
      expect(JSON.stringify(await views.logEntry(index, office))).not.toContain('XAA')
  }
  const secret = await holdfast.journal.entry(holdfast.journal.size - 1)
  expect('tombstone' in secret ? null : secret.label).toMatchObject({
    classification: 'SECRET',
    releasableTo: ['XAA', 'XAB'],
  })
})

test('a pledge moves by its own nation, with a reason; a condition holds it back', async () => {
  await run('condition', 'new', 'truce', '--kind', 'ceasefire', '--title', 'The truce')
  await offer('XAD-1', 'XAD', '--condition', 'truce')
  const move = (to: string, ...more: readonly string[]): Promise<string> =>
    run('pledge', 'move', 'XAD-1', to, '--nation', 'XAD', '--reason', 'decided', ...more)
  await expect(
    run('pledge', 'move', 'XAD-1', 'commit', '--nation', 'XAE', '--reason', 'r'),
  ).rejects.toThrow('a planner of XAE may not move a pledge of XAD')
  await move('commit', '--quantity', '2500-3000 troops')
  await move('assign', '--line', 'R-GEN-LARGE')
  await expect(move('deploy')).rejects.toThrow('condition truce is unknown')
  await run(
    'condition',
    'set',
    'truce',
    'met',
    '--reason',
    'signed',
    '--source',
    'a note | in force',
  )
  await move('deploy')
  const shown = await json<{ pledge: { status: string; changes: object[] } }>(
    'pledge',
    'show',
    'XAD-1',
  )
  expect(shown.pledge).toMatchObject({ status: 'deployed', requirement: 'R-GEN-LARGE' })
  expect(shown.pledge.changes).toHaveLength(4)
  expect(await run('condition', 'list')).toContain('nobody says')
  await run(
    ...parts('assume A-90 --about condition:truce --value 0.6 --unit probability'),
    ...parts('--title It-comes --owner cell --date 2026-03-01'),
  )
  expect(await run('condition', 'list')).toContain('0.60')
})

test('an offer in a file is thought through, as JSON and as a table, and nothing of it is recorded', async () => {
  interface Told {
    readonly changes: readonly { line: string; shortfall: number; shortfallThen: number }[]
  }
  const closedBy = async (...words: readonly string[]): Promise<number | undefined> => {
    const asked = parts('what-if --posture 50k-100k --nation XAC')
    const { changes } = await json<Told>(...asked, ...words)
    const change = changes.find(({ line }) => line === 'R-GEN-LARGE')
    return change === undefined ? undefined : change.shortfall - change.shortfallThen
  }
  const { pledge } = await json<{ pledge: object }>('pledge', 'show', 'XAD-1')
  const whole = {
    ...pledge,
    id: 'XAC-5',
    nation: 'XAC',
    status: 'offered',
    conditions: [],
    quantity: { kind: 'range', min: 4_000, max: 4_000, unit: 'troops' },
  }
  const file = join(dir, 'offer.json')
  writeFileSync(file, JSON.stringify({ pledge: whole }))
  expect(await closedBy('--offer', file)).toBe(4_000)
  const table = join(dir, 'offers.csv')
  await run('export', 'pledges', table, '--nation', 'XAD')
  const [head, ...rows] = readFileSync(table, 'utf8').split('\r\n')
  const own = rows
    .filter((row) => row.includes('XAD-1,'))
    .map((row) => row.replace('XAD-1', 'XAC-6'))
  expect(own).toHaveLength(1)
  writeFileSync(table, [head, ...own, ''].join('\r\n'))
  expect(await closedBy('--offer', table, '--offer', file)).toBe(6_500)
  expect(await run('pledge', 'list', '--nation', 'XAC')).not.toMatch(/XAC-[56]/)
})

test('numbers about forces are recorded, and contradicting ones are both kept', async () => {
  const figure = (id: string, quantity: string, definition: string): Promise<string> =>
    run(
      ...parts(`figure ${id} --of XAD --basis army --as-of 2026`),
      '--quantity',
      quantity,
      '--definition',
      definition,
    )
  await figure('F-1', '70000 persons', 'full-time army personnel')
  await figure('F-2', '75000 persons', 'army, factbook estimate')
  await run('commitment', 'C-1', '--of', 'XAD', '--persons', '600 persons', '--title', 'elsewhere')
  const told = desk.register({ office: 'guarantors', nation: 'ZZZ' }) as {
    figures: { groups: { conflict: boolean; figures: object[] }[]; sustainable: object }[]
  }
  expect(told.figures[0]).toMatchObject({
    groups: [{ conflict: true, figures: [{ id: 'F-1' }, { id: 'F-2' }] }],
    sustainable: { deployable: null, committed: 600, persons: null },
  })
})

test.each(['csv', 'xlsx'])('a table goes out and comes back: %s', async (ending) => {
  const file = join(dir, `own.${ending}`)
  await run('export', 'pledges', file, '--nation', 'XAA')
  expect(existsSync(file)).toBe(true)
  // All but its own are other nations': recorded as they stand, nothing is added.
  expect(await run('import', 'pledges', file, '--nation', 'XAA')).toContain('on record already')
  const lines = join(dir, `lines.${ending}`)
  await run('export', 'requirements', lines)
  expect(await run('import', 'requirements', lines)).toContain('on record already')
})

const bad: readonly (readonly [string, readonly string[], string])[] = [
  [
    'no unit',
    [
      'pledge',
      'new',
      'X-1',
      '--nation',
      'XAA',
      '--title',
      't',
      '--capability',
      'medical',
      '--quantity',
      '500',
    ],
    'write unknown, a number with its unit',
  ],
  [
    'no code',
    [
      'pledge',
      'new',
      'X-1',
      '--nation',
      'XAA',
      '--title',
      't',
      '--capability',
      'rays',
      '--quantity',
      'unknown',
    ],
    'which is no code',
  ],
  [
    'no nation',
    ['pledge', 'new', 'X-1', '--title', 't', '--capability', 'medical', '--quantity', 'unknown'],
    '--nation is missing',
  ],
  ['no move', ['pledge', 'move', 'XAA-1', 'fly', '--reason', 'r'], 'say one of offer, commit'],
  ['no pledge', ['pledge', 'show', 'nobody'], 'there is no pledge nobody'],
  ['no supposition', ['what-if', '--suppose', 'hope'], 'write one of withdraws:NATION'],
  ['nothing otherwise', ['what-if'], 'Say it with --suppose WHAT or --offer FILE'],
  ['no file of offers', ['what-if', '--offer', 'none.csv'], 'there is no file none.csv'],
  ['nothing to suppose', ['what-if', '--suppose', 'withdraws:XAZ'], 'XAZ has no pledge here'],
  ['no posture', ['gaps', '--posture', 'huge'], 'there is no posture "huge"'],
  [
    'no state',
    ['condition', 'set', 'truce', 'maybe', '--reason', 'r'],
    'say one of met, unmet, unknown',
  ],
  [
    'a chance of two',
    [
      'assume',
      'A-91',
      '--about',
      'condition:truce',
      '--value',
      '2',
      '--unit',
      'p',
      '--title',
      't',
      '--owner',
      'o',
      '--date',
      'd',
    ],
    'a chance from 0 to 1',
  ],
  ['no source', ['minutes', 'new', 'ZZZ-M-9', ' ', '--conference', 'c'], 'is empty'],
  ['no ending', ['export', 'pledges', 'pledges.txt'], 'end the name with .csv or .xlsx'],
  ['no file', ['import', 'pledges', 'nowhere.csv'], 'there is no file nowhere.csv'],
]
test.each(bad)('%s is refused', async (_, words, message) => {
  const size = holdfast.journal.size
  await expect(run(...words)).rejects.toThrow(message)
  expect(holdfast.journal.size).toBe(size)
})

test("a factbook's numbers come in as figures of all armed forces, which sustain nobody", async () => {
  const file = join(dir, 'factbook.csv')
  writeFileSync(
    file,
    'iso3,active_low,active_high,personnel_text,deployments_text\nXAF,7500,7500,7500 active (2025),250 Kosovo\nXAG,1,1,1 active (2025),\n',
  )
  await offer('XAF-1', 'XAF')
  expect(await run('import', 'factbook', file, '--article', 'a factbook')).toContain(
    'left out, no pledge or exclusion here: XAG',
  )
  const told = desk.register({ office: 'guarantors', nation: 'ZZZ' }) as {
    figures: { nation: string; sustainable: object }[]
  }
  expect(told.figures.find(({ nation }) => nation === 'XAF')?.sustainable).toMatchObject({
    deployable: null,
    committed: 250,
    persons: null,
  })
})

test('a formula in a table is refused with its place, and nothing of it is recorded', async () => {
  const file = join(dir, 'bad.csv')
  writeFileSync(
    file,
    'id,nation,title,status,capability\nXAA-7,XAA,fine,offered,medical\nXAA-8,XAA,=1+1,offered,medical\n',
  )
  await expect(run('import', 'pledges', file, '--nation', 'XAA')).rejects.toThrow(
    'line 3, column 3',
  )
  expect(await run('pledge', 'list', '--nation', 'XAA')).not.toContain('XAA-7')
})
