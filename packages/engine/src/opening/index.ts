export { liveDeployment, openHoldfast } from './open-holdfast.ts'
export type { Opened, OpeningOptions } from './open-holdfast.ts'
