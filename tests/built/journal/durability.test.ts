/**
 * Goal: what a process acknowledged is there whatever happens to it, and one process at a time writes.
 * Method: three detectors, because each misses what another sees: kill -9 at random moments; a trace of system calls;
 * processes racing for a dead process's lock. Each must also catch the bugs planted in writer.mjs.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { isRefused, seededRandom } from '@holdfast/core/units'
import { Journal, seededSalts, seededSigner, verifyJournal } from '@holdfast/store/journal'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { judgeTrace } from './trace-oracle.ts'

const WRITER = fileURLToPath(new URL('./writer.mjs', import.meta.url))
const ORIGIN = 'holdfast.test/writer'
const ROUNDS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 20 : 5
const STRACE = 'strace'
const hasStrace = spawnSync(STRACE, ['-V']).status === 0

let root = ''
let dir = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-durability-'))
  dir = join(root, 'journal')
})
afterEach(() => rm(root, { recursive: true, force: true }))

interface Running {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<void>
}

function start(command: string, args: readonly string[]): Running {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve())
  })
  return { child, output: () => output, ended }
}

const write = (...args: readonly string[]): Running =>
  start(process.execPath, [WRITER, dir, ...args])

async function until(running: Running, pattern: RegExp): Promise<void> {
  const isOver = running.ended.then(() => true)
  while (!pattern.test(running.output())) if (await Promise.race([isOver, delay(5, false)])) break
}

/** Whole lines only: the kill may have cut the last. */
const acknowledgedIn = (output: string): readonly { index: number; n: number }[] =>
  [...output.matchAll(/^ack (\d+) (\d+)\n/gm)].map(([, index, n]) => ({
    index: Number(index),
    n: Number(n),
  }))

/** Opens what the killed process left and counts acknowledged entries that are not what was acknowledged. */
async function lost(acknowledged: ReadonlyMap<number, number>): Promise<number> {
  const signer = seededSigner(ORIGIN, 'writer')
  const opened = await Journal.open({ dir, origin: ORIGIN, signer, salt: seededSalts('writer') })
  if (isRefused(opened)) throw new Error(opened.refused)
  const { journal } = opened
  let missing = 0
  for (const [index, n] of acknowledged) {
    const entry = index < journal.size ? await journal.entry(index) : null
    const payload = entry !== null && 'payload' in entry ? (entry.payload as { n?: number }) : {}
    if (payload.n !== n) missing++
  }
  await journal.close()
  return missing
}

/** Starts a writer, kills it at a random moment after its first acknowledgement, and adds what it acknowledged. */
async function killRound(
  args: readonly string[],
  waitMs: number,
  all: Map<number, number>,
): Promise<void> {
  const running = write(...args)
  await until(running, /^ack .*\n/m)
  await delay(waitMs)
  running.child.kill('SIGKILL')
  await running.ended
  for (const { index, n } of acknowledgedIn(running.output())) all.set(index, n)
}

test('kill -9 at random: every acknowledged entry is there and verifies', async () => {
  const random = seededRandom(20_260_801)
  const acknowledged = new Map<number, number>()
  for (let round = 0; round < ROUNDS; round++) {
    const before = acknowledged.size
    await killRound(
      ['many', 'none', '1000000', String(round * 1_000_000)],
      random() * 150,
      acknowledged,
    )
    expect(acknowledged.size).toBeGreaterThan(before)
    const verified = await verifyJournal(dir)
    expect(verified).not.toHaveProperty('refused')
    expect(await lost(acknowledged)).toBe(0)
  }
})

test('the kill -9 detector catches an acknowledgement before the write', async () => {
  const acknowledged = new Map<number, number>()
  let caught = 0
  for (let round = 0; round < 5 && caught === 0; round++) {
    await killRound(['one', 'early-ack', '1000000', String(round * 1_000_000)], 20, acknowledged)
    caught = await lost(acknowledged)
  }
  expect(caught).toBeGreaterThan(0)
})

async function trace(mode: string, bug: string): Promise<ReturnType<typeof judgeTrace>> {
  const file = join(root, 'trace')
  const calls = 'trace=write,pwrite64,pwritev,fsync,fdatasync'
  const strace = ['-f', '-y', '-s', '16', '-e', calls, '-o', file]
  const running = start(STRACE, [...strace, process.execPath, WRITER, dir, mode, bug, '30'])
  await running.ended
  expect(acknowledgedIn(running.output())).toHaveLength(30)
  return judgeTrace(await readFile(file, 'utf8'))
}

// Skipped without strace: tests/skips.json.
test.skipIf(!hasStrace)(
  'strace: fdatasync completes between each write and its acknowledgement',
  async () => {
    expect(await trace('one', 'none')).toEqual({ acknowledgements: 30, breaches: [] })
  },
)

test.skipIf(!hasStrace)('strace: the oracle catches a missing fdatasync', async () => {
  const { breaches } = await trace('one', 'no-sync')
  expect(breaches.length).toBeGreaterThan(0)
  expect(breaches.every((breach) => breach.includes('was not synced'))).toBe(true)
})

test.skipIf(!hasStrace)(
  'strace: the oracle catches an acknowledgement before the write',
  async () => {
    const { breaches } = await trace('one', 'early-ack')
    expect(breaches.some((breach) => breach.includes('before a log record'))).toBe(true)
  },
)

test('a second process is refused and told by whom; after kill -9 the next one opens', async () => {
  const first = write('hold')
  await until(first, /^open/m)
  const second = write('hold')
  await second.ended
  expect(second.output()).toMatch(`in use by process ${first.child.pid}`)
  first.child.kill('SIGKILL')
  await first.ended
  const third = write('one', 'none', '1')
  await third.ended
  expect(third.output()).toMatch(/^open 0\nack 0 0\n$/)
})

test('of many processes that find a dead lock, one takes it', async () => {
  const dead = write('hold')
  await until(dead, /^open/m)
  dead.child.kill('SIGKILL')
  await dead.ended
  const racers = Array.from({ length: 6 }, () => write('hold'))
  await Promise.all(racers.map((racer) => until(racer, /^(open|refused)/m)))
  const winners = racers.filter((racer) => racer.output().startsWith('open'))
  expect(winners).toHaveLength(1)
  for (const { child } of winners) child.stdin?.end('go\n')
  await Promise.all(racers.map(({ ended }) => ended))
  expect(await verifyJournal(dir)).toMatchObject({ size: 0 })
})
