import { useState } from 'react'
import type { Pledge } from '@holdfast/core/generate'
import type { ForceRegister } from '../api/index.ts'
import { CommandForm } from '../chain/index.ts'
import { formatMinute } from '../time/index.ts'
import { Answering, PosturePick } from './asking.tsx'
import type { AskingProps } from './asking.tsx'
import { CompareTable } from './compare-table.tsx'
import { LabelMark } from './label.tsx'
import { minuteForm, offerForm } from './offer.ts'
import { recordingOf } from './recording.ts'
import { useConference } from './use-conference.ts'
import type { ConferenceStep, GapsAnswered } from './use-conference.ts'
import { onLine } from './why-words.ts'
import { confidentialWords, figure, proofWords } from './words.ts'

function Speaking({
  register,
  nation,
  onRecorded,
}: {
  readonly register: ForceRegister
  readonly nation: string
  readonly onRecorded: () => void
}): React.JSX.Element {
  const [open, setOpen] = useState<'offer' | 'minute' | null>(null)
  const close = (): void => setOpen(null)
  const sent = recordingOf(onRecorded)
  if (open === 'offer')
    return (
      <CommandForm<Pledge>
        spec={offerForm(register, nation, {
          title: 'Enter an offer',
          send: 'Put the offer on record',
        })}
        send={(pledge) => sent({ step: 'generate', type: 'recordPledge', pledge })}
        onDone={close}
      />
    )
  if (open === 'minute')
    return <CommandForm<object> spec={minuteForm(register, nation)} send={sent} onDone={close} />
  return (
    <div className="further">
      <button type="button" onClick={() => setOpen('offer')}>
        Enter an offer of {nation}
      </button>
      <button type="button" onClick={() => setOpen('minute')}>
        Write a minute
      </button>
    </div>
  )
}

function Minutes({ register: { minutes } }: { readonly register: ForceRegister }) {
  return (
    <section aria-label="Minutes" className="forces-block">
      <h3>
        Minutes <small>{minutes.length}</small>
      </h3>
      {minutes.length === 0 && <p className="dim">None is on record.</p>}
      <ul className="minutes">
        {minutes.toReversed().map(({ minute, recordedBy, atMs, index }) => {
          const secret = confidentialWords(recordedBy, minute.releasableTo)
          return (
            <li key={minute.id} data-testid="minute">
              <b>{minute.conference}</b> <span className="minute-text">{minute.text}</span>
              <small>
                {recordedBy}, {formatMinute(atMs)}, entry {index}
                {minute.pledges.length > 0 && ` · about ${minute.pledges.join(', ')}`}
              </small>
              {secret !== null && <span className="tag secret">{secret}</span>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function GapsNow({ gaps }: { readonly gaps: GapsAnswered }): React.JSX.Element {
  return (
    <table>
      <caption>
        Gaps now · weighted gap {figure(gaps.weightedGap)} · {proofWords(gaps.solution)}
      </caption>
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
        </tr>
      </thead>
      <tbody>
        {gaps.lines
          .toSorted((a, b) => a.priority - b.priority)
          .map((line) => (
            <tr key={line.line} data-testid="gap-now">
              <th scope="row">
                {line.title}
                <small>priority {line.priority}</small>
              </th>
              <td className="number">{figure(line.required)}</td>
              <td className="number">
                {figure(line.delivered)}
                <small>{onLine(line)}</small>
              </td>
              <td className={line.shortfall > 0 ? 'number shortfall' : 'number'}>
                {figure(line.shortfall)}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Step({ step, isOpen }: { readonly step: ConferenceStep; readonly isOpen: boolean }) {
  const { number, atMs, tookMs, said, before, after } = step
  return (
    <details className="step" open={isOpen} data-testid="step">
      <summary>
        <b>{said.length === 0 ? 'Numbers or assumptions changed' : said.join(' · ')}</b>{' '}
        <small>
          step {number}, {formatMinute(atMs)}, recomputed in{' '}
          {tookMs < 1_000 ? 'less than 1 s' : `${figure(tookMs / 1_000)} s`}
        </small>
      </summary>
      <CompareTable before={before} after={after} titles={['Before', 'After']} />
    </details>
  )
}

/** Offers entered live: each goes on record, and the gaps are computed anew with what changed. */
export function ConferencePanel({
  onRecorded,
  ...asking
}: AskingProps & { readonly onRecorded: () => void }): React.JSX.Element {
  const { register, posture, onPosture, asker } = asking
  const { gaps, steps, problem, again } = useConference(asking)
  const { viewer } = register
  return (
    <section className="panel forces-panel forces-split" aria-label="Conference">
      <div className="forces-side">
        <h2>
          Conference <small>what is entered here goes on record</small>
        </h2>
        <PosturePick register={register} posture={posture} onPosture={onPosture} />
        {viewer === null ? (
          <p className="dim">No nation is logged in: offers are entered by nations.</p>
        ) : (
          <Speaking register={register} nation={viewer} onRecorded={onRecorded} />
        )}
        <Minutes register={register} />
      </div>
      <div className="forces-scroll" aria-live="polite">
        <LabelMark label={gaps?.label ?? register.label} />
        <Answering outcome={problem} />
        {problem !== null && (
          <button type="button" disabled={asker.underWay !== null} onClick={again}>
            Compute the gaps again
          </button>
        )}
        {steps.map((step, i) => (
          <Step key={step.number} step={step} isOpen={i === 0} />
        ))}
        {gaps !== null && <GapsNow gaps={gaps} />}
        {steps.length === 0 && (
          <p className="dim">
            Whatever changes the register from now on, by any nation that {viewer ?? 'you'} may see,
            is shown here with what it changes.
          </p>
        )}
      </div>
    </section>
  )
}
