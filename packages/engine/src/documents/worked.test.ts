/**
 * Goal: the three agreements that ship are whole, even-handed, honest about what they assume, and free of remarks. Method:
 * read each as an operator would; then break each rule of that list once, to see that it would be noticed.
 */
import { readFileSync } from 'node:fs'
import {
  EMPTY_STANDING,
  EVENT_KINDS,
  balanceOf,
  evaluateEvent,
  lintAgreement,
} from '@holdfast/core/agreement'
import type { Agreement } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { AGREEMENT_SCHEMA, readAgreement } from './index.ts'

const NAMES = ['minsk-2014-2015', 'paris-2026', 'truce-30h'] as const
type Name = (typeof NAMES)[number]

const textOf = (name: Name): string =>
  readFileSync(new URL(`../../../../data/agreements/${name}.yaml`, import.meta.url), 'utf8')
function agreementIn(text: string, name: string): Agreement {
  const read = readAgreement(text, `${name}.yaml`)
  if (isRefused(read)) throw new Error(read.refused)
  return read.agreement
}
const WORKED = Object.fromEntries(
  NAMES.map((name) => [name, agreementIn(textOf(name), name)]),
) as Readonly<Record<Name, Agreement>>
const worked = (name: Name): Agreement => WORKED[name]
const rulesOf = (agreement: Agreement): string[] => lintAgreement(agreement).map(({ rule }) => rule)

/** Everything of a document that says what it rests on. */
const basesOf = ({ lines, zones, facts, phases, gates }: Agreement): string[] =>
  [lines, zones, facts, phases, gates].flat().map(({ basis }) => basis.kind)

describe.each(NAMES)('%s', (name) => {
  test('is read without an error and without a remark', () => {
    expect(lintAgreement(worked(name))).toEqual([])
  })

  test('begins with what it is, what is text, what is assumed and that its geometry is generalised', () => {
    const head = textOf(name).split(/^id:/mu)[0] ?? ''
    expect(head.split('\n').every((line) => line === '' || line.startsWith('#'))).toBe(true)
    for (const word of [
      'What is text',
      'assum',
      'GENERALISED',
      'never fitted',
      'writing-an-agreement.md',
    ])
      expect(head.replaceAll('\n# ', ' '), word).toContain(word)
  })

  test('names an authentic language and defines every term that a clause rests on', () => {
    const { languages, definitions, provisions } = worked(name)
    expect(languages.some(({ authentic }) => authentic)).toBe(true)
    const defined = definitions.map(({ term }) => term)
    for (const { terms = [] } of provisions)
      for (const term of terms) expect(defined).toContain(term)
  })

  test('what is drawn by hand is marked an assumption', () => {
    const { lines, zones } = worked(name)
    const drawn = zones.filter(({ kind }) => kind !== 'withdrawal')
    expect([...lines, ...drawn].map(({ basis }) => basis.kind)).not.toContain('text')
  })

  test('has one region that an event without a place is taken from', () => {
    const regions = worked(name).zones.filter(
      ({ kind, purpose }) => kind === 'polygon' && purpose === 'region',
    )
    expect(regions).toHaveLength(1)
  })
})

describe('even-handed', () => {
  test.each(['minsk-2014-2015', 'paris-2026'] as const)('%s binds both in every clause', (name) => {
    expect(balanceOf(worked(name))).toMatchObject({ onlyA: 0, onlyB: 0, oneSided: [] })
  })

  test('the truce binds each by its own word, and says so', () => {
    const { both, onlyA, onlyB, oneSided } = balanceOf(worked('truce-30h'))
    expect({ both, onlyA, onlyB }).toEqual({ both: 1, onlyA: 1, onlyB: 1 })
    expect(oneSided.map(({ why }) => why).join(' ')).toMatch(/its own forces.*its own word/u)
  })

  test('sites and declared weapons of Paris lie on both parties’ ground', () => {
    const { zones, baseline } = worked('paris-2026')
    const held = (purpose: string): string[] =>
      zones.flatMap((zone) =>
        zone.kind === 'site' && zone.purpose === purpose ? [zone.heldBy ?? 'nobody'] : [],
      )
    for (const purpose of ['nuclear', 'mission', 'infrastructure', 'holding'])
      expect(new Set(held(purpose)), purpose).toEqual(new Set(['A', 'B']))
    const count = (party: string): number =>
      baseline?.weapons.filter((one) => one.party === party).length ?? 0
    expect(count('A')).toBe(count('B'))
    expect(baseline?.weapons.every(({ serial }) => serial.startsWith('FICT-'))).toBe(true)
  })
})

describe('what is text and what is assumed', () => {
  test('Paris: nobody has signed it, so little is text', () => {
    const kinds = basesOf(worked('paris-2026'))
    expect(kinds.filter((kind) => kind === 'text').length).toBeGreaterThan(0)
    expect(kinds.filter((kind) => kind === 'assumption').length).toBeGreaterThan(
      kinds.filter((kind) => kind === 'text').length,
    )
  })

  test('Paris: every source is a public statement that data/coalition quotes, the declaration, or says that it is assumed', () => {
    const coalition = ['statements', 'requirements'].map((one) =>
      readFileSync(new URL(`../../../../data/coalition/${one}.yaml`, import.meta.url), 'utf8'),
    )
    const known = new Set(
      coalition.flatMap((text) => [...text.matchAll(/^ {2}- id: (\S+)$/gmu)].map(([, id]) => id)),
    )
    const text = textOf('paris-2026')
    const cited = [...text.matchAll(/\b(?:R-[A-Z]+(?:-[A-Za-z0-9]+)*|[A-Z]{3}-\d+)\b/gu)].map(
      ([id]) => id,
    )
    expect(cited.length).toBeGreaterThan(20)
    expect([...new Set(cited)].filter((id) => !known.has(id))).toEqual([])
    const { provisions, obligations, notified, repairs } = worked('paris-2026')
    for (const { source } of [...provisions, ...obligations, ...notified, ...repairs])
      expect(source).toMatch(/assumed/iu)
  })
})

/** Every key that a schema knows, at whatever depth. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties } = schema as { readonly properties?: Readonly<Record<string, unknown>> }
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap((one) => keysOf(one))]
}

describe('the guide', () => {
  const guide = readFileSync(
    new URL('../../../../docs/guides/writing-an-agreement.md', import.meta.url),
    'utf8',
  )

  const guided = (): Event => {
    const [event] = JSON.parse(/```json\n([\s\S]*?)```/u.exec(guide)?.[1] ?? '[]') as Event[]
    if (event === undefined) throw new Error('the guide has no event')
    return event
  }

  test('names every key that a document may have', () => {
    const keys = new Set(keysOf(AGREEMENT_SCHEMA))
    expect(keys.size).toBeGreaterThan(60)
    expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`, 'u').test(guide))).toEqual([])
  })

  test('the blocks of its hour are a whole document, and its event raises what it says', () => {
    const hour = guide.slice(guide.indexOf('## The hour'), guide.indexOf('## All keys'))
    const blocks = [...hour.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, block]) => block)
    expect(blocks).toHaveLength(4)
    const mine = agreementIn(blocks.join(''), 'guide')
    expect(lintAgreement(mine)).toEqual([])
    expect(evaluateEvent(mine, guided()).map(({ clause }) => clause)).toEqual(['T-2'])
  })

  test('its event can be held against a text, and its kinds of event exist', () => {
    const event = guided()
    const found = evaluateEvent(worked('paris-2026'), event, { standing: EMPTY_STANDING })
    expect(event.observed.fromMs).toBe(Date.UTC(2026, 2, 3, 10))
    // On 3 March, nothing declared, the freeze has lapsed: the burst raises nothing there, and under Minsk it is a candidate.
    expect(found).toEqual([])
    expect(evaluateEvent(worked('minsk-2014-2015'), event).map(({ clause }) => clause)).toContain(
      'AM-2',
    )
    const kinds = [...guide.matchAll(/`([KPAXCD]\.[A-Z.]+)`/gu)].map(([, kind]) => kind)
    expect(kinds.length).toBeGreaterThan(4)
    for (const kind of kinds) expect(EVENT_KINDS).toContain(kind)
  })
})

// A planted fault each: the same rules find it, so that no remark does not mean that nobody looked.
describe('a fault would be noticed', () => {
  const planted: readonly [string, Name, string, string, string][] = [
    [
      'a zone that nobody names',
      'paris-2026',
      'zone: dam-tsimlyansk',
      'zone: dam-dnipro',
      'zone-unused',
    ],
    [
      'a kind of breach that nobody names',
      'paris-2026',
      'breach: mines',
      'breach: fire',
      'breach-unused',
    ],
    [
      'a gate that stays open while fighting goes on',
      'paris-2026',
      'needs: [hostilities-ended]\n    barredBy: [fighting-goes-on]',
      'needs: [hostilities-ended]\n    barredBy: []',
      'gate-without-bar',
    ],
    [
      'a wording that an authentic language lacks',
      'paris-2026',
      '      ru: Ни одна из сторон не ведёт огня.\n',
      '',
      'wording-missing',
    ],
    [
      'a fact that nothing hangs on',
      'minsk-2014-2015',
      'due: { after: quiet-zolote, days: 3 }',
      'due: { after: quiet-petrivske, days: 3 }',
      'fact-unused',
    ],
    [
      'no authentic language',
      'minsk-2014-2015',
      'authentic: true',
      'authentic: false',
      'language-not-authentic',
    ],
    [
      'a calibre that no tank has',
      'paris-2026',
      'weapons: [{ classes: [tank] }]',
      'weapons: [{ classes: [tank], calibreFromMm: 300 }]',
      'weapon-impossible',
    ],
    ['a term that nobody uses', 'truce-30h', 'term: fire', 'term: silence', 'term-unused'],
  ]
  test.each(planted)('%s', (_, name, from, to, rule) => {
    const text = textOf(name)
    expect(text).toContain(from)
    // A clause may rest only on defined terms, so that a renamed definition takes its uses along.
    const uses = rule === 'term-unused' ? '    terms: [fire]\n' : from
    const changed = text.replace(from, to).replaceAll(uses, '')
    expect(rulesOf(agreementIn(changed, name))).toContain(rule)
  })
})
