// Goal: an incident and its entries in the log tell other offices no more than their time allows: no words to the
// guarantors before a finding or 24 h, no source and no figure of a place before its observation is released (N1, N3).
// Method: one incident with every kind of word in it; what goes out is searched at each instant for each office.
import { describe, expect, test } from 'vitest'
import {
  CANDIDATE,
  END,
  OBSERVATION,
  RESTS,
  TESTIMONY,
} from '../../../../../tests/support/verify-release.ts'
import type { Entry } from '../../evidence/index.ts'
import { OFFICES } from '../../nations/index.ts'
import type { Office } from '../../nations/index.ts'
import { HOUR_MS } from '../../units/index.ts'
import {
  evolve,
  initial,
  releaseActor,
  releaseClock,
  releaseIncident,
  releasePayload,
} from '../index.ts'
import type { Release } from '../index.ts'

const at = (office: Office, nowMs: number): Release => ({
  ...RESTS,
  office,
  nowMs,
  findingFor: () => false,
})

describe('an incident', () => {
  const label = OBSERVATION.label
  const actor = {
    name: 'Officer Church',
    nation: 'FRA',
    role: 'panel',
    office: 'commission',
    keyId: 'k',
  } as const
  const standard = 'clear'
  const breach = { incident: 'I-0', question: 'breach', standard }
  const entries = [
    {
      kind: 'verify.incident-opened',
      payload: {
        title: 'Salvo by the church',
        candidates: [{ candidate: CANDIDATE, testimony: [TESTIMONY] }],
      },
    },
    {
      kind: 'verify.claim-filed',
      payload: { incident: 'I-0', party: 'A', stance: 'denies', text: 'Not by the church.' },
    },
    {
      kind: 'verify.answer-proposed',
      payload: {
        ...breach,
        value: { clause: 'X-1', agreementVersion: 'v1' },
        machineProbability: 0.333,
      },
    },
    {
      kind: 'verify.vote-cast',
      payload: { ...breach, agrees: true, reason: 'By the church.', next: 'proposed' },
    },
  ].map((one, index) => ({ ...one, refs: [], index, actor, atMs: END, label }) as unknown as Entry)
  const found = entries.reduce(evolve, initial).incidents.get('I-0')
  if (found === undefined) throw new Error('no incident was opened')
  const incident = found
  const late = END + 24 * HOUR_MS
  const release = (
    office: Office,
    nowMs: number,
    status: 'recorded' | 'published' = 'recorded',
  ): string => JSON.stringify(releaseIncident({ ...incident, status }, at(office, nowMs)))

  test('keeps its words and its officers from the guarantors until a finding or 24 h', () => {
    expect(release('guarantors', END)).not.toMatch(/church/i)
    expect(release('guarantors', late - 1)).not.toMatch(/church/i)
    expect(release('guarantors', late)).toContain('Officer Church')
    expect(release('guarantors', late)).toContain('by the church')
    expect(release('guarantors', END, 'published')).toContain('by the church')
  })

  test('is in its own words to the offices that monitor and judge', () => {
    expect(release('monitor', END)).toContain('church')
    expect(release('commission', END)).toContain('church')
  })

  test('names no source and no probability of its place outside the monitor until the release', () => {
    expect(release('monitor', END)).toMatch(/0\.333.*avdiivka/)
    for (const office of ['commission', 'guarantors'] as const) {
      expect(release(office, late - 1)).not.toMatch(/avdiivka|0\.333/)
      expect(release(office, late)).toMatch(/0\.333.*avdiivka/)
      // A finding on the incident is none on an observation that it does not rest on any more.
      expect(release(office, END, 'published')).not.toContain('avdiivka')
      const denied: Release = {
        ...at(office, late),
        observation: () => ({ ...OBSERVATION, label: { ...label, offices: ['monitor'] } }),
      }
      expect(JSON.stringify(releaseIncident(incident, denied))).not.toMatch(/avdiivka|0\.333/)
    }
  })

  test('names the rule that explains it to the guarantors with its words, in the document as in the entry', () => {
    const benign = { ...incident, outcome: 'benign' } as const
    const payload = { incident: 'I-0', outcome: 'benign', reason: 'So.', rule: 'site-by-the-dam' }
    const [first] = entries
    if (first === undefined) throw new Error('no entry')
    const entry: Entry = { ...first, kind: 'verify.incident-concluded', payload }
    for (const office of OFFICES)
      for (const [status, nowMs, isReleased] of [
        ['concluded', END, true],
        ['recorded', late, true],
        // Planted: a rule beside an incident whose words are not out yet.
        ['recorded', END, false],
      ] as const) {
        const rights = at(office, nowMs)
        const explained = { ...benign, status, explainedBy: 'site-by-the-dam' }
        const isOut = office !== 'guarantors' || isReleased
        const seen = releaseIncident(explained, rights)
        expect(seen.explainedBy).toBe(isOut ? 'site-by-the-dam' : undefined)
        expect(JSON.stringify(seen).includes('dam')).toBe(isOut)
        expect(seen.withheld.includes('explainedBy')).toBe(!isOut)
        const told = releasePayload(entry, explained, rights)
        expect(JSON.stringify(told).includes('dam')).toBe(isOut)
        expect(told.withheld).toEqual(isOut ? [] : ['payload.rule'])
        expect(releaseIncident({ ...benign, status }, rights).withheld).not.toContain('explainedBy')
      }
    // An entry whose incident is not known tells it to the offices that watch and judge alone.
    expect(releasePayload(entry, undefined, at('guarantors', late)).withheld).toEqual([
      'payload.rule',
    ])
  })

  test('its entries leave as it does, and never where their label does not name the office', () => {
    const told = (office: Office, nowMs: number): string =>
      JSON.stringify(entries.map((one) => releasePayload(one, incident, at(office, nowMs))))
    expect(told('monitor', END)).toMatch(/2,143.*smm-avdiivka/)
    expect(told('commission', END)).not.toMatch(/2,143|avdiivka|0\.333|0\.37/)
    expect(told('commission', late)).toMatch(/X-1.*0\.333/)
    expect(told('commission', late)).not.toMatch(/2,143|avdiivka/)
    const [entry] = entries
    if (entry === undefined) throw new Error('no entry')
    const own: Entry = { ...entry, label: { ...label, offices: ['monitor'] } }
    expect(releasePayload(own, incident, at('commission', late)).payload).toBeNull()
    expect(releaseActor(entry, incident, at('commission', END))).toEqual(actor)
    expect(releaseActor(entry, incident, at('guarantors', END))).toEqual({
      ...actor,
      name: '',
      keyId: '',
    })
    expect(releaseActor(entry, incident, at('guarantors', late))).toEqual(actor)
    const intake = { ...entry, kind: 'observe.batch-accepted' }
    expect(releaseActor(intake, undefined, at('commission', late)).name).toBe('')
    expect(releaseActor(intake, undefined, at('monitor', END)).name).toBe(actor.name)
  })

  test('the entry of a report goes where its edition goes, and never with the words of a correction', () => {
    const [first] = entries
    if (first === undefined) throw new Error('no entry')
    const told = (edition: string, office: Office) => {
      const entry = { ...first, kind: 'report.issued', payload: { edition, reason: 'By X.' } }
      return releasePayload(entry, undefined, at(office, late))
    }
    for (const edition of ['coalition', 'public']) {
      expect(told(edition, 'guarantors')).toEqual({
        payload: { edition, reason: '' },
        withheld: ['payload.reason'],
      })
      expect(told(edition, 'commission').payload).toEqual({ edition, reason: 'By X.' })
    }
    expect(told('parties', 'commission').payload).toEqual({ edition: 'parties', reason: 'By X.' })
    expect(told('parties', 'guarantors').payload).toBeNull()
    for (const edition of ['monitor', 'of no known name']) {
      expect(told(edition, 'monitor').payload).toEqual({ edition, reason: 'By X.' })
      for (const office of ['commission', 'guarantors'] as const)
        expect(told(edition, office)).toEqual({ payload: null, withheld: ['payload'] })
    }
  })

  test('the words of its response wait for the guarantors', () => {
    const [first] = entries
    if (first === undefined) throw new Error('no entry')
    const told = (payload: Record<string, string | boolean>, nowMs: number, of = incident) =>
      releasePayload(
        { ...first, kind: 'respond.persistence-reported', payload },
        of,
        at('guarantors', nowMs),
      )
    const report = { incident: 'I-0', persists: true, reason: 'Again by the church.' }
    expect(told(report, END)).toEqual({
      payload: { ...report, reason: '' },
      withheld: ['payload.reason'],
    })
    expect(told(report, late).payload).toEqual(report)
    expect(told({ clock: 'c', why: 'By the church.' }, END).payload).toEqual({
      clock: 'c',
      why: '',
    })
    for (const status of ['met', 'stopped'])
      for (const office of OFFICES)
        expect(releaseClock({ status, why: 'By the church.' }, incident, at(office, END)).why).toBe(
          office === 'guarantors' ? '' : 'By the church.',
        )
    expect(
      releaseClock({ status: 'running', why: 'Rung 1' }, incident, at('guarantors', END)).why,
    ).toBe('Rung 1')
  })
})
