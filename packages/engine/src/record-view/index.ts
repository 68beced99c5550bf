export { RECORD_ROWS_MAX, RECORD_TABLES, RecordView } from './record-view.ts'
export type { RecordHead, RecordPage, RecordTable, TakenUp } from './record-view.ts'
