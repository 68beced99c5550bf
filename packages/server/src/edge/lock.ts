/**
 * One edge for one directory: two would sign two batches with one number. As the journal does it, lock files are
 * numbered, and `lock.N` is taken by linking a complete file to that name, which the kernel grants to one only. A lock
 * whose process is gone is never removed first: the next number is taken, then the older ones go.
 */
import { readFileSync } from 'node:fs'
import type { Refused } from '@holdfast/core/units'
import { nodeFileSystem } from '@holdfast/store/journal'

const NAME = /^lock\.(\d{1,12})$/
const ATTEMPTS_MAX = 8

interface Holder {
  readonly pid: number
  /** Tell a process from a later one with its number, and from one before the machine was started again. */
  readonly startTicks: string
  readonly boot: string
}

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
function holderOf(pid: number): Holder {
  const stat = readOr(`/proc/${pid}/stat`)
  // proc(5), field 22; the command's name, in parentheses, may hold spaces itself.
  const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return { pid, startTicks, boot: readOr('/proc/sys/kernel/random/boot_id').trim() }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH'
  }
}

/** The process that a lock names, where it still runs. */
function heldBy(text: string): number | null {
  let holder: Partial<Holder> | null
  try {
    holder = JSON.parse(text) as Partial<Holder> | null
  } catch {
    return null
  }
  const { pid, startTicks, boot } = holder ?? {}
  if (typeof pid !== 'number' || !isRunning(pid)) return null
  const now = holderOf(pid)
  return now.boot === boot && now.startTicks === startTicks ? pid : null
}

/** Takes the lock of a directory; `release` gives it back. */
export async function lockEdge(
  dir: string,
): Promise<{ readonly release: () => Promise<void> } | Refused> {
  const fileSystem = nodeFileSystem
  await fileSystem.makeDirectory(dir)
  const own = `${dir}/lock-${process.pid}.tmp`
  await fileSystem.remove(own).catch(() => undefined)
  const file = await fileSystem.openFile(own, 'create')
  await file.write(Buffer.from(JSON.stringify(holderOf(process.pid))), 0)
  await file.close()
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const numbers = (await fileSystem.list(dir))
        .flatMap((name) => NAME.exec(name)?.[1] ?? [])
        .map(Number)
      const highest = Math.max(0, ...numbers)
      const text = await fileSystem.readFile(`${dir}/lock.${highest}`)
      const pid = text === null ? null : heldBy(Buffer.from(text).toString('utf8'))
      if (pid !== null)
        return {
          refused: `process ${pid} runs the edge in ${dir}; stop it first, or ask its status`,
        }
      const taken = `${dir}/lock.${highest + 1}`
      if (!(await fileSystem.link(own, taken))) continue
      for (const older of numbers)
        await fileSystem.remove(`${dir}/lock.${older}`).catch(() => undefined)
      // Numbers go on from this one: it stays, and says that nobody holds it.
      return {
        release: async () => {
          const held = await fileSystem.openFile(taken, 'write')
          await held.truncate(0)
          await held.close()
        },
      }
    }
    return { refused: `others try to run an edge in ${dir} at the same time; try again` }
  } finally {
    await fileSystem.remove(own).catch(() => undefined)
  }
}
