import { MINUTE_MS, pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'
import { PHASES } from '../../observe/index.ts'
import { given, msOfDays, readId, readRefs, readText, readTitle } from './fields.ts'
import { readUnless } from './parse-excuses.ts'
import {
  AGREEMENT_LIMITS,
  DAYS_MAX,
  EVERY_DAYS_MIN,
  MASS_AT_LEAST_MAX,
  MASS_KM_MAX,
  MASS_MINUTES_MAX,
} from './limits.ts'
import { PARTIES } from './types.ts'
import type {
  After,
  Deadline,
  MassRule,
  Obligation,
  PartyId,
  Provision,
  WeaponRule,
} from './types.ts'
import {
  BURDENS,
  COUNTED_BY,
  DUTY_KINDS,
  EVENT_KINDS,
  ONE_OR_BOTH,
  WEAPON_CLASSES,
} from './words.ts'

/** Calibres that a text may name, millimetres. */
export const CALIBRE_MM = { min: 1, max: 1000 }

function readWeaponRule(r: DocumentReader, f: Fields): WeaponRule {
  const calibre = (key: string): number => r.number(f, key, CALIBRE_MM)
  return {
    ...given(f, 'classes', 'classes', (key) => r.someOf(f, key, WEAPON_CLASSES)),
    ...given(f, 'calibreFromMm', 'calibreFromMm', calibre),
    ...given(f, 'calibreBelowMm', 'calibreBelowMm', calibre),
    ...given(f, 'terms', 'terms', (key) => r.texts(f, key, AGREEMENT_LIMITS.weaponRules)),
  }
}

/** Why a clause binds one party only; null where the document gives no reason. */
function whyOf(r: DocumentReader, f: Fields): string | null {
  const why = f.value['why']
  return typeof why === 'string' && why.trim() !== '' ? readText(r, f, 'why') : null
}

function readBinds(r: DocumentReader, f: Fields): { party: PartyId; why: string } {
  const party = r.oneOf(f, 'party', PARTIES)
  const why = whyOf(r, f)
  if (why === null)
    r.refuse(f.path, `binds party ${party} only; say why, or remove binds so that it binds both`)
  return { party, why: why ?? '' }
}

function readWording(r: DocumentReader, f: Fields): Readonly<Record<string, string>> {
  const codes = Object.keys(f.value)
  const max = AGREEMENT_LIMITS.languages
  if (codes.length > max) r.refuse(f.path, `has ${codes.length} languages; the most is ${max}`)
  return Object.fromEntries(codes.slice(0, max).map((code) => [code, readText(r, f, code)]))
}

/** From when a clause binds: an instant, or so long after something that began. */
function readFrom(r: DocumentReader, f: Fields): Pick<Provision, 'fromMs' | 'after'> {
  const value = f.value['from']
  if (typeof value !== 'object' || value === null)
    return given(f, 'from', 'fromMs', (key) => r.instant(f, key))
  return { after: readAfter(r, r.map(f, 'from')) }
}

const readAfter = (r: DocumentReader, f: Fields): After => ({
  what: readId(r, f, 'after'),
  afterMs: msOfDays(r.number(f, 'days', { min: 0, max: DAYS_MAX })),
})

function readMass(r: DocumentReader, f: Fields): MassRule {
  const atLeast = r.number(f, 'atLeast', { min: 2, max: MASS_AT_LEAST_MAX })
  if (!Number.isInteger(atLeast))
    r.refuse(pathOf(f, 'atLeast'), `is ${atLeast}; write a whole number`)
  return {
    atLeast,
    withinMs: Math.round(r.positive(f, 'withinMinutes', MASS_MINUTES_MAX) * MINUTE_MS),
    ...given(f, 'withinKm', 'withinM', (key) => 1000 * r.positive(f, key, MASS_KM_MAX)),
    ...given(f, 'by', 'by', (key) => r.oneOf(f, key, COUNTED_BY)),
  }
}

/** A provision; whether what it names exists is judged afterwards. */
export function readProvision(r: DocumentReader, f: Fields): Provision {
  const act = r.map(f, 'act')
  const { weaponRules } = AGREEMENT_LIMITS
  return {
    clause: readId(r, f, 'clause'),
    title: readTitle(r, f),
    source: readText(r, f, 'source'),
    sinceVersion: readId(r, f, 'sinceVersion'),
    ...given(f, 'untilVersion', 'untilVersion', (key) => readId(r, f, key)),
    act: { kinds: r.someOf(act, 'kinds', EVENT_KINDS), phases: r.someOf(act, 'phases', PHASES) },
    ...given(f, 'weapons', 'weapons', (key) =>
      r.maps(f, key, weaponRules).map((rule) => readWeaponRule(r, rule)),
    ),
    ...given(f, 'zone', 'zone', (key) => readId(r, f, key)),
    ...readFrom(r, f),
    ...given(f, 'unless', 'unless', (key) => readUnless(r, f, key)),
    ...given(f, 'phases', 'phases', (key) => readRefs(r, f, key)),
    ...given(f, 'count', 'count', (key) => readMass(r, r.map(f, key))),
    ...given(f, 'breach', 'breach', (key) => readId(r, f, key)),
    ...given(f, 'burden', 'burden', (key) => r.oneOf(f, key, BURDENS)),
    ...given(f, 'terms', 'terms', (key) => readRefs(r, f, key)),
    ...given(f, 'wording', 'wording', (key) => readWording(r, r.map(f, key))),
    ...given(f, 'binds', 'binds', (key) => readBinds(r, r.map(f, key))),
  }
}

function readDue(r: DocumentReader, f: Fields): Deadline {
  const value = f.value['due']
  if (typeof value !== 'object' || value === null) return { kind: 'at', atMs: r.instant(f, 'due') }
  const due = r.map(f, 'due')
  const days = (key: string, min: number): number =>
    msOfDays(r.number(due, key, { min, max: DAYS_MAX }))
  const every = given(due, 'everyDays', 'everyMs', (key) => days(key, EVERY_DAYS_MIN))
  const { at, after } = due.value
  if (at !== undefined && after !== undefined)
    r.refuse(pathOf(f, 'due'), 'has both at and after; keep one of them')
  if (after === undefined) return { kind: 'at', atMs: r.instant(due, 'at'), ...every }
  return { kind: 'after', what: readId(r, due, 'after'), afterMs: days('days', 0), ...every }
}

/** A duty; what its deadline runs from is judged afterwards. */
export function readObligation(r: DocumentReader, f: Fields): Obligation {
  const party = r.oneOf(f, 'party', ONE_OR_BOTH)
  const why = whyOf(r, f)
  if (party !== 'both' && why === null)
    r.refuse(f.path, `binds party ${party} only; say why, or write both`)
  return {
    clause: readId(r, f, 'clause'),
    title: readTitle(r, f),
    source: readText(r, f, 'source'),
    due: readDue(r, f),
    kind: f.value['kind'] === undefined ? 'other' : r.oneOf(f, 'kind', DUTY_KINDS),
    party,
    ...(why === null ? {} : { why }),
  }
}
