import { pathOf } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { FigureReader } from '../figures/index.ts'
import type { Changes } from '../figures/index.ts'
import { inOrder } from './assess.ts'
import { GATE_KINDS } from './types.ts'
import type { GateKind, GateLine, MedicalTimes, Money, ReadinessPlan, ReadyUnit } from './types.ts'

/** Most units of a plan. */
export const UNITS_MAX = 500
/** Most lines of a plan. */
export const GATES_MAX = 2_000
const DAY = { min: -3_650, max: 36_500 }

function readDay(reader: FigureReader, fields: Fields, key: string): number {
  const day = reader.number(fields, key, DAY)
  if (!Number.isInteger(day)) reader.refuse(pathOf(fields, key), `is ${day}; write a whole day`)
  return day
}

function readUnit(reader: FigureReader, fields: Fields): ReadyUnit {
  reader.only(fields, ['id', 'title', 'nation', 'iocByDay', 'focByDay'])
  const nation = reader.text(fields, 'nation')
  if (nation !== '' && !/^[A-Z]{3}$/.test(nation))
    reader.refuse(pathOf(fields, 'nation'), `is "${nation}"; write three capital letters`)
  const [iocByDay, focByDay] = [
    readDay(reader, fields, 'iocByDay'),
    readDay(reader, fields, 'focByDay'),
  ]
  if (focByDay < iocByDay)
    reader.refuse(
      pathOf(fields, 'focByDay'),
      `is ${focByDay}, before iocByDay (${iocByDay}); full capability does not come before the initial one`,
    )
  return {
    id: reader.id(fields, 'id'),
    title: reader.text(fields, 'title'),
    nation,
    iocByDay,
    focByDay,
  }
}

function readMedical(reader: FigureReader, gate: Fields, kind: GateKind): MedicalTimes | null {
  const isMedical = kind === 'medicalEvacuation'
  if (reader.has(gate, 'medical') !== isMedical) {
    reader.refuse(
      pathOf(gate, 'medical'),
      isMedical
        ? 'is missing; write firstAid, resuscitation and surgery'
        : `has no meaning for ${kind}; remove it`,
    )
    return null
  }
  if (!isMedical) return null
  const fields = reader.map(gate, 'medical')
  reader.only(fields, ['firstAid', 'resuscitation', 'surgery'])
  const minutes = (key: string): number =>
    reader.figure(fields, key, { unit: 'min', min: 0, max: 10_080 })
  return {
    firstAidMinutes: minutes('firstAid'),
    resuscitationMinutes: minutes('resuscitation'),
    surgeryMinutes: minutes('surgery'),
  }
}

function readMoney(reader: FigureReader, gate: Fields, kind: GateKind): Money | null {
  const isMoney = kind === 'costs'
  if (reader.has(gate, 'money') !== isMoney) {
    reader.refuse(
      pathOf(gate, 'money'),
      isMoney
        ? 'is missing; write currency, needed and promised'
        : `has no meaning for ${kind}; remove it`,
    )
    return null
  }
  if (!isMoney) return null
  const fields = reader.map(gate, 'money')
  reader.only(fields, ['currency', 'needed', 'promised'])
  const currency = reader.text(fields, 'currency')
  const amount = (key: string): number =>
    reader.figure(fields, key, { unit: currency, min: 0, max: 1_000_000_000 })
  return { currency, needed: amount('needed'), promised: amount('promised') }
}

/** Ids of a list, each known and each once. */
function readIds(
  reader: FigureReader,
  fields: Fields,
  key: string,
  ids: readonly string[],
): readonly string[] {
  const list = reader.texts(fields, key, GATES_MAX)
  for (const [i, id] of list.entries())
    if (id !== '' && !ids.includes(id))
      reader.refuse(
        `${pathOf(fields, key)}.${i}`,
        `names "${id}", which is not here; add it or correct the id`,
      )
  reader.refuseRepeats(list, (i) => `${pathOf(fields, key)}.${i}`)
  return list
}

interface Known {
  readonly units: readonly string[]
  readonly gates: readonly string[]
  readonly today: number
}

function readDone(reader: FigureReader, gate: Fields, today: number): GateLine['done'] {
  if (!reader.has(gate, 'done')) return null
  const fields = reader.map(gate, 'done')
  reader.only(fields, ['day', 'entry'])
  const day = readDay(reader, fields, 'day')
  if (day > today)
    reader.refuse(
      pathOf(fields, 'day'),
      `is ${day}, after today (${today}); what is to come is not done: leave done out`,
    )
  return { day, entry: reader.text(fields, 'entry') }
}

function readGate(reader: FigureReader, fields: Fields, known: Known): GateLine {
  reader.only(fields, [
    'id',
    'kind',
    'title',
    'source',
    'giver',
    'units',
    'neededFor',
    'lead',
    'after',
    'begunDay',
    'done',
    'medical',
    'money',
  ])
  const kind = reader.oneOf(fields, 'kind', GATE_KINDS)
  const units = readIds(reader, fields, 'units', known.units)
  if (units.length === 0 && reader.errors.length === 0)
    reader.refuse(pathOf(fields, 'units'), 'is empty; name the units that need it')
  return {
    id: reader.id(fields, 'id'),
    kind,
    title: reader.text(fields, 'title'),
    source: reader.text(fields, 'source'),
    giver: reader.text(fields, 'giver'),
    units,
    neededFor: reader.oneOf(fields, 'neededFor', ['ioc', 'foc']),
    leadDays: reader.figure(fields, 'lead', { unit: 'days', min: 0, max: 3_650 }),
    after: reader.has(fields, 'after') ? readIds(reader, fields, 'after', known.gates) : [],
    begunDay: reader.has(fields, 'begunDay') ? readDay(reader, fields, 'begunDay') : null,
    done: readDone(reader, fields, known.today),
    medical: readMedical(reader, fields, kind),
    money: readMoney(reader, fields, kind),
  }
}

/** Refuses lines that wait for each other, naming one round of them. */
function refuseRounds(reader: FigureReader, gates: readonly GateLine[]): void {
  const placed = new Set<string>()
  for (const gate of inOrder(gates)) {
    const ahead = gate.after.find((id) => !placed.has(id))
    if (ahead !== undefined)
      reader.refuse(
        `gates.${gates.indexOf(gate)}.after`,
        `${gate.id} waits for ${ahead}, which waits for it in turn; take one of the two out`,
      )
    placed.add(gate.id)
  }
}

/** Reads the readiness part of a plan (`kind: readiness`); `changes` put other values in the place of assumptions. */
export function parseReadinessPlan(
  value: unknown,
  at: At,
  changes?: Changes,
): ReadinessPlan | Refused {
  const reader = new FigureReader(at, changes)
  const root = reader.open(value, 'readiness', ['today', 'units', 'gates'])
  const today = readDay(reader, root, 'today')
  const units = reader.maps(root, 'units', UNITS_MAX).map((one) => readUnit(reader, one))
  if (units.length === 0) reader.refuse('units', 'is empty; write at least one unit')
  const items = reader.maps(root, 'gates', GATES_MAX)
  const ids = items.map(({ value: { id } }) => (typeof id === 'string' ? id : ''))
  const known = { units: units.map(({ id }) => id), gates: ids, today }
  const gates = items.map((one) => readGate(reader, one, known))
  for (const [key, list] of Object.entries({ units, gates }))
    reader.refuseRepeats(
      list.map(({ id }) => id),
      (i) => `${key}.${i}.id`,
    )
  if (reader.errors.length === 0) refuseRounds(reader, gates)
  return reader.finish((head) => ({ ...head, today, units, gates }))
}
