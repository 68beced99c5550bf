/**
 * The acceptance table in force. Until somebody adopts one, it is what ships. An adopted table is the whole office's: its
 * views are read out of public statements and nobody's secret, so that every nation's questions weigh the same one. Because
 * it moves everybody's figures, what is in force is amended by the nation that put it there or by the mission's staff alone,
 * with a reason, and by naming the entry that was looked at: an amendment of what is no longer in force is refused.
 */
import { canonicalJson, sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { Draft, Entry, Json } from '../../evidence/index.ts'
import type { Actor } from '../../nations/index.ts'
import type { Refused } from '../../units/index.ts'
import { MISSION, textFault } from '../register/decide.ts'
import { isStaff } from '../register/record.ts'
import type { AcceptanceTable, AdoptedAcceptance } from './types.ts'

/** The kind of the entry. */
export const ACCEPTANCE_ADOPTED = 'generate.acceptance-adopted'

/** Puts a table in force. */
export interface AdoptAcceptance {
  readonly type: 'adoptAcceptance'
  readonly table: AcceptanceTable
  /** Log index of the table in force that it takes the place of; absent or null where none was adopted yet. */
  readonly amends?: number | null
  /** Why the table in force is amended. */
  readonly reason?: string
}
/** SHA-256 of the table's canonical JSON, lowercase hex: the same table has the same, whatever its file looked like. */
export const acceptanceDigest = (table: AcceptanceTable): string =>
  toHex(sha256(utf8(canonicalJson(table as unknown as Json))))

/** The table in force; null where none was adopted, and what ships is used. */
export const acceptanceInForce = (
  adopted: readonly AdoptedAcceptance[],
): AdoptedAcceptance | null => adopted.at(-1) ?? null

function refuseAmends(
  inForce: AdoptedAcceptance | null,
  { amends = null, reason = '' }: AdoptAcceptance,
  actor: Actor,
): Refused | null {
  if (inForce === null)
    return amends === null
      ? null
      : { refused: `no table was adopted yet, so that entry ${amends} is none; leave amends out` }
  const { index, keeper } = inForce
  if (!isStaff(actor) && actor.nation !== keeper) {
    const who = keeper === MISSION ? '' : `a planner of ${keeper} or `
    return { refused: `the table in force is entry ${index}; ${who}the mission's staff amends it` }
  }
  if (amends !== index)
    return {
      refused: `the table in force is entry ${index}, ${amends === null ? 'and no amends is given' : `not ${amends}`}; look at it and amend ${index}`,
    }
  return textFault('the reason of the amendment', reason)
}

/** The entry that puts the table in force, or why there is none. The actor may plan for the guarantors at all. */
export function decideAcceptance(
  adopted: readonly AdoptedAcceptance[],
  command: AdoptAcceptance,
  actor: Actor,
): { readonly entries: readonly Draft[] } | Refused {
  const { table, reason = '' } = command
  for (const key of ['owner', 'date'] as const)
    if (table[key] === null)
      return {
        refused: `${table.id} has no ${key}; write ${key === 'owner' ? 'who answers for its readings' : 'when it was made'}`,
      }
  const inForce = acceptanceInForce(adopted)
  const refused = refuseAmends(inForce, command, actor)
  if (refused !== null) return refused
  const digest = acceptanceDigest(table)
  if (digest === inForce?.digest)
    return { refused: `${table.id} (${digest.slice(0, 12)}…) is in force already` }
  const amends = inForce?.index ?? null
  const payload = { digest, amends, reason, table } as unknown as Json
  return { entries: [{ kind: ACCEPTANCE_ADOPTED, payload, refs: amends === null ? [] : [amends] }] }
}

/** The tables adopted after the entry. */
export function evolveAcceptance(
  adopted: readonly AdoptedAcceptance[],
  { payload, index, atMs, actor }: Entry,
): readonly AdoptedAcceptance[] {
  const said = payload as unknown as Pick<
    AdoptedAcceptance,
    'digest' | 'amends' | 'reason' | 'table'
  >
  const own = actor.role === 'system' ? MISSION : actor.nation
  const keeper = acceptanceInForce(adopted)?.keeper ?? own
  const { name: by, nation } = actor
  const { digest, amends, reason, table } = said
  return [...adopted, { index, atMs, by, nation, keeper, digest, amends, reason, table }]
}
