import { useCallback, useMemo, useState } from 'react'
import { useHotkeys } from '@mantine/hooks'
import { ChainPane } from '../chain/index.ts'
import type { Chain, Picture, SeenObservation } from '../api/index.ts'
import { Legend, PictureMap } from '../map/index.ts'
import type { Bounds, LayerGroup, Pointed } from '../map/index.ts'
import { formatInterval } from '../time/index.ts'
import { formatCount, formatMeans } from '../words/index.ts'
import { describePointed } from './describe.ts'
import { EventPane } from './event-pane.tsx'
import { Queue, queueOf } from './queue.tsx'
import { boundsOf, chosenOf, useLayers } from './use-layers.ts'

/** The line from Luhansk to the sea. */
const HOME: Bounds = [37.1, 46.95, 39.55, 48.95]
const GROUPS: readonly LayerGroup[] = ['events', 'observations', 'engagements', 'line', 'areas', 'withdrawal', 'places']
const FIRST_SHOWN: ReadonlySet<LayerGroup> = new Set<LayerGroup>(['events', 'observations', 'engagements', 'line', 'areas', 'places'])

/** What just came in, in one line under the map. */
function Arrivals({ arrivals }: { readonly arrivals: readonly SeenObservation[] }): React.JSX.Element {
  const newest = arrivals[0]
  return (
    <div className="arrivals" data-testid="arrivals" data-count={arrivals.length} role="status" aria-label="Newest observation">
      {newest === undefined ? (
        'Waiting for the next observation…'
      ) : (
        <>
          <b>NEW</b> <span className="mono">{newest.recordId}</span> {formatMeans(newest.means)} at {newest.observer.place ?? 'a place withheld'}: {formatCount(newest.count)} · {formatInterval(newest.observed)}
        </>
      )}
    </div>
  )
}

interface Choice {
  readonly incident: string | null
  readonly event: string | null
}

function useChoice(picture: Picture): {
  readonly items: ReturnType<typeof queueOf>
  readonly choice: Choice
  readonly chooseIncident: (id: string) => void
  readonly chooseEvent: (id: string) => void
} {
  const items = useMemo(() => queueOf(picture), [picture])
  const [choice, setChoice] = useState<Choice>({ incident: null, event: null })
  const incident = choice.incident ?? items[0]?.incident.id ?? null
  const step = (by: number): void => {
    const at = items.findIndex((item) => item.incident.id === incident)
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))]
    if (next !== undefined) setChoice({ incident: next.incident.id, event: null })
  }
  useHotkeys([['j', () => step(1)], ['k', () => step(-1)], ['Escape', () => setChoice({ ...choice, event: null })]])
  const chooseIncident = useCallback((id: string) => setChoice({ incident: id, event: null }), [])
  const chooseEvent = useCallback((id: string) => setChoice((before) => ({ ...before, event: id })), [])
  return { items, choice: { ...choice, incident }, chooseIncident, chooseEvent }
}

/** The monitor's view: the queue, the map, and the chosen incident's chain. */
export function WatchScreen({ picture, arrivals }: {
  readonly picture: Picture
  readonly arrivals: readonly SeenObservation[]
}): React.JSX.Element {
  const { items, choice, chooseIncident, chooseEvent } = useChoice(picture)
  const [shown, setShown] = useState(FIRST_SHOWN)
  const [chain, setChain] = useState<Chain | null>(null)
  const own = chain?.incident.id === choice.incident ? chain : null
  const chosen = useMemo(() => chosenOf(picture, own, choice.event), [picture, own, choice.event])
  const sources = useLayers(picture, chosen, arrivals[0])
  // The view flies when something else is chosen, not whenever the picture is refreshed.
  const focusKey = JSON.stringify(boundsOf(picture, chosen))
  const focus = useMemo(() => JSON.parse(focusKey) as Bounds | null, [focusKey])
  const events = useMemo(() => new Map(picture.events.map((event) => [event.id, event])), [picture.events])
  const taken = useMemo(() => new Set(picture.incidents.flatMap((incident) => incident.candidates)), [picture.incidents])
  const loose = useMemo(
    () => picture.candidates.filter(({ id }) => !taken.has(id)).toSorted((a, b) => b.probability - a.probability),
    [picture.candidates, taken],
  )
  const describe = useCallback((pointed: Pointed) => describePointed(picture, pointed), [picture])
  const onPick = useCallback(
    ({ layer, properties }: Pointed) => {
      const id = properties['id']
      if (layer === 'centres' && typeof id === 'string') chooseEvent(id)
    },
    [chooseEvent],
  )
  const event = choice.event === null ? undefined : events.get(choice.event)
  return (
    <main className="watch">
      <Queue items={items} candidates={loose} events={events} chosen={choice.event === null ? choice.incident : null} pictureNowMs={picture.nowMs} onChoose={chooseIncident} onEvent={chooseEvent} />
      <div className="watch-centre">
        <PictureMap label="Map of the line" sources={sources} shown={shown} home={HOME} focus={focus} describe={describe} onPick={onPick}>
          <Legend groups={GROUPS} shown={shown} onChange={setShown} signs="watch" />
          {picture.office !== 'monitor' && <p className="map-words">Positions are delayed by 24 hours or until a finding, and rounded to 1 km. What is not released has no place here.</p>}
        </PictureMap>
        <Arrivals arrivals={arrivals} />
      </div>
      <section className="pane" aria-label="Chain">
        {event !== undefined && <EventPane event={event} picture={picture} onClose={() => choice.incident !== null && chooseIncident(choice.incident)} />}
        {event === undefined && choice.incident !== null && (
          <ChainPane
            key={choice.incident}
            incident={choice.incident}
            revision={picture.incidents.find(({ id }) => id === choice.incident)?.entries.length ?? 0}
            clocks={picture.clocks.filter((clock) => clock.incident === choice.incident)}
            zones={picture.zones}
            coverageNote={picture.coverageNote}
            nowMs={picture.nowMs}
            onChain={setChain}
          />
        )}
        {event === undefined && choice.incident === null && <p className="pane-note">No incident yet. Choose an event on the map to see what it came from.</p>}
      </section>
    </main>
  )
}
