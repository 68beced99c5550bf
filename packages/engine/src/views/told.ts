/** What a live stream tells one office. */
import type { Projected } from '../projector/index.ts'
import type { TracksTold } from './track-views.ts'

/** The most observations of one change that are streamed one by one; a page that wants all asks for them. */
export const STREAMED_OBSERVATIONS_MAX = 20

/** One message. */
export type Told =
  | { readonly kind: 'observation'; readonly size: number; readonly observation: object }
  | { readonly kind: 'projected'; readonly size: number; readonly changed: Projected['changed'] }
  | TracksTold
