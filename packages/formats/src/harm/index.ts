export { HARM_REPORT, HARM_REPORT_SCHEMA } from './form.ts'
export type { HarmReport } from './shape.ts'
export { INDEPENDENT_MIN, independentN } from './independence.ts'
export type { Claimant } from './independence.ts'
