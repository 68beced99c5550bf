import type { Gap } from '@holdfast/core/generate'
import type { Network } from '@holdfast/core/move'
import type { FeatureCollection } from 'geojson'
import type { Movement } from '../api/index.ts'
import { ArmedCurve } from './curve.tsx'

/** The network as the map draws it; a leg that carries nothing in the plan is thin. */
export function networkFeatures({ network, plan }: Movement): FeatureCollection {
  if (network === null || plan === null) return { type: 'FeatureCollection', features: [] }
  const used = new Set(plan.serials.map(({ leg }) => leg))
  const at = new Map(
    network.nodes.map(({ id, position }) => [id, [position.lonDeg, position.latDeg]]),
  )
  const legs = network.legs.flatMap(({ id, from, to, mode }) => {
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
  })
  const nodes = network.nodes.map(({ id, title, kind, position, fictional, basis }) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: [position.lonDeg, position.latDeg] },
    properties: { id, title, kind, fictional, basis: basis.source },
  }))
  return { type: 'FeatureCollection', features: [...legs, ...nodes] }
}

function nameOf(id: string, network: Network | null): string {
  const [node, leg] = [
    network?.nodes.find((one) => one.id === id),
    network?.legs.find((one) => one.id === id),
  ]
  if (leg === undefined) return node?.title ?? id
  const end = (at: string): string => network?.nodes.find((one) => one.id === at)?.title ?? at
  return `${leg.mode} ${end(leg.from)} → ${end(leg.to)}`
}

/** The capability of a stock that waits in a depot. */
const STOCK = 'depotStock'

/** The curve moves a stock: whether there is one is the forces gap's business, and it is said above the curve. */
function StockSentence({
  network,
  gaps,
}: {
  readonly network: Network
  readonly gaps: readonly Gap[]
}): React.JSX.Element {
  const depots = network.nodes.filter(({ kind }) => kind === 'depot')
  const fictional = depots.filter(({ fictional: isFictional }) => isFictional).length
  const kits = depots.reduce((sum, { stockKits }) => sum + stockKits, 0)
  const which =
    fictional === depots.length ? ' fictional' : fictional === 0 ? '' : ` (${fictional} fictional)`
  const short = gaps.filter(
    ({ capability, required, why }) =>
      capability === STOCK && required !== null && why !== 'filled',
  )
  const names = short.map(({ requirement }) => requirement).join(', ')
  const noneAtAll = short.some(({ why }) => why === 'noPledge')
  return (
    <p className="stock" data-testid="stock">
      The curve assumes that the {depots.length}
      {which} depots hold {kits.toLocaleString('en')} kits
      {names === ''
        ? '.'
        : noneAtAll
          ? `, while no nation has pledged that stock (${names} is unfilled).`
          : `, while the pledges do not fill that stock (${names}).`}
    </p>
  )
}

/** How many can be armed by when, what holds them up, and which assumption the answer hangs on. */
export function MovementPanel({
  movement,
  gaps,
}: {
  readonly movement: Movement
  readonly gaps: readonly Gap[]
}): React.JSX.Element {
  const { plan, network } = movement
  if (plan === null) return <p className="pane-note">No movement plan has been computed yet.</p>
  // The plan names it by its id and its words.
  const binding = network?.assumptions.find(({ id }) =>
    plan.bindingAssumption?.startsWith(`${id}:`),
  )
  return (
    <section className="panel movement" aria-label="Movement plan">
      <h2>
        Armed within {plan.horizonHours} h{' '}
        <small>signed for, of {plan.troopsAsked.toLocaleString('en')} asked</small>
      </h2>
      <p className="coverage">
        A flow without vehicles. With lift, faults and the chance of it:{' '}
        <a href="#movement">Movement</a>.
      </p>
      {plan.status !== 'optimal' && (
        <p className="problem">The solver’s answer is {plan.status}: the curve is no plan.</p>
      )}
      {network !== null && <StockSentence network={network} gaps={gaps} />}
      <ArmedCurve plan={plan} />
      <h3>What binds</h3>
      <p>
        {plan.bindingAssumption === null ? (
          'No assumption binds the result.'
        ) : (
          <>
            <i className="assumed">assumption{binding === undefined ? '' : ` ${binding.id}`}</i>{' '}
            {binding === undefined
              ? plan.bindingAssumption
              : `${binding.title}: ${binding.value.toLocaleString('en')} ${binding.unit} (${binding.owner}, ${binding.date})`}
          </>
        )}
      </p>
      <h3>
        Bottlenecks <small>{plan.bottlenecks.length}</small>
      </h3>
      <ul className="bottlenecks">
        {plan.bottlenecks.slice(0, 6).map(({ id, kind, worthPerUnit, unit }) => (
          <li key={`${kind}${id}`}>
            <span>{nameOf(id, network)}</span>
            <b className="number">
              +{worthPerUnit.toLocaleString('en', { maximumFractionDigits: 1 })}
            </b>
            <small>{unit}</small>
          </li>
        ))}
        {plan.bottlenecks.length === 0 && (
          <li className="dim">None: more of anything arms no one sooner.</li>
        )}
      </ul>
      {network !== null && network.notice !== '' && <p className="coverage">{network.notice}</p>}
    </section>
  )
}
