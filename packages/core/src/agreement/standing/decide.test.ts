/**
 * Goal: every command of the standing is refused where it should be, with the reason, and records what it says elsewhere.
 * Method: one text with a fact of each kind, a rule for each office and a duty of each kind of deadline; commands one after
 * the other through `decide` and `evolve`, each office and role in turn.
 */
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../nations/index.ts'
import { DAY_MS, HOUR_MS, isRefused, type InstantMs } from '../../units/index.ts'
import { BARE, decide, evolve, initial, standingAt } from '../index.ts'
import type { Agreement, AgreementCommand, AgreementState } from '../index.ts'
import { MOTIONS_MAX } from './decide-fact.ts'
import { ACTIVITY_MS_MAX, ACTIVITY_RADIUS_M_MAX, AHEAD_MS_MAX } from './guard.ts'

const basis = { kind: 'text', source: 'a text' } as const
const rule = (id: string, to: 'monitor' | 'commission' | 'both') => ({
  id,
  title: id,
  activity: 'demining',
  noticeMs: 24 * HOUR_MS,
  to,
  says: [],
  explains: [],
  source: 's',
})
const duty = (clause: string, due: Agreement['obligations'][number]['due'], party = 'both') => ({
  clause,
  title: clause,
  source: 's',
  due,
  kind: 'inventory',
  party,
  why: 'it has the depots',
})
const text = {
  ...BARE,
  id: 'x',
  title: 'x',
  versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
  facts: [
    { id: 'quiet', title: 'quiet', declaredBy: 'commission', basis },
    { id: 'renewed', title: 'renewed', declaredBy: 'commission', basis },
    { id: 'signed', title: 'signed', declaredBy: 'bothParties', basis },
  ],
  phases: [
    {
      id: 'freeze',
      title: 'freeze',
      kind: 'freeze',
      entry: [],
      exit: ['signed'],
      lastsMs: 30 * DAY_MS,
      renewal: 'renewed',
      basis,
    },
  ],
  notified: [rule('works', 'both'), rule('seen', 'monitor'), rule('told', 'commission')],
  provisions: [],
  obligations: [
    duty('once', { kind: 'at', atMs: 5 * DAY_MS }),
    duty('weekly', { kind: 'at', atMs: 7 * DAY_MS, everyMs: 7 * DAY_MS }, 'A'),
    duty('after', { kind: 'after', what: 'signed', afterMs: DAY_MS }),
  ],
  thresholds: { quorum: 3 },
} as unknown as Agreement

const actorOf = (nation: string, office: Actor['office'], role: Actor['role']): Actor => ({
  name: `officer of ${nation}`,
  nation,
  role,
  office,
  keyId: 'dev',
})
const panel = (nation = 'XAA'): Actor => actorOf(nation, 'commission', 'panel')
/** What adopts the text of a demonstration. */
const SYSTEM: Actor = { ...panel(), role: 'system' }
const watch = (nation = 'XAA'): Actor => actorOf(nation, 'monitor', 'analyst')

/** A log with one text: commands go in, entries come out. */
class Log {
  state: AgreementState = initial
  nowMs: InstantMs = 0
  size = 0

  constructor(isAdopted = true) {
    if (isAdopted) this.take({ type: 'adoptAgreement', agreement: text, document: 'd' }, SYSTEM)
  }

  /** What a command is refused with, or null where it was recorded. */
  ask(command: AgreementCommand, actor: Actor): string | null {
    const decided = decide(this.state, command, { actor, nowMs: this.nowMs })
    if (isRefused(decided)) {
      return decided.refused
    }
    for (const one of decided.entries) {
      const entry = {
        ...one,
        index: this.size,
        actor,
        atMs: this.nowMs,
        label: {
          policy: 'HOLDFAST',
          classification: 'RESTRICTED',
          offices: [],
          releasableTo: [],
        },
      } as const
      this.state = evolve(this.state, entry)
      this.size += 1
    }
    return null
  }

  take(command: AgreementCommand, actor: Actor): void {
    const refused = this.ask(command, actor)
    if (refused !== null) throw new Error(refused)
  }
}

const declare = (fact: string, more: { party?: 'A' | 'B'; fromMs?: InstantMs } = {}) =>
  ({ type: 'declareFact', fact, party: null, fromMs: null, reason: 'seen', ...more }) as const
const end = (fact: string, more: { party?: 'A' | 'B'; untilMs?: InstantMs } = {}) =>
  ({ type: 'endFact', fact, party: null, untilMs: null, reason: 'seen', ...more }) as const
const met = (clause: string, dueMs: InstantMs, party: 'A' | 'B' = 'A') =>
  ({ type: 'showMet', clause, party, dueMs, reason: 'lists handed over' }) as const
const place = { position: { lonDeg: 37.8, latDeg: 48.1 }, radiusM: 500 }
const announce = (more: object = {}): AgreementCommand => ({
  type: 'announceActivity',
  rule: 'works',
  party: 'A',
  title: 'Water main',
  fromMs: 2 * DAY_MS,
  toMs: 3 * DAY_MS,
  place,
  ...more,
})

const withdraw = (notification: string): AgreementCommand => ({
  type: 'withdrawNotification',
  notification,
  reason: 'called off',
})

describe('facts', () => {
  test('one of the commission holds with its quorum of nations, from the instant that they name or from the last motion', () => {
    const log = new Log()
    log.nowMs = DAY_MS
    log.take(declare('quiet', { fromMs: 5 }), panel('XAA'))
    expect(log.ask(declare('quiet', { fromMs: 5 }), panel('XAA'))).toContain('already')
    log.take(declare('quiet', { fromMs: 5 }), panel('XAB'))
    // Another officer of the same nation adds nothing, and another instant is another motion.
    log.take(declare('quiet', { fromMs: 6 }), panel('XAC'))
    expect(standingAt(log.state).facts).toEqual([])
    log.take(declare('quiet', { fromMs: 5 }), panel('XAC'))
    expect(standingAt(log.state).facts).toMatchObject([
      { fact: 'quiet', fromMs: 5, untilMs: null, movedBy: ['XAA', 'XAB', 'XAC'] },
    ])
    expect(log.state.motions).toEqual([])
    expect(log.ask(declare('quiet'), panel('XAD'))).toContain('already (entry 4)')
    for (const nation of ['XAA', 'XAB', 'XAC']) log.take(end('quiet'), panel(nation))
    expect(standingAt(log.state).facts).toMatchObject([{ fromMs: 5, untilMs: DAY_MS }])
    expect(log.ask(declare('quiet', { fromMs: 6 }), panel())).toContain('from then on or later')
  })

  test('one of the parties holds once both have stated it, from the later instant', () => {
    const log = new Log()
    log.nowMs = 50
    expect(log.ask(declare('signed'), panel())).toContain('say whose')
    log.take(declare('signed', { party: 'A', fromMs: 20 }), panel('XAA'))
    expect(log.ask(declare('signed', { party: 'A', fromMs: 20 }), panel('XAB'))).toContain(
      'party A',
    )
    expect(standingAt(log.state).facts).toEqual([])
    log.take(declare('signed', { party: 'B', fromMs: 30 }), panel('XAB'))
    expect(standingAt(log.state).facts).toMatchObject([{ fromMs: 30, movedBy: ['A', 'B'] }])
    log.take(end('signed', { party: 'B' }), panel())
    expect(standingAt(log.state).facts).toMatchObject([{ untilMs: null }])
    log.nowMs = 60
    expect(log.ask(end('signed', { party: 'A' }), panel())).toContain('another nation')
    log.take(end('signed', { party: 'A' }), panel('XAB'))
    expect(standingAt(log.state).facts).toMatchObject([{ untilMs: 60 }])
  })

  test('officers of one nation do not record the statements of both parties', () => {
    const log = new Log()
    log.take(declare('signed', { party: 'B' }), panel('XAA'))
    const other = { ...panel('XAA'), name: 'somebody else', keyId: 'other' }
    for (const actor of [panel('XAA'), other])
      expect(log.ask(declare('signed', { party: 'A' }), actor)).toContain(
        'nation XAA recorded the statement of party B on signed (entry 1)',
      )
    expect(standingAt(log.state).facts).toEqual([])
    expect(log.size).toBe(2)
    log.take(declare('signed', { party: 'A' }), panel('XAB'))
    expect(standingAt(log.state).facts).toHaveLength(1)
  })

  test('a renewal counts from when it is declared, each time anew, and only while there is something to renew', () => {
    const log = new Log()
    const renew = (): (string | null)[] =>
      ['XAA', 'XAB', 'XAC'].map((nation) => log.ask(declare('renewed'), panel(nation)))
    expect(log.ask(declare('renewed', { fromMs: 5 }), panel())).toContain('leave the instant null')
    log.nowMs = 29 * DAY_MS
    expect(renew()).toEqual([null, null, null])
    log.nowMs = 59 * DAY_MS
    log.take(declare('renewed'), panel('XAA'))
    log.nowMs = 60 * DAY_MS
    // The others came too late: what is over is not renewed.
    expect(renew().join()).toContain('what is over is not renewed')
    expect(standingAt(log.state).facts).toHaveLength(1)
  })

  test.each<[string, AgreementCommand, Actor, string]>([
    ['a fact that the text has not', declare('peace'), panel(), 'it has quiet, renewed, signed'],
    ['a party for the commission', declare('quiet', { party: 'A' }), panel(), "commission's"],
    [
      'before the text',
      declare('quiet', { fromMs: -1 }),
      panel(),
      'before the text came into force',
    ],
    ['too far ahead', declare('quiet', { fromMs: AHEAD_MS_MAX + 1 }), panel(), '366 days ahead'],
    ['no instant', declare('quiet', { fromMs: 0.5 }), panel(), 'no instant'],
    ['no reason', { ...declare('quiet'), reason: ' ' }, panel(), 'reason is empty'],
    ['a reason too long', { ...declare('quiet'), reason: 'x'.repeat(4_001) }, panel(), '4000'],
    ['an end of what does not hold', end('quiet'), panel(), 'nothing to end'],
    ['the monitor', declare('quiet'), watch(), 'the commission declares'],
    ['the watch', declare('quiet'), actorOf('XAA', 'commission', 'watch'), 'it takes panel'],
    ['the system', declare('quiet'), actorOf('ZZZ', 'commission', 'system'), 'it takes panel'],
    [
      'a real nation in a script',
      declare('quiet'),
      actorOf('FRA', 'commission', 'scripted'),
      'XAZ',
    ],
  ])('refused: %s', (_, command, actor, why) => {
    expect(new Log().ask(command, actor)).toContain(why)
  })

  test('a fact cannot end before it begins, and a script cannot end what people declared', () => {
    const log = new Log()
    for (const nation of ['XAA', 'XAB', 'XAC'])
      log.take(declare('quiet', { fromMs: 500 }), panel(nation))
    expect(log.ask(end('quiet', { untilMs: 500 }), panel())).toContain('before it begins')
    expect(
      log.ask(end('quiet', { untilMs: 501 }), actorOf('XAA', 'commission', 'scripted')),
    ).toContain('declared by people')
    // A script's motions and people's never add up.
    const other = new Log()
    other.take(declare('quiet'), panel('XAA'))
    other.take(declare('quiet'), panel('XAB'))
    other.take(declare('quiet'), actorOf('XAC', 'commission', 'scripted'))
    expect(standingAt(other.state).facts).toEqual([])
  })

  test('another text lets motions fall, and so many may wait but no more', () => {
    const log = new Log()
    log.take(declare('quiet'), panel('XAA'))
    log.take(declare('quiet'), panel('XAB'))
    const amended = { ...text, title: 'amended' }
    const asked = { agreement: amended, document: 'e', fromMs: null, reason: 'r' }
    log.take({ type: 'proposeAmendment', ...asked }, panel())
    const support = { type: 'supportAmendment', motion: log.size - 1, reason: 'r' } as const
    for (const nation of ['XAB', 'XAC']) log.take(support, panel(nation))
    log.take(declare('quiet'), panel('XAC'))
    expect(standingAt(log.state).facts).toEqual([])
    const [motion] = log.state.motions
    if (motion === undefined) throw new Error('the motion waits')
    const motions = Array.from({ length: MOTIONS_MAX }, () => motion)
    log.state = { ...log.state, motions }
    expect(log.ask(declare('signed', { party: 'A' }), panel('XAD'))).toContain(
      `${MOTIONS_MAX} motions`,
    )
  })
})

describe('duties', () => {
  test('the monitor shows, an officer of another nation confirms for the commission, and takes it back', () => {
    const log = new Log()
    const named = { ...met('once', 5 * DAY_MS), type: 'confirmMet' } as const
    expect(log.ask(named, panel('XAB'))).toContain('not shown')
    log.take(met('once', 5 * DAY_MS), watch('XAA'))
    expect(log.ask(met('once', 5 * DAY_MS), watch('XAB'))).toContain('shown already')
    expect(standingAt(log.state).met).toEqual([])
    // Whatever name is typed: the nation that showed it does not confirm it.
    for (const name of ['officer of XAA', 'Officer of XAA', 'somebody else'])
      expect(log.ask(named, { ...panel('XAA'), name })).toContain('nobody confirms')
    log.take(named, panel('XAB'))
    expect(standingAt(log.state).met).toEqual([
      { clause: 'once', party: 'A', dueMs: 5 * DAY_MS, entry: 2 },
    ])
    expect(log.ask(named, panel('XAC'))).toContain('confirmed already')
    log.take({ ...named, type: 'recallMet' }, panel('XAC'))
    expect(standingAt(log.state).met).toEqual([])
    log.take(met('once', 5 * DAY_MS), watch('XAA'))
    expect(log.state.duties.size).toBe(2)
  })

  test('only deadlines that run are met, and a recurring one when its turn comes', () => {
    const log = new Log()
    expect(log.ask(met('after', DAY_MS), watch())).toContain('none runs yet')
    log.nowMs = 10
    log.take(declare('signed', { party: 'A' }), panel('XAA'))
    log.take(declare('signed', { party: 'B' }), panel('XAB'))
    log.take(met('after', 10 + DAY_MS), watch())
    log.take(met('after', 10 + DAY_MS, 'B'), watch())
    expect(log.ask(met('weekly', 14 * DAY_MS), watch())).toContain('not the next one')
    log.nowMs = 8 * DAY_MS
    log.take(met('weekly', 14 * DAY_MS), watch())
    expect(log.ask(met('weekly', 15 * DAY_MS), watch())).toContain('no deadline')
  })

  test.each<[string, AgreementCommand, Actor, string]>([
    ['no such clause', met('never', 1), watch(), 'it has once, weekly, after'],
    ["another party's duty", met('weekly', 7 * DAY_MS, 'B'), watch(), 'no duty of party B'],
    ['no deadline', met('once', 1), watch(), 'its first is 1970-01-06'],
    ['no instant', met('once', 0.5), watch(), 'its deadline'],
    ['the commission showing', met('once', 5 * DAY_MS), panel(), 'the monitor shows'],
    ['a planner', met('once', 5 * DAY_MS), actorOf('XAA', 'monitor', 'planner'), 'it takes watch'],
  ])('refused: %s', (_, command, actor, why) => {
    expect(new Log().ask(command, actor)).toContain(why)
  })
})

describe('the register', () => {
  test('an activity is announced, late or in time, once, and withdrawn before it is over', () => {
    const log = new Log()
    log.nowMs = DAY_MS
    log.take(announce(), watch())
    expect(log.ask(announce(), watch())).toContain('as N-1 already')
    log.take(announce({ fromMs: 2 * DAY_MS - 1 }), watch())
    expect(standingAt(log.state).notified).toMatchObject([
      { id: 'N-1', late: false, withdrawn: false, announcedMs: DAY_MS, place },
      { id: 'N-2', late: true },
    ])
    expect(log.ask(withdraw('N-9'), watch())).toContain('no notification')
    expect(log.ask(withdraw('1'), watch())).toContain('no notification')
    expect(log.ask(withdraw('N-1'), actorOf('XAA', 'monitor', 'scripted'))).toContain('real')
    log.take(withdraw('N-1'), panel())
    expect(log.ask(withdraw('N-1'), watch())).toContain('withdrawn already')
    // What was withdrawn may be announced anew.
    log.take(announce(), watch())
    log.nowMs = 3 * DAY_MS
    expect(log.ask(withdraw('N-2'), watch())).toContain('was over')
    // As far as it bears on a time: both ends are closed.
    const at = (ms: number): string[] => standingAt(log.state, ms).notified.map(({ id }) => id)
    expect([at(2 * DAY_MS - 2), at(2 * DAY_MS - 1), at(3 * DAY_MS), at(3 * DAY_MS + 1)]).toEqual([
      [],
      ['N-2'],
      ['N-1', 'N-2', 'N-4'],
      [],
    ])
  })

  test.each<[string, object, Actor, string]>([
    ['no such rule', { rule: 'play' }, watch(), 'it has works, seen, told'],
    ["the commission's to know", { rule: 'told' }, watch(), 'announced to the commission'],
    ["the monitor's to know", { rule: 'seen' }, panel(), 'announced to the monitor'],
    ['the guarantors', {}, actorOf('XAA', 'guarantors', 'panel'), 'the guarantors office may not'],
    ['no title', { title: '' }, watch(), 'title is empty'],
    ['a title too long', { title: 'x'.repeat(201) }, watch(), '200'],
    ['no time', { toMs: 2 * DAY_MS }, watch(), 'not after it begins'],
    ['too long', { toMs: 2 * DAY_MS + ACTIVITY_MS_MAX + 1 }, watch(), '31 days'],
    ['no instant', { toMs: Number.NaN }, watch(), 'no instant'],
    ['too far ahead', { fromMs: AHEAD_MS_MAX + 1, toMs: AHEAD_MS_MAX + 2 }, watch(), '366 days'],
    ['what is over', { fromMs: -DAY_MS, toMs: 0 }, watch(), 'was over'],
    ['no radius', { place: { ...place, radiusM: 0 } }, watch(), 'radius'],
    ['too wide', { place: { ...place, radiusM: ACTIVITY_RADIUS_M_MAX + 1 } }, watch(), '25000'],
    ['no place', { place: { ...place, position: { lonDeg: 181, latDeg: 0 } } }, watch(), 'is none'],
    ['nowhere', { place: { ...place, position: { lonDeg: NaN, latDeg: 0 } } }, watch(), 'is none'],
  ])('refused: %s', (_, more, actor, why) => {
    expect(new Log().ask(announce(more), actor)).toContain(why)
  })
})

test('nothing is declared, shown or announced before a text is adopted', () => {
  const log = new Log(false)
  for (const [command, actor] of [
    [declare('quiet'), panel()],
    [met('once', 1), watch()],
    [announce(), watch()],
  ] as const)
    expect(log.ask(command, actor)).toContain('adopt one first')
})
