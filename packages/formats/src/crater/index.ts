export { CRATER_ANALYSIS, CRATER_ANALYSIS_SCHEMA } from './form.ts'
export type { CraterAnalysis } from './shape.ts'
export { CRITICAL, TEST, combine } from './azimuths.ts'
export type { Combined, Measured } from './azimuths.ts'
