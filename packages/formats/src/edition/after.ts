import type { EarlierRow, FindingRow, Report } from '@holdfast/core/report'
import type { Question } from '@holdfast/core/verify'
import type { Block, Cell, Line } from './laid-out.ts'
import { cell, fromCell, sayIn, table } from './laid-out.ts'
import { utc } from './tell.ts'
import type { Teller } from './tell.ts'

/** Words that people typed; where there are none, why. */
const typed = (text: string, why: string | null): Cell =>
  cell(text === '' ? (why ?? '–') : text, text === '' ? null : text)
const nations = (all: readonly string[]): Cell => cell(all.join(', ') || '–', all.join(' '))
const questionCell = (question: Question | null, teller: Teller, none: string): Cell =>
  cell(question === null ? none : teller.words.question[question], question)
const entryCell = (entry: number, teller: Teller): Cell => cell(teller.entries([entry]), entry)
const timeCell = (atMs: number): Cell => cell(utc(atMs), utc(atMs))

/** A table of one finding; none where nothing is in it. */
function part(
  id: string,
  head: { readonly caption: string; readonly columns: readonly (readonly [string, string])[] },
  lines: readonly Line['cells'][],
): readonly Block[] {
  if (lines.length === 0) return []
  const named = lines.map((cells, i): Line => ({ id: `${id}/${i + 1}`, cells }))
  return [table({ id: id.replaceAll('/', '-'), isCaptioned: true, ...head }, named)]
}

/** The rule that explains what is benign, or why it is withheld; nothing where the signed answers alone say the outcome. */
function explainedBlocks({ incident, outcome, explainedBy, withheld }: FindingRow, teller: Teller) {
  const say = sayIn(teller)
  const why = teller.why(withheld, 'explainedBy')
  if (outcome === null || (explainedBy === null && why === null)) return []
  const columns = [
    ['outcome', say('outcome')],
    ['rule', say('explainedBy')],
  ] as const
  return part(`finding/${incident}/explained`, { caption: say('explained'), columns }, [
    {
      outcome: cell(teller.words.outcome[outcome], outcome),
      rule: typed(explainedBy ?? '', why),
    },
  ])
}

function recallBlocks({ incident, recalls, withheld }: FindingRow, teller: Teller) {
  const say = sayIn(teller)
  const columns = [
    ['question', say('questionColumn')],
    ['at', say('time')],
    ['reason', say('reasonsColumn')],
    ['from', say('from')],
  ] as const
  return part(
    `finding/${incident}/recalled`,
    { caption: say('recalls'), columns },
    recalls.map(({ question, atMs, entry, reason }) => ({
      question: questionCell(question, teller, '–'),
      at: timeCell(atMs),
      reason: typed(reason, teller.why(withheld, 'recalls.reason')),
      from: entryCell(entry, teller),
    })),
  )
}

function correctionBlocks({ incident, corrections, withheld }: FindingRow, teller: Teller) {
  const say = sayIn(teller)
  const why = teller.why(withheld, 'corrections.text')
  const columns = [
    ['question', say('questionColumn')],
    ['was', say('was')],
    ['text', say('reads')],
    ['signers', say('askedBy')],
    ['at', say('time')],
    ['from', say('from')],
  ] as const
  return part(
    `finding/${incident}/corrected`,
    { caption: say('corrections'), columns },
    corrections.map(({ question, was, text, signers, atMs, entry }) => ({
      question: questionCell(question, teller, was === null ? '–' : say('title')),
      // Of logs older than the rule nobody put on record what stood, nor who asked.
      was: was === null ? cell(say('unknown'), null) : typed(was, why),
      text: typed(text, why),
      signers: nations(signers),
      at: timeCell(atMs),
      from: entryCell(entry, teller),
    })),
  )
}

function lapsedBlocks({ incident, lapsed, withheld }: FindingRow, teller: Teller) {
  const say = sayIn(teller)
  const why = teller.why(withheld, 'lapsed.value')
  const columns = [
    ['question', say('questionColumn')],
    ['value', say('proposal')],
    ['standard', say('standard')],
    ['how', say('howColumn')],
    ['by', say('proposedBy')],
    ['agreed', say('agreed')],
    ['against', say('against')],
    ['dissent', say('dissent')],
    ['at', say('time')],
    ['from', say('from')],
  ] as const
  return part(
    `finding/${incident}/lapsed`,
    { caption: say('lapsed'), columns },
    lapsed.map((one) => {
      const { value, standard, dissent } = one
      const reasons = dissent.map(({ nation, reason }) =>
        reason === '' ? nation : teller.labelled(nation, reason),
      )
      const plain = typeof value === 'object' ? (value?.clause ?? null) : value
      return {
        question: questionCell(one.question, teller, '–'),
        value: cell(value === null ? (why ?? '–') : teller.answer(value), plain),
        standard: cell(standard ?? why ?? '–', standard),
        how: cell(teller.words.lapse[one.how], one.how),
        by: nations(one.proposedBy === null ? [] : [one.proposedBy]),
        agreed: nations(one.agreed),
        against: nations(one.against),
        dissent: cell(teller.apart(reasons) || '–', dissent.map(({ nation }) => nation).join(' ')),
        at: timeCell(one.atMs),
        from: entryCell(one.entry, teller),
      }
    }),
  )
}

/** What became of a finding and of what was proposed on the way: recalled, corrected, lapsed. */
export const afterBlocks = (finding: FindingRow, teller: Teller): readonly Block[] => [
  ...explainedBlocks(finding, teller),
  ...recallBlocks(finding, teller),
  ...correctionBlocks(finding, teller),
  ...lapsedBlocks(finding, teller),
]

function earlierLine(row: EarlierRow, teller: Teller): Line {
  const { how, incident, source, question, rests, entry, atMs, reports, withheld, from } = row
  const hidden = teller.why(withheld, 'earlier.source')
  const { words } = teller
  const told = reports.map(
    (one) =>
      `${words.kind[one.kind]} ${teller.say('number', { number: String(one.number), year: String(one.year) })} (${words.edition[one.edition]}, ${teller.entries([one.entry])})`,
  )
  return {
    id: `earlier/${entry}/${question ?? 'all'}/${rests}`,
    cells: {
      incident: cell(
        incident ?? teller.labelled(teller.say('source'), source ?? hidden ?? '–'),
        incident ?? source,
      ),
      question: questionCell(
        question,
        teller,
        incident === null ? '–' : teller.say('wholeIncident'),
      ),
      how: cell(words.since[how], how),
      at: timeCell(atMs),
      nations: nations(row.nations),
      reason: typed(row.reason, teller.why(withheld, 'earlier.reason')),
      reports: cell(teller.apart(told), reports.map((one) => one.entry).join(' ')),
      rests: entryCell(rests, teller),
      entry: entryCell(entry, teller),
      from: fromCell(from, teller),
    },
  }
}

/** What earlier reports told and does not stand as told any more; nothing where all of it stands. */
export function earlierBlocks({ earlier }: Report, teller: Teller): readonly Block[] {
  if (earlier.length === 0) return []
  const say = sayIn(teller)
  return [
    { kind: 'heading', id: 'earlier', text: say('earlier') },
    { kind: 'text', text: say('earlierNote') },
    table(
      {
        id: 'earlier',
        caption: say('earlier'),
        columns: [
          ['incident', say('incidentColumn')],
          ['question', say('questionColumn')],
          ['how', say('howColumn')],
          ['at', say('time')],
          ['nations', say('askedBy')],
          ['reason', say('reasonsColumn')],
          ['reports', say('reportsColumn')],
          ['rests', say('restsColumn')],
          ['entry', say('changedColumn')],
          ['from', say('from')],
        ],
        named: 2,
      },
      earlier.map((row) => earlierLine(row, teller)),
    ),
  ]
}
