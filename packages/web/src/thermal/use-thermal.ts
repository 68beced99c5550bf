import { useEffect, useMemo, useState } from 'react'
import type { FeatureCollection } from 'geojson'
import { wordsOf } from '../api/index.ts'
import { thermalOf } from './features.ts'
import { fetchThermal } from './fetch-thermal.ts'
import type { Thermal } from './fetch-thermal.ts'

/** Passes come every few hours; a minute's delay is nothing to them. Milliseconds. */
const AGAIN_MS = 60_000

/** What is known of thermal anomalies. */
export interface SeenThermal {
  readonly thermal: Thermal | null
  /** Why there is none; null while it is read, or when it is there. */
  readonly problem: string | null
}
const NONE: SeenThermal = { thermal: null, problem: null }

// Reads it while the layer is shown, and not otherwise: most of the time nobody looks.
function useThermal(isShown: boolean): SeenThermal {
  const [seen, setSeen] = useState(NONE)
  useEffect(() => {
    if (!isShown) return undefined
    const abort = new AbortController()
    const read = (): void => {
      fetchThermal(abort.signal).then(
        (thermal) => {
          const problem = thermal === null ? 'This deployment was given no background.' : null
          setSeen({ thermal, problem })
        },
        (error: unknown) => {
          if (!abort.signal.aborted)
            setSeen(({ thermal }) => ({ thermal, problem: wordsOf(error) }))
        },
      )
    }
    read()
    const timer = window.setInterval(read, AGAIN_MS)
    return () => {
      abort.abort()
      window.clearInterval(timer)
    }
  }, [isShown])
  return seen
}

/** The sources of the map with that of thermal anomalies, and what is known of them. */
export function useThermalLayer<T extends object>(
  others: T,
  isShown: boolean,
): readonly [sources: T & { readonly thermal: FeatureCollection }, seen: SeenThermal] {
  const seen = useThermal(isShown)
  const sources = useMemo(
    () => ({ ...others, thermal: thermalOf(seen.thermal) }),
    [others, seen.thermal],
  )
  return [sources, seen]
}
