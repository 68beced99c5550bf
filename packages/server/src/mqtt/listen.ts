/** The broker's listening socket, plain or with TLS. */
import { readFile } from 'node:fs/promises'
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTls, TLSSocket } from 'node:tls'
import type { Refused } from '@holdfast/core/units'
import type { MqttBrokerWay } from '../ways/index.ts'

/** What a socket holds before it is read: some messages, which are then taken together. */
const READ_BYTES = 1024 * 1024
const HANDSHAKE_MS = 10_000
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Makes the server; each connection is given to `take`. */
export async function makeServer(
  { id, tls }: MqttBrokerWay,
  take: (socket: Socket) => void,
): Promise<Server | Refused> {
  if (tls === null)
    return createPlain({ highWaterMark: READ_BYTES, noDelay: true, keepAlive: true }, take)
  try {
    const { certificate, key, clientAuthority } = tls
    const options = {
      cert: await readFile(certificate),
      key: await readFile(key),
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_MS,
      noDelay: true,
      keepAlive: true,
    } as const
    return clientAuthority === null
      ? createTls(options, take)
      : createTls(
          {
            ...options,
            ca: await readFile(clientAuthority),
            requestCert: true,
            rejectUnauthorized: true,
          },
          take,
        )
  } catch (error) {
    return { refused: `way ${id}: its TLS files cannot be used: ${textOf(error)}` }
  }
}

/** Who is at the other end, as far as the socket knows: the certificate's fingerprint, else the address. */
export function whoIsAt(socket: Socket): string {
  if (socket instanceof TLSSocket && socket.authorized)
    return socket.getPeerCertificate().fingerprint256
  return socket.remoteAddress ?? ''
}

/** Listens; the address in fact taken, or why not. */
export async function listening(
  server: Server,
  { id, host, port }: MqttBrokerWay,
): Promise<AddressInfo | Refused> {
  return await new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve({ refused: `way ${id}: cannot listen on ${host}:${port}: ${error.message}` })
    server.once('error', fail)
    server.listen({ host, port }, () => {
      server.off('error', fail)
      const address = server.address()
      if (address === null || typeof address === 'string')
        resolve({ refused: `way ${id}: ${host} is no address of a network` })
      else resolve(address)
    })
  })
}
