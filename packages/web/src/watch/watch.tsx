import { useCallback, useMemo, useState } from 'react'
import { useHotkeys } from '@mantine/hooks'
import { ChainPane } from '../chain/index.ts'
import type { Chain, Picture, SeenEvent, SeenObservation } from '../api/index.ts'
import { Legend, PictureMap, homeOf } from '../map/index.ts'
import type { LayerGroup, PictureMapProps, Pointed } from '../map/index.ts'
import { formatInterval } from '../time/index.ts'
import {
  TrackList,
  TrackPane,
  TrackSigns,
  useOverrun,
  useTracks,
  useWholeTrack,
} from '../tracks/index.ts'
import type { Tracks } from '../tracks/index.ts'
import { ThermalSigns, linesOfCell, useThermalLayer } from '../thermal/index.ts'
import type { SeenThermal } from '../thermal/index.ts'
import { formatCount, formatMeans } from '../words/index.ts'
import { CoverageSigns } from '../coverage/index.ts'
import { describePointed } from './describe.ts'
import { EventPane } from './event-pane.tsx'
import { Queue, queueOf } from './queue.tsx'
import { boundsOf, chosenOf, useLayers } from './use-layers.ts'
import { linesOfTrack, useTrackLayers } from './track-layers.ts'

const GROUPS: readonly LayerGroup[] = [
  'events',
  'observations',
  'engagements',
  'line',
  'areas',
  'withdrawal',
  'coverage',
  'thermal',
  'tracks',
  'places',
]
/** Where the mission's sensors are and what moves is the monitor's alone. */
const GROUPS_ELSEWHERE = GROUPS.filter((group) => group !== 'coverage' && group !== 'tracks')
/** Thermal anomalies are for the monitor and the commission. */
const GROUPS_OF = {
  monitor: GROUPS,
  commission: GROUPS_ELSEWHERE,
  guarantors: GROUPS_ELSEWHERE.filter((group) => group !== 'thermal'),
} as const
const FIRST_SHOWN: ReadonlySet<LayerGroup> = new Set<LayerGroup>([
  'events',
  'observations',
  'engagements',
  'line',
  'areas',
  'coverage',
  'tracks',
  'places',
])

/** What just came in, in one line under the map. */
function Arrivals({
  arrivals,
}: {
  readonly arrivals: readonly SeenObservation[]
}): React.JSX.Element {
  const newest = arrivals[0]
  return (
    <div
      className="arrivals"
      data-testid="arrivals"
      data-count={arrivals.length}
      role="status"
      aria-label="Newest observation"
    >
      {newest === undefined ? (
        'Waiting for the next observation…'
      ) : (
        <>
          <b>NEW</b> <span className="mono">{newest.recordId ?? 'a report'}</span>{' '}
          {formatMeans(newest.means)} at {newest.observer.place ?? 'a place withheld'}:{' '}
          {formatCount(newest.count)} · {formatInterval(newest.observed)}
        </>
      )}
    </div>
  )
}

interface Choice {
  readonly incident: string | null
  readonly event: string | null
  readonly track: string | null
}

function useChoice(picture: Picture): {
  readonly items: ReturnType<typeof queueOf>
  readonly choice: Choice
  /** Whether a person chose it, rather than the page. */
  readonly isOwn: boolean
  readonly chooseIncident: (id: string) => void
  readonly chooseEvent: (id: string) => void
  readonly chooseTrack: (id: string | null) => void
} {
  const items = useMemo(() => queueOf(picture), [picture])
  const [choice, setChoice] = useState<Choice>({ incident: null, event: null, track: null })
  const incident = choice.incident ?? items[0]?.incident.id ?? null
  const step = (by: number): void => {
    const at = items.findIndex((item) => item.incident.id === incident)
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))]
    if (next !== undefined) setChoice({ incident: next.incident.id, event: null, track: null })
  }
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['Escape', () => setChoice({ ...choice, event: null, track: null })],
  ])
  const chooseIncident = useCallback(
    (id: string) => setChoice({ incident: id, event: null, track: null }),
    [],
  )
  const chooseEvent = useCallback(
    (id: string) => setChoice((before) => ({ ...before, event: id, track: null })),
    [],
  )
  const chooseTrack = useCallback(
    (id: string | null) => setChoice((before) => ({ ...before, event: null, track: id })),
    [],
  )
  return {
    items,
    choice: { ...choice, incident },
    isOwn: choice.incident !== null || choice.event !== null,
    chooseIncident,
    chooseEvent,
    chooseTrack,
  }
}

/** What is chosen, down to the log. */
function Pane({
  picture,
  event,
  incident,
  onIncident,
  onChain,
}: {
  readonly picture: Picture
  readonly event: SeenEvent | undefined
  readonly incident: string | null
  readonly onIncident: (id: string) => void
  readonly onChain: (chain: Chain | null) => void
}): React.JSX.Element {
  const onClose = (): void => {
    if (incident !== null) onIncident(incident)
  }
  return (
    <section className="pane" aria-label="Chain">
      {event !== undefined && <EventPane event={event} picture={picture} onClose={onClose} />}
      {event === undefined && incident !== null && (
        <ChainPane
          key={incident}
          incident={incident}
          revision={picture.incidents.find(({ id }) => id === incident)?.entries.length ?? 0}
          clocks={picture.clocks.filter((clock) => clock.incident === incident)}
          zones={picture.zones}
          coverageNote={picture.coverageNote}
          nowMs={picture.nowMs}
          onChain={onChain}
        />
      )}
      {event === undefined && incident === null && (
        <p className="pane-note">
          No incident yet. Choose an event on the map to see what it came from.
        </p>
      )}
    </section>
  )
}

function WatchLegend({
  picture: { office, coverage },
  shown,
  thermal,
  isDrawing,
  onChange,
}: {
  readonly picture: Picture
  /** Whether areas and limits of the text are still to come. */
  readonly isDrawing: boolean
  readonly thermal: SeenThermal
  readonly shown: ReadonlySet<LayerGroup>
  readonly onChange: (shown: ReadonlySet<LayerGroup>) => void
}): React.JSX.Element {
  const isMonitor = office === 'monitor'
  const groups = GROUPS_OF[office]
  return (
    <>
      <Legend groups={groups} shown={shown} onChange={onChange} signs="watch">
        {isMonitor && <TrackSigns />}
        {shown.has('thermal') && <ThermalSigns {...thermal} />}
        {isMonitor && <CoverageSigns coverage={coverage} />}
      </Legend>
      {isDrawing && (
        <p className="map-words" role="status">
          Drawing the areas and limits of the text…
        </p>
      )}
      {!isMonitor && !isDrawing && (
        <p className="map-words">
          Positions are delayed by 24 hours or until a finding, and rounded to 1 km. What is not
          released has no place here.
        </p>
      )}
    </>
  )
}

/** What moves, and the one that is chosen of it. */
function useMoving({ office }: Picture, chosen: string | null) {
  const moving = useTracks(office)
  const overrun = useOverrun(office)
  const row = moving.tracks.find(({ id }) => id === chosen)
  return { moving, overrun, row, whole: useWholeTrack(chosen, row?.seenMs ?? 0) }
}

/** What is said of a thing under the pointer. */
const useDescribe = (
  picture: Picture,
  moving: Tracks,
  { thermal }: SeenThermal,
): PictureMapProps['describe'] =>
  useCallback(
    (pointed: Pointed) => {
      const { layer, properties } = pointed
      if (layer === 'track-signs') return linesOfTrack(moving, properties['id'])
      if (layer === 'thermal-cells') return linesOfCell(thermal, properties['id'])
      return describePointed(picture, pointed)
    },
    [picture, moving, thermal],
  )

/** Chooses what is pointed at, where it is something to choose. */
const usePick = ({
  chooseEvent,
  chooseTrack,
}: Pick<ReturnType<typeof useChoice>, 'chooseEvent' | 'chooseTrack'>): PictureMapProps['onPick'] =>
  useCallback(
    ({ layer, properties: { id } }: Pointed) => {
      if (typeof id !== 'string') return
      if (layer === 'centres') chooseEvent(id)
      if (layer === 'track-signs') chooseTrack(id)
    },
    [chooseEvent, chooseTrack],
  )

/** The same object as long as it says the same. */
function useSame<T>(value: T): T {
  const key = JSON.stringify(value)
  return useMemo(() => JSON.parse(key) as T, [key])
}

/** The monitor's view: the queue, the map, and the chosen incident's chain. */
export function WatchScreen({
  picture,
  arrivals,
}: {
  readonly picture: Picture
  readonly arrivals: readonly SeenObservation[]
}): React.JSX.Element {
  const { items, choice, isOwn, chooseIncident, chooseEvent, chooseTrack } = useChoice(picture)
  const { moving, overrun, row, whole } = useMoving(picture, choice.track)
  const [shown, setShown] = useState(FIRST_SHOWN)
  const [chain, setChain] = useState<Chain | null>(null)
  const own = chain?.incident.id === choice.incident ? chain : null
  const chosen = useMemo(() => chosenOf(picture, own, choice.event), [picture, own, choice.event])
  const drawn = useLayers(picture, chosen, arrivals[0])
  const tracked = useTrackLayers(drawn, moving.tracks, whole)
  const [sources, thermal] = useThermalLayer(tracked, shown.has('thermal'))
  // The view flies when a person chooses something else, not at first and not whenever the picture is refreshed.
  const focus = useSame(isOwn ? boundsOf(picture, chosen) : null)
  const home = useSame(homeOf(picture))
  const events = useMemo(
    () => new Map(picture.events.map((event) => [event.id, event])),
    [picture.events],
  )
  const describe = useDescribe(picture, moving, thermal)
  const onPick = usePick({ chooseEvent, chooseTrack })
  return (
    <main className="watch">
      <Queue
        items={items}
        picture={picture}
        chosen={choice.event === null ? choice.incident : null}
        onChoose={chooseIncident}
        onEvent={chooseEvent}
      />
      <div className="watch-centre">
        <PictureMap
          label="Map of the line"
          sources={sources}
          shown={shown}
          home={home}
          focus={focus}
          describe={describe}
          onPick={onPick}
        >
          <WatchLegend
            picture={picture}
            shown={shown}
            thermal={thermal}
            isDrawing={drawn.zones === undefined}
            onChange={setShown}
          />
        </PictureMap>
        <TrackList {...moving} overrun={overrun} chosen={choice.track} onChoose={chooseTrack} />
        <Arrivals arrivals={arrivals} />
      </div>
      {choice.track === null ? (
        <Pane
          picture={picture}
          event={choice.event === null ? undefined : events.get(choice.event)}
          incident={choice.incident}
          onIncident={chooseIncident}
          onChain={setChain}
        />
      ) : (
        <TrackPane row={row} whole={whole} nowMs={moving.nowMs} onClose={() => chooseTrack(null)} />
      )}
    </main>
  )
}
