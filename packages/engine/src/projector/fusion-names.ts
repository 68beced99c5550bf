/**
 * Names of events and engagements. Core names an event by all of its reports, so with one report more it is another
 * event, and whoever rests on it (a candidate, an incident) has lost it. Here an event bears the name that it would have
 * with its earliest recorded report alone. That is one event only, since a report is in one; it stays while reports are
 * added; it hangs on the journal's order and not on how many came together, so a rebuild gives the same names; and from
 * a report one can tell which event to ask for. `revise` in core keeps names by what was fused before, which a rebuild
 * does not know. The revision is the number of reports.
 */
import { canonicalJson, sha256, toHex, utf8 } from '@holdfast/core/evidence'
import { eventId, type Engagement, type Event, type Fusion } from '@holdfast/core/fuse'
import { kindOf, type Observation } from '@holdfast/core/observe'

/** Where a report stands in the record: the log index of its batch. */
export type Order = (observation: string) => number
/** The same of a report that is at hand. */
export type OrderOf = (observation: Observation) => number

/** The name of the event that was begun by a report, if that is the earliest one of its event. */
export const eventBegunBy = ({ id, category, phase }: Observation): string =>
  eventId(kindOf(category), phase, [id])
/** The name of the engagement whose earliest event it is. */
export const engagementBegunBy = (event: string): string =>
  toHex(sha256(utf8(canonicalJson(['engagement', event]))))

/** Names what was fused. */
export function named({ events, engagements }: Fusion, orderOf: Order): Fusion {
  const earlier = (a: string, b: string): string => {
    const [x, y] = [orderOf(a), orderOf(b)]
    return x < y || (x === y && a < b) ? a : b
  }
  const first = new Map<string, string>()
  const names = new Map<string, string>()
  for (const { id, kind, phase, observations } of events) {
    const begun = observations.reduce(earlier)
    const name = eventId(kind, phase, [begun])
    first.set(name, begun)
    names.set(id, name)
  }
  const nameOf = (id: string): string => names.get(id) ?? id
  return {
    events: events.map((event): Event => ({
      ...event,
      id: nameOf(event.id),
      revision: event.observations.length,
      ...(event.pairedWith === undefined
        ? {}
        : { pairedWith: { ...event.pairedWith, event: nameOf(event.pairedWith.event) } }),
    })),
    engagements: engagements.map((engagement): Engagement => {
      const members = engagement.events.map(nameOf).toSorted()
      const begun = members.reduce((a, b) => {
        const [x, y] = [first.get(a) ?? a, first.get(b) ?? b]
        return earlier(x, y) === x ? a : b
      })
      return { ...engagement, id: engagementBegunBy(begun), events: members }
    }),
  }
}
