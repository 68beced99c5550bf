import type { AnnexRow, AnswerRow, FindingRow, Report } from '@holdfast/core/report'
import { afterBlocks } from './after.ts'
import type { Block, Cell, Line } from './laid-out.ts'
import { cell, fromCell, sayIn, table } from './laid-out.ts'
import { utc } from './tell.ts'
import type { Teller } from './tell.ts'

const degrees = ({ lonDeg, latDeg }: { lonDeg: number; latDeg: number }): string =>
  `${latDeg.toFixed(5)} N ${lonDeg.toFixed(5)} E`

const textBlock = (told: string): Block => ({ kind: 'text', text: told })

/** A field that may be withheld: the rule in its place, never a gap. */
const orWhy = (
  text: string | null,
  { row, fields, teller }: { row: AnnexRow; fields: readonly string[]; teller: Teller },
): Cell => {
  if (text !== null) return cell(text, text)
  const why = teller.why(row.withheld, ...fields)
  return cell(why ?? teller.say('unknown'), null)
}

/** Where it happened, as far as it was reported and may be told. */
function eventCell(row: AnnexRow, teller: Teller): Cell {
  const { fix, ring, sectors } = row.seen.where
  const told = [
    ...(fix === null ? [] : [`${degrees(fix.position)} ± ${teller.number(fix.errorM)} m`]),
    ...sectors.map(({ fromDeg, toDeg }) => `${fromDeg}–${toDeg}°`),
    ...(ring === null ? [] : [`${teller.number(ring.minM)}–${teller.number(ring.maxM)} m`]),
  ]
  if (told.length > 0) {
    const why = teller.why(row.withheld, 'where.sectors')
    return cell(why === null ? told.join('; ') : `${told.join('; ')}. ${why}`, told.join('; '))
  }
  return cell(teller.why(row.withheld, 'where.fix') ?? teller.say('noPlace'), null)
}

function countCellOf({ seen: { count } }: AnnexRow, teller: Teller): Cell {
  const { n, precision } = count
  if (precision === 'unknown') return cell(teller.words.cell.uncounted, { uncounted: 1 })
  return cell(`${teller.words.cell[precision]} ${teller.number(n)}`, { [precision]: n })
}

function annexLine(
  row: AnnexRow,
  report: Report,
  { table: of, teller }: { table: string; teller: Teller },
): Line {
  const { seen } = row
  const { observed, observer } = seen
  const time = `${utc(observed.fromMs)} – ${utc(observed.toMs)}`
  const may = (text: string | null, ...fields: readonly string[]): Cell =>
    orWhy(text, { row, fields, teller })
  const position = observer.position === null ? null : degrees(observer.position)
  const title = report.regions.find(({ id }) => id === row.region)?.title
  const isKnown = !row.withheld.some(({ field }) => field === 'region')
  return {
    id: `${of}/${seen.id}`,
    cells: {
      time: cell(`${time}, ${teller.words.basis[observed.basis]}`, time),
      category: cell(teller.words.category[seen.category], seen.category),
      phase: cell(teller.words.phase[seen.phase], seen.phase),
      count: countCellOf(row, teller),
      how: cell(
        teller.list(seen.means.map((one) => teller.words.means[one])),
        seen.means.join(' '),
      ),
      weapon: cell(seen.weapon?.term ?? teller.say('unknown'), seen.weapon?.term ?? null),
      observerPlace: may(observer.place, 'observer.place'),
      observerPosition: may(
        position === null ? null : `${position} ± ${observer.errorM ?? 0} m`,
        'observer.position',
      ),
      control: cell(teller.words.control[observer.control], observer.control),
      region: may(isKnown ? (title ?? teller.say('regionOther')) : null, 'region'),
      event: eventCell(row, teller),
      source: may(seen.source, 'source'),
      record: may(seen.recordId, 'recordId'),
      withheld: cell(
        row.withheld.map(({ field }) => teller.field(field)).join(', ') || '–',
        row.withheld.map(({ field, rule }) => `${field}:${rule}`).join(' '),
      ),
      from: cell(teller.entries([row.entry]), row.entry),
    },
  }
}

function annexTable(
  id: 'access' | 'annex',
  rows: readonly AnnexRow[],
  { report, teller }: { report: Report; teller: Teller },
): Block {
  const say = sayIn(teller)
  return table(
    {
      id,
      caption: say(id),
      columns: [
        ['time', say('time')],
        ['category', say('categoryColumn')],
        ['phase', say('phaseColumn')],
        ['count', say('count')],
        ['how', say('how')],
        ['weapon', say('weapon')],
        ['observerPlace', say('observerPlace')],
        ['observerPosition', say('observerPosition')],
        ['control', say('groupColumn')],
        ['region', say('region')],
        ['event', say('eventLocation')],
        ['source', say('source')],
        ['record', say('record')],
        ['withheld', say('withheld')],
        ['from', say('from')],
      ],
    },
    rows.map((row) => annexLine(row, report, { table: id, teller })),
  )
}

/** Restrictions of access, and every observation that the edition lists, one by one. */
export function annexBlocks(report: Report, teller: Teller): readonly Block[] {
  const say = sayIn(teller)
  const { access, annex, annexMore } = report
  const rules = [...new Set(annex.flatMap(({ withheld }) => withheld.map(({ rule }) => rule)))]
  const part = (id: 'access' | 'annex', rows: readonly AnnexRow[]): readonly Block[] => [
    { kind: 'heading', id, text: say(id) },
    rows.length === 0
      ? { kind: 'text', text: say(id === 'access' ? 'accessNone' : 'annexNone') }
      : annexTable(id, rows, { report, teller }),
  ]
  return [
    ...part('access', access),
    ...part('annex', annex),
    ...(annexMore.n === 0
      ? []
      : [
          textBlock(
            `${say('annexMore', { observations: teller.counted('observation', annexMore.n) })} ${say('root', { root: annexMore.root })}`,
          ),
        ]),
    ...(rules.length === 0
      ? []
      : [{ kind: 'heading' as const, id: 'withheld', text: say('withheldNote') }]),
    ...rules
      .toSorted()
      .map((rule) =>
        textBlock(
          `${teller.sentence(teller.words.ruleInBrief[rule])}. ${teller.sentence(teller.words.rule[rule])}.`,
        ),
      ),
  ]
}

function answerText({ value, status }: AnswerRow, teller: Teller): string {
  if (value === null) return teller.words.answerStatus[status]
  return teller.apart([teller.answer(value), teller.words.answerStatus[status]])
}

function answerLine(finding: FindingRow, answer: AnswerRow, teller: Teller): Line {
  const { value, question, signers, against, standard, machineProbability } = answer
  const dissent = finding.dissent.filter((one) => one.question === question)
  const plain = typeof value === 'object' ? (value?.clause ?? '') : value
  return {
    id: `finding/${finding.incident}/${question}`,
    cells: {
      question: cell(teller.words.question[question], question),
      answer: cell(answerText(answer, teller), plain === '' ? answer.status : plain),
      standard: cell(standard ?? '–', standard),
      signers: cell(signers.join(', ') || '–', signers.join(' ')),
      against: cell(against.join(', ') || '–', against.join(' ')),
      machine: cell(
        machineProbability === null
          ? (teller.why(finding.withheld, `answers.${question}.machineProbability`) ?? '–')
          : teller.percent(machineProbability),
        machineProbability,
      ),
      dissent: cell(
        dissent
          .map(({ nation, reason }) => (reason === '' ? nation : `${nation}: ${reason}`))
          .join('; ') || teller.say('dissentNone'),
        dissent.map(({ nation }) => nation).join(' '),
      ),
    },
  }
}

function oneFinding(finding: FindingRow, teller: Teller): readonly Block[] {
  const say = sayIn(teller)
  const { words } = teller
  const head = [
    words.status[finding.status],
    ...(finding.outcome === null ? [] : [words.outcome[finding.outcome]]),
    teller.labelled(
      say('clauses'),
      finding.clauses
        .map(({ clause, agreementVersion }) => `${clause} (${agreementVersion})`)
        .join(', ') || '–',
    ),
  ]
  return [
    {
      kind: 'text',
      text: `${say('incident', { incident: finding.incident })}. ${finding.title}`,
      isTitle: true,
    },
    ...(finding.scripted
      ? [{ kind: 'text' as const, text: say('scripted'), isNotice: true as const }]
      : []),
    textBlock(`${teller.sentence(teller.apart(head))}.`),
    table(
      {
        id: `finding-${finding.incident}`,
        caption: say('incident', { incident: finding.incident }),
        columns: [
          ['question', say('questionColumn')],
          ['answer', say('answerColumn')],
          ['standard', say('standard')],
          ['signers', say('signers')],
          ['against', say('against')],
          ['machine', say('machine')],
          ['dissent', say('dissent')],
        ],
      },
      finding.answers.map((answer) => answerLine(finding, answer, teller)),
    ),
    ...finding.answers
      .filter(({ collectorsAlone }) => collectorsAlone)
      .map(({ question, status, signers }) => ({
        kind: 'text' as const,
        text: say(status === 'signed' ? 'collectorsSigned' : 'collectorsOpen', {
          question: words.question[question],
          nations: signers.join(', '),
        }),
        isNotice: true as const,
      })),
    ...finding.claims.map(({ party, stance, text: account, state }) => {
      const stands = state === 'confirmed' ? '' : ` (${words.claimState[state]})`
      return textBlock(
        `${teller.labelled(say('claims'), `${party} ${words.stance[stance]}${stands}`)}. ${account}`,
      )
    }),
    ...afterBlocks(finding, teller),
    ...finding.withheld.map(({ field, rule }) =>
      textBlock(teller.labelled(teller.sentence(teller.field(field)), words.rule[rule])),
    ),
  ]
}

/** Incidents and findings of the period with dissent, and how many this edition does not list. */
export function findingBlocks(report: Report, teller: Teller): readonly Block[] {
  const say = sayIn(teller)
  return [
    { kind: 'heading', id: 'findings', text: say('findings') },
    ...(report.findings.length === 0
      ? [{ kind: 'text' as const, text: say('findingsNone') }]
      : report.findings.flatMap((finding) => [
          ...oneFinding(finding, teller),
          table(
            {
              id: `from-${finding.incident}`,
              caption: say('incident', { incident: finding.incident }),
              columns: [['from', say('from')]],
            },
            [
              {
                id: `finding/${finding.incident}/from`,
                cells: { from: fromCell(finding.from, teller) },
              },
            ],
          ),
        ])),
    ...(report.findingsUnlisted === 0
      ? []
      : [
          textBlock(
            say('findingsUnlisted', {
              incidents: teller.counted('incident', report.findingsUnlisted),
            }),
          ),
        ]),
  ]
}
