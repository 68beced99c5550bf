// What a written report says of itself, read in the browser: the head that an issue puts on record, and how many of its
// fields name the entries that they come from. Whether it is true, a check against the record says, and nothing here.
import type { Head, Language, ReportFormat } from '@holdfast/core/report'
import { sha256 } from '@holdfast/core/evidence'

/** What a written report says of itself to a machine. */
export interface Stamp {
  readonly head: Head
  readonly language: Language
  readonly format: ReportFormat
}
/** What its tables hold. */
export interface Sums {
  readonly lines: number
  readonly fields: number
  /** Lines that name the log entries that they come from. */
  readonly linked: number
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
/** Hex SHA-256 of a file. */
export const digestOf = (bytes: Uint8Array): string => hexOf(sha256(bytes))

const isStamp = (value: unknown): value is Stamp =>
  typeof value === 'object' && value !== null && 'head' in value && 'language' in value

function read(text: string): Stamp | null {
  try {
    const value = JSON.parse(text) as unknown
    return isStamp(value) ? value : null
  } catch {
    return null
  }
}

const UNESCAPED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
function fromHtml(text: string): Stamp | null {
  const stamp = /<meta name="holdfast-report" content="([^"]*)">/.exec(text)?.[1]
  return stamp === undefined
    ? null
    : read(stamp.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (one) => UNESCAPED[one] ?? one))
}

/** A PDF bears its stamp in its keywords, as hex. */
function fromPdf(bytes: Uint8Array): Stamp | null {
  const hex = /HOLDFAST-REPORT:([0-9a-f]+)/.exec(new TextDecoder('latin1').decode(bytes))?.[1]
  if (hex === undefined) return null
  const told = (hex.match(/../g) ?? []).map((two) => Number.parseInt(two, 16))
  return read(new TextDecoder().decode(Uint8Array.from(told)))
}

/** One line of a CSV holds it: `report,stamp,…,"{…}",…`, quotes doubled. */
function fromCsv(text: string): Stamp | null {
  const quoted = /^report,stamp,[^,]*,"((?:[^"]|"")*)"/mu.exec(text)?.[1]
  return quoted === undefined ? null : read(quoted.replaceAll('""', '"'))
}

function fromGeoJson(text: string): Stamp | null {
  try {
    const { report } = JSON.parse(text) as { readonly report?: { readonly stamp?: unknown } }
    return isStamp(report?.stamp) ? report.stamp : null
  } catch {
    return null
  }
}

/** The stamp of a written report; null where it bears none. */
export function stampOf(bytes: Uint8Array, format: ReportFormat): Stamp | null {
  if (format === 'pdf') return fromPdf(bytes)
  const text = new TextDecoder().decode(bytes)
  if (format === 'html') return fromHtml(text)
  return format === 'csv' ? fromCsv(text) : fromGeoJson(text)
}

/** What the tables of an HTML report hold. A line's fields are named by it: `line/field`. */
export function sumsOf(html: string): Sums {
  const names = [...html.matchAll(/ data-cell="([^"]*)\/([^"/]*)"/g)]
  const linked = names.filter(([, , field]) => field === 'from')
  return {
    lines: new Set(names.map(([, line]) => line)).size,
    fields: names.length,
    linked: new Set(linked.map(([, line]) => line)).size,
  }
}

/** The page's policy allows no style but with its nonce: the report's own style sheet gets it, and nothing else changes. */
export const framed = (html: string, nonce: string): string =>
  html.replace('<style>', `<style nonce="${nonce}">`)
