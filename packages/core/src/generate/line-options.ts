/** What a document may say of a line or a caveat beside what it must; what it leaves out stays out. */
import { DAY_MS, pathOf } from '../units/index.ts'
import type { DocumentReader, Fields } from '../units/index.ts'
import type { Caveat, Dependency, Requirement } from './types.ts'

/** Longest notice in a document, days: ten years. */
const NOTICE_DAYS_MAX = 3_650
const MOST = 10_000_000

const has = (fields: Fields, key: string): boolean => fields.value[key] !== undefined

/** A notice to move in days, as milliseconds; null where the document states none. */
export const readNotice = (reader: DocumentReader, fields: Fields): number | null =>
  has(fields, 'noticeDays')
    ? Math.round(reader.number(fields, 'noticeDays', { min: 0, max: NOTICE_DAYS_MAX }) * DAY_MS)
    : null

/** `from` and `until`, in order. */
function readTimes(
  reader: DocumentReader,
  fields: Fields,
): { readonly fromMs?: number; readonly untilMs?: number } {
  const fromMs = has(fields, 'from') ? reader.instant(fields, 'from') : undefined
  const untilMs = has(fields, 'until') ? reader.instant(fields, 'until') : undefined
  if (fromMs !== undefined && untilMs !== undefined && untilMs <= fromMs)
    reader.refuse(pathOf(fields, 'until'), 'is not after from; correct one of them')
  return {
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  }
}

const readDependency = (reader: DocumentReader, fields: Fields): Dependency => ({
  capability: reader.text(fields, 'capability'),
  quantity: Math.max(1, reader.whole(fields, 'quantity', MOST)),
  perTroops: Math.max(1, reader.whole(fields, 'perTroops', MOST)),
})

/** What a line says beside its capability, quantity, place, priority and posture. */
export function readLineOptions(reader: DocumentReader, line: Fields): Partial<Requirement> {
  const noticeMs = readNotice(reader, line)
  return {
    ...(has(line, 'zone') ? { zone: reader.text(line, 'zone') } : {}),
    ...readTimes(reader, line),
    ...(noticeMs === null ? {} : { noticeMs }),
    ...(has(line, 'nationsMax')
      ? { nationsMax: reader.number(line, 'nationsMax', { min: 1, max: 200 }) }
      : {}),
    ...(has(line, 'needsFramework')
      ? { needsFramework: reader.boolean(line, 'needsFramework') }
      : {}),
    ...(has(line, 'dependencies')
      ? {
          dependencies: reader
            .maps(line, 'dependencies', 100)
            .map((one) => readDependency(reader, one)),
        }
      : {}),
  }
}

/** What a caveat says beside its category, title, places and who could waive it. */
export function readCaveatOptions(reader: DocumentReader, fields: Fields): Partial<Caveat> {
  const scope = has(fields, 'scope') ? reader.map(fields, 'scope') : null
  return {
    ...(scope === null
      ? {}
      : {
          scope: {
            ...(has(scope, 'capabilities')
              ? { capabilities: reader.texts(scope, 'capabilities', 100) }
              : {}),
            ...(has(scope, 'zones') ? { zones: reader.texts(scope, 'zones', 100) } : {}),
          },
        }),
    ...(has(fields, 'declared') ? { declaredMs: reader.instant(fields, 'declared') } : {}),
    ...readTimes(reader, fields),
  }
}
