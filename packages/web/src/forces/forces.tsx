import { useMemo, useState, useSyncExternalStore } from 'react'
import { fetchMoveModel, fetchRegister } from '../api/index.ts'
import type { ForceRegister, Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { MovementSummary, useMovementShown } from '../movement/index.ts'
import { UnderWayBar } from './asking.tsx'
import type { AskingProps } from './asking.tsx'
import { ConferencePanel } from './conference.tsx'
import { ForcesMap } from './forces-map.tsx'
import { stockWords } from './network.ts'
import { GapsPanel } from './gaps.tsx'
import { keyOf } from './register-rows.ts'
import { RegisterPanel } from './register.tsx'
import { PARTS, PART_TITLE, addressOf, partIn } from './tabs.ts'
import type { Part } from './tabs.ts'
import { useQuestion } from './use-question.ts'
import { WhatIfPanel } from './what-if.tsx'
import { WhyPanel } from './why.tsx'
import { posturesOf } from './words.ts'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './forces.css'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './asking.css'

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
const usePart = (): Part => partIn(useSyncExternalStore(follow, () => window.location.hash))

/** The map and the plan that the page Movement shows. */
function MovementSide({
  picture,
  register,
}: {
  readonly picture: Picture
  readonly register: ForceRegister
}): React.JSX.Element {
  const { standing, shown } = useMovementShown(picture.logSize)
  const model = useAsked(fetchMoveModel, standing.answer?.model.digest ?? '')
  return (
    <>
      <div className="forces-map">
        <ForcesMap picture={picture} model={model.answer} told={shown?.plan?.told ?? null} />
      </div>
      <Asked of={standing} what="The movement plan">
        {(answer) =>
          shown !== null && (
            <MovementSummary standing={answer} shown={shown}>
              {model.answer !== null && (
                <p className="stock" data-testid="stock">
                  {stockWords(model.answer, register)}
                </p>
              )}
            </MovementSummary>
          )
        }
      </Asked>
    </>
  )
}

function Tabs({ part }: { readonly part: Part }): React.JSX.Element {
  return (
    <nav className="forces-parts" aria-label="Parts of the forces page">
      {PARTS.map((one) => (
        <a key={one} href={addressOf(one)} aria-current={one === part ? 'true' : undefined}>
          {PART_TITLE[one]}
        </a>
      ))}
    </nav>
  )
}

type Asking = Omit<AskingProps, 'posture' | 'onPosture' | 'asOf' | 'asker' | 'isShown'>

/** What is asked of the register. A part stays as it was while another is looked at. */
function Parts({
  picture,
  register,
  part,
  onRecorded,
}: Asking & {
  readonly picture: Picture
  readonly part: Part
  readonly onRecorded: () => void
}): React.JSX.Element {
  const asker = useQuestion()
  const [seen, setSeen] = useState<readonly Part[]>([])
  const [chosen, setChosen] = useState<string | null | undefined>(undefined)
  const asOf = useMemo(() => keyOf(register), [register])
  const posture = chosen === undefined ? (posturesOf(register)[0] ?? null) : chosen
  if (!seen.includes(part)) setSeen([...seen, part])
  const panel = (one: Part): React.ReactNode => {
    const isShown = one === part
    const asking = { register, asker, posture, onPosture: setChosen, asOf, isShown }
    switch (one) {
      case 'gaps':
        return (
          <div className="forces">
            <GapsPanel {...asking} />
            {isShown && <MovementSide picture={picture} register={register} />}
          </div>
        )
      case 'register':
        return <RegisterPanel register={register} onRecorded={onRecorded} />
      case 'why':
        return <WhyPanel {...asking} />
      case 'whatIf':
        return <WhatIfPanel {...asking} />
      case 'conference':
        return <ConferencePanel {...asking} onRecorded={onRecorded} />
    }
  }
  return (
    <>
      <UnderWayBar asker={asker} />
      {seen.map((one) => (
        <div key={one} className="forces-part" hidden={one !== part}>
          {panel(one)}
        </div>
      ))}
    </>
  )
}

/** The guarantors' view: what is promised, what is missing and why, what if, and whether it can be there in time. */
export function ForcesScreen({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const part = usePart()
  const [recorded, setRecorded] = useState(0)
  const register = useAsked<ForceRegister>(fetchRegister, `${picture.logSize} ${recorded}`)
  return (
    <main className="forces-page">
      <Tabs part={part} />
      {
        <Asked of={register} what="The register">
          {(answer) => (
            <Parts
              picture={picture}
              register={answer}
              part={part}
              onRecorded={() => setRecorded((before) => before + 1)}
            />
          )}
        </Asked>
      }
    </main>
  )
}
