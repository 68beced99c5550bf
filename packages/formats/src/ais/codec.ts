import type { Codec, Decoder } from '../codec/index.ts'
import { AisDecoder } from './decoder.ts'
import { recordJson } from './json.ts'
import { AisObserver } from './observe.ts'
import type { AisRecord } from './types.ts'

type Made = Decoder<AisRecord> | { readonly refused: string }

function make(framing: string): Made {
  if (framing === 'stream' || framing === 'datagram') return new AisDecoder(framing === 'datagram')
  return { refused: `framing: "${framing}" is not known; give stream or datagram` }
}

/** Positions and static data of ships, aids and aircraft in search and rescue, from VDM and VDO sentences. */
export const ais: Codec<AisRecord> = {
  name: 'ais',
  title: 'Automatic identification system (AIS), VDM and VDO sentences',
  standards: [
    'ITU-R M.1371-5 (02/2014), itu.int',
    'IEC 61162-1:2016 and NMEA 0183 4.11, VDM and VDO sentences and tag blocks',
    'IEC 61162-450:2018, tag blocks and datagrams',
    'ITU-R M.585-9 (05/2022), MMSI, itu.int',
  ],
  framing: 'stream',
  options: {
    framing:
      'stream (default): sentences end with LF, CRLF or CR; datagram: each packet is whole and its last sentence may lack an end',
  },
  decoder: (options) => {
    for (const name of Object.keys(options))
      if (name !== 'framing') return { refused: `${name}: no option of ais; give framing` }
    return make(options['framing'] ?? 'stream')
  },
  json: recordJson,
  observer: () => {
    const observer = new AisObserver()
    return (record, context) => observer.observe(record, context)
  },
}
