export { deskView } from './desk-view.ts'
export type { Assignment, DeskNeeds, DeskView, OccurredDue } from './desk-view.ts'
export type { JudgedClaim } from './claims.ts'
export type { Duplicate } from './likely.ts'
