/**
 * Goal: stored tracks are bounded, found again after a restart, and a torn file costs its last line only. Method: a small
 * store in a throw-away directory, filled over its limits, torn by hand and opened again.
 */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { LIVING_LINES_SPARE } from './limits.ts'
import { LivingTracks } from './living-tracks.ts'
import { TrackNumbers } from './track-numbers.ts'
import { TrackStore } from './track-store.ts'

const dirs: string[] = []
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})
const place = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-tracks-'))
  dirs.push(dir)
  return dir
}
const LIMITS = { fileBytesMax: 1_000, filesMax: 3 }
const record = (n: number, says = 'first') => ({ id: `T${n}`, says, fill: 'é'.repeat(40) })

test('the newest record of an id is found, after a restart too', () => {
  const dir = place()
  const store = new TrackStore(dir, LIMITS)
  for (let n = 0; n < 5; n += 1) store.put(record(n))
  store.put(record(2, 'second'))
  store.close()
  const again = new TrackStore(dir, LIMITS)
  expect(again.size).toBe(5)
  expect(JSON.parse(again.get('T2') ?? '')).toEqual(record(2, 'second'))
  expect(JSON.parse(again.get('T4') ?? '')).toEqual(record(4))
  expect(again.get('T9')).toBeNull()
})

test('it holds no more files and bytes than its limits, and drops the oldest', () => {
  const dir = place()
  const store = new TrackStore(dir, LIMITS)
  for (let n = 0; n < 100; n += 1) store.put(record(n))
  store.close()
  const files = readdirSync(dir)
  expect(files.length).toBeLessThanOrEqual(3)
  for (const file of files) expect(statSync(join(dir, file)).size).toBeLessThanOrEqual(1_000)
  expect(store.get('T0')).toBeNull()
  expect(store.get('T99')).not.toBeNull()
  expect(new TrackStore(dir, LIMITS).size).toBe(store.size)
})

test('a torn last line is cut, and nothing before it', () => {
  const dir = place()
  const store = new TrackStore(dir, LIMITS)
  store.put(record(1))
  store.close()
  appendFileSync(join(dir, 'tracks-1.jsonl'), '{"id":"T2","says":"to')
  const again = new TrackStore(dir, LIMITS)
  expect(again.get('T2')).toBeNull()
  again.put(record(3))
  again.close()
  const third = new TrackStore(dir, LIMITS)
  expect(JSON.parse(third.get('T1') ?? '')).toEqual(record(1))
  expect(JSON.parse(third.get('T3') ?? '')).toEqual(record(3))
})

test('numbers are set aside before they are used: no start begins below one that was', () => {
  const dir = place()
  const first = new TrackNumbers(dir)
  expect(first.first).toBe(1)
  let used = 0
  for (let next = 1; next < 1_000_000; next += 30_000) {
    first.setAside(next)
    used = next
    expect(new TrackNumbers(dir).first).toBeGreaterThan(used)
  }
})

const track = (n: number) => ({ id: `T${n}`, identity: { icao24: `abc${n}` }, beganMs: n })

test('tracks that live are found again, those that were lost are not, and the file is bounded', () => {
  const dir = place()
  const first = new LivingTracks(dir)
  first.begin(track(1))
  first.begin({ id: 'T2', identity: { callsign: 'NOHARDNAME' }, beganMs: 2 })
  for (let n = 3; n < 2 * LIVING_LINES_SPARE; n += 1) {
    first.begin(track(n))
    first.end(`T${n}`)
    if (n % 100 === 0) first.write()
  }
  first.begin({ ...track(1), identity: { icao24: 'abc1', mmsi: '272456780' } })
  first.write()
  const path = join(dir, 'living.jsonl')
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(LIVING_LINES_SPARE + 10)
  appendFileSync(path, '{"id":"T3","na')
  const again = new LivingTracks(dir)
  expect(again.all).toEqual([{ id: 'T1', names: ['icao24:abc1', 'mmsi:272456780'], beganMs: 1 }])
  again.clear()
  expect(new LivingTracks(dir).all).toEqual([])
})
