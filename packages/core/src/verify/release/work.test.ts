// Goal: what the watch keeps beside a finding tells nobody outside where people are (do no harm, N1 and N3): tasks, notes,
// hand-overs, who is on duty, places that parties name. Method: one of each with every field set; a table over offices and
// times; every text that goes out is searched for the exact place and for the words that must not go.
import { describe, expect, test } from 'vitest'
import { Panel, SOURCE } from '../../../../../tests/support/verify-panel.ts'
import { snapToGrid } from '../../geo/index.ts'
import { OFFICES } from '../../nations/index.ts'
import type { Office } from '../../nations/index.ts'
import { DAY_MS, HOUR_MS } from '../../units/index.ts'
import {
  GRID_M,
  releaseDesk,
  releaseHandOver,
  releaseIncident,
  releasePayload,
  releaseTask,
} from '../index.ts'
import type { Release } from '../index.ts'

const EXACT = { lonDeg: 37.812_345, latDeg: 48.123_456 }
const monitor = {
  name: 'Officer North',
  nation: 'FRA',
  role: 'panel',
  office: 'monitor',
  keyId: 'k',
} as const
const panel = new Panel().open()
for (const command of [
  {
    type: 'fileClaim',
    party: 'A',
    stance: 'accuses',
    text: 'A house by the church.',
    source: SOURCE,
    alleges: { kind: 'explosion', fromMs: 0, toMs: 0, position: EXACT, radiusM: 50 },
  },
  {
    type: 'requestTask',
    means: 'drone',
    nation: 'FIN',
    what: 'Look by the church.',
    place: { position: EXACT, radiusM: 50 },
    dueMs: null,
  },
  {
    type: 'reportAccess',
    task: 'T-2',
    access: 'refused',
    untilMs: null,
    condition: null,
    by: 'A man by the church',
    where: 'By the church',
    position: EXACT,
    text: 'By the church.',
  },
  { type: 'closeTask', task: 'T-2', outcome: 'notDone', text: 'By the church.' },
  { type: 'note', text: 'Ask by the church.' },
  { type: 'assign', to: { nation: 'JPN', officer: 'Officer South' } },
  {
    type: 'handOver',
    from: monitor.name,
    to: 'South',
    openPoints: [{ incident: null, text: 'By the church.' }],
  },
])
  if (panel.ask(monitor, command) !== 'recorded') throw new Error(JSON.stringify(command))
const task = panel.state.tasks.get('T-2')
const [handOver] = panel.state.handOvers
if (task === undefined || handOver === undefined) throw new Error('not recorded')

const at = (office: Office, nowMs: number): Release => ({
  office,
  nowMs,
  findingFor: () => false,
  observation: () => undefined,
  event: () => undefined,
})
const isPlaced = (value: unknown): boolean => /37\.812|48\.123/.test(JSON.stringify(value))
const isWorded = (value: unknown): boolean => /church/i.test(JSON.stringify(value))

describe.each([0, HOUR_MS, DAY_MS - 1, DAY_MS, 9 * DAY_MS])('%i ms later', (nowMs) => {
  const isOver = nowMs >= DAY_MS
  test('a task tells no exact place outside the monitor, and no words to the guarantors before the release', () => {
    expect(releaseTask(task, panel.incident, at('monitor', nowMs))).toEqual({
      ...task,
      withheld: [],
    })
    for (const office of OFFICES.filter((one) => one !== 'monitor')) {
      const out = releaseTask(task, panel.incident, at(office, nowMs))
      expect(isPlaced(out)).toBe(false)
      expect(out.place).toEqual(
        isOver ? { position: snapToGrid(EXACT, GRID_M), radiusM: GRID_M } : null,
      )
      expect(out.access[0]?.position ?? null).toEqual(isOver ? snapToGrid(EXACT, GRID_M) : null)
      expect(isWorded(out)).toBe(office === 'commission' || isOver)
      expect(out.withheld).toEqual(expect.arrayContaining(['place', 'access.position']))
      // Of an incident that is not known, the words stay.
      expect(isWorded(releaseTask(task, undefined, at(office, nowMs)))).toBe(
        office === 'commission',
      )
    }
  })

  test('an incident tells no exact place of a claim, no note of another office, nobody on duty to the guarantors', () => {
    for (const office of OFFICES.filter((one) => one !== 'monitor')) {
      const out = releaseIncident(panel.incident, at(office, nowMs))
      expect(isPlaced(out)).toBe(false)
      expect(out.claims[0]?.alleges?.radiusM).toBe(isOver ? GRID_M : undefined)
      expect(out.notes).toBeUndefined()
      expect(out.withheld).toEqual(expect.arrayContaining(['notes', 'claims.alleges']))
      expect(out.assignedTo === undefined).toBe(office === 'guarantors')
    }
    const own = { ...at('commission', nowMs), office: 'monitor' } as const
    expect(releaseIncident(panel.incident, own).notes).toHaveLength(1)
  })

  test('the desk as a whole tells no more than each of its parts', () => {
    const proposed = new Panel().open().open()
    proposed.ask('FRA', { type: 'proposeMerge', into: 'I-1', reason: 'Alike.', score: 0.7 })
    proposed.ask('FRA', { type: 'decorrelate', other: 'strange', reason: 'Another one.' })
    for (const office of OFFICES) {
      const desk = releaseDesk(panel.state, at(office, nowMs))
      expect(desk.tasks).toEqual([releaseTask(task, panel.incident, at(office, nowMs))])
      expect(isPlaced(desk)).toBe(office === 'monitor')
      expect(desk.handOvers).toHaveLength(office === 'monitor' ? 1 : 0)
      expect(desk.access).toHaveLength(office === 'guarantors' ? 0 : 1)
      const { proposals, decorrelated } = releaseDesk(proposed.state, at(office, nowMs))
      const shown = office === 'guarantors' ? 0 : 1
      expect([proposals.length, decorrelated.length]).toEqual([shown, shown])
    }
  })

  test('the log tells none of it either, and a hand-over is for the office that wrote it', () => {
    for (const office of ['commission', 'guarantors'] as const) {
      const out = panel.entries.map((entry) => {
        const label = { ...entry.label, offices: OFFICES }
        return releasePayload({ ...entry, label }, panel.incident, at(office, nowMs))
      })
      expect(isPlaced(out)).toBe(false)
      expect(out.at(-1)?.payload).toBeNull()
      expect(
        out.find((_, i) => panel.entries[i]?.kind === 'verify.note-written')?.payload,
      ).toBeNull()
      expect(releaseHandOver(handOver, at(office, nowMs))).toBeNull()
    }
    expect(releaseHandOver(handOver, at('monitor', nowMs))).toEqual(handOver)
  })
})
