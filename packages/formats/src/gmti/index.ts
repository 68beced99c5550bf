export { gmtiCodec } from './codec.ts'
export { encodeGmti } from './encode.ts'
export type { GmtiContent, GmtiHeader, GmtiRecord, GmtiSegment, GmtiTarget } from './types.ts'
