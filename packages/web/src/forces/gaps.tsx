import { useState } from 'react'
import type { Assumption, Gap, Requirement } from '@holdfast/core/generate'
import type { Forces } from '../api/index.ts'
import { WHY_WORD } from '../words/index.ts'

const number = (n: number | null): string =>
  n === null ? 'unknown' : n.toLocaleString('en', { maximumFractionDigits: 1 })

/** An assumption in words: what is assumed, how much, by whom and when. */
const sayAssumption = ({ title, value, unit, owner, date }: Assumption): string =>
  `${title}: ${value.toLocaleString('en')} ${unit} (${owner}, ${date})`

function caveatsByNation(gap: Gap): readonly (readonly [string, readonly string[]])[] {
  const nations = new Map<string, string[]>()
  for (const { nation, caveat } of gap.blockedBy) {
    const known = nations.get(nation) ?? []
    if (!known.includes(caveat)) nations.set(nation, [...known, caveat])
  }
  return [...nations]
}

function GapMore({
  gap,
  requirement,
  assumptions,
}: {
  readonly gap: Gap
  readonly requirement: Requirement | undefined
  readonly assumptions: readonly Assumption[]
}): React.JSX.Element {
  const nations = caveatsByNation(gap)
  return (
    <tr className="gap-more">
      <td colSpan={7}>
        {nations.map(([nation, caveats]) => (
          <p key={nation}>
            <b>{nation}</b> would fill it but for: {caveats.join('; ')}
          </p>
        ))}
        {gap.assumptions.length === 0 && <p className="dim">This line rests on no assumption.</p>}
        {gap.assumptions.map((id) => {
          const known = assumptions.find((assumption) => assumption.id === id)
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
  gap,
  requirement,
  assumptions,
  open,
  onOpen,
}: {
  readonly gap: Gap
  readonly requirement: Requirement | undefined
  readonly assumptions: readonly Assumption[]
  readonly open: boolean
  readonly onOpen: () => void
}): React.JSX.Element {
  const nations = caveatsByNation(gap)
  const share =
    gap.required === null || gap.required === 0 || gap.filled === null
      ? null
      : Math.min(1, gap.filled / gap.required)
  return (
    <>
      <tr data-why={gap.why} data-testid="gap">
        <th scope="row">
          <button type="button" className="link" aria-expanded={open} onClick={onOpen}>
            {requirement?.title ?? gap.requirement}
          </button>
          <small>
            <span className="mono">{gap.requirement}</span> · {gap.capability} · {gap.unit}
          </small>
        </th>
        <td className="number">{number(gap.required)}</td>
        <td className="number">
          {number(gap.filled)}
          {share !== null && (
            <progress max={1} value={share} aria-label={`${Math.round(share * 100)} % filled`} />
          )}
        </td>
        <td className="number shortfall">{number(gap.shortfall)}</td>
        <td>
          <span className="why">{WHY_WORD[gap.why]}</span>
        </td>
        <td className="rests-on">
          {gap.assumptions.length === 0 && <span className="dim">–</span>}
          {gap.assumptions.map((id) => {
            const known = assumptions.find((assumption) => assumption.id === id)
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
            nations.map(([nation]) => <b key={nation}>{nation}</b>)
          )}
        </td>
      </tr>
      {open && <GapMore gap={gap} requirement={requirement} assumptions={assumptions} />}
    </>
  )
}

/** Requirements in order of priority, with what fills them, what does not, and why. */
export function GapsTable({ forces }: { readonly forces: Forces }): React.JSX.Element {
  const [open, setOpen] = useState<string | null>(null)
  const requirementOf = new Map(
    forces.requirements.map((requirement) => [requirement.id, requirement]),
  )
  const priorityOf = (gap: Gap): number => requirementOf.get(gap.requirement)?.priority ?? Infinity
  const gaps = forces.gaps.toSorted((a, b) =>
    priorityOf(a) === priorityOf(b) ? 0 : priorityOf(a) - priorityOf(b),
  )
  const unfilled = gaps.filter(({ why }) => why !== 'filled').length
  return (
    <section className="panel gaps" aria-label="Forces gap">
      <h2>
        Forces gap{' '}
        <small>
          {unfilled} of {gaps.length} lines not filled
        </small>
      </h2>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Requirement</th>
              <th scope="col">Required</th>
              <th scope="col">Filled</th>
              <th scope="col">Short</th>
              <th scope="col">Why</th>
              <th scope="col" title="Assumptions that the line’s figures rest on">
                Rests on
              </th>
              <th scope="col">Caveats of</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap) => (
              <GapRow
                key={gap.requirement}
                gap={gap}
                requirement={requirementOf.get(gap.requirement)}
                assumptions={forces.assumptions}
                open={open === gap.requirement}
                onOpen={() => setOpen(open === gap.requirement ? null : gap.requirement)}
              />
            ))}
          </tbody>
        </table>
        {gaps.length === 0 && <p className="pane-note">No requirement is recorded.</p>}
      </div>
    </section>
  )
}
