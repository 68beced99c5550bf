/**
 * Goal: whatever the way does to a batch, the sender never signs two different ones under one number and sends nothing
 * twice but the same bytes. Method: the real command against a real HTTP server that answers by a script; core's chain
 * rules judge what arrived; chain files are damaged and taken away.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NO_CHAIN, linkOf, linked, prepare, type Chain } from '@holdfast/core/observe'
import { readValues } from '@holdfast/formats/observation'
import { readSignedBatch } from '@holdfast/formats/signed-batch'
import { addSource } from './source.ts'
import { lockSenderChain, readSenderChain, writeSenderChain } from './sender-chain.ts'

/** What the server does with a request: an answer, or the connection breaks before or after it was taken. */
type Act = 'take' | 503 | 429 | 403 | 500 | 'break' | 'takeAndBreak'

let dir = ''
let url = ''
let server: Server
let script: Act[] = []
let bodies: string[] = []
let taken: string[] = []
let out = ''

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-send-'))
  ;[script, bodies, taken, out] = [[], [], [], '']
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      bodies.push(body)
      const act = script.shift() ?? 'take'
      if (act === 'take' || act === 'takeAndBreak') taken.push(body)
      if (act === 'break' || act === 'takeAndBreak') {
        request.socket.destroy()
        return
      }
      if (act === 'take') {
        const { observations } = JSON.parse(body) as { observations: unknown[] }
        response.writeHead(201, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ batch: 'x', accepted: observations.length, rejected: [] }))
        return
      }
      response.writeHead(act, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ title: 'no', detail: `because of ${act}` }))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await run('key', '--out', keyFile())
})
afterEach(() => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  server.close()
  rmSync(dir, { recursive: true, force: true })
  process.exitCode = 0
})

const keyFile = (): string => join(dir, 'mast.pem')
const chainFile = (): string => join(dir, 'mast-7.chain.json')
async function run(...words: string[]): Promise<void> {
  const program = new Command('holdfast').exitOverride()
  addSource(program)
  await program.parseAsync(['node', 'holdfast', 'source', ...words])
}
const send = (file: string, ...more: string[]): Promise<void> =>
  run('send', file, '--source', 'mast-7', '--key', keyFile(), '--to', url, ...more)

let n = 0
function rows(count: number, source = 'mast-7'): string {
  const file = join(dir, `rows-${n}.ndjson`)
  const lines = Array.from({ length: count }, () => {
    n += 1
    return JSON.stringify({
      source,
      recordId: `r-${n}`,
      means: ['sensed'],
      category: 'I.AIR',
      phase: 'undetermined',
      count: { n: 1, precision: 'exact' },
      observed: {
        fromMs: 1_790_000_000_000,
        toMs: 1_790_000_000_000,
        basis: 'clock',
        clock: 'ntp',
      },
      observer: {
        place: 'mast',
        position: { lonDeg: 30, latDeg: 48 },
        errorM: 10,
        control: 'unknown',
      },
      where: { sectors: [], ring: null, fix: null },
      rawSha256: '00'.repeat(32),
    })
  })
  writeFileSync(file, lines.join('\n'))
  return file
}

/** Puts what was taken through the rules of a chain: each statement is the next one or the same again. */
function chainOf(sent: readonly string[]): { chain: Chain; sizes: number[] } {
  let chain = NO_CHAIN
  const sizes: number[] = []
  for (const body of sent) {
    const read = readSignedBatch(JSON.parse(body))
    if ('refused' in read) throw new Error(read.refused)
    const { statement } = read.signed
    const values = Array.isArray(read.rows) ? read.rows : []
    expect(prepare(readValues(values), { nowMs: Date.now() }).root).toBe(statement.root)
    const { kind } = linkOf(chain, statement)
    expect(['next', 'repeats']).toContain(kind)
    if (kind === 'next') {
      chain = linked(chain, statement)
      sizes.push(values.length)
    }
  }
  return { chain, sizes }
}

test('a key is private, new, and its public line is what a document of sources takes', async () => {
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
  expect(readFileSync(keyFile(), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(out).toMatch(
    /^# key [0-9a-f]{64}\n- \{ publicKey: '[0-9a-f]{64}', from: \d{4}-\d\d-\d\dT\d\d:\d\d:00Z \}\n$/,
  )
  await expect(run('key', '--out', keyFile())).rejects.toThrow(/is there already; .*name a new one/)
})

describe('sending', () => {
  test('cuts at 256 rows, and the chain goes on over files', async () => {
    await send(rows(600))
    await send(rows(3))
    expect(chainOf(taken)).toMatchObject({ chain: { head: 4 }, sizes: [256, 256, 88, 3] })
    expect(readSenderChain(chainFile(), 'mast-7')).toMatchObject({ sequence: 4, pending: null })
    expect(out).toContain('600 accepted, 0 rejected')
  })

  test('offers the same bytes again on 503, 429, 500 and a broken connection', async () => {
    script = [503, 429, 500, 'break', 'takeAndBreak', 'take', 503]
    await send(rows(2))
    await send(rows(1))
    expect(new Set(bodies.slice(0, 6)).size).toBe(1)
    expect(chainOf(taken).chain.head).toBe(2)
  })

  test('keeps a batch that nobody answered, and sends it first the next time', async () => {
    script = ['takeAndBreak', 'break']
    await expect(send(rows(2), '--attempts', '2')).rejects.toThrow(/^batch 1 was offered 2 times/)
    expect(readSenderChain(chainFile(), 'mast-7')?.pending).toMatchObject({ sequence: 1 })
    await send(rows(1))
    expect(bodies[2]).toBe(bodies[0])
    expect(chainOf(taken)).toMatchObject({ chain: { head: 2 }, sizes: [2, 1] })
  })

  test('refused for certain, a number is used again; where it may have been taken, never', async () => {
    script = [403]
    await expect(send(rows(1))).rejects.toThrow(/^batch 1 was refused .*because of 403$/)
    await send(rows(1))
    expect(chainOf(taken).chain.head).toBe(1)
    script = ['takeAndBreak', 403]
    await expect(send(rows(1))).rejects.toThrow(/^batch 2 was refused/)
    await send(rows(1))
    expect(chainOf(taken)).toMatchObject({ chain: { head: 3 }, sizes: [1, 1, 1] })
  })

  test('names rows of another source and rows that are none, and sends the rest', async () => {
    const file = rows(2)
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}\n${readFileSync(rows(1, 'mast-8'), 'utf8')}\n{}\n`,
    )
    await send(file, '--json')
    const told = JSON.parse(out.slice(out.indexOf('{"rejected"'))) as {
      accepted: number
      rejected: { row: string }[]
    }
    expect(told.accepted).toBe(2)
    expect(told.rejected.map(({ row }) => row)).toEqual(['line 3', 'line 4'])
    expect(chainOf(taken).sizes).toEqual([2])
  })
})

describe('a chain file', () => {
  test('that is damaged or of another source is refused, never begun anew', async () => {
    await send(rows(1))
    const good = readFileSync(chainFile(), 'utf8')
    for (const bad of [
      '',
      good.slice(0, 40),
      '[]',
      good.replace('mast-7', 'mast-8'),
      good.replace('"sequence":1', '"sequence":"1"'),
    ]) {
      writeFileSync(chainFile(), bad)
      await expect(send(rows(1))).rejects.toThrow(/is no chain of mast-7; restore it from a copy/)
    }
    expect(bodies).toHaveLength(1)
  })

  test('that was lost is gone on with at a number, which shows as a gap', async () => {
    await send(rows(1), '--sequence', '7')
    expect(readSenderChain(chainFile(), 'mast-7')?.sequence).toBe(7)
    await expect(send(rows(1), '--sequence', '9')).rejects.toThrow(/leave --sequence out/)
  })

  test('serves one sender at a time, and outlives one that was killed', () => {
    const release = lockSenderChain(chainFile())
    expect(() => lockSenderChain(chainFile())).toThrow(/is in use by process \d+; wait for it/)
    release()
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim()
    writeFileSync(`${chainFile()}.lock`, gone)
    lockSenderChain(chainFile())()
    const chain = { source: 'mast-7', sequence: 3, previous: 'ab'.repeat(32), pending: null }
    writeSenderChain(chainFile(), chain)
    expect(readSenderChain(chainFile(), 'mast-7')).toEqual(chain)
    expect(statSync(chainFile()).mode & 0o777).toBe(0o600)
  })
})
