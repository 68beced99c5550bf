export { ObservationIndex } from './observation-index.ts'
