/** How a command reaches the record that it judges anew: the same pages from a server and from an opened directory. */
import type { Office } from '@holdfast/core/nations'
import type { RecordHead, RecordPage, RecordTable, RecordView } from '@holdfast/engine/record-view'
import { orRefuse } from '../output/index.ts'

/** The record, by pages: the monitor's. */
export interface RecordAccess {
  /** What it begins with. */
  recordHead(): Promise<RecordHead>
  /** A page of it, after the `next` of the page before. */
  recordPage(table: RecordTable, after?: string): Promise<RecordPage>
}

/** The record of an opened directory. */
export const recordIn = (record: RecordView, office: Office): RecordAccess => ({
  recordHead: async () => orRefuse(await record.head(office)),
  recordPage: async (table, after) =>
    orRefuse(await record.page(office, table, after === undefined ? {} : { after })),
})

/** The record of a server. */
export const recordOver = (json: (path: string) => Promise<unknown>): RecordAccess => ({
  recordHead: async () => (await json('/agreement/record')) as RecordHead,
  recordPage: async (table, after) =>
    (await json(
      `/agreement/record/${table}${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`,
    )) as RecordPage,
})
