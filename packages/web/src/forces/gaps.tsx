import { useEffect, useRef, useState } from 'react'
import type { Assumption } from '@holdfast/core/generate'
import type { LineGap } from '@holdfast/core/generate/questions'
import { Answering, PosturePick } from './asking.tsx'
import type { AskingProps } from './asking.tsx'
import { LabelMark } from './label.tsx'
import { unsizedWords } from './why-words.ts'
import { FILL_TITLE, fillOf, headWords } from './fill.ts'
import type { GapsAnswered } from './use-conference.ts'
import type { Outcome } from './use-question.ts'
import {
  PLACE_WORD,
  acceptanceWords,
  capabilityTitle,
  figure,
  plural,
  proofWords,
} from './words.ts'

/** Wall time of the first answer, s; the one after it has the server's own limit. */
const FIRST_SECONDS = 2

/** How the lines stand, and whether a better answer is being looked for. */
interface Standing {
  readonly answer: GapsAnswered | null
  /** What the answer is of; another key: the register has changed since. */
  readonly of: string
  readonly problem: Outcome | null
  readonly isOver: boolean
}
const NOTHING: Standing = { answer: null, of: '', problem: null, isOver: false }

/**
 * The desk's answer to the question gaps, kept until the register changes: a first one within seconds, then, where that is
 * not proven, the one that the server's own limit allows.
 */
function useStanding({
  asker: { ask, underWay },
  posture,
  asOf,
  isShown,
}: Pick<AskingProps, 'asker' | 'posture' | 'asOf' | 'isShown'>): Standing & {
  readonly again: () => void
} {
  const now = `${posture ?? ''} ${asOf}`
  const [standing, setStanding] = useState<Standing>(NOTHING)
  const asking = useRef(false)
  const isDue = isShown && underWay === null && (standing.of !== now || !standing.isOver)
  const isFirst = standing.of !== now
  useEffect(() => {
    if (!isDue || asking.current) return
    asking.current = true
    const question = {
      kind: 'gaps',
      posture,
      ...(isFirst ? { seconds: FIRST_SECONDS } : {}),
    } as const
    const take = (outcome: Outcome): void => {
      asking.current = false
      const answer = 'answer' in outcome && outcome.answer.kind === 'gaps' ? outcome.answer : null
      setStanding((before) => ({
        answer: answer ?? before.answer,
        of: now,
        problem: answer === null ? outcome : null,
        isOver: answer === null || !isFirst || answer.solution.status === 'optimal',
      }))
    }
    void ask(isFirst ? 'gaps, a first answer' : 'gaps, a better answer', question).then(take)
    // What came of the last question may be of another posture: then it is asked again.
  }, [isDue, isFirst, now, posture, ask, standing])
  return { ...standing, again: () => setStanding((before) => ({ ...before, of: '' })) }
}

const sayAssumption = ({ title, value, unit, owner, date }: Assumption): string =>
  `${title}: ${value.toLocaleString('en')} ${unit} (${owner}, ${date})`

function GapMore({
  line,
  register,
}: {
  readonly line: LineGap
} & Pick<AskingProps, 'register'>): React.JSX.Element {
  const requirement = register.requirements.find(({ id }) => id === line.line)
  return (
    <tr className="gap-more">
      <td colSpan={7}>
        {line.by.map(({ pledge, nation, rotations }) => (
          <p key={pledge}>
            <b>{nation}</b> {register.pledges.find(({ id }) => id === pledge)?.title ?? pledge}: in{' '}
            {plural(rotations.length, 'rotation')}
          </p>
        ))}
        {line.caveats.map(({ caveat, nation, title, waivableBy }) => (
          <p key={caveat}>
            <b>{nation}</b> keeps it away by “{title}”, waivable by {waivableBy}
          </p>
        ))}
        {line.assumptions.length === 0 && <p className="dim">This line rests on no assumption.</p>}
        {line.assumptions.map((id) => {
          const known = register.assumptions.find((assumption) => assumption.id === id)
          return (
            <p key={id}>
              <i className="assumed">assumption {id}</i>{' '}
              {known === undefined ? 'not on record' : sayAssumption(known)}
            </p>
          )
        })}
        {requirement?.sources.map(({ article, quote }) => (
          <p key={`${article}${quote}`} className="dim">
            “{quote}” – {article}
          </p>
        ))}
      </td>
    </tr>
  )
}

function GapRow({
  line,
  register,
  open,
  onOpen,
}: {
  readonly line: LineGap
  readonly open: boolean
  readonly onOpen: () => void
} & Pick<AskingProps, 'register'>): React.JSX.Element {
  const fill = fillOf(line)
  const share = line.required === 0 ? null : Math.min(1, line.delivered / line.required)
  const nations = [...new Set(line.caveats.map(({ nation }) => nation))]
  return (
    <>
      <tr data-why={fill} data-testid="gap">
        <th scope="row">
          <button type="button" className="link" aria-expanded={open} onClick={onOpen}>
            {line.title}
          </button>
          <small>
            <span className="mono">{line.line}</span> · {capabilityTitle(register, line.capability)}{' '}
            · {PLACE_WORD[line.place] ?? line.place}
          </small>
        </th>
        <td className="number">{figure(line.required)}</td>
        <td className="number">
          {figure(line.delivered)}
          {share !== null && (
            <progress max={1} value={share} aria-label={`${Math.floor(share * 100)} % filled`} />
          )}
        </td>
        <td className="number shortfall">{figure(line.shortfall)}</td>
        <td>
          <span className="why">{FILL_TITLE[fill]}</span>
        </td>
        <td className="rests-on">
          {line.assumptions.length === 0 && <span className="dim">–</span>}
          {line.assumptions.map((id) => {
            const known = register.assumptions.find((assumption) => assumption.id === id)
            return (
              <i key={id} className="assumed" title={known && sayAssumption(known)}>
                {id}
              </i>
            )
          })}
        </td>
        <td className="nations">
          {nations.length === 0 ? (
            <span className="dim">–</span>
          ) : (
            nations.map((nation) => <b key={nation}>{nation}</b>)
          )}
        </td>
      </tr>
      {open && <GapMore line={line} register={register} />}
    </>
  )
}

function Lines({
  answer,
  register,
}: { readonly answer: GapsAnswered } & Pick<AskingProps, 'register'>): React.JSX.Element {
  const [open, setOpen] = useState<string | null>(null)
  const unsized = unsizedWords(answer, register)
  const lines = answer.lines.toSorted((a, b) => a.priority - b.priority)
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Lines">
      <table>
        <thead>
          <tr>
            <th scope="col">Requirement</th>
            <th scope="col">Required</th>
            <th scope="col">Filled</th>
            <th scope="col">Short</th>
            <th scope="col">How it stands</th>
            <th scope="col" title="Assumptions that the line’s figures rest on">
              Rests on
            </th>
            <th scope="col">Caveats of</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <GapRow
              key={line.line}
              line={line}
              register={register}
              open={open === line.line}
              onOpen={() => setOpen(open === line.line ? null : line.line)}
            />
          ))}
        </tbody>
      </table>
      {lines.length === 0 && (
        <p className="pane-note">No line of this posture says how much it needs.</p>
      )}
      {unsized.length > 0 && (
        <details className="unsized">
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
    </div>
  )
}

/** The lines as the desk answers the question gaps: the same figures as under Why unmet and at a conference. */
export function GapsPanel({
  register,
  asker,
  posture,
  onPosture,
  asOf,
  isShown,
}: AskingProps): React.JSX.Element {
  const { answer, problem, isOver, of, again } = useStanding({ asker, posture, asOf, isShown })
  const isOld = answer !== null && of !== `${posture ?? ''} ${asOf}`
  return (
    <section className="panel gaps" aria-label="Forces gap">
      <LabelMark label={(answer ?? register).label} />
      <h2>
        Forces gap <small>{answer === null ? '' : headWords(answer.lines)}</small>
      </h2>
      <div className="forces-tools">
        <PosturePick register={register} posture={posture} onPosture={onPosture} />
        <span>
          Reasons, proven: <a href="#forces?part=why">Why unmet</a>
        </span>
      </div>
      {answer === null && problem === null && <p className="dim">Solving…</p>}
      <Answering outcome={problem} />
      {problem !== null && (
        <button type="button" onClick={again}>
          Ask again
        </button>
      )}
      {answer !== null && (
        <p className="dim" data-testid="gaps-standing">
          {plural(answer.rotations.count, 'rotation')} of {answer.rotations.monthsEach} months ·
          figures of the worst rotation · {proofWords(answer.solution)} ·{' '}
          {acceptanceWords(answer.acceptance)}
          {isOld && <b> · of the register before it changed; solving anew</b>}
          {!isOld && !isOver && ' · a better answer is being looked for'}
          {answer.viewer !== null && ` · as ${answer.viewer} may see it`}
        </p>
      )}
      {answer !== null && <Lines answer={answer} register={register} />}
    </section>
  )
}
