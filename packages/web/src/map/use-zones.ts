import { useEffect, useState } from 'react'
import type { FeatureCollection } from 'geojson'
import { createZoneArtist } from './zone-artist.ts'
import type { ZoneAnswer, ZoneListener } from './zone-artist.ts'
import { zonesIn } from './zones.ts'

function startWorker({ onDrawn, onLost }: ZoneListener): (ground: string) => void {
  const worker = new Worker(new URL('zone-worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<ZoneAnswer>) => onDrawn(data))
  worker.addEventListener('error', onLost)
  worker.addEventListener('messageerror', onLost)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin but the page's
  return (ground) => worker.postMessage(ground)
}

/** One for the page, so that shapes are kept from page to page. */
const artist = createZoneArtist(startWorker, zonesIn)

/** The zones of a text, JSON of its lines and zones; null while they are being drawn. */
export function useZones(ground: string): FeatureCollection | null {
  const [answer, setAnswer] = useState<ZoneAnswer | null>(null)
  useEffect(() => {
    let isWanted = true
    void artist.draw(ground).then((shapes) => {
      if (isWanted) setAnswer({ ground, shapes })
    })
    return () => {
      isWanted = false
    }
  }, [ground])
  return answer?.ground === ground ? answer.shapes : artist.drawn(ground)
}
