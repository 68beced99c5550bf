import { SaxesParser } from 'saxes'

/**
 * A small XML document as a tree, or why it is none. A document type declaration is refused wherever it stands: with
 * it go external entities and the expansion of internal ones, and none of our formats needs one. What is left can grow
 * only with the bytes that were sent, and depth, elements and attributes are bounded before anything is built.
 */

/** Bounds of a document: how deep elements may nest, how many there may be, how many attributes each may bear. */
export interface XmlBounds {
  readonly depthMax: number
  readonly elementsMax: number
  readonly attributesMax: number
}
/** An element with the places of its text in the document, in UTF-16 units, half-open. */
export interface XmlElement {
  /** As written, with its prefix. */
  readonly name: string
  /** Without the prefix. */
  readonly local: string
  /** The namespace that it is in; empty where there is none, or where namespaces were not asked for. */
  readonly uri: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Its own character data with entities and CDATA resolved, without that of its children. */
  readonly text: string
  readonly from: number
  readonly to: number
  /** Between the tags; empty for `<a/>`. */
  readonly innerFrom: number
  readonly innerTo: number
}
/** Why a text is no document that is taken. */
export interface XmlFault {
  readonly reason: 'bad-xml' | 'doctype' | 'encoding' | 'too-deep' | 'too-many'
  readonly detail: string
}

class Stop extends Error {
  readonly fault: XmlFault
  constructor(fault: XmlFault) {
    super(fault.detail)
    this.fault = fault
  }
}

interface Open {
  name: string
  local: string
  uri: string
  attributes: Map<string, string>
  children: XmlElement[]
  text: string
  from: number
  innerFrom: number
  to: number
  innerTo: number
}

class Builder {
  readonly #text: string
  readonly #bounds: XmlBounds
  readonly #open: Open[] = []
  #elements = 0
  #attributes = 0
  root: XmlElement | null = null

  constructor(text: string, bounds: XmlBounds) {
    this.#text = text
    this.#bounds = bounds
  }

  attribute(): void {
    this.#attributes += 1
    const { attributesMax } = this.#bounds
    if (this.#attributes > attributesMax)
      throw new Stop({
        reason: 'too-many',
        detail: `an element has over ${attributesMax} attributes`,
      })
  }

  openTag(at: number, tag: Pick<Open, 'name' | 'local' | 'uri' | 'attributes'>): void {
    const { depthMax, elementsMax } = this.#bounds
    this.#elements += 1
    this.#attributes = 0
    if (this.#open.length >= depthMax)
      throw new Stop({ reason: 'too-deep', detail: `elements nest over ${depthMax} deep` })
    if (this.#elements > elementsMax)
      throw new Stop({ reason: 'too-many', detail: `there are over ${elementsMax} elements` })
    // A tag's name and values hold no '<' unescaped, so the last one before its end begins it.
    const from = this.#text.lastIndexOf('<', at - 1)
    this.#open.push({ ...tag, children: [], text: '', from, innerFrom: at, to: at, innerTo: at })
  }

  characters(text: string): void {
    const element = this.#open.at(-1)
    if (element !== undefined) element.text += text
  }

  closeTag(at: number): void {
    const element = this.#open.pop()
    if (element === undefined) return
    element.to = at
    // `<a/>` ends where it began; its end tag otherwise begins at the last '<'.
    element.innerTo = at === element.innerFrom ? at : this.#text.lastIndexOf('<', at - 1)
    const parent = this.#open.at(-1)
    if (parent === undefined) this.root = element
    else parent.children.push(element)
  }
}

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1)

function parse(text: string, bounds: XmlBounds, isNamespaced: boolean): XmlElement {
  const builder = new Builder(text, bounds)
  const common = (parser: SaxesParser<{ xmlns: true }> | SaxesParser<{ xmlns: false }>): void => {
    parser.on('doctype', () => {
      throw new Stop({
        reason: 'doctype',
        detail: 'a document type declaration is never taken; leave it out',
      })
    })
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding))
        throw new Stop({
          reason: 'encoding',
          detail: `the encoding is ${encoding.slice(0, 40)}; send UTF-8`,
        })
    })
    parser.on('attribute', () => builder.attribute())
    parser.on('text', (data) => builder.characters(data))
    parser.on('cdata', (data) => builder.characters(data))
    parser.on('closetag', () => builder.closeTag(parser.position))
  }
  if (isNamespaced) {
    const parser = new SaxesParser({ xmlns: true })
    common(parser)
    parser.on('opentag', ({ name, local, uri, attributes }) =>
      builder.openTag(parser.position, {
        name,
        local,
        uri,
        attributes: new Map(Object.values(attributes).map((a) => [a.name, a.value])),
      }),
    )
    parser.write(text).close()
  } else {
    const parser = new SaxesParser({ xmlns: false })
    common(parser)
    parser.on('opentag', ({ name, attributes }) =>
      builder.openTag(parser.position, {
        name,
        local: localOf(name),
        uri: '',
        attributes: new Map(Object.entries(attributes)),
      }),
    )
    parser.write(text).close()
  }
  if (builder.root === null)
    throw new Stop({ reason: 'bad-xml', detail: 'the document has no element' })
  return builder.root
}

/**
 * The root element of a text that is one well-formed XML document (XML 1.0, fifth edition), or why it is not taken.
 * `namespaces` resolves prefixes and refuses unbound ones. Never throws; time and memory grow with the text alone.
 */
export function readXml(
  text: string,
  { namespaces, ...bounds }: XmlBounds & { readonly namespaces: boolean },
): XmlElement | XmlFault {
  try {
    return parse(text, bounds, namespaces)
  } catch (error) {
    if (error instanceof Stop) return error.fault
    const detail = error instanceof Error ? error.message : 'unreadable'
    return { reason: 'bad-xml', detail: detail.slice(0, 200) }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // An attribute's value is normalised when it is read; written so, these three survive it (XML 1.0, 3.3.3).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
/** A text as character data or as an attribute's value; it must hold only characters of XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character] ?? character)

// XML 1.0, production 2, and no half of a surrogate pair.
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u
/** Whether every character of the text may stand in an XML document. */
export const isXmlText = (text: string): boolean => !NOT_XML.test(text)
