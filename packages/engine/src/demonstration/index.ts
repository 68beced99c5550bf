export { DONBAS, DONBAS_OPENS_MS, playDonbas } from './donbas.ts'
export { LIVE_EVERY_MS, startLive } from './live.ts'
export { replayDonbas } from './replay.ts'
export type { ReplayReport } from './replay.ts'
