export type { TrackQuery } from './messages.ts'
export { Tracking, type TrackingStatus } from './tracking.ts'
