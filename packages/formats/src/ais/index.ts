export { ais } from './codec.ts'
export type { AisRecord } from './types.ts'
