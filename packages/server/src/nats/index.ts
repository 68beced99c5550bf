export { startNats } from './nats-way.ts'
