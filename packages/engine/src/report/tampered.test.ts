/**
 * Goal: whoever changes a report on its way is found out, and what they changed is named, in every format. Method: a digit
 * changed, a line deleted, a line that is there twice or of another day, another edition under the name of this one.
 */
import { describe, expect, test } from 'vitest'
import { REPORT_FORMATS } from '@holdfast/core/report'
import { LOG, checked, made } from '../../../../tests/support/report-log.ts'
import type { ReportRequest } from './index.ts'

/** A file as text in which each character is a byte, so that a PDF can be cut like the others. */
const fileOf = async (more: Partial<ReportRequest> = {}): Promise<string> =>
  Buffer.from((await made(LOG, more)).bytes).toString('latin1')
const namesIn = async (text: string): Promise<readonly string[]> => {
  const { holds, faults } = await checked(LOG, Uint8Array.from(Buffer.from(text, 'latin1')))
  expect(holds).toBe(false)
  return faults.map(({ field }) => field)
}
/** One line of each format's tables: where its record begins and ends. */
const LINE: Readonly<Record<string, RegExp>> = {
  html: /<tr><th scope="row" data-cell="annex\/[\s\S]*?<\/tr>/,
  csv: /annex,annex\/[^\r]*\r\n/,
  geojson: /\{\s*"id": "annex\/[\s\S]*?\n {5}\},?/,
  // The glyphs of one drawn line.
  pdf: /\[<[0-9a-f]{8,}[^\]]*\] TJ/,
}
/** A digit of a figure, made another. */
const DIGIT: Readonly<Record<string, readonly [RegExp, string]>> = {
  html: [/data-value="exact=8/g, 'data-value="exact=9'],
  csv: [/now\.exact,8/, 'now.exact,9'],
  geojson: [/"exact=8 /, '"exact=9 '],
  pdf: [/(\[<[0-9a-f]{4})([0-9a-f]{4})/, '$10001'],
}
const NAMED: Readonly<Record<string, RegExp>> = {
  html: /^(annex|counts)\//,
  csv: /^(annex|counts)\//,
  geojson: /^(annex|counts|feature)/,
  pdf: /^“.+”/,
}

/** What a file says of itself to a machine. */
const stampIn = (text: string): string => {
  const found =
    /<meta name="holdfast-report"[^>]*>/.exec(text) ??
    /report,stamp,json,[^\r]*/.exec(text) ??
    /"stamp": \{[\s\S]*?"zone": "[^"]*"\s*\}/.exec(text) ??
    /HOLDFAST-REPORT:[0-9a-f]+/.exec(text)
  return found?.[0] ?? ''
}

describe.each(REPORT_FORMATS)('in %s', (format) => {
  const named = NAMED[format] ?? /$^/
  const line = LINE[format] ?? /$^/

  test('one digit that was changed is named', async () => {
    const text = await fileOf({ format })
    const [digit, other] = DIGIT[format] ?? [/$^/, '']
    const changed = text.replace(digit, other)
    expect(changed).not.toBe(text)
    expect((await namesIn(changed))[0]).toMatch(named)
  })

  test('a line that was deleted is named', async () => {
    const text = await fileOf({ format })
    const changed = text.replace(line, '')
    expect(changed).not.toBe(text)
    expect((await namesIn(changed))[0]).toMatch(named)
  })

  test('a line that is there twice, or of another day, is named', async () => {
    const text = await fileOf({ format })
    const own = line.exec(text)?.[0] ?? ''
    const strange =
      line.exec(await fileOf({ format, which: { kind: 'daily', date: '2026-02-28' } }))?.[0] ?? ''
    expect(strange).not.toBe(own)
    for (const more of format === 'pdf' ? [own] : [own, strange]) {
      const join = format === 'geojson' && !more.endsWith(',') ? `${more},` : more
      expect((await namesIn(text.replace(own, () => `${join}${own}`)))[0]).toMatch(named)
    }
  })

  test('another edition under the name of this one is named, by what it shows too much', async () => {
    const own = await fileOf({ format })
    const open = await fileOf({ format, edition: 'public' })
    const disguised = own.replace(stampIn(own), () => stampIn(open))
    expect(disguised).not.toBe(own)
    const names = await namesIn(disguised)
    const shown = format === 'pdf' ? /Stanytsia/ : /observerPlace|feature/
    expect(names.some((name) => shown.test(name))).toBe(true)
  })
})
