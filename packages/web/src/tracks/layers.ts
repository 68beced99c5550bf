/** How tracks are drawn. One neutral colour for all: a colour would say whose they are, and nobody knows that from a track. */
import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl'

const SIGN_PX = 22
const TRACK_COLOUR = '#e8eef3'
const DOUBT_COLOUR = '#c3a6ff'
type Draw = (context: CanvasRenderingContext2D) => void

/** Outlines in a square of 22 px, the nose up: colour and size say nothing that the shape does not. */
const OUTLINE: Readonly<Record<'air' | 'sea' | 'land', Draw>> = {
  air: (context) => {
    context.moveTo(11, 2)
    context.lineTo(18, 19)
    context.lineTo(11, 15)
    context.lineTo(4, 19)
  },
  sea: (context) => {
    context.moveTo(11, 2)
    context.lineTo(16, 9)
    context.lineTo(16, 20)
    context.lineTo(6, 20)
    context.lineTo(6, 9)
  },
  land: (context) => {
    context.moveTo(11, 2)
    context.lineTo(14, 7)
    context.lineTo(18, 7)
    context.lineTo(18, 19)
    context.lineTo(4, 19)
    context.lineTo(4, 7)
    context.lineTo(8, 7)
  },
}

/** Gives the map the signs that the layers below name. */
export function addTrackSigns(map: MapLibre): void {
  for (const [domain, outline] of Object.entries(OUTLINE))
    for (const kind of ['full', 'hollow'] as const) {
      const canvas = document.createElement('canvas')
      const scale = 2
      canvas.width = SIGN_PX * scale
      canvas.height = SIGN_PX * scale
      const context = canvas.getContext('2d')
      if (context === null) continue
      context.scale(scale, scale)
      context.beginPath()
      outline(context)
      context.closePath()
      context.lineJoin = 'round'
      context.lineWidth = 4
      context.strokeStyle = '#0b141d'
      context.stroke()
      context.lineWidth = 1.8
      context.strokeStyle = TRACK_COLOUR
      context.fillStyle = kind === 'full' ? TRACK_COLOUR : '#0b141d'
      context.fill()
      context.stroke()
      const image = context.getImageData(0, 0, canvas.width, canvas.height)
      map.addImage(`track-${domain}-${kind}`, image, { pixelRatio: scale })
    }
}

const WAYS: readonly LayerSpecification[] = [
  {
    id: 'track-trails',
    type: 'line',
    source: 'trails',
    filter: ['!', ['get', 'coasting']],
    paint: { 'line-color': TRACK_COLOUR, 'line-width': 1, 'line-opacity': 0.45 },
  },
  {
    id: 'track-trails-coasting',
    type: 'line',
    source: 'trails',
    filter: ['get', 'coasting'],
    paint: {
      'line-color': TRACK_COLOUR,
      'line-width': 1,
      'line-opacity': 0.45,
      'line-dasharray': [2, 3],
    },
  },
  {
    id: 'track-chosen-way',
    type: 'line',
    source: 'chosenTrack',
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 1.8, 'line-opacity': 0.85 },
  },
  {
    id: 'track-chosen-ellipse',
    type: 'line',
    source: 'chosenTrack',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'line-color': '#ffffff', 'line-width': 2 },
  },
]
const signsIn = (font: string[]): readonly LayerSpecification[] => [
  {
    id: 'track-signs',
    type: 'symbol',
    source: 'tracks',
    layout: {
      'icon-image': ['get', 'sign'],
      'icon-rotate': ['get', 'courseDeg'],
      'icon-rotation-alignment': 'map',
      'icon-allow-overlap': true,
      'icon-size': ['interpolate', ['linear'], ['zoom'], 4, 0.5, 8, 0.8, 11, 1],
    },
  },
  {
    id: 'track-names',
    type: 'symbol',
    source: 'tracks',
    minzoom: 8,
    layout: {
      'text-field': [
        'case',
        ['get', 'doubtful'],
        ['concat', ['get', 'name'], ' ?'],
        ['get', 'name'],
      ],
      'text-font': font,
      'text-size': 10.5,
      'text-anchor': 'left',
      'text-offset': [1, 0],
    },
    paint: {
      'text-color': ['case', ['get', 'doubtful'], DOUBT_COLOUR, TRACK_COLOUR],
      'text-halo-color': '#0b141d',
      'text-halo-width': 1.4,
    },
  },
]

/** The layers of tracks, from the ground up, over the sources `tracks`, `trails` and `chosenTrack`. */
export const trackLayers = (font: string[]): readonly LayerSpecification[] => [
  ...WAYS,
  ...signsIn(font),
]
