/**
 * ASTERIX traffic for benchmarks: seeded data blocks of categories 048 and 062 as a radar and a tracker send them, and
 * the two passes over them that are compared: one that reads every element of every record, and one that only touches
 * every octet. Positions and addresses are by chance and mean nothing.
 */
import {
  allReaderOf,
  asterixDecoder,
  encodeBlock,
  layoutBy,
  pathsOf,
  sampleItems,
} from '../../packages/formats/dist/asterix/index.js'
import { random } from './observations.mjs'

/** What a Mode S radar sends of a tracked aircraft, and a tracker of a system track with a flight plan. */
const ITEMS = {
  48: [
    '010',
    '140',
    '020',
    '040',
    '070',
    '090',
    '130',
    '220',
    '240',
    '250',
    '161',
    '042',
    '200',
    '170',
    '230',
  ],
  62: [
    '010',
    '015',
    '070',
    '105',
    '100',
    '185',
    '210',
    '060',
    '380',
    '040',
    '080',
    '290',
    '200',
    '295',
    '136',
    '135',
    '220',
    '390',
    '340',
  ],
}
/** Records a block: LEN holds two octets, and networks carry about 1,400. */
const BLOCK_RECORDS = 12

/**
 * @param {48 | 62} cat @param {{ seed: number, records: number }} size
 * @returns {{ bytes: Uint8Array, records: number }} data blocks, one after another
 */
export function asterixStream(cat, { seed, records }) {
  const layout = layoutBy(cat)
  if (layout === undefined) throw new Error(`category ${cat} is not known`)
  const next = random(seed)
  /** @param {number} below */
  const chance = (below) => Math.floor(next() * below)
  /** @type {Uint8Array[]} */
  const blocks = []
  for (let made = 0; made < records; made += BLOCK_RECORDS) {
    const count = Math.min(BLOCK_RECORDS, records - made)
    const encoded = encodeBlock(
      layout,
      Array.from({ length: count }, () => {
        const all = sampleItems(layout, chance, 16)
        return Object.fromEntries(
          ITEMS[cat].flatMap((name) => (name in all ? [[name, all[name]]] : [])),
        )
      }),
    )
    if ('refused' in encoded) throw new Error(encoded.refused)
    blocks.push(encoded.bytes)
  }
  const bytes = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0))
  let at = 0
  for (const block of blocks) {
    bytes.set(block, at)
    at += block.length
  }
  return { bytes, records }
}

const CHUNK = 65_536
/**
 * Decodes a stream as it comes off a socket and reads every element of every record.
 * @param {48 | 62} cat @param {Uint8Array} bytes
 * @returns {{ records: number, rejects: number, present: number }} present: elements that were there
 */
export function readTyped(cat, bytes) {
  const layout = layoutBy(cat)
  if (layout === undefined) throw new Error(`category ${cat} is not known`)
  const decoder = asterixDecoder(new Map([[cat, layout]]), 'stream')
  const readAll = allReaderOf(layout)
  const values = new Float64Array(pathsOf(layout).length)
  let [records, rejects, present] = [0, 0, 0]
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const out = decoder.push(bytes.subarray(from, from + CHUNK))
    for (const record of out.records) {
      readAll(record, values)
      for (let at = 0; at < values.length; at += 1) if (values[at] === values[at]) present += 1
    }
    records += out.records.length
    rejects += out.rejects.length
  }
  return { records, rejects: rejects + decoder.end().rejects.length, present }
}
/** The floor: every octet touched once. @param {Uint8Array} bytes */
export function touch(bytes) {
  let sum = 0
  for (const octet of bytes) sum = (sum + octet) | 0
  return sum
}
