/**
 * YAML with places. An operator who writes a document by hand must be told where it is wrong, to the line; a parsed
 * value has lost that. So the syntax tree is kept beside the value, and `at` finds a path's place in it. Anchors are
 * allowed, but bounded; tags, duplicate keys and a second document in the file are refused, because each reads
 * differently in different parsers.
 */
import type { Refused } from '@holdfast/core/units'
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Parser,
  visit,
} from 'yaml'
import type { CST, Document, Node, YAMLError } from 'yaml'

/** The place of a path as `file:line:column`. Paths: `provisions.3.zone`, `provisions[3].zone` or `/provisions/3/zone`. */
export type At = (path: string) => string

/** A document's value (what JSON can hold) and where each part of it stands. */
export interface ReadYaml {
  readonly value: unknown
  /** `file:line:column`, 1-based. A path that is absent gives the place of its nearest part that is there. */
  readonly at: At
}

/** Longest document that is read, characters: an agreement has some 30,000. */
export const DOCUMENT_CHARACTERS_MAX = 4_194_304
/** Most errors told at once: the first ones usually cause the rest. */
export const DOCUMENT_ERRORS_MAX = 20
const ALIASES_MAX = 100
/** Deepest that lists and maps may stand in one another: an agreement has some 10. Readers of trees call themselves. */
export const DOCUMENT_DEPTH_MAX = 100

/** The parts of a path: `a.3.b`, `a[3].b` and the JSON pointer `/a/3/b` are the same. The empty path is the root. */
export function partsOf(path: string): string[] {
  if (path.startsWith('/'))
    return path
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
}

interface Step {
  readonly node: Node
  readonly offset: number
}

/** A scalar is pointed at itself, a list or map at its key: that is where the reader looks. */
function stepInto(parent: Node, part: string): Step | null {
  if (isSeq(parent)) {
    const item = parent.items[Number(part)]
    return isNode(item) ? { node: item, offset: item.range?.[0] ?? 0 } : null
  }
  if (!isMap(parent)) return null
  for (const pair of parent.items) {
    if (!isPair(pair) || !isScalar(pair.key) || String(pair.key.value) !== part) continue
    const keyOffset = pair.key.range?.[0] ?? 0
    if (!isNode(pair.value)) return { node: pair.key, offset: keyOffset }
    const offset = isScalar(pair.value) ? (pair.value.range?.[0] ?? keyOffset) : keyOffset
    return { node: pair.value, offset }
  }
  return null
}

function offsetOf(root: Node | null, path: string): number {
  if (root === null) return 0
  let here: Step = { node: root, offset: root.range?.[0] ?? 0 }
  for (const part of partsOf(path)) {
    const next = stepInto(here.node, part)
    if (next === null) break
    here = next
  }
  return here.offset
}

const REMEDY: Readonly<Record<string, string>> = {
  BAD_INDENT: 'indent the lines of one list or map alike, with spaces',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  DUPLICATE_KEY: 'keep one of the two, or rename it',
  MULTIPLE_DOCS: 'keep one document in a file; remove the line ---',
  MISSING_CHAR: 'close the bracket or quote that was opened',
  BAD_ALIAS: 'define the anchor before the alias, or write the value out',
  TAG_RESOLVE_FAILED: 'remove the tag',
  MULTILINE_IMPLICIT_KEY: 'put a colon and a space after the key, or quotes around the text',
}

/** What the parser says in its own terms, in an operator's. */
const SAID: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here',
}

const YAML_REMEDY = 'write it as YAML 1.2, with text that holds ": " or " #" in quotes'
/** Of a file that is called so: its author thinks in brackets and quotes. */
const JSON_REMEDY = 'write it as JSON: names and texts in double quotes, one comma between items'

const tellSyntax = (error: YAMLError, place: (offset: number) => string, name: string): string =>
  `${place(error.pos[0])}: ${SAID[error.code] ?? error.message.replace(/\s+$/, '')}; ` +
  (REMEDY[error.code] ?? (/\.json$/i.test(name) ? JSON_REMEDY : YAML_REMEDY))

// A tab, or a blank that is none, makes the parser lose its way: what it says afterwards is about nothing that anybody wrote.
function telling(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tab = errors.find(({ code }) => code === 'TAB_AS_INDENT')
  return tab === undefined ? errors : [tab]
}

/** Blanks that look like a space and separate nothing in YAML: they come with text that is copied from a page or a letter. */
export const ODD_BLANK = /[\u00A0\u2007\u202F\u200B\uFEFF]/u

const nameOf = (blank: string): string =>
  `U+${(blank.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Says of an odd blank which it is and what to do. */
export const tellBlank = (blank: string): string =>
  `a blank that looks like a space and is none (${nameOf(blank)}); type the space anew, or remove it`

/** The first place where such a blank stands for a space: before a key, after its colon or after a dash. Null: nowhere. */
function oddBlankIn(
  tree: Document.Parsed,
): { readonly offset: number; readonly blank: string } | null {
  let found: { readonly offset: number; readonly blank: string } | null = null
  visit(tree, {
    Scalar(key, { value, type, range }) {
      if (type !== 'PLAIN' || typeof value !== 'string') return undefined
      const at = SEPARATES.exec(value) ?? (key === 'key' ? ODD_BLANK.exec(value) : null)
      const blank = at === null ? null : ODD_BLANK.exec(at[0])
      if (at === null || blank === null) return undefined
      found = { offset: (range?.[0] ?? 0) + at.index + blank.index, blank: blank[0] }
      return visit.BREAK
    },
  })
  return found
}
/** Where lists and maps stand in one another deeper than may be, as an offset; null: nowhere. Read without a call for each. */
function tooDeepIn(text: string): number | null {
  const open: { readonly token: CST.Token; readonly depth: number }[] = []
  for (const token of new Parser().parse(text)) open.push({ token, depth: 0 })
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (depth > DOCUMENT_DEPTH_MAX) return token.offset
    if (token.type === 'document' && token.value !== undefined)
      open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const { key, value } of token.items) {
      if (key !== undefined && key !== null) open.push({ token: key, depth: depth + 1 })
      if (value !== undefined) open.push({ token: value, depth: depth + 1 })
    }
  }
  return null
}

const SEPARATES =
  /^[\u00A0\u2007\u202F\u200B\uFEFF]|^(?:-|[A-Za-z]\w*:)[\u00A0\u2007\u202F\u200B\uFEFF]/u

function treeOf(text: string, lines: LineCounter): Document.Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  })
}

function tellDeep(text: string, offset: number, name: string): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(0, lineStart).split('\n').length
  return (
    `${name}:${line}:${offset - lineStart + 1}: lists and maps stand more than ${DOCUMENT_DEPTH_MAX} deep in one another here; ` +
    'close the brackets that were opened, or check that it is the right file'
  )
}

/**
 * Reads one YAML document. `name` is what the messages call the file. Refused: text that is no YAML 1.2, is empty, is
 * longer than `DOCUMENT_CHARACTERS_MAX` or deeper than `DOCUMENT_DEPTH_MAX`; the refusal holds one line for each error.
 */
export function readYaml(text: string, name: string): ReadYaml | Refused {
  if (text.length > DOCUMENT_CHARACTERS_MAX)
    return {
      refused:
        `${name}:1:1: the document has ${text.length} characters, more than ` +
        `${DOCUMENT_CHARACTERS_MAX}; split it, or check that it is the right file`,
    }
  const deep = tooDeepIn(text)
  if (deep !== null) return { refused: tellDeep(text, deep, name) }
  const lines = new LineCounter()
  const tree = treeOf(text, lines)
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`
  }
  const errors = telling([...tree.errors, ...tree.warnings])
  if (errors.length > 0)
    return {
      refused: errors
        .slice(0, DOCUMENT_ERRORS_MAX)
        .map((error) => tellSyntax(error, place, name))
        .join('\n'),
    }
  const odd = oddBlankIn(tree)
  if (odd !== null) return { refused: `${place(odd.offset)}: here is ${tellBlank(odd.blank)}` }
  if (tree.contents === null)
    return {
      refused: `${name}:1:1: the document is empty; write it, or check that it is the right file`,
    }
  try {
    const value: unknown = tree.toJS({ maxAliasCount: ALIASES_MAX })
    const root = tree.contents
    return { value, at: (path) => place(offsetOf(root, path)) }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    return { refused: `${name}:1:1: ${what}; write the values out instead of using aliases` }
  }
}
