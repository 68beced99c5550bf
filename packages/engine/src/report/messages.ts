/** What the thread of reports is told, and what it says. One job is under way at a time, so no message names one. */
import type { ReadableLog } from './read-record.ts'
import type { Chunk } from './sealed-log.ts'
import type { ReportDone, ReportJob } from './work.ts'

/** To the thread: a job on a log, or the entries that it asked for, or why there are none. */
export type ToThread =
  | {
      readonly kind: 'do'
      readonly job: ReportJob
      readonly log: Pick<ReadableLog, 'size' | 'exercise' | 'nowMs'>
    }
  | { readonly kind: 'chunk'; readonly chunk: Chunk }
  | { readonly kind: 'unread'; readonly why: string }
/** From the thread: the entries that it needs, what a job came to, or why it broke off. */
export type FromThread =
  | { readonly kind: 'want'; readonly from: number }
  | { readonly kind: 'done'; readonly done: ReportDone[ReportJob['kind']] }
  | { readonly kind: 'failed'; readonly why: string }
