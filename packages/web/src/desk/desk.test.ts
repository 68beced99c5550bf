// Goal: the desk's rows say what there is to decide, filters narrow by what they say and survive the address and the
// browser's store, and each act sends the command that its words promise, asking for a reason first. Method: a small
// picture with two incidents, a loose candidate and a desk that finds them alike; every act on it by hand.
import { describe, expect, it } from 'vitest'
import type { Desk, Picture } from '../api/index.ts'
import { assignToMe, holdApart, merge, openIncident, split, undo } from './acts.ts'
import type { Act, Step } from './acts.ts'
import { OPENED, dismiss } from './dismiss.ts'
import {
  NO_FILTER,
  SAVED_MAX,
  filterFrom,
  filtered,
  offered,
  queryOf,
  savedIn,
  withSaved,
} from './filters.ts'
import type { DeskFilter } from './filters.ts'
import { draftOf, pointsIn } from './hand-over.ts'
import { DESK_KEYS, actOfPress } from './keys.ts'
import { rowsOf } from './rows.ts'
import type { DeskRow } from './rows.ts'

const HOUR_MS = 3_600_000
const NOW_MS = 100 * HOUR_MS
const ME = { name: 'Lind', nation: 'XAA', role: 'head-of-mission', office: 'monitor' } as const

const eventAt = (id: string, atMs: number, kind = 'explosion') => ({
  id,
  kind,
  phase: 'impact',
  count: { n: 2, precision: 'about' },
  probability: 0.7,
  observed: { fromMs: atMs, toMs: atMs },
  observations: [`o-${id}`],
  estimate: { position: { lonDeg: 38, latDeg: 48 } },
  zones: [{ zone: 'z1', probability: 0.9 }],
  silence: { reported: 2, silent: 3 },
})
const incidentAt = (id: string, event: string, more: object = {}) => ({
  id,
  status: 'candidate',
  title: `Title of ${id}`,
  sinceMs: NOW_MS - 3 * HOUR_MS,
  candidates: [`c-${event}`],
  events: [event],
  clauses: [{ clause: 'C-1', agreementVersion: 'v1' }],
  answers: { occurred: { status: 'open', machineProbability: 0.62 } },
  occurredDueMs: NOW_MS + 9 * HOUR_MS,
  mergedInto: null,
  scripted: false,
  entries: [1],
  ...more,
})
const candidateOf = (event: string, more: object = {}) => ({
  id: `c-${event}`,
  clause: 'C-1',
  agreementVersion: 'v1',
  event,
  probability: 0.4,
  undecided: [],
  atMs: NOW_MS,
  ...more,
})
const picture = {
  office: 'monitor',
  nowMs: NOW_MS,
  events: [
    eventAt('e1', NOW_MS - 2 * HOUR_MS),
    eventAt('e2', NOW_MS - 30 * HOUR_MS, 'burst'),
    eventAt('e3', NOW_MS - HOUR_MS),
  ],
  observations: [{ id: 'o-e1', observer: { place: 'Mill' } }],
  zones: [{ id: 'z1', kind: 'polygon', title: 'North' }],
  candidates: [
    candidateOf('e1'),
    candidateOf('e2', { clause: 'C-2' }),
    candidateOf('e3', { undecided: ['calibre unknown'] }),
    candidateOf('none', { event: null, undecided: ['duty: the list of depots'] }),
  ],
  incidents: [
    incidentAt('I-4', 'e1', { assignedTo: { nation: 'XAA', officer: 'Lind' } }),
    incidentAt('I-9', 'e2', { occurredDueMs: NOW_MS - HOUR_MS, sinceMs: NOW_MS - 3 * HOUR_MS }),
    incidentAt('I-7', 'e2', { status: 'merged', mergedInto: 'I-4', candidates: [] }),
  ],
} as unknown as Picture
const alike = { score: 0.81, time: 1, place: 1, kind: 1, text: 0 }
const desk = {
  proposals: [
    { id: 'P-20', kind: 'merge', incident: 'I-9', into: 'I-4', reason: 'r', status: 'open' },
  ],
  duplicates: [
    {
      ...alike,
      pair: ['I-4', 'c-e3'],
      kinds: ['incident', 'candidate'],
      command: { step: 'verify', type: 'addCandidate', incident: 'I-4', candidate: 'c-e3' },
    },
  ],
  decorrelated: [{ pair: ['I-4', 'I-12'], reason: 'r', entry: 3 }],
  tasks: [
    { id: 'T-5', incident: 'I-9', means: 'drone', nation: 'XAB', status: 'requested', dueMs: null },
  ],
  occurred: [{ incident: 'I-9', dueMs: NOW_MS - HOUR_MS, isLate: true }],
  access: [{ incident: 'I-9', task: 'T-5', report: { access: 'refused' } }],
  unassigned: 1,
  handOvers: [],
} as unknown as Desk

const all = rowsOf(picture, desk)
const byId = new Map(all.map((one) => [one.id, one]))
function row(id: string): DeskRow {
  const found = byId.get(id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}
const picked = (...ids: readonly string[]) => ({
  rows: ids.map((id) => row(id)),
  me: ME,
  all: byId,
  describe: (id: string) => id,
})

describe('rows', () => {
  it('lists flash tracks, then what is due first, then loose candidates; what is taken up stands in its incident', () => {
    expect(all.map(({ id }) => id)).toEqual(['I-9', 'I-4', 'I-7', 'c-none', 'c-e3'])
    expect(all.map(({ isFlash }) => isFlash)).toEqual([true, false, false, false, false])
  })
  it('say chance with coverage, place, area, and what is proposed on them', () => {
    expect(row('I-4')).toMatchObject({
      chance: '62 %',
      coverage: '2 of 5 that could have noticed reported',
      place: 'Mill',
      region: 'North',
      mergedFrom: ['I-7'],
    })
    expect(row('I-4').proposals).toEqual(row('I-9').proposals)
    expect(row('I-9').openTasks).toBe(1)
    expect(row('c-e3')).toMatchObject({ chance: '≤ 40 %', what: 'candidate' })
    expect(row('c-none').title).toBe('deadline passed: the list of depots')
  })
  it('withhold what the office does not have', () => {
    const events = picture.events.map((event) => ({ ...event, estimate: null }))
    const seen = rowsOf({ ...picture, events, observations: [] }, null)
    expect(seen.map(({ place, region }) => `${place}${region}`)).toEqual(all.map(() => ''))
    const office = 'commission' as const
    const elsewhere = rowsOf({ ...picture, office, events, observations: [] }, null)
    expect(elsewhere.map(({ place }) => place)).toEqual(all.map(() => 'withheld'))
  })
})

const shown = (filter: Partial<DeskFilter>) =>
  filtered(all, { ...NO_FILTER, ...filter }, { me: ME, nowMs: NOW_MS }).map(({ id }) => id)

describe('filters', () => {
  it.each<readonly [Partial<DeskFilter>, readonly string[]]>([
    [{}, ['I-9', 'I-4', 'c-none', 'c-e3']],
    [{ state: 'closed' }, ['I-7']],
    [{ state: 'all', what: 'incident' }, ['I-9', 'I-4', 'I-7']],
    [{ kind: 'burst' }, ['I-9']],
    [{ clause: 'C-2' }, []],
    [{ region: 'North', what: 'candidate' }, ['c-e3']],
    [{ age: '1' }, ['c-none', 'c-e3']],
    [{ age: 'older' }, ['I-9']],
    [{ who: 'me' }, ['I-4']],
    [{ who: 'nobody', what: 'incident' }, ['I-9']],
    [{ who: 'Lind' }, ['I-4']],
    [{ marks: 'flash' }, ['I-9']],
    [{ marks: 'late' }, ['I-9']],
    [{ marks: 'grouping' }, ['I-9', 'I-4', 'c-e3']],
    [{ marks: 'task' }, ['I-9']],
    [{ text: 'mill I-4' }, ['I-4']],
  ])('%j lets through %j', (filter, ids) => {
    expect(shown(filter)).toEqual(ids)
  })
  it('offer the words that rows bear', () => {
    expect(offered(all)).toEqual({
      kinds: ['burst', 'explosion'],
      clauses: ['C-1'],
      regions: ['North'],
      officers: ['Lind'],
    })
  })
  it('come back from the address as they went, and words that are none are left out', () => {
    const filter: DeskFilter = { ...NO_FILTER, what: 'incident', text: 'a & b', who: 'me' }
    expect(filterFrom(new URLSearchParams(queryOf(filter).toString()))).toEqual(filter)
    expect(queryOf(NO_FILTER).toString()).toBe('')
    const odd = new URLSearchParams({ what: 'x', age: '-1', clause: 'c'.repeat(200), kind: 'shot' })
    expect(filterFrom(odd)).toEqual({ ...NO_FILTER, kind: 'shot' })
  })
  it('are kept by name, the newest meaning of each, and not more than there is room for', () => {
    const once = withSaved([], { name: ' Mine ', query: 'who=me' })
    expect(withSaved(once, { name: 'Mine', query: 'who=nobody' })).toEqual([
      { name: 'Mine', query: 'who=nobody' },
    ])
    expect(withSaved(once, { name: ' ', query: '' })).toEqual(once)
    expect(savedIn(JSON.stringify(once))).toEqual(once)
    for (const text of [null, '{', '{}', '[1, {"name": 2}]']) expect(savedIn(text)).toEqual([])
    const many = Array.from({ length: SAVED_MAX }, (_, i) => ({ name: `${i}`, query: '' }))
    expect(withSaved(many, { name: 'new', query: '' }).map(({ name }) => name)).toEqual([
      ...many.slice(1).map(({ name }) => name),
      'new',
    ])
  })
})

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

describe('keys', () => {
  it('each mean one act, and none while somebody types or a key of the browser is held', () => {
    expect(new Set(DESK_KEYS.map(({ key }) => key)).size).toBe(DESK_KEYS.length)
    for (const { key, act } of DESK_KEYS) {
      expect(actOfPress(press(key), false)).toBe(act)
      expect(actOfPress(press(key), true)).toBeNull()
      expect(actOfPress(press(key, { ctrlKey: true }), false)).toBeNull()
    }
    expect(actOfPress(press('q'), false)).toBeNull()
  })
})

/** What a form sends when it is filled in, by the label of its button. */
function sent(act: Act, label: string, values: Readonly<Record<string, string>>): readonly Step[] {
  if (!('form' in act)) throw new Error(`no form: ${JSON.stringify(act)}`)
  const built = act.form.sends.find((one) => one.label === label)?.build(values)
  if (built === undefined || 'refused' in built) throw new Error(JSON.stringify(built))
  return built
}
const bodies = (steps: readonly Step[]) => steps.map(({ body }) => body)
const labels = (act: Act): readonly string[] =>
  'form' in act ? act.form.sends.map(({ label }) => label) : []

describe('acts', () => {
  it('assign the picked incidents to whoever is logged in', () => {
    expect(assignToMe(picked('I-4', 'I-9'))).toEqual({
      steps: ['I-4', 'I-9'].map((id) => ({
        row: id,
        body: {
          step: 'verify',
          type: 'assign',
          incident: id,
          to: { nation: 'XAA', officer: 'Lind' },
        },
      })),
    })
    expect(assignToMe(picked('c-e3'))).toHaveProperty('refused')
  })
  it('merge the others into the one that is kept, with the reason', () => {
    const act = merge(picked('I-9', 'I-4', 'c-e3'))
    expect(bodies(sent(act, 'Merge', { into: 'I-4', reason: 'one salvo' }))).toEqual([
      { step: 'verify', type: 'merge', incident: 'I-9', into: 'I-4', reason: 'one salvo' },
      { step: 'verify', type: 'addCandidate', incident: 'I-4', candidate: 'c-e3' },
    ])
  })
  it('merge one alone into what somebody proposed, and refuse where nothing is like it', () => {
    const act = merge(picked('I-9'))
    expect(bodies(sent(act, 'Propose the merger', { into: 'I-4', reason: 'r' }))).toEqual([
      {
        step: 'verify',
        type: 'proposeMerge',
        incident: 'I-9',
        into: 'I-4',
        reason: 'r',
        score: null,
      },
    ])
    expect(merge(picked('c-none'))).toHaveProperty('refused')
  })
  it('offer merging and splitting to those whose role has it', () => {
    const asWatch = { ...picked('I-9', 'I-4'), me: { ...ME, role: 'watch' as const } }
    expect(labels(merge(asWatch))).toEqual(['Propose the merger'])
    expect(labels(merge(picked('I-9', 'I-4')))).toEqual(['Merge', 'Propose the merger'])
  })
  it('put a candidate into the incident beside it without asking', () => {
    expect(merge(picked('I-4', 'c-e3'))).toMatchObject({
      steps: [{ row: 'c-e3', body: { type: 'addCandidate', incident: 'I-4' } }],
    })
  })
  it('split only what holds more than one', () => {
    expect(split(picked('I-4'))).toHaveProperty('refused')
    const two = { ...row('I-4'), candidates: ['c1', 'c2'] }
    const act = split({ ...picked(), rows: [two] })
    const values = { candidates: 'c2', title: 'Other', reason: 'r' }
    expect(bodies(sent(act, 'Split off', values))).toEqual([
      {
        step: 'verify',
        type: 'split',
        incident: 'I-4',
        candidates: ['c2'],
        title: 'Other',
        reason: 'r',
      },
    ])
  })
  it('hold two apart, and undo that and a merger', () => {
    const apart = holdApart(picked('c-e3'))
    expect(bodies(sent(apart, 'Hold apart', { other: 'I-4', reason: 'r' }))).toEqual([
      { step: 'verify', type: 'decorrelate', incident: 'I-4', other: 'c-e3', reason: 'r' },
    ])
    const undone = undo(picked('I-4'))
    expect(bodies(sent(undone, 'Undo it', { what: 'I-7', reason: 'r' }))).toEqual([
      { step: 'verify', type: 'reopen', incident: 'I-7', reason: 'r' },
    ])
    expect(bodies(sent(undone, 'Undo it', { what: 'apart I-12', reason: 'r' }))).toEqual([
      { step: 'verify', type: 'recorrelate', incident: 'I-4', other: 'I-12', reason: 'r' },
    ])
    expect(undo(picked('c-none'))).toHaveProperty('refused')
  })
  it('turn a proposal down, or mark a duplicate with the command that the desk gives', () => {
    const act = dismiss(picked('I-4'))
    expect(bodies(sent(act, 'Put it on record', { which: 'P-20', reason: 'r' }))).toEqual([
      { step: 'verify', type: 'declineProposal', incident: 'I-9', proposal: 'P-20', reason: 'r' },
    ])
    expect(bodies(sent(act, 'Put it on record', { which: 'c-e3', reason: 'r' }))).toEqual([
      { step: 'verify', type: 'addCandidate', incident: 'I-4', candidate: 'c-e3' },
    ])
    expect(dismiss({ ...picked(), rows: [] })).toHaveProperty('refused')
  })
  it('dismiss incidents and candidates on a ground, and bring back what was dismissed', () => {
    const act = dismiss(picked('I-4', 'c-e3'))
    const values = { which: 'benign', reason: 'announced blast' }
    expect(bodies(sent(act, 'Put it on record', values))).toEqual([
      {
        step: 'verify',
        type: 'dismiss',
        incident: 'I-4',
        ground: 'benign',
        reason: 'announced blast',
      },
      {
        step: 'verify',
        type: 'openIncident',
        title: 'explosion, clause C-1',
        from: 'candidate',
        candidates: ['c-e3'],
      },
      {
        step: 'verify',
        type: 'dismiss',
        incident: OPENED,
        ground: 'benign',
        reason: 'announced blast',
      },
    ])
    const inquiry = { ...row('I-4'), status: 'inquiry', proposals: [], duplicates: [] }
    expect(dismiss({ ...picked(), rows: [inquiry] })).toHaveProperty('refused')
    expect(dismiss({ ...picked(), rows: [inquiry, row('I-9')] })).toHaveProperty('refused')
    const loose = { ...row('c-e3'), proposals: [], duplicates: [] }
    for (const me of [
      { ...ME, role: 'watch' as const },
      { ...ME, office: 'commission' as const },
    ])
      expect(dismiss({ ...picked(), rows: [loose], me })).toHaveProperty('refused')
    const moved = { ground: 'notEnough', moved: [], from: 'corroborated', atMs: null } as const
    const second = dismiss({ ...picked(), rows: [{ ...row('I-4'), dismissal: moved }] })
    expect('form' in second && second.form.fields[0]?.value).toBe('notEnough')
    const gone = { ...row('I-4'), status: 'dismissed', mergedFrom: [], apart: [] }
    const undone = undo({ ...picked(), rows: [gone] })
    expect(bodies(sent(undone, 'Undo it', { what: 'I-4', reason: 'r' }))).toEqual([
      { step: 'verify', type: 'reopen', incident: 'I-4', reason: 'r' },
    ])
  })
  it('open an incident on candidates, with a title that names no place', () => {
    const act = openIncident(picked('c-e3'))
    expect(bodies(sent(act, 'Open the incident', { title: 'T' }))).toEqual([
      { step: 'verify', type: 'openIncident', title: 'T', from: 'candidate', candidates: ['c-e3'] },
    ])
    expect('form' in act && act.form.fields[0]?.value).toBe('explosion, clause C-1')
    expect(openIncident(picked('I-4'))).toHaveProperty('refused')
  })
})

describe('the hand-over', () => {
  it('takes a line for a point, and an id that begins it for its incident', () => {
    expect(pointsIn(' I-4: ask the post\n\nI-5 call back\nGenerator 2 is out ')).toEqual([
      { incident: 'I-4', text: 'ask the post' },
      { incident: 'I-5', text: 'call back' },
      { incident: null, text: 'Generator 2 is out' },
    ])
  })
  it('drafts what is late, who is under way, what was refused and what nobody is on', () => {
    expect(
      pointsIn(draftOf(desk, ['I-9: party B is not reached'], NOW_MS)).map(({ incident, text }) => [
        incident,
        text,
      ]),
    ).toEqual([
      ['I-9', 'party B is not reached'],
      ['I-9', expect.stringContaining('occurred was due')],
      ['I-9', 'T-5 drone of XAB is requested'],
      ['I-9', expect.stringContaining('access refused on T-5')],
      [null, 'Nobody is on 1 open incidents'],
    ])
  })
})
