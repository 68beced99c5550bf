/**
 * Goal: a new directory may begin with a copy of the cluster that the build made, and begins in any case. Method: a real
 * cluster, prepared once; a copy of it, of one that is torn, and of none, each opened and written to.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPglite } from './pglite.ts'
import { copyPrepared, prepareCluster } from './prepared-cluster.ts'
import { Projections } from './projections.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-prepared-'))
const prepared = join(root, 'prepared')
beforeAll(async () => {
  mkdirSync(prepared)
  await prepareCluster(prepared)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Opens a new directory with the cluster, and again after it was closed. */
async function sizesIn(name: string, from: string): Promise<readonly number[]> {
  const dir = join(root, name)
  const first = await openPglite(dir, from)
  const projections = await Projections.open(first)
  await projections.apply({ size: 3 })
  const before = await projections.size()
  await first.close()
  const second = await openPglite(dir, from)
  expect(second.cleanlyClosed()).toBe(true)
  const after = await (await Projections.open(second)).size()
  await second.close()
  expect(readdirSync(dir).filter((one) => one.endsWith('.making'))).toEqual([])
  return [before, after]
}

test('every user may copy it, and nothing half made stands beside it', () => {
  const found = readdirSync(prepared, { recursive: true, withFileTypes: true })
  expect(found.length).toBeGreaterThan(100)
  for (const one of found) {
    const { mode } = statSync(join(one.parentPath, one.name))
    expect([one.name, mode & 0o044]).toEqual([one.name, 0o044])
  }
  expect(readdirSync(root).filter((name) => name.endsWith('.making'))).toEqual([])
  // Prepared by a process that stopped properly: nobody is said to have it open.
  expect(existsSync(join(prepared, 'postmaster.pid'))).toBe(false)
})

test('a new directory begins with a copy of it, and leaves it as it was', async () => {
  const before = statSync(join(prepared, 'global', 'pg_control')).mtimeMs
  expect(await sizesIn('copied', prepared)).toEqual([3, 3])
  expect(statSync(join(prepared, 'global', 'pg_control')).mtimeMs).toBe(before)
})

test('a directory begins without it where it is torn', async () => {
  const torn = join(root, 'torn')
  cpSync(prepared, torn, { recursive: true })
  rmSync(join(torn, 'global', 'pg_control'))
  expect(await sizesIn('from-torn', torn)).toEqual([3, 3])
})

test('what cannot be copied leaves nothing behind', async () => {
  expect(await copyPrepared(join(root, 'nowhere'), join(root, 'a'))).toBe(false)
  expect(await copyPrepared(prepared, join(prepared, 'inside'))).toBe(false)
  expect(existsSync(join(prepared, 'inside'))).toBe(false)
})
