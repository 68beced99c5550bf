// Limits at a distance from 1,200 km of line take seconds of a processor, and the page would stand still for as long. So a worker
// draws them, and the page keeps what it drew: the text in force comes again with every picture. Where no worker can be had the
// page draws them itself: late is better than never.
import type { FeatureCollection } from 'geojson'

/** A text that was drawn. `ground` is JSON of the lines and the zones, as it was asked for. */
export interface ZoneAnswer {
  readonly ground: string
  readonly shapes: FeatureCollection
}
/** Told by whoever draws: what is drawn, and that nothing more will come. */
export interface ZoneListener {
  readonly onDrawn: (answer: ZoneAnswer) => void
  readonly onLost: () => void
}
/** Starts whoever draws, and gives the way to hand it a text; throws where there is none. */
export type ZoneStart = (listener: ZoneListener) => (ground: string) => void
/** Draws the zones of texts, each once. */
export interface ZoneArtist {
  /** The shapes of a text, if they are drawn already. */
  readonly drawn: (ground: string) => FeatureCollection | null
  /** Has a text drawn; what was drawn before or is being drawn is not drawn again. */
  readonly draw: (ground: string) => Promise<FeatureCollection>
}

/** Texts whose shapes are kept: the one in force and those before. */
export const KEPT_MAX = 4

/** An artist that asks a worker, started with the first text; `drawHere` draws where that fails. */
export function createZoneArtist(
  start: ZoneStart,
  drawHere: (ground: string) => FeatureCollection,
): ZoneArtist {
  const kept = new Map<string, FeatureCollection>()
  const waiting = new Map<string, ((shapes: FeatureCollection) => void)[]>()
  let send: ((ground: string) => void) | null = null
  let isLost = false
  const keep = ({ ground, shapes }: ZoneAnswer): void => {
    kept.delete(ground)
    kept.set(ground, shapes)
    const oldest = kept.keys().next().value
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    const told = waiting.get(ground) ?? []
    waiting.delete(ground)
    for (const tell of told) tell(shapes)
  }
  const onLost = (): void => {
    isLost = true
    send = null
    for (const ground of waiting.keys()) keep({ ground, shapes: drawHere(ground) })
  }
  const hand = (ground: string): void => {
    try {
      if (send === null && !isLost) send = start({ onDrawn: keep, onLost })
    } catch {
      isLost = true
    }
    if (send === null) keep({ ground, shapes: drawHere(ground) })
    else send(ground)
  }
  return {
    drawn: (ground) => kept.get(ground) ?? null,
    draw: (ground) =>
      new Promise((resolve) => {
        const shapes = kept.get(ground)
        if (shapes !== undefined) {
          keep({ ground, shapes })
          resolve(shapes)
          return
        }
        const others = waiting.get(ground)
        waiting.set(ground, [...(others ?? []), resolve])
        if (others === undefined) hand(ground)
      }),
  }
}
