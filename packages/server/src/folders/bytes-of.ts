/** The bytes of a file in pieces, inflated where it is compressed, within bounds. */
import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import {
  CHUNK_BYTES,
  INFLATED_BYTES_MAX,
  INFLATED_FREE_BYTES,
  INFLATED_RATIO_MAX,
} from './limits.ts'

/** A compressed file that is broken, or that comes to more than it may. */
export class Unreadable extends Error {
  /** A word that rejects are counted by. */
  readonly reason: 'inflates-too-far' | 'bad-gzip'

  constructor(reason: 'inflates-too-far' | 'bad-gzip', message: string) {
    super(message)
    this.reason = reason
  }
}
/** Bounds of inflating. */
export interface InflatedLimits {
  readonly bytesMax: number
  readonly ratioMax: number
  readonly freeBytes: number
}
const LIMITS: InflatedLimits = {
  bytesMax: INFLATED_BYTES_MAX,
  ratioMax: INFLATED_RATIO_MAX,
  freeBytes: INFLATED_FREE_BYTES,
}
/** How far a file was read. */
export interface Progress {
  /** Bytes of the file itself, compressed or not. */
  read: number
}

/** Pieces of the file as they are on the disk; each is hashed as it goes by. */
export async function* rawBytes(
  file: FileHandle,
  hash: Hash,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    // A buffer of its own for each piece: it is handed to another thread.
    const buffer = new Uint8Array(CHUNK_BYTES)
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null)
    if (bytesRead === 0) return
    progress.read += bytesRead
    const piece = bytesRead === CHUNK_BYTES ? buffer : buffer.slice(0, bytesRead)
    hash.update(piece)
    yield piece
  }
}

/** Inflates gzip (RFC 1952, several members too). Throws `Unreadable` where it is broken or comes to too much. */
export async function* inflated(
  raw: AsyncIterable<Uint8Array>,
  progress: Progress,
  limits: InflatedLimits = LIMITS,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  const piped = pipeline(raw, gunzip).catch(() => undefined)
  let bytes = 0
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      bytes += piece.length
      if (bytes > limits.bytesMax)
        throw new Unreadable(
          'inflates-too-far',
          `it inflates to more than ${limits.bytesMax} bytes; split it`,
        )
      if (bytes > limits.freeBytes && bytes > progress.read * limits.ratioMax)
        throw new Unreadable(
          'inflates-too-far',
          `it inflates to more than ${limits.ratioMax} times its size, which no feed does; unpack it if it is honest`,
        )
      yield new Uint8Array(piece)
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable(
      'bad-gzip',
      `it is broken as gzip: ${error instanceof Error ? error.message : String(error)}`,
    )
  } finally {
    gunzip.destroy()
    await piped
  }
}
