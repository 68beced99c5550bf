import { useMemo } from 'react'
import type { Chain, Picture, SeenObservation, SourceCoverage } from '../api/index.ts'
import {
  centresOf,
  coverageOf,
  ellipsesOf,
  linesOf,
  linksOf,
  observersOf,
  ringsOf,
  sectorsOf,
  useZones,
} from '../map/index.ts'
import type { Bounds, PictureMapProps } from '../map/index.ts'

/** What is chosen: an incident's chain, or one event by itself. */
export interface Chosen {
  readonly events: readonly string[]
  readonly observations: readonly string[]
}

/** Events and observations that an incident's chain or an event by itself points at. */
export function chosenOf(picture: Picture, chain: Chain | null, event: string | null): Chosen {
  if (event !== null) {
    const one = picture.events.find(({ id }) => id === event)
    return { events: [event], observations: one?.observations ?? [] }
  }
  if (chain === null) return { events: [], observations: [] }
  return {
    events: chain.events.map(({ id }) => id),
    observations: chain.observations.map(({ id }) => id),
  }
}

/** The box that holds what is chosen; null when none of it has a place. */
export function boundsOf(picture: Picture, chosen: Chosen): Bounds | null {
  const drawn = [
    ...ellipsesOf(picture.events.filter(({ id }) => chosen.events.includes(id))).features,
    ...observersOf(picture.observations.filter(({ id }) => chosen.observations.includes(id)))
      .features,
  ]
  const points = drawn.flatMap(({ geometry }) =>
    geometry.type === 'Polygon'
      ? geometry.coordinates.flat()
      : geometry.type === 'Point'
        ? [geometry.coordinates]
        : [],
  )
  if (points.length === 0) return null
  const lons = points.map(([lon = 0]) => lon)
  const lats = points.map(([, lat = 0]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** The sources of the monitor's map; each is made anew only when what it shows has changed. */
export function useLayers(
  picture: Picture,
  chosen: Chosen,
  newest: SeenObservation | undefined,
): PictureMapProps['sources'] {
  const { line, zones, observations, events, engagements } = picture
  // Lines and zones come again with every picture but hardly ever change: drawing them anew each second would waste the machine.
  const ground = JSON.stringify([line, zones])
  const lines = useMemo(() => {
    const [drawn] = JSON.parse(ground) as [Picture['line'], Picture['zones']]
    return linesOf(drawn, drawn[0]?.id)
  }, [ground])
  const areas = useZones(ground)
  const still = useMemo(
    () => (areas === null ? { lines } : { lines, zones: areas }),
    [lines, areas],
  )
  const stood = JSON.stringify(picture.coverage.sources)
  const coverage = useMemo(
    () => coverageOf(JSON.parse(stood) as readonly SourceCoverage[]),
    [stood],
  )
  const moving = useMemo(
    () => ({
      sectors: sectorsOf(observations),
      observers: observersOf(observations),
      ellipses: ellipsesOf(events),
      centres: centresOf(events),
      links: linksOf({ events, engagements }),
    }),
    [observations, events, engagements],
  )
  const marked = useMemo(() => {
    const reports = observations.filter(({ id }) => chosen.observations.includes(id))
    return {
      chosenSectors: sectorsOf(reports),
      rings: ringsOf(reports),
      chosenEllipses: ellipsesOf(events.filter(({ id }) => chosen.events.includes(id))),
    }
  }, [observations, events, chosen])
  const pulse = useMemo(() => observersOf(newest === undefined ? [] : [newest]), [newest])
  return useMemo(
    () => ({ ...still, coverage, ...moving, ...marked, pulse }),
    [still, coverage, moving, marked, pulse],
  )
}
