export { CELLS, EDITIONS, REPORT_KINDS } from './types.ts'
export type {
  AnnexRow,
  AnswerRow,
  Basis,
  Cells,
  CountRow,
  CoverageStatement,
  DismissedRow,
  Edition,
  FindingRow,
  Head,
  Period,
  PublishedRow,
  PublishedTotal,
  Report,
  ReportKind,
  Withheld,
  WithheldRule,
} from './types.ts'
export { BASIS_ENTRIES_MAX, basisOf, basisOfEntries } from './basis.ts'
export { LEDGERS } from './count.ts'
export type { Recorded } from './count.ts'
export { eyesAre } from './coverage.ts'
export { EDITION_RULES, admits, observationFor } from './edition.ts'
export {
  ANNEX_ROWS_MAX,
  CONTROLS,
  REGION_OTHER,
  REGION_WITHHELD,
  compose,
  regionAt,
} from './compose.ts'
export type { Asked, IncidentAct, Region, ReportRecord } from './compose.ts'
export { LANGUAGES, REPORT_FORMATS, decide, evolve, initial, nextNumber } from './issue.ts'
export type { IssueReport, Issued, Language, ReportFormat, ReportState } from './issue.ts'
