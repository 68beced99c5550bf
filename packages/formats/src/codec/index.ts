export type {
  Codec,
  CodecOptions,
  Decoded,
  Decoder,
  FeedContext,
  Framing,
  Observed,
  Reject,
} from './types.ts'
