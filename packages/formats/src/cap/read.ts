import type { InstantMs } from '@holdfast/core/units'
import type { Reject } from '../codec/index.ts'
import { readDateTime, readXml } from '../xml/index.ts'
import type { XmlElement } from '../xml/index.ts'
import { circleOf, polygonOf } from './shapes.ts'
import { NAMESPACES } from './types.ts'
import type {
  CapAlert,
  CapArea,
  CapFault,
  CapInfo,
  CapPair,
  CapShape,
  CapVersion,
} from './types.ts'
import { WORDS_OF } from './words.ts'
import type { Worded } from './words.ts'

/**
 * An alert from its document, by the rules of its edition: elements that must be there, that may be there once, words of
 * closed lists, times with an offset. A fault of a part that decides what the alert says refuses all of it. A shape that
 * cannot be read is told and counted, because the warning still counts where its outline is damaged.
 */

/** Bounds of one document. */
export const CAP_XML_BOUNDS = { depthMax: 16, elementsMax: 16_384, attributesMax: 32 } as const
/** The most `info` elements of an alert. */
export const INFOS_MAX = 64
/** The most areas of all `info` elements of an alert together. */
export const AREAS_MAX = 1_024

class Fault extends Error {
  readonly fault: CapFault
  constructor(reason: CapFault['reason'], detail: string) {
    super(detail)
    this.fault = { reason, detail }
  }
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 60))
const isVersion = (uri: string): uri is keyof typeof NAMESPACES => Object.hasOwn(NAMESPACES, uri)

/** Reads the children of one element; throws a `Fault`, which `readAlert` catches. */
class Reader {
  readonly #element: XmlElement
  readonly #version: CapVersion
  readonly #path: string

  constructor(element: XmlElement, version: CapVersion, path: string) {
    this.#element = element
    this.#version = version
    this.#path = path
  }

  all(name: string): readonly XmlElement[] {
    const { children, uri } = this.#element
    return children.filter((child) => child.local === name && child.uri === uri)
  }

  texts(name: string): readonly string[] {
    // Line breaks around a value are layout: senders write them, and no value of CAP begins with one.
    return this.all(name).map(({ text }) => text.trim())
  }

  /** The text of an element that may be there once; null where it is not there, or empty. */
  maybe(name: string): string | null {
    const [text, ...more] = this.texts(name)
    if (more.length > 0)
      throw new Fault('repeated', `${this.#path}/${name} is given twice; give it once`)
    return text === undefined || text === '' ? null : text
  }

  one(name: string): string {
    const text = this.maybe(name)
    if (text === null) throw new Fault('missing', `${this.#path}/${name} is missing`)
    return text
  }

  #check(name: Worded, text: string): string {
    const words = WORDS_OF[this.#version][name]
    if (words.includes(text)) return text
    throw new Fault(
      'bad-value',
      `${this.#path}/${name} ${shown(text)} is no word of CAP ${this.#version}; give ${words.join(', ') || 'none'}`,
    )
  }

  word(name: Worded): string {
    return this.#check(name, this.one(name))
  }

  words(name: Worded): readonly string[] {
    return this.texts(name).map((text) => this.#check(name, text))
  }

  time(name: string): InstantMs | null {
    const text = this.maybe(name)
    if (text === null) return null
    // CAP 1.2, 3.3.2: whole seconds, a numeric offset, and never Z: UTC is -00:00.
    const isShaped = this.#version !== '1.2' || /^[^.]{19}[+-]\d{2}:\d{2}$/.test(text)
    const ms = isShaped ? readDateTime(text) : null
    if (ms !== null) return ms
    throw new Fault(
      'bad-time',
      `${this.#path}/${name} ${shown(text)} is no instant; give it as 2026-01-31T12:00:00-00:00`,
    )
  }

  /** An identifier: without blanks, commas, `<` and `&` (CAP 1.2, 3.2.1). */
  name(name: string): string {
    const text = this.one(name)
    if (text.length <= 1_000 && !/[\s,<&]/.test(text)) return text
    throw new Fault(
      'bad-value',
      `${this.#path}/${name} ${shown(text)} is no identifier; leave out blanks, commas, < and &`,
    )
  }

  pairs(name: string): readonly CapPair[] {
    return this.all(name).map((element) => {
      // CAP 1.0 wrote `name=value`; later editions have two elements.
      if (this.#version === '1.0') return { name: '', value: element.text.trim() }
      const pair = new Reader(element, this.#version, `${this.#path}/${name}`)
      return { name: pair.one('valueName'), value: pair.maybe('value') ?? '' }
    })
  }
}

interface Shapes {
  readonly version: CapVersion
  readonly unread: string[]
}

function areaOf(element: XmlElement, path: string, { version, unread }: Shapes): CapArea {
  const area = new Reader(element, version, path)
  const shapes: CapShape[] = []
  let shapesUnread = 0
  const take = (name: 'polygon' | 'circle', read: (text: string) => CapShape | null): void => {
    for (const text of area.texts(name)) {
      const shape = read(text)
      if (shape !== null) {
        shapes.push(shape)
        continue
      }
      shapesUnread += 1
      const form = name === 'polygon' ? 'lat,lon four times or more, closed' : 'lat,lon kilometres'
      unread.push(`${path}/${name} ${shown(text)} is none; give ${form}`)
    }
  }
  take('polygon', polygonOf)
  take('circle', circleOf)
  return { areaDesc: area.one('areaDesc'), shapes, shapesUnread, geocodes: area.pairs('geocode') }
}

function infoOf(element: XmlElement, path: string, shapes: Shapes): CapInfo {
  const { version } = shapes
  const info = new Reader(element, version, path)
  const categories = info.words('category')
  if (categories.length === 0 && version !== '1.0')
    throw new Fault('missing', `${path}/category is missing`)
  return {
    // CAP 1.2, 3.2.2: what is not given is en-US.
    language: info.maybe('language') ?? 'en-US',
    categories,
    event: info.one('event'),
    responseTypes: info.words('responseType'),
    urgency: info.word('urgency'),
    severity: info.word('severity'),
    certainty: info.word('certainty'),
    effectiveMs: info.time('effective'),
    onsetMs: info.time('onset'),
    expiresMs: info.time('expires'),
    senderName: info.maybe('senderName'),
    headline: info.maybe('headline'),
    description: info.maybe('description'),
    instruction: info.maybe('instruction'),
    eventCodes: info.pairs('eventCode'),
    parameters: info.pairs('parameter'),
    resources: info.all('resource').map((child) => {
      const resource = new Reader(child, version, `${path}/resource`)
      return {
        resourceDesc: resource.one('resourceDesc'),
        mimeType: version === '1.2' ? resource.one('mimeType') : resource.maybe('mimeType'),
        uri: resource.maybe('uri'),
      }
    }),
    areas: info.all('area').map((child, i) => areaOf(child, `${path}/area/${i}`, shapes)),
  }
}

const TEXTS = [
  'identifier',
  'sender',
  'sent',
  'password',
  'status',
  'msgType',
  'source',
  'scope',
  'restriction',
  'addresses',
  'code',
  'note',
  'references',
  'incidents',
]

/** An alert without its place in the feed, and what of it could not be read. */
export interface ReadAlert {
  readonly alert: Omit<CapAlert, 'bytes' | 'offset'>
  readonly unread: readonly string[]
}

function alertOf(text: string, root: XmlElement): ReadAlert {
  if (root.local !== 'alert' || !isVersion(root.uri))
    throw new Fault(
      'not-an-alert',
      `the document is <${root.local.slice(0, 40)}> of ${shown(root.uri)}; send <alert> of CAP 1.0, 1.1 or 1.2`,
    )
  const version = NAMESPACES[root.uri]
  const reader = new Reader(root, version, '/alert')
  const infoElements = reader.all('info')
  if (infoElements.length > INFOS_MAX)
    throw new Fault('too-many', `there are over ${INFOS_MAX} info elements`)
  const scope = version === '1.0' ? (reader.words('scope')[0] ?? null) : reader.word('scope')
  if (scope === 'Private') reader.one('addresses')
  const sentMs = reader.time('sent')
  if (sentMs === null) throw new Fault('missing', '/alert/sent is missing')
  const unread: string[] = []
  const infos = infoElements.map((element, i) =>
    infoOf(element, `/alert/info/${i}`, { version, unread }),
  )
  if (infos.reduce((sum, { areas }) => sum + areas.length, 0) > AREAS_MAX)
    throw new Fault('too-many', `there are over ${AREAS_MAX} areas`)
  const texts: Record<string, string> = {}
  for (const name of TEXTS) {
    const values = name === 'code' ? reader.texts(name) : [reader.maybe(name) ?? '']
    const joined = values.join('\n')
    if (joined !== '') texts[name] = joined
  }
  const isOther = (child: XmlElement): boolean =>
    child.uri !== root.uri || (child.local !== 'info' && !TEXTS.includes(child.local))
  const written = (elements: readonly XmlElement[]): string =>
    elements.map(({ from, to }) => text.slice(from, to)).join('\n')
  return {
    alert: {
      version,
      identifier: reader.name('identifier'),
      sender: reader.name('sender'),
      sentMs,
      status: reader.word('status'),
      msgType: reader.word('msgType'),
      scope,
      texts,
      infos,
      infoText: written(infoElements),
      otherText: written(root.children.filter(isOther)),
    },
    unread,
  }
}

/** The alert of a document, or why it is none. Never throws. */
export function readAlert(text: string): ReadAlert | CapFault {
  const root = readXml(text, { ...CAP_XML_BOUNDS, namespaces: true })
  if ('reason' in root) return root
  try {
    return alertOf(text, root)
  } catch (error) {
    if (error instanceof Fault) return error.fault
    return { reason: 'bad-value', detail: error instanceof Error ? error.message : 'unreadable' }
  }
}

/** What was not read of a record that was, as rejects without bytes of their own. */
export const unreadRejects = (unread: readonly string[], offset: number): readonly Reject[] =>
  unread.slice(0, INFOS_MAX).map((detail) => ({ offset, length: 0, reason: 'bad-shape', detail }))
