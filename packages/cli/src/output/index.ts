export {
  CommandRefused,
  iso,
  orRefuse,
  p,
  printJson,
  printTable,
  progress,
  progressDone,
} from './output.ts'
export { Rejections } from './rejections.ts'
