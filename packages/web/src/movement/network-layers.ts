// How the network looks on the map: colour tells the mode, width what a leg carries, amber what binds, red what is struck.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { MAP_FONT } from '../basemap/index.ts'

/** Colours of the modes and marks; the legend shows the same. */
export const NETWORK_COLOUR = {
  road: '#7fc4ff',
  rail: '#c3a6ff',
  air: '#8fe0c0',
  sea: '#5aa0d8',
  idle: '#5f7890',
  bound: '#f2b84b',
  struck: '#ff6b6b',
  depot: '#f3e3b5',
  issuePoint: '#5fcf9f',
  place: '#d4e2ee',
  halo: '#0b141d',
} as const

const { road, rail, air, sea } = NETWORK_COLOUR
const byMode: ExpressionSpecification = [
  'match',
  ['get', 'mode'],
  'rail',
  rail,
  'air',
  air,
  'sea',
  sea,
  road,
]
/** Rail and road between the same places lie beside each other. */
const beside: ExpressionSpecification = ['match', ['get', 'mode'], 'rail', 3, 'air', -3, 0]
const width: ExpressionSpecification = ['+', 1.2, ['*', 5.5, ['sqrt', ['get', 'share']]]]
const isUsed: ExpressionSpecification = ['>', ['get', 'share'], 0]
const is = (key: string): ExpressionSpecification => ['==', ['get', key], true]
const size: ExpressionSpecification = [
  'match',
  ['get', 'kind'],
  ['depot', 'hub'],
  5.5,
  'issuePoint',
  5,
  3.6,
]

/** The layers of the legs, from below. */
export const LEG_LAYERS: readonly LayerSpecification[] = [
  {
    id: 'legs-idle',
    type: 'line',
    source: 'legs',
    filter: ['!', isUsed],
    paint: {
      'line-color': NETWORK_COLOUR.idle,
      'line-width': 0.8,
      'line-opacity': 0.55,
      'line-dasharray': [3, 3],
      'line-offset': beside,
    },
  },
  {
    id: 'legs-bound',
    type: 'line',
    source: 'legs',
    filter: is('isBound'),
    layout: { 'line-cap': 'round' },
    paint: {
      'line-color': NETWORK_COLOUR.bound,
      'line-width': ['+', 5, width],
      'line-opacity': 0.75,
      'line-offset': beside,
    },
  },
  {
    id: 'legs-used',
    type: 'line',
    source: 'legs',
    filter: isUsed,
    layout: { 'line-cap': 'round' },
    paint: {
      'line-color': byMode,
      'line-width': width,
      'line-opacity': 0.85,
      'line-offset': beside,
    },
  },
  {
    id: 'legs-struck',
    type: 'line',
    source: 'legs',
    filter: is('isStruck'),
    paint: {
      'line-color': NETWORK_COLOUR.struck,
      'line-width': 4,
      'line-dasharray': [1.2, 1.2],
      'line-offset': beside,
    },
  },
]
/** The layers of the nodes, from below. */
export const NODE_LAYERS: readonly LayerSpecification[] = [
  {
    id: 'nodes-bound',
    type: 'circle',
    source: 'nodes',
    filter: is('isBound'),
    paint: {
      'circle-radius': ['+', 5, size],
      'circle-color': NETWORK_COLOUR.bound,
      'circle-opacity': 0.25,
      'circle-stroke-color': NETWORK_COLOUR.bound,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'nodes',
    type: 'circle',
    source: 'nodes',
    paint: {
      'circle-radius': size,
      'circle-color': [
        'match',
        ['get', 'kind'],
        'depot',
        NETWORK_COLOUR.depot,
        'issuePoint',
        NETWORK_COLOUR.issuePoint,
        NETWORK_COLOUR.place,
      ],
      'circle-stroke-color': NETWORK_COLOUR.halo,
      'circle-stroke-width': 1.4,
    },
  },
  {
    id: 'nodes-struck',
    type: 'circle',
    source: 'nodes',
    filter: is('isStruck'),
    paint: {
      'circle-radius': ['+', 3, size],
      'circle-color': NETWORK_COLOUR.struck,
      'circle-opacity': 0.35,
      'circle-stroke-color': NETWORK_COLOUR.struck,
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: 'nodes-names',
    type: 'symbol',
    source: 'nodes',
    layout: {
      'text-field': ['get', 'title'],
      'text-font': MAP_FONT,
      'text-size': 11,
      'text-anchor': 'top',
      'text-offset': [0, 0.7],
      'text-max-width': 11,
      'text-optional': true,
      'symbol-sort-key': [
        'case',
        is('isStruck'),
        0,
        is('isBound'),
        1,
        ['match', ['get', 'kind'], 'hub', 2, 'depot', 3, 'issuePoint', 4, 5],
      ],
    },
    paint: {
      'text-color': '#dce8f2',
      'text-halo-color': NETWORK_COLOUR.halo,
      'text-halo-width': 1.5,
    },
  },
]
/** Layers that answer the pointer, what is said first before the others. */
export const POINTED: readonly string[] = ['nodes', 'legs-struck', 'legs-used', 'legs-idle']
