import type { Language, Report } from '@holdfast/core/report'
import { toCsv } from './csv.ts'
import { layOut } from './document.ts'
import type { Writing } from './document.ts'
import { toReportGeoJson } from './geojson.ts'
import { toHtml } from './html.ts'
import { Teller } from './tell.ts'
import { WORDS } from './words.ts'

/** Writes a report in a format of text. A PDF is drawn from `layOut` by who has a library for it. */
export function writeReport(
  report: Report,
  writing: Writing & { readonly format: 'html' | 'csv' | 'geojson' },
): string {
  const laidOut = layOut(report, writing)
  switch (writing.format) {
    case 'html':
      return toHtml(laidOut, WORDS[writing.language].say.contents)
    case 'csv':
      return toCsv(laidOut)
    case 'geojson':
      return toReportGeoJson(report, laidOut)
  }
}
/** What a drawn table says of the lines that it leaves out. */
export function linesLeftOut(language: Language, lines: number): string {
  const teller = new Teller(language, 'UTC')
  return teller.say('pdfLeftOut', { lines: teller.number(lines) })
}
/** `page 2 of 7`. */
export function pageOf(language: Language, page: number, pages: number): string {
  const teller = new Teller(language, 'UTC')
  return teller.say('page', { page: teller.number(page), pages: teller.number(pages) })
}
export { layOut } from './document.ts'
export type { Writing } from './document.ts'
export type { Block, Cell, LaidOut, Line, Stamp } from './laid-out.ts'
export { pdfKeywords, readWritten } from './read.ts'
export { linesOfPdf } from './read-pdf.ts'
export type { Written } from './read.ts'
export { WORDS } from './words.ts'
export type { Words } from './vocabulary.ts'
