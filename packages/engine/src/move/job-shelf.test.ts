/**
 * Goal: what a job made survives the server: a restarted desk tells the same answer and plans on from the same plan; what had
 * not ended is told as interrupted with how it is asked for again; a damaged file is told, not guessed at. Method: desks one
 * after another on one directory, on a small model; files cut and changed byte by byte.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { initial } from '@holdfast/core/move'
import { isOver, type MoveJob } from '@holdfast/core/move/jobs'
import type { Actor } from '@holdfast/core/nations'
import { MoveDesk, type MoveDeskNeeds } from './index.ts'
import { JobShelf } from './job-shelf.ts'
import { JOBS_KEPT_MAX } from './job-board.ts'
import { deskModel } from '../../../../tests/support/movement-models.ts'

const planner: Actor = {
  name: 'Lind',
  nation: 'XAA',
  role: 'planner',
  office: 'guarantors',
  keyId: '',
}
const model = { index: 0, atMs: 0, by: 'x', nation: 'XAA', digest: 'd', model: deskModel }
const needs: MoveDeskNeeds = {
  mission: { move: { ...initial, model } },
  nowMs: 7,
  command: () => Promise.resolve({ refused: 'nothing is put on record here' }),
}
const dirs: string[] = []
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true })))
const newDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-jobs-'))
  dirs.push(dir)
  return join(dir, 'move-jobs')
}
const deskAt = (dir: string): MoveDesk => new MoveDesk(needs, () => null, dir)
const good = <T extends object>(value: T): Exclude<T, { refused: string }> => {
  if ('refused' in value) throw new Error(String(value.refused))
  return value as Exclude<T, { refused: string }>
}
const finished = async (desk: MoveDesk, asked: object): Promise<MoveJob> => {
  const { id } = good(desk.ask(asked, planner))
  return await vi.waitUntil(
    () => {
      const job = good(desk.job(id, planner))
      return isOver(job.status) ? job : null
    },
    { timeout: 20_000, interval: 5 },
  )
}

test('after a restart a job has its answer, its plan can be gone on from, and numbers go on', async () => {
  const dir = newDir()
  const first = deskAt(dir)
  const solved = await finished(first, { kind: 'solve', price: 0 })
  const plan = good(first.plan(solved.id, planner))
  await first.close()
  const second = deskAt(dir)
  expect(good(second.job(solved.id, planner))).toEqual(solved)
  expect(good(second.plan(solved.id, planner))).toEqual(plan)
  const simulated = await finished(second, { kind: 'simulate', of: solved.id, replications: 5 })
  expect(simulated).toMatchObject({ id: 'job-2', status: 'done' })
  await second.close()
  // Files are of whoever runs the server alone.
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0)
})

test('what had not ended is told as interrupted, with how it is asked for again, and stays so', async () => {
  const dir = newDir()
  const first = deskAt(dir)
  const asked = { kind: 'solve', price: 0 }
  const { id } = good(first.ask(asked, planner))
  await first.close()
  for (const nowMs of [8, 9]) {
    const desk = new MoveDesk({ ...needs, nowMs }, () => null, dir)
    const job = good(desk.job(id, planner))
    expect(job).toMatchObject({ status: 'failed', answer: null, best: null, endedAtMs: 8 })
    expect(job.reason).toBe(
      `interrupted: the server ended before the job did; ask for it again with ${JSON.stringify(asked)}`,
    )
    expect(good(desk.standing(planner))).toMatchObject({ lost: [] })
    await desk.close()
  }
})

test('a job that somebody stopped stays stopped', async () => {
  const dir = newDir()
  const first = deskAt(dir)
  const { id } = good(first.ask({ kind: 'solve' }, planner))
  good(first.cancel(id, planner))
  await first.close()
  const second = deskAt(dir)
  expect(good(second.job(id, planner)).status).toBe('cancelled')
  await second.close()
})

test('a file that is cut or changed is told by its path, the others stand, and its number is not used again', async () => {
  const dir = newDir()
  const first = deskAt(dir)
  await finished(first, { kind: 'solve', price: 0 })
  const kept = await finished(first, { kind: 'simulate', of: 'job-1', replications: 2 })
  const third = await finished(first, { kind: 'simulate', of: 'job-1', replications: 3 })
  await first.close()
  const path = join(dir, `${third.id}.json`)
  const bytes = readFileSync(path)
  const changed = Buffer.from(bytes)
  changed[bytes.length - 5] = (changed[bytes.length - 5] ?? 0) ^ 1
  for (const damaged of [changed, bytes.subarray(0, 20), Buffer.alloc(0)]) {
    writeFileSync(path, damaged)
    const desk = deskAt(dir)
    const { lost, jobs } = good(desk.standing(planner))
    expect(lost).toEqual([expect.stringMatching(/job-3\.json is damaged.*ask for the job again/)])
    expect(jobs.map(({ id }) => id)).toEqual([kept.id, 'job-1'])
    expect(good(desk.ask({ kind: 'solve' }, planner)).id).toBe('job-4')
    await desk.close()
    rmSync(join(dir, 'job-4.json'))
  }
})

test('what is forgotten leaves no file, and a crash in the middle of writing leaves the old one', async () => {
  const dir = newDir()
  const first = deskAt(dir)
  const job = await finished(first, { kind: 'solve', price: 0 })
  await first.close()
  const shelf = new JobShelf(dir)
  for (let n = 2; n <= JOBS_KEPT_MAX + 3; n += 1)
    shelf.put({ job: { ...job, id: `job-${n}` }, asked: {}, planned: null })
  writeFileSync(join(dir, 'job-5.json.new'), 'half')
  const second = deskAt(dir)
  const { jobs, lost } = good(second.standing(planner))
  expect([jobs.length, lost]).toEqual([JOBS_KEPT_MAX, []])
  expect(shelf.found().shelved.map(({ job: { id } }) => id)).toEqual(
    Array.from({ length: JOBS_KEPT_MAX }, (_, i) => `job-${i + 4}`),
  )
  await second.close()
})

test('a disk that takes nothing is told, and the job ends as it would', async () => {
  const dir = newDir()
  const desk = deskAt(dir)
  rmSync(dir, { recursive: true })
  const job = await finished(desk, { kind: 'solve', price: 0 })
  expect(job.status).toBe('done')
  expect(good(desk.standing(planner)).lost[0]).toMatch(/^job-1 is not kept over a restart: ENOENT/)
  await desk.close()
})
