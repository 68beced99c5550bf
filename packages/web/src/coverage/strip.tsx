import type { Picture } from '../api/index.ts'
import { PAGES_OF, PAGE_TITLE } from '../pages/index.ts'
import type { Page } from '../pages/index.ts'

/**
 * Under what coverage every count of the page stands, and what is wrong with the chains of those who report. It is on
 * every page of every office, because a count without it reads as "nothing happened".
 */
export function CoverageStrip({
  picture,
  page,
}: {
  readonly picture: Picture
  /** The page that is shown; null: none of them. */
  readonly page: Page | null
}): React.JSX.Element {
  const { coverage, coverageNote, office } = picture
  const { chainProblems, states, count } = coverage
  const blind = states.down + states.jammed + states.obscured + states.denied
  return (
    <div className="coverage-strip" data-blind={blind > 0} data-unknown={states.unknown === count}>
      <nav aria-label="Pages">
        {PAGES_OF[office].map((one) => (
          <a key={one} href={`#${one}`} aria-current={page === one ? 'page' : undefined}>
            {PAGE_TITLE[one]}
          </a>
        ))}
      </nav>
      {coverageNote !== null && (
        <p role="note" aria-label="Coverage">
          <b>COVERAGE</b> {coverageNote}
        </p>
      )}
      {chainProblems !== null && chainProblems.count > 0 && (
        <p className="chain-problems" role="alert">
          <a href="#sources">
            {chainProblems.count} chain {chainProblems.count === 1 ? 'problem' : 'problems'}:{' '}
            {titlesOf(picture, chainProblems.sources)}
          </a>
        </p>
      )}
    </div>
  )
}

const NAMED_MAX = 2
function titlesOf({ coverage }: Picture, ids: readonly string[]): string {
  const titles = ids.map((id) => coverage.sources.find((one) => one.source === id)?.title ?? id)
  const more = titles.length - NAMED_MAX
  return `${titles.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
