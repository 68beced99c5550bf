/** When a folder is looked at, and how long a file has to rest; milliseconds. */
export interface FolderTimes {
  /** Between two looks at the folder, whatever the system tells of changes. */
  readonly scanMs: number
  /** A file is read when its size and time of change stayed the same for so long. */
  readonly stableMs: number
  /** After a change that the system tells of, so that many make one look. */
  readonly settleMs: number
  /** Before a file that could not be read or taken is tried again. */
  readonly againMs: number
}
/** The times in force. */
export const TIMES: FolderTimes = {
  scanMs: 5_000,
  stableMs: 2_000,
  settleMs: 200,
  againMs: 60_000,
}
/** Files of one folder; of more, the first in the order of their names are read. */
export const FILES_MAX = 100_000
/** Bytes of a file that are read at once. */
export const CHUNK_BYTES = 64 * 1024
/** So often how far a file was read is put on the disk, bytes of the file. */
export const PROGRESS_BYTES = 8 * 1024 * 1024
/** Bytes that one compressed file may come to. */
export const INFLATED_BYTES_MAX = 8 * 1024 * 1024 * 1024
/** Inflated bytes for each byte of the file; DEFLATE can reach 1,032, logs of sensors seldom 50. */
export const INFLATED_RATIO_MAX = 200
/** The ratio is not looked at below so many inflated bytes: short files of one repeated record reach it honestly. */
export const INFLATED_FREE_BYTES = 1024 * 1024
