export { CSV } from './codec.ts'
export { CSV_MAPPING_SCHEMA } from './mapping-schema.ts'
