import {
  accessSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CommandRefused } from '../output/index.ts'

/** What is there; undefined where nothing is, and below a file in place of a directory. */
const statOf = (file: string) => (existsSync(file) ? statSync(file) : undefined)

/**
 * Refuses a file that could not be written, before the work is done. `reads` are the files that the command reads: none of
 * them is written over, by whatever name it is called.
 */
export function needWritable(file: string, reads: readonly string[] = []): void {
  if (file === '')
    throw new CommandRefused('the file to write has no name; give the path of a file')
  const there = statOf(file)
  if (there?.isDirectory() === true)
    throw new CommandRefused(`${file} is a directory; give the path of a file to write`)
  const over = reads.find((one) => isSame(there, statOf(one)))
  if (over !== undefined)
    throw new CommandRefused(`${file} would write over ${over}, which is read; name another file`)
  if (there?.isFile() === false) return
  const directory = dirname(file)
  if (statOf(directory)?.isDirectory() !== true)
    throw new CommandRefused(`there is no directory ${directory}; make it, or name another`)
  try {
    accessSync(directory, constants.W_OK)
  } catch {
    throw new CommandRefused(`nothing may be written in ${directory}; name another directory`)
  }
}

const isSame = (a: ReturnType<typeof statOf>, b: ReturnType<typeof statOf>): boolean =>
  a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino

/** Writes a file whole or not at all; what a link points to, and a pipe or a terminal as it is. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const there = statOf(file)
  const target = there === undefined ? file : realpathSync(file)
  const part = `${target}.${process.pid}.part`
  try {
    if (there?.isFile() === false) {
      writeFileSync(file, content)
      return
    }
    writeFileSync(part, content)
    renameSync(part, target)
  } catch (error) {
    rmSync(part, { force: true })
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandRefused(`${file} cannot be written (${why}); name another`)
  }
}

/** Writes a value as JSON, whole or not at all. */
export const writeJson = (file: string, value: unknown): void =>
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`)
