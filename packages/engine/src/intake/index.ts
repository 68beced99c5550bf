export { Intake, BATCH_ROWS_MAX } from './intake.ts'
export type {
  FeedStatus,
  IntakeRefusal,
  OfferedBatch,
  OfferedRecords,
  TakenRecords,
} from './intake.ts'
export type { Feed, FeedCounts } from './feed.ts'
export { MEDIA_TYPES } from './work.ts'
export type { FeedSpec, MediaType } from './work.ts'
export type { Taker } from './taker.ts'
