import type {
  Cells,
  Edition,
  ReportKind,
  SinceHow,
  SourceHow,
  WithheldField,
  WithheldRule,
} from '@holdfast/core/report'
import type {
  Category,
  Control,
  CoverageState,
  Ledger,
  Means,
  ObservedTime,
  Phase,
} from '@holdfast/core/observe'
import type {
  Answer,
  AnswerValue,
  Claim,
  ClaimState,
  DismissalGround,
  IncidentStatus,
  Lapse,
  Outcome,
  Question,
} from '@holdfast/core/verify'

/** A word that is counted, by the plural rule of CLDR; a language that has fewer forms repeats them. */
export type Counted = Readonly<Record<'one' | 'few' | 'many' | 'other', string>>
/** The words of a fixed set of values: a value without its word does not compile. */
type Of<Value extends string> = Readonly<Record<Value, string>>
/** Answers that are one word; a breach that names a clause is written as the clause. */
type AnswerWord = Extract<AnswerValue[Question], string>

/** Every fixed word and sentence of a report in one language. Figures, dates and plurals come from Intl, not from here. */
export interface Words {
  readonly kind: Of<ReportKind>
  readonly edition: Of<Edition>
  readonly ledger: Of<Ledger>
  readonly category: Of<Category>
  readonly cell: Of<keyof Cells>
  readonly eyes: Of<CoverageState | 'unknown'>
  readonly control: Of<Control>
  /** In full, once in a report; and in a word, in the place of each field. */
  readonly rule: Of<WithheldRule>
  readonly ruleInBrief: Of<WithheldRule>
  /** What is withheld, as a thing. */
  readonly field: Of<WithheldField>
  readonly status: Of<IncidentStatus>
  readonly question: Of<Question>
  readonly answerStatus: Of<Answer['status']>
  readonly answer: Of<AnswerWord>
  readonly outcome: Of<Outcome>
  readonly lapse: Of<Lapse>
  readonly since: Of<SinceHow | SourceHow>
  readonly ground: Of<DismissalGround>
  readonly stance: Of<Claim['stance']>
  readonly claimState: Of<ClaimState>
  readonly phase: Of<Phase>
  readonly means: Of<Means>
  readonly basis: Of<ObservedTime['basis']>
  readonly say: Of<Sentence>
  readonly counted: Readonly<Record<'observation' | 'source' | 'incident' | 'entry', Counted>>
}

/** Headings, columns and sentences. `{…}` is filled in. */
export type Sentence =
  | 'number'
  | 'period'
  | 'previousPeriod'
  | 'noPrevious'
  | 'asOf'
  | 'restsOn'
  | 'exercise'
  | 'agreement'
  | 'noAgreement'
  | 'version'
  | 'topic'
  | 'incident'
  | 'contents'
  | 'counts'
  | 'countsNote'
  | 'byRegion'
  | 'regionOther'
  | 'regionWithheld'
  | 'noRegions'
  | 'byControl'
  | 'controlNote'
  | 'coverage'
  | 'coverageColumn'
  | 'coverageNote'
  | 'coverageSome'
  | 'coverageNone'
  | 'coverageUnknown'
  | 'coverageNobody'
  | 'recordedNothing'
  | 'silent'
  | 'silentAreas'
  | 'dismissed'
  | 'dismissedNote'
  | 'groundColumn'
  | 'incidentsColumn'
  | 'reasonsColumn'
  | 'page'
  | 'noEyes'
  | 'eyesUnknown'
  | 'regionEyes'
  | 'nothing'
  | 'findings'
  | 'findingsNone'
  | 'findingsUnlisted'
  | 'access'
  | 'accessNone'
  | 'annex'
  | 'annexNone'
  | 'annexMore'
  | 'labelled'
  | 'published'
  | 'publishedNote'
  | 'notCompared'
  | 'publishedNone'
  | 'sources'
  | 'ledgerColumn'
  | 'categoryColumn'
  | 'groupColumn'
  | 'now'
  | 'before'
  | 'from'
  | 'source'
  | 'record'
  | 'observerPlace'
  | 'observerPosition'
  | 'eventLocation'
  | 'time'
  | 'how'
  | 'count'
  | 'weapon'
  | 'region'
  | 'oneEntry'
  | 'entries'
  | 'root'
  | 'withheld'
  | 'withheldNote'
  | 'title'
  | 'clauses'
  | 'standard'
  | 'signers'
  | 'against'
  | 'machine'
  | 'dissent'
  | 'dissentNone'
  | 'explained'
  | 'explainedBy'
  | 'outcome'
  | 'claims'
  | 'corrections'
  | 'was'
  | 'reads'
  | 'askedBy'
  | 'recalls'
  | 'lapsed'
  | 'proposal'
  | 'proposedBy'
  | 'agreed'
  | 'howColumn'
  | 'earlier'
  | 'earlierNote'
  | 'incidentColumn'
  | 'wholeIncident'
  | 'reportsColumn'
  | 'restsColumn'
  | 'changedColumn'
  | 'collectorsSigned'
  | 'collectorsOpen'
  | 'scripted'
  | 'theirs'
  | 'ours'
  | 'explosions'
  | 'countedTogether'
  | 'share'
  | 'sourceUrl'
  | 'unknown'
  | 'noPlace'
  | 'check'
  | 'pdfLeftOut'
  | 'phaseColumn'
  | 'questionColumn'
  | 'answerColumn'
