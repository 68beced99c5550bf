/** Bytes of one push to a feed, at the most plus one chunk of the socket. */
export const PUSH_BYTES_MAX = 64 * 1024

/** Datagrams wait so long for others to be pushed with them, milliseconds. */
export const GATHER_MS = 50
/** What may wait of a UDP way while a push is under way; what comes beyond it is lost and counted. */
export const QUEUE_BYTES_MAX = 16 * 1024 * 1024
/** Datagrams that may wait to be taken. */
export const QUEUE_DATAGRAMS_MAX = 32_768
/** The largest payload of a UDP datagram over IPv4 (RFC 768, RFC 791): a longer one may have been cut by the read. */
export const DATAGRAM_BYTES_MAX = 65_507
/** Asked of the operating system for what it holds while we are busy; it may give less. */
export const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024
/** How often losses are put on record, milliseconds. */
export const LOSSES_MS = 1_000

/** Connections of one TCP way. */
export const CONNECTIONS_MAX = 256
/** Connections of one TCP way from one address, so that nobody can take them all. */
export const CONNECTIONS_PER_ADDRESS_MAX = 64
/** A connection over which nothing came for so long is closed, milliseconds. */
export const IDLE_MS_MAX = 10 * 60_000
/** A silent connection is probed after so long (RFC 9293, 3.8.4), milliseconds. */
export const KEEP_ALIVE_MS = 60_000
/** A TLS handshake, or a connection that we open, has so long to succeed, milliseconds. */
export const HANDSHAKE_MS_MAX = 10_000
/** Pauses before a connection is tried again: the first, and what doubling leads to, milliseconds. */
export const AGAIN_MS_MIN = 500
/** The longest pause between two tries to connect, milliseconds. */
export const AGAIN_MS_MAX = 30_000
/** A certificate that ends within so long is spoken of, milliseconds. */
export const EXPIRY_WARNED_MS = 30 * 24 * 3_600_000
