export { withAccess } from './with-access.ts'
export { withReports } from './reports.ts'
export type { MadeReport, ReportAccess } from './reports.ts'
export type { Access, AccessOptions, RejectsAsked } from './access.ts'
