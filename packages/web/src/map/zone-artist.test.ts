// Goal: each text is drawn once, by the worker, and the page is never left without its zones. Method: a worker that the test
// plays: it answers late, out of order, not at all, or cannot be started; what was drawn where is counted.
import type { FeatureCollection } from 'geojson'
import { expect, it } from 'vitest'
import { KEPT_MAX, createZoneArtist } from './zone-artist.ts'
import type { ZoneListener } from './zone-artist.ts'

const shapesOf = (ground: string): FeatureCollection => ({
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', geometry: { type: 'Point', coordinates: [] }, properties: { ground } },
  ],
})

function played(isStarting = true) {
  const [asked, drawnHere]: [string[], string[]] = [[], []]
  const listeners: ZoneListener[] = []
  const artist = createZoneArtist(
    (one) => {
      if (!isStarting) throw new Error('no workers here')
      listeners.push(one)
      return (ground) => void asked.push(ground)
    },
    (ground) => {
      drawnHere.push(ground)
      return shapesOf(ground)
    },
  )
  const answer = (ground: string): void =>
    listeners.at(-1)?.onDrawn({ ground, shapes: shapesOf(ground) })
  return { artist, asked, drawnHere, listeners, answer, lose: () => listeners.at(-1)?.onLost() }
}

it('asks one worker for each text once, and gives everybody the same shapes', async () => {
  const { artist, asked, drawnHere, listeners, answer } = played()
  const [first, second, other] = [artist.draw('a'), artist.draw('a'), artist.draw('b')]
  expect(asked).toEqual(['a', 'b'])
  expect(artist.drawn('a')).toBeNull()
  answer('b')
  answer('a')
  expect(await first).toBe(await second)
  expect(await first).toEqual(shapesOf('a'))
  expect(await other).toEqual(shapesOf('b'))
  expect(artist.drawn('a')).toBe(await first)
  expect(await artist.draw('a')).toBe(await first)
  expect([asked, drawnHere, listeners.length]).toEqual([['a', 'b'], [], 1])
})

it('keeps the texts that were asked for last, and draws one that was forgotten again', async () => {
  const { artist, asked, answer } = played()
  const texts = Array.from({ length: KEPT_MAX + 1 }, (_, n) => `text ${n}`)
  for (const text of texts) {
    void artist.draw(text)
    answer(text)
    await artist.draw('text 0')
  }
  expect(texts.filter((text) => artist.drawn(text) !== null)).toEqual(
    texts.filter((text) => text !== 'text 1'),
  )
  void artist.draw('text 1')
  expect(asked).toEqual([...texts, 'text 1'])
})

it('draws on the page what a lost worker was asked for, and all that comes after', async () => {
  const { artist, asked, drawnHere, answer, lose } = played()
  const waiting = [artist.draw('a'), artist.draw('b')]
  answer('a')
  lose()
  expect(await Promise.all(waiting)).toEqual([shapesOf('a'), shapesOf('b')])
  expect(await artist.draw('c')).toEqual(shapesOf('c'))
  expect([asked, drawnHere]).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ])
})

it('draws on the page where no worker starts', async () => {
  const { artist, drawnHere } = played(false)
  expect(await artist.draw('a')).toEqual(shapesOf('a'))
  expect(await artist.draw('b')).toEqual(shapesOf('b'))
  expect(drawnHere).toEqual(['a', 'b'])
})
