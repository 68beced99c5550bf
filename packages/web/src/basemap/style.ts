// The map asks no server but the page's own: land, borders and places are three files beside it, and MapLibre draws the
// words itself from the bundled Noto Sans, because the style names no glyph server.
import type { StyleSpecification } from 'maplibre-gl'
import cyrillic from '@fontsource/noto-sans/files/noto-sans-cyrillic-400-normal.woff2?url'
import latinExtended from '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url'
import latin from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url'

/** The one font of the map's words. */
export const MAP_FONT = ['Noto Sans']

/** The map's colours: dark, and quiet beside what is observed. */
const COLOUR = {
  sea: '#08111a',
  land: '#15222e',
  ukraine: '#1b2b39',
  coast: '#2c4255',
  border: '#5c7286',
  place: '#9db2c4',
  halo: '#0b141d',
}

/** The basemap's style without any layer of the mission. `base` is the page's address. */
export function basemapStyle(base: string): StyleSpecification {
  const file = (name: string): string => new URL(`/basemap/${name}.geojson`, base).href
  const font = (url: string): string => new URL(url, base).href
  return {
    version: 8,
    'font-faces': {
      'Noto Sans': [
        { url: font(latin), 'unicode-range': ['U+0000-00FF', 'U+2000-206F', 'U+2212'] },
        { url: font(latinExtended), 'unicode-range': ['U+0100-024F'] },
        { url: font(cyrillic), 'unicode-range': ['U+0400-045F', 'U+0490-0491'] },
      ],
    },
    sources: {
      countries: { type: 'geojson', data: file('countries'), attribution: 'Natural Earth' },
      borders: { type: 'geojson', data: file('borders') },
      places: { type: 'geojson', data: file('places'), attribution: 'places © GeoNames CC BY 4.0' },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': COLOUR.sea } },
      {
        id: 'land',
        type: 'fill',
        source: 'countries',
        paint: { 'fill-color': ['match', ['get', 'name'], 'Ukraine', COLOUR.ukraine, COLOUR.land] },
      },
      {
        id: 'coast',
        type: 'line',
        source: 'countries',
        paint: { 'line-color': COLOUR.coast, 'line-width': 0.8 },
      },
      {
        id: 'borders',
        type: 'line',
        source: 'borders',
        paint: { 'line-color': COLOUR.border, 'line-width': 1.1, 'line-dasharray': [4, 2] },
      },
    ],
  }
}

/** Names of places: added last, so that they stand above the zones but give way to what is observed. */
export const PLACE_LAYERS: StyleSpecification['layers'] = [
  {
    id: 'place-dots',
    type: 'circle',
    source: 'places',
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 1, 6, 2, 7.5, 4]],
    paint: { 'circle-radius': 1.8, 'circle-color': COLOUR.place, 'circle-opacity': 0.7 },
  },
  {
    id: 'place-names',
    type: 'symbol',
    source: 'places',
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 1, 6, 2, 7.5, 3, 8.6, 4]],
    layout: {
      'text-field': [
        'step',
        ['zoom'],
        ['get', 'name'],
        8.6,
        [
          'case',
          ['==', ['get', 'uk'], null],
          ['get', 'name'],
          ['concat', ['get', 'name'], '\n', ['get', 'uk']],
        ],
      ],
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['get', 'rank'], 0, 13, 2, 12, 4, 10.5],
      'text-anchor': 'top',
      'text-offset': [0, 0.35],
      'text-max-width': 12,
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': COLOUR.place, 'text-halo-color': COLOUR.halo, 'text-halo-width': 1.4 },
  },
]
