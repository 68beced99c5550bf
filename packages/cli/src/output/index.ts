export {
  CommandRefused,
  iso,
  orRefuse,
  p,
  pWithin,
  printJson,
  printTable,
  progress,
  progressDone,
} from './output.ts'
export { Rejections } from './rejections.ts'
