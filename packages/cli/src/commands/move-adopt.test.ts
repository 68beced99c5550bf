/**
 * Goal: a network and a planning document are put on record from the command line, once each, and stand in what the
 * guarantors' office is told; what is wrong is told with its place and changes nothing. Method: the commands over HTTP against
 * a small running deployment.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MoveStanding } from '@holdfast/core/move/jobs'
import type { PlanningAnswer } from '@holdfast/core/move/planning'
import { MoveDesk } from '@holdfast/engine/move'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { plainModel, plainNode } from '../../../../tests/support/movement-models.ts'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { addMove } from './move.ts'
import { addPlan } from './plan.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-move-adopt-'))
const asker = { name: 'x', nation: 'XAA', office: 'guarantors' } as const
let served: SmallServer
let desk: MoveDesk
beforeAll(async () => {
  served = await serveSmall(dir, {
    more: (holdfast) => {
      desk = new MoveDesk(holdfast, () => null)
      return { move: desk }
    },
  })
})
afterAll(async () => {
  await served.close()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function run(...words: string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  const program = new Command('holdfast').exitOverride()
  addMove(program)
  addPlan(program)
  await program.parseAsync([...words, '--data', dir, '--nation', 'XAA'], { from: 'user' })
  vi.restoreAllMocks()
  return printed
}
const write = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}
const model = plainModel({
  notice: 'made up',
  nodes: [plainNode('d', 'depot'), plainNode('p', 'issuePoint')],
})
const standing = () => desk.standing(asker) as MoveStanding

test('a network is adopted by its file', async () => {
  expect(standing().model.origin).toBe('shipped')
  const file = write('model.json', JSON.stringify(model))
  expect(await run('move', 'adopt', file)).toMatch(/on record as entry \d+ \(move\.model-adopted\)/)
  expect(standing().model).toMatchObject({ origin: 'adopted', id: 'm', adopted: { nation: 'XAA' } })
  await expect(run('move', 'adopt', file)).rejects.toThrow(/is in force already/)
})

test('a planning document is adopted by its file', async () => {
  const path = new URL('../../../../data/plans/stocks.yaml', import.meta.url).pathname
  expect(await run('plan', 'adopt', path)).toMatch(/\(move\.document-adopted\)/)
  expect(desk.planning('stocks', asker) as PlanningAnswer).toMatchObject({ origin: 'adopted' })
  expect(desk.planning('air', asker) as PlanningAnswer).toMatchObject({ origin: 'shipped' })
})

test('what is wrong is told with its place, and nothing is recorded', async () => {
  const size = served.holdfast.journal.size
  const bad = write('bad.yaml', 'kind: air\nid: x\n')
  await expect(run('plan', 'adopt', bad)).rejects.toThrow(/document:1:1: title: is missing/)
  await expect(run('move', 'adopt', bad)).rejects.toThrow(/document:\d+:\d+: /)
  await expect(run('plan', 'adopt', join(dir, 'none.yaml'))).rejects.toThrow(/there is no file/)
  expect(served.holdfast.journal.size).toBe(size)
})
