/** The ways in besides HTTP: each carries bytes to intake and answers back, and can be stopped. */
import type { CodecOptions } from '@holdfast/formats/codec'

/** Certificates of a TLS endpoint, as paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string
  readonly key: string
  /** Whose clients may connect; null lets anyone. */
  readonly clientAuthority: string | null
}
/** What bytes of a way are: a format of one source. */
export interface FeedOf {
  readonly format: string
  readonly options: CodecOptions
  readonly source: string
}

/** The embedded MQTT broker: `holdfast/v1/observations/SOURCE` takes batches, `holdfast/v1/feeds/FORMAT/SOURCE` other bytes. */
export interface MqttBrokerWay {
  readonly kind: 'mqtt-broker'
  readonly id: string
  readonly host: string
  readonly port: number
  readonly tls: TlsFiles | null
}
/** A subscription at an MQTT broker that others run. */
export interface MqttClientWay {
  readonly kind: 'mqtt-client'
  readonly id: string
  /** `mqtt://` or `mqtts://`; credentials come from the environment, never from the document. */
  readonly url: string
  readonly topic: string
  /** Null: the topic carries batches of observations. */
  readonly feed: FeedOf | null
}
/** Datagrams; one or more whole messages each. */
export interface UdpWay {
  readonly kind: 'udp'
  readonly id: string
  readonly host: string
  readonly port: number
  /** A multicast group to join; null for none. */
  readonly group: string | null
  readonly feed: FeedOf
}
/** A stream that others open to us, or that we open to them and open again when it breaks. */
export interface TcpWay {
  readonly kind: 'tcp'
  readonly id: string
  readonly mode: 'listen' | 'connect'
  readonly host: string
  readonly port: number
  readonly tls: TlsFiles | null
  readonly feed: FeedOf
}
/** A folder that is watched; each file is read once. One that a crash interrupted is read again from its beginning. */
export interface FolderWay {
  readonly kind: 'folder'
  readonly id: string
  readonly path: string
  readonly feed: FeedOf
}
/** A JetStream consumer. */
export interface NatsWay {
  readonly kind: 'nats'
  readonly id: string
  readonly servers: readonly string[]
  readonly stream: string
  readonly consumer: string
  /** Null: messages carry batches of observations, their media type in the header `Content-Type`. */
  readonly feed: FeedOf | null
}
/** One way in. */
export type WaySpec = MqttBrokerWay | MqttClientWay | UdpWay | TcpWay | FolderWay | NatsWay

/** How a way stands. */
export interface WayStatus {
  readonly id: string
  readonly kind: WaySpec['kind']
  /** What it listens on or is connected to, in words and with the port in fact taken. */
  readonly where: string
  readonly isUp: boolean
  /** Senders that are connected, where the way knows. */
  readonly peers: number
  readonly lastError: string | null
}
/** A way that was started. */
export interface Way {
  readonly status: () => WayStatus
  /** Takes nothing more, lets what is under way become durable, and ends. */
  readonly close: () => Promise<void>
}
/** Where a way says what an operator should know. */
export type Report = (text: string) => void
