import { pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { FigureReader } from '../figures/index.ts'
import type { Changes } from '../figures/index.ts'
import { PASSAGES_MAX } from './montreux.ts'
import type {
  ClearanceTask,
  Passage,
  SeaPlan,
  StraitsSituation,
  TaskForce,
  Vessel,
  VesselKind,
} from './types.ts'

/** Most clearance tasks, and most task forces, of a plan. */
export const TASKS_MAX = 100
const VESSEL_KINDS: readonly VesselKind[] = [
  'lightSurface',
  'minorWar',
  'auxiliary',
  'fuelAuxiliary',
  'capital',
  'carrier',
  'submarine',
]
const MINES_MAX = 10_000
const DAY = { min: -3_650, max: 36_500 }
const SHARE = { unit: 'share', min: 0.01, max: 1 }

const CLEARANCE_KEYS = [
  'id',
  'title',
  'kind',
  'length',
  'width',
  'trackWidth',
  'speed',
  'turn',
  'contacts',
  'perContact',
  'passChance',
  'goal',
  'minesMin',
  'minesMax',
  'actuationWidth',
  'damageChance',
  'ships',
  'hoursPerDay',
  'weather',
]

function readTask(reader: FigureReader, fields: Fields): ClearanceTask {
  reader.only(fields, CLEARANCE_KEYS)
  const figure = (key: string, unit: string, [min, max]: readonly [number, number]): number =>
    reader.figure(fields, key, { unit, min, max })
  const mines = { unit: 'mines', min: 0, max: MINES_MAX }
  const task: ClearanceTask = {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    kind: reader.oneOf(fields, 'kind', ['route', 'area']),
    lengthKm: figure('length', 'km', [0.1, 2_000]),
    widthM: figure('width', 'm', [10, 1_000_000]),
    trackWidthM: figure('trackWidth', 'm', [1, 5_000]),
    speedKmh: figure('speed', 'km/h', [0.1, 60]),
    turnMinutes: figure('turn', 'min', [0, 600]),
    contactsPerKm2: figure('contacts', 'contacts/km2', [0, 10_000]),
    minutesPerContact: figure('perContact', 'min', [0, 10_000]),
    passChance: figure('passChance', 'share', [0.01, 0.999]),
    goal: figure('goal', 'share', [0.01, 0.9999]),
    minesMin: reader.wholeFigure(fields, 'minesMin', mines),
    minesMax: reader.wholeFigure(fields, 'minesMax', mines),
    actuationWidthM: figure('actuationWidth', 'm', [0, 5_000]),
    damageChance: figure('damageChance', 'share', [0, 1]),
    ships: reader.wholeFigure(fields, 'ships', { unit: 'ships', min: 1, max: 100 }),
    hoursPerDay: figure('hoursPerDay', 'h', [0.5, 24]),
    weatherShare: reader.figure(fields, 'weather', SHARE),
  }
  if (task.minesMax < task.minesMin)
    reader.refuse(
      pathOf(fields, 'minesMax'),
      `is ${task.minesMax}, below minesMin (${task.minesMin}); swap the two`,
    )
  return task
}

function readForce(reader: FigureReader, fields: Fields): TaskForce {
  reader.only(fields, [
    'id',
    'title',
    'onTask',
    'endurance',
    'transit',
    'port',
    'availability',
    'blackSeaPower',
    'straitsToPort',
    'outside',
  ])
  const days = (key: string, [min, max]: readonly [number, number]): number =>
    reader.figure(fields, key, { unit: 'days', min, max })
  const blackSeaPower = reader.boolean(fields, 'blackSeaPower')
  if (blackSeaPower)
    for (const key of ['straitsToPort', 'outside'])
      if (reader.has(fields, key))
        reader.refuse(
          pathOf(fields, key),
          'has no meaning for a Black Sea Power, whose stay is not limited; remove it',
        )
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    onTask: reader.wholeFigure(fields, 'onTask', { unit: 'ships', min: 1, max: 100 }),
    enduranceDays: days('endurance', [0.5, 365]),
    transitDays: days('transit', [0, 60]),
    portDays: days('port', [0, 365]),
    availability: reader.figure(fields, 'availability', SHARE),
    blackSeaPower,
    straitsToPortDays: blackSeaPower ? 0 : days('straitsToPort', [0, 20]),
    outsideDays: blackSeaPower ? 0 : days('outside', [0, 365]),
  }
}

function readSituation(reader: FigureReader, straits: Fields): StraitsSituation {
  const fields = reader.map(straits, 'situation')
  reader.only(fields, [
    'belligerents',
    'turkeyBelligerent',
    'turkeyThreatened',
    'turkeyAsksNone',
    'strongestFleetGrowth',
    'transit',
  ])
  return {
    belligerents: reader.texts(fields, 'belligerents', 200),
    turkeyBelligerent: reader.boolean(fields, 'turkeyBelligerent'),
    turkeyThreatened: reader.boolean(fields, 'turkeyThreatened'),
    turkeyAsksNone: reader.boolean(fields, 'turkeyAsksNone'),
    strongestFleetGrowthTons: reader.figure(fields, 'strongestFleetGrowth', {
      unit: 't',
      min: 0,
      max: 1_000_000,
    }),
    transitDays: reader.wholeFigure(fields, 'transit', { unit: 'days', min: 1, max: 10 }),
  }
}

function readNation(reader: FigureReader, fields: Fields): string {
  const nation = reader.text(fields, 'nation')
  if (nation !== '' && !/^[A-Z]{3}$/.test(nation))
    reader.refuse(pathOf(fields, 'nation'), `is "${nation}"; write three capital letters`)
  return nation
}

function readVessel(reader: FigureReader, fields: Fields): Vessel {
  reader.only(fields, ['id', 'title', 'nation', 'blackSeaPower', 'kind', 'tons'])
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    nation: readNation(reader, fields),
    blackSeaPower: reader.boolean(fields, 'blackSeaPower'),
    kind: reader.oneOf(fields, 'kind', VESSEL_KINDS),
    tons: reader.figure(fields, 'tons', { unit: 't', min: 1, max: 200_000 }),
  }
}

function readPassage(reader: FigureReader, fields: Fields, vessels: readonly string[]): Passage {
  reader.only(fields, [
    'id',
    'vessel',
    'noticeDay',
    'enterDay',
    'leaveDay',
    'humanitarian',
    'joinsBaseOrRepair',
  ])
  const day = (key: string): number => {
    const value = reader.number(fields, key, DAY)
    if (!Number.isInteger(value))
      reader.refuse(pathOf(fields, key), `is ${value}; write a whole day`)
    return value
  }
  const flag = (key: string): boolean => reader.has(fields, key) && reader.boolean(fields, key)
  const passage: Passage = {
    id: reader.id(fields, 'id'),
    vessel: reader.known(fields, 'vessel', { ids: vessels, noun: 'vessel' }),
    noticeDay: day('noticeDay'),
    enterDay: day('enterDay'),
    leaveDay: reader.has(fields, 'leaveDay') ? day('leaveDay') : null,
    humanitarian: flag('humanitarian'),
    joinsBaseOrRepair: flag('joinsBaseOrRepair'),
  }
  if (passage.leaveDay !== null && passage.leaveDay < passage.enterDay)
    reader.refuse(
      pathOf(fields, 'leaveDay'),
      `is ${passage.leaveDay}, before enterDay (${passage.enterDay}); swap the two`,
    )
  return passage
}

function readStraits(reader: FigureReader, root: Fields): SeaPlan['straits'] {
  if (!reader.has(root, 'straits')) return null
  const fields = reader.map(root, 'straits')
  reader.only(fields, ['situation', 'vessels', 'passages'])
  const vessels = reader.maps(fields, 'vessels', PASSAGES_MAX).map((one) => readVessel(reader, one))
  const ids = vessels.map(({ id }) => id)
  reader.refuseRepeats(ids, (i) => `straits.vessels.${i}.id`)
  const passages = reader
    .maps(fields, 'passages', PASSAGES_MAX)
    .map((one) => readPassage(reader, one, ids))
  reader.refuseRepeats(
    passages.map(({ id }) => id),
    (i) => `straits.passages.${i}.id`,
  )
  return { situation: readSituation(reader, fields), vessels, passages }
}

/** Reads the sea part of a plan (`kind: sea`); `changes` put other values in the place of assumptions. Every error at once. */
export function parseSeaPlan(value: unknown, at: At, changes?: Changes): SeaPlan | Refused {
  const reader = new FigureReader(at, changes)
  const root = reader.open(value, 'sea', ['clearance', 'taskForces', 'straits'])
  const clearance = reader.maps(root, 'clearance', TASKS_MAX).map((one) => readTask(reader, one))
  const taskForces = reader.maps(root, 'taskForces', TASKS_MAX).map((one) => readForce(reader, one))
  for (const [key, items] of Object.entries({ clearance, taskForces }))
    reader.refuseRepeats(
      items.map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  const straits = readStraits(reader, root)
  return reader.finish((head) => ({ ...head, clearance, taskForces, straits }))
}
