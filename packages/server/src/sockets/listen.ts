import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Intake } from '@holdfast/engine/intake'
import type { Report, TcpWay, Way } from '../ways/index.ts'
import { carry, feedFault, type Carrying } from './carry.ts'
import { addressOf, bindFault, connectionFault } from './faults.ts'
import {
  CONNECTIONS_MAX,
  CONNECTIONS_PER_ADDRESS_MAX,
  HANDSHAKE_MS_MAX,
  IDLE_MS_MAX,
} from './limits.ts'
import { Seldom } from './seldom.ts'
import { readTlsFiles, type TlsMaterial } from './tls-files.ts'

/** Bounds of a listening way. */
export interface ListenLimits {
  readonly connectionsMax: number
  readonly perAddressMax: number
  readonly idleMsMax: number
  readonly handshakeMsMax: number
}
const LIMITS: ListenLimits = {
  connectionsMax: CONNECTIONS_MAX,
  perAddressMax: CONNECTIONS_PER_ADDRESS_MAX,
  idleMsMax: IDLE_MS_MAX,
  handshakeMsMax: HANDSHAKE_MS_MAX,
}

interface Ports {
  readonly intake: Intake
  readonly report: Report
  readonly limits: ListenLimits
}

/** Listens for connections; each is a feed `<way>/<n>` from its first byte until it ends. */
export async function startListening(
  spec: TcpWay,
  intake: Intake,
  report: Report,
  limits: ListenLimits = LIMITS,
): Promise<Way | Refused> {
  const tls = spec.tls === null ? null : await readTlsFiles(spec.tls, report)
  if (tls !== null && isRefused(tls)) return { refused: `${spec.id}: ${tls.refused}` }
  const listener = new TcpListener(spec, tls, { intake, report, limits })
  const fault = await listener.listen()
  return fault === null ? listener : { refused: `${spec.id}: ${fault}` }
}

class TcpListener implements Way {
  readonly #spec: TcpWay
  readonly #intake: Intake
  readonly #limits: ListenLimits
  readonly #seldom: Seldom
  readonly #server: Server
  readonly #isTls: boolean
  /** Every accepted socket, before and after its handshake, and how many of each address. */
  readonly #accepted = new Set<Socket>()
  readonly #addresses = new Map<string, number>()
  readonly #carried = new Set<Promise<void>>()
  #connections = 0
  #port = 0
  #lastError: string | null = null
  #closing: Promise<void> | null = null

  constructor(spec: TcpWay, tls: TlsMaterial | null, { intake, report, limits }: Ports) {
    this.#spec = spec
    this.#intake = intake
    this.#limits = limits
    this.#seldom = new Seldom(report)
    this.#isTls = tls !== null
    const carried = (socket: Socket): void => this.#carry(socket)
    this.#server =
      tls === null
        ? createServer(carried)
        : createTlsServer(
            {
              ...tls.context,
              handshakeTimeout: limits.handshakeMsMax,
              requestCert: tls.hasAuthority,
              rejectUnauthorized: tls.hasAuthority,
            },
            carried,
          )
    this.#server.maxConnections = limits.connectionsMax
    // Before the server's own listener, which begins the handshake.
    this.#server.prependListener('connection', (socket: Socket) => this.#accept(socket))
    this.#server.on('drop', () =>
      this.#fail('drop', `more than ${limits.connectionsMax} connections; further ones are closed`),
    )
    this.#server.on('tlsClientError', (error, socket) => {
      if (!socket.destroyed) socket.destroy()
      this.#fail('tls', `a TLS connection could not be made: ${connectionFault(error)}`)
    })
  }

  #carrying(n: number): Carrying {
    const { id, feed } = this.#spec
    return {
      intake: this.#intake,
      feed,
      id: `${id}/${n}`,
      channel: this.#isTls ? 'tls' : 'tcp',
      idleMsMax: this.#limits.idleMsMax,
    }
  }

  /** Listens; why not, where it cannot. */
  async listen(): Promise<string | null> {
    const fault = await feedFault(this.#carrying(0))
    if (fault !== null) return fault
    const { host, port } = this.#spec
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        this.#server.listen({ host, port }, resolve)
      })
    } catch (error) {
      return bindFault(error, host, port)
    }
    this.#server.removeAllListeners('error')
    this.#server.on('error', (error) => this.#fail('server', connectionFault(error)))
    this.#port = (this.#server.address() as AddressInfo).port
    return null
  }

  #accept(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const n = this.#addresses.get(address) ?? 0
    socket.on('error', () => undefined)
    if (n >= this.#limits.perAddressMax) {
      socket.destroy()
      this.#fail(
        'address',
        `more than ${this.#limits.perAddressMax} connections of one address, the last of ${address}; further ones are closed`,
      )
      return
    }
    this.#addresses.set(address, n + 1)
    this.#accepted.add(socket)
    socket.once('close', () => {
      this.#accepted.delete(socket)
      const left = (this.#addresses.get(address) ?? 1) - 1
      if (left === 0) this.#addresses.delete(address)
      else this.#addresses.set(address, left)
    })
  }

  #carry(socket: Socket): void {
    if (socket.destroyed) return
    const address = socket.remoteAddress ?? 'a peer'
    this.#connections += 1
    const carried = carry(socket, this.#carrying(this.#connections)).then(({ fault }) => {
      if (fault !== null && this.#closing === null)
        this.#fail('connection', `the connection of ${address}: ${fault}`)
      this.#carried.delete(carried)
    })
    this.#carried.add(carried)
  }

  #fail(kind: string, text: string): void {
    this.#lastError = text
    this.#seldom.say(kind, `${this.#spec.id}: ${text}`)
  }

  status = (): ReturnType<Way['status']> => {
    const { id, kind, host } = this.#spec
    return {
      id,
      kind,
      where: `${this.#isTls ? 'tls' : 'tcp'} ${addressOf(host, this.#port)}`,
      isUp: this.#server.listening,
      peers: this.#accepted.size,
      lastError: this.#lastError,
    }
  }

  close = (): Promise<void> => {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
    for (const socket of this.#accepted) socket.destroy()
    await Promise.all(this.#carried)
    await closed
  }
}
