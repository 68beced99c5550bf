export { withAccess } from './with-access.ts'
export type { Access, AccessOptions, RejectsAsked } from './access.ts'
