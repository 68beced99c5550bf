import type { Position } from '@holdfast/core/geo'
import type { InstantMs } from '@holdfast/core/units'

/** The editions, by their namespaces. */
export const NAMESPACES = {
  'http://www.incident.com/cap/1.0': '1.0',
  'urn:oasis:names:tc:emergency:cap:1.1': '1.1',
  'urn:oasis:names:tc:emergency:cap:1.2': '1.2',
} as const
/** An edition of CAP. */
export type CapVersion = (typeof NAMESPACES)[keyof typeof NAMESPACES]

/** A polygon (closed ring, WGS 84) or a circle (metres; 0 is a point) of an area. */
export type CapShape =
  | { readonly kind: 'polygon'; readonly ring: readonly Position[] }
  | { readonly kind: 'circle'; readonly centre: Position; readonly radiusM: number }
/** A name and its value; CAP 1.0 writes both in one text, which is the value then. */
export interface CapPair {
  readonly name: string
  readonly value: string
}
/** `area`. Shapes that could not be read are counted: what is left does not hold all of it. */
export interface CapArea {
  readonly areaDesc: string
  readonly shapes: readonly CapShape[]
  readonly shapesUnread: number
  readonly geocodes: readonly CapPair[]
}
/** `resource`, without its content. */
export interface CapResource {
  readonly resourceDesc: string
  readonly mimeType: string | null
  readonly uri: string | null
}
/** `info`: what is said, in one language. */
export interface CapInfo {
  readonly language: string
  readonly categories: readonly string[]
  readonly event: string
  readonly responseTypes: readonly string[]
  readonly urgency: string
  readonly severity: string
  readonly certainty: string
  readonly effectiveMs: InstantMs | null
  readonly onsetMs: InstantMs | null
  readonly expiresMs: InstantMs | null
  readonly senderName: string | null
  readonly headline: string | null
  readonly description: string | null
  readonly instruction: string | null
  readonly eventCodes: readonly CapPair[]
  readonly parameters: readonly CapPair[]
  readonly resources: readonly CapResource[]
  readonly areas: readonly CapArea[]
}
/** One alert. */
export interface CapAlert {
  readonly offset: number
  /** The document as it came. */
  readonly bytes: Uint8Array
  readonly version: CapVersion
  readonly identifier: string
  readonly sender: string
  readonly sentMs: InstantMs
  readonly status: string
  readonly msgType: string
  readonly scope: string | null
  /** Every child of `alert` that is a text, as it was written: `sent` with its offset, `references`, `note`. */
  readonly texts: Readonly<Record<string, string>>
  readonly infos: readonly CapInfo[]
  /** The `info` elements as they were written, word for word. */
  readonly infoText: string
  /** Elements that are not CAP's (a signature), as they were written. */
  readonly otherText: string
}
/** Why a document is no alert. */
export interface CapFault {
  readonly reason:
    | 'bad-xml'
    | 'doctype'
    | 'encoding'
    | 'too-deep'
    | 'too-many'
    | 'too-long'
    | 'bad-utf8'
    | 'not-an-alert'
    | 'missing'
    | 'repeated'
    | 'bad-value'
    | 'bad-time'
  readonly detail: string
}
