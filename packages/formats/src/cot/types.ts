import type { InstantMs } from '@holdfast/core/units'

/** How an event came: as XML, or in TAK's protobuf with the header of a datagram (mesh) or of a stream. */
export type CotEncoding = 'xml' | 'mesh' | 'stream'

/** `point`: WGS 84, degrees; metres above the ellipsoid, circular and linear error, null where not known. */
export interface CotPoint {
  readonly latDeg: number
  readonly lonDeg: number
  readonly haeM: number | null
  readonly ceM: number | null
  readonly leM: number | null
}
interface Place {
  readonly encoding: CotEncoding
  /** Of the first byte, counted from the first byte of the feed. */
  readonly offset: number
  /** The record's own bytes, its framing with them and white space around it without. */
  readonly bytes: Uint8Array
}
/** One event: the attributes that the schema knows, and everything else as it was written. */
export interface CotEvent extends Place {
  readonly kind: 'event'
  readonly uid: string
  readonly type: string
  readonly how: string | null
  readonly timeMs: InstantMs
  readonly startMs: InstantMs
  readonly staleMs: InstantMs
  readonly access: string | null
  readonly qos: string | null
  readonly opex: string | null
  readonly caveat: string | null
  readonly releasableTo: string | null
  readonly point: CotPoint
  /** `detail/contact@callsign`. */
  readonly callsign: string | null
  /** `detail/track`, as the texts are readable: metres a second, degrees from true north. */
  readonly track: { readonly speedMps: number | null; readonly courseDeg: number | null } | null
  /** What stands between the tags of `detail`, word for word; of protobuf with its messages merged in as XML. */
  readonly detail: string
  /** What no member above holds, by name: unknown attributes, unknown elements, unknown fields as hex. */
  readonly other: Readonly<Record<string, string>>
}
/** A TAK message without an event: what versions of the protocol its sender speaks. */
export interface TakControl extends Place {
  readonly kind: 'control'
  readonly minVersion: number | null
  readonly maxVersion: number | null
  readonly other: Readonly<Record<string, string>>
}
/** What the decoder gives. */
export type CotRecord = CotEvent | TakControl

/** Why bytes are no record. */
export interface CotFault {
  readonly reason:
    | 'bad-xml'
    | 'doctype'
    | 'encoding'
    | 'too-deep'
    | 'too-many'
    | 'bad-utf8'
    | 'not-an-event'
    | 'missing'
    | 'bad-value'
    | 'bad-protobuf'
    | 'bad-detail'
    | 'empty'
    | 'too-long'
    | 'truncated'
    | 'no-start'
  readonly detail: string
}
