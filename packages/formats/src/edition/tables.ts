import { eyesAre, REGION_OTHER, REGION_WITHHELD } from '@holdfast/core/report'
import type { Basis, Cells, CountRow, PublishedRow, Report } from '@holdfast/core/report'
import type { CoverageShares } from '@holdfast/core/observe'
import type { Block, Cell, Line } from './laid-out.ts'
import { cell, fromCell, sayIn, table } from './laid-out.ts'
import type { Teller } from './tell.ts'

const STATES = ['up', 'down', 'jammed', 'obscured', 'denied', 'unknown'] as const
const PRECISIONS = ['exact', 'about', 'atLeast', 'uncounted'] as const

const BLIND = { some: [], none: ['noEyes'], unknown: ['eyesUnknown'] } as const

/** Counts in words, apart by precision. Nothing reported is never told without whether anybody could look. */
export function countCell(cells: Cells | null, eyes: CoverageShares | null, teller: Teller): Cell {
  if (cells === null) return cell(teller.say('unknown'), null)
  const say = sayIn(teller)
  const { words } = teller
  const told = PRECISIONS.filter((precision) => cells[precision] > 0).map(
    (precision) => `${words.cell[precision]} ${teller.number(cells[precision])}`,
  )
  const blind = eyes === null ? [] : BLIND[eyesAre(eyes)].map((sentence) => say(sentence))
  const text =
    cells.observations === 0
      ? [say('nothing'), ...blind].join('; ')
      : `${told.join('; ')} (${teller.counted('observation', cells.observations)})`
  return cell(text, { ...cells })
}

/** Coverage in words: every state that has a share. */
export function eyesCell(eyes: CoverageShares | null, teller: Teller): Cell {
  if (eyes === null) return cell('–', null)
  const told = STATES.filter((state) => eyes[state] > 0).map(
    (state) => `${teller.words.eyes[state]} ${teller.percent(eyes[state])}`,
  )
  return cell(told.join(', '), { ...eyes })
}

const both = (now: Basis, before: Basis | null): string =>
  [now.root, before?.root ?? ''].filter((root) => root !== '').join(' ')

function countLine(row: CountRow, report: Report, teller: Teller): Line {
  const { words } = teller
  const from = [
    `${teller.say('now')}: ${teller.basis(row.from)}`,
    ...(row.fromBefore === null
      ? []
      : [`${teller.say('before')}: ${teller.basis(row.fromBefore)}`]),
  ]
  return {
    id: row.id,
    cells: {
      group: cell(groupTitle(row.group, report, teller), row.group),
      ledger: cell(words.ledger[row.ledger], row.ledger),
      category: cell(row.category === null ? '–' : words.category[row.category], row.category),
      now: countCell(row.now, row.eyes, teller),
      eyes: eyesCell(row.eyes, teller),
      ...(report.head.previous === null
        ? {}
        : {
            before: countCell(row.before, row.eyesBefore, teller),
            eyesBefore: eyesCell(row.eyesBefore, teller),
          }),
      from: cell(from.join('. '), both(row.from, row.fromBefore)),
    },
  }
}

function groupTitle(group: string | null, { regions }: Report, teller: Teller): string {
  if (group === null) return ''
  if (group === REGION_OTHER) return teller.say('regionOther')
  if (group === REGION_WITHHELD) return teller.say('regionWithheld')
  const control = Object.entries(teller.words.control).find(([key]) => key === group)
  return control?.[1] ?? regions.find(({ id }) => id === group)?.title ?? group
}

function countsTable(
  id: string,
  rows: readonly CountRow[],
  { report, teller, caption }: { report: Report; teller: Teller; caption: string },
): Block {
  const say = sayIn(teller)
  const coverage = say('coverage')
  const columns: (readonly [string, string])[] = [
    ['ledger', say('ledgerColumn')],
    ['category', say('categoryColumn')],
    ['now', say('now')],
    ['eyes', `${coverage} (${say('now')})`],
  ]
  if (rows.some(({ group }) => group !== null)) columns.unshift(['group', say('groupColumn')])
  if (report.head.previous !== null)
    columns.push(['before', say('before')], ['eyesBefore', `${coverage} (${say('before')})`])
  columns.push(['from', say('from')])
  return table(
    { id, caption, columns },
    rows.map((row) => countLine(row, report, teller)),
  )
}

/** What was reported: the whole, by region, by party-controlled area. */
export function countBlocks(report: Report, teller: Teller): readonly Block[] {
  const caption = (sentence: 'counts' | 'byRegion' | 'byControl') => ({
    report,
    teller,
    caption: teller.say(sentence),
  })
  const heading = (sentence: 'counts' | 'byRegion' | 'byControl'): Block => ({
    kind: 'heading',
    id: sentence,
    text: teller.say(sentence),
  })
  return [
    heading('counts'),
    { kind: 'text', text: teller.say('countsNote') },
    countsTable('counts', report.counts, caption('counts')),
    {
      kind: 'text',
      text: teller.say('labelled', {
        observations: teller.counted('observation', report.labelled),
      }),
    },
    heading('byRegion'),
    ...(report.coverage.withheld.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: `${teller.say('regionEyes')} ${teller.words.rule.sensors}.`,
          },
        ]),
    ...(report.regions.length === 0
      ? [{ kind: 'text' as const, text: teller.say('noRegions') }]
      : [countsTable('region', report.byRegion, caption('byRegion'))]),
    heading('byControl'),
    { kind: 'text', text: teller.say('controlNote') },
    countsTable('control', report.byControl, caption('byControl')),
  ]
}

/** The coverage of the period; source by source for the monitor alone. */
export function coverageBlocks({ coverage }: Report, teller: Teller): readonly Block[] {
  const say = sayIn(teller)
  const line = (id: string, name: string, shares: CoverageShares): Line => ({
    id: `coverage/${id}`,
    cells: {
      name: cell(name, name),
      eyes: eyesCell(shares, teller),
      from: fromCell(coverage.from, teller),
    },
  })
  return [
    { kind: 'heading', id: 'coverage', text: say('coverage') },
    {
      kind: 'text',
      text: say('coverageNote', { sources: teller.counted('source', coverage.count) }),
    },
    table(
      {
        id: 'coverage',
        caption: say('coverage'),
        columns: [
          ['name', say('source')],
          ['eyes', say('coverage')],
          ['from', say('from')],
        ],
      },
      [
        line('now', say('now'), coverage.now),
        ...(coverage.before === null ? [] : [line('before', say('before'), coverage.before)]),
        ...coverage.sources.map(({ source, shares }) => line(`source/${source}`, source, shares)),
      ],
    ),
    ...coverage.withheld.map(({ rule }) => ({
      kind: 'text' as const,
      text: `${say('sources')}: ${teller.words.rule[rule]}`,
    })),
  ]
}

function publishedLine(row: PublishedRow, teller: Teller): Line {
  const say = sayIn(teller)
  const theirs = (n: number | null): Cell =>
    cell(n === null ? say('unknown') : `${teller.number(n)} (${row.precision})`, n)
  const share = (of: number | null): Cell => cell(of === null ? '–' : teller.percent(of), of)
  const dates = row.dates.join(' – ')
  return {
    id: row.id,
    cells: {
      dates: cell(dates, dates),
      region: cell(row.regionTitle, row.region),
      explosions: theirs(row.explosions),
      ours: countCell(row.ours, null, teller),
      share: share(row.coveredShare),
      counted: theirs(row.counted),
      oursCounted: countCell(row.oursCounted, null, teller),
      shareCounted: share(row.coveredCountedShare),
      url: cell(row.url, row.url),
      from: fromCell(row.from, teller),
    },
  }
}

/** Somebody else's totals beside ours, quoted in their own words. */
export function publishedBlocks({ published }: Report, teller: Teller): readonly Block[] {
  if (published === null) return []
  const say = sayIn(teller)
  return [
    { kind: 'heading', id: 'published', text: say('published') },
    { kind: 'text', text: say('publishedNote') },
    ...(published.length === 0
      ? [{ kind: 'text' as const, text: say('publishedNone') }]
      : [
          table(
            {
              id: 'published',
              caption: say('published'),
              columns: [
                ['dates', say('time')],
                ['region', say('region')],
                ['explosions', `${say('explosions')}: ${say('theirs')}`],
                ['ours', `${say('explosions')}: ${say('ours')}`],
                ['share', `${say('explosions')}: ${say('share')}`],
                ['counted', `${say('countedTogether')}: ${say('theirs')}`],
                ['oursCounted', `${say('countedTogether')}: ${say('ours')}`],
                ['shareCounted', `${say('countedTogether')}: ${say('share')}`],
                ['url', say('sourceUrl')],
                ['from', say('from')],
              ],
            },
            published.map((row) => publishedLine(row, teller)),
          ),
        ]),
  ]
}
