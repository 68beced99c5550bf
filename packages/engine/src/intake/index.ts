export { Intake, BATCH_ROWS_MAX } from './intake.ts'
export type {
  FeedStatus,
  IntakeRefusal,
  OfferedBatch,
  OfferedRecords,
  OfferedRun,
  TakenRecords,
} from './intake.ts'
export type { Feed, FeedCounts } from './feed.ts'
export { MEDIA_TYPES, RUN_MEDIA_TYPE } from './work.ts'
export type { FeedReject, FeedSpec, MediaType } from './work.ts'
export type { RejectsOf } from './rejects-account.ts'
export type { Taker } from './taker.ts'
