export { cot } from './codec.ts'
export type { CotEvent, CotRecord, TakControl } from './types.ts'
export { writeCot, writeTak } from './write.ts'
export { HAZARDS, circleFault, lineFault, periodFault, strayMember } from './outgoing.ts'
export type {
  AgreedZone,
  Circle,
  CotItem,
  Hazard,
  HazardKind,
  OwnUnit,
  TakeCover,
} from './outgoing.ts'
