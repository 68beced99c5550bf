import { createReadStream } from 'node:fs'
import { decodeUtf8, RowSplitter, type Cut } from '@holdfast/formats/observation'
import { CommandRefused } from '../output/index.ts'
import { needFile } from './text.ts'

/** What a file of values should hold: how to get one, and what is wrong with a value that is none. */
export interface Wanted {
  readonly how: string
  /** What is wrong with it, as `is no event: …`; null where it is good. */
  readonly faultOf: (value: unknown) => string | null
}

function valueOf(cut: Cut, file: string, { how, faultOf }: Wanted): unknown {
  const refused = (problem: string): CommandRefused =>
    new CommandRefused(`${file}: item ${cut.index} (line ${cut.line}) ${problem}; ${how}`)
  if ('reason' in cut) throw refused(`cannot be read: ${cut.reason}`)
  const text = decodeUtf8(cut.bytes, cut.offset)
  if (typeof text !== 'string') throw refused(`cannot be read: ${text.refused}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw refused(`is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  const fault = faultOf(value)
  if (fault !== null) throw refused(fault)
  return value
}

/**
 * The values of a JSON array or of NDJSON as they come: a file of any length passes in the same memory. Refused at the
 * first that is none of those wanted, with its number from 0 and its line.
 *
 * @yields each value in the order of the file
 */
export async function* valuesOf(file: string, wanted: Wanted): AsyncGenerator {
  needFile(file, wanted.how)
  const splitter = new RowSplitter()
  for await (const chunk of createReadStream(file))
    for (const cut of splitter.push(chunk as Uint8Array)) yield valueOf(cut, file, wanted)
  for (const cut of splitter.end()) yield valueOf(cut, file, wanted)
}
