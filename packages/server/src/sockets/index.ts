export { startTcp } from './tcp.ts'
export { startUdp } from './udp.ts'
