export { SMM_COLUMNS, importSmm } from './import.ts'
export type { SmmImport, SmmRejected } from './import.ts'
