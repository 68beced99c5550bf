/**
 * Goal: whatever an operator or sender gives, they are told what is wrong, where, and how to mend it; nothing half-done
 * stays behind, and no stack is shown.
 * Method: the command itself and a running server are given bad files, documents, words and disks; each message is held,
 * the exit code is never 0, and the log is as long as before.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runHoldfast, spawnHoldfast, stackIn } from './support/holdfast.ts'
import { row, rows, type Row } from './support/rows.ts'
import { standing, startServer, type Client, type Running } from './support/server.ts'

const NIGHTLY = process.env['HOLDFAST_NIGHTLY'] === '1'
const LARGE_BYTES = NIGHTLY ? 1_000_000_000 : 100_000_000
const RSS_KIB_MAX = 400 * 1024
const AGREEMENT = readFileSync('data/agreements/minsk-2014-2015.yaml', 'utf8')
const RECORD = readFileSync('data/donbas/smm_observations_2015_2020.csv')

const root = mkdtempSync(join(tmpdir(), 'holdfast-bad-input-'))
const dir = join(root, 'live')
let server: Running
let client: Client
let logSize = 0
const start = async (): Promise<void> => {
  server = await startServer(['--data', dir])
  client = await server.login()
}
beforeAll(async () => {
  await start()
  await client.post('/observations', [row(0), row(50)])
  logSize = (await standing(client)).logSize
})
afterAll(async () => {
  await server.stop('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(root, name)
  writeFileSync(path, content)
  return path
}
const json = (one: unknown): string => `${JSON.stringify(one)}\n`

/** Runs a command that must fail, and gives what it said of it. */
async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stderr } = await runHoldfast(args)
  expect(code, args.join(' ')).not.toBe(0)
  expect(stackIn(stderr)).toBeNull()
  return stderr
}
const importing = (path: string): Promise<string> =>
  refusal('import', 'observations', path, '--data', dir)

describe('observations', () => {
  afterEach(async () => {
    const stands = await standing(client)
    if (stands.logSize !== logSize) throw new Error(`the log has ${stands.logSize} entries`)
    if (stackIn(server.stderr()) !== null) throw new Error(server.stderr())
  })

  const spoilt: readonly (readonly [string, (good: Row) => unknown, RegExp])[] = [
    [
      'latitude 91',
      (good) => ({
        ...good,
        observer: { ...good.observer, position: { lonDeg: 30, latDeg: 91 } },
      }),
      /\/observer\/position\/latDeg: 91 is beyond 90; give degrees in \[-90, 90\]/,
    ],
    [
      'a time in the future',
      (good) => ({
        ...good,
        observed: { ...good.observed, toMs: Date.now() + 3_600_000 },
      }),
      /\/observed\/toMs: \d+ ms is in the future, \d+ ms ahead of the clock in force; correct the sender's clock/,
    ],
    [
      'an unknown category',
      (good) => ({ ...good, category: 'K.BOOM' }),
      /\/category: "K\.BOOM" is not known; give one of /,
    ],
    ['a duplicate', () => row(0), /duplicate/],
    [
      'a number that is none',
      (good) => ({ ...good, count: { n: 'NaN', precision: 'exact' } }),
      /\/count\/n: "NaN" is no number; give /,
    ],
  ]
  test.each(spoilt)('%s, by the command and over HTTP', async (name, spoil, message) => {
    const bad = [spoil(row(1))].flat()
    const text = bad.map(json).join('')
    const said = await importing(file(`${name}.ndjson`, text))
    expect(said).toMatch(message)
    expect(said).toMatch(/: line 1: /)
    const answer = await client.post('/observations', bad)
    expect(answer.status).toBe(422)
    const { rejected } = JSON.parse(answer.text) as {
      rejected: { index: number; reason: string }[]
    }
    expect(rejected).toHaveLength(bad.length)
    expect(rejected.some(({ reason }) => message.test(reason))).toBe(true)
  })

  test('a record cut off inside a quoted field names its line', async () => {
    const text = RECORD.toString('utf8')
    const cut = text.slice(0, text.indexOf('\n') + 1)
    const said = await importing(file('cut.csv', `${cut}SMM-900,"https://example.org/cut`))
    expect(said).toMatch(/cut\.csv: line 2 .*the text ends inside a quoted field; was it cut off\?/)
  })

  test('an array and a line that are cut off', async () => {
    expect(await importing(file('cut.json', '[{"source": "a"'))).toMatch(
      /the array is not closed: the input ends at byte 15, in the row that begins in line 1; was it cut off\?/,
    )
    expect(await importing(file('cut.ndjson', json(row(1)).slice(0, 90)))).toMatch(
      /line 1: not JSON: .*; give one object a row/,
    )
  })

  test('a wrong encoding is named', async () => {
    const utf16 = Buffer.from(`\uFEFF${json(row(1))}`, 'utf16le')
    expect(await importing(file('utf16.ndjson', utf16))).toMatch(/UTF-16; save it as UTF-8/)
    const latin1 = Buffer.from(json({ ...row(1), recordId: 'Dépôt' }), 'latin1')
    expect(await importing(file('latin1.ndjson', latin1))).toMatch(/UTF-8/)
    const utf16Record = Buffer.from(`\uFEFF${RECORD.toString('utf8')}`, 'utf16le')
    expect(await importing(file('utf16.csv', utf16Record))).toMatch(/UTF-16|UTF-8/)
  })

  test('a body that is no JSON is a 400 that says so', async () => {
    const answer = await client.postText('/observations', '[{"source": ')
    expect(answer.status).toBe(400)
    expect(answer.type).toMatch(/^application\/problem\+json/)
    expect(answer.text).not.toMatch(/\bat .*\.js/)
  })

  test(`${LARGE_BYTES / 1e6} MB of bad lines pass in bounded memory, each told`, async () => {
    const path = join(root, 'large.ndjson')
    const lines = await writeLarge(path)
    const { child, ended } = spawnHoldfast([
      'import',
      'observations',
      path,
      '--data',
      dir,
      '--json',
    ])
    let peakKib = 0
    const sampler = setInterval(() => {
      peakKib = Math.max(peakKib, peakOf(child.pid ?? 0))
    }, 50)
    const { code, stdout, stderr } = await ended
    clearInterval(sampler)
    rmSync(path)
    expect(stderr).toBe('')
    expect(code).toBe(1)
    const { accepted, rejected } = JSON.parse(stdout) as { accepted: number; rejected: object[] }
    expect({ accepted, rejected: rejected.length }).toEqual({ accepted: 0, rejected: lines })
    expect(peakKib).toBeGreaterThan(0)
    expect(peakKib).toBeLessThan(RSS_KIB_MAX)
  })
})

/** Writes lines that are no observations until the file has its size; gives how many. */
async function writeLarge(path: string): Promise<number> {
  const line = json({ ...row(1), category: 'K.BOOM', residual: { note: 'x'.repeat(4_000) } })
  const block = line.repeat(1_000)
  const handle = await open(path, 'w')
  let blocks = 0
  for (; blocks * block.length < LARGE_BYTES; blocks += 1) await handle.write(block)
  await handle.close()
  return blocks * 1_000
}

/** The most memory that a process has had, KiB; 0 when it is gone. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

describe('documents and words', () => {
  test('an agreement with an unclosed polygon', async () => {
    const first = '      - { lonDeg: 37.1000, latDeg: 46.7500 }\n'
    const at = AGREEMENT.lastIndexOf(first)
    const path = file('open.yaml', AGREEMENT.slice(0, at) + AGREEMENT.slice(at + first.length))
    expect(await refusal('agreement', 'check', path)).toMatch(/open\.yaml:\d+:\d+: .*clos/)
  })

  test('a clause that refers to a missing zone', async () => {
    const path = file('zone.yaml', AGREEMENT.replace('zone: zone-70\n', 'zone: zone-71\n'))
    expect(await refusal('agreement', 'check', path)).toMatch(
      /zone\.yaml:\d+:\d+: .*there is no zone zone-71; define it, or name one of the zones: /,
    )
  })

  test('an agreement in a wrong encoding', async () => {
    const path = file('utf16.yaml', Buffer.from(`\uFEFF${AGREEMENT}`, 'utf16le'))
    expect(await refusal('agreement', 'check', path)).toMatch(/utf16\.yaml: .*UTF-8/)
  })

  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['replay', 'nowhere'], /no demonstration is called "nowhere"; say `donbas`/],
    [['agreement', 'check', 'no-such.yaml'], /there is no file no-such\.yaml/],
    [['agreement', 'check', 'data'], /data is a directory/],
    [['import', 'observations', 'data'], /data is a directory/],
    [['import', 'observations', 'no-such.csv'], /there is no file no-such\.csv/],
    [['incident', 'list', '--office', 'press'], /Allowed choices are/],
    [['status', '--data', 'no-such-directory'], /no-such-directory holds no deployment/],
  ] as const)('holdfast %j', async (args, message) => {
    expect(await refusal(...args)).toMatch(message)
  })

  test.each(['NaN', 'eighty', '-1', '1.5', '65536', '', '1e3'])('port %j', async (port) => {
    const path = join(root, 'never')
    expect(await refusal('start', '--data', path, `--port=${port}`)).toContain(
      `--port ${port}: give a number from 0 to 65535`,
    )
    expect(() => statSync(path)).toThrow('ENOENT')
  })
})

// Mounts hang over every process that looks there: made on a directory of this test's own, and taken away again.
const canMount = ((): boolean => {
  const at = join(root, 'mount')
  mkdirSync(at)
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at]).status === 0
  if (done) spawnSync('umount', [at])
  return done
})()

describe('disks', () => {
  const journal = join(dir, 'journal')

  test('a flipped bit is refused with its place, and nothing is changed', async () => {
    const batches = [rows(3, 100), rows(3, 200)]
    for (const batch of batches)
      expect((await client.post('/observations', batch)).status).toBe(201)
    expect((await server.stop('SIGTERM')).code).toBe(0)
    const path = join(journal, 'payload-00000000')
    const sound = readFileSync(path)
    const damaged = Buffer.from(sound)
    const at = Math.floor(damaged.length / 2)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    writeFileSync(path, damaged)
    const said = await refusal('start', '--data', dir, '--port', '0')
    expect(said).toMatch(/payload-00000000/)
    expect(said).toMatch(/entry \d+|byte \d+|offset \d+/)
    expect(await refusal('log', 'verify', '--data', dir)).toMatch(/payload-00000000/)
    expect(readFileSync(path).equals(damaged)).toBe(true)
    writeFileSync(path, sound)
    await start()
    expect((await standing(client)).logSize).toBe(logSize + batches.length)
  })

  // Skipped where this process may not mount a small file system: tests/skips.json.
  test.skipIf(!canMount)(
    'a full disk is refused cleanly, and keeps what was acknowledged',
    async () => {
      expect((await server.stop('SIGTERM')).code).toBe(0)
      const aside = join(dir, 'journal-aside')
      renameSync(journal, aside)
      mkdirSync(journal)
      const mount = (...options: readonly string[]): void => {
        const { status, stderr } = spawnSync('mount', [...options, 'tmpfs', journal])
        if (status !== 0) throw new Error(String(stderr))
      }
      mount('-t', 'tmpfs', '-o', 'size=1m')
      try {
        cpSync(aside, journal, { recursive: true })
        await start()
        const acknowledged = new Map<number, string>()
        let refused = ''
        for (let n = 0; n < 60 && refused === ''; n += 1) {
          const answer = await client.post('/observations', rows(50, 1_000 + n * 50))
          if (answer.status === 201) acknowledged.set(n, answer.text)
          else {
            expect(answer.status).toBeGreaterThanOrEqual(500)
            expect(answer.type).toMatch(/^application\/problem\+json/)
            refused = answer.text
          }
        }
        expect(acknowledged.size).toBeGreaterThan(0)
        expect(refused).not.toBe('')
        expect(refused).not.toMatch(/node:internal|\bat .*\.js/)
        expect((await standing(client)).failure).toMatch(/ENOSPC|space/)
        await server.stop('SIGTERM')
        expect(stackIn(server.stderr())).toBeNull()

        mount('-o', 'remount,size=16m')
        expect((await runHoldfast(['log', 'verify', '--data', dir])).code).toBe(0)
        await start()
        for (const [n, text] of acknowledged)
          expect((await client.post('/observations', rows(50, 1_000 + n * 50))).text).toBe(text)
        await server.stop('SIGTERM')
      } finally {
        await server.stop('SIGKILL')
        spawnSync('umount', [journal])
      }
    },
  )
})
