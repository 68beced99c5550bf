import { describe, expect, test } from 'vitest'
import type { Source } from '../../observe/index.ts'
import { reportOf } from './report.ts'
import type { Report } from './report.ts'
import {
  MIDDLE,
  SCENE_MS,
  observationOf,
  sourceOf,
} from '../../../../../tests/support/moving-scenes.ts'
import { REPORTS_MAX, Timeline } from './timeline.ts'

// Goal: reports come out in order of time whatever order they went in, late ones are gone back for or told to be late, and
// nothing is without a bound. Method: a timeline with a window of 10 s driven by hand.

const SOURCE = sourceOf('adsb-1', 'adsb')
const at = (ms: number): Report => {
  const report = reportOf(
    observationOf({ source: 'adsb-1', atMs: SCENE_MS + ms, position: MIDDLE }),
    SOURCE,
  )
  if (report === null) throw new Error('no report')
  return report
}
const times = (reports: readonly Report[]): number[] => reports.map(({ atMs }) => atMs - SCENE_MS)
const begun = (): Timeline => {
  const timeline = new Timeline(200, 10_000)
  timeline.take(at(0))
  timeline.log(timeline.release(SCENE_MS + 20_250))
  return timeline
}

describe('a timeline', () => {
  test('waits, and gives out in order, in whole slices', () => {
    const timeline = new Timeline(200, 10_000)
    for (const ms of [350, 120, 90, 310]) expect(timeline.take(at(ms))).toBe('waits')
    expect(times(timeline.release(SCENE_MS + 300))).toEqual([90])
    expect(times(timeline.release(SCENE_MS + 399))).toEqual([])
    expect(times(timeline.release(SCENE_MS + 700))).toEqual([120, 310, 350])
    expect(timeline.waiting).toBe(0)
  })
  test('goes back for what is late once half of the way back went by', () => {
    const timeline = begun()
    expect(timeline.take(at(16_000))).toBe('waits')
    expect(timeline.goBackTo(SCENE_MS + 20_500)).toBeNull()
    expect(timeline.goBackTo(SCENE_MS + 22_600)).toBeNull()
    expect(timeline.goBackTo(SCENE_MS + 22_700)).toBe(SCENE_MS + 16_000)
    const { reports, late } = timeline.again(SCENE_MS + 15_000, SCENE_MS)
    expect(times(reports)).toEqual([16_000])
    expect(late).toBe(1)
    // As long again before it goes back as far.
    expect(timeline.take(at(16_500))).toBe('waits')
    expect(timeline.goBackTo(SCENE_MS + 24_600)).toBeNull()
    expect(timeline.goBackTo(SCENE_MS + 24_700)).toBe(SCENE_MS + 16_500)
    timeline.again(SCENE_MS + 16_000, SCENE_MS)
    expect(timeline.goBackTo(SCENE_MS + 30_000)).toBeNull()
  })
  test('is closed at the window: exactly so late is used, a moment more is not', () => {
    const timeline = begun()
    expect(timeline.untilMs).toBe(SCENE_MS + 20_000)
    expect(timeline.take(at(10_000))).toBe('waits')
    expect(timeline.take(at(9_999))).toBe('late')
  })
  test('takes nothing twice as long as it can go back to it', () => {
    const timeline = new Timeline(200, 10_000)
    const report = at(100)
    expect(timeline.take(report)).toBe('waits')
    expect(timeline.take(report)).toBe('repeated')
    timeline.log(timeline.release(SCENE_MS + 500))
    expect(timeline.take(report)).toBe('repeated')
    expect(timeline.kept).toBe(1)
    timeline.forget(SCENE_MS + 1_000)
    expect(timeline.kept).toBe(0)
    expect(timeline.take(report)).toBe('waits')
  })
  test('shares its room: what one source has filled gives way to another, up to an even share', () => {
    const timeline = new Timeline(200, 10_000)
    const one = at(0)
    const other = sourceOf('adsb-2', 'adsb')
    const say = (source: Source, id: string) =>
      timeline.take({ ...one, source, observation: { ...one.observation, id } })
    for (let n = 0; n < REPORTS_MAX; n += 1) say(SOURCE, `a${n}`)
    expect(say(SOURCE, 'over')).toBe('overflowed')
    expect(timeline.waiting).toBe(REPORTS_MAX)
    for (let n = 0; n < 5_000; n += 1) expect(say(other, `b${n}`)).toBe('waits')
    expect(timeline.waiting).toBe(REPORTS_MAX)
    expect(timeline.refused).toEqual({
      early: 0,
      overflowed: 5_001,
      bySource: [{ source: 'adsb-1', early: 0, overflowed: 5_001 }],
    })
    // What had to go may come again; what stands is known.
    expect(say(SOURCE, `a${REPORTS_MAX - 1}`)).toBe('overflowed')
    expect(say(SOURCE, 'a0')).toBe('repeated')
    const released = timeline.release(SCENE_MS + 1_000)
    expect(released).toHaveLength(REPORTS_MAX)
    expect(timeline.waiting).toBe(0)
  })
})
