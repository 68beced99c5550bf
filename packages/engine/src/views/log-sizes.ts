import type { Office } from '@holdfast/core/nations'
import type { Projected } from '../projector/index.ts'
import type { Told } from './told.ts'

/** How often an office hears how long the log is while all that was added is withheld from it, milliseconds. */
export const SIZE_BEAT_MS = 600_000
/** The most new entries of one change that are read to see whether an office may know of one. */
const READ_MAX = 64

type Change = Pick<Projected, 'size' | 'changed'>

/** What the telling needs. */
export interface SizesPorts {
  /** Whether the office may read anything of the entry. */
  readonly read: (index: number) => Promise<boolean>
  readonly tell: (message: Told) => void
}

/**
 * Tells an office that the log grew. The monitor hears it at once. Another office hears at once of what it may know; a
 * change of withheld entries alone waits for the next such message or for the beat, so that its instant tells nothing.
 */
export function tellSizes(office: Office, { read, tell }: SizesPorts) {
  let told = -1
  let latest = -1
  const say = ({ size, changed }: Change): void => {
    told = Math.max(told, size)
    tell({ kind: 'projected', size, changed })
  }
  const sayLatest = (upTo: number): void => {
    if (upTo > told) say({ size: upTo, changed: { entry: upTo - told } })
  }
  const look = async (from: number, size: number): Promise<void> => {
    for (let index = from; index < size; index += 1)
      if (await read(index)) {
        sayLatest(size)
        return
      }
  }
  const changed = (change: Change): void => {
    const { size } = change
    const isEntriesOnly = Object.entries(change.changed).every(
      ([table, n]) => table === 'entry' || n === 0,
    )
    if (office === 'monitor' || !isEntriesOnly) {
      say(change)
      return
    }
    const from = size - (change.changed.entry ?? 0)
    if (told < 0) told = from
    latest = Math.max(latest, size)
    // What cannot be read waits for the beat, as what may not be.
    if (size - from <= READ_MAX) look(from, size).catch(() => undefined)
  }
  const beat = office === 'monitor' ? null : setInterval(() => sayLatest(latest), SIZE_BEAT_MS)
  beat?.unref()
  return { changed, stop: (): void => void (beat === null || clearInterval(beat)) }
}
