import { existsSync, readFileSync, statSync } from 'node:fs'
import { CommandRefused } from '../output/index.ts'

/** A JSON file as a value; `how` tells whoever named another what to give. Refused: absent, a directory, too large, no JSON. */
export function readJson(
  file: string,
  { how, bytesMax }: { readonly how: string; readonly bytesMax: number },
): unknown {
  if (!existsSync(file)) throw new CommandRefused(`there is no file ${file}; ${how}`)
  const stat = statSync(file)
  if (stat.isDirectory()) throw new CommandRefused(`${file} is a directory; ${how}`)
  if (stat.size > bytesMax)
    throw new CommandRefused(`${file} has ${stat.size} bytes, the most is ${bytesMax}; split it`)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CommandRefused(
      `${file} is not JSON (${error instanceof Error ? error.message : String(error)}); ${how}`,
    )
  }
}
