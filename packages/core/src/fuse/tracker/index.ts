export type {
  Look,
  Measures,
  Outcome,
  Planes,
  TrackState,
  TrackStatus,
  TrackerOptions,
  View,
} from './types.ts'
export { INNOVATION_COLUMNS } from './types.ts'
export { Tracker } from './tracker.ts'
export { PLANE } from './plane.ts'
export { TRACKER_OPTIONS } from './assumptions.ts'
