import { readFile, stat } from 'node:fs/promises'
import { BACKGROUND_CHARS_MAX, readBackground } from '@holdfast/core/fuse/thermal'
import type { Background } from '@holdfast/core/fuse/thermal'
import { isRefused, type Refused } from '@holdfast/core/units'

/** The background in a file; refused, naming the file, when there is none or it cannot be used. */
export async function loadBackground(file: string): Promise<Background | Refused> {
  const text = await textOf(file)
  if (typeof text !== 'string') return text
  const background = readBackground(text)
  return isRefused(background) ? { refused: `${file}: ${background.refused}` } : background
}

async function textOf(file: string): Promise<string | Refused> {
  try {
    const found = await stat(file)
    if (!found.isFile()) return { refused: `${file} is no file; give the path of one file` }
    // Looked at before it is read: a device or a disk image is not taken into memory.
    if (found.size > BACKGROUND_CHARS_MAX)
      return { refused: `${file} has ${found.size} bytes; the most is ${BACKGROUND_CHARS_MAX}` }
    return await readFile(file, 'utf8')
  } catch (error) {
    return { refused: `${file} cannot be read: ${(error as Error).message}` }
  }
}
