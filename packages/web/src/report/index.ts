export { ReportScreen } from './report.tsx'
