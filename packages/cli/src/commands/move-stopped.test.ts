/**
 * Goal: Ctrl-C in `move solve` and `move replan` writes the best plan so far and exits with 130; before there is one it says so
 * and leaves nothing. Method: SIGINT is raised as the solver answers its first program, or before it is asked; npx doubles the
 * key, so it is raised twice.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replayPlan } from '@holdfast/core/move/model'
import type { MovePlan } from '@holdfast/core/move/model'
import { HighsLinearSolver } from '@holdfast/engine/solver'
import { Command } from 'commander'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { deskModel as unnoticed } from '../../../../tests/support/movement-models.ts'
import { addMove } from './move.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-stopped-'))
const deskModel = { ...unnoticed, notice: 'made up' }
const model = join(dir, 'model.json')
writeFileSync(model, JSON.stringify(deskModel))
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

async function run(...words: string[]): Promise<{ readonly out: string; readonly err: string }> {
  const told = { out: '', err: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told.out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.err += String(text)
    return true
  })
  const program = new Command('holdfast')
  addMove(program)
  await program.parseAsync(['move', ...words], { from: 'user' })
  return told
}

/** Ctrl-C, pressed twice by an impatient hand. */
function press(): void {
  process.emit('SIGINT')
  process.emit('SIGINT')
}

/** Ctrl-C as the solver answers, or as it is asked. */
function pressed(when: 'asked' | 'answered'): void {
  const solveLinear: HighsLinearSolver['solveLinear'] = Reflect.get(
    HighsLinearSolver.prototype,
    'solveLinear',
  )
  vi.spyOn(HighsLinearSolver.prototype, 'solveLinear').mockImplementation(async function (
    this: HighsLinearSolver,
    program,
    onProgress,
  ) {
    if (when === 'asked') press()
    const answer = await solveLinear.call(this, program, onProgress)
    if (when === 'answered') press()
    return answer
  })
}
const listeners = (): number => process.listenerCount('SIGINT')

test('the best plan so far is written, told as stopped, and the exit code is 130', async () => {
  const before = listeners()
  pressed('answered')
  const out = join(dir, 'plan.json')
  const told = JSON.parse((await run('solve', model, out, '--price', '3', '--json')).out) as {
    readonly reason: string
  }
  const plan = JSON.parse(readFileSync(out, 'utf8')) as MovePlan
  expect(process.exitCode).toBe(130)
  expect(told.reason).toMatch(/^stopped by you, gap \d+\.\d\d %$/)
  expect(plan.reason).toBe(told.reason)
  expect(plan.serials.length).toBeGreaterThan(0)
  expect(plan.bottlenecks.every(({ priced }) => priced === null)).toBe(true)
  expect(replayPlan(deskModel, plan).faults).toEqual([])
  expect(listeners()).toBe(before)
  const again = join(dir, 'again.json')
  expect((await run('replan', model, out, again, '--at', '8')).out).toContain('stopped by you, gap')
  expect(existsSync(again)).toBe(true)
})

test('before there is a plan that is said, nothing is written, and the exit code is 130', async () => {
  const before = listeners()
  pressed('asked')
  const out = join(dir, 'none.json')
  const { err } = await run('solve', model, out)
  expect(err).toBe('holdfast: m: stopped by you before there was a plan; nothing to keep\n')
  expect(process.exitCode).toBe(130)
  expect(existsSync(out)).toBe(false)
  expect(listeners()).toBe(before)
})

test('an impossible model is written with its reason, which the command tells', async () => {
  const impossible = join(dir, 'impossible.json')
  writeFileSync(impossible, JSON.stringify({ ...deskModel, legs: deskModel.legs.slice(0, 1) }))
  const words = 'nobody is armed: no legs lead from d, where Kits lies, to p; add the leg'
  const out = join(dir, 'nobody.json')
  expect((await run('solve', impossible, out)).out).toContain(words)
  expect((JSON.parse(readFileSync(out, 'utf8')) as MovePlan).reason).toContain(words)
  expect((await run('plan', impossible)).out).toContain(words)
})
