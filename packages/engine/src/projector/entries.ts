/** What the first stage makes of entries. */
import type { Entry, Tombstone } from '@holdfast/core/evidence'
import {
  isStreamed,
  observationsOf,
  type BatchAccepted,
  type Observation,
} from '@holdfast/core/observe'
import type { Documents } from '@holdfast/store/projections'

/** Whether the entry is a batch of observations. */
export const isBatch = (entry: Entry | Tombstone): entry is Entry =>
  !('tombstone' in entry) && entry.kind === 'observe.batch-accepted'
/** The observations of an entry that are projected: streamed ones are found and proven like all, but not listed. */
export function listedIn(entry: Entry | Tombstone): Observation[] {
  if (!isBatch(entry)) return []
  const observations = observationsOf(entry.payload as unknown as BatchAccepted)
  return observations.filter(({ category }) => !isStreamed(category))
}

/** The log's index, without payloads: those stand in the journal, and a screen asks for one by its place. */
export const indexRow = (entry: Entry | Tombstone): Documents['entry'] => ({
  ...entry,
  ...('tombstone' in entry ? {} : { payload: null }),
  id: String(entry.index),
})
