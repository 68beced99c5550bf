/**
 * Whose fire an event is counted as, where a clause means fire of one party (`count.by`). Who fired is for a panel to sign;
 * a count only needs to know what cannot belong together. So it goes by the ground alone: what goes out from a party's
 * ground is counted as that party's, what comes down on it as the other's. Whatever else was seen of a flight says neither,
 * and stays open for both.
 */
import type { Event } from '../../fuse/index.ts'
import { PARTIES } from '../document/types.ts'
import type { MassRule, PartyId } from '../document/types.ts'
import { hasPhase } from '../document/words.ts'
import { massOf } from './mass.ts'
import type { ByParty, Mark, Massed } from './mass.ts'
import type { Share } from './places.ts'

/**
 * Whose an event is counted as; null where nothing says so. `ground`: the share of its points on ground that A holds;
 * where the line of contact changed while it happened and that matters, nobody can say.
 */
export function byPartyOf(
  { kind, phase }: Pick<Event, 'kind' | 'phase'>,
  ground: Share | null,
): ByParty | null {
  if (ground === null || ground.least !== ground.most || !hasPhase(kind)) return null
  const share = ground.most
  if (phase === 'outgoing') return { A: share, B: 1 - share }
  return phase === 'impact' ? { A: 1 - share, B: share } : null
}

/** What was counted for one party, with the chance that the event itself is that party's; null: nobody can say. */
export interface CountedFor {
  readonly chance: number | null
  readonly massed: Massed
}

function probabilityOf(each: readonly CountedFor[]): number | null {
  let [sum, most] = [0, 0]
  let isShared = true
  for (const { chance, massed } of each) {
    const { probability } = massed
    if (probability === null) return null
    most = Math.max(most, probability)
    if (chance === null) isShared = false
    else sum += chance * probability
  }
  return isShared ? Math.min(1, sum) : most
}

/**
 * What the counts for several parties come to together, where the event may be of either. It is held where it is held
 * for each, and not held where it is held for none. Told are the rounds of the party with most.
 */
export function joined(each: readonly [CountedFor, ...CountedFor[]]): Massed {
  const [first] = each
  if (each.length === 1) return first.massed
  const isAll = (held: Massed['held']): boolean => each.every((one) => one.massed.held === held)
  const isAlike = each.every((one) => one.massed.probability === first.massed.probability)
  const isKnown = each.every(({ chance }) => chance !== null)
  // A figure that hangs on whose fire it was is an upper bound, and then the count is open.
  const held = isAll('no') ? 'no' : isAll('yes') && (isAlike || isKnown) ? 'yes' : 'undecided'
  const most = each.reduce((a, b) => (b.massed.rounds > a.massed.rounds ? b : a)).massed
  const isOpen = held === 'undecided' || each.some((one) => one.massed.isOpen)
  return { ...most, held, probability: probabilityOf(each), isOpen }
}

/** A mark as far as it may be of a party: none where it cannot be, open where it may or may not. */
function markFor(mark: Mark, party: PartyId): readonly Mark[] {
  const chance = mark.by?.[party] ?? null
  if (chance === null) return [{ ...mark, isOpen: true }]
  if (chance === 0) return []
  return chance === 1 ? [mark] : [{ ...mark, probability: mark.probability * chance, isOpen: true }]
}

/**
 * Counts an event with others, which may lie anywhere and at any time; the event itself among them does not count twice.
 * Where the rule means the fire of one party, it is counted for each party that the event may be of.
 */
export function massFor(own: Mark, others: readonly Mark[], rule: MassRule): Massed {
  if (rule.by === undefined) return massOf(own, others, rule)
  const countedFor = (party: PartyId): CountedFor => ({
    chance: own.by?.[party] ?? null,
    massed: massOf(
      own,
      others.flatMap((one) => markFor(one, party)),
      rule,
    ),
  })
  const [first, ...more] = PARTIES.filter((party) => own.by?.[party] !== 0)
  return first === undefined
    ? massOf(own, others, rule)
    : joined([countedFor(first), ...more.map(countedFor)])
}
