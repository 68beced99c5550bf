export { readJson } from './json.ts'
export { CSV_BYTES_MAX, rowsOf } from './rows.ts'
export type { ImportRow } from './rows.ts'
