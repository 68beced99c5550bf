/** Why a clause is raised, condition by condition, in sentences: made when a candidate is asked for, never in screening. */
import type { Event } from '../../fuse/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { Condition, PartyId, Provision, Zone } from '../document/types.ts'
import { hasPhase } from '../document/words.ts'
import type { Places, Share } from './places.ts'

/** Whether the act is one that the clause means, with the probability that it occurred. */
export function actCondition({ act }: Provision, event: Event): Condition {
  const condition = 'act'
  const occurred = `occurred with probability ${Math.round(event.probability * 1000) / 1000}`
  if (act.kinds.length > 0 && !act.kinds.includes(event.kind))
    return {
      condition,
      held: 'no',
      probability: 0,
      because: `the clause does not mean ${event.kind}`,
    }
  const { probability } = event
  const anyPhase = act.phases.length === 0 || !hasPhase(event.kind)
  if (anyPhase || act.phases.includes(event.phase)) {
    const what = anyPhase ? event.kind : `${event.kind}, ${event.phase}`
    return { condition, held: 'yes', probability, because: `${what}; ${occurred}` }
  }
  if (event.phase !== 'undetermined')
    return {
      condition,
      held: 'no',
      probability: 0,
      because: `the clause does not mean a ${event.kind} that is ${event.phase}`,
    }
  return {
    condition,
    held: 'undecided',
    probability,
    because:
      `${event.kind} of undetermined phase; the clause means ${act.phases.join(' or ')}; ` +
      `${occurred}, whatever its phase`,
  }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
/** The same of a region, where no point in a zone does not mean that no place is. */
const percentOfRegion = (share: number): string => (share < 0.0005 ? 'under 0.1 %' : percent(share))

type Said = Pick<Condition, 'held' | 'probability' | 'because'>

/** What is said of a place that no source gave. Undecided even at 1: that the region holds it is an assumption. */
function placeAnywhere(where: string, region: string | null, probability: number | null): Said {
  const because =
    region === null || probability === null
      ? `no source said where it was, so it may or may not be in ${where}`
      : `no source said where it was; taken as anywhere in "${region}" alike, ` +
        `of which ${percentOfRegion(probability)} lies in ${where}`
  return { held: 'undecided', probability, because }
}

function tellWhere({ kind, title }: Zone, bound: PartyId | null): string {
  if (bound === null) return `"${title}"`
  const what = kind === 'withdrawal' || kind === 'band' ? 'the strip of' : 'the ground of'
  return `${what} party ${bound} in "${title}"`
}

/** How the points part between the strips of a withdrawal zone, where the clause binds both parties. */
function tellParts(
  zone: Zone,
  bound: PartyId | null,
  at: { places: Places; index: number },
): string {
  if (zone.kind !== 'withdrawal' || bound !== null) return ''
  const of = (party: PartyId): string => percent(at.places.most(at.index, party) ?? 0)
  return `: ${of('A')} on ground that A holds, ${of('B')} on ground that B holds`
}

const acrossLines = ({ least, most }: Share, where: string, changedAtMs: number): Said => ({
  held: 'undecided',
  probability: most,
  because:
    `the line of contact changed at ${tellInstant(changedAtMs)}, while it happened: ` +
    `${percent(least)} to ${percent(most)} of the position estimate lies in ${where}, by which line is taken`,
})

/**
 * The place condition: the share of the event's points in the zone, of the bound party's strip where one is bound. Where
 * no source gave a place, the share of the conflict region; null only where the agreement has no such region. `places`
 * looks at the event; `index` is the place of the zone in the agreement.
 */
export function placeCondition(
  zone: Zone | undefined,
  bound: PartyId | null,
  at: { readonly places: Places; readonly index: number },
): Condition {
  const condition = 'place'
  if (zone === undefined)
    return { condition, held: 'yes', probability: 1, because: 'the clause applies everywhere' }
  const { places, index } = at
  const share = places.share(index, bound)
  const where = tellWhere(zone, bound)
  const { region, changedAtMs } = places
  if (share === null || region !== null)
    return { condition, ...placeAnywhere(where, region, share?.most ?? null) }
  if (changedAtMs !== null && share.least !== share.most)
    return { condition, ...acrossLines(share, where, changedAtMs) }
  const probability = share.most
  const parts = changedAtMs === null ? tellParts(zone, bound, at) : ''
  if (probability === 1 || probability === 0)
    return {
      condition,
      held: probability === 1 ? 'yes' : 'no',
      probability,
      because: `the whole position estimate lies ${probability === 1 ? 'in' : 'outside'} ${where}${parts}`,
    }
  return {
    condition,
    held: 'undecided',
    probability,
    because: `the position estimate straddles the edge of ${where}; ${percent(probability)} of it lies inside${parts}`,
  }
}
