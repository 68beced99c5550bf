import { eyesAre, REGION_OTHER, REGION_WITHHELD } from '@holdfast/core/report'
import type {
  Basis,
  Cells,
  CountRow,
  DismissedRow,
  PublishedRow,
  Report,
} from '@holdfast/core/report'
import type { CoverageShares } from '@holdfast/core/observe'
import type { Block, Cell, Line } from './laid-out.ts'
import { cell, fromCell, sayIn, table } from './laid-out.ts'
import type { Teller } from './tell.ts'

const STATES = ['up', 'down', 'jammed', 'obscured', 'denied', 'unknown'] as const
const PRECISIONS = ['exact', 'about', 'atLeast', 'uncounted'] as const

const BLIND = { some: [], none: ['noEyes'], unknown: ['eyesUnknown'] } as const

/** Counts in words, apart by precision; the coverage that they were made under stands in the cell beside. */
export function countCell(cells: Cells | null, teller: Teller): Cell {
  if (cells === null) return cell(teller.say('unknown'), null)
  const { words } = teller
  const told = PRECISIONS.filter((precision) => cells[precision] > 0).map(
    (precision) => `${words.cell[precision]} ${teller.number(cells[precision])}`,
  )
  const text =
    cells.observations === 0
      ? teller.say('nothing')
      : `${teller.apart(told)} (${teller.counted('observation', cells.observations)})`
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
    teller.labelled(teller.sentence(teller.say('now')), teller.basis(row.from)),
    ...(row.fromBefore === null
      ? []
      : [teller.labelled(teller.sentence(teller.say('before')), teller.basis(row.fromBefore))]),
  ]
  return {
    id: row.id,
    cells: {
      group: cell(groupTitle(row.group, report, teller), row.group),
      ledger: cell(words.ledger[row.ledger], row.ledger),
      category: cell(row.category === null ? '–' : words.category[row.category], row.category),
      now: countCell(row.now, teller),
      eyes: eyesCell(row.eyes, teller),
      ...(report.head.previous === null
        ? {}
        : {
            before: countCell(row.before, teller),
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
  const coverage = say('coverageColumn')
  const columns: (readonly [string, string])[] = [
    ['ledger', say('ledgerColumn')],
    ['category', say('categoryColumn')],
    ['now', teller.sentence(say('now'))],
    ['eyes', `${coverage} (${say('now')})`],
  ]
  if (rows.some(({ group }) => group !== null)) columns.unshift(['group', say('groupColumn')])
  if (report.head.previous !== null)
    columns.push(
      ['before', teller.sentence(say('before'))],
      ['eyesBefore', `${coverage} (${say('before')})`],
    )
  columns.push(['from', say('from')])
  return table(
    { id, caption, columns, named: columns.findIndex(([key]) => key === 'category') + 1 },
    rows.map((row) => countLine(row, report, teller)),
  )
}

const text = (told: string): Block => ({ kind: 'text', text: told })

/** Rows in which either period has something; of the others a sentence tells, and no table of empty lines. */
const filled = (rows: readonly CountRow[]): readonly CountRow[] =>
  rows.filter(({ category }) => category !== null)

/** Ledgers of which nothing was reported, in one sentence, with whether anybody could have. */
function silentLedgers(rows: readonly CountRow[], teller: Teller): readonly Block[] {
  const silent = rows.filter(({ category }) => category === null)
  const [first] = silent
  if (first === undefined) return []
  const blind = BLIND[eyesAre(first.eyes)].map((sentence) => teller.say(sentence))
  const what = teller.list(silent.map(({ ledger }) => teller.words.ledger[ledger]))
  return [text(`${teller.apart([teller.say('silent', { what }), ...blind])}.`)]
}

/** That nothing is withheld, or that nothing came from nobody knows where, is no area that was silent. */
const isArea = (group: CountRow['group']): boolean =>
  group !== REGION_WITHHELD && group !== 'unknown'

/** Areas from which nothing was reported, in one sentence; each with its own coverage where the edition has that. */
function silentAreas(rows: readonly CountRow[], report: Report, teller: Teller): readonly Block[] {
  const spoke = new Set(filled(rows).map(({ group }) => group))
  const silent = new Map(
    rows.filter(({ group }) => !spoke.has(group) && isArea(group)).map((row) => [row.group, row]),
  )
  if (silent.size === 0) return []
  const isOwn = new Set(rows.map(({ eyes }) => JSON.stringify(eyes))).size > 1
  const what = [...silent].map(([group, { eyes }]) => {
    const title = groupTitle(group, report, teller)
    return isOwn ? `${title} (${eyesCell(eyes, teller).text})` : title
  })
  return [text(teller.say('silentAreas', { what: teller.apart(what) }))]
}

const heading = (id: 'counts' | 'byRegion' | 'byControl', teller: Teller): Block => ({
  kind: 'heading',
  id,
  text: teller.say(id),
})

function byRegionBlocks(report: Report, teller: Teller): readonly Block[] {
  const { regions, byRegion, coverage } = report
  if (regions.length === 0) return [heading('byRegion', teller), text(teller.say('noRegions'))]
  const rows = filled(byRegion)
  const caption = teller.say('byRegion')
  return [
    heading('byRegion', teller),
    ...(coverage.withheld.length === 0 || rows.length === 0
      ? []
      : [text(`${teller.say('regionEyes')} ${teller.words.rule.sensors}.`)]),
    ...(rows.length === 0 ? [] : [countsTable('region', rows, { report, teller, caption })]),
    ...silentAreas(byRegion, report, teller),
  ]
}

function byControlBlocks(report: Report, teller: Teller): readonly Block[] {
  const rows = filled(report.byControl)
  const caption = teller.say('byControl')
  return [
    heading('byControl', teller),
    text(teller.say('controlNote')),
    ...(rows.length === 0 ? [] : [countsTable('control', rows, { report, teller, caption })]),
    ...silentAreas(report.byControl, report, teller),
  ]
}

/** What was reported: the whole, by region, by party-controlled area. */
export function countBlocks(report: Report, teller: Teller): readonly Block[] {
  const rows = filled(report.counts)
  const caption = teller.say('counts')
  return [
    heading('counts', teller),
    ...(rows.length === 0
      ? []
      : [text(teller.say('countsNote')), countsTable('counts', rows, { report, teller, caption })]),
    ...silentLedgers(report.counts, teller),
    text(teller.say('labelled', { observations: teller.counted('observation', report.labelled) })),
    // Without one row there is nothing to tell apart by area.
    ...(rows.length === 0
      ? []
      : [...byRegionBlocks(report, teller), ...byControlBlocks(report, teller)]),
  ]
}

const COVERAGE = {
  some: 'coverageSome',
  none: 'coverageNone',
  unknown: 'coverageUnknown',
} as const

/** The coverage of the period in one sentence, with the entries that it comes from. */
function coverageSentence({ coverage: { count, now, from } }: Report, teller: Teller): string {
  if (count === 0) return teller.say('coverageNobody')
  const told = teller.say(COVERAGE[eyesAre(now)], {
    sources: teller.counted('source', count),
    shares: eyesCell(now, teller).text,
  })
  return `${told} ${teller.labelled(teller.say('from'), teller.basis(from))}.`
}

/** Whether nothing whatever is on record of the period that any edition could tell of. */
export const isQuiet = (report: Report): boolean =>
  report.counts.every(({ now }) => now.observations === 0) &&
  report.labelled === 0 &&
  report.findings.length === 0 &&
  report.findingsUnlisted === 0 &&
  report.dismissed.length === 0 &&
  report.earlier.length === 0 &&
  report.annexMore.n === 0

/** A period of which nothing is on record, as an officer would write it: who could look, and that nothing was recorded. */
export function quietBlocks(report: Report, teller: Teller): readonly Block[] {
  const rows = filled(report.counts)
  const caption = teller.say('counts')
  return [
    heading('counts', teller),
    text(coverageSentence(report, teller)),
    text(teller.say('recordedNothing')),
    // What the period before had stands beside, or the comparison would be lost.
    ...(rows.length === 0 ? [] : [countsTable('counts', rows, { report, teller, caption })]),
    ...((report.published ?? []).length === 0 ? [] : publishedBlocks(report, teller)),
    // Where all stood alike the sentence has said it.
    ...(alike(report.coverage.sources).length < 2 ? [] : coverageBlocks(report, teller)),
  ]
}

/** Sources that stood alike in one line, in the order of the registry: a hundred that said nothing are one thing to read. */
function alike(
  all: Report['coverage']['sources'],
): readonly { readonly sources: readonly string[]; readonly shares: CoverageShares }[] {
  const lines = new Map<string, { readonly sources: string[]; readonly shares: CoverageShares }>()
  for (const { source, shares } of all) {
    const key = STATES.map((state) => shares[state]).join(' ')
    const line = lines.get(key)
    if (line === undefined) lines.set(key, { sources: [source], shares })
    else line.sources.push(source)
  }
  return [...lines.values()]
}

/** The coverage of the period; source by source for the monitor alone. */
export function coverageBlocks(report: Report, teller: Teller): readonly Block[] {
  const { coverage } = report
  const say = sayIn(teller)
  const line = (id: string, name: string, shares: CoverageShares): Line => ({
    id: `coverage/${id}`,
    cells: {
      name: cell(name, name),
      eyes: eyesCell(shares, teller),
      from: fromCell(coverage.from, teller),
    },
  })
  const title: Block = { kind: 'heading', id: 'coverage', text: say('coverage') }
  if (coverage.count === 0) return [title, text(say('coverageNobody'))]
  return [
    title,
    text(say('coverageNote', { sources: teller.counted('source', coverage.count) })),
    table(
      {
        id: 'coverage',
        caption: say('coverage'),
        columns: [
          ['name', say('source')],
          ['eyes', say('coverageColumn')],
          ['from', say('from')],
        ],
      },
      [
        line('now', teller.sentence(say('now')), coverage.now),
        ...(coverage.before === null
          ? []
          : [line('before', teller.sentence(say('before')), coverage.before)]),
        ...alike(coverage.sources).map(({ sources, shares }) =>
          line(`source/${sources.join(' ')}`, sources.join(', '), shares),
        ),
      ],
    ),
    ...coverage.withheld.map(({ rule }) =>
      text(`${teller.labelled(say('sources'), teller.words.rule[rule])}.`),
    ),
  ]
}

/** What the monitor put aside, by ground; the reasons in its own edition alone. */
export function dismissedBlocks({ dismissed }: Report, teller: Teller): readonly Block[] {
  if (dismissed.length === 0) return []
  const say = sayIn(teller)
  const line = ({ ground, incidents, reasons, withheld, from }: DismissedRow): Line => {
    const words = reasons
      .map((one) => `${one.incident} (${one.nations.join(', ')}): ${one.words.join('; ')}`)
      .join(' · ')
    const why = withheld.map(({ rule }) => teller.words.ruleInBrief[rule]).join(', ')
    return {
      id: `dismissed/${ground}`,
      cells: {
        ground: cell(teller.words.ground[ground], ground),
        incidents: cell(teller.counted('incident', incidents), incidents),
        reasons: cell(words === '' ? why : words, words === '' ? null : words),
        from: fromCell(from, teller),
      },
    }
  }
  return [
    { kind: 'heading', id: 'dismissed', text: say('dismissed') },
    text(say('dismissedNote')),
    table(
      {
        id: 'dismissed',
        caption: say('dismissed'),
        columns: [
          ['ground', say('groundColumn')],
          ['incidents', say('incidentsColumn')],
          ['reasons', say('reasonsColumn')],
          ['from', say('from')],
        ],
      },
      dismissed.map(line),
    ),
  ]
}

function publishedLine(row: PublishedRow, teller: Teller): Line {
  const say = sayIn(teller)
  const theirs = (n: number | null): Cell =>
    cell(n === null ? say('unknown') : `${teller.number(n)} (${row.precision})`, n)
  const share = (of: number | null): Cell => cell(of === null ? '–' : teller.percent(of), of)
  const ours = (cells: Cells | null): Cell =>
    row.isPart ? cell(say('notCompared'), null) : countCell(cells, teller)
  const dates = row.dates.join(' – ')
  return {
    id: row.id,
    cells: {
      dates: cell(dates, dates),
      region: cell(row.regionTitle, row.region),
      explosions: theirs(row.explosions),
      ours: ours(row.ours),
      share: share(row.coveredShare),
      counted: theirs(row.counted),
      oursCounted: ours(row.oursCounted),
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
