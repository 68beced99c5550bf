import type { MoveStanding } from '@holdfast/core/move/jobs'
import type { AskedState } from '../asked/index.ts'
import { ArmedChart } from './curve.tsx'
import { LabelLine } from './label.tsx'
import { shownOf } from './shown.ts'
import type { Shown } from './shown.ts'
import { useMovement } from './use-movement.ts'
import { Verdict } from './verdict.tsx'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './movement.css'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './charts.css'

/** What the page Movement shows, read for another page: the same standing, the same plan. */
interface MovementShown {
  readonly standing: AskedState<MoveStanding>
  /** Null until the standing was read. */
  readonly shown: Shown | null
}

/** Follows the planning as the page Movement does. */
export function useMovementShown(asOf: number): MovementShown {
  const { standing, jobs } = useMovement(asOf)
  return { standing, shown: standing.answer === null ? null : shownOf(standing.answer, jobs) }
}

/** The plan that the page Movement shows, in its words and its curve; or that there is none yet. */
export function MovementSummary({
  standing,
  shown,
  children,
}: {
  readonly standing: MoveStanding
  readonly shown: Shown
  /** What is said before a plan. */
  readonly children?: React.ReactNode
}): React.JSX.Element {
  const { plan, replan, underWay } = shown
  return (
    <section className="panel movement-summary" aria-label="Movement plan">
      <LabelLine label={standing.label} />
      <h2>
        Movement{' '}
        <small>
          with vehicles; the plan of the page <a href="#movement">Movement</a>
        </small>
      </h2>
      {plan === null ? (
        <p data-testid="no-plan-yet">
          No plan yet{underWay.length > 0 ? '; the first is being made' : ''}:{' '}
          <a href="#movement">Movement</a>
        </p>
      ) : (
        <>
          {standing.model.notice !== '' && (
            <p className="movement-notice">{standing.model.notice}</p>
          )}
          {children}
          <p className="dim" data-testid="plan-of">
            {plan.of === 'adopted'
              ? 'The plan adopted.'
              : `The newest plan, ${plan.of}; ${adoptedWords(standing)}.`}
          </p>
          <Verdict plan={plan} />
          <ArmedChart plan={plan} replan={replan} />
        </>
      )}
    </section>
  )
}

const adoptedWords = ({ plan }: MoveStanding): string =>
  plan === null ? 'no plan is adopted' : 'another one is adopted'
