import { Fragment, useState } from 'react'
import type { ForceRegister, PledgeRow } from '../api/index.ts'
import { AcceptanceBlock } from './acceptance.tsx'
import { Figures } from './figures.tsx'
import { LabelMark } from './label.tsx'
import { ConditionDeed, PledgeDeeds } from './pledge-deeds.tsx'
import { maySpeakFor } from './pledge-forms.ts'
import { FIRMEST_FIRST, askedWords, groupsOf, likelyWords, pledgeWords } from './register-rows.ts'
import type { CapabilityGroup, RegisterFilter } from './register-rows.ts'
import {
  CONDITION_WORD,
  PLACE_WORD,
  capabilityTitle,
  plural,
  quantityWords,
  sourceWords,
} from './words.ts'

const COLUMNS = 5

function Quantity({
  pledge,
  words,
}: {
  readonly pledge: PledgeRow
  readonly words: string
}): React.JSX.Element {
  const { otherFigures = [], sources } = pledge
  return (
    <td>
      <ul className={otherFigures.length > 0 ? 'side-by-side' : undefined}>
        <li>
          <b className="number">{words}</b>
          <small title={sources.map(({ quote }) => `“${quote}”`).join(' ')}>
            {sourceWords(sources)}
          </small>
        </li>
        {otherFigures.map(({ quantity, definition, sources: others }) => (
          <li key={`${definition}${sourceWords(others)}`}>
            <span className="number">{quantityWords(quantity)}</span>
            <span>counts: {definition}</span>
            <small>{sourceWords(others)} · not counted</small>
          </li>
        ))}
      </ul>
    </td>
  )
}

function Pledge({
  pledge,
  register,
  onRecorded,
}: {
  readonly pledge: PledgeRow
  readonly register: ForceRegister
  readonly onRecorded: () => void
}): React.JSX.Element {
  const { isOwn, confidential, quantity, binds, since } = pledgeWords(pledge, register)
  const { requirement: line } = pledge
  return (
    <tr data-testid="pledge" data-own={isOwn} data-status={pledge.status}>
      <th scope="row">
        <b>{pledge.nation}</b>
        {isOwn && <span className="tag own">own</span>}
      </th>
      <td>
        <span className="tag" data-status={pledge.status}>
          {pledge.status}
        </span>
        {line !== undefined && <small>on {line}</small>}
      </td>
      <td>
        {pledge.title}
        <small>
          <span className="mono">{pledge.id}</span>
          {since === '' ? '' : ` · ${since}`}
        </small>
        {confidential !== null && <span className="tag secret">{confidential}</span>}
      </td>
      <Quantity pledge={pledge} words={quantity} />
      <td>
        {binds.length === 0 && <span className="dim">none on record</span>}
        {binds.map(({ words, isOpen }) => (
          <span key={words} className="binds" data-open={isOpen}>
            {words}
          </span>
        ))}
        <PledgeDeeds pledge={pledge} register={register} onRecorded={onRecorded} />
      </td>
    </tr>
  )
}

function Head({
  group: { capability, lines, totals },
  register,
}: {
  readonly group: CapabilityGroup
  readonly register: ForceRegister
}): React.JSX.Element {
  return (
    <tr className="group-head">
      <th scope="rowgroup" colSpan={COLUMNS}>
        <b>{capabilityTitle(register, capability)}</b>{' '}
        <small>
          {totals.length === 0
            ? 'no pledge'
            : totals.map(({ status, count, words }) => `${status} ${count}: ${words}`).join(' · ')}
        </small>
        {lines.length === 0 && <small> · under this code no line asks for it</small>}
        {lines.map((line) => {
          const { words, assumed } = askedWords(line, register.assumptions)
          return (
            <span key={line.id} className="asked-line">
              {line.title} · {words}, {PLACE_WORD[line.place]} · priority {line.priority}
              {line.posture !== undefined && line.posture !== null && ` · posture ${line.posture}`}
              <small>{sourceWords(line.sources)}</small>
              {assumed !== null && <i className="assumed">{assumed}</i>}
            </span>
          )
        })}
      </th>
    </tr>
  )
}

function Group({
  group,
  register,
  onRecorded,
}: {
  readonly group: CapabilityGroup
  readonly register: ForceRegister
  readonly onRecorded: () => void
}): React.JSX.Element {
  return (
    <>
      <Head group={group} register={register} />
      {group.pledges.map((pledge) => (
        <Pledge key={pledge.id} pledge={pledge} register={register} onRecorded={onRecorded} />
      ))}
      {group.exclusions.map(({ id, nation, caveat }) => (
        <tr key={id} className="ruled-out">
          <th scope="row">{nation}</th>
          <td>
            <span className="tag">rules it out</span>
          </td>
          <td colSpan={2}>
            {caveat.title}
            <small>{sourceWords(caveat.sources)}</small>
          </td>
          <td>
            <span className="binds" data-open="true">
              waivable by: {caveat.waivableBy}
            </span>
          </td>
        </tr>
      ))}
      {group.assessments.map(({ id, nation, quantity, sources }) => (
        <tr key={id} className="ruled-out">
          <th scope="row">{nation}</th>
          <td>
            <span className="tag">assessed</span>
          </td>
          <td>What others reckon; no pledge, never counted</td>
          <td colSpan={2}>
            {quantityWords(quantity)}
            <small>{sourceWords(sources)}</small>
          </td>
        </tr>
      ))}
    </>
  )
}

function Filters({
  filter,
  viewer,
  onFilter,
}: {
  readonly filter: RegisterFilter
  readonly viewer: string | null
  readonly onFilter: (filter: RegisterFilter) => void
}): React.JSX.Element {
  return (
    <div className="forces-tools">
      <label>
        Status{' '}
        <select
          value={filter.status}
          onChange={({ currentTarget: { value } }) =>
            onFilter({
              ...filter,
              status: FIRMEST_FIRST.find((status) => status === value) ?? 'all',
            })
          }
        >
          <option value="all">all</option>
          {FIRMEST_FIRST.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={filter.ownOnly}
          disabled={viewer === null}
          onChange={({ currentTarget: { checked } }) => onFilter({ ...filter, ownOnly: checked })}
        />{' '}
        {viewer ?? 'own nation'} only
      </label>
    </div>
  )
}

function Conditions({
  register: { conditions, assumptions, viewer },
  onRecorded,
}: {
  readonly register: ForceRegister
  readonly onRecorded: () => void
}) {
  return (
    <section aria-label="Conditions" className="forces-block">
      <h3>Conditions that no planner decides</h3>
      {conditions.length === 0 && <p className="dim">None is on record.</p>}
      <ul>
        {conditions.map((one) => (
          <li key={one.id} data-testid="condition">
            <span className="tag" data-state={one.state}>
              {one.state === 'unknown' ? 'not known' : one.state}
            </span>{' '}
            {one.title}
            {one.nation === null ? '' : ` (${one.nation})`}{' '}
            <small>
              {CONDITION_WORD[one.kind]} · {sourceWords(one.sources)} ·{' '}
              {likelyWords(one, assumptions)}
            </small>
            {maySpeakFor(one, viewer) && <ConditionDeed condition={one} onRecorded={onRecorded} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is promised, by capability and status, with what binds it and where each number comes from. */
export function RegisterPanel({
  register,
  onRecorded,
}: {
  readonly register: ForceRegister
  /** Told once something new is on record. */
  readonly onRecorded: () => void
}): React.JSX.Element {
  const [filter, setFilter] = useState<RegisterFilter>({ status: 'all', ownOnly: false })
  const isNarrowed = filter.status !== 'all' || filter.ownOnly
  const groups = groupsOf(register, filter).filter(
    ({ pledges }) => !isNarrowed || pledges.length > 0,
  )
  return (
    <section className="panel forces-panel" aria-label="Register">
      <h2>
        Register{' '}
        <small>
          {plural(register.pledges.length, 'pledge')}, as {register.viewer ?? 'every nation'} may
          see it
        </small>
      </h2>
      <LabelMark label={register.label} />
      <Filters filter={filter} viewer={register.viewer} onFilter={setFilter} />
      <div className="forces-scroll">
        <table className="register-table">
          <thead>
            <tr>
              <th scope="col">Nation</th>
              <th scope="col">Status</th>
              <th scope="col">What</th>
              <th scope="col">How much, and who says so</th>
              <th scope="col">Caveats and conditions</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Fragment key={group.capability}>
                <Group group={group} register={register} onRecorded={onRecorded} />
              </Fragment>
            ))}
          </tbody>
        </table>
        {groups.length === 0 && <p className="dim">No pledge is like that.</p>}
        <Conditions register={register} onRecorded={onRecorded} />
        <Figures register={register} />
        <AcceptanceBlock register={register} />
      </div>
    </section>
  )
}
