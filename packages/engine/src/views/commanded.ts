import type { Entry } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import { refuseIssuer } from '@holdfast/core/report'
import { isRefused, type Refused } from '@holdfast/core/units'
import { QUESTIONS, incidentIn, wordCollectors } from '@holdfast/core/verify'
import type { Incident } from '@holdfast/core/verify'
import { readCommand } from '../desk/index.ts'
import { logOf, type ReportThread } from '../report/index.ts'
import type { Holdfast } from '../runtime/index.ts'

/** What a command made. `remark` is what an answer lacks although its votes suffice, told to whoever commanded; absent: nothing. */
export interface Commanded {
  readonly entries: readonly Entry[]
  readonly remark?: string
}

/** What the answers of the incidents that these entries tell of lack although their votes suffice; null: nothing. */
export function remarkOn(
  entries: readonly Pick<Entry, 'kind' | 'payload' | 'index'>[],
  incidents: ReadonlyMap<string, Incident>,
): string | null {
  const ids = entries
    .filter(({ kind }) => kind.startsWith('verify.'))
    .flatMap((entry) => incidentIn(entry) ?? [])
  const words = [...new Set(ids)].flatMap((id) => {
    const incident = incidents.get(id)
    return incident === undefined
      ? []
      : QUESTIONS.flatMap((question) => {
          const said = wordCollectors(incident, incident.answers[question])
          return said === null ? [] : [`${id}: ${said}`]
        })
  })
  return words.length === 0 ? null : words.join('. ')
}

/** Decides a command as it came from outside: `{step, type, …}`. */
export async function commanded(
  holdfast: Holdfast,
  command: unknown,
  { actor, reports }: { readonly actor: Actor; readonly reports: ReportThread },
): Promise<Commanded | Refused> {
  const read = await readCommand(command, holdfast, actor)
  if (isRefused(read)) return read
  if (read.step === 'report' && refuseIssuer(actor) === null) {
    const refused = await reports.issue(logOf(holdfast), read)
    if (refused !== null) return refused
  }
  const done = await holdfast.command(read, actor)
  if (isRefused(done)) return done
  const remark = remarkOn(done.entries, holdfast.mission.verify.incidents)
  return { entries: done.entries, ...(remark === null ? {} : { remark }) }
}
