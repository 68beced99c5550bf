import { useState } from 'react'
import type {
  JudgedQuestion,
  ReliabilityReport,
  ReliabilityView,
} from '@holdfast/core/fuse/confidence'
import type { Actor } from '@holdfast/core/nations'
import type { Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { QUESTION_TITLE } from '../words/index.ts'
import { Diagram } from './diagram.tsx'
import { RecalibrationNote } from './recalibration.tsx'

const percent = (share: number): string => `${Math.round(100 * share)} %`
const score = (value: number | null): string => (value === null ? 'infinite' : value.toFixed(3))

function Scores({ report }: { readonly report: ReliabilityReport }): React.JSX.Element | null {
  const { brier, log, chance } = report.reliability
  if (brier === null || log === null || chance === null) return null
  const rows = [
    { name: 'Brier', parts: brier },
    { name: 'log', parts: log },
  ]
  return (
    <table>
      <caption>Scores; lower is better</caption>
      <thead>
        <tr>
          <th scope="col">Score</th>
          <th scope="col">mean</th>
          <th scope="col" title="What recalibration would gain (MCB)">
            + miscalibration
          </th>
          <th scope="col" title="What the figures know beyond the base rate (DSC)">
            − discrimination
          </th>
          <th scope="col" title="The score of the base rate (UNC)">
            + uncertainty
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, parts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{score(parts.score)}</td>
            <td className="number">{score(parts.miscalibration)}</td>
            <td className="number">{score(parts.discrimination)}</td>
            <td className="number">{score(parts.uncertainty)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Worth({ report }: { readonly report: ReliabilityReport }): React.JSX.Element {
  const { at, asGiven } = report.recalibration
  return (
    <table>
      <caption>
        What a figure is worth by this record{asGiven === null ? '' : `: ${asGiven}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">said</th>
          <th scope="col">worth</th>
          <th scope="col">between (95 %)</th>
        </tr>
      </thead>
      <tbody>
        {at.map(({ said, probability, low, high }) => (
          <tr key={said}>
            <th scope="row">{percent(said)}</th>
            <td className="number">{percent(probability)}</td>
            <td className="number">
              {percent(low)} to {percent(high)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Question({
  question,
  report,
  children,
}: {
  readonly question: JudgedQuestion
  readonly report: ReliabilityReport
  readonly children: React.ReactNode
}): React.JSX.Element {
  const { reliability, meaning } = report
  const title = QUESTION_TITLE[question]
  const { cases, undetermined } = reliability
  return (
    <section className="panel" aria-label={title}>
      <h2>
        {title}{' '}
        <small>
          {cases} {cases === 1 ? 'case' : 'cases'}
          {undetermined > 0 && `, ${undetermined} more undetermined`}
        </small>
      </h2>
      <p className={cases === 0 ? 'pane-note' : 'meaning'}>{meaning}</p>
      {cases > 0 && (
        <>
          <Diagram reliability={reliability} meaning={meaning} />
          <p className="key">
            <i className="held" /> what held true <i className="as-said" /> what was said{' '}
            <i className="band" /> where figures that hold true would lie (95 %){' '}
            <i className="count" /> cases
          </p>
          <Scores report={report} />
          <Worth report={report} />
        </>
      )}
      {children}
    </section>
  )
}

const QUESTIONS: readonly JudgedQuestion[] = ['occurred', 'breach']

/**
 * Whether the machine's figures held true, by what the panel signed: one diagram for each question with a figure, and the
 * recalibration that people adopted for it.
 */
export function ReliabilityScreen({
  picture,
  actor,
  ask,
}: {
  readonly picture: Picture
  readonly actor: Actor
  readonly ask: () => Promise<ReliabilityView>
}): React.JSX.Element {
  const [decided, setDecided] = useState(0)
  // Asked again when an incident moves, not whenever a sensor reports.
  const lastMoved = Math.max(-1, ...picture.incidents.map(({ entries }) => entries.at(-1) ?? -1))
  const findings = useAsked(ask, `${lastMoved} ${decided}`)
  return (
    <main className="reliability" data-testid="reliability">
      <Asked of={findings} what="The reliability of the machine's figures">
        {({ scripted, questions, recalibrations }) => (
          <>
            {scripted && (
              <p className="strip">These findings are a script’s: they say nothing of people.</p>
            )}
            {QUESTIONS.map((question) => (
              <Question key={question} question={question} report={questions[question]}>
                <RecalibrationNote
                  question={question}
                  row={recalibrations[question]}
                  actor={actor}
                  onDecided={() => setDecided((before) => before + 1)}
                />
              </Question>
            ))}
          </>
        )}
      </Asked>
    </main>
  )
}
