import { useMemo, useState, useSyncExternalStore } from 'react'
import { fetchForces, fetchMovement, fetchRegister } from '../api/index.ts'
import type { ForceRegister, Forces, Movement, Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { UnderWayBar } from './asking.tsx'
import type { AskingProps } from './asking.tsx'
import { ConferencePanel } from './conference.tsx'
import { ForcesMap } from './forces-map.tsx'
import { GapsTable } from './gaps.tsx'
import { MovementPanel } from './movement.tsx'
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

function GapAndMovement({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const forces = useAsked<Forces>(fetchForces, picture.logSize)
  const movement = useAsked<Movement>(fetchMovement, picture.logSize)
  return (
    <div className="forces">
      <Asked of={forces} what="The gaps">
        {(answer) => <GapsTable forces={answer} />}
      </Asked>
      <div className="forces-map">
        <ForcesMap picture={picture} movement={movement.answer} />
      </div>
      <Asked of={movement} what="The movement plan">
        {(answer) => <MovementPanel movement={answer} gaps={forces.answer?.gaps ?? []} />}
      </Asked>
    </div>
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
  register,
  part,
  onRecorded,
}: Asking & { readonly part: Part; readonly onRecorded: () => void }): React.JSX.Element {
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
        return null
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
        <div key={one} className="forces-part" hidden={one !== part || one === 'gaps'}>
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
      {part === 'gaps' && <GapAndMovement picture={picture} />}
      {(part !== 'gaps' || register.answer !== null) && (
        <Asked of={register} what="The register">
          {(answer) => (
            <Parts
              register={answer}
              part={part}
              onRecorded={() => setRecorded((before) => before + 1)}
            />
          )}
        </Asked>
      )}
    </main>
  )
}
