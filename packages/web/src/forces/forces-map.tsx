import { useCallback, useMemo, useState } from 'react'
import type { MovementModel, MovementTold } from '@holdfast/core/move/model'
import type { Picture } from '../api/index.ts'
import { Legend, PictureMap, centresOf, ellipsesOf, linesOf, zonesOf } from '../map/index.ts'
import type { Bounds, LayerGroup, Pointed } from '../map/index.ts'
import { formatDistance, formatLikely, formatPosition, titleOfEvent } from '../words/index.ts'
import { networkFeatures } from './network.ts'

/** From the depots in the west to the line. */
const HOME: Bounds = [20.5, 43.8, 40.2, 52.6]
const GROUPS: readonly LayerGroup[] = ['events', 'line', 'areas', 'places']
const FIRST_SHOWN: ReadonlySet<LayerGroup> = new Set<LayerGroup>(GROUPS)

function describePointed(picture: Picture, { layer, properties }: Pointed): readonly string[] {
  if (layer === 'nodes')
    return [
      String(properties['title']),
      String(properties['kind']),
      properties['fictional'] === true
        ? 'fictional: it does not exist'
        : String(properties['basis']),
    ]
  if (layer !== 'centres')
    return [typeof properties['title'] === 'string' ? properties['title'] : ''].filter(
      (line) => line !== '',
    )
  const event = picture.events.find(({ id }) => id === properties['id'])
  if (event === undefined || event.estimate === null) return []
  return [
    `${titleOfEvent(event)} · ${formatLikely(event)}`,
    `${formatPosition(event.estimate.position, 2)}, rounded to 1 km, ± ${formatDistance(event.estimate.ellipse95.semiMajorM)}`,
  ]
}

/** The network, the line and the released places of events. */
export function ForcesMap({
  picture,
  model,
  told,
}: {
  readonly picture: Picture
  /** The network that plans are made of; null until it was read. */
  readonly model: MovementModel | null
  /** The plan that is shown; null where there is none. */
  readonly told: MovementTold | null
}): React.JSX.Element {
  const [shown, setShown] = useState(FIRST_SHOWN)
  const { line, zones, events } = picture
  const ground = JSON.stringify([line, zones])
  const still = useMemo(() => {
    const [lines, areas] = JSON.parse(ground) as [Picture['line'], Picture['zones']]
    return {
      lines: linesOf(lines, lines[0]?.id),
      zones: zonesOf(
        areas.filter(({ kind }) => kind === 'polygon'),
        lines,
      ),
    }
  }, [ground])
  const network = useMemo(
    () => (model === null ? undefined : networkFeatures(model, told)),
    [model, told],
  )
  const moving = useMemo(
    () => ({ centres: centresOf(events), ellipses: ellipsesOf(events) }),
    [events],
  )
  const sources = useMemo(
    () => ({ ...still, ...moving, ...(network === undefined ? {} : { network }) }),
    [still, moving, network],
  )
  const describe = useCallback((pointed: Pointed) => describePointed(picture, pointed), [picture])
  const placed = events.filter(({ estimate }) => estimate !== null).length
  return (
    <PictureMap
      label="Map of the movement network"
      sources={sources}
      shown={shown}
      home={HOME}
      focus={null}
      describe={describe}
      onPick={ignore}
    >
      <Legend groups={GROUPS} shown={shown} onChange={setShown} signs="movement" />
      <p className="map-words" data-testid="rounded">
        Positions here are <b>delayed</b> (a finding, or 24 hours) and <b>rounded to 1 km</b>:{' '}
        {placed} of {events.length} events have a released place. Exact positions are the monitor’s
        view only.
      </p>
    </PictureMap>
  )
}
const ignore = (): void => undefined
