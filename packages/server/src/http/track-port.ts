import type { Office } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'

/** A page of tracks: those in the box (west, south, east, north, degrees) that follow the id `after`. */
export interface TrackPage {
  readonly limit: number
  readonly after?: string
  readonly bbox?: readonly [number, number, number, number]
}
/** A refusal; 503 while the tracks are being made anew. */
export type RefusedTracks = Refused & { readonly status?: 503 }

/** What the routes of tracks need of a running deployment. */
export interface TrackPort {
  /** The tracks as they stand, a page of them in the order of their ids. */
  tracks(office: Office, page: TrackPage): Promise<object | RefusedTracks>
  /** One track with its trajectory and the log entries that it rests on. Null: no such track. */
  track(id: string, office: Office): Promise<object | RefusedTracks | null>
  /** What following found wrong with those who report, since the server started. */
  sourceHealth(office: Office): Promise<object | RefusedTracks>
}
