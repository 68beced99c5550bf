export { FIRMS } from './codec.ts'
