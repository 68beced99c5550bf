/**
 * Goal: a file of judged figures becomes a diagram that a person can read and a document that a program can; a bad file
 * is refused with its line; a recalibration is adopted and withdrawn from a deployment's signed findings. Method: the command
 * on small files and on a small deployment, its stdout read back; golden corners of the diagram.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { RECALIBRATION_CASES_MIN } from '@holdfast/core/fuse/confidence'
import type { ReliabilityReport } from '@holdfast/core/fuse/confidence'
import { isRefused } from '@holdfast/core/units'
import { wallClock } from '@holdfast/engine/clock'
import { readCommand } from '@holdfast/engine/desk'
import { liveDeployment } from '@holdfast/engine/opening'
import { MemoryProjections } from '@holdfast/engine/projector'
import { Holdfast, holdJournal, openDeployment } from '@holdfast/engine/runtime'
import type { Command as Asked } from '@holdfast/engine/runtime'
import { HighsSolver } from '@holdfast/engine/solver'
import { signFindings, TRUCE } from '../../../../tests/support/recalibration-deployment.ts'
import type { Say } from '../../../../tests/support/recalibration-deployment.ts'
import { CommandRefused } from '../output/index.ts'
import { addFuseReliability } from './fuse-reliability.ts'

const dirs: string[] = []
afterEach(() => {
  vi.restoreAllMocks()
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})

function fileOf(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-reliability-'))
  dirs.push(dir)
  const file = join(dir, 'judged.jsonl')
  writeFileSync(file, text)
  return file
}

async function run(...args: readonly string[]): Promise<string> {
  const written: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  const program = new Command('fuse').exitOverride()
  addFuseReliability(program)
  try {
    await program.parseAsync(['reliability', ...args], { from: 'user' })
  } finally {
    vi.restoreAllMocks()
  }
  return written.join('')
}

const line = (probability: unknown, outcome: unknown): string =>
  `${JSON.stringify({ probability, outcome })}\n`
/** Forty figures of 20 % of which eight held true, forty of 80 % of which 32 did: as calibrated as can be. */
const CALIBRATED = Array.from({ length: 40 }, (_, n) => line(0.2, n < 8) + line(0.8, n < 32)).join(
  '',
)

describe('a file of judged figures', () => {
  test('as JSON it holds the scores, the curve and the meaning', async () => {
    const report = JSON.parse(
      await run(fileOf(`${CALIBRATED}\n${line(0.5, 'undetermined')}`), '--json'),
    ) as ReliabilityReport
    expect(report.reliability).toMatchObject({ cases: 80, undetermined: 1, judgement: 'noFault' })
    expect(report.reliability.brier?.miscalibration).toBeCloseTo(0, 12)
    expect(report.reliability.brier?.score).toBeCloseTo(0.16, 12)
    expect(report.reliability.curve).toHaveLength(2)
    expect(report.recalibration.asGiven).toContain('80 judged cases')
    expect(report.meaning).toContain('nothing here speaks against its figures')
  })
  test('to a person it shows the diagram, the tenths and the scores', async () => {
    const text = await run(fileOf(CALIBRATED))
    const rows = text.split('\n')
    const top = rows.indexOf('  held true') + 1
    // 21 rows from 100 % down to 0 %, and 51 columns from 0 % to 100 % behind nine characters of labels.
    const at = (said: number, held: number): string =>
      rows[top + 20 - held / 5]?.charAt(9 + said / 2) ?? ''
    expect([at(20, 20), at(80, 80)]).toEqual(['o', 'o'])
    expect([at(0, 0), at(100, 100)]).toEqual(['/', '/'])
    expect([at(0, 100), at(100, 0)].join('').trim()).toBe('')
    expect(at(50, 60)).toBe(':')
    expect(text).toContain('20 % to 30 %')
    expect(text).toContain('Murphy over tenths')
    expect(text.split('\n').every((row) => row.length <= 200)).toBe(true)
  })
  test('an empty file says that there is nothing yet', async () => {
    expect(await run(fileOf(''))).toContain('No adjudicated finding yet.')
  })
  test.each([
    ['no JSON', 'what?\n', 'line 1: is not JSON'],
    ['no object', `${line(0.5, true)}7\n`, 'line 2: is no object'],
    ['a figure above 1', line(1.5, true), 'probability is 1.5'],
    ['a figure in words', line('likely', true), 'probability is "likely"'],
    ['no outcome', '{"probability":0.5}\n', 'outcome is undefined'],
    ['an outcome that is none', line(0.5, 'maybe'), 'outcome is "maybe"'],
  ])('%s is refused with its line', async (_, text, why) => {
    const refused = run(fileOf(text))
    await expect(refused).rejects.toBeInstanceOf(CommandRefused)
    await expect(refused).rejects.toThrow(why)
  })
  test('neither a file nor a deployment, both, or a file that is not there is refused', async () => {
    await expect(run()).rejects.toThrow('name a file')
    await expect(run('a.jsonl', '--data', 'b')).rejects.toThrow('name a file')
    await expect(run('/does/not/exist.jsonl')).rejects.toThrow('there is no file')
  })
})

describe('adopting from the command line', () => {
  test.each([
    ['both at once', ['--adopt', 'occurred', '--withdraw', 'breach'], 'contradict each other'],
    ['another question', ['--adopt', 'intent', '--reason', 'r'], 'say one of occurred, breach'],
    ['no reason', ['--adopt', 'occurred'], 'say why with --reason'],
    ['an empty reason', ['--withdraw', 'occurred', '--reason', ' '], 'say why with --reason'],
    ['a reason for nothing', ['--reason', 'r'], '--reason goes with --adopt or --withdraw'],
  ])('%s is refused before the deployment is touched', async (_, options, why) => {
    const refused = run('--data', '/does/not/exist', ...options)
    await expect(refused).rejects.toBeInstanceOf(CommandRefused)
    await expect(refused).rejects.toThrow(why)
  })
  test('a file has nothing to adopt from, and a directory may hold no deployment', async () => {
    const asked = ['--adopt', 'occurred', '--reason', 'r']
    await expect(run(fileOf(CALIBRATED), ...asked)).rejects.toThrow('findings of a deployment')
    await expect(run('--data', tmpdir(), ...asked)).rejects.toThrow('holds no deployment')
  })
  test('what the findings are worth stands once it is adopted, is shown, and is withdrawn', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdfast-recalibrated-'))
    dirs.push(dir)
    const data = ['--data', dir]
    await signed(dir, RECALIBRATION_CASES_MIN)
    const said = JSON.parse(
      await run(...data, '--adopt', 'occurred', '--reason', 'Looked at.', '--json'),
    ) as { readonly entries: number[] }
    expect(said).toMatchObject({ type: 'adoptRecalibration', question: 'occurred' })
    const text = await run(...data)
    expect(text).toMatch(
      new RegExp(`occurred +in force +${said.entries[0]} .* 100 +operator \\(ZZZ\\) +Looked at`),
    )
    expect(text).toMatch(/breach +none .* 0 judged cases/)
    const ended = await run(...data, '--withdraw', 'occurred', '--reason', 'A new mast.')
    expect(ended).toMatch(/told as they are from now on: entry \d+/)
  }, 120_000)
})

/** Makes a deployment with so many signed findings in a directory; nobody looks at it meanwhile. */
async function signed(dir: string, count: number): Promise<void> {
  const deployment = openDeployment(dir, liveDeployment)
  if (isRefused(deployment)) throw new Error(deployment.refused)
  const held = await holdJournal(dir, deployment)
  if (isRefused(held)) throw new Error(held.refused)
  const holdfast = await Holdfast.start(held, {
    deployment,
    clock: wallClock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
  })
  const say: Say = async (command, actor) => {
    // Candidates come ready, as the desk would look them up.
    const isReady = (command as { type?: string }).type === 'openIncident'
    const read = isReady ? (command as Asked) : await readCommand(command, holdfast)
    const decided = isRefused(read) ? read : await holdfast.command(read, actor)
    if (isRefused(decided)) throw new Error(decided.refused)
    return decided.entries[0]?.index ?? -1
  }
  const head = { nation: 'SWE', role: 'head-of-mission', office: 'commission' } as const
  await say(
    { step: 'agreement', type: 'adoptAgreement', document: TRUCE },
    { name: 'Holm', keyId: 'dev', ...head, role: 'system' },
  )
  await signFindings(say, count, 1)
  await holdfast.close()
}
