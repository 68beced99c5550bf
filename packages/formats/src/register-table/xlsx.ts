/**
 * One sheet of a workbook (Office Open XML, ECMA-376 part 1, SpreadsheetML) as rows of texts. Written by hand because it is
 * little, and because a library that gives a formula's last value hides that there was a formula: here a formula is
 * refused with its cell. A workbook is an archive: what it says that it unpacks to is bounded before anything is.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Refused } from '@holdfast/core/units'
import { escapeXml, isXmlText, readXml, type XmlElement } from '../xml/index.ts'
import { CELL_MAX, ROWS_MAX, checkedRows, disarmed, type Row } from './rows.ts'
import { TABLE_BYTES_MAX } from './csv.ts'

/** Most bytes that the parts of a workbook may unpack to, all together. */
export const UNPACKED_BYTES_MAX = 64 * 1024 * 1024
const PARTS_MAX = 1_000
const COLUMNS_MAX = 200
const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEETS = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** `A` for 0, `Z` for 25, `AA` for 26. */
function columnName(column: number): string {
  let name = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

/** 0 for `A1`; −1 where the reference names no column. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,3})\d*$/u.exec(reference)?.[1]
  if (letters === undefined) return -1
  let column = 0
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}

function sheetXml(rows: readonly (readonly string[])[]): string {
  const body = rows.map((row, r) => {
    const cells = row.map((text, c) => {
      const value = escapeXml(disarmed(text))
      return `<c r="${columnName(c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`
    })
    return `<row r="${r + 1}">${cells.join('')}</row>`
  })
  return `${XML_HEAD}<worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData></worksheet>`
}

const CONTENT_TYPES = [
  `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  `<Override PartName="/xl/workbook.xml" ContentType="${SHEETS}.sheet.main+xml"/>`,
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEETS}.worksheet+xml"/>`,
  '</Types>',
].join('')

const relation = (kind: string, part: string): string =>
  [
    `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">`,
    `<Relationship Id="rId1" Type="${RELATIONS}/${kind}" Target="${part}"/>`,
    '</Relationships>',
  ].join('')

const workbookXml = (sheet: string): string =>
  [
    `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>`,
    `<sheet name="${escapeXml(sheet)}" sheetId="1" r:id="rId1"/>`,
    '</sheets></workbook>',
  ].join('')

/** Rows as a workbook of one sheet, every cell a text; the same rows give the same bytes. Refused where a text cannot stand in it. */
export function writeXlsx(
  rows: readonly (readonly string[])[],
  sheet: string,
): Uint8Array | Refused {
  for (const [r, row] of rows.entries())
    for (const [c, text] of row.entries()) {
      if (!isXmlText(text))
        return { refused: `row ${r + 1}, column ${c + 1} holds a control character; take it out` }
      if (disarmed(text).length > CELL_MAX)
        return {
          refused: `row ${r + 1}, column ${c + 1} has ${text.length} characters; a cell holds ${CELL_MAX}. Export CSV instead`,
        }
    }
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': workbookXml(sheet),
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': sheetXml(rows),
  }
  const files = Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [name, strToU8(text)]),
  )
  return zipSync(files, { level: 6, mtime: '1980-01-01T00:00:00Z' })
}

type Parts = ReadonlyMap<string, string>
const refuse = (refused: string): Refused => ({ refused })

function unpack(bytes: Uint8Array): Parts | Refused {
  if (bytes.length > TABLE_BYTES_MAX)
    return refuse(`${bytes.length} bytes; a workbook may have ${TABLE_BYTES_MAX}. Split it`)
  let [count, total] = [0, 0]
  try {
    const unzipped = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const isWanted =
          /^xl\/(?:workbook\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/u.test(
            name,
          )
        if (!isWanted) return false
        count += 1
        total += originalSize
        return count <= PARTS_MAX && total <= UNPACKED_BYTES_MAX
      },
    })
    if (count > PARTS_MAX || total > UNPACKED_BYTES_MAX)
      return refuse(
        `it unpacks to over ${UNPACKED_BYTES_MAX} bytes or ${PARTS_MAX} parts; split it`,
      )
    return new Map(Object.entries(unzipped).map(([name, part]) => [name, strFromU8(part)]))
  } catch {
    return refuse('it is no workbook (.xlsx): the archive cannot be read; save it again as .xlsx')
  }
}

function xmlOf(parts: Parts, name: string): XmlElement | Refused {
  const text = parts.get(name)
  if (text === undefined) return refuse(`it is no workbook (.xlsx): ${name} is missing`)
  const bounds = { depthMax: 20, elementsMax: 2_000_000, attributesMax: 100, namespaces: false }
  const read = readXml(text, bounds)
  return 'reason' in read ? refuse(`${name} cannot be read: ${read.detail}`) : read
}

const all = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.flatMap((child) => [
    ...(child.local === name ? [child] : []),
    ...all(child, name),
  ])
/** The runs of a text; how it is pronounced (`rPh`, ECMA-376 part 1, 18.4.6) is no part of it. */
const texts = (element: XmlElement): string =>
  element.children
    .map((child) => (child.local === 't' ? child.text : child.local === 'rPh' ? '' : texts(child)))
    .join('')

/** The part that the first sheet stands in. */
function firstSheet(parts: Parts): string | Refused {
  const book = xmlOf(parts, 'xl/workbook.xml')
  if ('refused' in book) return book
  const relations = xmlOf(parts, 'xl/_rels/workbook.xml.rels')
  if ('refused' in relations) return relations
  const [sheet] = all(book, 'sheet')
  const id = sheet?.attributes.get('r:id')
  const target = all(relations, 'Relationship')
    .find(({ attributes }) => attributes.get('Id') === id)
    ?.attributes.get('Target')
  if (sheet === undefined || target === undefined) return refuse('the workbook has no sheet')
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

function cellText(cell: XmlElement, shared: readonly string[]): string | Refused {
  const where = cell.attributes.get('r') ?? 'a cell'
  if (cell.children.some(({ local }) => local === 'f'))
    return refuse(`cell ${where} holds a formula; paste its value in its place`)
  const value = cell.children.find(({ local }) => local === 'v')?.text ?? ''
  // ECMA-376 part 1, 18.18.11: what is none of these is a number or a text as it stands.
  switch (cell.attributes.get('t') ?? 'n') {
    case 'inlineStr':
      return texts(cell)
    case 's':
      return shared[Number(value)] ?? refuse(`cell ${where} names a text that is not there`)
    case 'b':
      return value === '1' ? 'true' : 'false'
    case 'e':
      return refuse(`cell ${where} holds the error ${value}; correct it`)
    default:
      return value
  }
}

/** The cells of a row in their columns; one left out is empty. */
function rowCells(row: XmlElement, shared: readonly string[]): readonly string[] | Refused {
  const cells: string[] = []
  for (const cell of row.children) {
    if (cell.local !== 'c') continue
    const text = cellText(cell, shared)
    if (typeof text !== 'string') return text
    const reference = cell.attributes.get('r')
    const column = reference === undefined ? cells.length : columnOf(reference)
    if (column < 0 || column >= COLUMNS_MAX)
      return refuse(`cell ${reference ?? ''} is no cell of the first ${COLUMNS_MAX} columns`)
    while (cells.length < column) cells.push('')
    cells[column] = text
  }
  return cells
}

/** The rows of the first sheet of a workbook; refused with the cell where one cannot be taken. */
export function readXlsx(bytes: Uint8Array): readonly Row[] | Refused {
  const parts = unpack(bytes)
  if ('refused' in parts) return parts
  const name = firstSheet(parts)
  if (typeof name !== 'string') return name
  const sheet = xmlOf(parts, name)
  if ('refused' in sheet) return sheet
  let shared: readonly string[] = []
  if (parts.has('xl/sharedStrings.xml')) {
    const strings = xmlOf(parts, 'xl/sharedStrings.xml')
    if ('refused' in strings) return strings
    shared = strings.children.map(texts)
  }
  const rows: Row[] = []
  for (const row of all(sheet, 'row')) {
    if (rows.length > ROWS_MAX) break
    const cells = rowCells(row, shared)
    if ('refused' in cells) return cells
    if (cells.some((cell) => cell !== ''))
      rows.push({ place: `row ${row.attributes.get('r') ?? rows.length + 1}`, cells })
  }
  return checkedRows(rows)
}
