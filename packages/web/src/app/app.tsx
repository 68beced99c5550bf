import { Suspense, lazy, useCallback, useEffect, useState } from 'react'
import { Loader } from '@mantine/core'
import type { Actor, Office } from '@holdfast/core/nations'
import { fetchReliability, fetchSession, login, logout, wordsOf } from '../api/index.ts'
import type { Login, Picture, SeenObservation } from '../api/index.ts'
import { CoverageStrip } from '../coverage/index.ts'
import type { Page } from '../pages/index.ts'
import { Frame } from '../frame/index.ts'
import { LoginScreen, ROLE_OF_OFFICE } from '../login/index.ts'
import { WatchScreen } from '../watch/index.ts'
import { NoSuchPage } from './no-such-page.tsx'
import { followOffice, usePage } from './use-page.ts'
import { usePicture } from './use-picture.ts'

const AgreementScreen = lazy(async () => ({
  default: (await import('../agreement/index.ts')).AgreementScreen,
}))

const DayScreen = lazy(async () => ({
  default: (await import('../day/index.ts')).DayScreen,
}))

const Raised = lazy(async () => ({
  default: (await import('../day/index.ts')).Raised,
}))

const DeskScreen = lazy(async () => ({
  default: (await import('../desk/index.ts')).DeskScreen,
}))

const FindingsScreen = lazy(async () => ({
  default: (await import('../findings/index.ts')).FindingsScreen,
}))

const ForcesScreen = lazy(async () => ({
  default: (await import('../forces/index.ts')).ForcesScreen,
}))

/** A place that waits, and says for what. */
function Waiting({ what }: { readonly what: string }): React.JSX.Element {
  return (
    <div className="waiting" role="status">
      <Loader size="sm" /> {what}
    </div>
  )
}

const MovementScreen = lazy(async () => ({
  default: (await import('../movement/index.ts')).MovementScreen,
}))

const ReliabilityScreen = lazy(async () => ({
  default: (await import('../reliability/index.ts')).ReliabilityScreen,
}))

const ReportScreen = lazy(async () => ({
  default: (await import('../report/index.ts')).ReportScreen,
}))

const SourcesScreen = lazy(async () => ({
  default: (await import('../sources/index.ts')).SourcesScreen,
}))

/** The page that the address names. */
function PageOf({
  page,
  picture,
  actor,
  arrivals,
}: {
  readonly page: Page
  readonly picture: Picture
  readonly actor: Actor
  readonly arrivals: readonly SeenObservation[]
}): React.JSX.Element {
  switch (page) {
    case 'desk':
      return <DeskScreen picture={picture} actor={actor} />
    case 'day':
      return <DayScreen picture={picture} actor={actor} />
    case 'sources':
      return <SourcesScreen picture={picture} />
    case 'findings':
      return <FindingsScreen picture={picture} actor={actor} />
    case 'agreement':
      return <AgreementScreen picture={picture} />
    case 'forces':
      return <ForcesScreen picture={picture} />
    case 'movement':
      return <MovementScreen picture={picture} />
    case 'reports':
      return <ReportScreen picture={picture} actor={actor} />
    case 'reliability':
      return <ReliabilityScreen picture={picture} actor={actor} ask={fetchReliability} />
    case 'watch':
      return <WatchScreen picture={picture} arrivals={arrivals} />
  }
}

function OfficeView({
  actor,
  busy,
  onOffice,
  onLeave,
}: {
  readonly actor: Actor
  readonly busy: boolean
  readonly onOffice: (office: Office) => void
  readonly onLeave: () => void
}): React.JSX.Element {
  const { picture, problem, liveness, logSize, arrivals, reload } = usePicture(onLeave)
  const page = usePage(actor.office)
  const frame = { actor, picture, liveness, logSize, busy, onOffice, onLeave }
  return (
    <Frame {...frame}>
      {problem !== null && (
        <p className="strip problem" role="alert">
          The picture could not be read: {problem}.{' '}
          <button type="button" onClick={reload}>
            Try again
          </button>
        </p>
      )}
      {picture === null && problem === null && <Waiting what="Reading the picture…" />}
      {/* Meanwhile the page must ask nothing: the next office has no right to some of it. */}
      {busy && <Waiting what="Changing the office…" />}
      {picture !== null && !busy && (
        <>
          <CoverageStrip picture={picture} page={typeof page === 'string' ? page : null} />
          {/* The day itself says it in full; the guarantors have no day. */}
          {page !== 'day' && actor.office !== 'guarantors' && (
            <Suspense fallback={null}>
              <Raised picture={picture} />
            </Suspense>
          )}
          <Suspense fallback={<Waiting what="Reading the page…" />}>
            {typeof page === 'string' ? (
              <PageOf page={page} picture={picture} actor={actor} arrivals={arrivals} />
            ) : (
              <NoSuchPage page={page} office={actor.office} onOffice={onOffice} />
            )}
          </Suspense>
        </>
      )}
    </Frame>
  )
}

/** The page: the login, or the view of the office that is logged in. */
export function App(): React.JSX.Element {
  const [actor, setActor] = useState<Actor | null | 'asking'>('asking')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const enter = useCallback((who: Login | null, isChange = false) => {
    const ask = async (): Promise<void> => {
      setBusy(true)
      try {
        if (who !== null) await login(who)
        const next = await fetchSession()
        if (isChange && next !== null) followOffice(next.office)
        setActor(next)
        setProblem(null)
      } catch (error) {
        setActor((before) => (before === 'asking' ? null : before))
        setProblem(wordsOf(error))
      }
      setBusy(false)
    }
    void ask()
  }, [])
  useEffect(() => enter(null), [enter])
  const leave = useCallback(() => {
    void logout()
    setActor(null)
  }, [])
  if (actor === 'asking') return <Waiting what="Asking who is logged in…" />
  if (actor === null) return <LoginScreen busy={busy} problem={problem} onLogin={enter} />
  const onOffice = (office: Office): void =>
    enter({ name: actor.name, nation: actor.nation, role: ROLE_OF_OFFICE[office], office }, true)
  return (
    <OfficeView key={actor.office} actor={actor} busy={busy} onOffice={onOffice} onLeave={leave} />
  )
}
