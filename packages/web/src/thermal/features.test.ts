// Goal: the map draws the newest received day's squares alone, edge to edge, and says that they are no events. Method:
// answers with and without days, and two squares side by side.
import { expect, it } from 'vitest'
import { linesOfCell, thermalOf } from './features.ts'
import type { Thermal, ThermalCellDay } from './fetch-thermal.ts'

const cellDay = (cell: readonly [number, number], day: string): ThermalCellDay => ({
  cell,
  day,
  observed: 3,
  expected: 0.0123,
  surprise: 0.99,
  probability: 0.75,
  benign: { season: 0.2, steadyHeat: 0.05 },
})
const thermal: Thermal = {
  says: '',
  days: [
    { day: '2026-03-01', fires: 9, isOver: true },
    { day: '2026-03-03', fires: 3, isOver: false },
  ],
  cellDays: [
    cellDay([37.2, 48.1], '2026-03-01'),
    cellDay([37.2, 48.1], '2026-03-03'),
    cellDay([37.3, 48.1], '2026-03-03'),
  ],
}

it('draws the newest day, and squares meet without a gap', () => {
  const { features } = thermalOf(thermal)
  const rings = features.map(({ geometry }) =>
    geometry.type === 'Polygon' ? geometry.coordinates[0] : undefined,
  )
  expect(features).toHaveLength(2)
  expect(rings[0]?.[1]).toEqual(rings[1]?.[0])
  expect(rings[0]?.[2]).toEqual([37.3, 48.2])
  expect(features[0]?.properties).toEqual({ id: '37.2,48.1', probability: 0.75 })
})

it('draws nothing where nothing was received, even if cells are told', () => {
  expect(thermalOf(null).features).toEqual([])
  expect(thermalOf({ ...thermal, days: [] }).features).toEqual([])
  const last = { day: '2026-03-05', fires: 0, isOver: true }
  expect(thermalOf({ ...thermal, days: [...thermal.days, last] }).features).toEqual([])
})

it('says what it is, and what else explains it', () => {
  const lines = linesOfCell(thermal, '37.3,48.1')
  expect(lines[0]).toMatch(/indication, not an event/)
  expect(lines.join(' ')).toMatch(/3 seen, 0.012 expected.*excess 75 %.*season 20 %.*heat 5 %/)
  expect(linesOfCell(thermal, '1,1')).toEqual([])
  expect(linesOfCell(null, '37.3,48.1')).toEqual([])
})
