export { startWays } from './start-ways.ts'
