// Hindered access breaks the text only where the text says so, and few texts do. Which clauses of the version of that day
// name the hindrance is kept with the report, so that nobody looks for a clause that there is not. Whether one was broken
// is for the panel: phases, excuses and places are not judged here.
import { versionAt } from '../../agreement/index.ts'
import type { Agreement } from '../../agreement/index.ts'
import type { Category } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { isInForce } from '../answer/threshold.ts'
import type { Incident } from '../types.ts'
import type { AccessProvision } from './types.ts'

/**
 * The clauses on a hindrance that was reported at an instant. A clause counts where its act names the category; one that
 * prohibits every act names nothing.
 */
export function accessProvision(
  agreement: Agreement,
  category: Category,
  atMs: InstantMs,
): AccessProvision {
  const version = versionAt(agreement, atMs)
  if (version === null) return { agreementVersion: null, clauses: [], zoned: [] }
  const named = agreement.provisions.filter(
    (one) =>
      one.act.kinds.includes(category) &&
      isInForce(agreement, one, version.id) &&
      (one.fromMs ?? atMs) <= atMs,
  )
  return {
    agreementVersion: version.id,
    clauses: named.filter(({ zone }) => zone === undefined).map(({ clause }) => clause),
    zoned: named.filter(({ zone }) => zone !== undefined).map(({ clause }) => clause),
  }
}

/** The clauses that an incident on hindered access begins with; those of a zone are left to the panel. */
export const clausesOn = ({ agreementVersion, clauses }: AccessProvision): Incident['clauses'] =>
  agreementVersion === null ? [] : clauses.map((clause) => ({ clause, agreementVersion }))

/** What the text says, in words; that it says nothing is said, too. */
export function tellProvision(provision: AccessProvision | undefined): string {
  if (provision === undefined) return 'the clause was not kept: the log is older than the rule'
  const { agreementVersion, clauses, zoned } = provision
  if (agreementVersion === null) return 'no version of the agreement was in force'
  const inZones = zoned.length === 0 ? '' : `; in its zone only: ${zoned.join(', ')}`
  return clauses.length === 0
    ? `no clause on access in version ${agreementVersion}${inZones}`
    : `${clauses.join(', ')} of version ${agreementVersion}${inZones}`
}
