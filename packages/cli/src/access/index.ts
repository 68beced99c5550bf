export { withAccess } from './access.ts'
export type { Access, AccessOptions, RejectsAsked } from './access.ts'
