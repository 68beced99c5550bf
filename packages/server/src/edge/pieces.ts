/** Rows of one source out of a prepared batch, in pieces that a centre takes as one batch each. */
import { batchRoot } from '@holdfast/core/observe'
import { nodeHashing, type PreparedBatch } from '@holdfast/engine/batch'
import { BATCH_ROWS_MAX } from '@holdfast/engine/intake'

/** Bytes of rows of one batch that an edge signs: well below what a centre takes, and soon over a thin link. */
export const PIECE_BYTES_MAX = 2 * 1024 * 1024

/** Rows with the root over their ids. */
export interface Piece {
  readonly rows: number
  readonly root: string
  /** The rows as JSON with a comma between two. */
  readonly texts: Uint8Array
}

/** Pieces of these rows, given by their places, in their order. A row larger than a piece is one by itself. */
export function piecesOf(batch: PreparedBatch, rows: readonly number[]): readonly Piece[] {
  const pieces: number[][] = []
  let [piece, bytes]: [number[], number] = [[], 0]
  for (const i of rows) {
    const size = (batch.starts[i + 1] ?? 0) - (batch.starts[i] ?? 0)
    if (piece.length > 0 && (piece.length >= BATCH_ROWS_MAX || bytes + size > PIECE_BYTES_MAX)) {
      pieces.push(piece)
      ;[piece, bytes] = [[], 0]
    }
    piece.push(i)
    bytes += size
  }
  if (piece.length > 0) pieces.push(piece)
  return pieces.map((places) => pieceOf(batch, places))
}

const COMMA = Buffer.from(',')

function pieceOf(batch: PreparedBatch, places: readonly number[]): Piece {
  const rows = places.length
  if (rows === batch.rows.length) return { rows, root: batch.root, texts: batch.texts }
  const ids = places.flatMap((i) => batch.rows[i]?.id ?? [])
  const parts = places.flatMap((i, n) => {
    const text = batch.texts.subarray(batch.starts[i] ?? 0, (batch.starts[i + 1] ?? 1) - 1)
    return n === 0 ? [text] : [COMMA, text]
  })
  return { rows, root: batchRoot(ids, nodeHashing), texts: Buffer.concat(parts) }
}
