/** What went wrong with a server, in an operator's words, and whether waiting may mend it. */
import { errors } from '@nats-io/transport-node'
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import type { NatsWay } from '../ways/index.ts'
import { CREDS, TOKEN } from './settings.ts'

/** A fault; `passes`: the server may come, or come back, so it is tried again. Otherwise a person has to mend it. */
export interface Trouble {
  readonly refused: string
  readonly passes: boolean
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
/** An error with what caused it, outermost first; a chain of errors is never followed further than this. */
const CAUSES_MAX = 8

function chainOf(error: unknown): readonly unknown[] {
  const chain = [error]
  for (let at = error; at instanceof Error && chain.length < CAUSES_MAX; at = at.cause)
    if (at.cause !== undefined) chain.push(at.cause)
  return chain
}

function ofConnection(errorsSeen: readonly unknown[], where: string): Trouble | null {
  for (const error of errorsSeen) {
    if (
      error instanceof errors.AuthorizationError ||
      error instanceof errors.UserAuthenticationExpiredError
    )
      return {
        refused: `${where} does not accept the credentials (${error.message}); set ${CREDS} to a credentials file, or ${TOKEN} to a token, that the server knows`,
        passes: false,
      }
    const code = codeOf(error)
    if (/CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
      return {
        refused: `${where} has no certificate that is trusted here (${code}); name its authority's file in NODE_EXTRA_CA_CERTS, or renew the certificate`,
        passes: false,
      }
    // The client has no code of its own for it: "server does not support 'tls'".
    if (error instanceof Error && /'tls'/.test(error.message))
      return {
        refused: `${where} speaks no TLS; turn it on at the server, or write nats:// where the network itself is trusted`,
        passes: false,
      }
  }
  return null
}

function ofJetStream(errorsSeen: readonly unknown[], spec: NatsWay, where: string): Trouble | null {
  const { stream, consumer } = spec
  for (const error of errorsSeen) {
    if (error instanceof errors.PermissionViolationError)
      return {
        refused: `${where} lets this user not ${error.operation === 'publish' ? 'publish to' : 'subscribe to'} ${error.subject}; allow it to publish to $JS.API.STREAM.INFO.${stream}, $JS.API.CONSUMER.*.${stream}.>, $JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer} and $JS.ACK.>, and to subscribe to _INBOX.>`,
        passes: false,
      }
    if (error instanceof errors.RequestError && error.isNoResponders())
      return {
        refused: `${where} has no JetStream for this account; start it with -js (jetstream {} in its configuration)`,
        passes: false,
      }
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound)
      return {
        refused: `${where} has no stream ${stream}; make it there (nats stream add ${stream} --subjects …): how long it keeps what, its owner decides`,
        passes: false,
      }
  }
  return null
}

/** Says what an error of the client means. */
export function troubleOf(error: unknown, spec: NatsWay): Trouble {
  const where = `nats ${spec.id}: ${spec.servers.join(', ')}`
  const seen = chainOf(error)
  const known = ofConnection(seen, where) ?? ofJetStream(seen, spec, where)
  if (known !== null) return known
  const code = codeOf(seen.at(-1)) || codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return {
    refused: `${where} cannot be reached (${code === '' ? message : code}); start the server, or mend its address. It is tried again until it answers`,
    passes: true,
  }
}
