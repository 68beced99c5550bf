export type {
  Codec,
  CodecOptions,
  Decoded,
  Decoder,
  FeedContext,
  Framing,
  Observed,
  RecordSignature,
  Reject,
} from './types.ts'
export { ByteQueue } from './byte-queue.ts'
