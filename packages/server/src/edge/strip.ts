import type { FileSystem } from '@holdfast/store/journal'
import type { Held } from './backlog.ts'
import { decodeRecord, encodeRecord } from './record.ts'

/**
 * Writes a segment anew with the statements of these batches alone, and gives it the old one's name in one step: after a
 * crash it is the old one or the new. The caller syncs the directory. A batch that the medium lost takes no bytes.
 */
export async function writeStripped(
  fileSystem: FileSystem,
  path: string,
  kept: readonly Held[],
): Promise<{ readonly places: readonly number[]; readonly size: number }> {
  const bytes = (await fileSystem.readFile(path)) ?? new Uint8Array()
  const parts: Buffer[] = []
  const places: number[] = []
  let size = 0
  for (const { offset, ordinal } of kept) {
    places.push(size)
    const record = decodeRecord(bytes, offset)
    if (record?.ordinal !== ordinal) continue
    const part = encodeRecord({ ...record, texts: null }, { ordinal, groupStart: size })
    parts.push(part)
    size += part.length
  }
  const temporary = `${path}.tmp`
  if ((await fileSystem.readFile(temporary)) !== null) await fileSystem.remove(temporary)
  const file = await fileSystem.openFile(temporary, 'create')
  try {
    await file.write(Buffer.concat(parts), 0)
    await file.datasync()
  } finally {
    await file.close()
  }
  await fileSystem.rename(temporary, path)
  return { places, size }
}
