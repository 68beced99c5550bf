/**
 * A folder that others put files into. Each is read once, when it rests, in the order of the names. Nothing in the
 * folder is moved or deleted: it is the operator's. After a crash the file that was being read is read again from its
 * beginning, because a format may need what stands there (a header, the half of a pair); what it brings twice is known
 * by its content and taken once.
 */
import { watch, type FSWatcher } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { FeedSpec, Intake } from '@holdfast/engine/intake'
import type { FolderWay, Report, Way } from '../ways/index.ts'
import { FolderLedger } from './ledger.ts'
import { FILES_MAX, TIMES, type FolderTimes } from './limits.ts'
import { isPassedOver, packedFault, spell } from './names.ts'
import { readInto, sha256Of, type FoundFile } from './read-file.ts'

/** Watches a folder. Each of its files is a feed `<way>/<name>` while it is read. */
export async function startFolder(
  spec: FolderWay,
  intake: Intake,
  report: Report,
  times: FolderTimes = TIMES,
): Promise<Way | Refused> {
  const path = resolve(spec.path)
  const fault = await stat(path).then(
    (found) => (found.isDirectory() ? null : 'is no folder'),
    (error: Error) => `cannot be opened: ${error.message}`,
  )
  if (fault !== null)
    return { refused: `${spec.id}: ${path} ${fault}; give a folder that is there and readable` }
  const ledger = await FolderLedger.open(path, spec.id)
  if (isRefused(ledger)) return { refused: `${spec.id}: ${ledger.refused}` }
  const watcher = new FolderWatcher(spec, path, { intake, report, ledger, times })
  const feedFault = await watcher.feedFault()
  if (feedFault !== null) return { refused: `${spec.id}: ${feedFault}` }
  watcher.start()
  return watcher
}

interface Ports {
  readonly intake: Intake
  readonly report: Report
  readonly ledger: FolderLedger
  readonly times: FolderTimes
}
interface Resting {
  readonly size: number
  readonly mtimeMs: number
  readonly sinceMs: number
}

class FolderWatcher implements Way {
  readonly #spec: FolderWay
  readonly #path: string
  readonly #ports: Ports
  readonly #ending = new AbortController()
  /** Since when the files that are not read yet did not change. */
  #resting = new Map<string, Resting>()
  /** When a file that could not be read may be tried again. */
  readonly #again = new Map<string, number>()
  /** What was said of a file, so that it is said once. */
  readonly #said = new Map<string, string>()
  #watcher: FSWatcher | null = null
  #timer: NodeJS.Timeout | null = null
  #dueMs = Infinity
  #looking: Promise<void> | null = null
  #isThere = true
  #waiting = 0
  #lastError: string | null = null

  constructor(spec: FolderWay, path: string, ports: Ports) {
    this.#spec = spec
    this.#path = path
    this.#ports = ports
  }

  #feed(name: string): FeedSpec {
    const { id, feed } = this.#spec
    const { format, options, source } = feed
    return { id: `${id}/${name}`, channel: 'folder', format, options, source }
  }

  /** Why no feed can be opened as the way needs it; null where one can. */
  async feedFault(): Promise<string | null> {
    const spec = this.#feed('')
    const feed = await this.#ports.intake.open(spec)
    if (isRefused(feed)) return feed.refused
    await this.#ports.intake.close(spec.id)
    return null
  }

  start(): void {
    this.#lookWithin(0)
  }

  // What the system tells of changes only makes the next look come sooner; without it the periodic look finds all.
  #watch(): void {
    if (this.#watcher !== null) return
    try {
      const watcher = watch(this.#path, () => this.#lookWithin(this.#ports.times.settleMs))
      watcher.on('error', () => {
        watcher.close()
        this.#watcher = null
      })
      this.#watcher = watcher
    } catch (error) {
      const { scanMs } = this.#ports.times
      const why = error instanceof Error ? error.message : String(error)
      this.#say('', `changes are not told by the system (${why}); looked at every ${scanMs} ms`)
    }
  }

  #lookWithin(ms: number): void {
    if (this.#ending.signal.aborted) return
    const dueMs = performance.now() + ms
    if (dueMs >= this.#dueMs) return
    this.#dueMs = dueMs
    if (this.#looking !== null) return
    this.#arm()
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => {
        this.#dueMs = Infinity
        this.#looking = this.#look().finally(() => {
          this.#looking = null
          if (this.#ending.signal.aborted) return
          if (this.#dueMs < Infinity) this.#arm()
        })
      },
      Math.max(0, this.#dueMs - performance.now()),
    )
  }

  async #look(): Promise<void> {
    const { scanMs, stableMs } = this.#ports.times
    const beganMs = performance.now()
    let tookMs = 0
    try {
      this.#watch()
      const files = await this.#find()
      tookMs = performance.now() - beganMs
      this.#isThere = true
      await this.#readAll(files)
    } catch (error) {
      this.#isThere = false
      this.#watcher?.close()
      this.#watcher = null
      this.#say('', error instanceof Error ? error.message : String(error))
    }
    // A folder of very many files is looked at less often, so that looking never becomes the main work.
    this.#lookWithin(Math.max(this.#waiting > 0 ? stableMs : scanMs, tookMs * 20))
  }

  /** The files that are not read yet as they now stand, and rest. */
  async #find(): Promise<readonly FoundFile[]> {
    const names = await readdir(this.#path, { encoding: 'buffer' })
    const sorted = names.toSorted((a, b) => Buffer.compare(a, b))
    const nowMs = performance.now()
    const resting = new Map<string, Resting>()
    const found: FoundFile[] = []
    const present = new Set<string>()
    for (const bytes of sorted) {
      const name = spell(bytes)
      if (isPassedOver(name)) continue
      if (present.size >= FILES_MAX) {
        this.#say('', `holds more than ${FILES_MAX} files; those after ${name} wait`)
        break
      }
      present.add(name)
      const path = Buffer.concat([Buffer.from(`${this.#path}/`), bytes])
      const file = await this.#unread(path, name)
      if (file === null) continue
      const before = this.#resting.get(name)
      const isSame = before?.size === file.size && before.mtimeMs === file.mtimeMs
      const sinceMs = isSame ? before.sinceMs : nowMs
      resting.set(name, { size: file.size, mtimeMs: file.mtimeMs, sinceMs })
      if (nowMs - sinceMs >= this.#ports.times.stableMs) found.push(file)
    }
    this.#resting = resting
    this.#waiting = resting.size - found.length
    this.#forget(present)
    await this.#ports.ledger.tidy(present)
    return found
  }

  #forget(present: ReadonlySet<string>): void {
    for (const name of this.#again.keys()) if (!present.has(name)) this.#again.delete(name)
    for (const name of this.#said.keys())
      if (name !== '' && !present.has(name)) this.#said.delete(name)
  }

  async #unread(path: Buffer, name: string): Promise<FoundFile | null> {
    if ((this.#again.get(name) ?? 0) > performance.now()) return null
    const entry = await lstat(path).catch(() => null)
    if (entry === null || entry.isDirectory()) return null
    if (!entry.isFile()) {
      const what = entry.isSymbolicLink() ? 'a symbolic link' : 'no file'
      this.#say(name, `is ${what} and is not read; put the file itself here`)
      return null
    }
    const { size, mtimeMs } = entry
    const known = this.#ports.ledger.get(name)
    const isKnown = known?.size === size && known.mtimeMs === mtimeMs
    return isKnown && known.state !== 'reading' ? null : { path, name, size, mtimeMs }
  }

  async #readAll(files: readonly FoundFile[]): Promise<void> {
    for (const file of files) {
      if (this.#ending.signal.aborted) return
      this.#resting.delete(file.name)
      if (!(await this.#read(file))) {
        this.#again.set(file.name, performance.now() + this.#ports.times.againMs)
        // Most often no file can be taken now; what is next is tried with the next look.
        return
      }
    }
  }

  /** Reads one file; whether the next one may follow. */
  async #read(file: FoundFile): Promise<boolean> {
    const { intake, ledger } = this.#ports
    const { signal } = this.#ending
    const { name, size, mtimeMs } = file
    try {
      const packed = packedFault(name)
      if (packed !== null) {
        const refused = { state: 'refused', offset: 0, sha256: null, reason: packed } as const
        await ledger.note({ name, size, mtimeMs, ...refused })
        this.#say(name, packed)
        return true
      }
      const known = ledger.get(name)
      if (known?.state === 'done' && known.size === size) {
        // Touched or copied again, most often: its bytes tell.
        if ((await sha256Of(file.path, signal)) === known.sha256) {
          await ledger.note({ ...known, mtimeMs })
          return true
        }
      }
      if (known?.state === 'done')
        this.#tell(name, 'changed after it was read; it is read again, what was taken stays')
      const outcome = await readInto(file, { intake, spec: this.#feed(name), ledger, signal })
      if (outcome.kind === 'done') this.#said.delete(name)
      if ('why' in outcome) this.#say(name, outcome.why)
      return outcome.kind !== 'again'
    } catch (error) {
      if (!signal.aborted) this.#say(name, error instanceof Error ? error.message : String(error))
      return false
    }
  }

  /** Says something of a file, or of the folder (''), once until it is something else. */
  #say(name: string, text: string): void {
    const told = this.#tell(name, text, this.#said.get(name) === text)
    this.#lastError = told
    this.#said.set(name, text)
  }

  #tell(name: string, text: string, isKnown = false): string {
    const about = name === '' ? `the folder ${this.#path}` : name
    if (!isKnown) this.#ports.report(`${this.#spec.id}: ${about}: ${text}`)
    return `${about}: ${text}`
  }

  status = (): ReturnType<Way['status']> => ({
    id: this.#spec.id,
    kind: this.#spec.kind,
    where: `folder ${this.#path}`,
    isUp: this.#isThere && !this.#ending.signal.aborted,
    peers: 0,
    lastError: this.#lastError,
  })

  close = async (): Promise<void> => {
    this.#ending.abort()
    this.#watcher?.close()
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#looking
    this.#watcher?.close()
  }
}
