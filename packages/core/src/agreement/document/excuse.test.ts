/**
 * Goal: a document can say which excuses count only together, from when a clause binds by what began, and how many make a
 * mass; what is wrong with any of it is told at its place. Method: the sound document with one part replaced; a table of
 * mistakes; the limits met and passed by one; an old flat list read as it always was.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DAY_MS, isRefused } from '../../units/index.ts'
import { AGREEMENT_LIMITS, excusePointsOf, lintAgreement, parseAgreement } from '../index.ts'
import type { Provision } from '../index.ts'

const sound = readFileSync(new URL('whole.example.json', import.meta.url), 'utf8')
type Part = Record<string, unknown>
interface Document {
  readonly provisions: Part[]
}
/** The sound document with keys of its first provision replaced. */
function parsed(more: Part): ReturnType<typeof parseAgreement> {
  const document = JSON.parse(sound) as Document
  Object.assign(document.provisions[0] ?? {}, more)
  return parseAgreement(document, (path) => `<${path}>`)
}
function provision(more: Part): Provision {
  const found = parsed(more)
  if (isRefused(found)) throw new Error(found.refused)
  const [first] = found.provisions
  if (first === undefined) throw new Error('no provision')
  return first
}
const errors = (more: Part): readonly string[] => {
  const found = parsed(more)
  return isRefused(found) ? found.refused.split('\n') : []
}
const point = (id: string, more: Part = {}): Part => ({ id, title: id, ...more })
const nested = (depth: number): Part =>
  depth === 0 ? point('p0') : point(`p${depth}`, { any: [nested(depth - 1), point(`q${depth}`)] })

describe('exceptions that others make up', () => {
  test('all, any and single points are read in their order', () => {
    const unless = [
      point('reply', { all: [point('aimed'), point('why', { any: [point('a'), point('b')] })] }),
      point('announced', { notified: 'exercise' }),
    ]
    expect(provision({ unless }).unless).toEqual(unless)
    expect(excusePointsOf(provision({ unless }).unless).map(({ id }) => id)).toEqual([
      'aimed',
      'a',
      'b',
      'announced',
    ])
  })

  test('a flat list is read as it always was', () => {
    const unless = [point('announced', { notified: 'exercise' }), point('reply')]
    expect(provision({ unless }).unless).toEqual(unless)
  })

  const U = 'provisions.0.unless'
  const mistakes: readonly (readonly [string, readonly Part[], string])[] = [
    [
      'an empty list',
      [point('g', { all: [] })],
      `${U}.0.all: the list is empty; name the exceptions that it is made of`,
    ],
    [
      'a single member',
      [point('g', { any: [point('a')] })],
      `${U}.0.any: names only one exception; write that one without any, or name what belongs to it`,
    ],
    [
      'two ways at once',
      [point('g', { all: [point('a'), point('b')], any: [point('c'), point('d')] })],
      `${U}.0: has all and any; keep one of them, or make each an exception of its own`,
    ],
    [
      'a rule and members',
      [point('g', { notified: 'exercise', all: [point('a'), point('b')] })],
      `${U}.0: has notified and all; keep one of them, or make each an exception of its own`,
    ],
    [
      'an id that stands within another too',
      [point('a'), point('g', { all: [point('b'), point('a')] })],
      `${U}.1.all.1.id: a is there twice; give each its own id`,
    ],
    [
      'a rule that is not there, within',
      [point('g', { all: [point('a'), point('b', { notified: 'drill' })] })],
      `${U}.0.all.1.notified: there is no rule of notified activities drill; define it, or name one of the ` +
        'rules of notified activities: exercise',
    ],
    ['no list', [point('g', { all: 'a' })], `${U}.0.all: is "a"; write a list`],
    [
      'too deep',
      [nested(3)],
      `${U}.0.any.0.any.0.any: lies 3 deep; the most is 2: write what lies deeper as one point, in words`,
    ],
  ]
  test.each(mistakes)('%s is refused at its place', (_, unless, message) => {
    expect(errors({ unless })).toEqual([`<${message.slice(0, message.indexOf(':'))}>: ${message}`])
  })

  test('the depth and the number that are allowed are', () => {
    expect(errors({ unless: [nested(2)] })).toEqual([])
    const max = AGREEMENT_LIMITS.exceptions
    const group = (n: number): Part =>
      point('g', { all: Array.from({ length: n }, (_, i) => point(`m${i}`)) })
    expect(errors({ unless: [group(max - 1)] })).toEqual([])
    expect(errors({ unless: [group(max - 1), point('one-more')] })).toEqual([
      `<${U}>: ${U}: has ${max + 1} exceptions, those within others counted; the most is ${max}`,
    ])
  })
})

describe('remarks', () => {
  const rules = { march: ['salvo'], drill: ['explosion', 'salvo'] }
  const remarks = (kinds: readonly string[], unless: readonly Part[]): readonly string[] => {
    const document = JSON.parse(sound) as Document & { notified: Part[] }
    for (const [id, explains] of Object.entries(rules))
      document.notified.push({ ...document.notified[0], id, explains })
    Object.assign(document.provisions[0] ?? {}, { unless, act: { kinds, phases: [] } })
    const found = parseAgreement(document, () => '')
    if (isRefused(found)) throw new Error(found.refused)
    return lintAgreement(found).map(({ path, rule }) => `${rule} ${path}`)
  }
  const told = (...notified: readonly string[]): Part[] =>
    notified.map((id) => point(id, { notified: id }))
  const LOST = 'excuse-impossible provisions.0.unless.0'
  test.each([
    [
      'rules that share no kind, both needed',
      ['salvo', 'explosion'],
      [point('g', { all: told('exercise', 'march') })],
      [LOST],
    ],
    [
      'rules that share one, both needed',
      ['salvo', 'explosion'],
      [point('g', { all: told('drill', 'march') })],
      [],
    ],
    [
      'rules that share one, which the clause does not mean',
      ['explosion'],
      [point('g', { all: told('drill', 'march') })],
      [`${LOST}.all.1`],
    ],
    [
      'either of two, one of which is lost',
      ['explosion'],
      [point('g', { any: told('drill', 'march') })],
      [`${LOST}.any.1`],
    ],
    ['a person decides', ['burst'], [point('g', { all: [point('a'), point('b')] })], []],
    ['every kind is meant', [], told('march'), []],
  ])('%s', (_, kinds, unless, expected) => {
    expect(remarks(kinds, unless)).toEqual(expected)
  })

  test('a clause that would bind only after it ended', () => {
    const document = JSON.parse(sound) as Document
    const days = (n: number): readonly string[] => {
      Object.assign(document.provisions[1] ?? {}, { from: { after: 'v1', days: n } })
      const found = parseAgreement(document, () => '')
      return isRefused(found) ? [found.refused] : lintAgreement(found).map(({ rule }) => rule)
    }
    expect([days(150), days(151)]).toEqual([[], ['never-in-force']])
  })
})

const from = (after: string, days: unknown): Part => ({ from: { after, days } })
const unused = (more: Part): readonly string[] => {
  const document = JSON.parse(sound) as Document & { facts: Part[] }
  document.facts.push({ ...document.facts[0], id: 'swept' })
  Object.assign(document.provisions[0] ?? {}, more)
  const found = parseAgreement(document, () => '')
  if (isRefused(found)) throw new Error(found.refused)
  return lintAgreement(found).map(({ rule }) => rule)
}

describe('from when a clause binds', () => {
  test.each([
    ['a version', 'v1'],
    ['a phase', 'ceasefire'],
    ['a fact', 'established'],
  ])('%s', (_, what) => {
    const read = provision(from(what, 7.5))
    expect(read.after).toEqual({ what, afterMs: 7.5 * DAY_MS })
    expect(read.fromMs).toBeUndefined()
  })

  test('a fact that only a clause hangs on is used', () => {
    expect(unused({})).toEqual(['fact-unused'])
    expect(unused(from('swept', 3))).toEqual([])
  })

  const F = 'provisions.0.from'
  test.each([
    [
      from('dawn', 1),
      `${F}.after: there is no version, phase or fact dawn; define it, or name one of the versions, phases and facts: ` +
        'v1, v2, freeze, ceasefire, established, renewed, hostilities, peace',
    ],
    [from('v1', -1), `${F}.days: is -1; write a number from 0 to 3650`],
    [from('v1', 'soon'), `${F}.days: is "soon"; write a number from 0 to 3650`],
    [
      { from: { days: 3 } },
      `${F}.after: is missing; write an id of letters, digits, hyphens and dots`,
    ],
    [{ from: 7 }, `${F}: is 7; write an instant in UTC such as 2015-02-14T22:00:00Z`],
  ])('%j is refused', (more, message) => {
    expect(errors(more)).toEqual([`<${message.slice(0, message.indexOf(':'))}>: ${message}`])
  })
})

describe('how many make a mass', () => {
  const C = 'provisions.0.count'
  test('a number within a time, and within a place if one is named', () => {
    const count = { atLeast: 10, withinMinutes: 60, withinKm: 2.5 }
    expect(provision({ count }).count).toEqual({ atLeast: 10, withinMs: 3_600_000, withinM: 2500 })
    const anywhere = { atLeast: 2, withinMinutes: 10_080 }
    expect(provision({ count: anywhere }).count).toEqual({ atLeast: 2, withinMs: 604_800_000 })
    const ofOne = { ...anywhere, by: 'sameParty' }
    expect(provision({ count: ofOne }).count).toMatchObject({ by: 'sameParty' })
  })
  test.each([
    [{ atLeast: 1, withinMinutes: 60 }, `${C}.atLeast: is 1; write a number from 2 to 1000`],
    [{ atLeast: 2.5, withinMinutes: 60 }, `${C}.atLeast: is 2.5; write a whole number`],
    [{ atLeast: 1001, withinMinutes: 60 }, `${C}.atLeast: is 1001; write a number from 2 to 1000`],
    [{ atLeast: 5 }, `${C}.withinMinutes: is missing; write a number above 0 and at most 10080`],
    [
      { atLeast: 5, withinMinutes: 10_081 },
      `${C}.withinMinutes: is 10081; write a number above 0 and at most 10080`,
    ],
    [
      { atLeast: 5, withinMinutes: 5, withinKm: 0 },
      `${C}.withinKm: is 0; write a number above 0 and at most 5000`,
    ],
    [{ atLeast: 5, withinMinutes: 5, by: 'party' }, `${C}.by: is "party"; write one of sameParty`],
    [10, `${C}: is 10; write a map of keys and values`],
  ])('%j is refused or read', (count, message) => {
    expect(errors({ count })).toContain(`<${message.slice(0, message.indexOf(':'))}>: ${message}`)
  })
})
