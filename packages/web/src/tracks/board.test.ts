// Goal: the page shows what is followed now and nothing else, with bounded trails. Method: lists and changes by hand.
import { expect, it } from 'vitest'
import type { TrackRow } from '../api/index.ts'
import { SILENT_MS_MAX, TRAIL_MAX, TrackBoard } from './board.ts'

const row = (id: string, seenMs: number, more: Partial<TrackRow> = {}): TrackRow => ({
  id,
  domain: 'air',
  status: 'confirmed',
  atMs: seenMs,
  beganMs: 0,
  seenMs,
  position: { lonDeg: 30 + seenMs / 1e6, latDeg: 48 },
  errorM: 50,
  heightM: null,
  speedMps: 100,
  courseDeg: 90,
  identity: {},
  contradictions: 0,
  sources: ['s'],
  foreign: false,
  reports: 1,
  ...more,
})
const idsOf = (board: TrackBoard): readonly string[] => board.tracks().map(({ id }) => id)

it('takes in a list, what changes and what is lost, and says when the list must be read again', () => {
  const board = new TrackBoard()
  expect(board.isStale).toBe(true)
  board.read([row('T2', 1), row('T1', 1), row('T3', 1, { status: 'tentative' })], 10)
  expect(idsOf(board)).toEqual(['T1', 'T2'])
  board.hear({ atMs: 20, size: 1, tracks: [row('T4', 20)], lost: ['T1'] })
  expect(idsOf(board)).toEqual(['T2', 'T4'])
  expect([board.isStale, board.nowMs]).toEqual([false, 20])
  board.hear({ resync: true })
  expect(board.isStale).toBe(true)
  board.read([row('T4', 20)], 30)
  expect(idsOf(board)).toEqual(['T4'])
})
it('grows a trail by what moved, and no longer than its limit', () => {
  const board = new TrackBoard()
  for (let n = 1; n <= TRAIL_MAX + 10; n += 1) {
    board.hear({ atMs: n, size: n, tracks: [row('T1', n)], lost: [] })
    board.hear({ atMs: n, size: n, tracks: [row('T1', n, { status: 'coasting' })], lost: [] })
  }
  const [track] = board.tracks()
  expect(track?.trail).toHaveLength(TRAIL_MAX)
  expect(track?.trail.at(-1)).toEqual([30 + (TRAIL_MAX + 10) / 1e6, 48])
})
it('drops what nobody told of for longer than any track coasts', () => {
  const board = new TrackBoard()
  board.hear({ atMs: 1, size: 1, tracks: [row('T1', 1)], lost: [] })
  board.hear({ atMs: SILENT_MS_MAX, size: 1, tracks: [], lost: [] })
  expect(idsOf(board)).toEqual(['T1'])
  board.hear({ atMs: SILENT_MS_MAX + 2, size: 1, tracks: [], lost: [] })
  expect(idsOf(board)).toEqual([])
})
