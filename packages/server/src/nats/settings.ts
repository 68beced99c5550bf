/** How the servers are reached: addresses from the document, credentials from the environment alone. */
import { readFileSync } from 'node:fs'
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node'
import type { Refused } from '@holdfast/core/units'
import type { NatsWay } from '../ways/index.ts'

/** The environment variable with the path of a credentials file (a user's JWT and seed, as `nsc` writes it). */
export const CREDS = 'HOLDFAST_NATS_CREDS'
/** The environment variable with a token. */
export const TOKEN = 'HOLDFAST_NATS_TOKEN'
/** For the connection to stand, and for each answer of JetStream, milliseconds. */
const TIMEOUT_MS = 5_000
/** A connection without an answer to so many pings, one each so often, is dead: after a minute at the latest. */
const [PING_MS, PINGS_OUT_MAX] = [20_000, 2]

type Environment = Readonly<Record<string, string | undefined>>

// Null where nothing is wrong with it.
function addressFault(server: string): string | null {
  const url = URL.canParse(server) ? new URL(server) : null
  if (url === null || (url.protocol !== 'nats:' && url.protocol !== 'tls:') || url.hostname === '')
    return 'is no address; write nats://host:4222, or tls://host:4222'
  if (url.username !== '' || url.password !== '')
    return `bears credentials; take them out and set ${CREDS} or ${TOKEN} in the environment`
  return url.pathname.length > 1 || url.search !== ''
    ? 'has more than a host and a port; write nats://host:4222'
    : null
}

function credentials(env: Environment): Partial<NodeConnectionOptions> | Refused {
  const [path, token] = [env[CREDS], env[TOKEN]]
  if (path !== undefined && token !== undefined)
    return { refused: `both ${CREDS} and ${TOKEN} are set; set one of them` }
  if (token !== undefined) return { token }
  if (path === undefined) return {}
  try {
    return { authenticator: credsAuthenticator(readFileSync(path)) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { refused: `${CREDS} names ${path}, which cannot be read (${why}); name the file` }
  }
}

/**
 * What the client connects with. It does not connect again by itself: after a break everything is looked at afresh, so
 * whoever asked does. Read for each connection, so that a credentials file may be exchanged while it runs.
 */
export function settingsOf(spec: NatsWay, env: Environment): NodeConnectionOptions | Refused {
  const { id, servers } = spec
  if (servers.length === 0)
    return { refused: `nats ${id}: names no server; write servers: [nats://host:4222]` }
  for (const server of servers) {
    const fault = addressFault(server)
    // An address that bears a password is not repeated.
    const shown = server.replace(/\/\/[^/]*@/, '//…@')
    if (fault !== null) return { refused: `nats ${id}: the server ${shown} ${fault}` }
  }
  const secure = servers.filter((server) => server.startsWith('tls:')).length
  if (secure > 0 && secure < servers.length)
    return { refused: `nats ${id}: some servers are tls:// and some not; write all alike` }
  const known = credentials(env)
  if ('refused' in known) return { refused: `nats ${id}: ${known.refused}` }
  return {
    ...known,
    servers: [...servers],
    name: `holdfast ${id}`,
    reconnect: false,
    ignoreClusterUpdates: true,
    timeout: TIMEOUT_MS,
    pingInterval: PING_MS,
    maxPingOut: PINGS_OUT_MAX,
    ...(secure > 0 ? { tls: {} } : {}),
  }
}
