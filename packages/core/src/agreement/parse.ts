/**
 * From a document's value to an `Agreement`. Pure: the YAML and its JSON Schema are the engine's work; whoever holds a
 * value from elsewhere (the journal, a test) gets the same judgement here. Every error is told at once.
 */
import { HOUR_MS } from '../units/index.ts'
import type { Refused } from '../units/index.ts'
import { CATEGORY, PHASES, kindOf } from '../observe/index.ts'
import type { Category, Phase, WeaponClass } from '../observe/index.ts'
import { checkMeaning } from './check.ts'
import { readLine, readZone } from './parse-places.ts'
import { Reader } from './reader.ts'
import type { At, Fields } from './reader.ts'
import type { Agreement, Obligation, PartyId, Provision, Version, WeaponRule } from './types.ts'

/** Weapon classes that a rule may name: `unknown` is no class that a text can prohibit. */
export const WEAPON_CLASSES: readonly WeaponClass[] = [
  'smallArms',
  'heavyMachineGun',
  'automaticGrenadeLauncher',
  'antiAircraftGun',
  'antiTank',
  'infantryFightingVehicle',
  'tank',
  'mortar',
  'artillery',
  'mlrs',
  'missile',
  'uas',
]
/** Kinds of event that a provision may name: `kindOf` every category. */
export const EVENT_KINDS: readonly string[] = [
  ...new Set((Object.keys(CATEGORY) as Category[]).map(kindOf)),
]
const PARTIES: readonly PartyId[] = ['A', 'B']
const CALIBRE_MM = { min: 1, max: 1000 }
const UNIT = { min: 0, max: 1 }
const HOURS = { min: 0, max: 8760 }

function readVersion(r: Reader, value: unknown, path: string): Version {
  const f = r.fields(value, path)
  return {
    id: r.id(f['id'], `${path}.id`),
    title: r.text(f['title'], `${path}.title`),
    fromMs: r.instant(f['from'], `${path}.from`),
    source: r.text(f['source'], `${path}.source`),
  }
}

function readWeaponRule(r: Reader, value: unknown, path: string): WeaponRule {
  const f = r.fields(value, path)
  const calibre = (key: string): number => r.number(f[key], `${path}.${key}`, CALIBRE_MM)
  const readClass = (item: unknown, at: string): WeaponClass => r.oneOf(item, at, WEAPON_CLASSES)
  const readTerm = (item: unknown, at: string): string => r.text(item, at)
  return {
    ...(f['classes'] === undefined
      ? {}
      : { classes: r.list(f['classes'], `${path}.classes`, readClass) }),
    ...(f['calibreFromMm'] === undefined ? {} : { calibreFromMm: calibre('calibreFromMm') }),
    ...(f['calibreBelowMm'] === undefined ? {} : { calibreBelowMm: calibre('calibreBelowMm') }),
    ...(f['terms'] === undefined ? {} : { terms: r.list(f['terms'], `${path}.terms`, readTerm) }),
  }
}

function readAct(r: Reader, value: unknown, path: string): Provision['act'] {
  const f = r.fields(value, path)
  const readKind = (item: unknown, at: string): string => r.oneOf(item, at, EVENT_KINDS)
  const readPhase = (item: unknown, at: string): Phase => r.oneOf(item, at, PHASES)
  return {
    kinds: r.list(f['kinds'], `${path}.kinds`, readKind),
    phases: r.list(f['phases'], `${path}.phases`, readPhase),
  }
}

function readException(r: Reader, value: unknown, path: string): { id: string; title: string } {
  const f = r.fields(value, path)
  return { id: r.id(f['id'], `${path}.id`), title: r.text(f['title'], `${path}.title`) }
}

function readBinds(r: Reader, value: unknown, path: string): { party: PartyId; why: string } {
  const f = r.fields(value, path)
  const party = r.oneOf(f['party'], `${path}.party`, PARTIES)
  if (typeof f['why'] === 'string' && f['why'].trim() !== '') return { party, why: f['why'] }
  r.refuse(path, `binds party ${party} only; say why, or remove binds so that it binds both`)
  return { party, why: '' }
}

function readProvision(r: Reader, value: unknown, path: string): Provision {
  const f = r.fields(value, path)
  const has = (key: string): boolean => f[key] !== undefined
  const readRule = (item: unknown, at: string): WeaponRule => readWeaponRule(r, item, at)
  const readPlea = (item: unknown, at: string): { id: string; title: string } =>
    readException(r, item, at)
  return {
    clause: r.id(f['clause'], `${path}.clause`),
    title: r.text(f['title'], `${path}.title`),
    source: r.text(f['source'], `${path}.source`),
    sinceVersion: r.id(f['sinceVersion'], `${path}.sinceVersion`),
    ...(has('untilVersion')
      ? { untilVersion: r.id(f['untilVersion'], `${path}.untilVersion`) }
      : {}),
    act: readAct(r, f['act'], `${path}.act`),
    ...(has('weapons') ? { weapons: r.list(f['weapons'], `${path}.weapons`, readRule) } : {}),
    ...(has('zone') ? { zone: r.id(f['zone'], `${path}.zone`) } : {}),
    ...(has('from') ? { fromMs: r.instant(f['from'], `${path}.from`) } : {}),
    ...(has('unless') ? { unless: r.list(f['unless'], `${path}.unless`, readPlea) } : {}),
    ...(has('binds') ? { binds: readBinds(r, f['binds'], `${path}.binds`) } : {}),
  }
}

function readObligation(r: Reader, value: unknown, path: string): Obligation {
  const f = r.fields(value, path)
  const party = r.oneOf(f['party'], `${path}.party`, ['A', 'B', 'both'])
  const why = typeof f['why'] === 'string' && f['why'].trim() !== '' ? f['why'] : null
  if (party !== 'both' && why === null)
    r.refuse(path, `binds party ${party} only; say why, or write both`)
  return {
    clause: r.id(f['clause'], `${path}.clause`),
    title: r.text(f['title'], `${path}.title`),
    source: r.text(f['source'], `${path}.source`),
    dueMs: r.instant(f['due'], `${path}.due`),
    party,
    ...(why === null ? {} : { why }),
  }
}

function readThresholds(r: Reader, value: unknown): Agreement['thresholds'] {
  const f = r.fields(value, 'thresholds')
  const hours = (key: string): number => r.number(f[key], `thresholds.${key}`, HOURS) * HOUR_MS
  return {
    screening: r.number(f['screening'], 'thresholds.screening', UNIT),
    standards: r.list(f['standards'], 'thresholds.standards', (item, path) => {
      const s = r.fields(item, path)
      return {
        id: r.id(s['id'], `${path}.id`),
        title: r.text(s['title'], `${path}.title`),
        from: r.number(s['from'], `${path}.from`, UNIT),
        to: r.number(s['to'], `${path}.to`, UNIT),
      }
    }),
    quorum: r.number(f['quorum'], 'thresholds.quorum', { min: 2, max: 50 }),
    occurredUnheardMs: hours('occurredUnheardHours'),
    partiesHeardMs: hours('partiesHeardHours'),
  }
}

function readParties(r: Reader, value: unknown): Agreement['parties'] {
  const f = r.fields(value, 'parties')
  const party = (id: PartyId): { title: string } => {
    const p: Fields = r.fields(f[id], `parties.${id}`)
    return { title: r.text(p['title'], `parties.${id}.title`) }
  }
  return { A: party('A'), B: party('B') }
}

/**
 * The agreement that a document's value states, or every error in it, one line each:
 * `place: path: what is wrong; how to mend`. `at` gives a path's place in the file.
 */
export function parseAgreement(value: unknown, at: At): Agreement | Refused {
  const r = new Reader(at)
  const f = r.fields(value, '')
  const agreement: Agreement = {
    id: r.id(f['id'], 'id'),
    title: r.text(f['title'], 'title'),
    parties: readParties(r, f['parties']),
    versions: r.list(f['versions'], 'versions', (item, path) => readVersion(r, item, path)),
    lines: r.list(f['lines'], 'lines', (item, path) => readLine(r, item, path)),
    lineOfContact: r.id(f['lineOfContact'], 'lineOfContact'),
    zones: r.list(f['zones'], 'zones', (item, path) => readZone(r, item, path)),
    provisions: r.list(f['provisions'], 'provisions', (item, path) => readProvision(r, item, path)),
    obligations: r.list(f['obligations'], 'obligations', (item, path) =>
      readObligation(r, item, path),
    ),
    thresholds: readThresholds(r, f['thresholds']),
    ladder: r.id(f['ladder'], 'ladder'),
  }
  // A value of the wrong shape has no meaning to check: its stand-ins would only raise errors that are not there.
  if (r.errors.length === 0) checkMeaning(r, agreement)
  return r.errors.length === 0 ? agreement : { refused: r.errors.join('\n') }
}
