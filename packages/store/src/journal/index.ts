export { Journal, SEGMENT_BYTES_MAX, QUEUE_BYTES_MAX, APPEND_RECORDS_MAX } from './journal.ts'
export type { JournalOptions } from './journal.ts'
export { JournalError, type JournalErrorCode } from './journal-error.ts'
export type { JournalRecord } from './records.ts'
export type { Recovered } from './recovery.ts'
export type { Cut } from './scan.ts'
export { verifyJournal, type VerifiedJournal, type VerifyOptions } from './verify-journal.ts'
export {
  loadOrCreateSigner,
  seededSigner,
  seededSalts,
  randomSalts,
  signerFromSeed,
} from './keys.ts'
export { noteSignedBy } from './keys.ts'
export { PAYLOAD_BYTES_MAX, ENVELOPE_BYTES_MAX } from './format.ts'
export { nodeFileSystem, type FileSystem, type JournalFile } from './file-system.ts'
