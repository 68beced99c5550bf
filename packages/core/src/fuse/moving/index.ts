export { MovingPicture } from './moving.ts'
export { hardKeys } from './names.ts'
export type {
  Advance,
  Contradiction,
  Domain,
  Living,
  LivingTrack,
  MovingCounts,
  MovingOptions,
  Track,
  Trajectory,
  TrajectoryPoint,
} from './types.ts'
