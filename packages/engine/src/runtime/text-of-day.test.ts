/**
 * Goal: an incident is judged by the text of its own day: what is adopted afterwards neither takes its clauses away nor
 * brings others, and changes nothing of an answer that waits for votes. Method: one text in the morning, another at noon with
 * another clause, other standards, another quorum and other hours; commands through the dispatcher on incidents of the
 * morning, of the afternoon and of both.
 */
import { describe, expect, test } from 'vitest'
import type { Agreement } from '@holdfast/core/agreement'
import * as agreement from '@holdfast/core/agreement'
import type { Actor } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import * as verify from '@holdfast/core/verify'
import { AGREEMENT, person, snapshot } from '../../../../tests/support/verify-panel.ts'
import { initialMission } from '../mission/index.ts'
import type { Mission } from '../mission/index.ts'
import { decideCommand, type Command } from './commands.ts'
import { labelOf } from './labels.ts'

const NOON_MS = 12 * HOUR_MS
const LATER: Agreement = {
  ...AGREEMENT,
  versions: [{ id: 'truce', title: 'Truce', fromMs: NOON_MS, source: 't' }],
  provisions: [
    {
      clause: 'T-both',
      title: 't',
      source: 't',
      sinceVersion: 'truce',
      act: { kinds: [], phases: [] },
    },
  ],
  thresholds: {
    ...AGREEMENT.thresholds,
    standards: [
      { id: 'hunch', title: 'h', from: 0.05, to: 0.5 },
      { id: 'sure', title: 's', from: 0.5, to: 1 },
    ],
    quorum: 4,
    partiesHeardMs: HOUR_MS,
  },
}
const MORNING_TEXT = 0
const NOON_TEXT = 1

/** What goes before the thing that is tested. */
function must(came: string, wanted = 'recorded'): void {
  if (came !== wanted) throw new Error(came)
}

/** A desk with both texts adopted, the second at noon; commands are given at `nowMs`. */
class Desk {
  mission: Mission = initialMission()
  nowMs = 0
  #index = 0

  fold(made: { kind: string; payload: unknown }, actor: Actor): void {
    const entry = {
      ...made,
      refs: [],
      index: this.#index,
      actor,
      atMs: this.nowMs,
      label: labelOf(made.kind),
    } as unknown as Parameters<typeof verify.evolve>[1]
    this.#index += 1
    this.mission = {
      ...this.mission,
      agreement: agreement.evolve(this.mission.agreement, entry),
      verify: verify.evolve(this.mission.verify, entry),
    }
  }
  adopt(text: Agreement, fromMs: number): this {
    this.fold(
      { kind: 'agreement.adopted', payload: { agreement: text, document: `d${fromMs}`, fromMs } },
      person('XAA'),
    )
    return this
  }
  ask(nation: string, command: object): string {
    const asked = { step: 'verify', ...command } as Command
    const actor = person(nation)
    const decided = decideCommand(this.mission, asked, { actor, nowMs: this.nowMs })
    if (isRefused(decided)) return decided.refused
    for (const made of decided.entries) this.fold(made, actor)
    return 'recorded'
  }
  get incident(): verify.Incident {
    const found = [...this.mission.verify.incidents.values()].at(-1)
    if (found === undefined) throw new Error('no incident is open')
    return found
  }
  /** An incident on events that began at these instants. */
  open(...beganMs: readonly number[]): this {
    const candidates = beganMs.map((fromMs) => ({ ...snapshot(`c${fromMs}`), fromMs }))
    const open = { type: 'openIncident', title: 't', from: 'candidate', candidates }
    must(this.ask('FRA', open))
    return this
  }
  propose(question: string, value: unknown, standard: string): string {
    const incident = this.incident.id
    const machine = { machineProbability: null }
    return this.ask('FRA', {
      type: 'proposeAnswer',
      incident,
      question,
      value,
      standard,
      ...machine,
    })
  }
  vote(nation: string, question: string, standard: string): string {
    const incident = this.incident.id
    return this.ask(nation, {
      type: 'vote',
      incident,
      question,
      agrees: true,
      standard,
      reason: 'r',
    })
  }
  sign(question: string, value: unknown, standard = 'grounds'): this {
    must(this.propose(question, value, standard))
    for (const nation of ['SWE', 'NLD']) this.vote(nation, question, standard)
    must(this.incident.answers[question as verify.Question].status, 'signed')
    return this
  }
}
const amended = (): Desk => {
  const desk = new Desk().adopt(AGREEMENT, 0).adopt(LATER, NOON_MS)
  desk.nowMs = NOON_MS + HOUR_MS
  return desk
}
const OLD = { clause: 'X-1', agreementVersion: 'v1' }
const NEW = { clause: 'T-both', agreementVersion: 'truce' }

describe('an incident of the morning, worked on in the afternoon', () => {
  test('is found a breach of the text of its day, and of none that was adopted since', () => {
    const desk = amended().open(HOUR_MS).sign('occurred', 'yes')
    expect(desk.propose('breach', NEW, 'grounds')).toContain('has no clause T-both')
    desk.sign('breach', OLD)
    expect(desk.incident.breachEstablishedAtMs).toBe(desk.nowMs)
    expect(desk.incident.answers.breach).toMatchObject({ textIn: MORNING_TEXT, value: OLD })
  })

  test('has the standards, the quorum and the hours of hearing of its day', () => {
    const desk = amended().open(HOUR_MS)
    expect(desk.propose('occurred', 'yes', 'sure')).toContain('no standard of proof sure')
    expect(desk.propose('occurred', 'yes', 'grounds')).toBe('recorded')
    expect(desk.incident.answers.occurred.threshold).toMatchObject({ quorum: 2 })
    expect(desk.vote('SWE', 'occurred', 'hunch')).toContain('no standard of proof hunch')
    const { id } = desk.incident
    expect(desk.ask('FRA', { type: 'startInquiry', incident: id })).toBe('recorded')
    expect(desk.incident.heardByMs).toBe(desk.nowMs + 72 * HOUR_MS)
  })
})

describe('a text that comes into force while nations vote', () => {
  test('changes neither the standards nor the quorum of what they vote on', () => {
    const desk = new Desk().adopt(AGREEMENT, 0)
    desk.nowMs = 11 * HOUR_MS
    desk.open(10 * HOUR_MS)
    expect(desk.propose('occurred', 'yes', 'grounds')).toBe('recorded')
    expect(desk.vote('SWE', 'occurred', 'grounds')).toBe('recorded')
    desk.nowMs = NOON_MS
    desk.adopt(LATER, NOON_MS)
    desk.nowMs += HOUR_MS
    expect(desk.vote('NLD', 'occurred', 'suspicion')).toContain('would weaken it')
    expect(desk.vote('NLD', 'occurred', 'sure')).toContain('no standard of proof sure')
    expect(desk.vote('NLD', 'occurred', 'grounds')).toBe('recorded')
    expect(desk.incident.answers.occurred.status).toBe('signed')
  })

  test('not even where an event of its own time joins the incident meanwhile, earlier or later', () => {
    const desk = amended().open(NOON_MS + 1)
    expect(desk.propose('occurred', 'yes', 'sure')).toBe('recorded')
    const { id } = desk.incident
    const early = { ...snapshot('early'), fromMs: HOUR_MS }
    expect(desk.ask('FRA', { type: 'addCandidate', incident: id, candidate: early })).toBe(
      'recorded',
    )
    // What is proposed from now on is of the morning; what was proposed stays under its own text.
    expect(desk.vote('SWE', 'occurred', 'grounds')).toContain('no standard of proof grounds')
    expect(desk.vote('SWE', 'occurred', 'sure')).toBe('recorded')
    expect(desk.incident.answers.occurred).toMatchObject({
      textIn: NOON_TEXT,
      threshold: { quorum: 4 },
    })
  })
})

describe('an incident on events of both days', () => {
  const { candidate: read, testimony } = snapshot('late')
  const late = { candidate: { ...read, ...NEW }, testimony, fromMs: NOON_MS + 1 }
  const adding = (desk: Desk) => ({
    type: 'addCandidate',
    incident: desk.incident.id,
    candidate: late,
  })

  test('is not answered as one: it is split, and each part is judged by the text of its day', () => {
    const desk = amended().open(HOUR_MS)
    expect(desk.ask('FRA', adding(desk))).toBe('recorded')
    const refused = desk.propose('occurred', 'yes', 'grounds')
    expect(refused).toContain('is on events of 2 texts that are not the same on occurred')
    expect(refused).toMatch(/c3600000 \(.*01:00.*\); late \(.*12:00.*\): split off/u)
    const split = { type: 'split', title: 'Late', candidates: ['late'], reason: 'Two texts.' }
    expect(desk.ask('FRA', { ...split, incident: desk.incident.id })).toBe('recorded')
    // The part that was split off is the last one now.
    expect(desk.incident.candidates).toEqual(['late'])
    expect(desk.propose('occurred', 'yes', 'sure')).toBe('recorded')
    for (const nation of ['SWE', 'NLD', 'CAN', 'IRL']) desk.vote(nation, 'occurred', 'sure')
    expect(desk.propose('breach', OLD, 'sure')).toContain('has no clause X-1')
    expect(desk.propose('breach', NEW, 'sure')).toBe('recorded')
    expect(desk.incident.answers.breach).toMatchObject({
      textIn: NOON_TEXT,
      threshold: { quorum: 4 },
    })
  })

  test('does not come about once anything is signed: what comes in is an incident of its own', () => {
    const desk = amended().open(HOUR_MS).sign('occurred', 'yes')
    expect(desk.ask('FRA', adding(desk))).toContain(
      'is not the same as that of occurred, which is signed: open an incident of its own',
    )
    const other = { ...snapshot('other'), fromMs: 2 * HOUR_MS }
    expect(desk.ask('FRA', { ...adding(desk), candidate: other })).toBe('recorded')
  })

  test('is one where the later text left the clause, the standards and the quorum as they were', () => {
    const same = { ...AGREEMENT, title: 'The same, renewed', ladder: 'another' }
    const desk = new Desk().adopt(AGREEMENT, 0).adopt(same, NOON_MS)
    desk.nowMs = NOON_MS + HOUR_MS
    desk
      .open(HOUR_MS, NOON_MS + 1)
      .sign('occurred', 'yes')
      .sign('breach', OLD)
    expect(desk.incident.breachEstablishedAtMs).toBe(desk.nowMs)
  })
})

test('a journal of before, which kept no text with a proposal, is voted on under the text of its day', () => {
  const desk = amended().open(HOUR_MS)
  const { id: incident } = desk.incident
  const payload = {
    incident,
    question: 'occurred',
    value: 'yes',
    standard: 'grounds',
    machineProbability: null,
  }
  desk.fold({ kind: 'verify.answer-proposed', payload }, person('FRA'))
  expect(desk.vote('SWE', 'occurred', 'grounds')).toBe('recorded')
  expect(desk.vote('NLD', 'occurred', 'grounds')).toBe('recorded')
  expect(desk.incident.answers.occurred.status).toBe('signed')
})

test('a standard that the text of its day never had is refused, not waved through', () => {
  const desk = amended().open(HOUR_MS)
  const { id: incident } = desk.incident
  const payload = {
    incident,
    question: 'occurred',
    value: 'yes',
    standard: 's',
    machineProbability: null,
  }
  desk.fold({ kind: 'verify.answer-proposed', payload }, person('FRA'))
  expect(desk.vote('SWE', 'occurred', 'suspicion')).toContain('standard cannot be read')
  expect(desk.incident.answers.occurred.votes).toEqual([])
})
