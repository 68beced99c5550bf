export { ObservationIndex, type Sighting } from './observation-index.ts'
