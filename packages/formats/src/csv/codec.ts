import type { Unidentified } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import type { Codec, CodecOptions, FeedContext, Observed } from '../codec/index.ts'
import { completed, frameOf } from '../open-feed/index.ts'
import { convert, isVerbatim } from './convert.ts'
import { readMapping } from './mapping.ts'
import type { Mapping } from './mapping.ts'
import { nestOf, setMember } from '../open-feed/index.ts'
import type { Nest } from '../open-feed/index.ts'
import { residualOf } from '../open-feed/index.ts'
import { DELIMITER_OPTION, NO_ROW, TableDecoder, delimiterOf, tableJson } from '../table/index.ts'
import type { Fault, TableOptions, TableRecord } from '../table/index.ts'
import { withDefaults } from '../open-feed/index.ts'

type Fields = ReadonlyMap<string, string>
const joined = (fields: Fields, from: readonly string[]): string =>
  from.map((column) => fields.get(column) ?? '').join(' ')

/** The first rule that cannot read its columns. */
function rowFault({ rules }: Mapping, fields: Fields): Fault | null {
  for (const rule of rules) {
    const text = joined(fields, rule.from)
    const converted = convert(rule, text)
    if ('wrong' in converted)
      return {
        reason: 'bad-value',
        detail: `${rule.from.join(', ')} (${rule.to.join(', ')}): ${JSON.stringify(text.slice(0, 60))} ${converted.wrong}`,
      }
  }
  return null
}

/** The members that a sound row names, and what it says besides. */
function mapped(
  { constants, rules }: Mapping,
  fields: Fields,
): { root: Nest; said: [string, string][] } {
  const root: Nest = {}
  const held = new Set<string>()
  for (const [pointer, value] of constants) setMember(root, pointer, value)
  for (const rule of rules) {
    const text = joined(fields, rule.from)
    const converted = convert(rule, text)
    if ('wrong' in converted) continue
    for (const pointer of rule.to) setMember(root, pointer, converted.value)
    const [column] = rule.from
    if (column !== undefined && rule.from.length === 1 && isVerbatim(rule, text, converted.value))
      held.add(column)
  }
  const said = [...fields].filter(([column, value]) => value !== '' && !held.has(column))
  return { root, said }
}

function observe(
  mapping: Mapping,
  { kind, fields, bytes, line }: TableRecord,
  context: FeedContext,
): Observed {
  if (kind !== 'row') return { nothing: NO_ROW[kind] }
  const { root, said } = mapped(mapping, fields)
  const named = Object.entries(nestOf(root, 'residual') ?? {})
  const residual = residualOf([
    ...said.filter(([column]) => !named.some(([name]) => name === column)),
    ...named.map(([name, value]) => [name, String(value)] as const),
  ])
  if (residual === null)
    return { nothing: `line ${line}: its columns are longer than a residual holds` }
  const frame: Partial<Unidentified> & Pick<Unidentified, 'rawSha256'> = frameOf(context, bytes)
  return withDefaults({ ...frame, ...root, residual }, context, (members) =>
    completed(members, context, `line ${line}: `),
  )
}

function tableOptions(mapping: Mapping, delimiter: string): TableOptions {
  return {
    delimiter,
    columns: (names) => {
      const missing = mapping.rules
        .flatMap(({ from }) => from)
        .find((name) => !names.includes(name))
      return missing === undefined
        ? names
        : {
            refused: `no column ${missing}, which the mapping reads; the table has ${names.slice(0, 40).join(', ')}`,
          }
    },
    fault: (fields) => rowFault(mapping, fields),
  }
}

const mappingOf = ({ mapping }: CodecOptions): Mapping | Refused =>
  mapping === undefined
    ? { refused: 'mapping: is missing; give the JSON text of a mapping' }
    : readMapping(mapping)

/** Any table with a header, by a mapping of its columns to an observation's members. See the README. */
export const CSV: Codec<TableRecord> = {
  name: 'csv',
  title: 'Table in CSV, by a mapping',
  standards: [
    'RFC 4180, https://www.rfc-editor.org/rfc/rfc4180',
    'RFC 6901 (pointers of the mapping), https://www.rfc-editor.org/rfc/rfc6901',
  ],
  framing: 'stream',
  options: {
    delimiter: DELIMITER_OPTION,
    mapping: 'JSON text of the mapping of columns to members; needed.',
  },
  decoder: (options) => {
    const mapping = mappingOf(options)
    if (isRefused(mapping)) return mapping
    const delimiter = delimiterOf(options['delimiter'])
    return typeof delimiter === 'string'
      ? new TableDecoder(tableOptions(mapping, delimiter))
      : delimiter
  },
  json: tableJson,
  observer: (options) => {
    const mapping = mappingOf(options)
    return isRefused(mapping)
      ? () => ({ nothing: mapping.refused })
      : (record, context) => observe(mapping, record, context)
  },
}
