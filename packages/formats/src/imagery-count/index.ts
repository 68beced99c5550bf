export { IMAGERY_COUNT, IMAGERY_COUNT_SCHEMA } from './form.ts'
export type { ImageryCount } from './shape.ts'
export { compare, missing, seen } from './counting.ts'
export type { Agreed, Counted } from './counting.ts'
