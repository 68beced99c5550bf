/**
 * Goal: each office sees of the day what is its own: the guarantors nothing, the commission no patrol, no plan and no loose
 * candidate, nobody a key; the ranking is the monitor's, and rests on what nobody saw. Method: one day in memory with one
 * of each, and every view searched for what it must not hold.
 */
import { describe, expect, test } from 'vitest'
import { initial as noAgreement } from '@holdfast/core/agreement'
import type { AgreementState } from '@holdfast/core/agreement'
import { evolve, initial as noCalls } from '@holdfast/core/liaise'
import { initial as noSources, type ObserveState, type Source } from '@holdfast/core/observe'
import type { Patrol, PatrolState } from '@holdfast/core/patrol'
import { DAY_MS, HOUR_MS } from '@holdfast/core/units'
import type { Incident } from '@holdfast/core/verify'
import { EVENT } from '../../../../tests/support/verify-release.ts'
import { MemoryProjections } from '../projector/index.ts'
import { dayView, happenedAt, taskingView } from './index.ts'

const NOW_MS = 10 * DAY_MS
const by = { nation: 'SWE', officer: 'watch', keyId: 'secret-key' }
const patrol = {
  id: 'P-7',
  plan: 'TP-5',
  status: 'out',
  movement: {
    people: ['P-07'],
    vehicles: ['Wolf 1'],
    checkpoints: [],
    departAtMs: NOW_MS - HOUR_MS,
    returnByMs: NOW_MS + HOUR_MS,
    radioEveryMs: HOUR_MS / 2,
    marginMs: 0,
  },
  departedAtMs: NOW_MS - HOUR_MS,
  heardAtMs: NOW_MS - HOUR_MS,
  heardFrom: 'secret-settlement',
  passed: [],
  acknowledgements: [{ alarm: 'radio 1', doing: 'x', by, atMs: 1, entry: 8 }],
  endedAtMs: null,
  entries: [7],
} as unknown as Patrol
const plan = {
  id: 'TP-5',
  status: 'signed',
  fromMs: NOW_MS - HOUR_MS,
  toMs: NOW_MS + 9 * HOUR_MS,
  tasks: [{ kind: 'patrol', settlements: ['secret-settlement'] }],
  drafters: [by],
  clearedBy: by,
  signedBy: by,
  entries: [5],
}
const incident = {
  id: 'I-3',
  status: 'inquiry',
  sinceMs: NOW_MS - 2 * HOUR_MS,
  events: ['e1'],
  candidates: ['c1'],
  entries: [3],
} as unknown as Incident
const call = evolve(noCalls, {
  kind: 'liaise.call-opened',
  payload: {
    number: 1,
    subject: { kind: 'event', id: 'e9' },
    countedFromMs: NOW_MS,
    dueAtMs: NOW_MS + 1,
  },
  refs: [],
  index: 9,
  actor: { name: 'x', nation: 'SWE', role: 'watch', office: 'monitor', keyId: 'secret-key' },
  atMs: NOW_MS,
  label: { policy: 'HOLDFAST', classification: 'RESTRICTED', offices: [], releasableTo: [] },
})
const candidate = (id: string, event: string, atMs: number) => ({
  id,
  clause: '1',
  agreementVersion: 'v1',
  event,
  probability: 0.5,
  conditions: [],
  undecided: [],
  atMs,
})

async function needs() {
  const sink = new MemoryProjections()
  const candidates = [
    candidate('c1', 'e1', NOW_MS - HOUR_MS),
    candidate('c2', 'loose-event', NOW_MS - HOUR_MS),
    candidate('c3', 'loose-event', NOW_MS - HOUR_MS),
    candidate('c4', 'old-event', NOW_MS - 2 * DAY_MS),
  ]
  await sink.apply({ size: 1, put: { candidate: candidates } })
  return {
    mission: {
      liaise: call,
      patrol: {
        plans: new Map([[plan.id, plan]]),
        patrols: new Map([[patrol.id, patrol]]),
        evacuations: new Map(),
      } as unknown as PatrolState,
      verify: { incidents: new Map([[incident.id, incident]]) },
      agreement: noAgreement,
    },
    sink,
    nowMs: NOW_MS,
    deployment: { exercise: null },
  }
}

test('the monitor sees its patrols, and the calls that nobody made, each event once', async () => {
  const day = await dayView(await needs(), 'monitor', null)
  if ('refused' in day) throw new Error(day.refused)
  expect(day.due.map(({ kind, of, call: due }) => `${kind} ${of} ${due?.party ?? ''}`)).toEqual([
    'alarm P-7 ',
    'lateCall I-3 A',
    'lateCall I-3 B',
    'lateCall loose-event A',
    'lateCall loose-event B',
    'call H-9 A',
    'call H-9 B',
  ])
  expect(JSON.stringify(day.patrols)).toContain('secret-settlement')
  expect(JSON.stringify(day)).not.toContain('secret-key')
})

test('the commission sees calls and incidents, no patrol, plan or loose candidate', async () => {
  const day = await dayView(await needs(), 'commission', null)
  if ('refused' in day) throw new Error(day.refused)
  expect(day.due.map(({ of }) => of)).toEqual(['I-3', 'I-3', 'H-9', 'H-9'])
  const text = JSON.stringify(day)
  for (const hidden of ['secret', 'P-7', 'P-07', 'TP-5', 'loose-event'])
    expect(text).not.toContain(hidden)
})

test.each(['event', 'candidate'] as const)(
  'the commission learns of a call that there is one, not of which unreleased %s nor when',
  async (kind) => {
    const base = await needs()
    const one = call.calls.get('H-9')
    if (one === undefined) throw new Error('no call')
    const id = kind === 'event' ? 'loose-event' : 'c2'
    const about = {
      ...one,
      subject: { kind, id },
      countedFromMs: 765_432_101,
      dueAtMs: 765_432_109,
    }
    const liaise = { ...call, calls: new Map([['H-9', about]]) }
    const given = { ...base, mission: { ...base.mission, liaise } }
    // A candidate that rests on a place, and whose event is not released.
    const placed = {
      ...candidate('c2', 'loose-event', NOW_MS),
      conditions: [{ condition: 'place', probability: 0.5 }],
    }
    await base.sink.apply({ size: 2, put: { candidate: [placed as never] } })
    const day = await dayView(given, 'commission', null)
    if ('refused' in day) throw new Error(day.refused)
    const text = JSON.stringify(day)
    for (const hidden of [`"${id}"`, '765432101', '765432109']) expect(text).not.toContain(hidden)
    expect(day.calls).toMatchObject([{ id: 'H-9', subject: null, countedFromMs: null }])
    expect(day.due.filter(({ of }) => of === 'H-9')).toMatchObject([
      { kind: 'call', dueAtMs: NOW_MS, lateMs: 0, call: { subject: null, party: 'A' } },
      { kind: 'call', dueAtMs: NOW_MS, lateMs: 0, call: { subject: null, party: 'B' } },
    ])
    const monitors = await dayView(given, 'monitor', null)
    expect(JSON.stringify(monitors)).toContain('765432101')
  },
)

test('the guarantors see none of it', async () => {
  expect(await dayView(await needs(), 'guarantors', null)).toMatchObject({ status: 403 })
})

test('a subject happened when it did, and one that is not there is refused', async () => {
  const day = await needs()
  expect(await happenedAt({ kind: 'incident', id: 'I-3' }, day)).toBe(NOW_MS - 2 * HOUR_MS)
  expect(await happenedAt({ kind: 'candidate', id: 'c2' }, day)).toBe(NOW_MS - HOUR_MS)
  for (const kind of ['incident', 'event', 'candidate'] as const)
    expect(await happenedAt({ kind, id: 'none' }, day)).toMatchObject({
      refused: expect.stringContaining(`no ${kind}`) as string,
    })
})

describe('the tasking', () => {
  const line = {
    id: 'contact',
    title: 'Line',
    line: { vertices: [37, 37.6].map((lonDeg) => ({ lonDeg, latDeg: 48 })) },
  }
  const agreement = {
    adopted: [
      {
        agreement: {
          id: 'a',
          lines: [line],
          linesOfContact: [{ line: 'contact', fromMs: NOW_MS }],
        },
        document: '',
        entry: 0,
        atMs: 0,
      },
    ],
  } as unknown as AgreementState
  const camera = {
    id: 'cam',
    kind: 'camera',
    reachM: { explosion: 9_000 },
    site: { position: { lonDeg: 37.17, latDeg: 48 }, heightM: 0, errorM: 1 },
  } as unknown as Source
  const observe: ObserveState = {
    ...noSources,
    sources: new Map([['cam', camera]]),
    coverage: new Map([
      [
        'cam',
        [
          {
            source: 'cam',
            state: 'up',
            fromMs: 0,
            toMs: NOW_MS - HOUR_MS,
            basis: 'report',
            reason: '',
          },
        ],
      ],
    ]),
  }
  const asked = { mission: { observe, agreement }, sink: new MemoryProjections(), nowMs: NOW_MS }
  const { site: _site, ...nowhere } = camera
  const { reachM: _reachM, ...blunt } = camera

  test('is the monitor’s, and shows where nobody looked', async () => {
    const view = await taskingView(asked, 'monitor', null)
    if ('refused' in view) throw new Error(view.refused)
    expect(view.areas).toBe(2)
    // Of the last hour nobody said how the camera stood: that is not that nobody looked.
    expect(view.deficits.map(({ blindness, unknown }) => [blindness, unknown])).toEqual([
      [0, expect.closeTo(1 / 24, 9)],
      [1, 0],
    ])
    expect(view.answers).toEqual({
      seen: expect.closeTo(23 / 48, 9),
      none: 0.5,
      unknown: expect.closeTo(1 / 48, 9),
    })
    expect(view.proposals.map(({ area, kind, title }) => [area, kind, title])).toEqual([
      [null, 'register', 'state how these sources stood: cam'],
      ['contact-1', 'patrol', 'Line, km 25 to 45'],
    ])
    for (const office of ['commission', 'guarantors'] as const)
      expect(await taskingView(asked, office, null)).toMatchObject({ status: 403 })
  })

  test.each([
    ['place', nowhere as Source],
    ['reach', { ...blunt, reachM: {} }],
  ])(
    'where no source names its %s, nobody is said not to have looked, and nobody is sent',
    async (what, source) => {
      const unplaced = { ...noSources, sources: new Map([['cam', source]]) }
      const mission = { observe: unplaced, agreement }
      const view = await taskingView({ ...asked, mission }, 'monitor', null)
      if ('refused' in view) throw new Error(view.refused)
      expect(view.answers).toEqual({ seen: 0, none: 0, unknown: 1 })
      expect(view.proposals).toMatchObject([
        {
          kind: 'register',
          title: `register the ${what} of these sources: cam`,
          areas: 2,
          unseen: null,
        },
      ])
      expect(JSON.stringify(view)).not.toContain('nobody looked')
    },
  )

  test('what is expected rests on the days, not on how little is known of who looked', async () => {
    const sink = new MemoryProjections()
    const event = Array.from({ length: 14 }, (_, i) => ({
      ...EVENT,
      id: `e${i}`,
      estimate: EVENT.estimate && {
        ...EVENT.estimate,
        position: { lonDeg: 37.17, latDeg: 48 },
      },
      observed: { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS - HOUR_MS },
    }))
    await sink.apply({ size: 1, put: { event } })
    const unplaced = { ...noSources, sources: new Map([['cam', nowhere as Source]]) }
    const mission = { observe: unplaced, agreement }
    const view = await taskingView({ ...asked, sink, mission }, 'monitor', null)
    if ('refused' in view) throw new Error(view.refused)
    // 14 events in a week on two areas of which nobody knows who looked: about two a day, drawn a little down.
    const [only] = view.proposals
    expect(view.events).toBe(14)
    expect(only?.expected).toBeGreaterThan(1.8)
    expect(only?.expected).toBeLessThanOrEqual(2)
  })

  test('what does not look is no sensor of the line: it makes nothing seen, and nothing unknown', async () => {
    const others: readonly Partial<Source>[] = [
      { kind: 'satellite' },
      { kind: 'party' },
      { kind: 'ais' },
      { synthetic: true },
    ]
    const up = observe.coverage.get('cam') ?? []
    const [sources, coverage] = [new Map(observe.sources), new Map(observe.coverage)]
    for (const [i, one] of others.entries()) {
      sources.set(`other-${i}`, { ...camera, ...one, id: `other-${i}` })
      coverage.set(
        `other-${i}`,
        up.map((period) => ({ ...period, source: `other-${i}`, toMs: null })),
      )
    }
    const mission = { observe: { ...observe, sources, coverage }, agreement }
    const view = await taskingView({ ...asked, mission }, 'monitor', null)
    const before = await taskingView(asked, 'monitor', null)
    if ('refused' in view || 'refused' in before) throw new Error('refused')
    expect(view.roles).toEqual({ looks: 1, overhead: 1, transponder: 1, tells: 1, synthetic: 1 })
    expect({ ...view, roles: null }).toEqual({ ...before, roles: null })
  })

  test('without an agreement there is no line to look at, and nothing to propose', async () => {
    const mission = { observe, agreement: noAgreement }
    expect(await taskingView({ ...asked, mission }, 'monitor', null)).toMatchObject({
      areas: 0,
      proposals: [],
    })
  })
})
