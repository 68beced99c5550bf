export { HealthMonitor } from './monitor.ts'
export { positionReportOf } from './report-of.ts'
export type {
  Benign,
  Finding,
  HealthReport,
  Innovation,
  Loss,
  PlaceInnovation,
  PositionReport,
  Proposal,
  SensorHealth,
} from './types.ts'
