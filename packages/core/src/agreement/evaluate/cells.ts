/**
 * What a place's cell says of every border, so that most events cost one look-up. A grid in degrees over all that an
 * agreement draws, in levels of cells twice as wide each. A cell is worked out when an event first falls into it, from the
 * wider cell around it: only borders that are mixed there are asked again. What a cell says holds for all of its points.
 */
import { MIXED } from './border.ts'
import type { Border } from './border.ts'
import { Box } from './box.ts'

/** Side of the smallest cells, degrees, unless the extent asks for wider ones. */
const CELL_DEG = 1 / 32
/** Most cells of the finest level: 4 bytes each before any is worked out. */
export const CELLS_MAX = 1_000_000
const LEVELS = 8
const UNKNOWN = 0
const ALL_MIXED = 1
/** Far above the rounding of a division, far below anything that matters, degrees. */
const EDGE_DEG = 1e-9

interface Level {
  readonly sideDeg: number
  readonly columns: number
  readonly rows: number
  /** The number of each cell's statuses; `UNKNOWN` before they are worked out. */
  readonly cells: Int32Array
}

/** Most cells that a box is looked up in: one in each direction lies beside it. */
export const FOUND_MAX = 4

/** Statuses of every border, by its number. */
export type Statuses = Uint8Array

/** The grid over an extent. */
export class Cells {
  readonly #borders: readonly Border[]
  readonly #extent: Box
  readonly #levels: readonly Level[]
  readonly #statuses: Statuses[]
  readonly #known = new Map<string, number>()
  /** The borders that are mixed, by the number of the statuses. */
  readonly #open: (readonly number[])[]

  constructor(borders: readonly Border[], extent: Box) {
    this.#borders = borders
    this.#extent = extent
    const wide = extent.east - extent.west
    const high = extent.north - extent.south
    let sideDeg = CELL_DEG
    while (Math.ceil(wide / sideDeg) * Math.ceil(high / sideDeg) > CELLS_MAX) sideDeg *= 2
    this.#levels = Array.from({ length: LEVELS }, (_, level) => {
      const side = sideDeg * (1 << level)
      const [columns, rows] = [Math.ceil(wide / side) + 1, Math.ceil(high / side) + 1]
      return { sideDeg: side, columns, rows, cells: new Int32Array(columns * rows) }
    })
    const mixed = new Uint8Array(borders.length).fill(MIXED)
    this.#statuses = [mixed, mixed]
    const all = borders.map((_, border) => border)
    this.#open = [all, all]
  }

  /** What the cells of a number say of every border. */
  statuses(number: number): Statuses {
    return this.#statuses[number] as Statuses
  }

  /**
   * Writes the numbers of what the cells say that a box lies in, each once, and tells how many: four at most. What they agree
   * in holds for all points of the box. None where it reaches beyond the grid or is too large for it.
   */
  find(box: Box, into: Int32Array): number {
    const { west, south, east, north } = this.#extent
    if (box.west < west || box.south < south || box.east > east || box.north > north) return 0
    const size = Math.max(box.east - box.west, box.north - box.south)
    let level = 0
    while (level < LEVELS && (this.#levels[level] as Level).sideDeg < size) level += 1
    if (level === LEVELS) return 0
    const { sideDeg } = this.#levels[level] as Level
    const fromX = Math.trunc((box.west - west) / sideDeg)
    const toX = Math.trunc((box.east - west) / sideDeg)
    const fromY = Math.trunc((box.south - south) / sideDeg)
    const toY = Math.trunc((box.north - south) / sideDeg)
    let count = 0
    for (let y = fromY; y <= toY; y += 1)
      for (let x = fromX; x <= toX; x += 1) {
        const number = this.#numberAt(level, x, y)
        let known = 0
        while (known < count && into[known] !== number) known += 1
        if (known === count) {
          into[count] = number
          count += 1
        }
      }
    return count
  }

  #numberAt(level: number, x: number, y: number): number {
    const { columns, cells } = this.#levels[level] as Level
    const cell = y * columns + x
    const known = cells[cell] as number
    if (known !== UNKNOWN) return known
    const number = this.#worked(level, x, y)
    cells[cell] = number
    return number
  }

  #worked(level: number, x: number, y: number): number {
    const wider = level === LEVELS - 1 ? ALL_MIXED : this.#numberAt(level + 1, x >> 1, y >> 1)
    const around = this.#statuses[wider] as Statuses
    const { sideDeg } = this.#levels[level] as Level
    const west = this.#extent.west + x * sideDeg
    const south = this.#extent.south + y * sideDeg
    // A point on the edge between two cells belongs to the one that division puts it in: both hold it.
    const box = new Box({
      west: west - EDGE_DEG,
      south: south - EDGE_DEG,
      east: west + sideDeg + EDGE_DEG,
      north: south + sideDeg + EDGE_DEG,
    })
    let own: Statuses | null = null
    const open: number[] = []
    let key = `${wider}:`
    for (const border of this.#open[wider] as readonly number[]) {
      const status = (this.#borders[border] as Border).statusOf(box)
      key += status
      if (status === MIXED) open.push(border)
      else {
        own ??= around.slice()
        own[border] = status
      }
    }
    if (own === null) return wider
    // Cells between the same borders say the same: what was made of one is found again for the next.
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#open.push(open)
    const number = this.#statuses.push(own) - 1
    this.#known.set(key, number)
    return number
  }
}
