/**
 * Goal: a rule is silent where the text is as it should be, at the edge of what the rule looks for. Method: pairs of
 * texts that differ in one thing, the first silent and the second not.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { REMARKS_MAX, lintAgreement, parseAgreement } from '../index.ts'
import type { Agreement, FactRule, Provision } from '../index.ts'

const parsed = parseAgreement(
  JSON.parse(readFileSync(new URL('whole.example.json', import.meta.url), 'utf8')),
  () => '',
)
if (isRefused(parsed)) throw new Error(parsed.refused)
const whole = parsed
const rulesOf = (agreement: Agreement): readonly string[] =>
  lintAgreement(agreement).map(({ rule }) => rule)
const withProvision = (clause: string, more: Partial<Provision>): Agreement => ({
  ...whole,
  provisions: whole.provisions.map((one) => (one.clause === clause ? { ...one, ...more } : one)),
})

const withFacts = (more: readonly FactRule[]): Agreement => ({
  ...whole,
  facts: [...whole.facts, ...more],
})

test('a term is used where another definition rests on it, not where its own does', () => {
  const [first] = whole.definitions
  if (first === undefined) throw new Error('the document has a definition')
  const drone = { term: 'drone', means: 'an aircraft without a crew', source: 's' }
  const means = 'a gun of 100 mm or more, and a Drone that carries one'
  expect(rulesOf({ ...whole, definitions: [{ ...first, means }, drone] })).toEqual([])
  const own = { ...drone, means: 'a drone is an aircraft without a crew' }
  expect(rulesOf({ ...whole, definitions: [first, own] })).toEqual(['term-unused'])
})

test('a term is used where a title or a wording holds it', () => {
  const drone = { term: 'drone', means: 'm', source: 's' }
  const definitions = [...whole.definitions, drone]
  expect(rulesOf({ ...whole, definitions })).toEqual(['term-unused'])
  expect(rulesOf({ ...withProvision('C5', { title: 'No drones' }), definitions })).toEqual([])
  const wording = { en: 'No Drone flies.' }
  expect(rulesOf({ ...withProvision('C5', { wording }), definitions })).toEqual([])
})

test('a calibre that a class just has, and just has not', () => {
  const below = (calibreBelowMm: number): Agreement =>
    withProvision('C2', { weapons: [{ classes: ['mortar'], calibreBelowMm }] })
  expect(rulesOf(below(38))).toEqual([])
  expect(rulesOf(below(37))).toEqual(['weapon-impossible'])
  const from = (calibreFromMm: number): Agreement =>
    withProvision('C2', { weapons: [{ classes: ['mortar'], calibreFromMm }] })
  expect(rulesOf(from(250))).toEqual([])
  expect(rulesOf(from(251))).toEqual(['weapon-impossible'])
  expect(rulesOf(withProvision('C2', { weapons: [{ calibreFromMm: 999 }] }))).toEqual([])
})

test('two clauses about one pair of zones draw one remark', () => {
  const course = {
    vertices: [
      { lonDeg: 36.4, latDeg: 48.55 },
      { lonDeg: 36.7, latDeg: 48.55 },
    ],
  }
  const zones = whole.zones.map((zone) => (zone.kind === 'corridor' ? { ...zone, course } : zone))
  const again = whole.provisions.find(({ clause }) => clause === 'C4')
  if (again === undefined) throw new Error('the document has clause C4')
  const provisions = [...whole.provisions, { ...again, clause: 'C8' }]
  expect(rulesOf({ ...whole, zones, provisions })).toEqual(['zones-conflict'])
})

test('a corridor is for both parties: a clause that binds one of them forbids it too', () => {
  const medium = 'sea' as const
  const zones = whole.zones.map((zone) => (zone.kind === 'corridor' ? { ...zone, medium } : zone))
  const act = { kinds: ['A.SHIP'], phases: [] }
  const sea = { ...whole, zones }
  expect(rulesOf(sea)).toEqual([])
  const provisions = withProvision('C5', { act, zone: 'region', binds: { party: 'A', why: 'w' } })
  expect(rulesOf({ ...sea, provisions: provisions.provisions })).toContain('zones-conflict')
})

test('a language without a wording is remarked on only where it is authentic', () => {
  expect(rulesOf(withProvision('C1', { wording: { en: 'a' } }))).toEqual([])
  expect(rulesOf(withProvision('C1', { wording: { fr: 'a' } }))).toEqual(['wording-missing'])
})

test('beyond the most that are told the rest is counted', () => {
  const fact: FactRule = {
    id: 'f',
    title: 'f',
    declaredBy: 'commission',
    basis: { kind: 'text', source: 's' },
  }
  const facts = Array.from({ length: REMARKS_MAX + 2 }, (_, i) => ({ ...fact, id: `f${i}` }))
  const full = lintAgreement(withFacts(facts))
  expect(full).toHaveLength(REMARKS_MAX + 1)
  expect(full.at(-1)).toEqual({
    path: '',
    problem: '2 more remarks are not told; mend these first, then look again',
    rule: 'too-many',
  })
  const exact = facts.slice(0, REMARKS_MAX)
  expect(lintAgreement(withFacts(exact))).toHaveLength(REMARKS_MAX)
})
