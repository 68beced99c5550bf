export { ForceDesk } from './force-desk.ts'
export type { ForceDeskNeeds } from './force-desk.ts'
export { registerView } from './register-view.ts'
