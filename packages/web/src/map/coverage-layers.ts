/** How the coverage layer is drawn: hatches, edges, sites and their names. */
import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl'
import type { CoverageState } from '@holdfast/core/observe'
import { MAP_FONT } from '../basemap/index.ts'

type Blind = Exclude<CoverageState, 'up'>
const HATCH_PX = 12
// Whether a pixel of the tile is inked. The pixels of a tile repeat seamlessly.
const INK: Readonly<Record<Blind, (x: number, y: number) => boolean>> = {
  down: (x, y) => (x + y) % HATCH_PX < 2,
  jammed: (x, y) => (x + y) % HATCH_PX < 1 || (x - y + HATCH_PX) % HATCH_PX < 1,
  obscured: (_, y) => y % 6 < 1,
  denied: (x) => x % 6 < 1,
}
const INK_RGBA = [255, 157, 124, 255] as const

/** Gives the map the hatches that the layers below name. */
export function addHatches(map: MapLibre): void {
  for (const [state, isInked] of Object.entries(INK)) {
    const data = new Uint8Array(HATCH_PX * HATCH_PX * 4)
    for (let y = 0; y < HATCH_PX; y += 1)
      for (let x = 0; x < HATCH_PX; x += 1)
        if (isInked(x, y)) data.set(INK_RGBA, (y * HATCH_PX + x) * 4)
    map.addImage(`hatch-${state}`, { width: HATCH_PX, height: HATCH_PX, data })
  }
}

const HALO = { 'text-halo-color': '#0b141d', 'text-halo-width': 1.6 }
const BLIND_COLOUR = '#ff9d7c'
const UNKNOWN_COLOUR = '#b8c4ce'
const UP_COLOUR = '#8fd6b8'

/** Reach: under lines and observations. */
export const COVERAGE_REACH: readonly LayerSpecification[] = [
  {
    id: 'coverage-blind',
    type: 'fill',
    source: 'coverage',
    filter: ['all', ['get', 'blind'], ['==', ['geometry-type'], 'Polygon']],
    paint: {
      'fill-pattern': ['concat', 'hatch-', ['get', 'state']],
      'fill-opacity': 0.5,
    },
  },
  {
    id: 'coverage-blind-edges',
    type: 'line',
    source: 'coverage',
    filter: ['all', ['get', 'blind'], ['==', ['geometry-type'], 'Polygon']],
    paint: { 'line-color': BLIND_COLOUR, 'line-width': 1.6, 'line-opacity': 0.9 },
  },
  {
    id: 'coverage-unknown-edges',
    type: 'line',
    source: 'coverage',
    filter: ['all', ['==', ['get', 'state'], 'unknown'], ['==', ['geometry-type'], 'Polygon']],
    paint: {
      'line-color': UNKNOWN_COLOUR,
      'line-width': 1.3,
      'line-opacity': 0.75,
      'line-dasharray': [4, 4],
    },
  },
  {
    id: 'coverage-up-edges',
    type: 'line',
    source: 'coverage',
    filter: ['all', ['==', ['get', 'state'], 'up'], ['==', ['geometry-type'], 'Polygon']],
    paint: { 'line-color': UP_COLOUR, 'line-width': 1.1, 'line-opacity': 0.55 },
  },
]
/** Sites and their names: over observations, so that one can point at them. */
export const COVERAGE_SITE: readonly LayerSpecification[] = [
  {
    id: 'coverage-sites',
    type: 'circle',
    source: 'coverage',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 4,
      'circle-color': [
        'case',
        ['==', ['get', 'state'], 'up'],
        UP_COLOUR,
        ['get', 'blind'],
        '#3c1d14',
        '#0b141d',
      ],
      'circle-stroke-color': [
        'case',
        ['==', ['get', 'state'], 'up'],
        '#0b141d',
        ['get', 'blind'],
        BLIND_COLOUR,
        UNKNOWN_COLOUR,
      ],
      'circle-stroke-width': 1.8,
    },
  },
  {
    id: 'coverage-names',
    type: 'symbol',
    source: 'coverage',
    filter: ['==', ['geometry-type'], 'Point'],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': MAP_FONT,
      'text-size': 11,
      'text-anchor': 'bottom',
      'text-offset': [0, -0.7],
      'text-max-width': 14,
      'symbol-sort-key': ['case', ['get', 'blind'], 0, 1],
    },
    paint: {
      'text-color': ['case', ['get', 'blind'], '#ffc0aa', '#d5e0e8'],
      ...HALO,
    },
  },
]
