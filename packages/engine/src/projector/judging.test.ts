/**
 * Goal: an event is judged by the text and the standing of its own time, a new entry has those events judged anew whose time
 * it covers and no others, and what stands afterwards is what a rebuild would make. Method: a log of commands decided by
 * core, events in memory projections, more than a page of them; rows written are counted, and each end is held against a
 * judging that sees the whole log at once.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  BARE,
  decide,
  evolve,
  initial,
  type Agreement,
  type AgreementCommand,
  type AgreementState,
  type Candidate,
} from '@holdfast/core/agreement'
import type { Entry } from '@holdfast/core/evidence'
import type { Event } from '@holdfast/core/fuse'
import type { Actor } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { isNothing, Judging, type Judged } from './judging.ts'
import { MemoryProjections } from './sink.ts'

const basis = { kind: 'text', source: 'a text' } as const
const text = {
  ...BARE,
  id: 'x',
  title: 'x',
  parties: { A: { title: 'A' }, B: { title: 'B' } },
  versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
  facts: [{ id: 'in', title: 'in', declaredBy: 'commission', basis }],
  phases: [{ id: 'freeze', title: 'f', kind: 'freeze', entry: ['in'], exit: [], basis }],
  lines: [],
  linesOfContact: [],
  zones: [],
  provisions: [
    {
      clause: 'C',
      title: 'no shelling in the freeze',
      source: 's',
      sinceVersion: 'v1',
      act: { kinds: ['explosion'], phases: [] },
      phases: ['freeze'],
    },
  ],
  obligations: [
    {
      clause: 'D',
      title: 'lists',
      source: 's',
      due: { kind: 'at', atMs: HOUR_MS },
      kind: 'inventory',
      party: 'both',
    },
  ],
  notified: [
    {
      id: 'works',
      title: 'works',
      activity: 'demining',
      noticeMs: 0,
      to: 'both',
      says: [],
      explains: [],
      source: 's',
    },
  ],
  thresholds: {
    screening: 0.01,
    standards: [],
    quorum: 1,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
  ladder: 'l',
} as unknown as Agreement

const actorOf = (office: Actor['office'], nation: string): Actor => ({
  name: nation,
  nation,
  role: 'head-of-mission',
  office,
  keyId: 'dev',
})
const commission = actorOf('commission', 'XAA')
const monitor = actorOf('monitor', 'XAB')

const MINUTE = 60_000
/** Events of one page here. */
const PAGE = 500
/** Each minute an event of so many minutes. */
const eventAt = (minute: number, lasts = 0): Event =>
  ({
    id: `e${String(minute).padStart(6, '0')}`,
    revision: 1,
    kind: 'explosion',
    phase: 'impact',
    observed: { fromMs: minute * MINUTE, toMs: (minute + lasts) * MINUTE },
    probability: 0.9,
    count: { n: 1, precision: 'exact' },
    weapon: null,
    observations: ['o'],
    estimate: null,
  }) as unknown as Event

let state: AgreementState
let judging: Judging
let sink: MemoryProjections
let size: number
let log: Entry[]
beforeEach(() => {
  state = initial
  judging = new Judging(PAGE)
  sink = new MemoryProjections()
  size = 0
  log = []
})

function take(command: AgreementCommand, actor: Actor, nowMs: number): void {
  const decided = decide(state, command, { actor, nowMs })
  if (isRefused(decided)) throw new Error(decided.refused)
  for (const made of decided.entries) {
    const label = {
      policy: 'HOLDFAST',
      classification: 'RESTRICTED',
      offices: [],
      releasableTo: [],
    } as const
    const entry = { ...made, index: size, actor, atMs: nowMs, label }
    const after = evolve(state, entry)
    judging.touch(state, after, entry)
    state = after
    size += 1
    log.push(entry)
  }
}
const adopt = (document: string, nowMs: number, agreement = text): void =>
  take({ type: 'adoptAgreement', agreement, document }, { ...commission, role: 'system' }, nowMs)
/** Two nations carry another text. */
function amend(nowMs: number, agreement: typeof text, fromMs: number | null = null): void {
  const asked = { agreement, document: `text ${size}`, fromMs, reason: 'r' }
  take({ type: 'proposeAmendment', ...asked }, commission, nowMs)
  const support = { type: 'supportAmendment', motion: size - 1, reason: 'r' } as const
  take(support, actorOf('commission', 'XAC'), nowMs)
}
const declare = (fromMs: number, nowMs: number): void =>
  take({ type: 'declareFact', fact: 'in', party: null, fromMs, reason: 'r' }, commission, nowMs)

async function apply({ put, remove }: Judged): Promise<void> {
  if (!isNothing(put, remove)) await sink.apply({ size, put, remove })
}
const change = (events: readonly Event[]) => ({
  events,
  engagements: [],
  goneEvents: [],
  goneEngagements: [],
})
/** Pages read by the last `again`. */
let pages = 0
/** The ids of the events that were judged anew. A row that is not there is no place to read on from. */
async function again(): Promise<readonly string[]> {
  const ids: string[] = []
  pages = 0
  const list: MemoryProjections['list'] = async (table, page) => {
    const { after } = page
    if (after !== undefined && (await sink.get(table, after)) === null)
      throw new Error(`there is no row ${after}`)
    pages += 1
    return await sink.list(table, page)
  }
  for await (const judged of judging.judgedAnew({ list }, state)) {
    ids.push(...(judged.put.event ?? []).map(({ id }) => id))
    await apply(judged)
  }
  return ids
}
const candidates = async (): Promise<readonly Candidate[]> =>
  (await sink.list('candidate', { limit: 100_000 })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
/** What a judging makes that knows the whole log before it sees an event. */
async function rebuilt(): Promise<readonly unknown[]> {
  const events = await sink.list('event', { limit: 100_000 })
  const { put } = new Judging().judged(change(events), state)
  return (put.candidate ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

describe('judging anew', () => {
  test('a fact has the events of its phase judged, and its end those after it', async () => {
    adopt('d', 0)
    const events = Array.from({ length: 300 }, (_, minute) => eventAt(minute))
    await apply(judging.judged(change(events), state))
    // The first text counts for all: nothing is in force yet, so nothing is raised.
    expect(await again()).toHaveLength(300)
    expect(await candidates()).toEqual([])
    declare(100 * MINUTE, 300 * MINUTE)
    expect(await again()).toEqual(events.slice(100).map(({ id }) => id))
    expect(await candidates()).toHaveLength(200)
    expect(await candidates()).toEqual(await rebuilt())
    const untilMs = 250 * MINUTE
    take(
      { type: 'endFact', fact: 'in', party: null, untilMs, reason: 'r' },
      commission,
      301 * MINUTE,
    )
    expect(await again()).toEqual(events.slice(250).map(({ id }) => id))
    expect(await candidates()).toEqual(await rebuilt())
    expect(await again()).toEqual([])
  })

  test('a later text does not reach back', async () => {
    adopt('d', 0)
    declare(0, 0)
    const events = Array.from({ length: 60 }, (_, minute) => eventAt(minute))
    await apply(judging.judged(change(events), state))
    await again()
    const before = await candidates()
    expect(before).toHaveLength(60)
    amend(40 * MINUTE, { ...text, provisions: [] })
    expect(await again()).toEqual(events.slice(40).map(({ id }) => id))
    expect(await candidates()).toHaveLength(40)
    expect(await candidates()).toEqual(await rebuilt())
  })

  test('a text that was carried for later judges what begins from then on, and raises its duties from then on', async () => {
    adopt('d', 0)
    declare(0, 0)
    const events = Array.from({ length: 60 }, (_, minute) => eventAt(minute))
    await apply(judging.judged(change(events), state))
    await again()
    amend(10 * MINUTE, { ...text, provisions: [], obligations: [] }, 40 * MINUTE)
    expect(await again()).toEqual(events.slice(40).map(({ id }) => id))
    expect(await candidates()).toHaveLength(40)
    expect(await candidates()).toEqual(await rebuilt())
  })

  test('an announcement and its withdrawal touch the events of its time, long ones that began before it too', async () => {
    adopt('d', 0)
    declare(0, 0)
    const long = eventAt(5, 400)
    const many = Array.from({ length: 2 * PAGE + 50 }, (_, minute) => eventAt(minute))
    const events = many.with(5, long)
    await apply(judging.judged(change(events), state))
    await again()
    const from = PAGE + 100
    const announce = (fromMinute: number): void => {
      const time = { fromMs: fromMinute * MINUTE, toMs: (fromMinute + 3) * MINUTE }
      const place = { position: { lonDeg: 37, latDeg: 48 }, radiusM: 100 }
      const activity = { rule: 'works', party: 'A', title: 't', ...time, place } as const
      take({ type: 'announceActivity', ...activity }, monitor, 0)
    }
    const named = (...minutes: number[]): string[] => minutes.map((minute) => eventAt(minute).id)
    announce(from)
    expect(await again()).toEqual(named(from, from + 1, from + 2, from + 3))
    // The first page ends before all that could reach this time, and the last one need not be read.
    announce(2 * PAGE + 40)
    expect((await again()).length).toBe(4)
    expect(pages).toBe(2)
    announce(300)
    expect(await again()).toEqual(named(5, 300, 301, 302, 303))
    const id = `N-${size - 1}`
    take({ type: 'withdrawNotification', notification: id, reason: 'r' }, monitor, 1)
    expect(await again()).toEqual(named(5, 300, 301, 302, 303))
    // A place to begin at whose event is gone is no place to begin at.
    const last = many[PAGE - 1]
    if (last === undefined) throw new Error('there are pages')
    await apply(judging.judged({ ...change([]), goneEvents: [last.id] }, state))
    const late = 2 * PAGE - 50
    announce(late)
    expect(await again()).toEqual(named(late, late + 1, late + 2, late + 3))
    expect(await candidates()).toEqual(await rebuilt())
  })

  test('a motion that settles nothing and a duty that is shown have nothing judged', async () => {
    adopt('d', 0, { ...text, thresholds: { ...text.thresholds, quorum: 2 } })
    await apply(judging.judged(change([eventAt(1)]), state))
    await again()
    declare(0, 0)
    expect(await again()).toEqual([])
  })
})

describe('duties', () => {
  test('a text that is adopted after a deadline raises none for it, and one for the next', async () => {
    const due = { kind: 'at', atMs: HOUR_MS, everyMs: HOUR_MS } as const
    const obligations = text.obligations.map((one) => ({ ...one, due }))
    adopt('late', 2 * HOUR_MS + 1, { ...text, obligations })
    await apply(judging.obliged(state, 2 * HOUR_MS + 1))
    expect(await candidates()).toEqual([])
    await apply(judging.obliged(state, 4 * HOUR_MS))
    const times = (await candidates()).map(({ atMs }) => atMs / HOUR_MS)
    expect(new Set(times)).toEqual(new Set([3, 4]))
  })

  test('a deadline raises a candidate, a confirmed duty takes it away, and taking that back brings it again', async () => {
    adopt('d', 0)
    const raised = async (nowMs: number): Promise<number> => {
      await apply(judging.obliged(state, nowMs))
      return (await candidates()).length
    }
    expect(await raised(HOUR_MS - 1)).toBe(0)
    expect(await raised(HOUR_MS)).toBe(1)
    // What stands is not written again.
    expect(isNothing(judging.obliged(state, HOUR_MS + 1).put, {})).toBe(true)
    for (const party of ['A', 'B'] as const) {
      const duty = { clause: 'D', party, dueMs: HOUR_MS, reason: 'seen' }
      take({ type: 'showMet', ...duty }, monitor, HOUR_MS)
      expect(await raised(HOUR_MS)).toBe(1)
      take({ type: 'confirmMet', ...duty }, commission, HOUR_MS)
    }
    expect(await raised(HOUR_MS)).toBe(0)
    const duty = { clause: 'D', party: 'B', dueMs: HOUR_MS, reason: 'seen' } as const
    take({ type: 'recallMet', ...duty }, commission, HOUR_MS)
    expect(await raised(HOUR_MS)).toBe(1)
  })
})
