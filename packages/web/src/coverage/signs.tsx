import type { PictureCoverage } from '../api/index.ts'
import { BLIND_STATES } from '../map/index.ts'
import { STANDING_WORD } from '../words/index.ts'

/** What the coverage layer's signs mean, and how many sources stand so. */
export function CoverageSigns({
  coverage,
}: {
  readonly coverage: PictureCoverage
}): React.JSX.Element {
  const placed = coverage.sources.filter(({ position }) => position !== null)
  const siteless = coverage.sources.length - placed.length
  const countOf = (state: string): number => placed.filter((one) => one.state === state).length
  if (placed.length === 0)
    return (
      <section className="signs-more" aria-label="Legend of coverage">
        <h3>Coverage</h3>
        <p>No source of the registry names its site, so there is no reach to draw.</p>
      </section>
    )
  return (
    <section className="signs-more" aria-label="Legend of coverage">
      <h3>Coverage: reach of sources</h3>
      <dl>
        <div>
          <dt>
            <i className="reach" data-state="up" />
          </dt>
          <dd>up</dd>
          <dd className="number">{countOf('up')}</dd>
        </div>
        {BLIND_STATES.map((state) => (
          <div key={state} data-none={countOf(state) === 0}>
            <dt>
              <i className="reach" data-state={state} />
            </dt>
            <dd>{STANDING_WORD[state]}: blind</dd>
            <dd className="number">{countOf(state)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <i className="reach" data-state="unknown" />
          </dt>
          <dd>says nothing</dd>
          <dd className="number">{countOf('unknown')}</dd>
        </div>
      </dl>
      <p>
        Where a hatch lies in the outline of one that is up, that one may still notice.
        {siteless > 0 && ` ${siteless} without a site ${siteless === 1 ? 'is' : 'are'} not drawn.`}
      </p>
    </section>
  )
}
