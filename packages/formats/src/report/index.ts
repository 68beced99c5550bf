export { codecOf, placeOf, schemaOf } from './form.ts'
export type { Form, Found, Partly } from './form.ts'
export type { ReportRecord } from './document.ts'
export type { Hint } from './hints.ts'
export { either, list, maybe, number, object, refine, text, unique, word } from './shape.ts'
export type { JsonSchema, Shape, Shaped, Tell } from './shape.ts'
export {
  azimuth,
  calibre,
  count,
  errorM,
  exercise,
  fix,
  formOf,
  line,
  nation,
  note,
  observer,
  position,
  pseudonym,
  report,
  sha256Hex,
  weapon,
} from './common.ts'
export { time, utc } from './time.ts'
export type { SaidTime } from './time.ts'
