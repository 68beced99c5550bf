/** What happens between taking the lock and the first append: make a journal, or read it, mend its tail, finish an erasure. */
import { formatCheckpoint, formatNoteKey, signNote, utf8, emptyRoot } from '@holdfast/core/evidence'
import type { Signer } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import { replaceFile, type FileSystem } from './file-system.ts'
import { encodeHead, encodeTombstone, originChain } from './format.ts'
import { scanJournal, type Cut, type Scan } from './scan.ts'
import { overwriteRecord, SegmentWriter } from './segment-writer.ts'
import { readStated, STATED_FILES } from './stated.ts'

/** What opening found and mended. */
export interface Recovered {
  /** Entries there. */
  readonly entries: number
  /** Bytes cut off behind the last sound entry, by file; they were never acknowledged. */
  readonly cuts: readonly Cut[]
  /** Entries above the last recorded durable size that were found whole, and kept. */
  readonly unacknowledged: number
  /** The entry whose interrupted erasure was completed, or null. */
  readonly erased: number | null
}

/** A directory that is ready for appending. */
export interface Ready {
  readonly scan: Scan
  readonly writer: SegmentWriter
  readonly recovered: Recovered
}

/** Which journal, in which directory. */
export interface JournalPlace {
  readonly fileSystem: FileSystem
  readonly dir: string
  readonly origin: string
  readonly signer: Signer
}

/** Signs and stores a checkpoint; returns its note. */
export async function storeCheckpoint(
  { fileSystem, dir, origin, signer }: JournalPlace,
  head: { readonly size: number; readonly rootHash: Uint8Array },
): Promise<string> {
  const note = await signNote(formatCheckpoint({ origin, ...head }), signer)
  await replaceFile(fileSystem, { dir, name: STATED_FILES.checkpoint, bytes: utf8(note) })
  return note
}

/** Makes the small files of an empty journal. Segments come last, so a crash in between leaves nothing that refuses. */
async function createStated(place: JournalPlace): Promise<void> {
  const { fileSystem, dir, origin, signer } = place
  const key = utf8(`${formatNoteKey(signer)}\n`)
  await replaceFile(fileSystem, { dir, name: STATED_FILES.key, bytes: key })
  await storeCheckpoint(place, { size: 0, rootHash: emptyRoot() })
  const head = encodeHead({ size: 0, chain: originChain(origin) })
  await replaceFile(fileSystem, { dir, name: STATED_FILES.head, bytes: head })
}

async function finishErasure(place: JournalPlace, scan: Scan, index: number): Promise<void> {
  const { fileSystem, dir } = place
  const entryPlace = scan.places.at(index)
  const tombstone = encodeTombstone(index, entryPlace.length)
  await overwriteRecord({ fileSystem, dir, place: entryPlace }, tombstone)
  await fileSystem.remove(`${dir}/${STATED_FILES.erasing}`)
  await fileSystem.syncDirectory(dir)
}

async function openWriter(place: JournalPlace, scan: Scan): Promise<SegmentWriter> {
  const { fileSystem, dir } = place
  for (const path of scan.unfinished) await fileSystem.remove(path)
  if (scan.segments === 0) {
    const start = { segment: 0, firstIndex: 0, chain: originChain(place.origin) }
    return SegmentWriter.create(fileSystem, dir, start)
  }
  const { logEnd, payloadEnd } = scan
  return SegmentWriter.resume(fileSystem, dir, { segment: scan.segments - 1, logEnd, payloadEnd })
}

/** Brings the directory to where appending can go on; refuses it when it is damaged or another journal's. */
export async function recover(place: JournalPlace): Promise<Ready | Refused> {
  const { fileSystem, dir, origin } = place
  const names = await fileSystem.list(dir)
  const isNew = !names.some((name) => /^(log|payload)-[0-9]{8}$/.test(name))
  const holdsNothing = isNew && (!names.includes('checkpoint') || !names.includes('head'))
  if (holdsNothing) await createStated(place)
  const stated = await readStated(fileSystem, dir, place.signer)
  if (isRefused(stated)) return stated
  if (stated.checkpoint.origin !== origin)
    return {
      refused: `${dir} is the journal of ${stated.checkpoint.origin}, not of ${origin}; give another directory`,
    }
  const scan = await scanJournal(fileSystem, dir, stated)
  if (isRefused(scan)) return scan
  const { erasing } = stated
  if (erasing !== null && erasing >= scan.tree.size)
    return { refused: `${dir}/erasing names entry ${erasing}, but there are ${scan.tree.size}` }
  if (erasing !== null) await finishErasure(place, scan, erasing)
  const writer = await openWriter(place, scan)
  const size = scan.tree.size
  const known = Math.max(stated.checkpoint.size, stated.head?.size ?? 0)
  // The chain is durable before the small file says so.
  const head = encodeHead({ size, chain: scan.chain })
  try {
    await replaceFile(fileSystem, { dir, name: STATED_FILES.head, bytes: head })
    await storeCheckpoint(place, { size, rootHash: scan.tree.root() })
  } catch (error) {
    await writer.close()
    throw error
  }
  const recovered = {
    entries: size,
    cuts: scan.cuts,
    unacknowledged: size - known,
    erased: erasing,
  }
  return { scan, writer, recovered }
}
