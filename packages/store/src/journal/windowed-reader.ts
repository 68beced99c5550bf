import type { JournalFile } from './file-system.ts'

/** Bytes read ahead in one call. */
const WINDOW_BYTES = 1024 * 1024

/** Reads a file front to back in few calls; memory is bounded by the window or the longest record asked for. */
export class WindowedReader {
  readonly #file: JournalFile
  #window: Uint8Array = new Uint8Array(0)
  #from = 0

  constructor(file: JournalFile) {
    this.#file = file
  }

  /** The bytes of [at, at + length); fewer at the end of the file. Valid until the window moves: copy what you keep. */
  async read(at: number, length: number): Promise<Uint8Array> {
    const isInside = at >= this.#from && at + length <= this.#from + this.#window.length
    if (!isInside) {
      this.#window = await this.#file.read(at, Math.max(WINDOW_BYTES, length))
      this.#from = at
    }
    return this.#window.subarray(at - this.#from, at - this.#from + length)
  }
}
