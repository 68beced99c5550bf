export { CONNECTED_SYSTEMS } from './codec.ts'
