import { useMemo, useState } from 'react'
import { QUESTIONS, offeredTo } from '@holdfast/core/verify'
import type { Question } from '@holdfast/core/verify'
import type { Actor } from '@holdfast/core/nations'
import { fetchSession, sendCommand } from '../api/index.ts'
import type { Chain, CommandBody } from '../api/index.ts'
import { useAsked } from '../asked/index.ts'
import { useNow } from '../time/index.ts'
import { ANSWER_STATUS_WORD, OFFICE_TITLE, QUESTION_TITLE } from '../words/index.ts'
import { CommandForm } from './command-form.tsx'
import { actLabel, actsOf, judgeForm } from './judge-forms.ts'
import type { Act } from './judge-forms.ts'
import { machineWords } from './machine.ts'
import { fetchTexts, textOfDay } from './texts.ts'
import type { TextOfDay } from './texts.ts'

/** What this officer may do with the incident now, and what became of the last thing they did. */
export interface Judging {
  readonly chain: Chain
  readonly actor: Actor | null
  /** Null while it is being read, and where none is adopted. */
  readonly text: TextOfDay | null
  /** Why the text or the session could not be read. */
  readonly problem: string | null
  readonly acts: readonly Act[]
  readonly nowMs: number
  /** The act whose form is open, by `keyOf`. */
  readonly open: string | null
  readonly onOpen: (act: Act | null) => void
  readonly send: (command: CommandBody) => Promise<string | null>
  /** The entries of the last command. */
  readonly said: string | null
}

/** Names an act among those of one incident. */
const keyOf = ({ type, question, party, claim }: Act): string =>
  [type, question, party, claim].join(' ')
/** The acts that the machine's figure is shown beside. */
const BESIDE: ReadonlySet<string> = new Set(['proposeAnswer', 'vote'])
/** A deadline that passes is noticed within so long, milliseconds. */
const STEP_MS = 10_000

/** Reads who asks and the text of the day, and has core say what may be done now. */
export function useJudging(
  chain: Chain | null,
  { revision, nowMs: pictureNowMs }: { readonly revision: number; readonly nowMs: number },
): Judging | null {
  const now = useNow(pictureNowMs) ?? pictureNowMs
  const nowMs = Math.floor(now / STEP_MS) * STEP_MS
  const session = useAsked(fetchSession, 0)
  const texts = useAsked(fetchTexts, revision)
  const [open, setOpen] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const actor = session.answer
  const state = texts.answer
  const text = useMemo(
    () => (chain === null || state === null ? null : textOfDay(state, chain)),
    [chain, state],
  )
  const acts = useMemo(() => {
    if (chain === null || actor === null || text === null) return []
    const { incident } = chain
    // What was asked already is no act that anybody waits for.
    return actsOf(offeredTo(incident, { actor, nowMs, ...text })).filter(
      ({ type, question }) =>
        type !== 'ask' || question === null || !incident.asked.includes(question),
    )
  }, [chain, actor, text, nowMs])
  if (chain === null) return null
  const send = async (command: CommandBody): Promise<string | null> => {
    const answer = await sendCommand(command)
    if ('refused' in answer) return answer.refused
    setSaid(`On record: entry ${answer.entries.map(({ index }) => index).join(', ')}.`)
    return null
  }
  return {
    chain,
    actor,
    text,
    problem: session.problem ?? texts.problem,
    acts,
    nowMs,
    open,
    onOpen: (act) => {
      setOpen(act === null ? null : keyOf(act))
      if (act !== null) setSaid(null)
    },
    send,
    said,
  }
}

/** What is not offered, and why: what another office gives, and what has no place where the incident stands. */
function NotNow({ acts }: { readonly acts: readonly Act[] }): React.JSX.Element | null {
  const told = acts.filter(({ refused }) => refused !== null)
  if (told.length === 0) return null
  return (
    <details className="not-now">
      <summary>Not now, or not yours ({told.length})</summary>
      <ul>
        {told.map((act) => (
          <li key={keyOf(act)}>
            <b>{actLabel(act)}</b>: {act.refused}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** A button for each act that may be given now, with its form under it when it is open, and the rest with their reasons. */
export function Acts({
  judging,
  question,
}: {
  readonly judging: Judging
  readonly question: Question | null
}): React.JSX.Element | null {
  const { chain, acts, text, open, onOpen, send } = judging
  const own = acts.filter((one) => one.question === question)
  if (text === null || own.length === 0) return null
  const offered = own.filter(({ refused }) => refused === null)
  const chosen = offered.find((act) => keyOf(act) === open)
  const spec =
    chosen === undefined
      ? null
      : judgeForm(chosen, {
          incident: chain.incident.id,
          offers: chosen.offers,
          correcting: chain.incident.correcting,
          claims: chain.incident.claims,
          agreement: (question === null ? null : text.under(question)) ?? text.agreement,
          machine:
            BESIDE.has(chosen.type) && question !== null ? machineWords(chain, question) : null,
        })
  return (
    <div className="acts">
      {offered.length > 0 && (
        <div className="work-acts">
          {offered.map((act) => (
            <button
              key={keyOf(act)}
              type="button"
              aria-expanded={keyOf(act) === open}
              onClick={() => onOpen(keyOf(act) === open ? null : act)}
            >
              {actLabel(act)}
            </button>
          ))}
        </div>
      )}
      {spec !== null && (
        <CommandForm key={spec.title} spec={spec} send={send} onDone={() => onOpen(null)} />
      )}
      <NotNow acts={own} />
    </div>
  )
}

/** What stands in the way of any act at all; null where nothing does. */
function hindranceOf({ actor, text, problem }: Judging): string | null {
  if (problem !== null) return `What you may do here could not be read: ${problem}.`
  if (actor === null) return 'Nobody is logged in: log in to judge it.'
  return text === null ? 'No agreement is on record: nothing can be judged by it yet.' : null
}

/** What this officer may do with the incident now, the five answers at a glance, and the way to each. */
export function Judge({ judging }: { readonly judging: Judging }): React.JSX.Element {
  const { chain, actor, text, acts, said } = judging
  const { answers, asked } = chain.incident
  const hindrance = hindranceOf(judging)
  const yours = new Set(acts.flatMap(({ refused, question }) => (refused === null ? question : [])))
  return (
    <section className="step judge" aria-label="Judge it">
      <h3>Judge it</h3>
      {actor !== null && (
        <p className="dim">
          You are {actor.name}, {actor.nation}, {actor.role} at the{' '}
          {OFFICE_TITLE[actor.office].toLowerCase()}
          {actor.office === 'guarantors' ? '’' : '’s'} office
          {text !== null &&
            `; it is judged by “${text.agreement.title}”${text.version === null ? '' : `, version ${text.version}`}, the text of its day`}
          .
        </p>
      )}
      {hindrance !== null && <p className="bad">{hindrance}</p>}
      <ul className="five" aria-label="The five answers at a glance">
        {QUESTIONS.map((question) => (
          <li key={question} data-status={answers[question].status}>
            <button
              type="button"
              onClick={() => {
                const card = document.querySelector<HTMLElement>(`#answer-${question}`)
                card?.scrollIntoView({ block: 'start' })
                card?.focus({ preventScroll: true })
              }}
            >
              <b>{QUESTION_TITLE[question]}</b>{' '}
              {asked.includes(question)
                ? ANSWER_STATUS_WORD[answers[question].status]
                : 'not asked'}
              {yours.has(question) && <em> · you may act</em>}
            </button>
          </li>
        ))}
      </ul>
      <Acts judging={judging} question={null} />
      <p role="status" className="good">
        {said}
      </p>
    </section>
  )
}
