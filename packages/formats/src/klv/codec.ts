import type { Codec, Observed } from '../codec/index.ts'
import { klvDecoder } from './decoder.ts'
import type { KlvItem } from './items.ts'
import { hexOf } from './packet.ts'
import type { KlvRecord } from './packet.ts'

function jsonOf({ tag, name, bytes, value }: KlvItem): unknown {
  if (value.kind === 'raw' && value.fault === null) return { tag, name, hex: hexOf(bytes) }
  if (value.kind === 'raw') return { tag, name, hex: hexOf(bytes), fault: value.fault }
  if (value.kind === 'unknown') return { tag, name, unknown: true }
  if (value.kind === 'set') {
    const items = value.items.map(jsonOf)
    // What a damaged set does not give item by item is shown as it came.
    return value.fault === null
      ? { tag, name, items }
      : { tag, name, items, fault: value.fault, hex: hexOf(bytes) }
  }
  const { kind: _, ...said } = value
  return { tag, name, ...said }
}

function toJson({ key, set, bytes, items, checksum, notes }: KlvRecord): unknown {
  if (set === 'vmti' || set === 'other') return { key, set, hex: hexOf(bytes) }
  return { key, set, checksum, notes, items: items.map(jsonOf) }
}

const NOTHING: Readonly<Record<KlvRecord['set'], string>> = {
  uasDatalink:
    "a video platform's own place and view: the mission's, no observation of a party; its footprint counts as coverage",
  security: 'security markings, no observation',
  vmti: 'video moving target indications (ST 0903) are kept as they came and not read',
  other: 'a set of another standard, kept as it came',
}

/** MISB KLV metadata of video platforms, without the MPEG transport stream around it. */
export const klvCodec: Codec<KlvRecord> = {
  name: 'klv',
  title: 'MISB KLV metadata of motion imagery (ST 0601 local sets)',
  standards: [
    'SMPTE ST 336:2017, https://www.smpte.org/standards',
    'MISB ST 0601.17 item table, framing and item 143 of ST 0601.19, https://nsgreg.nga.mil/misb.jsp',
    'MISB ST 0102.12, ST 0107.5, ST 1201.5, https://nsgreg.nga.mil/misb.jsp',
  ],
  framing: 'stream',
  options: {},
  decoder: (options) => {
    const [unknown] = Object.keys(options)
    return unknown === undefined
      ? klvDecoder()
      : { refused: `option ${unknown} is not known; klv has none` }
  },
  json: toJson,
  observer:
    () =>
    (record): Observed => ({ nothing: NOTHING[record.set] }),
}
