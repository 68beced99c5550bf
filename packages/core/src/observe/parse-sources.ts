/** The registry as a document: who reports, from where, how well, under which label and with which keys. */
import { OFFICES } from '../nations/index.ts'
import type { Label } from '../nations/index.ts'
import { fromHex, sha256, toHex } from '../evidence/index.ts'
import { DocumentReader, pathOf } from '../units/index.ts'
import type { At, Fields, Refused } from '../units/index.ts'
import { DISTANCE_M_MAX, HEIGHT_M_MAX, HEIGHT_M_MIN } from './check.ts'
import { SOURCE_ID, sourceFault } from './source.ts'
import { SOURCE_KINDS } from './types.ts'
import { WAYPOINTS_MAX } from './trajectory.ts'
import type { Calibration, Site, Source, SourceKey, Waypoint } from './types.ts'

/** Most sources of one document. */
export const SOURCES_MAX = 10_000
/** Most items of a source's own lists. */
const ITEMS_MAX = 64

const SHARE = { min: 0, max: 1 } as const
const CLOCKS = ['gnss', 'ntp', 'manual', 'degraded'] as const
const CLASSIFICATIONS = ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET'] as const
const HEARTBEAT_MS_MAX = 7 * 86_400_000

const has = (fields: Fields, key: string): boolean =>
  fields.value[key] !== undefined && fields.value[key] !== null

function refuseUnknown(reader: DocumentReader, fields: Fields, known: readonly string[]): void {
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(pathOf(fields, key), `is not known here; write one of ${known.join(', ')}`)
}

/** Distances by kind of thing, metres. */
function readReach(reader: DocumentReader, fields: Fields): Source['reachM'] {
  if (!has(fields, 'reachM')) return {}
  const reach = reader.map(fields, 'reachM')
  return Object.fromEntries(
    Object.keys(reach.value).map((kind) => [kind, reader.positive(reach, kind, DISTANCE_M_MAX)]),
  )
}

const PLACE = ['lonDeg', 'latDeg', 'heightM', 'errorM']

function readPlace(reader: DocumentReader, at: Fields): Site {
  return {
    position: {
      lonDeg: reader.number(at, 'lonDeg', { min: -180, max: 180 }),
      latDeg: reader.number(at, 'latDeg', { min: -90, max: 90 }),
    },
    heightM: reader.number(at, 'heightM', { min: HEIGHT_M_MIN, max: HEIGHT_M_MAX }),
    errorM: reader.number(at, 'errorM', { min: 0, max: DISTANCE_M_MAX }),
  }
}

function readSite(reader: DocumentReader, fields: Fields): Pick<Source, 'site' | 'trajectory'> {
  const [isSited, isMoving] = [has(fields, 'site'), has(fields, 'trajectory')]
  if (isSited && isMoving)
    reader.refuse(pathOf(fields, 'trajectory'), 'stands beside a site; give the one or the other')
  if (isMoving) {
    const trajectory = reader.maps(fields, 'trajectory', WAYPOINTS_MAX).map((at): Waypoint => {
      refuseUnknown(reader, at, ['at', ...PLACE])
      return { atMs: reader.instant(at, 'at'), ...readPlace(reader, at) }
    })
    return { trajectory }
  }
  if (!isSited) return {}
  const site = reader.map(fields, 'site')
  refuseUnknown(reader, site, PLACE)
  return { site: readPlace(reader, site) }
}

function readCalibration(reader: DocumentReader, fields: Fields): Pick<Source, 'calibration'> {
  if (!has(fields, 'calibration')) return {}
  const at = reader.map(fields, 'calibration')
  refuseUnknown(reader, at, [
    'pdByRange',
    'falseAlarmsPerHour',
    'confusion',
    'clock',
    'clockErrorMs',
    'measured',
    'basis',
  ])
  const orNull = (key: string): number | null =>
    has(at, key) ? reader.number(at, key, { min: 0, max: Number.MAX_SAFE_INTEGER }) : null
  const ranges = has(at, 'pdByRange') ? reader.map(at, 'pdByRange') : null
  const calibration: Calibration = {
    pdByRange: Object.fromEntries(
      Object.keys(ranges?.value ?? {}).map((kind) => [
        kind,
        reader.maps(ranges ?? at, kind, ITEMS_MAX).map((step) => ({
          toM: reader.positive(step, 'toM', DISTANCE_M_MAX),
          pd: reader.number(step, 'pd', SHARE),
        })),
      ]),
    ),
    falseAlarmsPerHour: orNull('falseAlarmsPerHour'),
    confusion: readConfusion(reader, at),
    clock: reader.oneOf(at, 'clock', CLOCKS),
    clockErrorMs: orNull('clockErrorMs'),
    measuredMs: reader.instant(at, 'measured'),
    basis: reader.text(at, 'basis'),
  }
  return { calibration }
}

function readConfusion(reader: DocumentReader, fields: Fields): Calibration['confusion'] {
  if (!has(fields, 'confusion')) return null
  const at = reader.map(fields, 'confusion')
  const rows = reader.map(at, 'rows')
  const classes = reader.texts(at, 'classes', ITEMS_MAX)
  return {
    classes,
    // One row a class, each naming what it may say: written so, nobody has to count columns.
    rows: classes.map((truth) => {
      const row = reader.map(rows, truth)
      return classes.map((said) => (has(row, said) ? reader.number(row, said, SHARE) : 0))
    }),
  }
}

function readLabel(reader: DocumentReader, fields: Fields): Pick<Source, 'label'> {
  if (!has(fields, 'label')) return {}
  const at = reader.map(fields, 'label')
  refuseUnknown(reader, at, ['classification', 'offices', 'releasableTo'])
  const label: Label = {
    policy: 'HOLDFAST',
    classification: reader.oneOf(at, 'classification', CLASSIFICATIONS),
    offices: reader.someOf(at, 'offices', OFFICES),
    releasableTo: reader.texts(at, 'releasableTo', ITEMS_MAX),
  }
  return { label }
}

function readKeys(reader: DocumentReader, fields: Fields): Pick<Source, 'keys'> {
  if (!has(fields, 'keys')) return {}
  const keys = reader.maps(fields, 'keys', ITEMS_MAX).map((key): SourceKey => {
    refuseUnknown(reader, key, ['publicKey', 'from', 'revoked'])
    const publicKey = reader.text(key, 'publicKey').toLowerCase()
    const bytes = fromHex(publicKey)
    if (bytes?.length !== 32)
      reader.refuse(
        pathOf(key, 'publicKey'),
        'is no Ed25519 key; write its 32 bytes as 64 hex digits',
      )
    return {
      keyId: toHex(sha256(bytes ?? new Uint8Array())),
      publicKey,
      fromMs: reader.instant(key, 'from'),
      revokedMs: has(key, 'revoked') ? reader.instant(key, 'revoked') : null,
    }
  })
  return { keys }
}

const MEMBERS = [
  'id',
  'title',
  'nation',
  'kind',
  'group',
  'reachM',
  'detection',
  'site',
  'trajectory',
  'calibration',
  'model',
  'label',
  'keys',
  'unsigned',
  'heartbeatSeconds',
  'synthetic',
]

function readSource(reader: DocumentReader, fields: Fields): Source {
  refuseUnknown(reader, fields, MEMBERS)
  const id = reader.text(fields, 'id')
  if (!SOURCE_ID.test(id))
    reader.refuse(
      pathOf(fields, 'id'),
      'is no id; 1 to 128 letters, digits, dots, colons, hyphens or underscores, the first a letter or digit',
    )
  const detection = reader.map(fields, 'detection')
  const model = has(fields, 'model') ? reader.map(fields, 'model') : null
  return {
    id,
    title: reader.text(fields, 'title'),
    nation: reader.text(fields, 'nation'),
    kind: reader.oneOf(fields, 'kind', SOURCE_KINDS),
    reachM: readReach(reader, fields),
    detection: {
      pd: reader.number(detection, 'pd', SHARE),
      falseReport: reader.number(detection, 'falseReport', SHARE),
      basis: reader.text(detection, 'basis'),
    },
    group: has(fields, 'group') ? reader.text(fields, 'group') : id,
    ...readSite(reader, fields),
    ...readCalibration(reader, fields),
    ...(model === null
      ? {}
      : { model: { name: reader.text(model, 'name'), version: reader.text(model, 'version') } }),
    ...readLabel(reader, fields),
    ...readKeys(reader, fields),
    ...(has(fields, 'unsigned')
      ? { unsigned: reader.oneOf(fields, 'unsigned', ['accepted', 'refused']) }
      : {}),
    // Said or left out: a source that is none has no such member.
    ...(has(fields, 'synthetic') && reader.boolean(fields, 'synthetic') ? { synthetic: true } : {}),
    ...(has(fields, 'heartbeatSeconds')
      ? {
          heartbeatMs:
            1_000 *
            reader.number(fields, 'heartbeatSeconds', { min: 1, max: HEARTBEAT_MS_MAX / 1_000 }),
        }
      : {}),
  }
}

/** Reads a document with a list `sources`. Refused with one line for each error: where, what, how to mend. */
export function parseSources(
  value: unknown,
  at: At,
): { readonly sources: readonly Source[] } | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  refuseUnknown(reader, root, ['sources'])
  const fields = reader.maps(root, 'sources', SOURCES_MAX)
  const sources = fields.map((one) => readSource(reader, one))
  reader.refuseRepeats(
    sources.map(({ id }) => id),
    (i) => `sources.${i}.id`,
  )
  if (reader.errors.length === 0)
    for (const [i, source] of sources.entries()) {
      const fault = sourceFault(source)
      if (fault !== null) reader.refuse(`sources.${i}`, fault)
    }
  return reader.errors.length > 0 ? { refused: reader.errors.join('\n') } : { sources }
}
