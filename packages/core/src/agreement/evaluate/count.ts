/** The count condition of a clause that means only what is one of so many: none for any other clause. */
import type { Event } from '../../fuse/index.ts'
import { MINUTE_MS, tellInstant } from '../../units/index.ts'
import type { Condition, MassRule, Provision } from '../document/types.ts'
import { isLeast } from './mass.ts'
import type { Counting, Massed } from './mass.ts'

/** What a clause that counts comes to for an event; without a tally only what the event brings alone can decide it. */
export function countOf(
  provision: Provision,
  event: Event,
  tally: Counting | undefined,
): Massed | null {
  const { count } = provision
  if (count === undefined) return null
  if (tally !== undefined) return tally.massOf(provision, event)
  const { n, precision } = event.count
  const isEnough = n >= count.atLeast && isLeast(precision)
  return {
    held: isEnough ? 'yes' : 'undecided',
    probability: isEnough ? 1 : null,
    fromMs: event.observed.fromMs,
    rounds: n,
    events: 1,
    isOpen: precision !== 'exact',
  }
}

const thousandth = (value: number): number => Math.round(value * 1000) / 1000

function tellAsked({ atLeast, withinMs, withinM, by }: MassRule): string {
  const near = withinM === undefined ? '' : ` and ${thousandth(withinM / 1000)} km`
  const of = by === undefined ? '' : ' of one party (by the ground that it left or came down on)'
  return `the clause means ${atLeast} or more${of} within ${thousandth(withinMs / MINUTE_MS)} minutes${near}`
}

function tellCounted({ fromMs, rounds, events, isOpen }: Massed): string {
  const by = events === 1 ? 'this event alone' : `${events} events`
  return `${rounds} counted by ${by}, from ${tellInstant(fromMs)} on${isOpen ? ', some of them open or not exact' : ''}`
}

/** The condition, told. */
export function countConditions(
  provision: Provision,
  event: Event,
  tally: Counting | undefined,
): readonly Condition[] {
  const massed = countOf(provision, event, tally)
  if (massed === null || provision.count === undefined) return []
  const { held, probability } = massed
  const chance =
    tally === undefined
      ? held === 'yes'
        ? ''
        : '; nothing was given of other events'
      : probability === null || held === 'no'
        ? ''
        : `; that so many occurred has probability ${thousandth(probability)}${massed.isOpen ? ' at most' : ''}`
  return [
    {
      condition: 'count',
      held,
      probability,
      because: `${tellAsked(provision.count)}; ${tellCounted(massed)}${chance}`,
    },
  ]
}
