/** Squares of 0.1° that burn more than their background on the newest day that anything was received of. */
import type { FeatureCollection } from 'geojson'
import type { Thermal, ThermalCellDay } from './fetch-thermal.ts'

const CELL_DEG = 0.1
// A corner's tenth is no binary fraction: the far edge of a square is that of the next one, to the digit.
const next = (deg: number): number => Math.round((deg + CELL_DEG) * 10) / 10

/** The newest day that has cell-days to draw; null when nothing was received. */
export const dayOf = (thermal: Thermal | null): Thermal['days'][number] | null =>
  thermal?.days.at(-1) ?? null

/** The newest day's squares; none where nothing was received, and none is invented for days between. */
export function thermalOf(thermal: Thermal | null): FeatureCollection {
  const day = dayOf(thermal)?.day
  const drawn = (thermal?.cellDays ?? []).filter((one) => one.day === day)
  return {
    type: 'FeatureCollection',
    features: drawn.map((one) => {
      const [west, south] = one.cell
      const [east, north] = [next(west), next(south)]
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ]
      return {
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { id: `${west},${south}`, probability: one.probability },
      }
    }),
  }
}

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** What is said of a square under the pointer. */
export function linesOfCell(thermal: Thermal | null, id: unknown): readonly string[] {
  const day = dayOf(thermal)?.day
  const one = thermal?.cellDays.find(
    (cellDay: ThermalCellDay) => cellDay.day === day && cellDay.cell.join(',') === id,
  )
  if (one === undefined) return []
  const { observed, expected, probability, benign } = one
  return [
    'Thermal anomalies: an indication, not an event',
    `${one.day}: ${observed} seen, ${expected.toPrecision(2)} expected`,
    `excess ${percent(probability)} · season ${percent(benign.season)} · steady heat ${percent(benign.steadyHeat)}`,
  ]
}
