import { applicationOf } from './application.ts'
import { latin1 } from './bits.ts'
import { mmsiKind, mmsiText } from './mmsi.ts'
import {
  aidName,
  deviceName,
  manoeuvreName,
  messageName,
  positioningName,
  shipName,
  statusName,
} from './names.ts'
import type { AisRecord, Message } from './types.ts'

/** The communication state (M.1371-5, annex 2, 3.3.7.2.2 and 3.3.7.3.2). */
function communication(radio: number, isItdma: boolean): Readonly<Record<string, unknown>> {
  const sync = ['UTC direct', 'UTC indirect', 'base station', 'most stations'][radio >> 17]
  if (isItdma)
    return {
      kind: 'ITDMA',
      sync,
      slotIncrement: (radio >> 4) & 0x1fff,
      slots: (radio >> 1) & 7,
      keep: (radio & 1) === 1,
    }
  const timeout = (radio >> 14) & 7
  const said = radio & 0x3fff
  const head = { kind: 'SOTDMA', sync, timeout }
  if (timeout === 0) return { ...head, slotOffset: said }
  if (timeout === 1) return { ...head, utcHour: said >> 9, utcMinute: (said >> 2) & 0x7f }
  return timeout % 2 === 1 ? { ...head, receivedStations: said } : { ...head, slotNumber: said }
}

/** Names beside the codes of a message. */
function named(message: Message): Readonly<Record<string, unknown>> {
  const names: Record<string, unknown> = {}
  if ('status' in message) names['statusName'] = statusName(message.status)
  if ('manoeuvre' in message) names['manoeuvreName'] = manoeuvreName(message.manoeuvre)
  if ('epfd' in message && message.epfd !== null) names['epfdName'] = deviceName(message.epfd)
  if ('shipType' in message && message.type !== 23)
    names['shipTypeName'] = shipName(message.shipType)
  if ('aidType' in message) names['aidTypeName'] = aidName(message.aidType)
  if ('raw' in message) {
    const positioning = positioningName(message.raw.second)
    if (positioning !== null) names['positioning'] = positioning
  }
  if ('data' in message && message.type !== 17) {
    const application = applicationOf(message)
    if (application !== null) names['application'] = application
  }
  // With the class B "carrier sense" unit the state has one fixed value that says nothing.
  if (!('radio' in message) || message.radio === null) return names
  const isItdma = 'radioItdma' in message ? message.radioItdma === true : message.type === 3
  if (!('carrierSense' in message && message.carrierSense))
    names['communication'] = communication(message.radio, isItdma)
  return names
}

/** A message with the names of its codes. */
export function messageJson(message: Message): Readonly<Record<string, unknown>> {
  return {
    ...message,
    mmsi: mmsiText(message.mmsi),
    ...named(message),
  }
}

/** What `decode` prints. */
export function recordJson(record: AisRecord): unknown {
  const { message, bytes: _bytes, payload, ...rest } = record
  return {
    type: message.type,
    typeName: messageName(message.type),
    mmsi: mmsiText(message.mmsi),
    mmsiKind: mmsiKind(message.mmsi),
    message: messageJson(message),
    ...rest,
    payload: latin1(payload),
  }
}
