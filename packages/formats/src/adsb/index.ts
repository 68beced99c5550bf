export { AVR_CODEC, BEAST_CODEC, READSB_CODEC } from './codecs.ts'
export type { ReceiverRecord } from './record.ts'
export type { ReadsbRecord } from './readsb.ts'
export type { Message } from './message.ts'
export {
  airborneWords,
  allCallMessageOf,
  beastFrameOf,
  identificationWords,
  operationalWords,
  replyMessageOf,
  squitterMessageOf,
  surfaceWords,
  velocityWords,
} from './encode.ts'
export type { SquitterWords } from './encode.ts'
