/** What the operating system and TLS say, in words that tell an operator how to mend it. */

/** The code of an error of Node, empty where it has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
/** What an error says of itself. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** A host and port as one word. */
export const addressOf = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Why a socket could not be bound. */
export function bindFault(error: unknown, host: string, port: number): string {
  const at = addressOf(host, port)
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `${at} is taken; stop what uses it, or give another port`
    case 'EACCES':
      return `${at} needs rights that this user lacks; give a port above 1023, or the capability CAP_NET_BIND_SERVICE`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine; give one of its own, or 0.0.0.0 for all`
    default:
      return `${at} cannot be listened on: ${messageOf(error)}`
  }
}

const CONNECTING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known; check the host',
  EAI_AGAIN: 'the name service does not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  CERT_HAS_EXPIRED: 'its certificate has expired; its operator has to renew it',
  CERT_NOT_YET_VALID: 'its certificate is not in force yet; check the clocks',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by itself; give the authority to trust as clientAuthority',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its authority is not trusted here; give the authority to trust as clientAuthority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its authority is not trusted here; give the authority to trust as clientAuthority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its authority is not trusted here; give the authority to trust as clientAuthority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate names another host; check the host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; leave tls out, or turn TLS on there',
  ERR_SSL_HTTP_REQUEST: 'it speaks HTTP without TLS',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it speaks no TLS of 1.2 or later',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it speaks no TLS of 1.2 or later',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    'it gave no certificate; its operator has to give it one of our client authority',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    'it wants a certificate of ours; give certificate and key',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the authority of our certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'it says that our certificate has expired; renew it',
}

/** Why a connection failed or broke. */
export function connectionFault(error: unknown): string {
  const known = CONNECTING[codeOf(error)]
  return known ?? messageOf(error)
}
