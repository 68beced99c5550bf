import { useMemo, useState } from 'react'
import { fetchFeeds, fetchSession, fetchSourceHealth, fetchSources } from '../api/index.ts'
import type { Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { useNow } from '../time/index.ts'
import { Feeds } from './feeds.tsx'
import { Health } from './health.tsx'
import { newestOf } from './last-sign.ts'
import { Registry } from './registry.tsx'
import { Rejects } from './rejects.tsx'

/** Asked again at least so often: a feed that brings nothing but rejects moves no log. */
const AGAIN_MS = 5_000

/** The monitor's page of those who report: the registry, the feeds, and what was not understood. */
export function SourcesScreen({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const nowMs = useNow(picture.nowMs) ?? picture.nowMs
  const [decided, setDecided] = useState(0)
  const asOf = `${decided} ${picture.logSize} ${Math.floor(nowMs / AGAIN_MS)}`
  const sources = useAsked(fetchSources, asOf)
  const feeds = useAsked(fetchFeeds, asOf)
  const health = useAsked(fetchSourceHealth, asOf)
  const session = useAsked(fetchSession, '')
  const newest = useMemo(() => newestOf(picture.observations), [picture.observations])
  return (
    <main className="sources">
      <div className="sources-left">
        <Asked of={sources} what="The sources">
          {(rows) => (
            <Registry
              sources={rows}
              feeds={feeds.answer ?? []}
              newest={newest}
              nowMs={nowMs}
              actor={session.answer ?? null}
              onDecided={() => setDecided(decided + 1)}
            />
          )}
        </Asked>
        <Asked of={health} what="The health of sensors">
          {(found) => <Health health={found} sources={sources.answer ?? []} />}
        </Asked>
        <Asked of={feeds} what="The feeds">
          {(rows) => <Feeds feeds={rows} />}
        </Asked>
      </div>
      <Rejects sources={sources.answer ?? []} feeds={feeds.answer ?? []} asOf={asOf} />
    </main>
  )
}
