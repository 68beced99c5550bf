import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { Phase } from '@holdfast/core/observe'
import { MAP_FONT } from '../basemap/index.ts'
import { THERMAL_LAYERS } from '../thermal/index.ts'
import { trackLayers } from '../tracks/index.ts'
import { COVERAGE_REACH, COVERAGE_SITE } from './coverage-layers.ts'

/** Colours of phases: Okabe and Ito (2008), told apart under every common colour blindness; none of them is a party's. */
export const PHASE_COLOUR: Readonly<Record<Phase, string>> = {
  outgoing: '#e69f00',
  impact: '#56b4e9',
  airburst: '#cc79a7',
  inFlight: '#35c49a',
  undetermined: '#b8c4ce',
}
/** The groups that the reader can switch on and off. */
export type LayerGroup =
  | 'events'
  | 'observations'
  | 'engagements'
  | 'line'
  | 'areas'
  | 'withdrawal'
  | 'coverage'
  | 'thermal'
  | 'tracks'
  | 'places'
/** What the groups are called. */
export const GROUP_TITLE: Readonly<Record<LayerGroup, string>> = {
  events: 'Events, 95 % ellipses',
  observations: 'Observations: sectors, range rings',
  engagements: 'Engagements, pairs',
  line: 'Lines',
  areas: 'Areas',
  withdrawal: 'Withdrawal lines',
  coverage: 'Coverage: reach of sources',
  thermal: 'Thermal anomalies: indications',
  tracks: 'What moves: tracks, trails',
  places: 'Places',
}
const phaseColour: ExpressionSpecification = [
  'match',
  ['get', 'phase'],
  'outgoing',
  PHASE_COLOUR.outgoing,
  'impact',
  PHASE_COLOUR.impact,
  'airburst',
  PHASE_COLOUR.airburst,
  'inFlight',
  PHASE_COLOUR.inFlight,
  PHASE_COLOUR.undetermined,
]
const HALO = { 'text-halo-color': '#0b141d', 'text-halo-width': 1.4 }

/** The mission's sources, drawn over the basemap. */
export const SOURCES = [
  'zones',
  'thermal',
  'coverage',
  'lines',
  'sectors',
  'chosenSectors',
  'rings',
  'observers',
  'links',
  'ellipses',
  'chosenEllipses',
  'centres',
  'pulse',
  'network',
  'trails',
  'chosenTrack',
  'tracks',
] as const
/** One of the mission's sources. */
export type SourceName = (typeof SOURCES)[number]

const AREA: readonly LayerSpecification[] = [
  {
    id: 'areas',
    type: 'fill',
    source: 'zones',
    filter: ['==', ['get', 'kind'], 'area'],
    paint: { 'fill-color': '#c9b36b', 'fill-opacity': 0.13 },
  },
  {
    id: 'region-edges',
    type: 'line',
    source: 'zones',
    filter: ['==', ['get', 'kind'], 'region'],
    paint: { 'line-color': '#7d8a94', 'line-width': 1, 'line-dasharray': [1, 3] },
  },
  {
    id: 'area-edges',
    type: 'line',
    source: 'zones',
    filter: ['==', ['get', 'kind'], 'area'],
    paint: { 'line-color': '#c9b36b', 'line-width': 1.2, 'line-dasharray': [3, 2] },
  },
  {
    id: 'area-names',
    type: 'symbol',
    source: 'zones',
    minzoom: 8.4,
    filter: ['==', ['get', 'kind'], 'area'],
    layout: {
      'text-field': ['get', 'title'],
      'text-font': MAP_FONT,
      'text-size': 10.5,
      'text-max-width': 10,
      'text-offset': [0, 2.4],
    },
    paint: { 'text-color': '#d8c88e', ...HALO },
  },
]
const WITHDRAWAL: readonly LayerSpecification[] = [
  {
    id: 'withdrawal',
    type: 'line',
    source: 'zones',
    filter: ['==', ['get', 'kind'], 'withdrawal'],
    paint: {
      'line-color': '#8f86c9',
      'line-width': 1,
      'line-dasharray': [6, 4],
      'line-opacity': 0.75,
    },
  },
  {
    id: 'withdrawal-names',
    type: 'symbol',
    source: 'zones',
    filter: ['==', ['get', 'kind'], 'withdrawal'],
    layout: {
      'symbol-placement': 'line',
      'text-field': ['get', 'label'],
      'text-font': MAP_FONT,
      'text-size': 10,
      'symbol-spacing': 420,
    },
    paint: { 'text-color': '#b3acdf', ...HALO },
  },
]
const LINE: readonly LayerSpecification[] = [
  {
    id: 'line-band',
    type: 'line',
    source: 'lines',
    filter: ['get', 'contact'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': '#f2d98b', 'line-width': 9, 'line-opacity': 0.14 },
  },
  {
    id: 'line-contact',
    type: 'line',
    source: 'lines',
    filter: ['get', 'contact'],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#f2d98b', 'line-width': 2 },
  },
  {
    id: 'line-other',
    type: 'line',
    source: 'lines',
    filter: ['!', ['get', 'contact']],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#c8b98a', 'line-width': 1.2, 'line-dasharray': [2, 2.5] },
  },
]
const OBSERVATION: readonly LayerSpecification[] = [
  {
    id: 'sector-fills',
    type: 'fill',
    source: 'sectors',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': '#7fa8c9', 'fill-opacity': 0.008 },
  },
  {
    id: 'sector-edges',
    type: 'line',
    source: 'sectors',
    filter: ['!=', ['get', 'kind'], 'bearing'],
    paint: { 'line-color': '#86a9c4', 'line-width': 0.6, 'line-opacity': 0.26 },
  },
  {
    id: 'bearings',
    type: 'line',
    source: 'sectors',
    filter: ['==', ['get', 'kind'], 'bearing'],
    paint: {
      'line-color': '#86a9c4',
      'line-width': 0.8,
      'line-opacity': 0.4,
      'line-dasharray': [3, 3],
    },
  },
  {
    id: 'rings',
    type: 'line',
    source: 'rings',
    paint: {
      'line-color': '#dbe6ee',
      'line-width': 0.9,
      'line-opacity': 0.5,
      'line-dasharray': [1, 3],
    },
  },
  {
    id: 'chosen-fills',
    type: 'fill',
    source: 'chosenSectors',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': '#dbe6ee', 'fill-opacity': 0.1 },
  },
  {
    id: 'chosen-edges',
    type: 'line',
    source: 'chosenSectors',
    paint: { 'line-color': '#eef4f8', 'line-width': 1.3, 'line-opacity': 0.85 },
  },
  {
    id: 'observers',
    type: 'circle',
    source: 'observers',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 6, 9, 10.5],
      'circle-color': '#eef4f8',
      'circle-opacity': 0.05,
      'circle-stroke-color': '#eef4f8',
      'circle-stroke-width': 1.2,
      'circle-stroke-opacity': 0.8,
    },
  },
]
const LINK: readonly LayerSpecification[] = [
  {
    id: 'links',
    type: 'line',
    source: 'links',
    filter: ['==', ['get', 'kind'], 'engagement'],
    paint: {
      'line-color': '#eef4f8',
      'line-width': 1,
      'line-opacity': ['interpolate', ['linear'], ['get', 'probability'], 0, 0.15, 1, 0.6],
      'line-dasharray': [1, 2],
    },
  },
  {
    id: 'pairs',
    type: 'line',
    source: 'links',
    filter: ['==', ['get', 'kind'], 'pair'],
    paint: {
      'line-color': '#e69f00',
      'line-width': 1.8,
      'line-opacity': ['interpolate', ['linear'], ['get', 'probability'], 0, 0.3, 1, 1],
    },
  },
]
const EVENT: readonly LayerSpecification[] = [
  {
    id: 'ellipse-edges',
    type: 'line',
    source: 'ellipses',
    paint: { 'line-color': phaseColour, 'line-width': 0.9, 'line-opacity': 0.4 },
  },
  {
    id: 'chosen-ellipse-fills',
    type: 'fill',
    source: 'chosenEllipses',
    paint: { 'fill-color': phaseColour, 'fill-opacity': 0.09 },
  },
  {
    id: 'chosen-ellipse-edges',
    type: 'line',
    source: 'chosenEllipses',
    paint: { 'line-color': phaseColour, 'line-width': 2.4 },
  },
  {
    id: 'centres',
    type: 'circle',
    source: 'centres',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 4, 9, 8],
      'circle-color': phaseColour,
      'circle-opacity': ['interpolate', ['linear'], ['get', 'probability'], 0, 0.35, 1, 1],
      'circle-stroke-color': '#0b141d',
      'circle-stroke-width': 1.2,
    },
  },
  {
    id: 'centre-letters',
    type: 'symbol',
    source: 'centres',
    minzoom: 7.8,
    layout: {
      'text-field': ['get', 'letter'],
      'text-font': MAP_FONT,
      'text-size': 10,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': '#08111a' },
  },
]
const NETWORK: readonly LayerSpecification[] = [
  {
    id: 'legs',
    type: 'line',
    source: 'network',
    filter: ['==', ['geometry-type'], 'LineString'],
    paint: {
      'line-color': '#8fb7d6',
      'line-width': ['case', ['get', 'used'], 2.2, 1],
      'line-opacity': ['case', ['get', 'used'], 0.8, 0.35],
      'line-dasharray': ['case', ['get', 'rail'], ['literal', [1]], ['literal', [3, 2]]],
    },
  },
  {
    id: 'nodes',
    type: 'circle',
    source: 'network',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 4.5,
      'circle-color': ['case', ['get', 'fictional'], '#0b141d', '#8fb7d6'],
      'circle-stroke-color': '#8fb7d6',
      'circle-stroke-width': 1.6,
    },
  },
  {
    id: 'node-names',
    type: 'symbol',
    source: 'network',
    minzoom: 5,
    filter: ['==', ['geometry-type'], 'Point'],
    layout: {
      'text-field': ['get', 'title'],
      'text-font': MAP_FONT,
      'text-size': 10.5,
      'text-anchor': 'bottom',
      'text-offset': [0, -0.6],
      'text-max-width': 12,
    },
    paint: { 'text-color': '#b9d3e8', ...HALO },
  },
]
const PULSE: readonly LayerSpecification[] = [
  {
    id: 'pulse',
    type: 'circle',
    source: 'pulse',
    paint: {
      'circle-radius': 13,
      'circle-color': '#ffffff',
      'circle-opacity': 0.08,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2,
    },
  },
]

const TRACK = trackLayers(MAP_FONT)

/** The mission's layers from the ground up; the places' names go between areas and observations. */
export const LAYERS = {
  below: [...AREA, ...THERMAL_LAYERS, ...COVERAGE_REACH, ...WITHDRAWAL, ...LINE],
  above: [...OBSERVATION, ...COVERAGE_SITE, ...LINK, ...EVENT, ...NETWORK, ...PULSE, ...TRACK],
} as const

/** Which layers each switch moves. */
export const LAYERS_OF_GROUP: Readonly<Record<LayerGroup, readonly string[]>> = {
  areas: AREA.map(({ id }) => id),
  withdrawal: WITHDRAWAL.map(({ id }) => id),
  line: LINE.map(({ id }) => id),
  observations: OBSERVATION.map(({ id }) => id),
  engagements: LINK.map(({ id }) => id),
  events: EVENT.map(({ id }) => id),
  coverage: [...COVERAGE_REACH, ...COVERAGE_SITE].map(({ id }) => id),
  thermal: THERMAL_LAYERS.map(({ id }) => id),
  tracks: TRACK.map(({ id }) => id),
  places: ['place-dots', 'place-names'],
}
/** Layers that answer to the pointer, the topmost first. */
export const POINTED_LAYERS: readonly string[] = [
  'track-signs',
  'centres',
  'coverage-sites',
  'observers',
  'nodes',
  'chosen-ellipse-fills',
  'thermal-cells',
  'areas',
  'line-contact',
  'line-other',
]
