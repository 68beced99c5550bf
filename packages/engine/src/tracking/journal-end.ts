/** The journal as following reads it back: only the batches, and how far back a start has to go. */
import type { Envelope, Sealed } from '@holdfast/core/evidence'
import type { InstantMs } from '@holdfast/core/units'

/** What is read of a journal. */
export interface ReadJournal {
  readonly size: number
  sealed(index: number): Promise<Sealed | null>
}
/** An entry as far as following needs it; `payload` is null where the entry is no batch, or was erased. */
export interface Read {
  readonly atMs: InstantMs | null
  readonly payload: Uint8Array | null
}

/** Reads one entry. */
export async function readEntry(journal: ReadJournal, index: number): Promise<Read> {
  const sealed = await journal.sealed(index)
  if (sealed === null) return { atMs: null, payload: null }
  const { kind, atMs } = JSON.parse(Buffer.from(sealed.envelope).toString('utf8')) as Envelope
  return { atMs, payload: kind === 'observe.batch-accepted' ? sealed.payload : null }
}

/**
 * The first entry that is at most `backMs` older than the newest one, found by halving: the times of entries rise but
 * for what a clock that is set back does, and then some more or less is read. An erased entry has the time of the one
 * after it.
 */
export async function startOf(journal: ReadJournal, backMs: number): Promise<number> {
  const { size } = journal
  const timeOf = async (index: number): Promise<InstantMs> => {
    for (let at = index; at < size; at += 1) {
      const { atMs } = await readEntry(journal, at)
      if (atMs !== null) return atMs
    }
    return Number.POSITIVE_INFINITY
  }
  if (size === 0) return 0
  const newestMs = await timeOf(size - 1)
  if (newestMs === Number.POSITIVE_INFINITY) return size
  let [low, high] = [0, size - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((await timeOf(middle)) < newestMs - backMs) low = middle + 1
    else high = middle
  }
  return low
}
