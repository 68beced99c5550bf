export { ControlLine } from './control.ts'
export type { Creep, Edge, HeldPosition, Holder } from './types.ts'
