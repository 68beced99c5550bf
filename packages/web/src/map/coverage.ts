/**
 * The reach of each source on the map. What matters at night is where nobody could have noticed, so the reach of a source
 * that is known to notice nothing is hatched, each way with a hatch of its own: colour says nothing that the hatch and the
 * word beside the site do not say too. A source that is up is a faint outline, and one of which nobody said is dashed.
 */
import type { Feature, FeatureCollection } from 'geojson'
import { COVERAGE_STATES } from '@holdfast/core/observe'
import type { SourceCoverage } from '../api/index.ts'
import { circle } from '../geometry/index.ts'
import { STANDING_WORD } from '../words/index.ts'

/** Ways to stand in which a source is known to notice nothing. */
export const BLIND_STATES = COVERAGE_STATES.filter((state) => state !== 'up')
const isBlind = (state: string): boolean => BLIND_STATES.some((one) => one === state)

/** Circles of the reach and points of the sites; a source without a site has neither, and none is invented. */
export function coverageOf(sources: readonly SourceCoverage[]): FeatureCollection {
  const features = sources.flatMap(({ source, title, position, reachM, state }): Feature[] => {
    if (position === null) return []
    const label = state === 'up' ? title : `${STANDING_WORD[state].toUpperCase()}\n${title}`
    const properties = { id: source, state, label, blind: isBlind(state) }
    const { lonDeg, latDeg } = position
    const site: Feature = {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lonDeg, latDeg] },
      properties,
    }
    if (reachM <= 0) return [site]
    const reach: Feature = {
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [circle(position, reachM)] },
      properties,
    }
    return [reach, site]
  })
  return { type: 'FeatureCollection', features }
}
