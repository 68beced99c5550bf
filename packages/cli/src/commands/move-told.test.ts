/**
 * Goal: the page Movement and the command tell the same figures of the same network. Method: models whose stock, lanes and
 * demands are drawn at random, planned by `holdfast move plan --json --effort long` and by a job of the desk that the page
 * asks: every figure of the one is that of the other; the words of the command hold them too.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initial } from '@holdfast/core/move'
import { isOver, type MoveJob } from '@holdfast/core/move/jobs'
import type { MovementModel, MovementTold } from '@holdfast/core/move/model'
import { isRefused } from '@holdfast/core/units'
import { MoveDesk } from '@holdfast/engine/move'
import { Command } from 'commander'
import fc from 'fast-check'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import {
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../tests/support/movement-models.ts'
import { addMove } from './move.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-move-told-'))
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

async function run(...words: string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = new Command('holdfast')
  addMove(program)
  await program.parseAsync(['move', ...words], { from: 'user' })
  vi.restoreAllMocks()
  return printed
}
const asker = { name: 'Lind', nation: 'XAA', office: 'guarantors' } as const

/** What the page is told of the model in force. */
async function onPage(model: MovementModel): Promise<MovementTold> {
  const adopted = { index: 0, atMs: 0, by: 'x', nation: 'XAA', digest: 'd', model }
  const needs = { mission: { move: { ...initial, model: adopted } }, nowMs: 0 }
  const desk = new MoveDesk(
    { ...needs, command: async () => ({ refused: 'nothing is recorded here' }) },
    () => null,
  )
  const job = desk.ask({ kind: 'solve', price: 1 }, asker)
  if (isRefused(job)) throw new Error(job.refused)
  const done = await vi.waitUntil(
    () => {
      const now = desk.job(job.id, asker) as MoveJob
      return isOver(now.status) ? now : null
    },
    { timeout: 20_000, interval: 5 },
  )
  await desk.close()
  if (done.answer?.kind !== 'solve') throw new Error(done.reason ?? done.status)
  return done.answer.told
}

const anyChain = fc
  .record({
    stock: fc.integer({ min: 20, max: 90 }),
    rate: fc.integer({ min: 2, max: 9 }),
    asked: fc.integer({ min: 10, max: 80 }),
  })
  .map(({ stock, rate, asked }) =>
    plainModel({
      notice: 'made up',
      horizonHours: 24,
      ask: { kits: asked, byHour: 24 },
      nodes: [
        plainNode('d', 'depot', {
          stock: [{ commodity: 'kit', quantity: stock, owner: 'XAA', gates: ['g'] }],
        }),
        plainNode('c', 'crossing', { inPerHour: rate, lanes: 2, basis: ['A-1'] }),
        plainNode('p', 'issuePoint'),
      ],
      legs: [plainLeg('d', 'c'), plainLeg('c', 'p')],
      fleets: [plainFleet([{ node: 'd', count: 9, fromHour: 0 }])],
      demands: [
        {
          id: 'q',
          title: 'First battalion',
          issuePoint: 'p',
          commodity: null,
          quantity: asked,
          priority: 1,
          dueHour: 24,
        },
      ],
      gates: [
        {
          id: 'g',
          title: 'Consent',
          kind: 'consent',
          nation: 'XAB',
          opensAtHour: 2,
          basis: ['A-1'],
        },
      ],
      assumptions: [
        {
          id: 'A-1',
          title: 'A lane clears',
          value: rate,
          unit: 'kits/h',
          owner: 'a planner',
          date: '2026',
          source: null,
        },
      ],
    }),
  )

test('the figures of the page are those of the command', async () => {
  let armed = 0
  await fc.assert(
    fc.asyncProperty(anyChain, async (model) => {
      const file = join(dir, 'model.json')
      writeFileSync(file, JSON.stringify(model))
      const printed = await run('plan', file, '--json', '--price', '1', '--effort', 'long')
      const { told } = JSON.parse(printed) as { readonly told: MovementTold }
      expect(await onPage(model)).toEqual(told)
      armed += told.armedAtAsk
    }),
    { numRuns: 3, seed: 8 },
  )
  expect(armed).toBeGreaterThan(0)
})

test('the command tells results before assumptions, and whose each assumption is', async () => {
  const [model] = fc.sample(anyChain, { numRuns: 1, seed: 2 })
  const file = join(dir, 'words.json')
  writeFileSync(file, JSON.stringify(model))
  const printed = await run('plan', file, '--price', '1')
  const order = [
    'armed of',
    'One clock',
    'Armed (signed for)',
    'First battalion',
    'What holds it up',
    'Consent (consent)',
    'Movement serials',
    'Assumptions that bind',
    'a planner, 2026',
  ]
  const places = order.map((words) => printed.indexOf(words))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(printed.startsWith('SECRET, guarantors only\n')).toBe(true)
})
