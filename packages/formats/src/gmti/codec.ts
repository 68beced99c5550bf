import type { Codec } from '../codec/index.ts'
import { gmtiDecoder } from './decoder.ts'
import { gmtiObserver } from './observe.ts'
import type { GmtiRecord, GmtiSegment } from './types.ts'
import { segmentWord } from './words.ts'

function jsonOf(segment: GmtiSegment): unknown {
  if (segment.kind !== 'raw') return segment
  const { kind, type, bytes, fault } = segment
  const hex = Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('')
  return { kind, type, word: segmentWord(type), hex, ...(fault === null ? {} : { fault }) }
}

/** STANAG 4607 ground moving target indicator packets. */
export const gmtiCodec: Codec<GmtiRecord> = {
  name: 'stanag4607',
  title: 'Ground moving target indicator packets (STANAG 4607)',
  standards: [
    'STANAG 4607 edition 3, AEDP-7 edition 2 (2010), https://nso.nato.int',
    'AEDP-4607 edition A (2024): the same layout, https://nso.nato.int',
  ],
  framing: 'stream',
  options: {},
  decoder: (options) => {
    const [unknown] = Object.keys(options)
    return unknown === undefined
      ? gmtiDecoder()
      : { refused: `option ${unknown} is not known; stanag4607 has none` }
  },
  json: ({ header, segments }: GmtiRecord) => ({ header, segments: segments.map(jsonOf) }),
  observer: gmtiObserver,
}
