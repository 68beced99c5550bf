import type { Agreement } from '@holdfast/core/agreement'
import type { Region } from '@holdfast/core/report'

const ring = (vertices: readonly (readonly [lonDeg: number, latDeg: number])[]) => ({
  ring: vertices.map(([lonDeg, latDeg]) => ({ lonDeg, latDeg })),
})

/** The border between the two regions, drawn by hand to some kilometres; south to north. */
const BORDER = [
  [39.0, 47.83],
  [38.85, 48.0],
  [38.75, 48.1],
  [38.6, 48.25],
  [38.48, 48.38],
  [38.32, 48.52],
  [38.27, 48.7],
  [38.22, 48.95],
  [37.95, 49.12],
  [37.95, 49.3],
] as const

/**
 * The regions that the totals of the Donbas record are published by. GENERALISED from general geographic knowledge, good
 * to some kilometres: an assumption of this product, no border of a law. The sea belongs to the region that it washes.
 */
export const DONBAS_REGIONS: readonly Region[] = [
  {
    id: 'donetsk',
    title: 'Donetsk',
    polygon: ring([...BORDER, [36.4, 49.3], [36.4, 46.6], [38.3, 46.6], [39.0, 47.3], BORDER[0]]),
  },
  {
    id: 'luhansk',
    title: 'Luhansk',
    polygon: ring([...BORDER, [37.95, 50.2], [40.3, 50.2], [40.3, 47.83], BORDER[0]]),
  },
]

/** The regions that counts are given for: those that the totals of the Donbas record name, elsewhere the agreement's own. */
export const regionsOf = (
  agreement: Agreement | null,
  exercise: string | null,
): readonly Region[] =>
  exercise === 'donbas'
    ? DONBAS_REGIONS
    : (agreement?.zones ?? []).flatMap((zone) =>
        zone.kind === 'polygon' && zone.purpose === 'region'
          ? [{ id: zone.id, title: zone.title, polygon: zone.polygon }]
          : [],
      )
