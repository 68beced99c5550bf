export {
  CommandRefused,
  iso,
  orRefuse,
  p,
  pWithin,
  pWorth,
  printJson,
  printTable,
  progress,
  progressDone,
} from './output.ts'
export { Rejections } from './rejections.ts'
