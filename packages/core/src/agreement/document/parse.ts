/**
 * From a document's value to an `Agreement`. Pure: the YAML and its JSON Schema are the engine's work; whoever holds a
 * value from elsewhere (the journal, a test) gets the same judgement here. Every error is told at once.
 */
import { DocumentReader, HOUR_MS } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import {
  CATEGORY,
  PHASES,
  WEAPON_CLASSES as EVERY_CLASS,
  isIndication,
  kindOf,
} from '../../observe/index.ts'
import type { Category, WeaponClass } from '../../observe/index.ts'
import { BARE } from './complete.ts'
import { checkMeaning } from './check.ts'
import { readLine, readZone } from './parse-places.ts'
import { PARTIES } from './types.ts'
import type { Agreement, Obligation, PartyId, Provision, Version, WeaponRule } from './types.ts'

/** Weapon classes that a rule may name: `unknown` is no class that a text can prohibit. */
export const WEAPON_CLASSES: readonly WeaponClass[] = EVERY_CLASS.filter((one) => one !== 'unknown')
/** Kinds of event that a provision may name: `kindOf` every category. */
export const EVENT_KINDS: readonly string[] = [
  // Indications break nothing by themselves.
  ...new Set((Object.keys(CATEGORY) as Category[]).filter((one) => !isIndication(one)).map(kindOf)),
]
const CALIBRE_MM = { min: 1, max: 1000 }
const UNIT = { min: 0, max: 1 }
const HOURS = { min: 0, max: 8760 }

function readVersion(r: DocumentReader, f: Fields): Version {
  return {
    id: r.id(f, 'id'),
    title: r.text(f, 'title'),
    fromMs: r.instant(f, 'from'),
    source: r.text(f, 'source'),
  }
}

function readWeaponRule(r: DocumentReader, f: Fields): WeaponRule {
  const has = (key: string): boolean => f.value[key] !== undefined
  const calibre = (key: string): number => r.number(f, key, CALIBRE_MM)
  return {
    ...(has('classes') ? { classes: r.someOf(f, 'classes', WEAPON_CLASSES) } : {}),
    ...(has('calibreFromMm') ? { calibreFromMm: calibre('calibreFromMm') } : {}),
    ...(has('calibreBelowMm') ? { calibreBelowMm: calibre('calibreBelowMm') } : {}),
    ...(has('terms') ? { terms: r.texts(f, 'terms') } : {}),
  }
}

function readPlea(r: DocumentReader, f: Fields): { id: string; title: string } {
  return { id: r.id(f, 'id'), title: r.text(f, 'title') }
}

/** Why a clause binds one party only; null where the document gives no reason. */
function whyOf(f: Fields): string | null {
  const why = f.value['why']
  return typeof why === 'string' && why.trim() !== '' ? why.trim() : null
}

function readBinds(r: DocumentReader, f: Fields): { party: PartyId; why: string } {
  const party = r.oneOf(f, 'party', PARTIES)
  const why = whyOf(f)
  if (why === null)
    r.refuse(f.path, `binds party ${party} only; say why, or remove binds so that it binds both`)
  return { party, why: why ?? '' }
}

function readProvision(r: DocumentReader, f: Fields): Provision {
  const has = (key: string): boolean => f.value[key] !== undefined
  const act = r.map(f, 'act')
  return {
    clause: r.id(f, 'clause'),
    title: r.text(f, 'title'),
    source: r.text(f, 'source'),
    sinceVersion: r.id(f, 'sinceVersion'),
    ...(has('untilVersion') ? { untilVersion: r.id(f, 'untilVersion') } : {}),
    act: { kinds: r.someOf(act, 'kinds', EVENT_KINDS), phases: r.someOf(act, 'phases', PHASES) },
    ...(has('weapons')
      ? { weapons: r.maps(f, 'weapons').map((rule) => readWeaponRule(r, rule)) }
      : {}),
    ...(has('zone') ? { zone: r.id(f, 'zone') } : {}),
    ...(has('from') ? { fromMs: r.instant(f, 'from') } : {}),
    ...(has('unless') ? { unless: r.maps(f, 'unless').map((plea) => readPlea(r, plea)) } : {}),
    ...(has('binds') ? { binds: readBinds(r, r.map(f, 'binds')) } : {}),
  }
}

function readObligation(r: DocumentReader, f: Fields): Obligation {
  const party = r.oneOf(f, 'party', ['A', 'B', 'both'])
  const why = whyOf(f)
  if (party !== 'both' && why === null)
    r.refuse(f.path, `binds party ${party} only; say why, or write both`)
  return {
    clause: r.id(f, 'clause'),
    title: r.text(f, 'title'),
    source: r.text(f, 'source'),
    due: { kind: 'at', atMs: r.instant(f, 'due') },
    kind: 'other',
    party,
    ...(why === null ? {} : { why }),
  }
}

function readThresholds(r: DocumentReader, f: Fields): Agreement['thresholds'] {
  const hours = (key: string): number => r.number(f, key, HOURS) * HOUR_MS
  return {
    screening: r.number(f, 'screening', UNIT),
    standards: r.maps(f, 'standards').map((standard) => ({
      id: r.id(standard, 'id'),
      title: r.text(standard, 'title'),
      from: r.number(standard, 'from', UNIT),
      to: r.number(standard, 'to', UNIT),
    })),
    quorum: r.number(f, 'quorum', { min: 2, max: 50 }),
    occurredUnheardMs: hours('occurredUnheardHours'),
    partiesHeardMs: hours('partiesHeardHours'),
    breaches: [],
  }
}

function readParties(r: DocumentReader, f: Fields): Agreement['parties'] {
  const party = (id: PartyId): { title: string } => ({ title: r.text(r.map(f, id), 'title') })
  return { A: party('A'), B: party('B') }
}

/**
 * The agreement that a document's value states, or every error in it, one line each:
 * `place: path: what is wrong; how to mend`. `at` gives a path's place in the file.
 */
export function parseAgreement(value: unknown, at: At): Agreement | Refused {
  const r = new DocumentReader(at)
  const f = r.root(value)
  const agreement: Agreement = {
    id: r.id(f, 'id'),
    title: r.text(f, 'title'),
    parties: readParties(r, r.map(f, 'parties')),
    ...BARE,
    versions: r.maps(f, 'versions').map((item) => readVersion(r, item)),
    lines: r.maps(f, 'lines').map((item) => readLine(r, item)),
    linesOfContact: [{ line: r.id(f, 'lineOfContact'), fromMs: 0 }],
    zones: r.maps(f, 'zones').map((item) => readZone(r, item)),
    provisions: r.maps(f, 'provisions').map((item) => readProvision(r, item)),
    obligations: r.maps(f, 'obligations').map((item) => readObligation(r, item)),
    thresholds: readThresholds(r, r.map(f, 'thresholds')),
    ladder: r.id(f, 'ladder'),
  }
  // A value of the wrong shape has no meaning to check: its stand-ins would only raise errors that are not there.
  if (r.errors.length === 0) checkMeaning(r, agreement)
  return r.errors.length === 0 ? agreement : { refused: r.errors.join('\n') }
}
