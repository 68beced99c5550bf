/** Reads payload records and checks each against its leaf on the way out: a disk may rot after opening, too. */
import { commitmentOf, leafBytes, leafHash, type Sealed } from '@holdfast/core/evidence'
import type { FileSystem, JournalFile } from './file-system.ts'
import { decodePayloadRecord, segmentName } from './format.ts'
import { nodeHash } from './hash.ts'
import type { EntryPlace } from './segments.ts'
import { WindowedReader } from './windowed-reader.ts'

/** One entry to be read. */
export interface Wanted {
  readonly index: number
  readonly place: EntryPlace
  readonly leafHash: Uint8Array
}

/** Reads entries one after the other; holds the file of one segment at a time. Close it when done. */
export class PayloadReader {
  readonly #fileSystem: FileSystem
  readonly #dir: string
  #open: {
    readonly segment: number
    readonly file: JournalFile
    readonly window: WindowedReader
  } | null = null

  constructor(fileSystem: FileSystem, dir: string) {
    this.#fileSystem = fileSystem
    this.#dir = dir
  }

  /** The parts of an entry, or `tombstone`. Throws when the bytes no longer fit the leaf. */
  async read(
    { index, place, leafHash: leaf }: Wanted,
    ahead: boolean,
  ): Promise<Sealed | 'tombstone'> {
    const { segment, offset, length } = place
    const { file, window } = await this.#segment(segment)
    const bytes = await (ahead ? window.read(offset, length) : file.read(offset, length))
    const sealed = decodePayloadRecord(bytes, index)
    if (sealed === 'tombstone') return sealed
    if (sealed !== null) {
      const found = leafHash(leafBytes(commitmentOf(sealed, nodeHash)))
      if (Buffer.compare(found, leaf) === 0) return sealed
    }
    const path = `${this.#dir}/${segmentName('payload', segment)}`
    throw new Error(`${path} is damaged at offset ${offset}: entry ${index} does not fit its leaf`)
  }

  /** Closes the file held. */
  async close(): Promise<void> {
    await this.#open?.file.close()
    this.#open = null
  }

  async #segment(segment: number): Promise<{ file: JournalFile; window: WindowedReader }> {
    if (this.#open?.segment === segment) return this.#open
    await this.close()
    const path = `${this.#dir}/${segmentName('payload', segment)}`
    const file = await this.#fileSystem.openFile(path, 'read')
    this.#open = { segment, file, window: new WindowedReader(file) }
    return this.#open
  }
}
