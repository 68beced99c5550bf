/**
 * Goal: one report reads alike in every language and format, says what is withheld, judges nobody, and does nothing on the
 * machine that opens it. Method: a small report of every kind of line against files kept beside this test; the tables of
 * words against one another; what each format writes is read back and compared; planted: markup, formulas, quotes.
 */
import { expect, test } from 'vitest'
import { LANGUAGES, type Edition, type Language } from '@holdfast/core/report'
import { isRefused } from '@holdfast/core/units'
import { toCsv } from './csv.ts'
import { report, zone } from '../../../../tests/support/edition-report.ts'
import { EN } from './words-en.ts'
import { WORDS, layOut, readWritten, writeReport } from './index.ts'

const written = (
  edition: Edition,
  language: Language,
  format: 'html' | 'csv' | 'geojson',
): string => writeReport(report(edition), { language, format, zone })

test.each([
  ['public', 'uk', 'html'],
  ['monitor', 'en', 'html'],
  ['public', 'fr', 'csv'],
] as const)(
  'the %s edition in %s as %s is the file kept here',
  async (edition, language, format) => {
    await expect(written(edition, language, format)).toMatchFileSnapshot(
      `golden/daily-${edition}-${language}.${format}`,
    )
  },
)

const leaves = (value: unknown, path = ''): readonly (readonly [string, string])[] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([key, one]) => leaves(one, `${path}/${key}`))
const members = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()

test.each(LANGUAGES)(
  '%s has every word of English, none empty, with the same members to fill in',
  (language) => {
    const english = new Map(leaves(EN))
    const words = new Map(leaves(WORDS[language]))
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    for (const [path, text] of words) {
      expect(text.trim(), path).toBe(text)
      expect(text, path).not.toBe('')
      if (!path.startsWith('/counted'))
        expect(members(text), path).toEqual(members(english.get(path) ?? ''))
    }
  },
)

test('Ukrainian is written in Ukrainian: every word but names and codes has Cyrillic, and no Russian letter', () => {
  for (const [path, text] of leaves(WORDS.uk)) {
    if (path !== '/say/number') expect(text, path).toMatch(/\p{Script=Cyrillic}/u)
    expect(text, path).not.toMatch(/[ыэъёЫЭЪЁ]/u)
  }
})

// Words of a judgement or of one party's side. The mission's own term is quoted where its totals are.
const JUDGING: Readonly<Record<Language, RegExp>> = {
  en: /\b(enem(y|ies)|aggressors?|terrorists?|rebels?|occupiers?|invaders?|militants?|guilty|culprits?|violations?)\b/i,
  fr: /\b(ennemis?|agresseurs?|terroristes?|rebelles?|occupants?|envahisseurs?|coupables?|violations?)\b/i,
  uk: /(ворог|агресор|терорист|бойовик|окупант|загарбник|винн(ий|а|і)\b)/i,
}
const QUOTES = new Set(['/say/publishedNote', '/say/countedTogether'])

test.each(LANGUAGES)('%s judges nobody, and says of A what it says of B', (language) => {
  for (const [path, text] of leaves(WORDS[language]))
    if (!QUOTES.has(path)) expect(text, path).not.toMatch(JUDGING[language])
  const { control, answer } = WORDS[language]
  expect(control.partyB).toBe(control.partyA.replace(/\bA\b/, 'B'))
  expect(answer.B).toBe(answer.A.replace(/\bA\b/, 'B'))
})

const textsIn = (language: Language): string =>
  layOut(report('monitor'), { language, format: 'html', zone })
    .blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    .join('\n')

test('numbers, dates and plurals are those of the language', () => {
  expect(textsIn('en')).toContain('Period: 28 February 2026')
  expect(textsIn('en')).toContain('the first 12 entries')
  expect(textsIn('uk')).toContain('28 лютого 2026')
  expect(textsIn('uk')).toContain('12 записів')
  expect(textsIn('fr')).toContain('28 février 2026')
  expect(textsIn('fr')).toContain('12 entrées')
  // Local time and UTC side by side.
  expect(textsIn('en')).toContain('19:30 (2026-03-01T17:30Z)')
})

test.each(['html', 'csv', 'geojson'] as const)(
  'what %s says can be read back, field by field',
  (format) => {
    const read = readWritten(new TextEncoder().encode(written('monitor', 'en', format)))
    if (isRefused(read)) throw new Error(read.refused)
    const { stamp, blocks } = layOut(report('monitor'), { language: 'en', format, zone })
    expect(read.stamp).toEqual(JSON.parse(JSON.stringify(stamp)))
    const lines = blocks.flatMap((block) =>
      block.kind === 'table' ? block.lines.map(({ id }) => id) : [],
    )
    expect(lines.length).toBeGreaterThan(7)
    for (const id of lines)
      expect(
        [...read.fields.keys()].some((field) => field.startsWith(`${id}/`)),
        id,
      ).toBe(true)
  },
)

test('what is withheld is said to be, in its place and with its rule', () => {
  const text = written('public', 'en', 'html')
  for (const hidden of ['38.512345', '48.691234', 'patrol-7', 'Zolote', '225', 'R-1'])
    expect(text).not.toContain(hidden)
  expect(text).toContain(EN.rule.place.slice(1))
  expect(text).toContain(EN.rule.people.slice(1))
  expect(text).toContain(`>${EN.ruleInBrief.place}</td>`)
  expect(text).toContain('their label does not let them in: 1 observation.')
  const own = written('monitor', 'en', 'html')
  for (const shown of ['38.51235', '48.69123', 'patrol-7', '225–315°', 'at least 370'])
    expect(own).toContain(shown)
})

test('the observer’s place and the event’s are two columns, and a period without eyes is not one without events', () => {
  const text = written('monitor', 'en', 'html')
  for (const said of [EN.say.observerPlace, EN.say.observerPosition, EN.say.eventLocation])
    expect(text).toContain(`<th scope="col">${said}</th>`)
  expect(text).toMatch(new RegExp(`Nothing was reported of: [^<]*; ${EN.say.eyesUnknown}\\.</p>`))
})

test('the page runs nothing, loads nothing, and shows markup of others as text', () => {
  const text = written('monitor', 'en', 'html')
  expect(text).not.toMatch(/<script|javascript:|\son\w+=|<link|<img|src=|@import|url\(/i)
  expect(text).toContain('Zolote &lt;b&gt;4&lt;/b&gt;')
  expect(text).toMatch(/<html lang="en">/)
  expect(text.match(/<th scope="row"/g)?.length).toBeGreaterThan(7)
})

test('a text that begins like a formula stays a text in a spreadsheet', () => {
  const text = written('monitor', 'en', 'csv')
  expect(text).toContain(`"'=HYPERLINK(""x"")"`)
  expect(text).not.toMatch(/(^|,)"?[=+@]/m)
})

test.each([
  ['=1+1', "'=1+1"],
  ['a;=1', "a;'=1"],
  ['a,-1', `"a,'-1"`],
  ['a\t@x', "a\t'@x"],
  ['a; +x', "a; '+x"],
  ['a;"=x"', `"a;""'=x"""`],
  ['38.5, -48.6; a=b', '"38.5, -48.6; a=b"'],
])('the cell %j is written as %j', (text, cell) => {
  const { stamp, title, edition } = layOut(report('public'), {
    language: 'en',
    format: 'csv',
    zone,
  })
  const file = toCsv({ stamp, title, edition, blocks: [{ kind: 'text', text }] })
  expect(file).toContain(`text,0,text,,${cell}\r\n`)
})

test('a stamp with a formula in it is read back as it was', () => {
  const laidOut = layOut(report('public'), { language: 'en', format: 'csv', zone })
  const head = { ...laidOut.stamp.head, exercise: 'x;=1+1, @y' }
  const text = toCsv({ ...laidOut, stamp: { ...laidOut.stamp, head } })
  expect(text).not.toContain(';=1')
  expect(readWritten(new TextEncoder().encode(text))).toMatchObject({ stamp: { head } })
})

test.each([
  '{"report":{"stamp":{},"tables":5}}',
  '{"report":{"tables":[]}}',
  '{"report":5}',
  'null',
])('%s is no report', (text) => {
  expect(readWritten(new TextEncoder().encode(text))).toMatchObject({
    refused: expect.stringContaining('no report') as string,
  })
})

test('rows that are no rows are read as nothing, not as an error', () => {
  const tables = [null, 5, { lines: 5 }, { lines: [null, { id: 'x', cells: { a: null, b: 5 } }] }]
  const file = JSON.stringify({ report: { stamp: {}, tables } })
  const read = readWritten(new TextEncoder().encode(file))
  if (isRefused(read)) throw new Error(read.refused)
  expect([...read.fields]).toEqual([
    ['x/a', '\t'],
    ['x/b', '\t'],
  ])
})

const geoJson = (edition: Edition) =>
  JSON.parse(written(edition, 'en', 'geojson')) as {
    readonly features: readonly {
      readonly geometry: unknown
      readonly properties: { readonly withheld: readonly string[] }
    }[]
    readonly report: { readonly title: string }
  }

test('GeoJSON has the annex as features and the report beside them; a withheld place has no geometry', () => {
  const open = geoJson('public')
  expect(open.report.title).toBe('Daily report No. 60/2026')
  expect(open.features).toHaveLength(2)
  for (const { geometry, properties } of open.features) {
    expect(geometry).toBeNull()
    expect(properties.withheld).toContain('where.sectors')
  }
  expect(geoJson('monitor').features.map(({ geometry }) => geometry)).not.toContain(null)
})
