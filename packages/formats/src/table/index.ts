export { RecordCutter } from './cutter.ts'
export { COLUMNS_MAX, RECORD_BYTES_MAX } from './limits.ts'
export { DELIMITER_OPTION, NO_ROW, TableDecoder, delimiterOf, tableJson } from './table.ts'
export type { Fault, TableOptions, TableRecord } from './table.ts'
