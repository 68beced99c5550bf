import { pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import type { Position } from '../../geo/index.ts'
import { FigureReader } from '../figures/index.ts'
import type { Changes } from '../figures/index.ts'
import type {
  AirPlan,
  DutyHours,
  Orbit,
  OrbitSensor,
  ReopeningCondition,
  ReopeningRecord,
  ReopeningTest,
} from './types.ts'

/** Most orbits of a plan. */
export const ORBITS_MAX = 50
/** Most vertices of the line. */
export const VERTICES_MAX = 2_000
/** Most conditions for reopening. */
export const CONDITIONS_MAX = 100

const ORBIT_KEYS = [
  'id',
  'title',
  'base',
  'track',
  'duty',
  'detour',
  'speed',
  'onStation',
  'turnaround',
  'maintenance',
  'availability',
  'endurance',
  'crewHours',
  'sensor',
]

function readPosition(reader: FigureReader, fields: Fields): Position {
  return {
    lonDeg: reader.number(fields, 'lonDeg', { min: -180, max: 180 }),
    latDeg: reader.number(fields, 'latDeg', { min: -85, max: 85 }),
  }
}

function readTrack(reader: FigureReader, fields: Fields): readonly [Position, Position] {
  const ends = reader.maps(fields, 'track', 2).map((end) => {
    reader.only(end, ['lonDeg', 'latDeg'])
    return readPosition(reader, end)
  })
  const [a, b] = ends
  if (a !== undefined && b !== undefined) return [a, b]
  if (reader.errors.length === 0)
    reader.refuse(
      pathOf(fields, 'track'),
      `has ${ends.length} ends; write the racetrack's two, the same twice for a circle`,
    )
  const none = { lonDeg: 0, latDeg: 0 }
  return [none, none]
}

function readDuty(reader: FigureReader, fields: Fields): DutyHours {
  const duty = reader.map(fields, 'duty')
  reader.only(duty, ['fromHour', 'toHour'])
  return {
    fromHour: reader.whole(duty, 'fromHour', 23),
    toHour: reader.whole(duty, 'toHour', 24),
  }
}

function readSensor(reader: FigureReader, fields: Fields): OrbitSensor | null {
  if (!reader.has(fields, 'sensor')) return null
  const sensor = reader.map(fields, 'sensor')
  reader.only(sensor, ['range', 'height', 'seenHeight'])
  return {
    rangeKm: reader.figure(sensor, 'range', { unit: 'km', min: 1, max: 1_000 }),
    heightM: reader.figure(sensor, 'height', { unit: 'm', min: 1, max: 25_000 }),
    seenHeightM: reader.figure(sensor, 'seenHeight', { unit: 'm', min: 0, max: 25_000 }),
  }
}

function readOrbit(reader: FigureReader, fields: Fields): Orbit {
  reader.only(fields, ORBIT_KEYS)
  const base = reader.map(fields, 'base')
  reader.only(base, ['title', 'lonDeg', 'latDeg'])
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    base: { title: reader.text(base, 'title'), position: readPosition(reader, base) },
    track: readTrack(reader, fields),
    duty: readDuty(reader, fields),
    detour: reader.figure(fields, 'detour', { unit: 'ratio', min: 1, max: 3 }),
    speedKmh: reader.figure(fields, 'speed', { unit: 'km/h', min: 50, max: 3_000 }),
    onStationHours: reader.figure(fields, 'onStation', { unit: 'h', min: 0.25, max: 72 }),
    turnaroundHours: reader.figure(fields, 'turnaround', { unit: 'h', min: 0, max: 240 }),
    maintenancePerFlyingHour: reader.figure(fields, 'maintenance', {
      unit: 'h/flying h',
      min: 0,
      max: 100,
    }),
    availability: reader.figure(fields, 'availability', { unit: 'share', min: 0.01, max: 1 }),
    enduranceHours: reader.figure(fields, 'endurance', { unit: 'h', min: 0.5, max: 72 }),
    crewHoursPerMonth: reader.figure(fields, 'crewHours', { unit: 'h/month', min: 1, max: 300 }),
    sensor: readSensor(reader, fields),
  }
}

function readTest(reader: FigureReader, fields: Fields): ReopeningTest {
  const test = reader.map(fields, 'test')
  const kind = reader.oneOf(test, 'kind', ['noFindings', 'coverage', 'statement'])
  if (kind === 'statement') {
    reader.only(test, ['kind', 'by'])
    return { kind, by: reader.text(test, 'by') }
  }
  const window = {
    days: reader.figure(test, 'days', { unit: 'days', min: 1, max: 3_650 }),
    coverageMin: reader.figure(test, 'coverageMin', { unit: 'share', min: 0.01, max: 1 }),
  }
  if (kind === 'coverage') {
    reader.only(test, ['kind', 'days', 'coverageMin'])
    return { kind, ...window }
  }
  reader.only(test, ['kind', 'days', 'coverageMin', 'findingKinds'])
  const findingKinds = reader.texts(test, 'findingKinds', 100)
  if (findingKinds.length === 0)
    reader.refuse(
      pathOf(test, 'findingKinds'),
      'is empty, which nothing could breach; name a kind of finding',
    )
  return { kind, ...window, findingKinds }
}

function readRecord(
  reader: FigureReader,
  fields: Fields,
  conditions: readonly string[],
): ReopeningRecord {
  const record = reader.map(fields, 'record')
  reader.only(record, ['asOf', 'findings', 'coverage', 'statements'])
  return {
    asOfMs: reader.instant(record, 'asOf'),
    findings: reader.maps(record, 'findings').map((one) => {
      reader.only(one, ['entry', 'kind', 'at'])
      return {
        entry: reader.text(one, 'entry'),
        kind: reader.text(one, 'kind'),
        atMs: reader.instant(one, 'at'),
      }
    }),
    coverage: reader.maps(record, 'coverage').map((one) => {
      reader.only(one, ['entry', 'from', 'to', 'share'])
      const [fromMs, toMs] = [reader.instant(one, 'from'), reader.instant(one, 'to')]
      if (toMs < fromMs) reader.refuse(pathOf(one, 'to'), 'lies before from; swap the two')
      return {
        entry: reader.text(one, 'entry'),
        fromMs,
        toMs,
        share: reader.number(one, 'share', { min: 0, max: 1 }),
      }
    }),
    statements: reader.maps(record, 'statements').map((one) => {
      reader.only(one, ['entry', 'condition', 'by', 'at', 'holds'])
      return {
        entry: reader.text(one, 'entry'),
        condition: reader.known(one, 'condition', { ids: conditions, noun: 'condition' }),
        by: reader.text(one, 'by'),
        atMs: reader.instant(one, 'at'),
        holds: reader.boolean(one, 'holds'),
      }
    }),
  }
}

function readReopening(reader: FigureReader, root: Fields): AirPlan['reopening'] {
  if (!reader.has(root, 'reopening')) return null
  const fields = reader.map(root, 'reopening')
  reader.only(fields, ['conditions', 'record'])
  const conditions = reader
    .maps(fields, 'conditions', CONDITIONS_MAX)
    .map((one): ReopeningCondition => {
      reader.only(one, ['id', 'title', 'source', 'test'])
      return {
        id: reader.id(one, 'id'),
        title: reader.text(one, 'title'),
        source: reader.text(one, 'source'),
        test: readTest(reader, one),
      }
    })
  const ids = conditions.map(({ id }) => id)
  if (ids.length === 0)
    reader.refuse(
      pathOf(fields, 'conditions'),
      'is empty: a list without conditions would be met; write them, or leave reopening out',
    )
  reader.refuseRepeats(ids, (i) => `reopening.conditions.${i}.id`)
  return { conditions, record: readRecord(reader, fields, ids) }
}

/** Reads the air part of a plan (`kind: air`); `changes` put other values in the place of assumptions. Every error at once. */
export function parseAirPlan(value: unknown, at: At, changes?: Changes): AirPlan | Refused {
  const reader = new FigureReader(at, changes)
  const root = reader.open(value, 'air', ['line', 'orbits', 'reopening'])
  const line = reader.maps(root, 'line', VERTICES_MAX).map((vertex) => {
    reader.only(vertex, ['lonDeg', 'latDeg'])
    return readPosition(reader, vertex)
  })
  if (line.length < 2) reader.refuse('line', `has ${line.length} vertices; write two or more`)
  const orbits = reader.maps(root, 'orbits', ORBITS_MAX).map((one) => readOrbit(reader, one))
  if (orbits.length === 0) reader.refuse('orbits', 'is empty; write at least one orbit')
  reader.refuseRepeats(
    orbits.map(({ id }) => id),
    (i) => `orbits.${i}.id`,
  )
  const reopening = readReopening(reader, root)
  return reader.finish((head) => ({ ...head, line, orbits, reopening }))
}
