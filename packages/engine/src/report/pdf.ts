/**
 * Draws a laid out report as a PDF: A4 upright, tagged for screen readers, with a font of its own that has Cyrillic. A
 * line of a table becomes a short list, because fifteen columns on paper can be read by nobody. The same report gives the
 * same bytes: nothing is compressed (two runtimes may compress differently) and the dates in it are the report's own.
 */
import { createRequire } from 'node:module'
import type { Language } from '@holdfast/core/report'
import type { Block, LaidOut, Line } from '@holdfast/formats/edition'
import { linesLeftOut, pageOf, pdfKeywords } from '@holdfast/formats/edition'
import PdfDocument from 'pdfkit'
import { CHUNK_LINES, breathe } from './breathe.ts'

const require = createRequire(import.meta.url)
const FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')

/** Lines of one table that a PDF draws; it says how many more there are. The CSV has them all. */
export const PDF_TABLE_LINES_MAX = 400

const MARGIN_PT = 42
/** Room for the line that stands at the foot of each page. */
const BOTTOM_PT = 56
const SIZE_PT = { title: 16, heading: 12, text: 9, line: 8, foot: 7 } as const
/** What must fit below a heading, or it goes to the next page with what it heads. */
const HEADED_PT = 64

type Tag = 'H1' | 'H2' | 'H3' | 'P'
interface Style {
  readonly tag: Tag
  readonly sizePt: number
  readonly isBold?: boolean
  readonly colour?: string
  readonly gapPt?: number
}

const setFont = (doc: PDFKit.PDFDocument, { isBold, sizePt, colour }: Style): PDFKit.PDFDocument =>
  doc
    .font(isBold === true ? BOLD : FONT)
    .fontSize(sizePt)
    .fillColor(colour ?? '#1a1a1a')

function write(doc: PDFKit.PDFDocument, text: string, style: Style): void {
  const { tag, gapPt } = style
  const element = doc.struct(tag, {}, () => {
    setFont(doc, style).text(text, { paragraphGap: gapPt ?? 3 })
  })
  doc.addStructure(element)
  element.end()
}

/** Turns the page where so much no longer fits; what would not fit on any page goes on as it comes. */
function keepTogether(doc: PDFKit.PDFDocument, heightPt: number): void {
  const lastPt = doc.page.height - BOTTOM_PT
  if (doc.y + heightPt > lastPt && heightPt < lastPt - MARGIN_PT) doc.addPage()
}

const NAME: Style = { tag: 'H3', sizePt: SIZE_PT.line, isBold: true, gapPt: 0 }
const CELLS: Style = { tag: 'P', sizePt: SIZE_PT.line, gapPt: 1 }
/** A name that is longer is a list of names, and no title. */
const NAME_LENGTH_MAX = 160

type Table = Extract<Block, { kind: 'table' }>

/** A line of a table as a name and what is said of it, label by label; a line of one field has no name. */
function toldLine(
  { cells }: Line,
  { columns, named = 1 }: Pick<Table, 'columns' | 'named'>,
  language: Language,
): { readonly name: string; readonly text: string } {
  // French has a blank before the colon that never breaks.
  const colon = language === 'fr' ? '\u202f: ' : ': '
  const told = columns.map(([key, heading]) => [heading, cells[key]?.text ?? ''] as const)
  const count = columns.length === 1 ? 0 : named
  const names = told
    .slice(0, count)
    .map(([heading, said]) => (said === '' ? `${heading}${colon}–` : said))
  return {
    name: names.join(' · '),
    text: told
      .slice(count)
      .map(([heading, said]) => `${heading}${colon}${said}`)
      .join('\n'),
  }
}

function writeLine(
  doc: PDFKit.PDFDocument,
  line: Line,
  { table, language }: { readonly table: Table; readonly language: Language },
): void {
  const { name, text } = toldLine(line, table, language)
  const style = name.length > NAME_LENGTH_MAX ? { ...NAME, isBold: false } : NAME
  const heightPt =
    setFont(doc, style).heightOfString(name) + setFont(doc, CELLS).heightOfString(text)
  keepTogether(doc, heightPt)
  if (name !== '') write(doc, name, style)
  if (text !== '') write(doc, text, CELLS)
  doc.moveDown(0.4)
}

async function writeTable(
  doc: PDFKit.PDFDocument,
  table: Table,
  language: Language,
): Promise<void> {
  const { lines, caption, isCaptioned } = table
  if (isCaptioned === true) {
    keepTogether(doc, HEADED_PT)
    write(doc, caption, { tag: 'P', sizePt: SIZE_PT.text, isBold: true })
  }
  for (const [i, line] of lines.slice(0, PDF_TABLE_LINES_MAX).entries()) {
    if (i % CHUNK_LINES === 0) await breathe()
    writeLine(doc, line, { table, language })
  }
  const more = lines.length - PDF_TABLE_LINES_MAX
  if (more > 0)
    write(doc, linesLeftOut(language, more), {
      tag: 'P',
      sizePt: SIZE_PT.text,
      isBold: true,
      colour: '#7a0000',
    })
}

async function writeBlock(
  doc: PDFKit.PDFDocument,
  block: Block,
  language: Language,
): Promise<void> {
  switch (block.kind) {
    case 'heading':
      keepTogether(doc, HEADED_PT)
      doc.moveDown(0.6)
      write(doc, block.text, { tag: 'H2', sizePt: SIZE_PT.heading, isBold: true })
      return
    case 'text':
      if (block.isTitle === true) {
        keepTogether(doc, HEADED_PT)
        doc.moveDown(0.5)
      }
      write(doc, block.text, {
        tag: 'P',
        sizePt: SIZE_PT.text,
        ...(block.isNotice === true ? { isBold: true, colour: '#7a0000' } : {}),
        ...(block.isTitle === true ? { isBold: true } : {}),
      })
      return
    case 'table':
      await writeTable(doc, block, language)
  }
}

/** At the foot of each page: which report it is of, for whom, and which page of how many; of an exercise, that it is one. */
function writeFeet(doc: PDFKit.PDFDocument, { stamp, title, edition, blocks }: LaidOut): void {
  const { start, count } = doc.bufferedPageRange()
  const notice = blocks.find((block) => block.kind === 'text' && block.isNotice === true)
  const isExercise = stamp.head.exercise !== null && notice?.kind === 'text'
  for (let i = 0; i < count; i += 1) {
    doc.switchToPage(start + i)
    // Below the margin nothing is drawn without turning the page.
    doc.page.margins.bottom = 0
    // Furniture of the page, and no part of what a screen reader reads (ISO 32000-1, 14.8.2.2).
    doc.markContent('Artifact', { type: 'Pagination' })
    const style: Style = { tag: 'P', sizePt: SIZE_PT.foot, colour: '#4a4a4a' }
    const atPt = doc.page.height - BOTTOM_PT + 14
    const widthPt = doc.page.width - 2 * MARGIN_PT
    setFont(doc, style).text(`${title} · ${edition}`, MARGIN_PT, atPt, { lineBreak: false })
    setFont(doc, style).text(pageOf(stamp.language, i + 1, count), MARGIN_PT, atPt, {
      width: widthPt,
      align: 'right',
      lineBreak: false,
    })
    if (isExercise)
      setFont(doc, { ...style, colour: '#7a0000' }).text(notice.text, MARGIN_PT, atPt + 11, {
        width: widthPt,
        height: SIZE_PT.foot + 2,
        ellipsis: true,
      })
    doc.endMarkedContent()
    doc.page.margins.bottom = BOTTOM_PT
  }
}

/** The report as a PDF. */
export async function toPdf({ stamp, title, edition, blocks }: LaidOut): Promise<Uint8Array> {
  const atDate = new Date(stamp.head.asOfMs)
  const doc = new PdfDocument({
    size: 'A4',
    margins: { top: MARGIN_PT, left: MARGIN_PT, right: MARGIN_PT, bottom: BOTTOM_PT },
    // The last page is known only once all are drawn.
    bufferPages: true,
    compress: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: stamp.language,
    displayTitle: true,
    info: {
      Title: `${title}. ${edition}`,
      Keywords: pdfKeywords(stamp),
      CreationDate: atDate,
      ModDate: atDate,
    },
  })
  const chunks: Uint8Array[] = []
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const done = new Promise<void>((resolve, reject) => {
    doc.once('end', resolve)
    doc.once('error', reject)
  })
  write(doc, title, { tag: 'H1', sizePt: SIZE_PT.title, isBold: true, gapPt: 0 })
  write(doc, edition, { tag: 'P', sizePt: SIZE_PT.text, isBold: true })
  for (const block of blocks) await writeBlock(doc, block, stamp.language)
  writeFeet(doc, { stamp, title, edition, blocks })
  doc.end()
  await done
  return Buffer.concat(chunks)
}
