export {
  eventId,
  firstIdOf,
  fuse,
  heard,
  normal,
  partitions,
  reportOf,
  reportersOf,
  revise,
  sourceOf,
} from './happening/index.ts'
export type { Beside, Engagement, Event, Fusion, Words } from './happening/index.ts'
