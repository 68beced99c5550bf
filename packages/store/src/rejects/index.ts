export { REJECTS_LIMITS, RejectsLedger } from './rejects-ledger.ts'
export type { RejectQuery, RejectRow, RejectsLimits } from './rejects-ledger.ts'
