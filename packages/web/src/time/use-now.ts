import { useEffect, useState } from 'react'
import type { InstantMs } from '@holdfast/core/units'

/** The deployment's clock, second by second: it is known at the picture's arrival and runs on by the browser's. */
export function useNow(pictureNowMs: InstantMs | null): InstantMs | null {
  const [now, setNow] = useState<{ readonly from: InstantMs; readonly value: InstantMs } | null>(
    null,
  )
  useEffect(() => {
    if (pictureNowMs === null) return undefined
    const arrivedAt = performance.now()
    const tick = (): void =>
      setNow({ from: pictureNowMs, value: pictureNowMs + performance.now() - arrivedAt })
    const timer = window.setInterval(tick, 1000)
    return () => window.clearInterval(timer)
  }, [pictureNowMs])
  // Between a new picture and its first tick the picture's own instant stands.
  return now !== null && now.from === pictureNowMs ? now.value : pictureNowMs
}
