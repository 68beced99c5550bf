/** Bounds of the broker. Each is met by a test or is a plain time. */
export interface BrokerLimits {
  /** Connections at once, in all and from one address. */
  readonly clientsMax: number
  readonly clientsOfAddressMax: number
  /** Bytes of one message, topic included. */
  readonly messageBytesMax: number
  /** Bytes of messages under way, in all (one address: half) and of one client; one message may go over each. */
  readonly bytesAtOnceMax: number
  readonly bytesOfClientMax: number
  /** Messages of one client that were read and not yet settled. */
  readonly messagesOfClientMax: number
  /** A message that was begun has come in full by then, milliseconds; also how long a client may leave answers unread. */
  readonly messageMs: number
  /** How long a message that the deployment had no room for is offered again before its sender is told to, milliseconds. */
  readonly againMs: number
  /** Messages of one connection that may be refused in a minute. */
  readonly refusalsPerMinuteMax: number
  /** Feeds of one connection. */
  readonly feedsOfClientMax: number
}
/** 16 MiB a message, 128 MiB in all. */
export const BROKER_LIMITS: BrokerLimits = {
  clientsMax: 1_024,
  clientsOfAddressMax: 512,
  messageBytesMax: 16 * 1024 * 1024,
  bytesAtOnceMax: 128 * 1024 * 1024,
  bytesOfClientMax: 16 * 1024 * 1024,
  messagesOfClientMax: 64,
  messageMs: 30_000,
  againMs: 10_000,
  refusalsPerMinuteMax: 100,
  feedsOfClientMax: 16,
}
