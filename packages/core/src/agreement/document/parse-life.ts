/** The agreement's life: facts that people declare, phases and gates that hang on them, and what was so at the H-hour. */
import type { DocumentReader, Fields } from '../../units/index.ts'
import { given, msOfDays, readId, readParts, readRefs, readText, readTitle } from './fields.ts'
import { AGREEMENT_LIMITS, DAYS_MAX } from './limits.ts'
import { readBasis } from './parse-basis.ts'
import { CALIBRE_MM } from './parse-clauses.ts'
import { readRing } from './parse-places.ts'
import { PARTIES } from './types.ts'
import type { AgreementPhase, Baseline, DeploymentGate, FactRule } from './types.ts'
import { DECLARERS, PHASE_KINDS, WEAPON_CLASSES } from './words.ts'

const readFact = (r: DocumentReader, f: Fields): FactRule => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  declaredBy: r.oneOf(f, 'declaredBy', DECLARERS),
  basis: readBasis(r, r.map(f, 'basis')),
})

const readPhase = (r: DocumentReader, f: Fields): AgreementPhase => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  kind: r.oneOf(f, 'kind', PHASE_KINDS),
  entry: readRefs(r, f, 'entry'),
  exit: readRefs(r, f, 'exit'),
  ...given(f, 'lastsDays', 'lastsMs', (key) => msOfDays(r.positive(f, key, DAYS_MAX))),
  ...given(f, 'renewal', 'renewal', (key) => readId(r, f, key)),
  basis: readBasis(r, r.map(f, 'basis')),
})

const readGate = (r: DocumentReader, f: Fields): DeploymentGate => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  needs: readRefs(r, f, 'needs'),
  barredBy: readRefs(r, f, 'barredBy'),
  basis: readBasis(r, r.map(f, 'basis')),
})

/** Facts, phases and gates; each list may be absent. */
export function readLife(
  r: DocumentReader,
  f: Fields,
): {
  readonly facts: readonly FactRule[]
  readonly phases: readonly AgreementPhase[]
  readonly gates: readonly DeploymentGate[]
} {
  const { facts, phases, gates } = AGREEMENT_LIMITS
  return {
    facts: readParts(r, f, 'facts', facts).map((fact) => readFact(r, fact)),
    phases: readParts(r, f, 'phases', phases).map((phase) => readPhase(r, phase)),
    gates: readParts(r, f, 'gates', gates).map((gate) => readGate(r, gate)),
  }
}

const readWeapon = (r: DocumentReader, f: Fields): Baseline['weapons'][number] => ({
  serial: readTitle(r, f, 'serial'),
  term: readTitle(r, f, 'term'),
  class: r.oneOf(f, 'class', WEAPON_CLASSES),
  calibreMm: f.value['calibreMm'] === undefined ? null : r.number(f, 'calibreMm', CALIBRE_MM),
  party: r.oneOf(f, 'party', PARTIES),
  zone: readId(r, f, 'zone'),
})

const readMinefield = (r: DocumentReader, f: Fields): Baseline['minefields'][number] => ({
  id: readId(r, f, 'id'),
  party: r.oneOf(f, 'party', PARTIES),
  polygon: readRing(r, f),
  recorded: readText(r, f, 'recorded'),
})

/** What was agreed to be so at the H-hour, or null where the document has no baseline. */
export function readBaseline(r: DocumentReader, root: Fields): Baseline | null {
  if (root.value['baseline'] === undefined) return null
  const f = r.map(root, 'baseline')
  const { holdingAreas, weapons, minefields, contacts } = AGREEMENT_LIMITS
  return {
    hMs: r.instant(f, 'h'),
    line: readId(r, f, 'line'),
    holdingAreas: readParts(r, f, 'holdingAreas', holdingAreas).map((area) => ({
      zone: readId(r, area, 'zone'),
      party: r.oneOf(area, 'party', PARTIES),
    })),
    weapons: readParts(r, f, 'weapons', weapons).map((weapon) => readWeapon(r, weapon)),
    minefields: readParts(r, f, 'minefields', minefields).map((field) => readMinefield(r, field)),
    contacts: readParts(r, f, 'contacts', contacts).map((contact) => ({
      party: r.oneOf(contact, 'party', PARTIES),
      office: readTitle(r, contact, 'office'),
    })),
    ...given(f, 'why', 'why', (key) => readText(r, f, key)),
  }
}
