import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Intake } from '@holdfast/engine/intake'
import type { Report, TcpWay, Way } from '../ways/index.ts'
import { carry, feedFault, type Carrying } from './carry.ts'
import { addressOf, connectionFault } from './faults.ts'
import { AGAIN_MS_MAX, AGAIN_MS_MIN, HANDSHAKE_MS_MAX, IDLE_MS_MAX } from './limits.ts'
import { Seldom } from './seldom.ts'
import { readTlsFiles, type TlsMaterial } from './tls-files.ts'

/** Times of a connecting way, milliseconds. */
export interface ConnectLimits {
  readonly againMsMin: number
  readonly againMsMax: number
  readonly handshakeMsMax: number
  readonly idleMsMax: number
}
const LIMITS: ConnectLimits = {
  againMsMin: AGAIN_MS_MIN,
  againMsMax: AGAIN_MS_MAX,
  handshakeMsMax: HANDSHAKE_MS_MAX,
  idleMsMax: IDLE_MS_MAX,
}

/**
 * How long to wait before the connection is tried again after so many failures in a row: it doubles up to the longest
 * pause, and chance (`random` in [0, 1)) takes off up to a half, so that many do not come back at one instant.
 */
export function againMs(
  failures: number,
  random: number,
  { againMsMin, againMsMax }: Pick<ConnectLimits, 'againMsMin' | 'againMsMax'> = LIMITS,
): number {
  let longest = againMsMin
  for (let i = 1; i < failures && longest < againMsMax; i += 1) longest *= 2
  return Math.round(Math.min(longest, againMsMax) * (1 - random / 2))
}

/** Connects, and again whenever the connection breaks; each connection is a feed `<way>/<n>` from its first byte. */
export async function startConnecting(
  spec: TcpWay,
  intake: Intake,
  report: Report,
  limits: ConnectLimits = LIMITS,
): Promise<Way | Refused> {
  const tls = spec.tls === null ? null : await readTlsFiles(spec.tls, report)
  if (tls !== null && isRefused(tls)) return { refused: `${spec.id}: ${tls.refused}` }
  const connector = new TcpConnector(spec, tls, { intake, report, limits })
  const fault = await feedFault(connector.carrying(0))
  if (fault !== null) return { refused: `${spec.id}: ${fault}` }
  connector.start()
  return connector
}

interface Ports {
  readonly intake: Intake
  readonly report: Report
  readonly limits: ConnectLimits
}

class TcpConnector implements Way {
  readonly #spec: TcpWay
  readonly #tls: TlsMaterial | null
  readonly #intake: Intake
  readonly #limits: ConnectLimits
  readonly #seldom: Seldom
  readonly #ending = new AbortController()
  #state: 'connecting' | 'connected' | 'waiting' | 'closed' = 'connecting'
  #socket: Socket | null = null
  #connections = 0
  #lastError: string | null = null
  #running: Promise<void> = Promise.resolve()

  constructor(spec: TcpWay, tls: TlsMaterial | null, { intake, report, limits }: Ports) {
    this.#spec = spec
    this.#tls = tls
    this.#intake = intake
    this.#limits = limits
    this.#seldom = new Seldom(report)
  }

  carrying(n: number): Carrying {
    const { id, feed } = this.#spec
    return {
      intake: this.#intake,
      feed,
      id: `${id}/${n}`,
      channel: this.#tls === null ? 'tcp' : 'tls',
      idleMsMax: this.#limits.idleMsMax,
    }
  }

  start(): void {
    this.#running = this.#run()
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending
    let failures = 0
    while (!signal.aborted) {
      this.#state = 'connecting'
      const brought = await this.#once()
      if (signal.aborted) break
      // A peer that takes the connection and closes it at once is not a success.
      failures = brought > 0 ? 1 : failures + 1
      this.#state = 'waiting'
      const pauseMs = againMs(failures, Math.random(), this.#limits)
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    }
    this.#state = 'closed'
  }

  /** One connection from beginning to end; the bytes that it brought. */
  async #once(): Promise<number> {
    const { host, port } = this.#spec
    const at = addressOf(host, port)
    try {
      this.#socket = await this.#connect()
    } catch (error) {
      this.#fail('connect', `${at} cannot be reached: ${connectionFault(error)}`)
      return 0
    }
    if (this.#ending.signal.aborted) {
      this.#socket.destroy()
      return 0
    }
    this.#state = 'connected'
    this.#connections += 1
    const { fault, bytes } = await carry(this.#socket, this.carrying(this.#connections))
    this.#socket = null
    if (!this.#ending.signal.aborted)
      this.#fail('broken', `the connection to ${at} ended: ${fault ?? 'the other end closed it'}`)
    return bytes
  }

  #connect(): Promise<Socket> {
    const { host, port } = this.#spec
    const { handshakeMsMax } = this.#limits
    return new Promise((resolve, reject) => {
      const isTls = this.#tls !== null
      const socket =
        this.#tls === null
          ? connectTcp({ host, port })
          : connectTls({
              ...this.#tls.context,
              host,
              port,
              ...(isIP(host) === 0 ? { servername: host } : {}),
            })
      this.#socket = socket
      const timer = setTimeout(
        () => socket.destroy(new Error(`no answer within ${handshakeMsMax / 1_000} seconds`)),
        handshakeMsMax,
      )
      const close = (): void => {
        clearTimeout(timer)
        reject(new Error('it closed the connection'))
      }
      socket.once('error', reject)
      socket.once('close', close)
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer)
        socket.removeListener('error', reject)
        socket.removeListener('close', close)
        resolve(socket)
      })
    })
  }

  #fail(kind: string, text: string): void {
    this.#lastError = text
    this.#seldom.say(kind, `${this.#spec.id}: ${text}`)
  }

  status = (): ReturnType<Way['status']> => {
    const { id, kind, host, port } = this.#spec
    const isUp = this.#state === 'connected'
    return {
      id,
      kind,
      where: `${this.#tls === null ? 'tcp' : 'tls'} to ${addressOf(host, port)}, ${this.#state}`,
      isUp,
      peers: isUp ? 1 : 0,
      lastError: this.#lastError,
    }
  }

  close = async (): Promise<void> => {
    this.#ending.abort()
    this.#socket?.destroy()
    await this.#running
  }
}
