/**
 * Metres in a degree by latitude, from a table, for tests that run hundreds of times an event. A local frame
 * (`geo/frame.ts`) has its own radii at every point; here they are read between rows a 64th of a degree apart. The error is
 * below one part in 4 · 10⁷ between 80° S and 80° N: whoever decides by these figures keeps a margin and asks `geo` within it.
 */
import { frameAt } from '../../geo/index.ts'

/** Beyond this latitude, degrees, nothing is read here: the caller asks `geo` itself. */
export const LAT_DEG_MAX = 80
/** Relative error of what is read, at most, with a margin: what a decision allows for. */
export const SCALE_ERROR = 1e-7
const ROWS_PER_DEG = 64
const ROWS = 2 * LAT_DEG_MAX * ROWS_PER_DEG + 2

interface Rows {
  readonly east: Float64Array
  readonly north: Float64Array
}

function madeRows(): Rows {
  const east = new Float64Array(ROWS)
  const north = new Float64Array(ROWS)
  for (let row = 0; row < ROWS; row += 1) {
    const latDeg = row / ROWS_PER_DEG - LAT_DEG_MAX
    const { eastM, northM } = frameAt({ lonDeg: 0, latDeg }).toOffset({
      lonDeg: 1,
      latDeg: latDeg + 1,
    })
    east[row] = eastM
    north[row] = northM
  }
  return { east, north }
}

// The same for every agreement; made with the first one that needs it.
let made: Rows | null = null

function read(rows: Float64Array, latDeg: number): number {
  const at = (latDeg + LAT_DEG_MAX) * ROWS_PER_DEG
  const row = Math.trunc(at)
  const low = rows[row] as number
  return low + (at - row) * ((rows[row + 1] as number) - low)
}

/** Metres in a degree of longitude and of latitude; latitudes between -80° and 80° only. */
export class Scale {
  readonly #rows: Rows

  constructor() {
    made ??= madeRows()
    this.#rows = made
  }

  eastMPerDeg(latDeg: number): number {
    return read(this.#rows.east, latDeg)
  }

  northMPerDeg(latDeg: number): number {
    return read(this.#rows.north, latDeg)
  }
}
