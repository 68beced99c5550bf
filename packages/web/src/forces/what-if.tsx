import { useState } from 'react'
import type { ForceAnswer, ForceRegister } from '../api/index.ts'
import { CommandForm } from '../chain/index.ts'
import { Answering, PosturePick, useAnswer } from './asking.tsx'
import type { AskingProps } from './asking.tsx'
import { CompareTable } from './compare-table.tsx'
import { AsksTold, CredibilityTold, LinchpinsTold, PosturesTold } from './further.tsx'
import { LabelMark } from './label.tsx'
import { offerForm } from './offer.ts'
import { SUPPOSALS_MAX, supposalKinds, withSupposal } from './supposing.ts'
import type { Supposal } from './supposing.ts'
import { postureWords, quantityWords } from './words.ts'

/** Most asks that the page asks for. */
const ASKS_MOST = 5

function Told({
  answer,
  register,
}: {
  readonly answer: ForceAnswer
  readonly register: ForceRegister
}): React.JSX.Element {
  return (
    <div data-testid="answer" data-kind={answer.kind}>
      <LabelMark label={answer.label} />
      {answer.kind === 'whatIf' && (
        <CompareTable
          before={answer.before}
          after={answer.after}
          titles={['As the register is', 'If it were so']}
        />
      )}
      {answer.kind === 'linchpins' && <LinchpinsTold answer={answer} register={register} />}
      {answer.kind === 'asks' && <AsksTold answer={answer} register={register} />}
      {answer.kind === 'postures' && <PosturesTold answer={answer} />}
      {answer.kind === 'credibility' && <CredibilityTold answer={answer} />}
    </div>
  )
}

function Choose({
  register,
  isFull,
  onAdd,
}: {
  readonly register: ForceRegister
  readonly isFull: boolean
  readonly onAdd: (supposal: Supposal) => void
}): React.JSX.Element {
  const kinds = supposalKinds(register)
  const [named, setNamed] = useState('')
  const [at, setAt] = useState(0)
  const kind = kinds.find((one) => one.kind === named) ?? kinds.find(({ none }) => none === null)
  const choice = kind?.choices[at] ?? kind?.choices[0]
  return (
    <form
      className="suppose-form"
      aria-label="What to suppose"
      onSubmit={(event) => {
        event.preventDefault()
        if (choice !== undefined && !isFull) onAdd(choice)
      }}
    >
      <label>
        Suppose
        <select
          value={kind?.kind}
          onChange={({ currentTarget: { value } }) => {
            setNamed(value)
            setAt(0)
          }}
        >
          {kinds.map(({ kind: value, title, none }) => (
            <option key={value} value={value} disabled={none !== null}>
              {none === null ? title : `${title} (${none})`}
            </option>
          ))}
        </select>
      </label>
      <label>
        Which
        <select value={at} onChange={({ currentTarget: { value } }) => setAt(Number(value))}>
          {(kind?.choices ?? []).map(({ words }, i) => (
            <option key={words} value={i}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={choice === undefined || isFull}>
        Add
      </button>
    </form>
  )
}

function Chosen({
  chosen,
  onDrop,
}: {
  readonly chosen: readonly Supposal[]
  readonly onDrop: (supposal: Supposal) => void
}): React.JSX.Element {
  if (chosen.length === 0)
    return <p className="dim">Nothing is supposed yet. Nothing here is recorded.</p>
  return (
    <ol className="chosen" aria-label="Supposed">
      {chosen.map((one) => (
        <li key={one.words}>
          {one.words}{' '}
          <button type="button" aria-label={`Take back: ${one.words}`} onClick={() => onDrop(one)}>
            ✕
          </button>
        </li>
      ))}
    </ol>
  )
}

function Offering({
  register,
  onAdd,
}: {
  readonly register: ForceRegister
  readonly onAdd: (supposal: Supposal) => void
}): React.JSX.Element | null {
  const [isOpen, setIsOpen] = useState(false)
  const { viewer } = register
  if (viewer === null) return null
  if (!isOpen)
    return (
      <button type="button" onClick={() => setIsOpen(true)}>
        A new offer…
      </button>
    )
  return (
    <CommandForm
      spec={offerForm(register, viewer, { title: 'Suppose an offer', send: 'Suppose it' })}
      send={async (pledge) => {
        onAdd({
          words: `New: ${pledge.nation}, ${pledge.title} (${quantityWords(pledge.quantity)})`,
          supposition: { kind: 'offers', pledge },
        })
        return null
      }}
      onDone={() => setIsOpen(false)}
    />
  )
}

/** With the offers that are supposed already, so that the next one has an id of its own. */
const withOffers = (register: ForceRegister, chosen: readonly Supposal[]): ForceRegister => ({
  ...register,
  pledges: [
    ...register.pledges,
    ...chosen.flatMap(({ supposition }) =>
      supposition.kind === 'offers' ? [{ ...supposition.pledge, changes: [] }] : [],
    ),
  ],
})

/** The questions beside the what-if. */
const FURTHER = [
  {
    title: 'Linchpins: nations',
    ask: 'Whose loss costs most, nation by nation',
    question: { kind: 'linchpins', by: 'nation' },
  },
  {
    title: 'Linchpins: pledges',
    ask: 'Which loss costs most, pledge by pledge',
    question: { kind: 'linchpins', by: 'pledge' },
  },
  {
    title: 'What to ask of whom',
    ask: 'What to ask of whom',
    question: { kind: 'asks', most: ASKS_MOST },
  },
  { title: 'Postures', ask: 'Postures beside each other', question: { kind: 'postures' } },
  {
    title: 'Credibility',
    ask: 'How likely each line is filled',
    question: { kind: 'credibility' },
  },
] as const

function Further({
  isBusy,
  onAsk,
}: {
  readonly isBusy: boolean
  readonly onAsk: (ask: string, question: (typeof FURTHER)[number]['question']) => void
}): React.JSX.Element {
  return (
    <>
      <h3>Further questions</h3>
      <div className="further">
        {FURTHER.map(({ title, ask, question }) => (
          <button key={title} type="button" disabled={isBusy} onClick={() => onAsk(ask, question)}>
            {title}
          </button>
        ))}
      </div>
    </>
  )
}

/** What would be missing if something were otherwise, and further questions; nothing is recorded. */
export function WhatIfPanel({
  register,
  asker,
  posture,
  onPosture,
  asOf,
}: AskingProps): React.JSX.Element {
  const [chosen, setChosen] = useState<readonly Supposal[]>([])
  const { outcome, asked, send } = useAnswer(asker, asOf)
  const isBusy = asker.underWay !== null
  const add = (one: Supposal): void => setChosen((before) => withSupposal(before, one))
  const answer = outcome !== null && 'answer' in outcome ? outcome.answer : null
  return (
    <section className="panel forces-panel forces-split" aria-label="What if">
      <div className="forces-side">
        <h2>
          What if <small>nothing is recorded</small>
        </h2>
        <PosturePick register={register} posture={posture} onPosture={onPosture} />
        <Choose register={register} isFull={chosen.length >= SUPPOSALS_MAX} onAdd={add} />
        <Offering register={withOffers(register, chosen)} onAdd={add} />
        <Chosen
          chosen={chosen}
          onDrop={(one) => setChosen(chosen.filter((other) => other !== one))}
        />
        <button
          type="button"
          className="main-act"
          disabled={isBusy || chosen.length === 0}
          onClick={() =>
            send(`What if: ${chosen.map(({ words }) => words).join('; ')}`, {
              kind: 'whatIf',
              suppositions: chosen.map(({ supposition }) => supposition),
              posture,
            })
          }
        >
          Compare
        </button>
        <Further isBusy={isBusy} onAsk={(ask, question) => send(ask, { ...question, posture })} />
      </div>
      <div className="forces-scroll" aria-live="polite">
        {answer === null && <LabelMark label={register.label} />}
        <Answering outcome={outcome} />
        {answer === null && outcome === null && (
          <p className="dim">Choose what to suppose, or ask one of the further questions.</p>
        )}
        {asked !== null && answer !== null && (
          <p className="asked-what" data-testid="asked-what">
            {asked.title}{' '}
            {answer.kind !== 'postures' && <small>posture {postureWords(answer.posture)}</small>}
            {asked.asOf !== asOf && (
              <span className="tag warn">the register has changed since: ask again</span>
            )}
          </p>
        )}
        {answer !== null && <Told answer={answer} register={register} />}
      </div>
    </section>
  )
}
