import { useCallback, useEffect, useRef, useState } from 'react'
import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'
import type { GeoJSONSource } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import 'maplibre-gl/dist/maplibre-gl.css'
import type { FeatureCollection } from 'geojson'
import { PLACE_LAYERS, basemapStyle } from '../basemap/index.ts'
import { formatPosition } from '../words/index.ts'
import { addTrackSigns } from '../tracks/index.ts'
import { addHatches } from './coverage-layers.ts'
import { GROUND } from './home.ts'
import type { Bounds } from './home.ts'
import { LAYERS, LAYERS_OF_GROUP, POINTED_LAYERS, SOURCES } from './layers.ts'
import type { LayerGroup, SourceName } from './layers.ts'

setWorkerUrl(workerUrl)

/** Leaves room for the legend. */
const HOME_PADDING = { left: 212, right: 46, top: 24, bottom: 30 }
const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }
/** A thing on the map under the pointer. */
export interface Pointed {
  readonly layer: string
  readonly properties: Readonly<Record<string, unknown>>
}
/** What the map draws, and whom it tells. */
export interface PictureMapProps {
  readonly label: string
  readonly sources: Readonly<Partial<Record<SourceName, FeatureCollection>>>
  readonly shown: ReadonlySet<LayerGroup>
  /** Where the view begins; it follows a new one as long as nobody has moved it. */
  readonly home: Bounds
  /** Flown to when it changes; null leaves the view as it is. */
  readonly focus: Bounds | null
  /** Lines said of a thing under the pointer; empty when there is nothing to say. */
  readonly describe: (pointed: Pointed) => readonly string[]
  readonly onPick: (pointed: Pointed) => void
  readonly children?: React.ReactNode
}

/** The offline map without any layer of the mission: what every map of the page begins with. */
export function createMap(
  container: HTMLElement,
  home: Bounds,
  padding: typeof HOME_PADDING = HOME_PADDING,
): MapLibre {
  const map = new MapLibre({
    container,
    style: basemapStyle(document.baseURI),
    bounds: [...home],
    fitBoundsOptions: { padding },
    maxBounds: [...GROUND],
    minZoom: 3.6,
    maxZoom: 14,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left')
  map.addControl(new AttributionControl({ compact: false }), 'bottom-right')
  return map
}

function addMission(map: MapLibre): void {
  addHatches(map)
  addTrackSigns(map)
  for (const source of SOURCES) map.addSource(source, { type: 'geojson', data: EMPTY })
  for (const layer of [...LAYERS.below, ...PLACE_LAYERS, ...LAYERS.above]) map.addLayer(layer)
}

/** Keeps the map for the life of its container; null until its style is there. */
function useMapLibre(
  container: React.RefObject<HTMLDivElement | null>,
  home: Bounds,
): MapLibre | null {
  const [ready, setReady] = useState<MapLibre | null>(null)
  const homeOnce = useRef(home)
  useEffect(() => {
    if (container.current === null) return undefined
    const map = createMap(container.current, homeOnce.current)
    const whenLoaded = (): void => {
      addMission(map)
      setReady(map)
    }
    void map.once('load', whenLoaded)
    return () => {
      setReady(null)
      map.remove()
    }
  }, [container])
  return ready
}

/** Fits a new home as long as nobody has moved the view; `goHome` lets it follow again, `keep` holds it where it is. */
function useHome(
  map: MapLibre | null,
  home: Bounds,
): { readonly goHome: () => void; readonly keep: () => void } {
  const isOwn = useRef(false)
  const fitted = useRef(home)
  useEffect(() => {
    if (map === null) return undefined
    // Only what a person does comes with an event of the page.
    const moved = map.on('movestart', ({ originalEvent }) => {
      if (originalEvent !== undefined) isOwn.current = true
    })
    return () => moved.unsubscribe()
  }, [map])
  useEffect(() => {
    if (map === null || isOwn.current || fitted.current === home) return
    fitted.current = home
    map.fitBounds([...home], { padding: HOME_PADDING, duration: 0 })
  }, [map, home])
  const goHome = useCallback(() => {
    isOwn.current = false
    fitted.current = home
    map?.fitBounds([...home], { padding: HOME_PADDING })
  }, [map, home])
  const keep = useCallback(() => {
    isOwn.current = true
  }, [])
  return { goHome, keep }
}

function useSources(map: MapLibre | null, sources: PictureMapProps['sources']): void {
  const drawn = useRef<{ map: MapLibre | null; sources: PictureMapProps['sources'] }>({
    map: null,
    sources: {},
  })
  useEffect(() => {
    if (map === null) return
    const before = drawn.current.map === map ? drawn.current.sources : {}
    for (const name of SOURCES) {
      if (sources[name] === before[name]) continue
      void map.getSource<GeoJSONSource>(name)?.setData(sources[name] ?? EMPTY)
    }
    drawn.current = { map, sources }
  }, [map, sources])
}

function useShown(map: MapLibre | null, shown: ReadonlySet<LayerGroup>): void {
  useEffect(() => {
    if (map === null) return
    for (const [group, layers] of Object.entries(LAYERS_OF_GROUP))
      for (const layer of layers)
        map.setLayoutProperty(
          layer,
          'visibility',
          shown.has(group as LayerGroup) ? 'visible' : 'none',
        )
  }, [map, shown])
}

interface Hover {
  readonly x: number
  readonly y: number
  readonly lonDeg: number
  readonly latDeg: number
  readonly pointed: Pointed | null
}

function usePointer(map: MapLibre | null, onPick: PictureMapProps['onPick']): Hover | null {
  const [hover, setHover] = useState<Hover | null>(null)
  useEffect(() => {
    if (map === null) return undefined
    const at = (point: { readonly x: number; readonly y: number }): Pointed | null => {
      const box: [[number, number], [number, number]] = [
        [point.x - 4, point.y - 4],
        [point.x + 4, point.y + 4],
      ]
      const found = map.queryRenderedFeatures(box, { layers: [...POINTED_LAYERS] })
      const best = POINTED_LAYERS.flatMap((layer) =>
        found.filter((one) => one.layer.id === layer),
      ).at(0)
      return best === undefined ? null : { layer: best.layer.id, properties: best.properties }
    }
    const moved = map.on('mousemove', ({ point, lngLat }) => {
      const pointed = at(point)
      map.getCanvas().style.cursor = pointed === null ? '' : 'pointer'
      setHover({ x: point.x, y: point.y, lonDeg: lngLat.lng, latDeg: lngLat.lat, pointed })
    })
    const left = map.on('mouseout', () => setHover(null))
    const clicked = map.on('click', ({ point }) => {
      const pointed = at(point)
      if (pointed !== null) onPick(pointed)
    })
    return () => [moved, left, clicked].forEach((subscription) => subscription.unsubscribe())
  }, [map, onPick])
  return hover
}

/** The offline map with the mission's layers on it. */
export function PictureMap({
  label,
  sources,
  shown,
  home,
  focus,
  describe,
  onPick,
  children,
}: PictureMapProps): React.JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  const map = useMapLibre(container, home)
  const { goHome, keep } = useHome(map, home)
  useSources(map, sources)
  useShown(map, shown)
  useEffect(() => {
    if (map === null || focus === null) return
    keep()
    const quick = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    map.fitBounds([...focus], {
      padding: { left: 230, right: 60, top: 60, bottom: 60 },
      maxZoom: 11,
      duration: quick ? 0 : 700,
    })
  }, [map, focus, keep])
  const hover = usePointer(map, onPick)
  const lines = hover === null || hover.pointed === null ? [] : describe(hover.pointed)
  return (
    <section className="map" aria-label={label} data-ready={map !== null}>
      <div className="map-canvas" ref={container} />
      {children}
      <button
        type="button"
        className="map-home"
        title="The whole map"
        aria-label="Show the whole map"
        onClick={goHome}
      >
        ⌂
      </button>
      <output className="map-position" aria-label="Position under the pointer">
        {hover === null ? 'WGS 84' : formatPosition(hover, 3)}
      </output>
      {hover !== null && lines.length > 0 && (
        <div
          className="map-tip"
          role="status"
          style={{ left: hover.x, top: hover.y }}
          data-flip={hover.x > (container.current?.clientWidth ?? 0) - 280}
        >
          {lines.map((line, i) =>
            i === 0 ? <strong key={line}>{line}</strong> : <span key={line}>{line}</span>,
          )}
        </div>
      )}
    </section>
  )
}
