import type { InstantMs, Refused } from '../units/index.ts'
import type { Actor } from '../nations/index.ts'
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import { refusePlanning } from '../generate/index.ts'
import type { Ask, Network } from './types.ts'

/** The network in force and what is asked of it. */
export interface MoveState {
  readonly network: Network | null
  readonly ask: Ask
}
/** Adopts a network, in place of the one before it. */
export interface MoveCommand {
  readonly type: 'adoptNetwork'
  readonly network: Network
}

/** The reference case: 50,000 armed within 96 h of the release order, in steps of 2 h. */
export const REFERENCE_ASK: Ask = { troops: 50_000, horizonHours: 96, stepHours: 2 }
/** No network yet. */
export const initial: MoveState = { network: null, ask: REFERENCE_ASK }

const ADOPTED = 'move.network-adopted'

/** The entry that adopts the network; refused without depots, issue points, or the right to adopt. */
export function decide(
  _state: MoveState,
  { network }: MoveCommand,
  { actor }: { readonly actor: Actor; readonly nowMs: InstantMs },
): { readonly entries: readonly Draft[] } | Refused {
  const refused = refusePlanning(actor, 'adopt a network')
  if (refused !== null) return refused
  for (const kind of ['depot', 'issuePoint'] as const)
    if (!network.nodes.some((node) => node.kind === kind))
      return { refused: `network ${network.id} has no ${kind}; add one` }
  return {
    entries: [{ kind: ADOPTED, payload: { network: network as unknown as Json }, refs: [] }],
  }
}

/** The state after the entry; other kinds and tombstones leave it unchanged. */
export function evolve(state: MoveState, entry: Entry | Tombstone): MoveState {
  if ('tombstone' in entry || entry.kind !== ADOPTED) return state
  const { network } = entry.payload as unknown as { readonly network?: Network }
  return network === undefined ? state : { network, ask: network.ask }
}
