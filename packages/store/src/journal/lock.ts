/**
 * One writer for one directory. Node has no flock, and a lock file that outlives its process must be taken over
 * without two processes doing so at once: to unlink a stale file and create one's own is a race. So lock files are
 * numbered. To hold `lock.N` a process links a complete file to that name, which the kernel grants to one only, and N
 * is the highest number there. A stale lock.N is never removed first: lock.N+1 is taken, then the older ones go. On
 * release the file is overwritten to say so, and stays: numbers never start again.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { utf8 } from '@holdfast/core/evidence'
import type { Refused } from '@holdfast/core/units'
import { systemCode, type FileSystem } from './file-system.ts'

/** A held lock. */
export interface DirectoryLock {
  readonly release: () => Promise<void>
}

/** Who holds a lock file; the start time tells a process from a later one with its number. */
interface Holder {
  readonly pid: number
  readonly startTicks: string
  readonly boot: string
  readonly namespace: string
  readonly released: boolean
}

const ATTEMPTS_MAX = 8
const HOLDER_BYTES = 512
const NAME = /^lock\.([1-9][0-9]{0,14})$/

function attempt(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** State and start time from /proc/PID/stat (proc(5), fields 3 and 22); empty where there is no /proc. */
function processStat(pid: number): { readonly state: string; readonly startTicks: string } {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  // The command's name, in parentheses, may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' }
}

const ourselves = (released: boolean): Holder => ({
  pid: process.pid,
  startTicks: processStat(process.pid).startTicks,
  boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()),
  namespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
  released,
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) !== 'ESRCH'
  }
}

/** Why a lock is still held, or null when its process is gone. */
function heldBecause(holder: Holder): string | null {
  const here = ourselves(false)
  if (holder.released || holder.boot !== here.boot) return null
  if (holder.namespace !== here.namespace)
    return `process ${holder.pid} of another container, which cannot be seen from here`
  const { state, startTicks } = processStat(holder.pid)
  const isGone = !isRunning(holder.pid) || state === 'Z' || state === 'X'
  if (isGone || (startTicks !== '' && startTicks !== holder.startTicks)) return null
  return holder.pid === process.pid ? 'this process' : `process ${holder.pid}`
}

function parseHolder(bytes: Uint8Array): Holder | null {
  try {
    const holder = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<Holder> | null
    const { pid, startTicks, boot, namespace, released } = holder ?? {}
    if (typeof pid !== 'number' || typeof startTicks !== 'string' || typeof boot !== 'string')
      return null
    if (typeof namespace !== 'string' || typeof released !== 'boolean') return null
    return { pid, startTicks, boot, namespace, released }
  } catch {
    return null
  }
}

async function generations(fileSystem: FileSystem, dir: string): Promise<readonly number[]> {
  const names = await fileSystem.list(dir)
  const numbers = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number)
  return numbers.toSorted((a, b) => a - b)
}

const holderBytes = (holder: Holder): Uint8Array =>
  utf8(JSON.stringify(holder).padEnd(HOLDER_BYTES))

async function writeHolder(fileSystem: FileSystem, path: string, holder: Holder): Promise<void> {
  const file = await fileSystem.openFile(path, 'create')
  try {
    await file.write(holderBytes(holder), 0)
  } finally {
    await file.close()
  }
}

/** Why generation `number` cannot be taken over, or null when it can. */
async function refusal(fileSystem: FileSystem, path: string): Promise<string | null> {
  const bytes = await fileSystem.readFile(path)
  // Absent: somebody newer removed it. Empty: a power cut between creation and write-back.
  if (bytes === null || bytes.length === 0) return null
  const holder = parseHolder(bytes)
  if (holder === null)
    return `${path} is not a lock file of this version. Remove it if no other process uses the directory`
  const because = heldBecause(holder)
  return because === null
    ? null
    : `the journal is in use by ${because} (${path}). Stop that process first; if it is certain that none runs, remove that file`
}

async function removeIfThere(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.remove(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
}

/** Takes the directory's lock, over a dead process's body if need be; refuses while its holder lives. */
export async function acquireLock(
  fileSystem: FileSystem,
  dir: string,
): Promise<DirectoryLock | Refused> {
  const own = `${dir}/lock-${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    await writeHolder(fileSystem, own, ourselves(false))
    for (let i = 0; i < ATTEMPTS_MAX; i++) {
      const highest = (await generations(fileSystem, dir)).at(-1) ?? 0
      const refused = highest > 0 ? await refusal(fileSystem, `${dir}/lock.${highest}`) : null
      if (refused !== null) return { refused }
      const path = `${dir}/lock.${highest + 1}`
      if (!(await fileSystem.link(own, path))) continue
      const after = await generations(fileSystem, dir)
      if (after.at(-1) !== highest + 1) {
        // A newer holder came and went between our look and our link.
        await removeIfThere(fileSystem, path)
        continue
      }
      const older = after.filter((generation) => generation <= highest)
      for (const generation of older) await removeIfThere(fileSystem, `${dir}/lock.${generation}`)
      return { release: () => releaseLock(fileSystem, path) }
    }
    return { refused: `the lock in ${dir} kept changing hands; try again` }
  } finally {
    await removeIfThere(fileSystem, own)
  }
}

/** Overwrites in place, with the same length: on a full disk a new file could not be written. */
async function releaseLock(fileSystem: FileSystem, path: string): Promise<void> {
  const file = await fileSystem.openFile(path, 'write')
  try {
    await file.write(holderBytes(ourselves(true)), 0)
  } finally {
    await file.close()
  }
}
