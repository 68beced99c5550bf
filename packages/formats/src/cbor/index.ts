export { arrayAt, decodeCbor, decodeItem, encodeCbor, endOfItem } from './cbor.ts'
export type { CborBudget, CborFault } from './cbor.ts'
