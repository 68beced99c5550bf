/**
 * Goal: a PDF says what the report says, in letters that its font has, and can be read by a screen reader. Method: the text
 * is taken out of the file again by the fonts' own tables (ISO 32000-1, 9.10.3), which is what a reader's search does;
 * planted: a letter that the font lacks shows as the glyph 0000.
 */
import { expect, test } from 'vitest'
import { layOut, linesOfPdf } from '@holdfast/formats/edition'
import { compose, LANGUAGES, type Report } from '@holdfast/core/report'
import { initial } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { PDF_TABLE_LINES_MAX, toPdf } from './pdf.ts'
import { REPORT_ZONE, dailyOf, dayOf } from './period.ts'

/** The text of each font's glyphs, by their number: `/ToUnicode` of `/F<n>`. */
function glyphsOf(pdf: string): ReadonlyMap<string, readonly string[]> {
  const objects = new Map(
    [...pdf.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map(([, id = '', body = '']) => [id, body]),
  )
  const fonts = new Map<string, readonly string[]>()
  for (const [, name = '', id = ''] of pdf.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1]
    const range = /beginbfrange\n<0000> <[0-9a-f]+> \[(.*)\]/.exec(
      objects.get(map ?? '') ?? '',
    )?.[1]
    const letters = [...(range ?? '').matchAll(/<([^>]*)>/g)].map(([, hex = '']) =>
      String.fromCodePoint(...hex.split(' ').map((one) => Number.parseInt(one, 16))),
    )
    fonts.set(name, letters)
  }
  return fonts
}

function textOf(bytes: Uint8Array): { readonly text: string; readonly missing: number } {
  const pdf = Buffer.from(bytes).toString('latin1')
  const fonts = glyphsOf(pdf)
  let [font, text, missing] = ['', '', 0]
  for (const [, name, shown = ''] of pdf.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*)\] TJ/g)) {
    if (name !== undefined) font = name
    for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]*)>/g))
      for (const glyph of hex.match(/.{4}/g) ?? []) {
        if (glyph === '0000') missing += 1
        text += fonts.get(font)?.[Number.parseInt(glyph, 16)] ?? '?'
      }
    text += shown === '' ? '' : ' '
  }
  return { text, missing }
}

function report(exercise: string): Report {
  const day = dayOf('2026-03-01')
  if (typeof day === 'object') throw new Error(day.refused)
  const composed = compose(
    {
      logSize: 7,
      exercise,
      observations: [],
      observe: initial,
      coverageEntries: [],
      agreement: null,
      incidents: [],
      acts: [],
      regions: [],
      told: [],
      totals: null,
    },
    {
      kind: 'daily',
      ...dailyOf(day),
      edition: 'public',
      topic: null,
      incident: null,
      asOfMs: Date.UTC(2026, 2, 2),
    },
  )
  if (isRefused(composed)) throw new Error(composed.refused)
  return composed
}

const words = (said: string): readonly string[] => said.match(/[\p{L}\d]+/gu) ?? []

test.each(LANGUAGES)(
  'in %s every word is in the file, and every letter in its font',
  async (language) => {
    const laidOut = layOut(report('donbas'), { language, format: 'pdf', zone: REPORT_ZONE })
    const { text, missing } = textOf(await toPdf(laidOut))
    expect(missing).toBe(0)
    const drawn = new Set(words(text))
    for (const said of [
      laidOut.title,
      laidOut.edition,
      ...laidOut.blocks.flatMap((one) =>
        one.kind === 'text' || one.kind === 'heading' ? [one.text] : [],
      ),
    ])
      expect(words(said).filter((word) => !drawn.has(word))).toEqual([])
  },
)

test('a long table is cut, says so, and others get their turn while it is drawn', async () => {
  const laidOut = layOut(report('donbas'), { language: 'en', format: 'pdf', zone: REPORT_ZONE })
  const lines = Array.from({ length: PDF_TABLE_LINES_MAX + 7 }, (_, i) => ({
    id: `line-${i}`,
    cells: { name: { text: `name${i}`, value: i } },
  }))
  const table = {
    kind: 'table',
    id: 't',
    caption: 't',
    columns: [['name', 'Name']],
    lines,
  } as const
  let turns = 0
  const timer = setInterval(() => (turns += 1), 0)
  const { text } = textOf(await toPdf({ ...laidOut, blocks: [table] }))
  clearInterval(timer)
  expect(text).toContain(`name${PDF_TABLE_LINES_MAX - 1}`)
  expect(text).not.toContain(`name${PDF_TABLE_LINES_MAX} `)
  expect(words(text).join(' ')).toContain('Not drawn in this PDF 7 more lines')
  expect(turns).toBeGreaterThan(1)
})

const cells = (i: number) => ({
  name: { text: `First of ${i}`, value: i },
  last: { text: `last of ${i}`, value: i },
})

test('each page says of what it is, which one it is and that it is an exercise; no line of a table is torn apart', async () => {
  const laidOut = layOut(report('donbas'), { language: 'en', format: 'pdf', zone: REPORT_ZONE })
  const table = {
    kind: 'table',
    id: 't',
    caption: 't',
    columns: [
      ['name', 'Name'],
      ['last', 'Last'],
    ],
    lines: Array.from({ length: 120 }, (_, i) => ({ id: `line-${i}`, cells: cells(i) })),
  } as const
  const notice = laidOut.blocks.slice(0, 1)
  const drawn = linesOfPdf(await toPdf({ ...laidOut, blocks: [...notice, table] }))
  const feet = drawn.filter((line) => /^page \d+ of \d+$/.test(line))
  const pages = feet.length
  expect(pages).toBeGreaterThan(2)
  expect(feet).toEqual(Array.from({ length: pages }, (_, i) => `page ${i + 1} of ${pages}`))
  expect(drawn.filter((line) => line === `${laidOut.title} · ${laidOut.edition}`)).toHaveLength(
    pages,
  )
  expect(drawn.filter((line) => line.startsWith('EXERCISE'))).toHaveLength(pages + 1)
  for (let i = 0; i < 120; i += 1) {
    const at = drawn.indexOf(`First of ${i}`)
    expect(drawn[at + 1]).toBe(`Last: last of ${i}`)
  }
})

test('it is tagged, names its language and title, and no letter is lost in silence', async () => {
  const laidOut = layOut(report('donbas'), { language: 'uk', format: 'pdf', zone: REPORT_ZONE })
  const pdf = Buffer.from(await toPdf(laidOut)).toString('latin1')
  for (const said of ['/StructTreeRoot', '/Marked true', '/Lang (uk)', '/DisplayDocTitle true'])
    expect(pdf).toContain(said)
  const odd = layOut(report('演習'), { language: 'uk', format: 'pdf', zone: REPORT_ZONE })
  // In the notice, and at the foot of the one page.
  expect(textOf(await toPdf(odd)).missing).toBe(4)
})
