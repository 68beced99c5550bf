/**
 * Goal: every event is judged by the text of its own day, an amendment is tried as if in force and changes what it says,
 * and a clause that raised nothing says why. Method: a small text on a straight line; tables of instants, windows and
 * events with planted reasons; properties against the evaluation itself.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import type { Polygon, Position } from '../../geo/index.ts'
import { DAY_MS } from '../../units/index.ts'
import { BARE, EMPTY_STANDING, evaluateEvent } from '../index.ts'
import type { Agreement, Provision, Standing } from '../index.ts'
import { diffCandidates } from './diff-candidates.ts'
import { judgeOf, obligationsOfDay, reevaluate, textOfDay } from './reevaluate.ts'
import { asIfInForce, trial, whatIf } from './what-if.ts'
import { whyNot } from './why-not.ts'

const T0 = 20_000 * DAY_MS
const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const corner = (lonDeg: number, latDeg: number): Position => ({ lonDeg, latDeg })
const box = (west: number, east: number): Polygon => ({
  ring: [corner(west, 46), corner(east, 46), corner(east, 50), corner(west, 50), corner(west, 46)],
})
const clause = (name: string, more: Partial<Provision> = {}): Provision => ({
  clause: name,
  title: name,
  source: 'test',
  sinceVersion: 'v1',
  zone: 'region',
  act: { kinds: ['explosion'], phases: [] },
  ...more,
})
const text: Agreement = {
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: T0, source: 's' }],
  linesOfContact: [{ line: 'contact', fromMs: 0 }],
  lines: [
    { id: 'contact', title: 'c', line: { vertices: [corner(38, 46), corner(38, 50)] }, basis },
  ],
  zones: [
    { id: 'region', title: 'r', kind: 'polygon', polygon: box(36, 40), basis },
    { id: 'west', title: 'w', kind: 'polygon', polygon: box(36, 37), basis },
  ],
  provisions: [clause('FIRE')],
  obligations: [
    {
      clause: 'REPORT',
      title: 'a report',
      source: 'test',
      due: { kind: 'at', atMs: T0 + 5 * DAY_MS },
      kind: 'other',
      party: 'both',
    },
  ],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 0,
    partiesHeardMs: 0,
    breaches: [],
  },
}
/** The same with a second version from a day on, and a clause of it. */
const amended = (fromMs: number, more: Partial<Provision> = {}): Agreement => ({
  ...text,
  versions: [...text.versions, { id: 'v2', title: 'two', fromMs, source: 's' }],
  provisions: [clause('FIRE'), clause('SHOTS', { sinceVersion: 'v2', ...more })],
  obligations: [],
})
const event = (atMs: number, more: Partial<Event> = {}): Event => ({
  id: `event-${atMs}`,
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: { fromMs: atMs, toMs: atMs + 1_000 },
  estimate: {
    position: corner(39, 48),
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 3, semiMinorM: 3, azimuthDeg: 0 },
    support: [{ eastM: 0, northM: 0 }],
  },
  probability: 0.9,
  count: { n: 1, precision: 'exact' },
  weapon: { term: '122mm artillery', class: 'artillery', calibreMm: 122 },
  observations: ['a', 'b'],
  ...more,
})
const day = (n: number): number => T0 + n * DAY_MS
const adoptions = [
  { agreement: text, entry: 3, atMs: day(10) },
  { agreement: amended(day(2)), entry: 8, atMs: day(20) },
]
const clauses = (of: readonly { clause: string }[]): string[] => of.map((one) => one.clause)

describe('the text of the day', () => {
  // The second text holds a version from day 2 on, and was adopted on day 20: before that it judges nothing.
  test.each([
    [day(5), 3, 'v1', true, ['FIRE']],
    [day(10), 3, 'v1', false, ['FIRE']],
    [day(19), 3, 'v1', false, ['FIRE']],
    [day(20) - 1, 3, 'v1', false, ['FIRE']],
    [day(20), 8, 'v2', false, ['FIRE', 'SHOTS']],
    [day(90), 8, 'v2', false, ['FIRE', 'SHOTS']],
  ])('at %i it is entry %i, version %s', (atMs, entry, version, isBeforeAdoption, raised) => {
    expect(textOfDay(adoptions, atMs)?.entry).toBe(entry)
    const judged = judgeOf(adoptions, EMPTY_STANDING)(event(atMs))
    expect(judged).toMatchObject({ entry, version, isBeforeAdoption, agreement: 'test', atMs })
    expect(clauses(judged.candidates)).toEqual(raised)
  })

  test('an event that another text came upon is judged by that of its beginning, and names the other', () => {
    const long = event(day(19), { observed: { fromMs: day(19), toMs: day(20) } })
    const judge = judgeOf(adoptions, EMPTY_STANDING)
    expect(judge(long)).toMatchObject({ entry: 3, changedBy: [8] })
    expect(judge(event(day(19)))).toMatchObject({ changedBy: [] })
    expect(judge(event(day(5), { observed: { fromMs: day(5), toMs: day(25) } }))).toMatchObject({
      entry: 3,
      changedBy: [8],
    })
  })

  test('without a text nothing is raised, and before its first version none is in force', () => {
    expect(judgeOf([], EMPTY_STANDING)(event(day(1)))).toMatchObject({
      agreement: null,
      version: null,
      entry: null,
      candidates: [],
    })
    expect(judgeOf(adoptions, EMPTY_STANDING)(event(day(-1)))).toMatchObject({
      entry: 3,
      version: null,
      candidates: [],
    })
  })

  test('events are judged as they are asked for, and no sooner', () => {
    let given = 0
    const source = function* (): Generator<Event> {
      for (; given < 1_000; given += 1) yield event(day(11) + given)
    }
    const judged = reevaluate(adoptions, source(), EMPTY_STANDING)
    expect(judged.next().value).toMatchObject({ event: `event-${day(11)}`, entry: 3 })
    expect(given).toBe(0)
    judged.next()
    expect(given).toBe(1)
  })

  test('under one text it is the evaluation itself', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 40 })), (days) => {
        const events = days.map((n) => event(day(n), n % 3 === 0 ? { kind: 'burst' } : {}))
        const one = [{ agreement: amended(day(4)), entry: 1, atMs: 0 }]
        expect(
          [...reevaluate(one, events, EMPTY_STANDING)].map((judged) => judged.candidates),
        ).toEqual(events.map((each) => evaluateEvent(amended(day(4)), each)))
      }),
    )
  })

  test('each agreement is judged with what was declared under it', () => {
    const asked: string[] = []
    const other = { ...amended(day(2)), id: 'other' }
    const texts = [adoptions[0], { agreement: other, entry: 8, atMs: day(20) }].flatMap(
      (one) => one ?? [],
    )
    const standing = ({ id }: Agreement): Standing => {
      asked.push(id)
      return EMPTY_STANDING
    }
    for (const n of [11, 21]) judgeOf(texts, standing)(event(day(n)))
    expect(asked).toEqual(['test', 'other'])
  })
})

/** What is due by a day, where the text that dropped the duty was adopted on another. */
const due = (atDay: number, nowDay: number) =>
  obligationsOfDay(
    [
      { agreement: text, entry: 3, atMs: 0 },
      { agreement: amended(day(2)), entry: 8, atMs: day(atDay) },
    ],
    EMPTY_STANDING,
    day(nowDay),
  )

describe('duties by the text of their day', () => {
  test('one that a later text dropped stands where it fell due before, and only there', () => {
    expect(clauses(due(20, 30))).toEqual(['REPORT'])
    expect(due(4, 30)).toEqual([])
    expect(due(20, 4)).toEqual([])
  })
  test('one that fell due before any text was adopted raises nothing', () => {
    const at = (atMs: number) =>
      clauses(obligationsOfDay([{ agreement: text, entry: 3, atMs }], EMPTY_STANDING, day(30)))
    expect(at(0)).toEqual(['REPORT'])
    expect(at(day(29))).toEqual([])
  })
  test('one that both texts have is raised once', () => {
    const twice = [
      { agreement: text, entry: 3, atMs: 0 },
      { agreement: text, entry: 8, atMs: day(3) },
    ]
    expect(obligationsOfDay(twice, EMPTY_STANDING, day(30))).toHaveLength(1)
  })
})

describe('what an amendment would have changed', () => {
  const window = { fromMs: day(30), toMs: day(120) }
  const tried = (text2: Agreement, days: readonly number[]) =>
    whatIf(text2, {
      adoptions: [{ agreement: text, entry: 3, atMs: 0 }],
      events: days.map((n) => event(day(n))),
      window,
      standing: EMPTY_STANDING,
    })

  test('its last version counts as in force for the whole window, and for nothing else', () => {
    const { events, diff } = tried(amended(day(500)), [29, 30, 100, 120, 121])
    expect(events).toBe(3)
    expect(diff).toMatchObject({ added: 3, dropped: 0, changed: 3, same: 0 })
    expect(diff.clauses.map((one) => [one.clause, one.added, one.fields])).toEqual([
      ['FIRE', 0, { version: 3 }],
      ['SHOTS', 3, {}],
    ])
  })

  test('as written it would have changed nothing: the plant that this guards against', () => {
    const comparison = diffCandidates(
      judgeOf([{ agreement: text, entry: 1, atMs: 0 }], EMPTY_STANDING)(event(day(100))).candidates,
      judgeOf(
        [{ agreement: amended(day(500)), entry: 1, atMs: 0 }],
        EMPTY_STANDING,
      )(event(day(100))).candidates,
    )
    expect(comparison).toMatchObject({ same: 1, added: 0, dropped: 0, changed: 0 })
  })

  test('a text against itself changes nothing', () => {
    expect(tried(text, [30, 60])).toMatchObject({
      events: 2,
      diff: { same: 2, added: 0, dropped: 0, changed: 0, clauses: [] },
    })
  })

  test('a deadline of the amendment keeps its distance to it', () => {
    const late = amended(day(500), { fromMs: day(510) })
    expect(asIfInForce(late, day(30)).provisions[1]?.fromMs).toBe(day(40))
    expect(tried(late, [39, 40]).diff.clauses.find((one) => one.clause === 'SHOTS')?.added).toBe(1)
    expect(asIfInForce(late, day(600))).toEqual(late)
  })

  test('before the first version of the agreement nothing is judged, and the number is told', () => {
    const early = (days: readonly number[]) =>
      whatIf(amended(day(500), { fromMs: day(510) }), {
        adoptions: [{ agreement: text, entry: 3, atMs: 0 }],
        events: days.map((n) => event(day(n))),
        window: { fromMs: day(-30), toMs: day(120) },
        standing: EMPTY_STANDING,
      })
    const { diff, ...told } = early([-40, -20, -1, 0, 9, 10])
    expect(told).toEqual({ events: 3, earlier: 2 })
    // The amendment's own deadline runs from the first version, not from the window.
    expect(diff).toMatchObject({ added: 1, dropped: 0, changed: 3 })
    // The plant: as if in force since the window began, it would have changed what came before the agreement.
    const since = asIfInForce(amended(day(500)), day(-30))
    const judge = judgeOf([{ agreement: since, entry: 1, atMs: 0 }], EMPTY_STANDING)
    expect(judge(event(day(-20))).candidates).not.toEqual([])
  })

  test('a trial that is fed event by event says the same', () => {
    const one = trial(amended(day(500)), {
      adoptions: [{ agreement: text, entry: 3, atMs: 0 }],
      window,
      standing: EMPTY_STANDING,
    })
    for (const n of [30, 100]) one.take(event(day(n)))
    expect(one.result()).toEqual(tried(amended(day(500)), [30, 100]))
  })
})

describe('why a clause raised nothing', () => {
  const [fire] = text.provisions
  if (fire === undefined) throw new Error('the text has a clause')
  const why = (provision: Partial<Provision>, seen: Partial<Event> = {}, atMs = day(1)) => {
    const whole = { ...fire, ...provision }
    const agreement = { ...text, provisions: [whole] }
    return whyNot(agreement, whole, { event: event(atMs, seen), standing: EMPTY_STANDING })
  }
  const names = (...of: Parameters<typeof why>): string[] => why(...of).map((one) => one.condition)

  test('one that raised something has no reason', () => {
    expect(why({})).toEqual([])
  })
  test.each([
    ['act', { act: { kinds: ['burst'], phases: [] } }, {}, day(1)],
    ['act', { act: { kinds: [], phases: ['outgoing'] } }, {}, day(1)],
    ['weapon', { weapons: [{ classes: ['mlrs'] }] }, {}, day(1)],
    ['place', { zone: 'west' }, {}, day(1)],
    ['time', {}, {}, day(-1)],
    ['time', { fromMs: day(9) }, {}, day(1)],
    ['screening', {}, { probability: 0.01 }, day(1)],
    ['claims', {}, { claims: ['a', 'b'] }, day(1)],
  ] as const)('%s says no', (name, provision, seen, atMs) => {
    expect(names(provision, seen, atMs)).toEqual([name])
    expect(why(provision, seen, atMs)[0]?.because).not.toBe('')
  })
  test('the threshold of its kind of breach counts, where it has one', () => {
    const breaches = [
      { id: 'mass', title: 'm', standard: 's', attributionStandard: 's', screening: 0.95 },
    ]
    const whole = { ...fire, breach: 'mass' }
    const agreement = {
      ...text,
      provisions: [whole],
      thresholds: { ...text.thresholds, breaches },
    }
    const seen = { event: event(day(1)), standing: EMPTY_STANDING }
    const [said] = whyNot(agreement, whole, seen)
    expect(said?.condition).toBe('screening')
    expect(said?.because).toContain('threshold of 0.95')
    expect(whyNot({ ...agreement, provisions: [fire] }, fire, seen)).toEqual([])
  })
  test('a phase that nobody declared says no; where nothing is known of it, it stays open', () => {
    const whole = { ...fire, phases: ['truce'] }
    const agreement: Agreement = {
      ...text,
      provisions: [whole],
      facts: [{ id: 'begun', title: 'f', declaredBy: 'commission', basis }],
      phases: [{ id: 'truce', title: 't', kind: 'freeze', entry: ['begun'], exit: [], basis }],
    }
    const reasons = (standing: Standing | undefined): string[] =>
      whyNot(agreement, whole, { event: event(day(1)), standing }).map((one) => one.condition)
    const begun = { fact: 'begun', fromMs: day(0), untilMs: null, entry: 1 }
    expect(reasons(EMPTY_STANDING)).toEqual(['phase'])
    expect(reasons(undefined)).toEqual([])
    expect(reasons({ ...EMPTY_STANDING, facts: [begun] })).toEqual([])
  })
  test('all that say no are told', () => {
    expect(
      names(
        { act: { kinds: ['burst'], phases: [] }, weapons: [{ classes: ['mlrs'] }] },
        {},
        day(-1),
      ),
    ).toEqual(['act', 'weapon', 'time'])
  })
  test('the sentence names what the clause means and what the event is', () => {
    const [said] = why({
      weapons: [{ classes: ['mlrs'], calibreFromMm: 100, calibreBelowMm: 123 }],
    })
    expect(said?.because).toContain('mlrs from 100 mm below 123 mm')
    expect(said?.because).toContain('122mm artillery')
  })
  test('neither act nor weapon seen is a reason of its own', () => {
    const open = {
      act: { kinds: [], phases: ['outgoing'] },
      weapons: [{ classes: ['mlrs'] }],
    } as const
    expect(names(open, { phase: 'undetermined', weapon: null })).toEqual(['act'])
    expect(why(open, { phase: 'undetermined', weapon: null })[0]?.because).toContain('neither')
  })
  test('there is a reason exactly where nothing was raised', () => {
    const kinds = fc.constantFrom('explosion', 'burst', 'P.WEAPON')
    const phases = fc.constantFrom('outgoing', 'impact', 'undetermined')
    const drawn = fc.record({
      kind: kinds,
      phase: phases,
      probability: fc.constantFrom(0.01, 0.5, 1),
      weapon: fc.constantFrom(null, { term: 'x', class: 'mlrs', calibreMm: 122 } as const),
    })
    const provisions = fc.record({
      act: fc.record({ kinds: fc.array(kinds), phases: fc.array(phases) }),
      zone: fc.constantFrom('region', 'west'),
    })
    fc.assert(
      fc.property(drawn, provisions, fc.boolean(), (seen, rule, hasWeapons) => {
        const provision = {
          ...fire,
          ...rule,
          ...(hasWeapons ? { weapons: [{ classes: ['mlrs'] as const }] } : {}),
        } as Provision
        const agreement = { ...text, provisions: [provision] }
        const one = event(day(1), seen)
        const reasons = whyNot(agreement, provision, { event: one, standing: EMPTY_STANDING })
        expect(reasons.length === 0).toBe(evaluateEvent(agreement, one).length > 0)
      }),
    )
  })
})
