export { cap } from './codec.ts'
export type { CapAlert, CapArea, CapInfo, CapShape } from './types.ts'
export { writeCap } from './write.ts'
export type { CapHazard, CapItem, CapTakeCover, CapText } from './write.ts'
