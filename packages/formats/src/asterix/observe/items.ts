import type { Content, Items } from '../content.ts'

/** What a record says, what of it an observation's members hold, and what deserves a word to the reader. */
export interface Draft {
  readonly cat: number
  readonly edition: string
  readonly items: Items
  /** Items that an observation's members hold completely; the others go to its residual. */
  readonly held: Set<string>
  /** Doubts that the record itself raises. Nothing is decided on them. */
  readonly notes: string[]
}

/** The content at a path of names, or undefined where the record has none. */
export function contentAt(items: Items, ...path: readonly string[]): Content | undefined {
  let content: Content | Items | undefined = items
  for (const name of path) {
    if (content === undefined || Array.isArray(content) || !Object.hasOwn(content, name))
      return undefined
    content = (content as Readonly<Record<string, Content>>)[name]
  }
  return content
}

/** A number at a path: in the unit of the table, or as it was sent where it has none. */
export function numberAt(items: Items, ...path: readonly string[]): number | undefined {
  const content = contentAt(items, ...path)
  if (content === undefined || !('raw' in content)) return undefined
  const { raw, value } = content as { readonly raw: unknown; readonly value?: unknown }
  if (typeof value === 'number') return value
  return value === undefined && typeof raw === 'number' ? raw : undefined
}

/** The text of a string at a path, without the spaces at its end. */
export function textAt(items: Items, ...path: readonly string[]): string | undefined {
  const content = contentAt(items, ...path)
  if (content === undefined || !('value' in content)) return undefined
  return typeof content.value === 'string' ? content.value : undefined
}

/** Whether a bit is there and set. */
export const isSet = (items: Items, ...path: readonly string[]): boolean =>
  numberAt(items, ...path) === 1
