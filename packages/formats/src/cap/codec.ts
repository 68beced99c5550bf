import type { Codec } from '../codec/index.ts'
import { capDecoder } from './decoder.ts'
import { observeCap } from './observe.ts'
import type { CapAlert } from './types.ts'

/** The Common Alerting Protocol, one alert a document. */
export const cap: Codec<CapAlert> = {
  name: 'cap',
  title: 'Common Alerting Protocol (CAP) 1.2, reading 1.0 and 1.1 too',
  standards: [
    'OASIS CAP-v1.2, 1 July 2010 (ITU-T X.1303 bis), https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html',
    'OASIS CAP-V1.1, October 2005; OASIS 200402 (CAP 1.0), March 2004',
  ],
  framing: 'document',
  options: {},
  decoder: () => capDecoder(),
  json: (alert) => ({ ...alert, bytes: alert.bytes.length }),
  observer: () => observeCap,
}
