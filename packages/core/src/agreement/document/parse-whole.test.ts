/**
 * Goal: every part of a document is read as it is written, every new key may be left out, and every limit is met exactly.
 * Method: one sound document with every key; lists and texts at their limit and one beyond it.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { AGREEMENT_LIMITS, parseAgreement } from '../index.ts'
import type { Agreement } from '../index.ts'

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
const read = (value: unknown): Agreement => {
  const parsed = parseAgreement(value, () => '')
  if (isRefused(parsed)) throw new Error(parsed.refused)
  return parsed
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe('a document with every key', () => {
  test('is read as it is written', () => {
    const agreement = read(whole)
    expect(agreement).toMatchObject({
      languages: [{ code: 'en', authentic: true }, { authentic: false }],
      definitions: [{ term: 'heavy weapon' }],
      facts: [
        { id: 'established', declaredBy: 'bothParties' },
        {},
        { declaredBy: 'commission' },
        {},
      ],
      phases: [
        { entry: [], exit: ['established'], lastsMs: 30 * DAY_MS, renewal: 'renewed' },
        { kind: 'ceasefire', entry: ['established'] },
      ],
      gates: [{ needs: ['established', 'peace'], barredBy: ['hostilities'] }],
      linesOfContact: [
        { line: 'line', fromMs: Date.UTC(2030, 0, 1) },
        { line: 'later', fromMs: Date.UTC(2030, 2, 1) },
      ],
      baseline: {
        hMs: Date.UTC(2030, 0, 1),
        holdingAreas: [{ zone: 'store-a', party: 'A' }, {}],
        weapons: [
          { serial: '1001', calibreMm: 122 },
          { calibreMm: null, zone: 'store-b' },
        ],
        minefields: [{ id: 'm1', recorded: 'sheet 7, handed over at the H-hour' }],
        contacts: [{ office: 'General staff of A' }, {}],
      },
      notified: [{ noticeMs: 48 * HOUR_MS, says: ['place', 'time'], explains: ['explosion'] }],
      repairs: [{ guaranteesMs: 24 * HOUR_MS, goMs: 1.5 * HOUR_MS, presence: true, clause: 'C1' }],
      benign: [{ id: 'thunder' }, { notified: 'exercise' }],
      thresholds: {
        breaches: [{ id: 'fire' }, { quorum: 4, screening: 0.01, occurredUnheardMs: 2 * HOUR_MS }],
      },
    })
    expect(agreement.zones.map(({ kind }) => kind)).toEqual([
      'polygon',
      'withdrawal',
      'site',
      'corridor',
      'band',
      'band',
      'polygon',
      'site',
    ])
    expect(agreement.zones[4]).toMatchObject({ fromM: 100_000, toM: null, side: 'both' })
    expect(agreement.provisions[0]).toMatchObject({
      phases: ['freeze', 'ceasefire'],
      breach: 'fire',
      burden: 'claimant',
      wording: { en: 'All fire ceases.' },
      unless: [{ notified: 'exercise' }, { id: 'reply' }],
    })
    expect(agreement.obligations.map(({ due, kind }) => ({ ...due, duty: kind }))).toEqual([
      { kind: 'at', atMs: Date.UTC(2030, 0, 3), duty: 'inventory' },
      { kind: 'at', atMs: Date.UTC(2030, 0, 7), everyMs: 7 * DAY_MS, duty: 'discipline' },
      { kind: 'after', what: 'established', afterMs: 30 * DAY_MS, duty: 'demining' },
      {
        kind: 'after',
        what: 'ceasefire',
        afterMs: DAY_MS / 2,
        everyMs: 30 * DAY_MS,
        duty: 'other',
      },
    ])
  })

  test('every new key may be left out', () => {
    const bare = Object.fromEntries(
      Object.entries(whole).filter(
        ([key]) =>
          ![
            'languages',
            'definitions',
            'facts',
            'phases',
            'gates',
            'baseline',
            'notified',
            'repairs',
            'benign',
          ].includes(key),
      ),
    )
    const provisions = [
      { clause: 'C1', title: 't', source: 's', sinceVersion: 'v1', act: { kinds: [], phases: [] } },
    ]
    const old = { ...bare, lineOfContact: 'line', provisions, obligations: [] }
    expect(read(old)).toMatchObject({
      languages: [],
      definitions: [],
      facts: [],
      phases: [],
      gates: [],
      baseline: null,
      notified: [],
      repairs: [],
      benign: [],
      linesOfContact: [{ line: 'line', fromMs: 0 }],
    })
  })
})

/** Where each limit of a list binds. */
const lists: Readonly<Record<string, string>> = {
  languages: 'languages',
  definitions: 'definitions',
  versions: 'versions',
  facts: 'facts',
  phases: 'phases',
  gates: 'gates',
  lines: 'lines',
  lineOfContact: 'linesOfContact',
  'lines.0.vertices': 'lineVertices',
  'zones.3.course': 'lineVertices',
  'zones.0.ring': 'ringVertices',
  'baseline.minefields.0.ring': 'ringVertices',
  zones: 'zones',
  provisions: 'provisions',
  obligations: 'obligations',
  'provisions.1.weapons': 'weaponRules',
  'provisions.1.weapons.0.terms': 'weaponRules',
  'provisions.0.unless': 'exceptions',
  'baseline.holdingAreas': 'holdingAreas',
  'baseline.weapons': 'weapons',
  'baseline.minefields': 'minefields',
  'baseline.contacts': 'contacts',
  notified: 'notified',
  'notified.0.says': 'says',
  repairs: 'repairs',
  benign: 'benign',
  'thresholds.breaches': 'breaches',
  'thresholds.standards': 'standards',
  'phases.0.entry': 'references',
  'gates.0.needs': 'references',
  'provisions.1.terms': 'references',
}
const limits: Readonly<Record<string, number>> = AGREEMENT_LIMITS

describe('limits', () => {
  test.each(Object.entries(lists))('of the list %s (%s)', (path, name) => {
    const max = limits[name] ?? 0
    const message = (n: number): string => `<${path}>: ${path}: has ${n} items; the most is ${max}`
    const filled = (length: number): Part => changed([path, Array.from({ length }, () => ({}))])
    expect(errorsOf(filled(max)).join('\n')).not.toContain(message(max))
    expect(errorsOf(filled(max + 1))).toContain(message(max + 1))
  })

  const texts = [
    ['id', 'idCharacters'],
    ['title', 'titleCharacters'],
    ['definitions.0.term', 'titleCharacters'],
    ['definitions.0.means', 'textCharacters'],
    ['provisions.0.wording.en', 'textCharacters'],
  ] as const
  test.each(texts)('of the text %s (%s)', (path, name) => {
    const max = AGREEMENT_LIMITS[name]
    const told = (n: number): readonly string[] => errorsOf(changed([path, 'x'.repeat(n)]))
    expect(told(max).join('\n')).not.toContain('characters')
    expect(told(max + 1)).toContain(
      `<${path}>: ${path}: has ${max + 1} characters; the most is ${max}`,
    )
  })

  test('of the languages of a wording, and every limit is met above', () => {
    const max = AGREEMENT_LIMITS.languages
    const wording = Object.fromEntries(Array.from({ length: max + 1 }, (_, i) => [`c${i}`, 'x']))
    expect(errorsOf(changed(['provisions.0.wording', wording]))).toContain(
      `<provisions.0.wording>: provisions.0.wording: has ${max + 1} languages; the most is ${max}`,
    )
    const met = new Set([...Object.values(lists), ...texts.map(([, name]) => name)])
    expect([...met].toSorted()).toEqual(Object.keys(AGREEMENT_LIMITS).toSorted())
  })
})
