/**
 * Goal: a client that reads too slowly for tracks is spared them, keeps its place in what is recorded, and hears that it has
 * to read the tracks anew; nobody gets old tracks on coming back. Method: streams over responses whose backlog the test sets.
 */
import { expect, test } from 'vitest'
import { openStreams } from '../../../../tests/support/stream-ends.ts'
import type { StreamMessage } from './engine-port.ts'

const opened = () => {
  const { streams, open, tell } = openStreams({ streamWaitingBytesMax: 1_000 })
  const watch = (lastId?: string) => open({ office: 'monitor', nation: 'XAA' }, lastId)
  return { streams, open: watch, tell }
}
const tracks = (n: number): StreamMessage => ({ kind: 'tracks', size: n, json: `{"atMs":${n}}` })
const projected = (size: number): StreamMessage => ({ kind: 'projected', size, changed: {} })

test('tracks are told as they were written, and not again to whoever comes back', () => {
  const { streams, open, tell } = opened()
  const first = open()
  tell(tracks(6))
  expect(first.text).toBe('event: tracks\ndata: {"atMs":6}\n\n')
  tell(projected(7))
  // It has seen 6 of what is recorded: 7 is kept for it, the tracks are not.
  const again = open('6')
  expect(again.opened).not.toContain('atMs')
  streams.close()
})

test('a slow client is spared tracks, not records, and is told to read the tracks anew', () => {
  const { streams, open, tell } = opened()
  const [slow, quick] = [open(), open()]
  slow.writableLength = 600
  tell(tracks(6))
  tell(projected(7))
  expect(slow.text).not.toContain('tracks')
  expect(slow.text).toContain('id: 7')
  expect(quick.text).toContain('{"atMs":6}')
  slow.writableLength = 0
  slow.text = ''
  tell(tracks(8))
  expect(slow.text).toBe('event: tracks\ndata: {"resync":true}\n\n')
  tell(tracks(9))
  expect(slow.text).toContain('{"atMs":9}')
  expect(quick.text).toContain('{"atMs":8}')
  // Over the whole limit a client is cut, as before: the sparing is no way to hold bytes for ever.
  slow.writableLength = 1_001
  tell(projected(10))
  expect(slow.isCut).toBe(true)
  streams.close()
})
