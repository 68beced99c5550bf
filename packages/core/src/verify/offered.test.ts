/**
 * Goal: what is offered is accepted, and what is not offered is refused, on the whole record and with real words. Method: a
 * panel is walked from a candidate to a correction, through a deadlock, the capitals, a recall and silence; at every step
 * each officer's offers are given to `decide` on the true state. Planted: an offer made by the tables alone would be refused.
 */
import { describe, expect, test } from 'vitest'
import {
  AGREEMENT,
  Panel,
  person,
  testimony,
  SOURCE,
} from '../../../../tests/support/verify-panel.ts'
import type { Actor } from '../nations/index.ts'
import { DAY_MS, isRefused } from '../units/index.ts'
import { INCIDENT_TABLE, QUESTIONS, decide } from './index.ts'
import type { Command, Incident, ReleasedIncident } from './index.ts'
import { JUDGEMENT, clausesOffered, offeredTo } from './offered.ts'
import type { Offer, OfferContext } from './offered.ts'

const ACTORS: readonly Actor[] = [
  ...['FRA', 'SWE', 'NLD', 'JPN'].map((nation) => person(nation)),
  person('FRA', 'minister'),
  person('FRA', 'head-of-mission'),
  { ...person('SWE', 'analyst'), office: 'monitor' },
  { ...person('XAA', 'scripted') },
]
const offers = (panel: Panel, actor: Actor, change: Partial<OfferContext> = {}) =>
  offeredTo(panel.incident, {
    actor,
    nowMs: panel.nowMs,
    agreement: AGREEMENT,
    version: 'v1',
    ...change,
  })
const may = (found: readonly Offer[], type: string, fields: object = {}): boolean =>
  found.some(
    (one) =>
      one.type === type &&
      one.refused === null &&
      Object.entries(fields).every(([name, value]) => Reflect.get(one.fields, name) === value),
  )

const WORDS = { text: 'It was seen by two.', reason: 'Two posts saw it.' }
const given = ({ type, fields }: Offer): Command =>
  ({
    ...WORDS,
    ...(type === 'fileClaim' ? { stance: 'denies' } : {}),
    ...(type === 'fileClaim' || type === 'takeBackClaim' ? { source: SOURCE } : {}),
    ...(type === 'proposeAnswer' ? { machineProbability: null } : {}),
    type,
    incident: 'I-0',
    ...fields,
  }) as unknown as Command

/** Each actor's offers against `decide` on the true state; returns how many were accepted. */
function compare(panel: Panel): number {
  let accepted = 0
  for (const actor of ACTORS)
    for (const offer of offers(panel, actor)) {
      const context = { actor, nowMs: panel.nowMs, agreement: AGREEMENT }
      const decided = decide(panel.state, given(offer), context)
      expect([offer, isRefused(decided) ? decided.refused : null]).toEqual([offer, offer.refused])
      if (offer.refused === null) accepted += 1
    }
  return accepted
}

const SILENT = ['A', 'B'].map((party) => ['FRA', { type: 'recordSilence', party }] as const)
const propose = (question: string, value: unknown, standard = 'grounds') =>
  ['FRA', { type: 'proposeAnswer', question, value, standard, machineProbability: null }] as const
const vote = (nation: string | Actor, question: string, agrees = true) =>
  [nation, { type: 'vote', question, agrees, standard: 'grounds', reason: 'Seen.' }] as const
const signed = (question: string, value: unknown) => [
  propose(question, value),
  vote('SWE', question),
  vote('NLD', question),
]
const ask = (type: string, fields: object = {}) =>
  ['FRA', { type, reason: 'So.', ...fields }] as const

/** A way from a candidate to a correction, with every turn that an answer may take. */
const WAY: readonly (readonly [string | Actor, object])[] = [
  ask('startInquiry'),
  ...signed('occurred', 'yes'),
  ...signed('breach', { clause: 'X-1', agreementVersion: 'v1' }),
  ...SILENT,
  propose('attribution', 'A'),
  vote('SWE', 'attribution'),
  vote('NLD', 'attribution', false),
  ask('declareDeadlock', { question: 'attribution' }),
  ask('referToCapitals', { question: 'attribution' }),
  vote(person('SWE', 'minister'), 'attribution'),
  vote(person('NLD', 'minister'), 'attribution'),
  ask('ask', { question: 'intent' }),
  ...signed('intent', 'undetermined'),
  ...signed('severity', 'minor'),
  ['FRA', { type: 'recall', question: 'severity', reason: 'Too weak.' }],
  ['SWE', { type: 'recall', question: 'severity', reason: 'Too weak.' }],
  ...signed('severity', 'serious'),
  ask('conclude', { outcome: 'breach' }),
  ask('publish'),
]

const seen = (incident: Incident): ReleasedIncident => ({
  ...incident,
  testimony: incident.testimony.map((one) => ({ ...one, source: null, group: null })),
  withheld: ['testimony.group'],
})

describe('what is offered', () => {
  test('is what decide accepts, all the way from a candidate to a published finding', () => {
    const panel = new Panel().open(testimony(1), testimony(2))
    let accepted = compare(panel)
    for (const [nation, command] of WAY) {
      if ('type' in command && command.type === 'recordSilence') panel.nowMs = 4 * DAY_MS
      if ('type' in command && command.type === 'declareDeadlock') panel.nowMs = 8 * DAY_MS
      expect([command, panel.ask(nation, command)]).toEqual([command, 'recorded'])
      accepted += compare(panel)
    }
    expect(panel.incident.status).toBe('published')
    expect(accepted).toBeGreaterThan(WAY.length)
  })

  test('leaves out no judging command that the tables know in any status', () => {
    const panel = new Panel().open()
    panel.ask('FRA', {
      type: 'fileClaim',
      party: 'A',
      stance: 'denies',
      text: 'No.',
      source: SOURCE,
    })
    const types = new Set(offers(panel, person('FRA')).map(({ type }) => type))
    expect([...types]).toEqual([...JUDGEMENT])
    const rows = Object.values(INCIDENT_TABLE)
    expect(JUDGEMENT.every((type) => rows.some((row) => row[type].kind === 'accepted'))).toBe(true)
  })

  test('has every value that a question takes: the refusal of another names the same', () => {
    const panel = new Panel().open()
    for (const question of QUESTIONS.filter((one) => one !== 'breach')) {
      const [nation, command] = propose(question, 'perhaps')
      const refusal = panel.ask(nation, command)
      const values = offers(panel, person('FRA'))
        .filter((one) => one.type === 'proposeAnswer' && one.fields.question === question)
        .map(({ fields }) => fields.value)
      const words = new Set(values.filter((one) => typeof one === 'string'))
      expect(refusal).toContain(`use one of ${[...words].join(', ')}`)
    }
  })

  test('is not a vote on one’s own draft, nor a second one, nor an attribution unheard', () => {
    const panel = new Panel().open()
    panel.ask(...ask('startInquiry'))
    const occurred = { question: 'occurred' }
    panel.ask(...propose('occurred', 'yes'))
    expect(may(offers(panel, person('FRA')), 'vote', occurred)).toBe(false)
    expect(may(offers(panel, person('SWE')), 'vote', occurred)).toBe(true)
    panel.vote('SWE', 'occurred')
    expect(may(offers(panel, person('SWE')), 'vote', occurred)).toBe(false)
    panel.vote('NLD', 'occurred')
    const who = { question: 'attribution' }
    expect(may(offers(panel, person('SWE')), 'proposeAnswer', who)).toBe(false)
    const why = offers(panel, person('SWE')).find(
      ({ type, fields }) => type === 'proposeAnswer' && fields.question === 'attribution',
    )
    expect(why).toMatchObject({ refused: expect.stringContaining('not heard') as string })
    expect(why?.isAnothers).toBe(false)
  })

  test('is told apart: what another office gives is not refused for where the incident stands', () => {
    const panel = new Panel().open()
    const own = offers(panel, { ...person('SWE', 'analyst'), office: 'monitor' })
    expect(own.find(({ type }) => type === 'vote')?.isAnothers).toBe(true)
    expect(own.find(({ type }) => type === 'publish')?.isAnothers).toBe(true)
    expect(own.find(({ type }) => type === 'startInquiry')?.isAnothers).toBe(false)
  })

  test('does not refuse a corroboration for what the office cannot see', () => {
    const panel = new Panel().open(testimony(1), testimony(2))
    const context = { actor: person('FRA'), nowMs: 0, agreement: AGREEMENT, version: 'v1' }
    expect(may(offeredTo(seen(panel.incident), context), 'corroborate')).toBe(true)
    const one = new Panel().open(testimony(1))
    expect(may(offers(one, person('FRA')), 'corroborate')).toBe(false)
  })
})

test('a clause that is not in force in the version is not offered', () => {
  const [provision] = AGREEMENT.provisions
  if (provision === undefined) throw new Error('the text has no clause')
  const text = {
    ...AGREEMENT,
    versions: ['v1', 'v2'].map((id, i) => ({ id, title: id, fromMs: i, source: 't' })),
    provisions: [provision, { ...provision, clause: 'X-2', sinceVersion: 'v2' }],
  }
  const named = (version: string | null) => clausesOffered(text, version).map((one) => one.clause)
  expect(named('v1')).toEqual(['X-1'])
  expect(named('v2')).toEqual(['X-1', 'X-2'])
  expect(named(null)).toEqual(['X-1', 'X-2'])
})
