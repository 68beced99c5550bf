/**
 * Draws a laid out report as a PDF: A4 upright, tagged for screen readers, with a font of its own that has Cyrillic. A
 * line of a table becomes a short list, because fifteen columns on paper can be read by nobody. The same report gives the
 * same bytes: nothing is compressed (two runtimes may compress differently) and the dates in it are the report's own.
 */
import { createRequire } from 'node:module'
import type { Block, LaidOut, Line } from '@holdfast/formats/edition'
import { linesLeftOut, pdfKeywords } from '@holdfast/formats/edition'
import PdfDocument from 'pdfkit'
import { CHUNK_LINES, breathe } from './breathe.ts'

const require = createRequire(import.meta.url)
const FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')

/** Lines of one table that a PDF draws; it says how many more there are. The CSV has them all. */
export const PDF_TABLE_LINES_MAX = 400

const MARGIN_PT = 42
const SIZE_PT = { title: 16, heading: 12, text: 9, line: 8 } as const

type Tag = 'H1' | 'H2' | 'H3' | 'P'
interface Style {
  readonly tag: Tag
  readonly sizePt: number
  readonly isBold?: boolean
  readonly colour?: string
  readonly gapPt?: number
}

function write(doc: PDFKit.PDFDocument, text: string, style: Style): void {
  const { tag, sizePt, isBold, colour, gapPt } = style
  const element = doc.struct(tag, {}, () => {
    doc
      .font(isBold === true ? BOLD : FONT)
      .fontSize(sizePt)
      .fillColor(colour ?? '#1a1a1a')
      .text(text, { paragraphGap: gapPt ?? 3 })
  })
  doc.addStructure(element)
  element.end()
}

function writeLine(
  doc: PDFKit.PDFDocument,
  line: Line,
  columns: readonly (readonly [string, string])[],
): void {
  const told = columns.map(([key, heading]) => [heading, line.cells[key]?.text ?? ''] as const)
  const [first, ...rest] = told
  if (first !== undefined)
    write(doc, first[1] === '' ? `${first[0]}: –` : first[1], {
      tag: 'H3',
      sizePt: SIZE_PT.line,
      isBold: true,
      gapPt: 0,
    })
  const text = rest.map(([heading, said]) => `${heading}: ${said}`).join('\n')
  if (text !== '') write(doc, text, { tag: 'P', sizePt: SIZE_PT.line, gapPt: 1 })
  doc.moveDown(0.4)
}

async function writeTable(
  doc: PDFKit.PDFDocument,
  { lines, columns }: Extract<Block, { kind: 'table' }>,
  leftOut: (lines: number) => string,
): Promise<void> {
  for (const [i, line] of lines.slice(0, PDF_TABLE_LINES_MAX).entries()) {
    if (i % CHUNK_LINES === 0) await breathe()
    writeLine(doc, line, columns)
  }
  const more = lines.length - PDF_TABLE_LINES_MAX
  if (more > 0)
    write(doc, leftOut(more), { tag: 'P', sizePt: SIZE_PT.text, isBold: true, colour: '#7a0000' })
}

async function writeBlock(
  doc: PDFKit.PDFDocument,
  block: Block,
  leftOut: (lines: number) => string,
): Promise<void> {
  switch (block.kind) {
    case 'heading':
      doc.moveDown(0.6)
      write(doc, block.text, { tag: 'H2', sizePt: SIZE_PT.heading, isBold: true })
      return
    case 'text':
      write(doc, block.text, {
        tag: 'P',
        sizePt: SIZE_PT.text,
        ...(block.isNotice === true ? { isBold: true, colour: '#7a0000' } : {}),
      })
      return
    case 'table':
      await writeTable(doc, block, leftOut)
  }
}

/** The report as a PDF. */
export async function toPdf({ stamp, title, edition, blocks }: LaidOut): Promise<Uint8Array> {
  const atDate = new Date(stamp.head.asOfMs)
  const doc = new PdfDocument({
    size: 'A4',
    margin: MARGIN_PT,
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
  const leftOut = (lines: number): string => linesLeftOut(stamp.language, lines)
  for (const block of blocks) await writeBlock(doc, block, leftOut)
  doc.end()
  await done
  return Buffer.concat(chunks)
}
