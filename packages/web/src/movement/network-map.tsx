import { useEffect, useMemo, useRef, useState } from 'react'
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MovementModel, MovementTold } from '@holdfast/core/move/model'
import { fetchMoveModel } from '../api/index.ts'
import { useAsked } from '../asked/index.ts'
import { createMap } from '../map/index.ts'
import { BOUND_SHOWN_MAX, networkFeatures } from './network-features.ts'
import type { NetworkFeatures } from './network-features.ts'
import { LEG_LAYERS, NETWORK_COLOUR, NODE_LAYERS, POINTED } from './network-layers.ts'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './network.css'

const PADDING = { left: 28, right: 46, top: 28, bottom: 40 }
const SIGNS = [
  { colour: NETWORK_COLOUR.road, words: 'road', isLine: true },
  { colour: NETWORK_COLOUR.rail, words: 'rail', isLine: true },
  { colour: NETWORK_COLOUR.air, words: 'air', isLine: true },
  { colour: NETWORK_COLOUR.sea, words: 'sea', isLine: true },
  { colour: NETWORK_COLOUR.idle, words: 'carries nothing', isLine: true },
  { colour: NETWORK_COLOUR.depot, words: 'depot', isLine: false },
  { colour: NETWORK_COLOUR.issuePoint, words: 'issue point', isLine: false },
  { colour: NETWORK_COLOUR.place, words: 'on the way', isLine: false },
  { colour: NETWORK_COLOUR.bound, words: `holds it up (first ${BOUND_SHOWN_MAX})`, isLine: false },
  { colour: NETWORK_COLOUR.struck, words: 'struck by a chosen fault', isLine: false },
] as const

interface Tip {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
}

/** The map for the life of its container; null until its style is there. */
function useMap(
  container: React.RefObject<HTMLDivElement | null>,
  features: NetworkFeatures,
): MapLibre | null {
  const [ready, setReady] = useState<MapLibre | null>(null)
  const first = useRef(features)
  useEffect(() => {
    if (container.current === null) return undefined
    const { legs, nodes, bounds } = first.current
    const map = createMap(container.current, bounds, PADDING)
    // The page scrolls: the wheel is the page's.
    map.scrollZoom.disable()
    const fit = (): void => void map.fitBounds([...bounds], { padding: PADDING, duration: 0 })
    fit()
    map.on('resize', fit)
    void map.once('load', () => {
      map.addSource('legs', { type: 'geojson', data: legs })
      map.addSource('nodes', { type: 'geojson', data: nodes })
      for (const layer of [...LEG_LAYERS, ...NODE_LAYERS]) map.addLayer(layer)
      setReady(map)
    })
    return () => {
      setReady(null)
      map.remove()
    }
  }, [container])
  return ready
}

function useTip(map: MapLibre | null): Tip | null {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    if (map === null) return undefined
    const moved = map.on('mousemove', ({ point: { x, y } }) => {
      const found = map.queryRenderedFeatures(
        [
          [x - 4, y - 4],
          [x + 4, y + 4],
        ],
        { layers: [...POINTED] },
      )
      const best = POINTED.flatMap((layer) => found.filter((one) => one.layer.id === layer)).at(0)
      const lines: unknown = JSON.parse(String(best?.properties['lines'] ?? '[]'))
      setTip(best === undefined ? null : { x, y, lines: lines as readonly string[] })
    })
    const left = map.on('mouseout', () => setTip(null))
    return () => [moved, left].forEach((subscription) => subscription.unsubscribe())
  }, [map])
  return tip
}

function Canvas({ features }: { readonly features: NetworkFeatures }): React.JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  const map = useMap(container, features)
  const tip = useTip(map)
  useEffect(() => {
    void map?.getSource<GeoJSONSource>('legs')?.setData(features.legs)
    void map?.getSource<GeoJSONSource>('nodes')?.setData(features.nodes)
  }, [map, features])
  return (
    <section
      className="network-map"
      aria-label="Map of the network: what each leg carries, what holds it up, what is struck"
      data-testid="network-map"
      data-ready={map !== null}
    >
      <div className="map-canvas" ref={container} />
      {tip !== null && (
        <div
          className="map-tip"
          role="status"
          style={{ left: tip.x, top: tip.y }}
          data-flip={tip.x > (container.current?.clientWidth ?? 0) - 280}
        >
          {tip.lines.map((line, i) =>
            i === 0 ? <strong key={line}>{line}</strong> : <span key={line}>{line}</span>,
          )}
        </div>
      )}
    </section>
  )
}

function Drawn({
  model,
  told,
  faults,
}: {
  readonly model: MovementModel
  readonly told: MovementTold
  readonly faults: readonly ChosenFault[]
}): React.JSX.Element {
  const features = useMemo(() => networkFeatures(model, told, faults), [model, told, faults])
  return <Canvas features={features} />
}

const NO_FAULTS: readonly ChosenFault[] = []

/** The network with what the plan carries over it; beside it, where there is one, the plan under chosen faults. */
export function NetworkMap({
  told,
  under,
  modelDigest,
}: {
  readonly told: MovementTold
  /** The plan under chosen faults; null where there is none. */
  readonly under: { readonly told: MovementTold; readonly faults: readonly ChosenFault[] } | null
  readonly modelDigest: string
}): React.JSX.Element {
  const [isUnder, setIsUnder] = useState(true)
  const { answer: model, problem } = useAsked(fetchMoveModel, modelDigest)
  const shown = isUnder && under !== null ? under : { told, faults: NO_FAULTS }
  return (
    <>
      {under !== null && (
        <p className="movement-tools no-print">
          <button type="button" aria-pressed={!isUnder} onClick={() => setIsUnder(false)}>
            As everything holds
          </button>
          <button type="button" aria-pressed={isUnder} onClick={() => setIsUnder(true)}>
            Under the chosen faults
          </button>
        </p>
      )}
      {model === null ? (
        <p className="dim">{problem ?? 'The network is being read.'}</p>
      ) : (
        <Drawn model={model} told={shown.told} faults={shown.faults} />
      )}
      <ul className="network-signs" aria-label="Signs of the map">
        {SIGNS.map(({ colour, words, isLine }) => (
          <li key={words}>
            <i data-line={isLine} style={{ background: colour }} /> {words}
          </li>
        ))}
        <li className="dim">the wider a leg, the more it carries</li>
      </ul>
    </>
  )
}
