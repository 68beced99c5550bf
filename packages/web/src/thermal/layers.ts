/** How thermal anomalies are drawn: the likelier, the less can be seen through a square. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

/** None of the phases' colours, and none of a party: it is not an event. */
export const THERMAL_COLOUR = '#f0e442'
/** Opacity of a square that is certain; a map must stay readable under it. */
export const OPACITY_MAX = 0.6

const opacity = (most: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['get', 'probability'],
  0,
  0,
  1,
  most,
]

/** Under lines and observations. */
export const THERMAL_LAYERS: readonly LayerSpecification[] = [
  {
    id: 'thermal-cells',
    type: 'fill',
    source: 'thermal',
    paint: { 'fill-color': THERMAL_COLOUR, 'fill-opacity': opacity(OPACITY_MAX) },
  },
  {
    id: 'thermal-edges',
    type: 'line',
    source: 'thermal',
    paint: {
      'line-color': THERMAL_COLOUR,
      'line-width': 0.8,
      'line-dasharray': [2, 2],
      'line-opacity': opacity(1),
    },
  },
]
