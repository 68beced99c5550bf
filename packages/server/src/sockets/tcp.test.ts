/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: what comes over a connection is durable before more is read, no peer can stop another, and errors tell how to
 * mend them. Method: real sockets on loopback, real certificates of openssl, a real deployment.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import type { Source } from '@holdfast/core/observe'
import { isRefused, type Refused } from '@holdfast/core/units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TcpWay, TlsFiles } from '../ways/index.ts'
import { againMs, startConnecting } from './connect.ts'
import { startTcp } from './index.ts'
import { startListening } from './listen.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-tcp-'))
const FEED = { format: 'ais', options: {}, source: 'coast' }
const SOURCE: Source = {
  id: 'coast',
  title: 'Coast station',
  nation: 'XAA',
  kind: 'ais',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: 'coast',
  unsigned: 'accepted',
}
let opened: Opened
beforeAll(async () => {
  const answer = await openHoldfast({
    dir: join(dir, 'deployment'),
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
  })
  if (isRefused(answer)) throw new Error(answer.refused)
  opened = answer
  const command = { step: 'observe', type: 'registerSource', source: SOURCE } as const
  const decided = await opened.holdfast.command(command, SYSTEM)
  if (isRefused(decided)) throw new Error(decided.refused)
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})
const said: string[] = []
const report = (text: string): void => void said.push(text)
function must<T extends object>(way: T | Refused): T {
  if (isRefused(way)) throw new Error(way.refused)
  return way
}
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const endMs = Date.now() + 20_000; !isSo(); await delay(10))
    if (Date.now() > endMs) throw new Error(`not within 20 s: ${what}; ${said.join('; ')}`)
}

/** An AIS position report (ITU-R M.1371-5, message 1) of the ship `n` as one VDM sentence. */
function sentence(n: number): string {
  const fields = [
    [6, 1],
    [2, 0],
    [30, 211_000_000 + n],
    [4, 0],
    [8, 128],
    [10, 100],
    [1, 0],
    [28, 6_000_000],
    [27, 32_000_000],
    [12, 900],
    [9, 90],
    [6, n % 60],
    [25, 0],
  ] as const
  const bits = fields.map(([width, value]) => value.toString(2).padStart(width, '0')).join('')
  const payload = (bits.match(/.{6}/g) ?? [])
    .map((six) => Number.parseInt(six, 2))
    .map((value) => String.fromCharCode(value < 40 ? value + 48 : value + 56))
    .join('')
  const body = `AIVDM,1,1,,A,${payload},0`
  const sum = Buffer.from(body).reduce((xor, byte) => xor ^ byte, 0)
  return `!${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}
const spec = (id: string, change: Partial<TcpWay> = {}): TcpWay => ({
  kind: 'tcp',
  id,
  mode: 'listen',
  host: '127.0.0.1',
  port: 0,
  tls: null,
  feed: FEED,
  ...change,
})
const portOf = (way: { status: () => { where: string } }): number =>
  Number(/:(\d+)(?:,|$)/.exec(way.status().where)?.[1])
const countsOf = (id: string) => opened.intake.feeds().find((feed) => feed.spec.id === id)?.counts
const lines = (from: number, n: number): string =>
  Array.from({ length: n }, (_, i) => sentence(from + i)).join('')
async function dial(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, localAddress })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}
const closing = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve())
  })
const LIMITS = { connectionsMax: 32, perAddressMax: 8, idleMsMax: 400, handshakeMsMax: 400 }

test('each connection is a feed of its own, settled when it ends', async () => {
  const way = must(await startTcp(spec('plain'), opened.intake, report))
  const one = await dial(portOf(way))
  const two = await dial(portOf(way))
  one.write(lines(0, 3))
  await until(() => countsOf('plain/1')?.accepted === 3, 'the first connection')
  // The last line has no end: closing settles it.
  two.end(lines(10, 2).trimEnd())
  await until(() => countsOf('plain/2')?.accepted === 2, 'the second connection')
  await until(() => way.status().peers === 1, 'one peer')
  const open = opened.intake.feeds().filter((feed) => feed.isOpen && feed.spec.channel === 'tcp')
  expect(open.map((feed) => feed.spec.id)).toEqual(['plain/1'])
  await way.close()
  expect(opened.intake.feeds().some((feed) => feed.isOpen)).toBe(false)
  expect(way.status()).toMatchObject({ isUp: false, peers: 0 })
})

test('one that never ends a record, one that floods and one that connects 1,000 times stop nobody', async () => {
  const limits = { ...LIMITS, idleMsMax: 60_000 }
  const way = must(await startListening(spec('crowd'), opened.intake, report, limits))
  const port = portOf(way)
  const dripper = await dial(port, '127.0.0.2')
  const dripping = setInterval(() => dripper.write('A'), 5)
  const flooder = await dial(port, '127.0.0.3')
  const flood = Buffer.alloc(1024 * 1024, 'B')
  let isHeldBack = false
  const flooding = setInterval(() => {
    if (flooder.writableLength === 0) flooder.write(flood)
    else isHeldBack = true
  }, 1)
  const many: Socket[] = []
  for (let i = 0; i < 1_000; i += 1) {
    const socket = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.4' })
    socket.on('error', () => undefined)
    many.push(socket)
    if (i % 50 === 0) await delay(5)
  }
  const honest = await dial(port, '127.0.0.5')
  for (let i = 0; i < 10; i += 1) {
    honest.write(lines(1_000 + i * 10, 10))
    await delay(10)
  }
  const taken = () =>
    opened.intake.feeds().find((feed) => feed.isOpen && feed.counts.accepted === 100)
  await until(() => taken() !== undefined, 'what the honest one sent')
  expect(isHeldBack).toBe(true)
  expect(way.status().peers).toBeLessThanOrEqual(3 + limits.perAddressMax)
  expect(said.join('\n')).toContain('connections of one address, the last of 127.0.0.4')
  // Those that sent nothing are no feeds.
  expect(opened.intake.feeds().filter((feed) => feed.isOpen)).toHaveLength(3)
  clearInterval(dripping)
  clearInterval(flooding)
  for (const socket of [...many, dripper, flooder, honest]) socket.destroy()
  await way.close()
})

test('a silent connection is closed, and closed feeds do not pile up', async () => {
  const way = must(await startListening(spec('idle'), opened.intake, report, LIMITS))
  const silent = await dial(portOf(way))
  await once(silent.resume(), 'close')
  await until(
    () => way.status().lastError?.includes('nothing came for 0.4 seconds') === true,
    'why',
  )
  for (let i = 0; i < 300; i += 1) {
    const socket = await dial(portOf(way))
    socket.resume().end(sentence(2_000 + i))
    await once(socket, 'close')
  }
  await until(() => way.status().peers === 0, 'no peers')
  await way.close()
  const feeds = opened.intake.feeds().filter(({ spec: { id } }) => id.startsWith('idle/'))
  expect(feeds.length).toBeLessThanOrEqual(257)
  expect(feeds.reduce((sum, { counts }) => sum + counts.accepted, 0)).toBe(300)
})

describe('connecting', () => {
  const times = { againMsMin: 20, againMsMax: 80, handshakeMsMax: 500, idleMsMax: 60_000 }
  test('begins anew after it broke, and ends when closed', async () => {
    let turn = 0
    const server = createServer((socket) => {
      turn += 1
      socket.end(turn < 3 ? '' : sentence(3_000 + turn))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const out = spec('out', { mode: 'connect', port })
    const way = must(await startConnecting(out, opened.intake, report, times))
    await until(() => countsOf('out/4')?.accepted === 1, 'the fourth connection')
    expect(way.status().lastError).toContain('the other end closed it')
    server.close()
    await until(() => way.status().lastError?.includes('nothing listens there') === true, 'refusal')
    expect(way.status()).toMatchObject({ isUp: false, peers: 0 })
    await way.close()
    expect(way.status().where).toContain('closed')
  })
  test('pauses double, are bounded, and chance takes off up to a half', () => {
    expect([1, 2, 3, 7, 1_000].map((n) => againMs(n, 0))).toEqual([500, 1000, 2000, 30_000, 30_000])
    expect(againMs(1_000, 0.999_999)).toBe(15_000)
  })
})

/** A tool of the machine, like mkfifo elsewhere: no dependency of the package. */
const OPENSSL = 'openssl'

describe('TLS', () => {
  const at = (name: string): string => join(dir, name)
  const openssl = (...words: string[]): void =>
    void execFileSync(OPENSSL, words, { cwd: dir, stdio: 'ignore' })
  function issue(name: string, days: string): void {
    openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    )
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      days,
      '-copy_extensions',
      'copy',
      '-out',
      `${name}.pem`,
    )
  }
  const files = (change: Partial<TlsFiles> = {}): TlsFiles => ({
    certificate: at('server.pem'),
    key: at('server.key'),
    clientAuthority: null,
    ...change,
  })
  beforeAll(() => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '90',
      '-subj',
      '/CN=ca',
    )
    issue('server', '60')
    issue('client', '20')
    issue('expired', '-1')
    openssl('ec', '-in', 'server.key', '-aes256', '-passout', 'pass:x', '-out', 'locked.key')
    writeFileSync(at('text.pem'), 'hello')
  })

  test('carries records, only from clients of the authority where one is given, and from 1.2 on', async () => {
    const tls = files({ clientAuthority: at('ca.pem') })
    const way = must(await startListening(spec('tls', { tls }), opened.intake, report, LIMITS))
    const port = portOf(way)
    const stranger = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false })
    stranger.on('error', () => undefined).resume()
    await closing(stranger)
    await until(() => way.status().lastError?.includes('gave no certificate') === true, 'stranger')
    const old = connectTls({
      host: '127.0.0.1',
      port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const [error] = (await once(old, 'error').catch((fault: unknown) => [fault])) as [Error]
    expect(error.message).toMatch(/version|protocol/iu)
    // One that never begins its handshake is closed after a while.
    const mute = await dial(port)
    await once(mute.resume(), 'close')

    const client = {
      certificate: at('client.pem'),
      key: at('client.key'),
      clientAuthority: at('ca.pem'),
    }
    await until(() => way.status().peers === 0, 'no peers')
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      cert: readFileSync(client.certificate),
      key: readFileSync(client.key),
      ca: readFileSync(at('ca.pem')),
    })
    await once(socket, 'secureConnect')
    socket.write(lines(4_000, 5))
    await until(() => countsOf('tls/1')?.accepted === 5, 'records over TLS')
    expect(way.status().peers).toBe(1)
    await way.close()
  })

  test('connects out with its own certificate, and says why a server is not trusted', async () => {
    const times = { againMsMin: 20, againMsMax: 50, handshakeMsMax: 500, idleMsMax: 60_000 }
    const tls = files({ clientAuthority: at('ca.pem') })
    const listening = must(
      await startListening(spec('in', { tls }), opened.intake, report, {
        ...LIMITS,
        idleMsMax: 60_000,
      }),
    )
    const port = portOf(listening)
    const own = { certificate: at('client.pem'), key: at('client.key') }
    const out = (id: string, clientAuthority: string | null) =>
      startConnecting(
        spec(id, { mode: 'connect', port, tls: { ...own, clientAuthority } }),
        opened.intake,
        report,
        times,
      )
    const trusting = must(await out('trusting', at('ca.pem')))
    await until(() => trusting.status().isUp, 'a connection')
    expect(trusting.status().where).toMatch(/^tls to .*connected$/)
    const doubting = must(await out('doubting', null))
    await until(() => doubting.status().lastError?.includes('as clientAuthority') === true, 'doubt')
    expect(said.join('\n')).toContain('renew it soon')
    await Promise.all([trusting.close(), doubting.close(), listening.close()])
  })

  test.each([
    [{ key: 'client.key' }, 'is not the key of the certificate'],
    [{ key: 'locked.key' }, 'has a passphrase'],
    [{ key: 'text.pem' }, 'is no PEM private key'],
    [{ key: 'none.key' }, 'is not there'],
    [{ certificate: 'text.pem' }, 'is no PEM certificate'],
    [{ certificate: 'expired.pem', key: 'expired.key' }, 'expired at'],
    [{ clientAuthority: 'text.pem' }, 'is no PEM certificate'],
  ])('%j is refused', async (change, words) => {
    const named = Object.fromEntries(Object.entries(change).map(([what, name]) => [what, at(name)]))
    const refused = await startTcp(spec('bad', { tls: files(named) }), opened.intake, report)
    expect(refused).toMatchObject({ refused: expect.stringContaining(words) as string })
  })
  test.skipIf(process.getuid?.() === 0)('an unreadable key (root reads all)', async () => {
    chmodSync(at('server.key'), 0)
    const refused = await startTcp(spec('bad', { tls: files() }), opened.intake, report)
    chmodSync(at('server.key'), 0o600)
    expect(refused).toMatchObject({ refused: expect.stringContaining('may not be read') as string })
  })
})

test('refusals say how to mend', async () => {
  const way = must(await startTcp(spec('first'), opened.intake, report))
  const refusal = async (change: Partial<TcpWay>): Promise<string> => {
    const answer = await startTcp(spec('second', change), opened.intake, report)
    return isRefused(answer) ? answer.refused : 'started'
  }
  expect(await refusal({ port: portOf(way) })).toContain('is taken; stop what uses it')
  expect(await refusal({ host: '203.0.113.1' })).toContain('no address of this machine')
  expect(await refusal({ feed: { ...FEED, source: 'nobody' } })).toContain('register it first')
  if (process.getuid?.() !== 0)
    expect(await refusal({ port: 81 })).toContain('CAP_NET_BIND_SERVICE')
  await way.close()
})
