import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Connection } from './connection.ts'
import { SingleConnectionDatabase } from './connection.ts'
import type { Database } from './database.ts'
import { openPgliteSession } from './pglite-session.ts'
import { openPgliteThread } from './pglite-thread.ts'
import { copyPrepared, PREPARED_CLUSTER } from './prepared-cluster.ts'

/** Above this the first initialisation is taken to hang, milliseconds. */
const INITIALISE_MS_MAX = 120_000
/** Files of a cluster that are brought to the disk at once; it has about a thousand, most of them unchanged. */
const FSYNCS_AT_ONCE = 16
/** The name of the mark in a directory: who has it open on which boot, or that it was closed. */
const MARK = 'holdfast-projections.json'
/** The name of the cluster's own directory. */
const CLUSTER = 'cluster'

interface Mark {
  readonly format: 1
  readonly state: 'open' | 'closed'
  /** The kernel's boot id, or null where it gives none. */
  readonly boot: string | null
}

// Run from TypeScript sources (unit tests) there is no compiled worker beside this file: use the caller's thread.
const compiled = import.meta.url.endsWith('.js')

async function bootId(): Promise<string | null> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null)
  return text === null ? null : text.trim()
}

async function readMark(dir: string): Promise<Mark | null> {
  const text = await readFile(join(dir, MARK), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const mark = JSON.parse(text) as Partial<Mark>
    if (mark.format !== 1) return null
    return {
      format: 1,
      state: mark.state === 'closed' ? 'closed' : 'open',
      boot: mark.boot ?? null,
    }
  } catch {
    return { format: 1, state: 'open', boot: null }
  }
}

async function fsyncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeMark(dir: string, state: Mark['state'], boot: string | null): Promise<void> {
  const mark: Mark = { format: 1, state, boot }
  const path = join(dir, MARK)
  await writeFile(`${path}.new`, `${JSON.stringify(mark)}\n`, { flush: true })
  await rename(`${path}.new`, path)
  await fsyncPath(dir)
}

// PGlite wrote without fsync: before the mark may say "closed", the files must be on the disk.
async function fsyncTree(dir: string): Promise<void> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true })
  const left = found.filter((one) => one.isFile() || one.isDirectory()).values()
  const sync = async (): Promise<void> => {
    for (const one of left) await fsyncPath(join(one.parentPath, one.name))
  }
  await Promise.all(Array.from({ length: FSYNCS_AT_ONCE }, sync))
}

// Made beside its place and then renamed: a cluster half made by a process that was killed is never opened.
async function initialise(dir: string, prepared: string | null): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name.endsWith('.making')) await rm(join(dir, name), { recursive: true, force: true })
  }
  const made = join(dir, `${process.pid}.making`)
  if (prepared === null || !(await copyPrepared(prepared, made))) await makeCluster(made)
  await rename(made, join(dir, CLUSTER))
}

async function makeCluster(made: string): Promise<void> {
  if (compiled) {
    const script = fileURLToPath(new URL('./pglite-initialise.js', import.meta.url))
    await promisify(execFile)(process.execPath, [script, made], { timeout: INITIALISE_MS_MAX })
  } else {
    const session = await openPgliteSession(made)
    await session.close()
  }
}

const openCluster = (cluster: string | null): Promise<Connection> =>
  compiled
    ? openPgliteThread(new URL('./pglite-worker.js', import.meta.url), cluster)
    : openPgliteSession(cluster)

/** Removes what `openPglite` made in `dir`, and nothing that is not ours. The database must be closed. */
export async function discardPglite(dir: string): Promise<void> {
  // The mark goes last: whoever is stopped in between starts again here.
  await rm(join(dir, CLUSTER), { recursive: true, force: true })
  await rm(join(dir, MARK), { force: true })
}

async function openOrRemake(
  dir: string,
  { closed, prepared }: { readonly closed: boolean; readonly prepared: string },
): Promise<Connection> {
  const cluster = join(dir, CLUSTER)
  if (!existsSync(cluster)) await initialise(dir, prepared)
  try {
    return await openCluster(cluster)
  } catch (error) {
    // Torn: it is a projection, so make it anew. One that was closed properly and still does not open has another
    // cause (rights, a full disk), which the operator must see.
    if (closed) throw error
    await rm(cluster, { recursive: true, force: true })
    // Not by a copy: it may be what does not open.
    await initialise(dir, null)
    return openCluster(cluster)
  }
}

/**
 * Opens PGlite; `dir` null keeps everything in memory. The caller holds the lock on the data directory. A cluster that
 * an earlier boot left open is discarded, because nothing tells which of its writes reached the disk: it comes back
 * empty, `cleanlyClosed()` is false, and the engine fills it from the journal. A new cluster is a copy of `prepared`
 * where that is one.
 */
export async function openPglite(
  dir: string | null,
  prepared: string = PREPARED_CLUSTER,
): Promise<Database> {
  if (dir === null) return new SingleConnectionDatabase(await openCluster(null), true)
  await mkdir(dir, { recursive: true })
  const mark = await readMark(dir)
  const boot = await bootId()
  const closed = mark?.state === 'closed'
  const trusted =
    !existsSync(join(dir, CLUSTER)) || closed || (boot !== null && mark?.boot === boot)
  if (!trusted) await discardPglite(dir)
  await writeMark(dir, 'open', boot)
  const connection = await openOrRemake(dir, { closed, prepared })
  return new SingleConnectionDatabase(
    {
      query: (sql, parameters) => connection.query(sql, parameters),
      exec: (sql) => connection.exec(sql),
      close: async () => {
        await connection.exec('checkpoint')
        await connection.close()
        await fsyncTree(join(dir, CLUSTER))
        await writeMark(dir, 'closed', boot)
      },
    },
    trusted,
  )
}
