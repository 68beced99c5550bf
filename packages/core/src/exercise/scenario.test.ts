// Goal: the script that ships can be played to its end by the same path as anybody's commands, under the agreement and
// ladder that ship, and convicts nobody. Method: read the shipped documents, give each incident one candidate, play
// every act through decide and evolve with the clocks followed between them, and look at where the incidents end.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readYaml } from '../../../engine/src/documents/read-yaml.ts'
import { parseAgreement, versionAt } from '../agreement/index.ts'
import type { Draft, Entry } from '../evidence/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Actor } from '../nations/index.ts'
import * as respond from '../respond/index.ts'
import { isRefused } from '../units/index.ts'
import type { Refused } from '../units/index.ts'
import * as verify from '../verify/index.ts'
import { parseScenario } from './index.ts'
import type { Act } from './index.ts'

const read = (path: string): { value: unknown; at: (path: string) => string } =>
  valid(readYaml(readFileSync(new URL(`../../../../data/${path}`, import.meta.url), 'utf8'), path))
function valid<T extends object>(value: T | Refused): T {
  if (isRefused(value)) throw new Error(value.refused)
  return value
}
const at = (path: string): string => path
const [script, text, steps] = [
  read('scenarios/donbas.yaml'),
  read('agreements/minsk-2014-2015.yaml'),
  read('ladders/paris-2026.yaml'),
]
const scenario = valid(parseScenario(script.value, script.at))
const agreement = valid(parseAgreement(text.value, text.at))
const ladder = valid(respond.parseLadder(steps.value, steps.at))

const SYSTEM: Actor = {
  name: 'system',
  nation: 'ZZZ',
  role: 'system',
  office: 'monitor',
  keyId: 'system',
}
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: [],
  releasableTo: [],
} as const

/** The act's command with what whoever plays it fills in. */
function filled({ atMs, incident, command }: Act, key: string, on: verify.Incident | undefined) {
  const { clause, records } = incident
  const testimony = records.map((observation) => ({
    observation,
    source: 's',
    group: 's',
    nation: 'ZZZ',
    means: ['heard'],
  }))
  const candidate = {
    id: key,
    clause,
    agreementVersion: versionAt(agreement, atMs)?.id ?? 'none',
    event: key,
    probability: 0.5,
    conditions: [],
    undecided: [],
    atMs,
  }
  const claim = on?.claims.findLast((one) => verify.claimState(one) === 'filed')?.entry
  return { ...command, incident: on?.id ?? '', claim, candidates: [{ candidate, testimony }] }
}

/** What every act and every deadline makes of the two states, with each refusal. */
function play(acts: readonly Act[]) {
  let cases = verify.initial
  let answers = respond.evolve(respond.initial, {
    index: 0,
    actor: SYSTEM,
    atMs: 0,
    label,
    refs: [],
    kind: 'respond.ladder-adopted',
    payload: { ladder, boundTo: agreement.id, document: '' } as unknown as Entry['payload'],
  })
  const refusals: string[] = []
  const entries: Entry[] = []
  const incidentOf = new Map<string, string>()
  const record = (drafts: readonly Draft[], actor: Actor, atMs: number): void => {
    for (const draft of drafts) {
      const entry: Entry = {
        ...draft,
        index: entries.length + 1,
        actor,
        atMs,
        label,
        exercise: scenario.id,
      }
      entries.push(entry)
      cases = verify.evolve(cases, entry)
      answers = respond.evolve(answers, entry)
    }
  }
  for (const act of acts) {
    const { atMs, officer, step, incident, command } = act
    record(respond.expire(answers, atMs), SYSTEM, atMs)
    const key = `${incident.clause} ${incident.records.join(' ')}`
    const by = scenario.officers.find(({ id }) => id === officer)
    const actor: Actor = {
      name: officer,
      nation: by?.nation ?? '',
      role: 'scripted',
      office: by?.office ?? 'monitor',
      keyId: by?.keyId ?? '',
    }
    const full = filled(act, key, cases.incidents.get(incidentOf.get(key) ?? ''))
    const decided =
      step === 'verify'
        ? verify.decide(cases, full as unknown as verify.Command, { actor, nowMs: atMs, agreement })
        : respond.decide(answers, full as unknown as respond.RespondCommand, {
            actor,
            nowMs: atMs,
            incidents: cases.incidents,
          })
    if (isRefused(decided)) refusals.push(`${key} ${command.type}: ${decided.refused}`)
    else record(decided.entries, actor, atMs)
    if (command.type === 'openIncident')
      incidentOf.set(key, [...cases.incidents.keys()].at(-1) ?? '')
    for (const one of cases.incidents.values())
      record(respond.follow(answers, { incident: one, ladder, nowMs: atMs }), SYSTEM, atMs)
  }
  return {
    incidents: [...cases.incidents.values()],
    clocks: [...answers.clocks.values()],
    answers,
    refusals,
    entries,
  }
}
const played = play(scenario.acts)
const byClause = (clause: string, index = 0) =>
  played.incidents.filter((one) => one.clauses[0]?.clause === clause)[index]

const clocks = (incident: string | undefined) =>
  played.clocks.filter((clock) => clock.incident === incident)

describe('the script of the demonstration', () => {
  test('is played without a refusal, every officer and incident marked', () => {
    expect(played.refusals).toEqual([])
    expect(scenario.officers.every(({ nation }) => isFictional(nation))).toBe(true)
    expect(
      played.incidents.every(({ scripted, exercise }) => scripted && exercise === 'donbas'),
    ).toBe(true)
    expect(played.clocks.every(({ scripted }) => scripted)).toBe(true)
  })

  test('states how cameras stood, with one outage at a time, by officers who may', () => {
    const { coverage, officers } = scenario
    const offices = coverage.map(({ officer }) => officers.find(({ id }) => id === officer)?.office)
    expect(new Set(offices)).toEqual(new Set(['monitor']))
    expect(coverage.flatMap(({ sources }) => sources).every((id) => id.includes('camera'))).toBe(
      true,
    )
    const outages = coverage.filter(({ state }) => state === 'down')
    expect(outages.map(({ sources }) => sources.length)).toEqual([1, 1])
    // It is said of a time that has begun, in words that take it for no record.
    for (const { atMs, fromMs, reason } of coverage) {
      expect(fromMs).toBeLessThan(atMs)
      expect(reason).toMatch(/^Scripted/)
    }
  })

  test.each([
    ['nobody', { officer: 'oak' }, 'coverage.0.officer: is oak'],
    ['no source', { sources: [] }, 'sources: is empty'],
    ['no state', { state: 'fine' }, 'coverage.0.state'],
    ['a time that ends before it begins', { to: '2016-06-13T00:00:00Z' }, 'to: is not after from'],
  ])('refuses coverage stated with %s', (_, wrong, says) => {
    const one = {
      at: '2016-06-19T08:00:00Z',
      officer: 'fir',
      sources: ['camera'],
      state: 'up',
      from: '2016-06-14T00:00:00Z',
      to: null,
      reason: 'r',
    }
    const document = { ...(script.value as object), coverage: [{ ...one, ...wrong }] }
    expect(parseScenario(document, at)).toEqual({
      refused: expect.stringContaining(says) as string,
    })
    expect(isRefused(parseScenario({ ...document, coverage: [one] }, at))).toBe(false)
  })

  test('convicts nobody', () => {
    for (const { answers } of played.incidents)
      expect([null, 'undetermined']).toContain(answers.attribution.value)
  })

  test('ends published, dissented, not verifiable, recalled and in inquiry', () => {
    const ends = played.incidents.map(({ status, outcome }) => `${status} ${outcome ?? ''}`.trim())
    expect(ends.toSorted()).toEqual([
      'inquiry',
      'published breach',
      'published breach',
      'published notVerifiable',
      'recalled',
    ])
    expect(byClause('PM-1', 1)?.dissent.map(({ nation }) => nation)).toEqual(['XAD', 'XAD'])
    const silent = played.incidents.find(({ status }) => status === 'inquiry')
    expect(silent?.claims.map(({ stance }) => stance)).toEqual(['silent', 'silent'])
  })

  test('runs clocks: met by the calls, expired at their deadline, stopped by the recall', () => {
    const grad = byClause('PM-2-mlrs')
    expect(clocks(grad?.id).map(({ rung, status }) => `${rung} ${status}`)).toEqual([
      'r0-talk met',
      'r1-warn expired',
      'r2-presence expired',
    ])
    const recalled = byClause('FD-fire-zolote')
    expect(clocks(recalled?.id).map(({ rung, status }) => `${rung} ${status}`)).toEqual([
      'r0-talk expired',
      'r1-warn stopped',
    ])
    expect(recalled?.recalls.map(({ question }) => question)).toEqual(['breach', 'severity'])
    for (const { startedAtMs, dueAtMs, rung } of played.clocks)
      expect(dueAtMs - startedAtMs).toBe(ladder.rungs.find(({ id }) => id === rung)?.dueMs)
  })
})

describe('a script is refused', () => {
  const document = script.value as {
    officers: object[]
    acts: Record<string, unknown>[]
  }
  const [officer, act] = [document.officers[0] ?? {}, document.acts[0] ?? {}]
  test.each([
    [
      'a real nation',
      { officers: [{ ...officer, nation: 'DEU' }] },
      'officers.0.nation: is DEU; a scripted officer belongs to a fictional nation',
    ],
    [
      'an unlisted officer',
      { acts: [{ ...act, officer: 'yew' }] },
      'acts.0.officer: is yew, whom officers does not list',
    ],
    [
      'a local time',
      { acts: [{ ...act, at: '2016-08-17 12:00' }] },
      'acts.0.at: is "2016-08-17 12:00"; write an instant',
    ],
    [
      'an unknown command',
      { acts: [{ ...act, command: { type: 'fire' } }] },
      'acts.0.command.type: is "fire"; write one of',
    ],
    [
      'an incident by its id',
      { acts: [{ ...act, command: { type: 'publish', incident: 'I-1' } }] },
      'acts.0.command.incident: is filled in',
    ],
    [
      'no record',
      { acts: [{ ...act, incident: { clause: 'PM-1', records: [] } }] },
      'acts.0.incident.records: is empty',
    ],
  ])('for %s', (_what, change, message) => {
    const result = parseScenario({ ...document, ...change }, at)
    expect(isRefused(result) ? result.refused : '').toContain(message)
  })
})
