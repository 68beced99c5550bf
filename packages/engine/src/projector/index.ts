export { MemoryProjections } from './sink.ts'
export type { ProjectionSink } from './sink.ts'
export { Projector, ENTRIES_PER_CHANGE_MAX } from './projector.ts'
export type { Projected, ZonedEvent } from './projector.ts'
