export { PATROL_REPORT, PATROL_REPORT_SCHEMA } from './form.ts'
export type { PatrolReport } from './shape.ts'
