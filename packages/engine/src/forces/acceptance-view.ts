/** The acceptance table that questions weigh: the one adopted last, or the one that ships. */
import type { GenerateState } from '@holdfast/core/generate'
import {
  acceptanceDigest,
  acceptanceInForce,
  unsaid,
  type AcceptanceTable,
} from '@holdfast/core/generate/acceptance'
import { criticalLabel, releaseRegister } from '@holdfast/core/generate/register'
import { isRefused, type Refused } from '@holdfast/core/units'
import { shippedAcceptance } from '../shipped/index.ts'

/** Which table an answer was computed with. */
export interface AcceptanceVersion {
  readonly origin: 'shipped' | 'adopted'
  readonly id: string
  /** SHA-256 of the table's canonical JSON, lowercase hex. */
  readonly digest: string
  /** Log index of its adoption; null for what ships. */
  readonly entry: number | null
}
/** A table with its version. */
export interface AcceptanceUsed {
  readonly table: AcceptanceTable
  readonly version: AcceptanceVersion
}

/** The table in force. It is the whole office's, so that it is the same whoever asks. */
export function acceptanceUsed({
  acceptances,
}: Pick<GenerateState, 'acceptances'>): AcceptanceUsed | Refused {
  const adopted = acceptanceInForce(acceptances)
  if (adopted !== null) {
    const { table, digest, index: entry } = adopted
    return { table, version: { origin: 'adopted', id: table.id, digest, entry } }
  }
  const table = shippedAcceptance()
  if (isRefused(table)) return table
  const digest = acceptanceDigest(table)
  return { table, version: { origin: 'shipped', id: table.id, digest, entry: null } }
}

/** The table in force as a document that can be adopted again, whom nobody spoke of, and every adoption, the newest first. */
export function acceptanceView(
  state: GenerateState,
  { viewer, notice }: { readonly viewer: string | null; readonly notice: string | null },
) {
  const used = acceptanceUsed(state)
  if (isRefused(used)) return used
  const { table, version } = used
  const seen = releaseRegister(state, null)
  const offering = [...seen.pledges.values(), ...seen.exclusions.values()]
  const parties = new Set(table.parties.map(({ id }) => id))
  const nations = [...new Set(offering.map(({ nation }) => nation))]
    .filter((nation) => !parties.has(nation))
    .toSorted()
  return {
    notice,
    label: criticalLabel(viewer, true),
    viewer,
    inForce: version,
    document: { kind: 'acceptance', ...table },
    nations,
    unsaid: unsaid(table, nations),
    history: state.acceptances
      .map(({ table: { id, title, owner, date }, ...adoption }) => ({
        ...adoption,
        id,
        title,
        owner,
        date,
      }))
      .toReversed(),
  }
}
