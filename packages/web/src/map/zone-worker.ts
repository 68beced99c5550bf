/** The worker that draws zones: told a text, it answers with its shapes. */
import { zonesIn } from './zones.ts'
import type { ZoneAnswer } from './zone-artist.ts'

self.addEventListener('message', ({ data }: MessageEvent<string>) => {
  const answer: ZoneAnswer = { ground: data, shapes: zonesIn(data) }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker speaks to the page that started it
  self.postMessage(answer)
})
