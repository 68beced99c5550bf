/**
 * Making a new cluster takes seconds of a core and nearly 1 GiB, and gives the same each time. So the build makes one, and
 * a new directory begins with a copy of it. Where there is none, or it cannot be copied, one is made as it always was.
 */
import { chmod, cp, readdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPgliteSession } from './pglite-session.ts'

/** Where the build leaves it: the same from the sources and from what is built of them. */
export const PREPARED_CLUSTER = fileURLToPath(new URL('../../dist/cluster', import.meta.url))

/** Makes a new cluster in `dir`, in place of what is there, that every user of the machine may copy. */
export async function prepareCluster(dir: string): Promise<void> {
  const making = `${dir}.making`
  await rm(making, { recursive: true, force: true })
  const session = await openPgliteSession(making)
  await session.close()
  const found = await readdir(making, { recursive: true, withFileTypes: true })
  await Promise.all(
    found.map((one) => chmod(join(one.parentPath, one.name), one.isDirectory() ? 0o755 : 0o644)),
  )
  await rm(dir, { recursive: true, force: true })
  await rename(making, dir)
}

/** Copies the prepared cluster; false, and nothing left behind, where there is none or it cannot be copied. */
export async function copyPrepared(from: string, to: string): Promise<boolean> {
  if (!existsSync(from)) return false
  try {
    await cp(from, to, { recursive: true })
    return true
  } catch {
    await rm(to, { recursive: true, force: true })
    return false
  }
}
