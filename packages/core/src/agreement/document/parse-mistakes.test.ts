/**
 * Goal: every mistake in any key is told with its place, what is wrong and how to mend it, and no value is thrown at.
 * Method: one sound document with every key; a table of copies with one thing wrong, each with its whole message; many
 * of them at once; whatever JSON holds at any place.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ERRORS_TOLD_MAX, isRefused } from '../../units/index.ts'
import { parseAgreement } from '../index.ts'

type Part = Record<string, unknown>
const whole = JSON.parse(
  readFileSync(new URL('whole.example.json', import.meta.url), 'utf8'),
) as Part

/** A copy of the document with the values at some paths replaced. */
function changed(...changes: readonly (readonly [path: string, value: unknown])[]): Part {
  const copy = structuredClone(whole)
  for (const [path, value] of changes) {
    const parts = path.split('.')
    const last = parts.pop() ?? ''
    let here = copy
    for (const part of parts) here = here[part] as Part
    here[last] = value
  }
  return copy
}

const errorsOf = (value: unknown): readonly string[] => {
  const parsed = parseAgreement(value, (path) => `<${path}>`)
  return isRefused(parsed) ? parsed.refused.split('\n') : []
}
const INSTANT = 'write an instant in UTC such as 2015-02-14T22:00:00Z'
const ID = 'write an id of letters, digits, hyphens and dots'
const FACTS = 'define it, or name one of the facts: established, renewed, hostilities, peace'
const ZONES =
  'define it, or name one of the zones: region, deep, plant, road, rear, near-a, store-a, store-b'
const STANDARDS = 'define it, or name one of the standards of proof: reasonable, clear'
const CLAUSES = 'define it, or name one of the clauses: C1, C2, C3, C4, C5, C6, C7'
const NOTIFIED = 'define it, or name one of the rules of notified activities: exercise'
const TWICE = 'is there twice; give each its own id'

/** One thing wrong at a path; the message is told at that path unless another is named. */
type Mistake = readonly [path: string, value: unknown, problem: string, told?: string]

const shapes: readonly Mistake[] = [
  ['languages.0.authentic', 'yes', 'is "yes"; write true or false'],
  ['languages.0.code', 'e n', `is "e n"; ${ID}`],
  ['languages', null, 'is null; write a list'],
  ['definitions.0.means', '', 'is ""; write a text that is not empty'],
  ['facts.0.declaredBy', 'A', 'is "A"; write one of commission, bothParties'],
  ['phases.0.kind', 'war', 'is "war"; write one of freeze, ceasefire, stabilisation'],
  ['phases.0.lastsDays', 0, 'is 0; write a number above 0 and at most 3650'],
  ['phases.0.entry', 'established', 'is "established"; write a list'],
  ['gates.0.basis', undefined, 'is missing; write a map of keys and values'],
  ['lineOfContact', 5, `is 5; ${ID}`],
  ['lineOfContact', [], 'the list is empty; name at least one line'],
  ['lineOfContact.1.from', 'March', `is "March"; ${INSTANT}`],
  [
    'zones.0.purpose',
    'parade',
    'is "parade"; write one of region, security, disengagement, demilitarised, ' +
      'holding, nuclear, infrastructure, mission, shipping, airspace',
  ],
  ['zones.0.kind', 'disc', 'is "disc"; write one of polygon, withdrawal, site, corridor, band'],
  ['zones.2.radiusM', 0, 'is 0; write a number from 1 to 100000'],
  ['zones.2.position', undefined, 'is missing; write a map of keys and values'],
  ['zones.2.heldBy', 'C', 'is "C"; write one of A, B'],
  ['zones.3.course', [{ lonDeg: 1, latDeg: 1 }], 'the course has 1 vertices; give at least two'],
  ['zones.3.widthM', 300_000, 'is 300000; write a number from 1 to 200000'],
  ['zones.3.medium', 'rail', 'is "rail"; write one of land, sea, air'],
  ['zones.4.side', 'C', 'is "C"; write one of A, B, both'],
  ['zones.5.toM', 'far', 'is "far"; write a number from 1 to 5000000'],
  ['baseline', null, 'is null; write a map of keys and values'],
  ['baseline.h', undefined, `is missing; ${INSTANT}`],
  [
    'baseline.weapons.0.class',
    'unknown',
    'is "unknown"; write one of smallArms, heavyMachineGun, ' +
      'automaticGrenadeLauncher, antiAircraftGun, antiTank, infantryFightingVehicle, tank, mortar, artillery, mlrs, missile, uas',
  ],
  ['baseline.weapons.0.calibreMm', 0, 'is 0; write a number from 1 to 1000'],
  ['baseline.weapons.0.serial', 1001, 'is 1001; write it in quotes'],
  [
    'baseline.minefields.0.ring.4',
    { lonDeg: 1, latDeg: 48 },
    'the polygon is not closed; repeat its first vertex as its last',
    'baseline.minefields.0.ring',
  ],
  ['provisions.0.burden', 'A', 'is "A"; write one of claimant, holder'],
  [
    'provisions.0.wording',
    'All fire ceases.',
    'is "All fire ceases."; write a map of keys and values',
  ],
  ['provisions.0.wording.en', ' ', 'is " "; write a text that is not empty'],
  [
    'obligations.0.kind',
    'duty',
    'is "duty"; write one of withdrawal, inventory, notification, discipline, demining, other',
  ],
  ['obligations.0.due', 'soon', `is "soon"; ${INSTANT}`],
  ['obligations.1.due.everyDays', 0.01, 'is 0.01; write a number from 0.04 to 3650'],
  ['obligations.2.due.days', -1, 'is -1; write a number from 0 to 3650'],
  [
    'obligations.2.due.at',
    '2030-01-03T00:00:00Z',
    'has both at and after; keep one of them',
    'obligations.2.due',
  ],
  [
    'notified.0.activity',
    'party',
    'is "party"; write one of exercise, demining, repair, movement, other',
  ],
  ['notified.0.noticeHours', 9000, 'is 9000; write a number from 0 to 8760'],
  ['notified.0.to', 'A', 'is "A"; write one of monitor, commission, both'],
  ['repairs.0.presence', 1, 'is 1; write true or false'],
  ['benign.0.explains', undefined, 'is missing; write a list'],
  ['thresholds.breaches.1.quorum', 1, 'is 1; write a number from 2 to 50'],
  ['thresholds.breaches.1.screening', 2, 'is 2; write a number from 0 to 1'],
]

const meanings: readonly Mistake[] = [
  ['phases.1.entry', ['estab'], `there is no fact estab; ${FACTS}`, 'phases.1.entry.0'],
  ['phases.1.exit', ['war'], `there is no fact war; ${FACTS}`, 'phases.1.exit.0'],
  ['phases.0.renewal', 'again', `there is no fact again; ${FACTS}`],
  [
    'phases.1.entry',
    [],
    'phase ceasefire has no fact to enter it by, and only the first phase begins with the ' +
      'first version; name a fact, or put it first',
  ],
  [
    'phases.1.exit',
    ['established'],
    'established enters phase ceasefire and ends it, so that it never holds; take it out of one of the two',
  ],
  [
    'phases.1.renewal',
    'renewed',
    'phase ceasefire does not say how long it lasts, so that nothing is renewed; ' +
      'add lastsDays, or remove renewal',
  ],
  [
    'phases.0.exit',
    ['renewed'],
    'renewed renews phase freeze and ends it; take it out of one of the two',
    'phases.0.renewal',
  ],
  ['gates.0.needs', [], 'the list is empty; name the facts that must hold before it opens'],
  ['gates.0.needs', ['treaty'], `there is no fact treaty; ${FACTS}`, 'gates.0.needs.0'],
  ['gates.0.barredBy', ['war'], `there is no fact war; ${FACTS}`, 'gates.0.barredBy.0'],
  [
    'gates.0.barredBy',
    ['peace'],
    'gate after-peace needs peace and is barred by it, so that it never opens; take it out of one of the two',
  ],
  [
    'lineOfContact.1.line',
    'front',
    'there is no line front; define it, or name one of the lines: line, later',
  ],
  [
    'lineOfContact.1.from',
    '2030-01-01T00:00:00Z',
    'line later does not begin after line, which stands before it; put the lines in order of time',
  ],
  [
    'zones.5.fromM',
    30_000,
    'the band begins at 30000 m and ends at 20000 m; write the greater distance as toM, ' +
      'or leave it out for a band without end',
    'zones.5.toM',
  ],
  [
    'baseline.line',
    'front',
    'there is no line front; define it, or name one of the lines: line, later',
  ],
  ['baseline.holdingAreas.0.zone', 'shed', `there is no zone shed; ${ZONES}`],
  [
    'baseline.weapons.0.zone',
    'region',
    'there is no holding area region; define it, or name one of the holding areas: store-a, store-b',
  ],
  [
    'baseline.weapons.0.zone',
    'store-b',
    "weapon 1001 is party A's, and store-b is a holding area of party B; " +
      "name one of party A's holding areas, or correct the party",
  ],
  [
    'provisions.0.phases',
    ['peace'],
    'there is no phase peace; define it, or name one of the phases: freeze, ceasefire',
    'provisions.0.phases.0',
  ],
  ['provisions.0.phases', [], 'the list is empty; leave it out if the clause binds in every phase'],
  [
    'provisions.0.breach',
    'smoke',
    'there is no kind of breach smoke; define it, or name one of the kinds of breach: fire, plant',
  ],
  [
    'provisions.1.terms',
    ['gun'],
    'there is no term gun; define it, or name one of the terms: heavy weapon',
    'provisions.1.terms.0',
  ],
  ['provisions.1.weapons.0.classes', [], 'the list is empty; leave it out if every class is meant'],
  ['provisions.1.weapons.0.terms', [], 'the list is empty; leave it out if every term is meant'],
  [
    'provisions.0.wording',
    { uk: 'x' },
    'there is no language uk; define it, or name one of the languages: en, fr',
    'provisions.0.wording.uk',
  ],
  [
    'provisions.0.unless.0.notified',
    'drill',
    `there is no rule of notified activities drill; ${NOTIFIED}`,
  ],
  [
    'obligations.1.due.at',
    '2029-01-01T00:00:00Z',
    'O2 is due before the first version begins; write a later instant',
    'obligations.1.due',
  ],
  [
    'obligations.2.due.after',
    'dawn',
    'there is no phase or fact dawn; define it, or name one of the phases and facts: ' +
      'freeze, ceasefire, established, renewed, hostilities, peace',
  ],
  [
    'phases.1.id',
    'established',
    'a phase and a fact are both named established; rename one of them',
    'obligations.2.due.after',
  ],
  ['obligations.2.why', undefined, 'binds party A only; say why, or write both', 'obligations.2'],
  ['repairs.0.clause', 'O1', `there is no clause O1; ${CLAUSES}`],
  [
    'repairs.0.guaranteesHours',
    73,
    'guarantees are due 73 h before a window that is asked for only 72 h before; ' +
      'write fewer hours, or more noticeHours',
  ],
  [
    'repairs.0.goHours',
    25,
    'go or no-go is due 25 h before the window, and the guarantees only 24 h before; ' +
      'write fewer hours, or more guaranteesHours',
  ],
  ['benign.0.explains', [], 'the list is empty; name the kinds of event that it may explain'],
  ['benign.1.notified', 'drill', `there is no rule of notified activities drill; ${NOTIFIED}`],
  ['thresholds.breaches.0.standard', 'sure', `there is no standard of proof sure; ${STANDARDS}`],
  [
    'thresholds.breaches.0.attributionStandard',
    'sure',
    `there is no standard of proof sure; ${STANDARDS}`,
  ],
  ['thresholds.breaches.1.quorum', 2.5, 'is 2.5; write a whole number of nations'],
  [
    'zones.5.why',
    undefined,
    "the band lies on party A's ground only; draw the same on party B's, or say why",
    'zones.5',
  ],
  [
    'baseline.contacts',
    [{ party: 'B', office: 'o' }],
    "names party B's only; add party A's, or say why under baseline.why",
  ],
]

describe('a mistake is told with its place and its cure', () => {
  const mistakes: readonly Mistake[] = [...shapes, ...meanings]
  test.each(
    mistakes.map((mistake) => ({ mistake, name: `${mistake[0]} = ${JSON.stringify(mistake[1])}` })),
  )('$name', ({ mistake }) => {
    const [path, value, problem, told = path] = mistake
    expect(errorsOf(changed([path, value]))).toContain(`<${told}>: ${told}: ${problem}`)
  })

  const repeated = [
    ['languages', 'code', 'en'],
    ['definitions', 'term', 'heavy weapon'],
    ['versions', 'id', 'v1'],
    ['facts', 'id', 'established'],
    ['phases', 'id', 'freeze'],
    ['gates', 'id', 'after-peace'],
    ['lines', 'id', 'line'],
    ['zones', 'id', 'region'],
    ['baseline.holdingAreas', 'zone', 'store-a'],
    ['baseline.weapons', 'serial', '1001 of party A'],
    ['baseline.minefields', 'id', 'm1'],
    ['provisions', 'clause', 'C1'],
    ['provisions.0.unless', 'id', 'announced'],
    ['obligations', 'clause', 'O1'],
    ['notified', 'id', 'exercise'],
    ['repairs', 'id', 'power'],
    ['benign', 'id', 'thunder'],
    ['thresholds.standards', 'id', 'reasonable'],
    ['thresholds.breaches', 'id', 'fire'],
  ] as const
  test.each(repeated)('%s: a second item with the %s of the first', (list, key, name) => {
    const items = list.split('.').reduce((here, part) => here[part] as Part, whole)
    const copies = Object.values(items)
    const path = `${list}.${copies.length}.${key}`
    expect(errorsOf(changed([list, [...copies, copies[0]]]))).toContain(
      `<${path}>: ${path}: ${name} ${TWICE}`,
    )
  })

  test('a band ends beyond where it begins, and a ring with a bad vertex hears of that alone', () => {
    expect(errorsOf(changed(['zones.5.fromM', 19_999]))).toEqual([])
    expect(errorsOf(changed(['zones.5.fromM', 20_000]))).toHaveLength(1)
    expect(errorsOf(changed(['zones.0.ring.0.lonDeg', 999]))).toEqual([
      '<zones.0.ring.0.lonDeg>: zones.0.ring.0.lonDeg: is 999; write a number from -180 to 180',
    ])
  })

  test('a reason makes what stands for one party lawful', () => {
    const onlyB = ['baseline.contacts', [{ party: 'B', office: 'o' }]] as const
    expect(errorsOf(changed(onlyB, ['baseline.why', 'A has no staff yet']))).toEqual([])
    expect(errorsOf(changed(['zones.5.side', 'both']))).toEqual([])
  })

  test('of the clauses of a long text a message lists the first', () => {
    const one = { title: 't', source: 's', sinceVersion: 'v1', act: { kinds: [], phases: [] } }
    const many = Array.from({ length: 31 }, (_, i) => ({ ...one, clause: `X${i}` }))
    const [error] = errorsOf(changed(['provisions', many]))
    expect(error).toMatch(/there is no clause C1; .*: X0, .*, X29 and 1 more$/)
  })
})

/** Every path of a value. */
function pathsOf(value: unknown, path: string = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path]
  const under = Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, path === '' ? key : `${path}.${key}`),
  )
  return path === '' ? under : [path, ...under]
}

describe('whatever is handed in', () => {
  test('is read or refused, never thrown at, and each error has its three parts', () => {
    const paths = pathsOf(whole)
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        for (const error of errorsOf(changed([path, value])))
          expect(error).toMatch(/^<.*>: .+: .+/s)
      }),
      { numRuns: 400 },
    )
    fc.assert(
      fc.property(fc.jsonValue(), (value) => errorsOf(value).length > 0),
      { numRuns: 100 },
    )
  })

  test('every error is told at once, up to the most that are', () => {
    fc.assert(
      fc.property(fc.subarray([...shapes.keys()]), (chosen) => {
        const paths = new Set<string>()
        const picked = chosen.flatMap((i) => {
          const shape = shapes[i]
          const root = shape?.[0].split('.').slice(0, 2).join('.') ?? ''
          if (shape === undefined || paths.has(root)) return []
          if ([...paths].some((one) => one.startsWith(`${root}.`) || root.startsWith(`${one}.`)))
            return []
          paths.add(root)
          return [shape]
        })
        const errors = errorsOf(changed(...picked.map(([path, value]) => [path, value] as const)))
        const told = picked.filter(([path, , problem, at = path]) =>
          errors.includes(`<${at}>: ${at}: ${problem}`),
        )
        expect(told.length === picked.length || errors.length === ERRORS_TOLD_MAX).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
