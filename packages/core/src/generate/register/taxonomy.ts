/**
 * The published codes of capabilities. A code says what is counted and in which unit, so that a line and an offer of the
 * same code can be added. Records made before there were codes use other words; `also` maps them, and they stay valid.
 */
import { DocumentReader, pathOf } from '../../units/index.ts'
import type { At, Refused } from '../../units/index.ts'

/** One capability of the taxonomy. */
export interface Capability {
  readonly code: string
  readonly title: string
  /** What a quantity of it counts. */
  readonly unit: string
  readonly definition: string
  /** Whether the unit counts people. */
  readonly countsPeople: boolean
  /** Older words of the same meaning. */
  readonly also: readonly string[]
  /** The code of the family that it belongs to. */
  readonly parent: string
}
/** A family of capabilities: what a reader looks under. Nothing is asked, offered or added up by family. */
export interface CapabilityFamily {
  readonly code: string
  readonly title: string
}
/** The codes, with the older words mapped to them. */
export interface Taxonomy {
  readonly version: string
  /** In the order of the document. */
  readonly families: ReadonlyMap<string, CapabilityFamily>
  readonly capabilities: ReadonlyMap<string, Capability>
  /** Every word that is understood, to its code. */
  readonly codes: ReadonlyMap<string, string>
}

/** The code that a word stands for; a word that the taxonomy does not know stays as it is. */
export const canonicalCode = (taxonomy: Taxonomy | null, word: string): string =>
  taxonomy?.codes.get(word) ?? word

/** Reads the taxonomy. The refusal holds one line for each error, at most `ERRORS_TOLD_MAX`. */
export function parseTaxonomy(value: unknown, at: At): Taxonomy | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  const version = reader.text(root, 'version')
  const families = reader.maps(root, 'families').map((fields): CapabilityFamily => ({
    code: reader.id(fields, 'code'),
    title: reader.text(fields, 'title'),
  }))
  const read = reader.maps(root, 'capabilities').map((fields): Capability => ({
    code: reader.id(fields, 'code'),
    title: reader.text(fields, 'title'),
    unit: reader.text(fields, 'unit'),
    definition: reader.text(fields, 'definition'),
    countsPeople:
      fields.value['countsPeople'] === undefined ? false : reader.boolean(fields, 'countsPeople'),
    also: fields.value['also'] === undefined ? [] : reader.texts(fields, 'also'),
    parent: reader.id(fields, 'parent'),
  }))
  refuseFamilies(reader, families, read)
  const codes = new Map<string, string>()
  for (const [i, { code, also }] of read.entries())
    for (const [word, path] of [
      [code, `capabilities.${i}.code`] as const,
      ...also.map((one, k) => [one, `capabilities.${i}.also.${k}`] as const),
    ]) {
      const other = codes.get(word)
      if (other !== undefined && word !== '')
        reader.refuse(path, `${word} stands for ${other} already; give each word one meaning`)
      codes.set(word, code)
    }
  if (read.length === 0)
    reader.refuse(pathOf(root, 'capabilities'), 'is empty; name the capabilities')
  if (reader.errors.length > 0) return { refused: reader.errors.join('\n') }
  const ofCode = new Map(families.map((one) => [one.code, one]))
  return {
    version,
    families: ofCode,
    capabilities: new Map(read.map((one) => [one.code, one])),
    codes,
  }
}

/** Refuses a family named twice, one that nothing belongs to, and a capability of a family that is not there. */
function refuseFamilies(
  reader: DocumentReader,
  families: readonly CapabilityFamily[],
  capabilities: readonly Capability[],
): void {
  const used = new Set(capabilities.map(({ parent }) => parent))
  for (const [i, { code }] of families.entries()) {
    if (families.findIndex((one) => one.code === code) < i)
      reader.refuse(`families.${i}.code`, `${code} is a family already; give each its own code`)
    if (!used.has(code))
      reader.refuse(`families.${i}.code`, `nothing belongs to ${code}; take it out`)
  }
  const known = new Set(families.map(({ code }) => code))
  for (const [i, { parent }] of capabilities.entries())
    if (!known.has(parent))
      reader.refuse(
        `capabilities.${i}.parent`,
        `${parent} is no family; write one of ${[...known].join(', ')}`,
      )
}
