import { useEffect, useState } from 'react'
import type { ForceAnswer, ForceRegister } from '../api/index.ts'
import { Answering, PosturePick, useAnswer } from './asking.tsx'
import type { AskingProps } from './asking.tsx'
import { LabelMark } from './label.tsx'
import { WHY_TITLE, onLine, unsizedWords, whyRows } from './why-words.ts'
import type { WhyRow } from './why-words.ts'
import { PLACE_WORD, figure, plural, proofWords } from './words.ts'

type GapsAnswered = Extract<ForceAnswer, { kind: 'gaps' }>

function Row({
  row: { line, kind, sentence, more, assumptions },
  register,
}: {
  readonly row: WhyRow
  readonly register: ForceRegister
}): React.JSX.Element {
  return (
    <tr data-testid="why" data-why={kind}>
      <th scope="row">
        {line.title}
        <small>
          {PLACE_WORD[line.place] ?? line.place} · priority {line.priority}
        </small>
      </th>
      <td className="number">{figure(line.required)}</td>
      <td className="number">
        {figure(line.delivered)}
        <small>{onLine(line)}</small>
      </td>
      <td className="number shortfall">{figure(line.shortfall)}</td>
      <td>
        <span className="why">{WHY_TITLE[kind]}</span>
      </td>
      <td>
        {sentence}
        {more.length > 0 && (
          <ul className="reasons">
            {more.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        {assumptions.map((id) => {
          const known = register.assumptions.find((one) => one.id === id)
          return (
            <small key={id}>
              Rests on {id}
              {known === undefined ? '' : `: ${known.title} (${known.owner}, ${known.date})`}
            </small>
          )
        })}
      </td>
    </tr>
  )
}

function Told({
  answer,
  register,
}: {
  readonly answer: GapsAnswered
  readonly register: ForceRegister
}): React.JSX.Element {
  const rows = whyRows(answer)
  const unsized = unsizedWords(answer, register)
  return (
    <>
      <LabelMark label={answer.label} />
      <p className="dim">
        {plural(answer.rotations.count, 'rotation')} of {answer.rotations.monthsEach} months ·
        figures of the worst rotation · assignment {proofWords(answer.solution)}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col" className="number">
              Required
            </th>
            <th scope="col" className="number">
              On it
            </th>
            <th scope="col" className="number">
              Short
            </th>
            <th scope="col">Why</th>
            <th scope="col">In words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.line.line} row={row} register={register} />
          ))}
        </tbody>
      </table>
      {unsized.length > 0 && (
        <details className="forces-block">
          <summary>
            {plural(unsized.length, 'line or offer', 'lines and offers')} not counted: nobody sized
            them
          </summary>
          <ul>
            {unsized.map(({ id, what, words }) => (
              <li key={id}>
                <span className="tag">{what}</span> {words}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** Per line, why it is unmet: asked anew whenever the register has changed. */
export function WhyPanel({
  register,
  asker,
  posture,
  onPosture,
  asOf,
  isShown,
}: AskingProps): React.JSX.Element {
  const { outcome, send } = useAnswer(asker, asOf)
  const [askedOf, setAskedOf] = useState('')
  const now = `${posture ?? ''} ${asOf}`
  const isIdle = asker.underWay === null
  const isDue = isShown && isIdle && askedOf !== now
  useEffect(() => {
    if (!isDue) return
    setAskedOf(now)
    send('why each line is unmet', { kind: 'gaps', why: true, posture })
  }, [isDue, now, posture, send])
  const answer = outcome !== null && 'answer' in outcome ? outcome.answer : null
  return (
    <section className="panel forces-panel" aria-label="Why unmet">
      <h2>
        Why unmet <small>reasons are proven by solving again; who could lift what</small>
      </h2>
      <div className="forces-tools">
        <PosturePick register={register} posture={posture} onPosture={onPosture} />
        <button type="button" disabled={!isIdle} onClick={() => setAskedOf('')}>
          Ask again
        </button>
      </div>
      <div className="forces-scroll">
        {answer === null && <LabelMark label={register.label} />}
        <Answering outcome={outcome} />
        {answer !== null && answer.kind === 'gaps' && <Told answer={answer} register={register} />}
      </div>
    </section>
  )
}
