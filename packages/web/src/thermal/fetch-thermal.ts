import { Problem } from '../api/index.ts'

/** A cell of 0.1° on a day. */
export interface ThermalCellDay {
  /** South-west corner: longitude, latitude, degrees, WGS 84. */
  readonly cell: readonly [number, number]
  readonly day: string
  readonly observed: number
  readonly expected: number
  readonly surprise: number
  readonly probability: number
  readonly benign: { readonly season: number; readonly steadyHeat: number }
}
/** What the server says of a range of days. */
export interface Thermal {
  readonly says: string
  /** Days that anything was received of, in order. */
  readonly days: readonly {
    readonly day: string
    readonly fires: number
    readonly isOver: boolean
  }[]
  readonly cellDays: readonly ThermalCellDay[]
}

/** Cells below it are not drawn: season and steady heat are likelier by far. */
export const PROBABILITY_MIN = 0.2

/** The last week's cell-days. Null: this deployment has no background. */
export async function fetchThermal(signal: AbortSignal): Promise<Thermal | null> {
  const path = `/api/v1/thermal?minProbability=${PROBABILITY_MIN}`
  const response = await fetch(path, { credentials: 'same-origin', signal })
  if (response.status === 404) return null
  if (!response.ok) throw new Problem(response.status, `HTTP ${response.status}`)
  return (await response.json()) as Thermal
}
