/** ASTERIX as one format among the others. */
import type { Codec, CodecOptions, Decoder } from '../codec/index.ts'
import { itemsOf, type Items } from './content.ts'
import { asterixDecoder } from './decoder.ts'
import { editionNames, layoutsBy } from './editions.ts'
import { asterixObserver, OBSERVER_OPTIONS, observerRefusal } from './observe/index.ts'
import type { AsterixRecord } from './record.ts'

/** What `holdfast decode asterix` prints of a record: category and items by their public names. */
interface AsterixJson {
  readonly cat: number
  readonly items: Items
}
/** A record as `decode` prints it: category, and items by their names. */
export const asterixJson = (record: AsterixRecord): AsterixJson => ({
  cat: record.cat,
  items: itemsOf(record),
})

const OPTIONS: Readonly<Record<string, string>> = {
  editions: `category:edition, separated by commas; known: ${editionNames().join(', ')}`,
  framing:
    "'stream' (the default: TCP, files) or 'datagram' (UDP: what a datagram leaves incomplete is rejected)",
  ...OBSERVER_OPTIONS,
}
function decoderBy(options: CodecOptions): Decoder<AsterixRecord> | { readonly refused: string } {
  const stray = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name))
  if (stray !== undefined) {
    return {
      refused: `'${stray.slice(0, 40)}' is not an option: ${Object.keys(OPTIONS).join(', ')}`,
    }
  }
  const framing = options['framing'] ?? 'stream'
  if (framing !== 'stream' && framing !== 'datagram') {
    return { refused: `framing: '${framing.slice(0, 40)}' is neither stream nor datagram` }
  }
  const refused = observerRefusal(options)
  if (refused !== null) return { refused }
  const layouts = layoutsBy(options['editions'])
  return 'refused' in layouts ? layouts : asterixDecoder(layouts, framing)
}

/** ASTERIX data blocks over TCP, UDP or out of a file. Its default framing also reads datagrams that came whole. */
export const asterix: Codec<AsterixRecord> = {
  name: 'asterix',
  title: 'ASTERIX surveillance data',
  standards: [
    'EUROCONTROL-SPEC-0149 Part 1, ASTERIX, edition 3.0',
    ...editionNames().map((name) => `ASTERIX category ${name.replace(':', ' edition ')}`),
  ],
  framing: 'stream',
  options: OPTIONS,
  decoder: decoderBy,
  json: asterixJson,
  observer: asterixObserver,
}
