/**
 * The life cycle of a pledge as a total table: every status against every move, and a missing cell does not compile. In
 * public a pledge is a word that gets firmer; what planners need is who made it firmer, when and why. So nothing moves a
 * status but a move of its own nation, each an entry; and `withdrawn` is final: what is offered again is a new pledge,
 * because nobody may count on the old one's number. docs/specs/pledge-lifecycle.md shows the table cell for cell.
 */
import type { Pledge } from '../types.ts'

/** Where a pledge stands. */
export type PledgeStatus = Pledge['status']
/** Every status, in the order in which a pledge becomes firmer. */
export const PLEDGE_STATUSES: readonly PledgeStatus[] = [
  'stated',
  'offered',
  'committed',
  'assigned',
  'deployed',
  'withdrawn',
]
/** What a nation does with its pledge. */
export type PledgeMove =
  | 'offer'
  | 'commit'
  | 'assign'
  | 'release'
  | 'deploy'
  | 'recover'
  | 'withdraw'
/** Every move. */
export const PLEDGE_MOVES: readonly PledgeMove[] = [
  'offer',
  'commit',
  'assign',
  'release',
  'deploy',
  'recover',
  'withdraw',
]
/** What a move does in a status. */
export type PledgeCell =
  | { readonly kind: 'accepted'; readonly next: PledgeStatus }
  | { readonly kind: 'refused'; readonly reason: string }

const to = (next: PledgeStatus): PledgeCell => ({ kind: 'accepted', next })
const no = (reason: string): PledgeCell => ({ kind: 'refused', reason })

const UNOFFERED = 'it is only stated: offer it first'
const UNCOMMITTED = 'it is not committed: commit it first'
const UNASSIGNED = 'it is not assigned to a line: assign it first'
const ALREADY = 'it is as firm as that already'
const UNDEPLOYED = 'it is not deployed: there is nothing to recover'
const OUT = 'it is deployed: recover it first'
const GONE = 'it was withdrawn: record a new pledge'

type Row = Readonly<Record<PledgeMove, PledgeCell>>

/** The table: status, then move. */
export const PLEDGE_TABLE: Readonly<Record<PledgeStatus, Row>> = {
  stated: {
    offer: to('offered'),
    commit: no(UNOFFERED),
    assign: no(UNCOMMITTED),
    release: no(UNASSIGNED),
    deploy: no(UNASSIGNED),
    recover: no(UNDEPLOYED),
    withdraw: to('withdrawn'),
  },
  offered: {
    offer: no(ALREADY),
    commit: to('committed'),
    assign: no(UNCOMMITTED),
    release: no(UNASSIGNED),
    deploy: no(UNASSIGNED),
    recover: no(UNDEPLOYED),
    withdraw: to('withdrawn'),
  },
  committed: {
    offer: no(ALREADY),
    commit: no(ALREADY),
    assign: to('assigned'),
    release: no(UNASSIGNED),
    deploy: no(UNASSIGNED),
    recover: no(UNDEPLOYED),
    withdraw: to('withdrawn'),
  },
  assigned: {
    offer: no(ALREADY),
    commit: no(ALREADY),
    assign: no('it is assigned: release it first'),
    release: to('committed'),
    deploy: to('deployed'),
    recover: no(UNDEPLOYED),
    withdraw: to('withdrawn'),
  },
  deployed: {
    offer: no(ALREADY),
    commit: no(ALREADY),
    assign: no(OUT),
    release: no(OUT),
    deploy: no(ALREADY),
    recover: to('assigned'),
    withdraw: to('withdrawn'),
  },
  withdrawn: {
    offer: no(GONE),
    commit: no(GONE),
    assign: no(GONE),
    release: no(GONE),
    deploy: no(GONE),
    recover: no(GONE),
    withdraw: no(GONE),
  },
}
