export { CELLS, EDITIONS, REPORT_KINDS } from './types.ts'
export type {
  AnnexRow,
  AnswerRow,
  Basis,
  Cells,
  CorrectionRow,
  CountRow,
  CoverageStatement,
  DismissedRow,
  EarlierReport,
  EarlierRow,
  Edition,
  FindingRow,
  Head,
  LapsedRow,
  Period,
  PublishedRow,
  PublishedTotal,
  RecallRow,
  Report,
  ReportKind,
  Withheld,
  WithheldRule,
  SinceHow,
  SourceHow,
} from './types.ts'
export { BASIS_ENTRIES_MAX, basisOf, basisOfEntries } from './basis.ts'
export { LEDGERS } from './count.ts'
export type { Recorded } from './count.ts'
export { eyesAre } from './coverage.ts'
export { EDITION_RULES, admits, observationFor } from './edition.ts'
export type { WithheldField } from './edition.ts'
export {
  ANNEX_ROWS_MAX,
  CONTROLS,
  REGION_OTHER,
  REGION_WITHHELD,
  compose,
  regionAt,
} from './compose.ts'
export type { Asked, IncidentAct, Region, ReportRecord } from './compose.ts'
export {
  LANGUAGES,
  REPORT_FORMATS,
  decide,
  evolve,
  initial,
  nextNumber,
  refuseIssuer,
} from './issue.ts'
export type { IssueReport, Issued, Language, ReportFormat, ReportState } from './issue.ts'
export type { Told } from './earlier.ts'
export { toldPeriod } from './told-period.ts'
export { SINCE_HOW, isTold, sinceThen, wordless } from './since.ts'
export { sourceless, sourcesSince } from './since-sources.ts'
export type { SourceSince } from './since-sources.ts'
export type { About, Act, Change, Changes, Mover, Since } from './since.ts'
