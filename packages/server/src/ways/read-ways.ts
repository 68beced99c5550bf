/** The document of ways in: which sockets, folders and brokers a deployment listens to, and whose data each brings. */
import { DocumentReader, isRefused, pathOf, type Fields, type Refused } from '@holdfast/core/units'
import { readYaml } from '@holdfast/engine/documents'
import { CODECS } from '@holdfast/formats/catalogue'
import type { FeedOf, TlsFiles, WaySpec } from './types.ts'

/** Most ways of one deployment. */
export const WAYS_MAX = 256
const KINDS = ['mqtt-broker', 'mqtt-client', 'udp', 'tcp', 'folder', 'nats'] as const
const PORT = { min: 0, max: 65_535 } as const

const has = (fields: Fields, key: string): boolean =>
  fields.value[key] !== undefined && fields.value[key] !== null
const hostOf = (reader: DocumentReader, fields: Fields): string =>
  has(fields, 'host') ? reader.text(fields, 'host') : '127.0.0.1'

function readTls(reader: DocumentReader, fields: Fields): TlsFiles | null {
  if (!has(fields, 'tls')) return null
  const tls = reader.map(fields, 'tls')
  return {
    certificate: reader.text(tls, 'certificate'),
    key: reader.text(tls, 'key'),
    clientAuthority: has(tls, 'clientAuthority') ? reader.text(tls, 'clientAuthority') : null,
  }
}

function readFeed(reader: DocumentReader, fields: Fields): FeedOf {
  const options = has(fields, 'options') ? reader.map(fields, 'options') : null
  return {
    format: reader.oneOf(fields, 'format', [...CODECS.keys()]),
    source: reader.text(fields, 'source'),
    options: Object.fromEntries(
      Object.keys(options?.value ?? {}).map((name) => [name, reader.text(options ?? fields, name)]),
    ),
  }
}
const readFeedOrBatches = (reader: DocumentReader, fields: Fields): FeedOf | null =>
  has(fields, 'format') ? readFeed(reader, fields) : null

function readWay(reader: DocumentReader, fields: Fields): WaySpec {
  const id = reader.id(fields, 'id')
  const kind = reader.oneOf(fields, 'kind', KINDS)
  const known = new Set(['id', 'kind', ...MEMBERS[kind]])
  for (const key of Object.keys(fields.value))
    if (!known.has(key))
      reader.refuse(
        pathOf(fields, key),
        `is not known of ${kind}; write one of ${[...known].join(', ')}`,
      )
  const socket = () => ({ host: hostOf(reader, fields), port: reader.number(fields, 'port', PORT) })
  switch (kind) {
    case 'mqtt-broker':
      return { kind, id, ...socket(), tls: readTls(reader, fields) }
    case 'mqtt-client':
      return {
        kind,
        id,
        url: reader.text(fields, 'url'),
        topic: reader.text(fields, 'topic'),
        feed: readFeedOrBatches(reader, fields),
      }
    case 'udp':
      return {
        kind,
        id,
        ...socket(),
        group: has(fields, 'group') ? reader.text(fields, 'group') : null,
        feed: readFeed(reader, fields),
      }
    case 'tcp':
      return {
        kind,
        id,
        mode: has(fields, 'mode') ? reader.oneOf(fields, 'mode', ['listen', 'connect']) : 'listen',
        ...socket(),
        tls: readTls(reader, fields),
        feed: readFeed(reader, fields),
      }
    case 'folder':
      return { kind, id, path: reader.text(fields, 'path'), feed: readFeed(reader, fields) }
    case 'nats':
      return {
        kind,
        id,
        servers: reader.texts(fields, 'servers', WAYS_MAX),
        stream: reader.text(fields, 'stream'),
        consumer: reader.text(fields, 'consumer'),
        feed: readFeedOrBatches(reader, fields),
      }
  }
}

const FEED = ['format', 'options', 'source'] as const
const MEMBERS: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  'mqtt-broker': ['host', 'port', 'tls'],
  'mqtt-client': ['url', 'topic', ...FEED],
  udp: ['host', 'port', 'group', ...FEED],
  tcp: ['mode', 'host', 'port', 'tls', ...FEED],
  folder: ['path', ...FEED],
  nats: ['servers', 'stream', 'consumer', ...FEED],
}

/** Reads a document with a list `ways`. Refused with one line for each error: where, what, how to mend. */
export function readWays(
  text: string,
  name: string,
): { readonly ways: readonly WaySpec[] } | Refused {
  const yaml = readYaml(text, name)
  if (isRefused(yaml)) return yaml
  const reader = new DocumentReader(yaml.at)
  const root = reader.root(yaml.value)
  const ways = reader.maps(root, 'ways', WAYS_MAX).map((fields) => readWay(reader, fields))
  reader.refuseRepeats(
    ways.map(({ id }) => id),
    (i) => `ways.${i}.id`,
  )
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : { ways }
}
