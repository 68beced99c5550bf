import { useState } from 'react'
import type { Actor } from '@holdfast/core/nations'
import { fetchReports } from '../api/index.ts'
import type { Picture } from '../api/index.ts'
import { useAsked } from '../asked/index.ts'
import { KYIV, formatDate } from '../time/index.ts'
import { EDITIONS_OF } from './asked.ts'
import type { Wanted } from './asked.ts'
import { DraftPane, makeFile } from './draft.tsx'
import type { Draft, MadeFile } from './draft.tsx'
import { IssuedReports } from './issued.tsx'
import { WantedForm } from './wanted-form.tsx'

const DAY_MS = 86_400_000

/** Yesterday's daily of the office's fullest edition: what is asked for most. */
function firstWanted({ office, nowMs }: Picture): Wanted {
  const yesterday = formatDate(nowMs - DAY_MS, KYIV)
  return {
    kind: 'daily',
    edition: EDITIONS_OF[office][0] ?? 'public',
    language: 'en',
    date: yesterday,
    from: formatDate(nowMs - 7 * DAY_MS, KYIV),
    to: yesterday,
    topic: 'kinetic',
    incident: '',
  }
}

/** A draft with one more file, in place of the one of its format. */
const withFile = (draft: Draft, made: MadeFile): Draft => ({
  ...draft,
  files: [...draft.files.filter(({ format }) => format !== made.format), made],
})

/** Reports: what was issued, and drafts of the record as it stands. */
export function ReportScreen({
  picture,
  actor,
}: {
  readonly picture: Picture
  readonly actor: Actor
}): React.JSX.Element {
  const [recorded, setRecorded] = useState(0)
  const [wanted, setWanted] = useState(() => firstWanted(picture))
  const [draft, setDraft] = useState<Draft | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const list = useAsked(fetchReports, `${recorded} ${picture.logSize}`)
  const make = async (): Promise<void> => {
    setIsBusy(true)
    const made = await makeFile(wanted, 'html')
    setIsBusy(false)
    setProblem('refused' in made ? made.refused : null)
    setDraft('refused' in made ? null : { wanted, files: [made] })
  }
  return (
    <main className="reports">
      <div className="reports-left">
        <WantedForm
          wanted={wanted}
          picture={picture}
          isBusy={isBusy}
          onWanted={setWanted}
          onMake={() => void make()}
        />
        {problem !== null && (
          <p role="alert" className="panel bad">
            Not made: {problem}
          </p>
        )}
        <IssuedReports list={list} />
      </div>
      {draft === null ? (
        <p className="pane-note">
          Make a draft to read it here, and to check it against the record.
        </p>
      ) : (
        <DraftPane
          key={draft.files[0]?.sha256}
          draft={draft}
          actor={actor}
          issued={list.answer?.reports ?? []}
          onFile={(made) => setDraft(withFile(draft, made))}
          onIssued={() => setRecorded(recorded + 1)}
        />
      )}
    </main>
  )
}
