import type { Office } from '@holdfast/core/nations'
import { PAGES_OF, PAGE_TITLE } from '../pages/index.ts'
import { OFFICE_TITLE, listed } from '../words/index.ts'
import type { NoPage } from './use-page.ts'

const officeWord = (office: Office): string => OFFICE_TITLE[office].toLowerCase()

/** What an address gets that names no page of the office: whose page it is, the way there, and the office's own pages. */
export function NoSuchPage({
  page,
  office,
  onOffice,
}: {
  readonly page: NoPage
  readonly office: Office
  readonly onOffice: (office: Office) => void
}): React.JSX.Element {
  return (
    <main className="no-such-page" role="alert" data-testid="no-such-page">
      {'unknown' in page ? (
        <p>
          There is no such page: <b>#{page.unknown}</b>. The pages of this office are:
        </p>
      ) : (
        <>
          <p>
            <b>#{page.elsewhere}</b>, the page {PAGE_TITLE[page.elsewhere]}, is not a page of this
            office, the {officeWord(office)}: it is kept for the{' '}
            {listed(page.offices.map(officeWord))}.
          </p>
          <p>
            {page.offices.map((other) => (
              <button key={other} type="button" onClick={() => onOffice(other)}>
                Change to the view of the {officeWord(other)}
              </button>
            ))}
          </p>
          <p>The pages of this office are:</p>
        </>
      )}
      <ul>
        {PAGES_OF[office].map((own) => (
          <li key={own}>
            <a href={`#${own}`}>#{own}</a>
          </li>
        ))}
      </ul>
    </main>
  )
}
