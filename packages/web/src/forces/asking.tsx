import { useCallback, useState } from 'react'
import type { ForceQuestion, ForceRegister } from '../api/index.ts'
import { useNow } from '../time/index.ts'
import type { Asker, Outcome } from './use-question.ts'
import { posturesOf, postureWords } from './words.ts'

/** What every part that asks has of the page. */
export interface AskingProps {
  readonly register: ForceRegister
  readonly asker: Asker
  /** Null: the lines of every posture alone. */
  readonly posture: string | null
  readonly onPosture: (posture: string | null) => void
  /** Changes when something that gaps are computed from does. */
  readonly asOf: string
  /** Whether the part is looked at: one that is not asks nothing by itself. */
  readonly isShown: boolean
}

interface Told {
  readonly outcome: Outcome
  readonly asked: { readonly title: string; readonly asOf: string }
}

/** The last outcome of a part's questions; it stands until the next one has come. */
export function useAnswer(
  { ask }: Pick<Asker, 'ask'>,
  asOf: string,
): {
  readonly outcome: Outcome | null
  /** What was asked, and of which register: an answer says both. */
  readonly asked: { readonly title: string; readonly asOf: string } | null
  readonly send: (title: string, question: ForceQuestion) => void
} {
  const [told, setTold] = useState<Told | null>(null)
  const send = useCallback(
    (title: string, question: ForceQuestion) => {
      void ask(title, question).then((outcome) => setTold({ outcome, asked: { title, asOf } }))
    },
    [ask, asOf],
  )
  return { outcome: told?.outcome ?? null, asked: told?.asked ?? null, send }
}

/** Why there is no answer, where there is none. */
export function Answering({ outcome }: { readonly outcome: Outcome | null }): React.ReactNode {
  if (outcome === null || 'answer' in outcome) return null
  return (
    <p role="alert" className="bad">
      {'refused' in outcome
        ? `No answer: ${outcome.refused}.`
        : 'Nobody waits for the answer any more. The server ends its solve by itself; nothing was recorded.'}
    </p>
  )
}

/** Chooses the posture that questions are about. */
export function PosturePick({
  register,
  posture,
  onPosture,
}: Pick<AskingProps, 'register' | 'posture' | 'onPosture'>): React.JSX.Element {
  const postures = posturesOf(register)
  return (
    <label>
      Posture{' '}
      <select
        value={posture ?? ''}
        onChange={({ currentTarget: { value } }) => onPosture(value === '' ? null : value)}
      >
        {postures.map((one) => (
          <option key={one} value={one}>
            {postureWords(one)}
          </option>
        ))}
        <option value="">{postureWords(null)}</option>
      </select>
    </label>
  )
}

/** Wall time of all solves of one question, s: what the server gives it. */
const SECONDS_MAX = 240

/** The question under way, since when, and the way out of it. It stands over every part. */
export function UnderWayBar({
  asker: { underWay, cancel },
}: {
  readonly asker: Asker
}): React.ReactNode {
  const nowMs = useNow(underWay?.sinceMs ?? null)
  if (underWay === null) return null
  const seconds = nowMs === null ? 0 : Math.max(0, Math.floor((nowMs - underWay.sinceMs) / 1000))
  return (
    <div className="under-way" role="status" data-testid="under-way">
      <progress
        max={SECONDS_MAX}
        value={Math.min(seconds, SECONDS_MAX)}
        aria-label={`Time taken by: ${underWay.title}`}
      />
      <span>
        Solving: {underWay.title} · <b className="number">{seconds} s</b>{' '}
        <small>of at most {SECONDS_MAX} s; other parts can be read meanwhile</small>
      </span>
      <button type="button" onClick={cancel}>
        Stop waiting
      </button>
    </div>
  )
}
