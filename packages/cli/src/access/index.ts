export { withAccess } from './access.ts'
export type { Access, AccessOptions } from './access.ts'
