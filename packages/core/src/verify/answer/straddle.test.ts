// Goal: no answer is given on events of two texts that differ in what it is judged by, and every refusal can be mended (V35).
// Method: one event before and one after a change of the text; a table of changes, each of which must keep them apart. Then
// a planted fault: where every day has the earliest text, none of the changes is noticed.
import { describe, expect, test } from 'vitest'
import { AGREEMENT, Panel, person, snapshot } from '../../../../../tests/support/verify-panel.ts'
import type { Agreement } from '../../agreement/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { HOUR_MS, isRefused } from '../../units/index.ts'
import { decide, evolve } from '../index.ts'
import type { Command, Incident, VerifyState } from '../index.ts'

const [x1] = AGREEMENT.provisions
if (x1 === undefined) throw new Error('the agreement of the panel has no clause')
const NOON_MS = 12 * HOUR_MS
const withThresholds = (change: Partial<Agreement['thresholds']>): Agreement => ({
  ...AGREEMENT,
  thresholds: { ...AGREEMENT.thresholds, ...change },
})
const clause = (change: Partial<typeof x1>): Agreement => ({
  ...AGREEMENT,
  provisions: [{ ...x1, ...change }],
})
const zoned = (radiusM: number): Agreement => ({
  ...clause({ zone: 'z' }),
  zones: [
    {
      id: 'z',
      title: 'z',
      basis: { kind: 'assumption', source: 't' },
      kind: 'site',
      position: { lonDeg: 37, latDeg: 48 },
      radiusM,
    },
  ],
})
const KIND = { id: 'k', title: 'k', standard: 'grounds', attributionStandard: 'grounds' }
const kinded = (quorum: number): Agreement => ({
  ...clause({ breach: 'k' }),
  thresholds: withThresholds({ breaches: [{ ...KIND, quorum }] }).thresholds,
})

type TextAt = (ms: number) => Agreement | null
/** An incident on an event of each half of the day; the later one is `late`. */
class Day {
  state: VerifyState
  readonly #textAt: TextAt
  #index = 1
  constructor(textAt: TextAt) {
    this.#textAt = textAt
    const panel = new Panel()
    const candidates = [snapshot('early'), { ...snapshot('late'), fromMs: NOON_MS + 1 }]
    panel.ask('FRA', { type: 'openIncident', title: 't', from: 'candidate', candidates })
    this.state = panel.state
  }
  ask(nation: string, command: object): string {
    const actor = person(nation)
    const nowMs = NOON_MS + HOUR_MS
    const decided = decide(this.state, { incident: 'I-0', ...command } as Command, {
      actor,
      nowMs,
      agreement: this.#textAt(0) ?? AGREEMENT,
      textAt: this.#textAt,
    })
    if (isRefused(decided)) return decided.refused
    for (const draft of decided.entries) {
      const entry = { ...draft, index: this.#index, actor, atMs: nowMs, label: {} }
      this.#index += 1
      this.state = evolve(this.state, entry as unknown as Entry)
    }
    return 'recorded'
  }
  sign(question: string, value: unknown): void {
    this.ask('FRA', { type: 'proposeAnswer', question, value, standard: 'grounds' })
    for (const nation of ['SWE', 'NLD'])
      this.ask(nation, { type: 'vote', question, agrees: true, standard: 'grounds', reason: 'r' })
  }
  get incident(): Incident | undefined {
    return this.state.incidents.get('I-0')
  }
}
const noon =
  (before: Agreement, after: Agreement): TextAt =>
  (ms) =>
    ms < NOON_MS ? before : after
const occurred = {
  type: 'proposeAnswer',
  question: 'occurred',
  value: 'yes',
  standard: 'grounds',
}
const split = { type: 'split', title: 'p', candidates: ['late'], reason: 'Two texts.' }

const APART: readonly (readonly [string, Agreement, Agreement])[] = [
  ['the clause is gone', AGREEMENT, { ...AGREEMENT, provisions: [] }],
  [
    'the clause prohibits another act',
    AGREEMENT,
    clause({ act: { kinds: ['flight'], phases: [] } }),
  ],
  ['the clause binds one party', AGREEMENT, clause({ binds: { party: 'A', why: 'w' } })],
  ['the zone of the clause is wider', zoned(100), zoned(200)],
  ['it takes more nations', AGREEMENT, withThresholds({ quorum: 3 })],
  [
    'a standard begins lower',
    AGREEMENT,
    withThresholds({ standards: [{ id: 'grounds', title: 'g', from: 0.4, to: 1 }] }),
  ],
  ['its kind of breach takes more', kinded(2), kinded(5)],
]

describe('events of two texts', () => {
  test.each(APART)('are not answered as one where %s', (_what, before, after) => {
    const day = new Day(noon(before, after))
    const refused = day.ask('FRA', occurred)
    expect(refused).toContain('is on events of 2 texts that are not the same on occurred')
    expect(refused).toContain('split off those of one text')
    expect(day.ask('FRA', split)).toBe('recorded')
    expect(day.ask('FRA', occurred)).toBe('recorded')
  })

  test.each(APART)('found out: the earliest text for every day, where %s', (_what, before) => {
    expect(new Day(noon(before, before)).ask('FRA', occurred)).toBe('recorded')
  })

  test('are one to an answer that what was changed is nothing to', () => {
    const other = { ...x1, clause: 'X-2' }
    const later: Agreement = {
      ...AGREEMENT,
      title: 'Renewed',
      provisions: [x1, other],
      ladder: 'another',
      linesOfContact: [],
    }
    expect(new Day(noon(AGREEMENT, later)).ask('FRA', occurred)).toBe('recorded')
  })

  test('are told apart by the versions of one document, too', () => {
    const versions = [
      { id: 'v1', title: 'v', fromMs: 0, source: 't' },
      { id: 'v2', title: 'w', fromMs: NOON_MS, source: 't' },
    ]
    const goesOn = { ...AGREEMENT, versions }
    const changed = {
      ...goesOn,
      provisions: [
        { ...x1, untilVersion: 'v2' },
        { ...x1, sinceVersion: 'v2', burden: 'holder' as const },
      ],
    }
    expect(new Day(() => goesOn).ask('FRA', occurred)).toBe('recorded')
    expect(new Day(() => changed).ask('FRA', occurred)).toContain('split off')
  })

  test('signed as one in a log of before: the refusal says what is to be recalled', () => {
    let isAmended = false
    const day = new Day((ms) =>
      isAmended && ms >= NOON_MS ? { ...AGREEMENT, provisions: [] } : AGREEMENT,
    )
    day.sign('occurred', 'yes')
    isAmended = true
    const breach = {
      type: 'proposeAnswer',
      question: 'breach',
      value: { clause: 'X-1', agreementVersion: 'v1' },
      standard: 'grounds',
    }
    expect(day.ask('FRA', breach)).toContain('recall occurred, then split off')
    for (const nation of ['FRA', 'SWE'])
      day.ask(nation, { type: 'recall', question: 'occurred', reason: 'Two texts.' })
    expect(day.ask('FRA', split)).toBe('recorded')
    day.sign('occurred', 'yes')
    expect(day.ask('FRA', breach)).toBe('recorded')
    expect(day.incident?.candidates).toEqual(['early'])
  })
})
