export { simulate, WORKERS_MAX } from './simulate.ts'
export type { SimulateOptions } from './simulate.ts'
