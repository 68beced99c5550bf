export * from './movement.tsx'
export { MovementSummary, useMovementShown } from './summary.tsx'
