export {
  CommandRefused,
  iso,
  guardTerminal,
  orRefuse,
  p,
  pWithin,
  pCandidate,
  pWorth,
  printJson,
  printTable,
  progress,
  progressDone,
} from './output.ts'
export { Rejections } from './rejections.ts'
