export { FindingsScreen } from './findings.tsx'
