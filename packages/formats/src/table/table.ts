import { parse } from 'csv-parse/sync'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { decodeUtf8 } from '../observation/index.ts'
import { RecordCutter } from './cutter.ts'
import type { Piece } from './cutter.ts'
import { COLUMNS_MAX, RECORD_BYTES_MAX } from './limits.ts'

/**
 * A table in CSV whose first record names the columns. Each row comes out under those names, wherever the columns
 * stand, or as a reject; a header that cannot be read rejects everything behind it, because a row without names
 * could only be guessed.
 */

/** A stretch of a table, in the order of the file. Every byte of it is in one of these or in a reject. */
export interface TableRecord {
  readonly kind: 'header' | 'blank' | 'row'
  readonly offset: number
  readonly length: number
  /** That it begins in, from 1. */
  readonly line: number
  /** Without the line ending; empty where it is blank. */
  readonly bytes: Uint8Array
  /** By the names of the header, in its order; empty unless it is a row. */
  readonly fields: ReadonlyMap<string, string>
}

/** What a table is read with. */
export interface TableOptions {
  /** One ASCII character between fields. */
  readonly delimiter: string
  /** The columns as they will be called, or why they are none of this format. */
  readonly columns: (names: readonly string[]) => readonly string[] | Refused
  /** What is wrong with a row, by its fields; null where nothing is. */
  readonly fault: (fields: ReadonlyMap<string, string>) => Fault | null
}
/** Why a row is no record. */
export interface Fault {
  readonly reason: string
  readonly detail: string
}

const DELIMITERS: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
}
/** How the option `delimiter` is described. */
export const DELIMITER_OPTION =
  'What stands between fields: comma (default), semicolon, tab or pipe.'

/** The character that the option names. */
export function delimiterOf(option: string | undefined): string | Refused {
  const word = option ?? 'comma'
  const found = Object.hasOwn(DELIMITERS, word) ? DELIMITERS[word] : undefined
  return (
    found ?? {
      refused: `delimiter ${JSON.stringify(word.slice(0, 20))} is not known; give one of ${Object.keys(DELIMITERS).join(', ')}`,
    }
  )
}

const NO_FIELDS: ReadonlyMap<string, string> = new Map()
const QUOTE = 34

/** The fields of one record, or why its quotes cannot be trusted. */
function fieldsOf(bytes: Uint8Array, delimiter: string): readonly string[] | Fault {
  const text = decodeUtf8(bytes)
  if (isRefusal(text)) return { reason: 'not-utf8', detail: text.refused }
  if (!bytes.includes(QUOTE)) return text.split(delimiter)
  try {
    const rows = parse(text, { delimiter, record_delimiter: ['\n', '\r\n'], columns: false })
    const [row] = rows
    if (rows.length !== 1 || row === undefined)
      return { reason: 'bad-quotes', detail: 'quotes do not hold one record together' }
    return row
  } catch {
    return { reason: 'bad-quotes', detail: 'quote whole fields, and double the quotes inside' }
  }
}
const isRefusal = (value: string | Refused): value is Refused => typeof value !== 'string'
const isFault = (value: readonly string[] | Fault): value is Fault => 'reason' in value

/** Names that are each there once, or why they cannot name columns. */
function namesOf(fields: readonly string[]): readonly string[] | Refused {
  const names = fields.map((name) => name.trim())
  if (names.length > COLUMNS_MAX)
    return { refused: `${names.length} columns; the most is ${COLUMNS_MAX}` }
  const empty = names.indexOf('')
  if (empty >= 0) return { refused: `column ${empty + 1} has no name; name it` }
  const again = names.find((name, i) => names.indexOf(name) !== i)
  return again === undefined ? names : { refused: `column ${again} is there twice; rename one` }
}

/** Reads one table; memory is bounded by a record, a chunk and the header. */
export class TableDecoder implements Decoder<TableRecord> {
  readonly #options: TableOptions
  readonly #cutter: RecordCutter
  #columns: readonly string[] | null = null
  #isRefused = false

  constructor(options: TableOptions) {
    this.#options = options
    this.#cutter = new RecordCutter(options.delimiter.charCodeAt(0))
  }

  push(chunk: Uint8Array): Decoded<TableRecord> {
    return this.#read(this.#cutter.push(chunk))
  }

  end(): Decoded<TableRecord> {
    return this.#read(this.#cutter.end())
  }

  #read(pieces: readonly Piece[]): Decoded<TableRecord> {
    const records: TableRecord[] = []
    const rejects: Reject[] = []
    for (const piece of pieces) {
      const read = this.#piece(piece)
      if ('kind' in read) records.push(read)
      else
        rejects.push({
          offset: piece.offset,
          length: piece.length,
          reason: read.reason,
          detail: `line ${piece.line}: ${read.detail}`,
        })
    }
    return { records, rejects }
  }

  #piece(piece: Piece): TableRecord | Fault {
    const { kind, offset, length, line, bytes } = piece
    const record = { offset, length, line, bytes, fields: NO_FIELDS }
    if (this.#isRefused) return { reason: 'no-header', detail: 'the header was refused' }
    if (kind === 'blank') return { ...record, kind: 'blank' }
    const fields = this.#fields(piece)
    if (this.#columns === null) return this.#header(record, fields)
    if (isFault(fields)) return fields
    const { length: wanted } = this.#columns
    if (fields.length !== wanted)
      return {
        reason: 'column-count',
        detail: `${fields.length} fields under ${wanted} columns; give each column one`,
      }
    const named = new Map(this.#columns.map((name, i) => [name, fields[i] ?? '']))
    return this.#options.fault(named) ?? { ...record, kind: 'row', fields: named }
  }

  #fields({ kind, length, bytes, isOpen }: Piece): readonly string[] | Fault {
    if (isOpen)
      return { reason: 'bad-quotes', detail: 'a quote is not closed; close it, or double it' }
    return kind === 'long'
      ? { reason: 'too-long', detail: `${length} bytes; the most is ${RECORD_BYTES_MAX}` }
      : fieldsOf(bytes, this.#options.delimiter)
  }

  #header(
    record: Omit<TableRecord, 'kind'>,
    fields: readonly string[] | Fault,
  ): TableRecord | Fault {
    const names = isFault(fields) ? { refused: fields.detail } : namesOf(fields)
    const columns = isRefused(names) ? names : this.#options.columns(names)
    if (isRefused(columns)) {
      this.#isRefused = true
      return { reason: 'bad-header', detail: columns.refused }
    }
    this.#columns = columns
    return { ...record, kind: 'header' }
  }
}

/** A record as `decode` prints it. */
export function tableJson({ kind, offset, length, line, fields }: TableRecord): unknown {
  const place = { kind, offset, length, line }
  return kind === 'row' ? { ...place, fields: Object.fromEntries(fields) } : place
}
/** What a stretch that is no row comes to. */
export const NO_ROW: Readonly<Record<'header' | 'blank', string>> = {
  header: 'the header names the columns',
  blank: 'the line is blank',
}
