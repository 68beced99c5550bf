/**
 * The small files that state what the log must be: `checkpoint` (signed), `key` (whose signature that is), `head` (how
 * many entries were durable when last written) and `erasing` (an erasure under way). Without them a cut file would look
 * like a torn tail.
 */
import { parseCheckpoint, parseNote, parseNoteKey } from '@holdfast/core/evidence'
import type { Checkpoint, NoteKey } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { FileSystem } from './file-system.ts'
import { decodeHead, type Head } from './format.ts'
import { noteSignedBy } from './keys.ts'

/** Names of the small files. */
export const STATED_FILES = {
  checkpoint: 'checkpoint',
  key: 'key',
  head: 'head',
  erasing: 'erasing',
}

/** What the small files say. */
export interface Stated {
  readonly checkpoint: Checkpoint
  readonly key: NoteKey
  /** Null when the file is missing (removed by an operator after a power cut damaged it). */
  readonly head: Head | null
  /** The entry whose erasure was begun; null when none is. */
  readonly erasing: number | null
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

async function readErasing(fileSystem: FileSystem, path: string): Promise<number | null | Refused> {
  const bytes = await fileSystem.readFile(path)
  if (bytes === null) return null
  const [, digits] = /^erasing ([0-9]{1,15})\n$/.exec(text(bytes)) ?? []
  return digits === undefined
    ? { refused: `${path} is damaged at offset 0: it should read "erasing INDEX"` }
    : Number(digits)
}

async function readKey(fileSystem: FileSystem, path: string): Promise<NoteKey | Refused> {
  const bytes = await fileSystem.readFile(path)
  if (bytes === null)
    return { refused: `${path} is missing: restore it from a copy of the directory` }
  const line = text(bytes)
  const key = parseNoteKey(line.slice(0, -1))
  if (isRefused(key)) return { refused: `${path} is damaged at offset 0: ${key.refused}` }
  return line.endsWith('\n') ? key : { refused: `${path} is damaged at offset ${line.length - 1}` }
}

async function readHead(fileSystem: FileSystem, path: string): Promise<Head | null | Refused> {
  const bytes = await fileSystem.readFile(path)
  if (bytes === null) return null
  return (
    decodeHead(bytes) ?? {
      refused: `${path} is damaged at offset 0. If this machine lost power, remove that file and try again: the checkpoint and the chain are still checked`,
    }
  )
}

async function readCheckpoint(
  fileSystem: FileSystem,
  path: string,
  key: NoteKey,
): Promise<Checkpoint | Refused> {
  const bytes = await fileSystem.readFile(path)
  if (bytes === null)
    return { refused: `${path} is missing: restore it from a copy of the directory` }
  const note = parseNote(text(bytes))
  if (isRefused(note)) return { refused: `${path} is damaged at offset 0: ${note.refused}` }
  const checkpoint = parseCheckpoint(note.text)
  if (isRefused(checkpoint))
    return { refused: `${path} is damaged at offset 0: ${checkpoint.refused}` }
  return noteSignedBy(note, key)
    ? checkpoint
    : { refused: `${path} is damaged at offset 0: no good signature of ${key.name}` }
}

/**
 * Reads the small files, `head` and `checkpoint` before anyone reads the log: so a writer at work can only make the
 * log longer than they say. The expected key, when given, must be the directory's.
 */
export async function readStated(
  fileSystem: FileSystem,
  dir: string,
  expected?: NoteKey,
): Promise<Stated | Refused> {
  const key = await readKey(fileSystem, `${dir}/${STATED_FILES.key}`)
  if (isRefused(key)) return key
  if (expected !== undefined && !isSameKey(key, expected))
    return { refused: `${dir} is signed by the key ${key.name}, not by the ${expected.name} given` }
  const head = await readHead(fileSystem, `${dir}/${STATED_FILES.head}`)
  if (head !== null && isRefused(head)) return head
  const checkpoint = await readCheckpoint(fileSystem, `${dir}/${STATED_FILES.checkpoint}`, key)
  if (isRefused(checkpoint)) return checkpoint
  const erasing = await readErasing(fileSystem, `${dir}/${STATED_FILES.erasing}`)
  if (typeof erasing === 'object' && erasing !== null) return erasing
  return { checkpoint, key, head, erasing }
}

const isSameKey = (a: NoteKey, b: NoteKey): boolean =>
  a.name === b.name && Buffer.compare(a.publicKey, b.publicKey) === 0
