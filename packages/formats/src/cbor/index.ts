export { decodeCbor, encodeCbor } from './cbor.ts'
