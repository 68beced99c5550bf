// What a written report says, read back for a check. Nothing is believed of it but the stamp, which says what to make
// again; its fields are compared with those of the report that the record gives.
import { parse } from 'csv-parse/sync'
import type { ReportFormat } from '@holdfast/core/report'
import type { Refused } from '@holdfast/core/units'
import type { Stamp } from './laid-out.ts'
import { linesOfPdf } from './read-pdf.ts'

/** A written report: its stamp, and every field by its name, as `value` and `text` with a tab between them. */
export interface Written {
  readonly stamp: unknown
  readonly format: ReportFormat
  readonly fields: ReadonlyMap<string, string>
}

const UNESCAPED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const unescapeHtml = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (one) => UNESCAPED[one] ?? one)

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Fields by their names. One that is there twice is not lost in the first: the second bears its own name. */
class Fields extends Map<string, string> {
  /** Adds a field, whatever its name. */
  add(name: string, value: string, told: string): void {
    let free = name
    for (let n = 2; this.has(free); n += 1) free = `${name} (${n})`
    this.set(free, `${value}\t${told}`)
  }
}

function readHtml(text: string): Written | null {
  const stamp = /<meta name="holdfast-report" content="([^"]*)">/.exec(text)?.[1]
  if (stamp === undefined) return null
  const fields = new Fields()
  for (const [, id = '', value = '', told = ''] of text.matchAll(
    /<t[dh] (?:scope="row" )?data-cell="([^"]*)" data-value="([^"]*)">([^<]*)<\/t[dh]>/g,
  ))
    fields.add(unescapeHtml(id), unescapeHtml(value), unescapeHtml(told))
  for (const [i, [, told = '']] of [...text.matchAll(/<p[^>]*>([^<]*)<\/p>/g)].entries())
    fields.add(`text ${i + 1}`, '', unescapeHtml(told))
  for (const [, id = '', told = ''] of text.matchAll(/<h[12](?: id="([^"]*)")?>([^<]*)<\/h[12]>/g))
    fields.add(`heading ${unescapeHtml(id)}`.trim(), '', unescapeHtml(told))
  return { stamp: json(unescapeHtml(stamp)), format: 'html', fields }
}

function readCsv(text: string): Written | null {
  if (!text.startsWith('table,line,field,value,text\r\n')) return null
  let rows: string[][]
  try {
    rows = parse(text, { relaxColumnCount: true })
  } catch {
    return null
  }
  const fields = new Fields()
  let stamp: unknown
  for (const [table = '', line = '', field = '', value = '', told = ''] of rows.slice(1))
    if (table === 'report' && line === 'stamp') {
      stamp = json(value)
      fields.add('heading', '', told)
    } else if (table === 'heading' || table === 'text') fields.add(`${table} ${line}`, value, told)
    else fields.add(`${line}/${field}`, value, told)
  return { stamp, format: 'csv', fields }
}

type Members = Readonly<Record<string, unknown>>
/** Members of an object, none of anything else: whoever wrote the file may have written what they liked. */
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {}
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textIn = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

function readGeoJson(text: string): Written | null {
  const { report, features } = membersOf(json(text))
  const { stamp, tables, texts, title, edition } = membersOf(report)
  if (stamp === undefined || !Array.isArray(tables)) return null
  const fields = new Fields()
  if (title !== undefined) fields.add('heading', '', `${textIn(title)}. ${textIn(edition)}`)
  for (const [i, told] of listIn(texts).entries()) fields.add(`text ${i + 1}`, '', textIn(told))
  for (const feature of listIn(features))
    fields.add(`feature ${textIn(membersOf(feature)['id'])}`, '', JSON.stringify(feature))
  for (const table of listIn(tables))
    for (const line of listIn(membersOf(table)['lines'])) {
      const { id, cells } = membersOf(line)
      for (const [key, one] of Object.entries(membersOf(cells))) {
        const { value, text: said } = membersOf(one)
        fields.add(`${textIn(id)}/${key}`, textIn(value), textIn(said))
      }
    }
  return { stamp, format: 'geojson', fields }
}

/** The stamp of a PDF is its keywords, in the clear. Its fields are the lines that it draws, each by its own words. */
function readPdf(bytes: Uint8Array): Written | null {
  const text = new TextDecoder('latin1').decode(bytes)
  const hex = /HOLDFAST-REPORT:([0-9a-f]+)/.exec(text)?.[1]
  if (hex === undefined) return null
  const told = (hex.match(/../g) ?? []).map((two) => Number.parseInt(two, 16))
  const fields = new Fields()
  for (const line of linesOfPdf(bytes)) fields.add(`“${line}”`, '', 'drawn')
  return { stamp: json(new TextDecoder().decode(Uint8Array.from(told))), format: 'pdf', fields }
}

/** The keywords that carry a stamp in a PDF. */
export function pdfKeywords(stamp: Stamp): string {
  const bytes = new TextEncoder().encode(JSON.stringify(stamp))
  return `HOLDFAST-REPORT:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Reads a written report of any format, by what it begins with. */
export function readWritten(bytes: Uint8Array): Written | Refused {
  const isPdf = new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-'
  const text = isPdf ? '' : new TextDecoder().decode(bytes)
  const found = isPdf ? readPdf(bytes) : (readHtml(text) ?? readCsv(text) ?? readGeoJson(text))
  return (
    found ?? {
      refused:
        'this is no report that `holdfast report make` wrote: it has no stamp; give the file as it was written',
    }
  )
}
