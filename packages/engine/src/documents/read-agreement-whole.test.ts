/**
 * Goal: every key of an agreement is told to the line and column, by the schema where the shape is wrong and by core where
 * the meaning is, and the two never disagree. Method: core's sound document with every key (JSON is YAML too) with one
 * thing broken at a time, the place computed from the text; then every key taken away and every value replaced by junk:
 * what the schema refuses core refuses too, and a key that core misses the schema misses.
 */
import { readFileSync } from 'node:fs'
import { parseAgreement } from '@holdfast/core/agreement'
import { isRefused } from '@holdfast/core/units'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { AGREEMENT_SCHEMA, readAgreement } from './index.ts'

const text = readFileSync(
  new URL('../../../core/src/agreement/document/whole.example.json', import.meta.url),
  'utf8',
)

test('the document with every key is read', () => {
  const read = readAgreement(text, 'whole.yaml')
  if (isRefused(read)) throw new Error(read.refused)
  expect(read.agreement.phases.map(({ id }) => id)).toEqual(['freeze', 'ceasefire'])
})

test('a line of contact may be one id', () => {
  const start = text.indexOf('"lineOfContact": [')
  const end = text.indexOf(']', start) + 1
  const one = `${text.slice(0, start)}"lineOfContact": "line"${text.slice(end)}`
  const read = readAgreement(one, 'whole.yaml')
  if (isRefused(read)) throw new Error(read.refused)
  expect(read.agreement.linesOfContact).toEqual([{ line: 'line', fromMs: 0 }])
})

interface Change {
  readonly after: string
  readonly from: string
  readonly to: string
  /** Where the place is counted: at this text; the new text where absent. */
  readonly mark?: string
}

/** The document with one text replaced, what is then refused, and the place that the mark stands at. */
function broken({ after, from, to, mark = to }: Change): { told: string; place: string } {
  const start = text.indexOf(after)
  const found = text.indexOf(from, start)
  if (start < 0 || found < 0) throw new Error(`the document has no ${from} after ${after}`)
  const wrong = text.slice(0, found) + to + text.slice(found + from.length)
  const before = wrong.slice(0, wrong.indexOf(mark, start)).split('\n')
  const read = readAgreement(wrong, 'whole.yaml')
  return {
    told: isRefused(read) ? read.refused : 'read',
    place: `whole.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
  }
}

const lineOfContact = text.indexOf('"lineOfContact"')

const mistakes: readonly (readonly [title: string, change: Change, message: string])[] = [
  [
    'a phase with a key that nobody knows',
    { after: '"id": "freeze"', from: '"lastsDays": 30', to: '"lastDays": 30', mark: '30,' },
    'phases.0.lastDays: this key is not known here; check its spelling, or remove it',
  ],
  [
    'a phase that lasts no time',
    { after: '"id": "freeze"', from: '"lastsDays": 30', to: '"lastsDays": 0', mark: '0,' },
    'phases.0.lastsDays: is 0; write more than 0',
  ],
  [
    'a fact that nobody declares',
    { after: '"id": "hostilities"', from: '"commission"', to: '"nobody"' },
    'facts.2.declaredBy: is "nobody"; write one of "commission", "bothParties"',
  ],
  [
    'a phase entered by a fact that is not there',
    {
      after: '"id": "ceasefire"',
      from: '"entry": ["established"]',
      to: '"entry": ["gone"]',
      mark: '"gone"',
    },
    'phases.1.entry.0: there is no fact gone; define it, or name one of the facts: established, renewed, hostilities, peace',
  ],
  [
    'a gate that never opens',
    {
      after: '"gates"',
      from: '"barredBy": ["hostilities"]',
      to: '"barredBy": ["peace"]',
      mark: '"barredBy"',
    },
    'gates.0.barredBy: gate after-peace needs peace and is barred by it, so that it never opens; take it out of one of the two',
  ],
  [
    'lines of contact out of order',
    {
      after: '"lineOfContact"',
      from: '2030-03-01T00:00:00Z',
      to: '2029-03-01T00:00:00Z',
      mark: '"2029-03-01',
    },
    'lineOfContact.1.from: line later does not begin after line, which stands before it; put the lines in order of time',
  ],
  [
    'a line of contact that is a number',
    {
      after: '"lineOfContact"',
      from: text.slice(text.indexOf('[', lineOfContact), text.indexOf(']', lineOfContact) + 1),
      to: '7',
    },
    'lineOfContact: is 7; write a string or an array',
  ],
  [
    'a site without its radius',
    { after: '"id": "deep"', from: '"radiusM": 5000,', to: '', mark: '{\n      "id": "plant"' },
    'zones.2: radiusM is missing; add it',
  ],
  [
    'a band with the key of a corridor',
    {
      after: '"id": "rear"',
      from: '"side": "both"',
      to: '"side": "both", "medium": "air"',
      mark: '"air"',
    },
    'zones.4.medium: this key is not known here; check its spelling, or remove it',
  ],
  [
    'a weapon in the holding area of the other party',
    {
      after: '"term": "2S1"',
      from: '"zone": "store-a"',
      to: '"zone": "store-b"',
      mark: '"store-b"',
    },
    "baseline.weapons.0.zone: weapon 1001 is party A's, and store-b is a holding area of party B; " +
      "name one of party A's holding areas, or correct the party",
  ],
  [
    'a deadline of two kinds',
    {
      after: '"clause": "O3"',
      from: '{ "after": "established", "days": 30 }',
      to: '{ "after": "established", "at": "2030-01-01T00:00:00Z", "days": 30 }',
      mark: '"2030-01-01',
    },
    'obligations.2.due.at: this key is not known here; check its spelling, or remove it',
  ],
  [
    'a deadline that is a number',
    { after: '"clause": "O1"', from: '"due": "2030-01-03T00:00:00Z"', to: '"due": 3', mark: '3,' },
    'obligations.0.due: is 3; write a string or an object',
  ],
  [
    'an exception that names no rule of notified activities',
    {
      after: '"unless"',
      from: '"notified": "exercise"',
      to: '"notified": "drill"',
      mark: '"drill"',
    },
    'provisions.0.unless.0.notified: there is no rule of notified activities drill; define it, or name one of the ' +
      'rules of notified activities: exercise',
  ],
  [
    'a kind of breach with a standard that is not there',
    {
      after: '"breaches"',
      from: '"standard": "reasonable"',
      to: '"standard": "sure"',
      mark: '"sure"',
    },
    'thresholds.breaches.0.standard: there is no standard of proof sure; define it, or name one of the standards of ' +
      'proof: reasonable, clear',
  ],
  [
    'a quorum of one',
    { after: '"breaches"', from: '"quorum": 4', to: '"quorum": 1', mark: '1,' },
    'thresholds.breaches.1.quorum: is 1; write 2 or more',
  ],
]

describe('a mistake in any key is told to the line and column', () => {
  test.each(mistakes)('%s', (_, change, message) => {
    const { told, place } = broken(change)
    expect(told).toBe(`${place}: ${message}`)
  })
})

type Path = readonly (string | number)[]
const whole: unknown = JSON.parse(text)
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(AGREEMENT_SCHEMA)

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  const parts = value as Readonly<Record<string | number, unknown>>
  const under = keys.flatMap((key) => pathsOf(parts[key], [...path, key]))
  return path.length === 0 ? under : [path, ...under]
}

/** A copy with the value at a path replaced; `undefined` takes its key away. */
function replaced(path: Path, value: unknown): unknown {
  const copy = structuredClone(whole)
  let here = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) here = here[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (value === undefined) delete here[last]
  else here[last] = value
  return copy
}

const tellsMissing = (value: unknown): boolean => {
  const parsed = parseAgreement(value, () => '')
  return isRefused(parsed) && parsed.refused.includes('is missing;')
}

describe('the schema and the parser agree', () => {
  const paths = pathsOf(whole)

  test('on the whole document', () => {
    expect(validate(whole)).toBe(true)
    expect(paths.length).toBeGreaterThan(300)
  })

  test('on every key that is missing', () => {
    const keys = paths.filter((path) => typeof path.at(-1) === 'string')
    for (const path of keys) {
      const value = replaced(path, undefined)
      expect([path.join('.'), validate(value)]).toEqual([path.join('.'), !tellsMissing(value)])
    }
  })

  test('on junk: what the schema refuses core refuses', () => {
    const junk = [null, -1, '', 'no such thing', [], {}]
    // One vertex stands for all of its chain.
    const kinds = new Map(
      paths.map((path) => [
        path.map((part, i) => (typeof part === 'number' && i > 2 ? '#' : part)).join('.'),
        path,
      ]),
    )
    for (const path of kinds.values())
      for (const one of junk) {
        const value = replaced(path, one)
        if (validate(value)) continue
        const parsed = parseAgreement(value, () => '')
        expect([path.join('.'), one, isRefused(parsed)]).toEqual([path.join('.'), one, true])
      }
  })
})
