import { useSyncExternalStore } from 'react'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MoveStanding } from '@holdfast/core/move/jobs'
import type { Picture } from '../api/index.ts'
import { planAddress } from '../api/index.ts'
import { Asked } from '../asked/index.ts'
import { formatMinute } from '../time/index.ts'
import { Adopt, AdoptModel } from './adopt.tsx'
import { ChainBar, ChainTable, Gates } from './clock.tsx'
import { Compare } from './compare.tsx'
import { ArmedChart } from './curve.tsx'
import { FaultChooser } from './faults.tsx'
import { Gantt } from './gantt.tsx'
import { JobBar } from './jobs.tsx'
import { LabelLine } from './label.tsx'
import { NetworkMap } from './network-map.tsx'
import { PARTS, PART_TITLE, addressOf, partIn } from './parts.ts'
import type { Part } from './parts.ts'
import { PlanningPanel } from './planning.tsx'
import { shownOf } from './shown.ts'
import type { Shown, ShownPlan, ShownReplan } from './shown.ts'
import { Arrivals, Assumptions, Bottlenecks, CriticalityTable } from './tables.tsx'
import { Verdict } from './verdict.tsx'
import { useMovement } from './use-movement.ts'
import type { Movement } from './use-movement.ts'
import type { Chosen } from './simulate-these.tsx'
import { statedFaults } from './stated.ts'
import { faultWords, figure, percent, plural } from './words.ts'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './movement.css'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './charts.css'

/** Bottlenecks that a plan asked from here prices by a second solve each: the last of them after half a minute. */
const PRICED = 6
/** Under faults the answer is wanted in seconds. */
const PRICED_UNDER_FAULTS = 2
const [REPLICATIONS, SEED, PAIRS] = [1_000, 1, 5]

function Block({
  title,
  small,
  className = '',
  children,
}: {
  readonly title: string
  readonly small?: string
  readonly className?: string
  readonly children: React.ReactNode
}): React.JSX.Element {
  return (
    <section className={`movement-block ${className}`} aria-label={title}>
      <h2>
        {title} {small !== undefined && <small>{small}</small>}
      </h2>
      {children}
    </section>
  )
}

function Head({
  standing,
  shown,
  movement,
}: {
  readonly standing: MoveStanding
  readonly shown: Shown
  readonly movement: Movement
}): React.JSX.Element {
  const { model } = standing
  const { plan, underWay } = shown
  const isSolving = underWay.some(({ kind }) => kind === 'solve')
  const isSimulating = underWay.some(({ kind }) => kind === 'simulate')
  return (
    <header className="movement-head">
      <LabelLine label={standing.label} />
      <h1>{model.title}</h1>
      <p className="dim">
        {plural(model.nodes, 'place')}, {plural(model.legs, 'leg')}, steps of {model.stepHours} h ·{' '}
        {model.adopted === null
          ? 'the network that ships: fictional depots, adopted by nobody'
          : `adopted by ${model.adopted.by}, ${model.adopted.nation}, ${formatMinute(model.adopted.atMs)} (entry ${model.adopted.index})`}{' '}
        · <span className="mono">{model.digest.slice(0, 12)}</span>
      </p>
      {model.notice !== '' && <p className="movement-notice">{model.notice}</p>}
      <p className="movement-tools no-print">
        <button
          type="button"
          className={plan === null ? 'main-act' : undefined}
          disabled={isSolving}
          onClick={() => movement.ask({ kind: 'solve', price: PRICED })}
        >
          {plan === null ? 'Plan the movement' : 'Plan again'}
        </button>
        <button
          type="button"
          className={plan?.isFinal === true && plan.simulation === null ? 'main-act' : undefined}
          disabled={plan === null || !plan.isFinal || isSimulating}
          onClick={() => plan !== null && movement.ask(simulationAsked(plan.of))}
        >
          Simulate with faults by chance
        </button>
        <button type="button" disabled={plan === null} onClick={() => window.print()}>
          Print
        </button>
        {plan?.isFinal === true && (
          <a href={planAddress(plan.of)} download={`${plan.told.model}-plan.json`}>
            The plan as a document
          </a>
        )}
        {model.origin === 'shipped' && <AdoptModel act={movement.act} />}
      </p>
    </header>
  )
}

const simulationAsked = (of: string) =>
  ({ kind: 'simulate', of, replications: REPLICATIONS, seed: SEED, pairs: PAIRS }) as const

/** The plan on record, and whether it is the one that is shown. */
function OnRecord({
  standing,
  plan,
}: {
  readonly standing: MoveStanding
  readonly plan: ShownPlan
}): React.JSX.Element {
  const adopted = standing.plan
  if (adopted === null)
    return <p className="dim">No plan is adopted. What is shown is a proposal of the machine.</p>
  const { index, by, nation, atMs, reason, digest, chance, told } = adopted
  return (
    <p data-testid="on-record">
      Adopted by {by}, {nation}, {formatMinute(atMs)} (entry {index}): {figure(told.armedAtAsk)}{' '}
      armed by hour {told.ask.byHour}
      {chance === null ? ', not simulated' : `, chance of the ask ${percent(chance.value)}`}; plan{' '}
      <span className="mono">{digest.slice(0, 12)}</span>. “{reason}”{' '}
      {digest === plan.told.planDigest ? (
        <b>It is the plan that is shown.</b>
      ) : adopted.isOfModelInForce ? (
        <b>What is shown is another plan, not on record.</b>
      ) : (
        <b>It is a plan of a network that is no longer in force.</b>
      )}
    </p>
  )
}

function UnderFaults({
  standing,
  shown,
  movement,
  plan,
}: {
  readonly standing: MoveStanding
  readonly shown: Shown
  readonly movement: Movement
  readonly plan: ShownPlan
}): React.JSX.Element {
  const { replan, underWay } = shown
  const titles = new Map(
    standing.choices.flatMap(({ on }) => on.map(({ id, title }) => [id, title])),
  )
  const simulateUnder = (faults: readonly ChosenFault[], chosen: Chosen): void => {
    const likely = { ...chosen, owner: 'guarantors, on the page Movement', nowMs: standing.nowMs }
    const stated = statedFaults(faults, likely, (fault) =>
      faultWords(fault, (id) => titles.get(id) ?? id),
    )
    movement.ask({ ...simulationAsked(plan.of), faults: stated })
  }
  return (
    <Block title="With faults that you choose" small="beside the plan without them">
      <FaultChooser
        told={plan.told}
        choices={standing.choices}
        isBusy={!plan.isFinal || underWay.some(({ kind }) => kind === 'replan')}
        onReplan={(faults) =>
          movement.ask({ kind: 'replan', of: plan.of, price: PRICED_UNDER_FAULTS, faults })
        }
        onSimulate={
          plan.isFinal && !underWay.some(({ kind }) => kind === 'simulate') ? simulateUnder : null
        }
      />
      {replan !== null && (
        <>
          <Compare plan={plan} replan={replan} choices={standing.choices} />
          <p className="movement-tools no-print">
            <button
              type="button"
              disabled={
                replan.simulation !== null || underWay.some(({ kind }) => kind === 'simulate')
              }
              onClick={() => movement.ask(simulationAsked(replan.of))}
            >
              Simulate this plan, too
            </button>
          </p>
        </>
      )}
    </Block>
  )
}

function Answers({
  standing,
  shown,
  movement,
  plan,
}: {
  readonly standing: MoveStanding
  readonly shown: Shown
  readonly movement: Movement
  readonly plan: ShownPlan
}): React.JSX.Element {
  const { told } = plan
  const { replan } = shown
  return (
    <>
      <Verdict plan={plan} />
      <div className="movement-grid">
        <Block title="The network" small="what the plan carries over each leg" className="whole">
          <NetworkMap told={told} under={replan} modelDigest={standing.model.digest} />
        </Block>
        <div className="movement-column">
          <Block title="Armed by hour" small="signed for">
            <ArmedChart plan={plan} replan={replan} />
          </Block>
          <UnderFaults standing={standing} shown={shown} movement={movement} plan={plan} />
          <Block title="What it would cost to lose" small="criticality of legs and nodes">
            <Ranking plan={plan} />
          </Block>
        </div>
        <div className="movement-column">
          <Block title="One clock" small="event → verified → released → armed">
            <ChainBar told={told} />
            <ChainTable told={told} />
          </Block>
          <Block title="Gates" small="stock ownership, release, re-export consent">
            <Gates told={told} />
          </Block>
          <Block
            title="What holds it up"
            small={replan === null ? 'one more of each' : 'one more of each, as everything holds'}
          >
            <Bottlenecks told={told} />
            {replan !== null && <BottlenecksUnder replan={replan} />}
          </Block>
        </div>
        <Block title="Who has what by when" className="whole">
          <Arrivals told={told} replan={replan} />
        </Block>
        <Block title="Movement serials" small="hours from the release order" className="whole">
          <Gantt told={told} />
        </Block>
        <Block
          title="Assumptions"
          small={`${told.assumptions.length}, each with its owner`}
          className="whole"
        >
          <Assumptions assumptions={told.assumptions} />
        </Block>
        <Block title="On record" className="whole">
          <OnRecord standing={standing} plan={plan} />
          <Adopt standing={standing} plan={plan} replan={replan} act={movement.act} />
        </Block>
      </div>
      <LabelLine label={told.label} />
    </>
  )
}

function Ranking({ plan }: { readonly plan: ShownPlan }): React.JSX.Element {
  const ranked = plan.simulation ?? plan.earlier
  if (ranked === null) return <p className="dim">Not ranked yet: simulate the plan.</p>
  return (
    <>
      {plan.simulation === null && (
        <p className="dim">Of the plan before this one; simulate this one to rank it.</p>
      )}
      <CriticalityTable simulation={ranked} />
    </>
  )
}

function BottlenecksUnder({ replan }: { readonly replan: ShownReplan }): React.JSX.Element {
  return (
    <>
      <h3>Under the chosen faults</h3>
      <Bottlenecks told={replan.told} />
    </>
  )
}

function Page({
  standing,
  movement,
}: {
  readonly standing: MoveStanding
  readonly movement: Movement
}): React.JSX.Element {
  const shown = shownOf(standing, movement.jobs)
  const { plan, underWay, failed } = shown
  return (
    <>
      <Head standing={standing} shown={shown} movement={movement} />
      <JobBar
        underWay={underWay}
        failed={failed}
        refused={movement.refused}
        lost={standing.lost}
        hasAnswer={plan !== null}
        nowMs={standing.nowMs}
        onCancel={movement.cancel}
      />
      {plan === null ? (
        <p className="pane-note" data-testid="no-plan">
          {underWay.length > 0
            ? 'The first plan is being made.'
            : 'No plan of this network has been made since the server began. Plan the movement: the first answer comes in seconds, the priced bottlenecks after them.'}
        </p>
      ) : (
        <Answers standing={standing} shown={shown} movement={movement} plan={plan} />
      )}
    </>
  )
}

/** The part that the address names; the plan of movement where it names none. */
const usePart = (): Part => partIn(useSyncExternalStore(follow, () => window.location.hash))

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

/** The guarantors' page of movement: would so many really be armed in time, with a rail bridge down? */
export function MovementScreen({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const movement = useMovement(picture.logSize)
  const part = usePart()
  return (
    <main className="movement-page" tabIndex={-1}>
      <nav className="movement-parts no-print" aria-label="Parts of the movement page">
        {PARTS.map((one) => (
          <a key={one} href={addressOf(one)} aria-current={one === part ? 'true' : undefined}>
            {PART_TITLE[one]}
          </a>
        ))}
      </nav>
      {part === 'plan' ? (
        <Asked of={movement.standing} what="The planning of movement">
          {(standing) => <Page standing={standing} movement={movement} />}
        </Asked>
      ) : (
        <PlanningPanel key={part} name={part} asOf={picture.logSize} />
      )}
    </main>
  )
}
