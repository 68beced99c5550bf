/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/**
 * Goal: datagrams are taken whole, and each that is not taken is counted. Method: real sockets and a real deployment; for
 * the overrun a taker between intake and the deployment that holds batches back until it is let go.
 */
import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Intake, type Taker } from '@holdfast/engine/intake'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import type { Source } from '@holdfast/core/observe'
import { isRefused, type Refused } from '@holdfast/core/units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UdpWay } from '../ways/index.ts'
import { Gathering } from './gathering.ts'
import {
  DATAGRAM_BYTES_MAX,
  PUSH_BYTES_MAX,
  QUEUE_BYTES_MAX,
  QUEUE_DATAGRAMS_MAX,
} from './limits.ts'
import { startUdp } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-udp-'))
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
const spec = (change: Partial<UdpWay> = {}): UdpWay => ({
  kind: 'udp',
  id: 'udp',
  host: '127.0.0.1',
  port: 0,
  group: null,
  feed: FEED,
  ...change,
})
const portOf = (where: string): number => Number(/:(\d+)(?: |$)/.exec(where)?.[1])
const countsOf = (id: string, intake = opened.intake) =>
  intake.feeds().find((feed) => feed.spec.id === id)?.counts

async function send(port: number, datagrams: readonly string[], to = '127.0.0.1'): Promise<void> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve)
  })
  if (to !== '127.0.0.1') socket.setMulticastInterface('127.0.0.1')
  for (const datagram of datagrams)
    await new Promise<void>((resolve, reject) => {
      socket.send(datagram, port, to, (error) => (error === null ? resolve() : reject(error)))
    })
  socket.close()
}

test('datagrams are whole records, also where the last line has no end', async () => {
  const way = must(await startUdp(spec(), opened.intake, report))
  const port = portOf(way.status().where)
  expect(way.status()).toMatchObject({ isUp: true, kind: 'udp' })
  await send(port, ['', sentence(1).trimEnd(), sentence(2) + sentence(3).trimEnd(), 'noise'])
  await until(() => countsOf('udp')?.accepted === 3, 'three observations')
  await way.close()
  expect(countsOf('udp')).toMatchObject({ records: 3, accepted: 3 })
  expect(Object.values(countsOf('udp')?.rejects ?? {})).toEqual([1])
  expect(way.status().isUp).toBe(false)
  // The id is free again, and so is the port.
  await must(await startUdp(spec({ port }), opened.intake, report)).close()
})

test('what comes faster than it is taken is counted to the last datagram', async () => {
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { holdfast } = opened
  const taker: Taker = {
    get nowMs() {
      return holdfast.nowMs
    },
    get sources() {
      return holdfast.sources
    },
    exercise: null,
    take: async (...batch) => {
      await held
      return await holdfast.take(...batch)
    },
    record: (drafts) => holdfast.record(drafts),
  }
  const intake = new Intake(taker, opened.intake.rejects, 0)
  const way = must(await startUdp(spec({ id: 'overrun' }), intake, report))
  const port = portOf(way.status().where)
  await send(port, [sentence(10)])
  await delay(200)
  // 60,000 bytes each: the queue holds 279 of them, whatever the system's buffer drops beyond.
  const big = 'x'.repeat(60_000)
  for (let i = 0; i < 400; i += 1) {
    await send(port, [big])
    if (i % 20 === 0) await delay(1)
  }
  await delay(100)
  letGo()
  await until(() => (countsOf('overrun', intake)?.rejects['overrun'] ?? 0) > 0, 'a loss')
  await way.close()
  const rows = await intake.rejects.list({ feed: 'overrun', reason: 'overrun', limit: 100 })
  const lost = rows.rows.reduce((sum, { detail }) => sum + Number(/^\d+/.exec(detail)?.[0]), 0)
  const taken = ((countsOf('overrun', intake)?.bytes ?? 0) - sentence(10).length) / big.length
  expect(taken).toBeGreaterThanOrEqual(Math.floor(QUEUE_BYTES_MAX / big.length))
  expect(taken + lost).toBe(400)
  expect(way.status().lastError).toContain('came faster')
  await intake.end()
})

test('a multicast group is joined', async ({ skip }) => {
  const group = '239.255.77.7'
  const started = await startUdp(spec({ id: 'group', group }), opened.intake, report)
  if (isRefused(started)) return skip(`this machine joins no group: ${started.refused}`)
  await send(portOf(started.status().where), [sentence(20)], group)
  await until(() => countsOf('group')?.accepted === 1, 'an observation of the group')
  await started.close()
})

describe('refusals say how to mend', () => {
  test.each([
    [{ host: 'sensor' }, 'is no IP address'],
    [{ host: '203.0.113.1' }, 'no address of this machine'],
    [{ group: '10.0.0.1' }, 'no multicast group'],
    [{ group: 'ff02::1' }, 'not of one family'],
    [{ feed: { ...FEED, source: 'nobody' } }, 'register it first'],
    [{ feed: { ...FEED, format: 'morse' } }, 'there is no format'],
    [{ feed: { ...FEED, options: { framing: 'x' } } }, 'give stream or datagram'],
  ] satisfies [Partial<UdpWay>, string][])('%j', async (change, words) => {
    const refused = await startUdp(spec({ id: 'bad', ...change }), opened.intake, report)
    expect(refused).toMatchObject({ refused: expect.stringContaining(words) as string })
    expect(opened.intake.feeds().some((feed) => feed.spec.id === 'bad')).toBe(false)
  })
  test('a port that is taken', async () => {
    const way = must(await startUdp(spec({ id: 'first' }), opened.intake, report))
    const port = portOf(way.status().where)
    const second = await startUdp(spec({ id: 'second', port }), opened.intake, report)
    expect(second).toMatchObject({ refused: expect.stringContaining('is taken') as string })
    await way.close()
  })
})

test('the queue holds what it says, in order, and counts the rest', () => {
  const gathering = new Gathering()
  for (let i = 0; i < QUEUE_DATAGRAMS_MAX + 3; i += 1) gathering.add(Uint8Array.of(i % 256, 1))
  gathering.add(new Uint8Array(DATAGRAM_BYTES_MAX + 1))
  expect(gathering.size).toBe(QUEUE_DATAGRAMS_MAX)
  expect([...gathering.losses()]).toEqual([
    ['overrun', { datagrams: 3, bytes: 6 }],
    ['oversized', { datagrams: 1, bytes: DATAGRAM_BYTES_MAX + 1 }],
  ])
  expect(gathering.losses().size).toBe(0)
  let i = 0
  while (gathering.size > 0) {
    const next = gathering.next()
    expect(next.length).toBeLessThanOrEqual(PUSH_BYTES_MAX / 2)
    for (const datagram of next) {
      expect(datagram[0]).toBe(i % 256)
      i += 1
    }
  }
  expect([i, gathering.bytes]).toEqual([QUEUE_DATAGRAMS_MAX, 0])
})
