export { SENSORTHINGS } from './codec.ts'
export {
  observation,
  ogcJson,
  partsOf,
  periodOf,
  refusedPart,
  sorted,
  textsOf,
  wordIn,
} from './entity.ts'
export type { OgcRecord, Part } from './entity.ts'
export { OBSERVE_OPTIONS, choiceOf, circleOf, observeFound } from './observe.ts'
export type { ObserveChoice } from './observe.ts'
