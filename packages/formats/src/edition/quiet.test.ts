/**
 * Goal: what there is none of is told in a sentence and never in lines of a table, in every edition, language and format; a
 * quiet day hides neither the day before nor what a label keeps back; what was put aside is told. Method: the small report
 * with less and less in it.
 */
import { expect, test } from 'vitest'
import { EDITIONS, LANGUAGES, type Report } from '@holdfast/core/report'
import { isRefused } from '@holdfast/core/units'
import {
  END_MS,
  ROWS,
  observation,
  report,
  zone,
} from '../../../../tests/support/edition-report.ts'
import { EN } from './words-en.ts'
import { WORDS, layOut, readWritten, writeReport } from './index.ts'

const SQUARE = {
  id: 'west',
  title: 'West',
  polygon: {
    ring: [
      { lonDeg: 37, latDeg: 47 },
      { lonDeg: 38, latDeg: 47 },
      { lonDeg: 38, latDeg: 49 },
      { lonDeg: 37, latDeg: 49 },
    ],
  },
}
const EMPTY = { observations: [], totals: null, regions: [SQUARE] } as const

test.each(EDITIONS.flatMap((edition) => LANGUAGES.map((language) => [edition, language] as const)))(
  'an empty day in the %s edition in %s is a sentence on coverage and one that nothing was recorded',
  (edition, language) => {
    const quiet = report(edition, END_MS + 60_000, EMPTY)
    const { say } = WORDS[language]
    const { blocks } = layOut(quiet, { language, format: 'html', zone })
    expect(blocks.filter(({ kind }) => kind === 'table')).toEqual([])
    const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    expect(texts.slice(-3)).toEqual([say.coverageNobody, say.recordedNothing, say.check])
    expect(texts.join('\n')).not.toContain(say.eyesUnknown)
    for (const format of ['html', 'csv', 'geojson'] as const) {
      const text = writeReport(quiet, { language, format, zone })
      expect(text.split(say.recordedNothing)).toHaveLength(2)
      expect(text).not.toContain(say.eyesUnknown)
      expect(text).not.toContain('<table')
      const read = readWritten(new TextEncoder().encode(text))
      expect(isRefused(read)).toBe(false)
    }
  },
)

test('a quiet day after a loud one keeps the comparison, and no line of it is empty', () => {
  const quiet = report('monitor', END_MS + 60_000, {
    ...EMPTY,
    observations: ROWS.slice(3).map((one) => ({ observation: one, entry: 4 })),
  })
  const { blocks } = layOut(quiet, { language: 'en', format: 'html', zone })
  const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []))
  expect(tables.map(({ id, lines }) => [id, lines.map(({ id: line }) => line)])).toEqual([
    ['counts', ['counts/all/kinetic/K.EXPL.UNDET']],
  ])
  expect(tables[0]?.lines[0]?.cells['before']?.text).toBe('exactly 26 (1 observation)')
})

test('a day of which a label keeps everything back is not told as an empty one', () => {
  const kept = report('public', END_MS + 60_000, {
    ...EMPTY,
    observations: [
      {
        observation: observation(2, {
          label: { ...observation(0, {}).label, releasableTo: ['POL'] },
        }),
        entry: 4,
      },
    ],
  })
  const texts = layOut(kept, { language: 'en', format: 'html', zone }).blocks.flatMap((block) =>
    block.kind === 'text' ? [block.text] : [],
  )
  expect(texts).not.toContain(EN.say.recordedNothing)
  expect(texts.join(' ')).toContain('their label does not let them in: 1 observation.')
})

test.each(LANGUAGES)(
  'what was dismissed is told in %s by ground; the words are the monitor’s',
  (language) => {
    const from = {
      n: 2,
      of: 'entries',
      entries: [7, 9],
      isSpan: false,
      root: 'ab'.repeat(32),
    } as const
    const row = (reasons: Report['dismissed'][number]['reasons']): Report['dismissed'] => [
      {
        ground: 'notEnough',
        incidents: 1,
        reasons,
        withheld: reasons.length > 0 ? [] : [{ field: 'dismissal.moved.reason', rule: 'words' }],
        from,
      },
    ]
    const words = [{ incident: 'I-7', nations: ['FRA', 'SWE'], words: ['One report', 'Agreed'] }]
    const cells = (of: Report['dismissed']) =>
      layOut({ ...report('monitor'), dismissed: of }, { language, format: 'html', zone })
        .blocks.flatMap((block) =>
          block.kind === 'table' && block.id === 'dismissed' ? block.lines : [],
        )
        .map((line) => line.cells)
    expect(cells(row(words))[0]?.['reasons']?.text).toBe('I-7 (FRA, SWE): One report; Agreed')
    expect(cells(row(words))[0]?.['ground']).toEqual({
      text: WORDS[language].ground.notEnough,
      value: 'notEnough',
    })
    expect(cells(row([]))[0]?.['reasons']).toEqual({
      text: WORDS[language].ruleInBrief.words,
      value: null,
    })
    expect(cells([])).toEqual([])
  },
)
