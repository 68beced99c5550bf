// The movement network as the map of the forces page draws it: the one that plans with vehicles are made of.
import type { MovementModel, MovementTold } from '@holdfast/core/move/model'
import type { FeatureCollection } from 'geojson'
import type { ForceRegister } from '../api/index.ts'
import { codeOf, figure, plural } from './words.ts'

/** The capability of a stock that waits in a depot. */
const STOCK = 'depotStock'

/** The network; a leg that carries nothing in the plan is thin, and without a plan every leg is. */
export function networkFeatures(
  { nodes, legs, assumptions }: Pick<MovementModel, 'nodes' | 'legs' | 'assumptions'>,
  told: Pick<MovementTold, 'bars'> | null,
): FeatureCollection {
  const used = new Set(told?.bars.map(({ leg }) => leg))
  const at = new Map(nodes.map(({ id, position }) => [id, [position.lonDeg, position.latDeg]]))
  const titleOf = (basis: string): string =>
    assumptions.find(({ id }) => id === basis)?.title ?? basis
  return {
    type: 'FeatureCollection',
    features: [
      ...legs.flatMap(({ id, from, to, mode }) => {
        const ends = [at.get(from), at.get(to)].filter((end) => end !== undefined)
        return ends.length < 2
          ? []
          : [
              {
                type: 'Feature' as const,
                geometry: { type: 'LineString' as const, coordinates: ends },
                properties: { id, used: used.has(id), rail: mode === 'rail' },
              },
            ]
      }),
      ...nodes.map(({ id, title, kind, position, fictional, basis }) => ({
        type: 'Feature' as const,
        geometry: { type: 'Point' as const, coordinates: [position.lonDeg, position.latDeg] },
        properties: { id, title, kind, fictional, basis: basis.map(titleOf).join('; ') },
      })),
    ],
  }
}

/** What stock a plan takes from the depots, and whether anybody has pledged such a stock: a plan does not ask. */
export function stockWords(
  { nodes, commodities }: Pick<MovementModel, 'nodes' | 'commodities'>,
  register: Pick<ForceRegister, 'requirements' | 'pledges' | 'capabilities'>,
): string {
  const share = new Map(commodities.map(({ id, kitShare }) => [id, kitShare]))
  const held = nodes.filter(({ stock }) => stock.length > 0)
  const kits = held
    .flatMap(({ stock }) => stock)
    .reduce((sum, { commodity, quantity }) => sum + quantity * (share.get(commodity) ?? 1), 0)
  const fictional = held.filter((node) => node.fictional).length
  const places = `${plural(held.length, 'place')}${fictional === 0 ? '' : ` (${fictional} fictional)`}`
  const isStock = ({ capability }: { readonly capability: string }): boolean =>
    codeOf(register, capability) === STOCK
  const lines = register.requirements.filter(isStock).map(({ id }) => id)
  const isPledged = register.pledges.some((one) => isStock(one) && one.status !== 'withdrawn')
  const pledged = isPledged
    ? 'what of it is pledged stands beside the plan, not in it'
    : `no nation has pledged such a stock${lines.length === 0 ? '' : ` (${lines.join(', ')})`}`
  return `The plan assumes a stock of ${figure(kits)} kits in ${places}; ${pledged}.`
}
