import type { Codec } from '../codec/index.ts'
import { cotDecoder } from './decoder.ts'
import { cotObserver } from './observe.ts'
import type { CotRecord } from './types.ts'

const ERROR_M = 1_000
const ERROR_M_MAX = 100_000

function errorOf(text: string | undefined): number | null {
  if (text === undefined) return ERROR_M
  const errorM = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return errorM > 0 && errorM <= ERROR_M_MAX ? errorM : null
}

/** Cursor on Target, in XML and in TAK's protobuf, told apart by its first bytes. */
export const cot: Codec<CotRecord> = {
  name: 'cot',
  title: 'Cursor on Target (CoT), XML and TAK Protocol version 1',
  standards: [
    'Cursor on Target Message Router User’s Guide, MITRE MP090284; Event.xsd 2.0',
    'TAK Protocol version 1, takmessage.proto and protocol.txt of ATAK-CIV, https://github.com/TAK-Product-Center',
  ],
  framing: 'stream',
  options: {
    framing:
      'stream (default): TCP or a file, cut by content; datagram: each push is one UDP datagram',
    errorM: `radius in metres taken where an event gives no circular error: 1 to ${ERROR_M_MAX}, default ${ERROR_M}`,
  },
  decoder: ({ framing = 'stream', errorM }) => {
    if (framing !== 'stream' && framing !== 'datagram')
      return { refused: `framing ${framing.slice(0, 40)} is not known; give stream or datagram` }
    if (errorOf(errorM) === null)
      return { refused: `errorM is no radius; give whole metres from 1 to ${ERROR_M_MAX}` }
    return cotDecoder(framing)
  },
  json: (record) => ({ ...record, bytes: record.bytes.length }),
  observer: ({ errorM }) => cotObserver(errorOf(errorM) ?? ERROR_M),
}
