/**
 * Goal: projections of another log are never taken for this one's. Method: two real deployments in throw-away directories
 * of different lengths; the longer one is reopened on the shorter one's projections, and the other way round; each time
 * what is shown is its own journal's, row for row.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { wallClock } from '../clock/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { holdJournal } from './hold-journal.ts'
import { Holdfast, SYSTEM } from './holdfast.ts'

const dirs: string[] = []
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

const source = (id: string): Source => ({
  id,
  title: id,
  nation: 'ZZZ',
  kind: 'patrol',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: id,
})

async function open(dir: string, sink: MemoryProjections): Promise<Holdfast> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const parts = { deployment: liveDeployment, clock: wallClock, sink, solver: new HighsSolver() }
  const holdfast = await Holdfast.start(held, parts)
  await holdfast.caughtUp()
  return holdfast
}

async function deploymentWith(ids: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-log-'))
  dirs.push(dir)
  const sink = new MemoryProjections()
  const holdfast = await open(dir, sink)
  for (const id of ids)
    await holdfast.command({ step: 'observe', type: 'registerSource', source: source(id) }, SYSTEM)
  await holdfast.caughtUp()
  await holdfast.close()
  return { dir, sink }
}

async function shown(dir: string, sink: MemoryProjections): Promise<readonly string[]> {
  const holdfast = await open(dir, sink)
  const rows = await sink.list('source', { limit: 100 })
  await holdfast.close()
  return rows.map(({ id }) => id)
}

test('the projections of another log are made anew, whichever is the longer', async () => {
  const short = await deploymentWith(['a-1', 'a-2'])
  // An instant later: two logs of the same entries at the same millisecond would be told apart by nothing.
  await new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
  const long = await deploymentWith(['b-1', 'b-2', 'b-3'])
  expect(await shown(long.dir, short.sink)).toEqual(['b-1', 'b-2', 'b-3'])
  expect(await shown(short.dir, long.sink)).toEqual(['a-1', 'a-2'])
  expect(await shown(short.dir, long.sink)).toEqual(['a-1', 'a-2'])
})
