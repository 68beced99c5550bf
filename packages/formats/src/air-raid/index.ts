export { AIR_RAID } from './codec.ts'
