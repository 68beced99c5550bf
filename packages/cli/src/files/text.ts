import { existsSync, readFileSync, statSync } from 'node:fs'
import { decodeUtf8 } from '@holdfast/formats/observation'
import { CommandRefused } from '../output/index.ts'

/** Most bytes of a document that a person wrote: what is longer is another file than was meant. */
export const TEXT_BYTES_MAX = 16_777_216

/** Refuses a path that is no file, with what to give instead. */
export function needFile(file: string, how: string): number {
  if (!existsSync(file)) throw new CommandRefused(`there is no file ${file}; ${how}`)
  const stat = statSync(file)
  if (stat.isDirectory()) throw new CommandRefused(`${file} is a directory; ${how}`)
  return stat.size
}

/** The text of a document. Refused: absent, a directory, over `TEXT_BYTES_MAX`, no UTF-8. */
export function readText(file: string, how = 'give the path of a document'): string {
  const size = needFile(file, how)
  if (size > TEXT_BYTES_MAX)
    throw new CommandRefused(
      `${file} has ${size} bytes, the most is ${TEXT_BYTES_MAX}; check that it is the right file`,
    )
  const text = decodeUtf8(readFileSync(file))
  if (typeof text !== 'string') throw new CommandRefused(`${file}: ${text.refused}`)
  return text
}
